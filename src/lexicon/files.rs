//! The lexicon's files, sorted by language code.

/// Language code and content of every file.
pub(super) const FILES: &[(&str, &str)] = &[("en", include_str!("en.txt"))];
