//! Articles with chrome around them, for the property tests: written for them, in 17 scripts.
//!
//! `prose/` and `chrome/` hold the texts, a file a language. [`articles`] makes articles of them,
//! [`scrapes`] plain text and [`pages`] HTML with chrome in every place. The properties say what
//! may be lost, so nothing here avoids what the cleaner finds hard.
#![allow(dead_code, reason = "every test binary uses a part of it")]

pub(crate) mod articles;
pub(crate) mod languages;
pub(crate) mod losses;
pub(crate) mod pages;
pub(crate) mod runs;
pub(crate) mod scrapes;
