//! The lexicon's files, sorted by language code.

/// Language code and content of every file.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("ar.txt")),
    ("cs", include_str!("cs.txt")),
    ("da", include_str!("da.txt")),
    ("de", include_str!("de.txt")),
    ("el", include_str!("el.txt")),
    ("en", include_str!("en.txt")),
    ("fi", include_str!("fi.txt")),
    ("hu", include_str!("hu.txt")),
    ("id", include_str!("id.txt")),
    ("ko", include_str!("ko.txt")),
    ("nb", include_str!("nb.txt")),
    ("pl", include_str!("pl.txt")),
    ("ro", include_str!("ro.txt")),
    ("ru", include_str!("ru.txt")),
    ("sv", include_str!("sv.txt")),
    ("tr", include_str!("tr.txt")),
    ("vi", include_str!("vi.txt")),
];
