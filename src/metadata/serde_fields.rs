//! `Serialize` and `Deserialize` of the metadata: one object with the fields that have a value, and
//! their origins in the member `origins`, as [`Page::to_json`](crate::Page::to_json) writes them.
//! All values of a list have the origin of the first.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::metadata::{Found, Metadata, Origin};

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value, _) in self.fields() {
            map.serialize_entry(name, &value)?;
        }
        let origins: BTreeMap<_, _> =
            self.fields().map(|(name, _, origin)| (name, origin)).collect();
        map.serialize_entry("origins", &origins)?;
        map.end()
    }
}

/// The values of the fields as the object has them.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct FieldValues {
    title: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    modified: Option<String>,
    site_name: Option<String>,
    description: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    declared_language: Option<String>,
    image: Option<String>,
    section: Option<String>,
    tags: Vec<String>,
    license: Option<String>,
    page_type: Option<String>,
    words: usize,
    characters: usize,
    origins: BTreeMap<String, Origin>,
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut values = FieldValues::deserialize(deserializer)?;
        let origins = std::mem::take(&mut values.origins);
        let found = |name: &str, value: String| match origins.get(name) {
            Some(&origin) => Ok(Found { value, origin }),
            None => Err(D::Error::custom(format_args!("`{name}` has no origin"))),
        };
        let one =
            |name: &str, value: Option<String>| value.map(|value| found(name, value)).transpose();
        let list = |name: &str, values: Vec<String>| {
            values.into_iter().map(|value| found(name, value)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Metadata {
            title: one("title", values.title)?,
            authors: list("authors", values.authors)?,
            published: one("published", values.published)?,
            modified: one("modified", values.modified)?,
            site_name: one("site_name", values.site_name)?,
            description: one("description", values.description)?,
            canonical: one("canonical", values.canonical)?,
            language: one("language", values.language)?,
            declared_language: one("declared_language", values.declared_language)?,
            image: one("image", values.image)?,
            section: one("section", values.section)?,
            tags: list("tags", values.tags)?,
            license: one("license", values.license)?,
            page_type: one("page_type", values.page_type)?,
            words: values.words,
            characters: values.characters,
        })
    }
}
