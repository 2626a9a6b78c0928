//! `Serialize` and `Deserialize` of enums and sets by the names of their variants. Apart from the
//! enums, because the build script compiles some of those without serde.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::kind::{Kind, KindSet};
use crate::metadata::Origin;
use crate::no_content::NoContent;
use crate::options::{OperatingPoint, Source};
use crate::verdict::{Degraded, Reason};

macro_rules! serialize_by_name {
    ($($name:ident)+) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
                name.parse().map_err(D::Error::custom)
            }
        }
    )+ };
}

/// A list of the names of the kinds.
impl Serialize for KindSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for KindSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kinds = Vec::<Kind>::deserialize(deserializer)?;
        Ok(kinds.into_iter().collect())
    }
}

serialize_by_name! { Degraded Kind NoContent OperatingPoint Origin Reason Source }
