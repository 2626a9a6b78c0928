//! Enums whose variants have names: the same words in labelled data, in JSON and on the command
//! line.

use std::fmt;

/// Defines an enum together with the names of its variants, in one table. The first word is that of
/// error messages.
macro_rules! named_enum {
    (
        $noun:literal,
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])+ $variant:ident = $text:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$variant_meta])+ $variant,)+ }

        impl $name {
            /// Every variant, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// Returns the name, as in JSON. `FromStr` reads it back.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::names::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($text => Ok($name::$variant),)+
                    _ => Err($crate::names::UnknownName::new($noun, name, &[$($text,)+])),
                }
            }
        }
    };
}

pub(crate) use named_enum;

/// The error of parsing a name that no variant has.
///
/// ```
/// let error = "advert".parse::<dechrome::Kind>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown kind `advert`; the kinds are: body title "));
/// assert_eq!(error.name(), "advert");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    noun: &'static str,
    name: String,
    known: &'static [&'static str],
}

impl UnknownName {
    /// The error for `name`, which is not among the `known` names.
    pub(crate) fn new(
        noun: &'static str,
        name: &str,
        known: &'static [&'static str],
    ) -> UnknownName {
        UnknownName { noun, name: name.to_owned(), known }
    }

    /// Returns the name as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names that exist.
    #[must_use]
    pub fn known(&self) -> &'static [&'static str] {
        self.known
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnknownName { noun, name, known } = self;
        write!(f, "unknown {noun} `{name}`; the {noun}s are: {}", known.join(" "))
    }
}

impl std::error::Error for UnknownName {}
