//! Forms of one character that readers take for the same.

/// The full-width forms of ASCII, from `！` to `～`, are this many code points above it.
const FULL_WIDTH_OFFSET: u32 = 0xFEE0;

/// Returns the ASCII character of a full-width one, and any other character unchanged.
#[inline]
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - FULL_WIDTH_OFFSET).unwrap_or(c),
        _ => c,
    }
}

/// Letters with marks that are left out where a text is in capitals, each with the letter that
/// remains. Greeks leave out the tonos, Romance languages accents (but not that of `ñ`). Turkish
/// capitals distinguish `I` from `İ`, but which one a lower-case `i` came from is not known once a
/// text is folded.
#[rustfmt::skip]
const MARKED: &[(&str, char)] = &[
    ("àáâäãăå", 'a'), ("ç", 'c'), ("èéêë", 'e'), ("ìíîïı", 'i'), ("òóôöõ", 'o'), ("șşß", 's'),
    ("țţ", 't'), ("ùúûü", 'u'), ("ýÿ", 'y'), ("ά", 'α'), ("έ", 'ε'), ("ή", 'η'), ("ίϊΐ", 'ι'),
    ("ό", 'ο'), ("ύϋΰ", 'υ'), ("ώ", 'ω'), ("ς", 'σ'),
];

/// Returns a lower-case letter the way that it is written in capitals, in lower case: without the
/// marks that many writers leave out there, and `ß` as `ss`.
pub(crate) fn as_capital(c: char) -> impl Iterator<Item = char> {
    let plain = MARKED.iter().find(|(marked, _)| marked.contains(c)).map_or(c, |(_, plain)| *plain);
    std::iter::repeat_n(plain, if c == 'ß' { 2 } else { 1 })
}

/// Returns true if a text is in capitals: it has two upper-case letters at least, and no lower-case
/// one.
pub(crate) fn is_in_capitals(text: &str) -> bool {
    // Most texts end here.
    if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    text.chars().filter(|c| c.is_uppercase()).nth(1).is_some()
        && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals() {
        for (text, expected) in [
            ("A LIRE AUSSI", true),
            ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ:", true),
            ("GİRİŞ YAP", true),
            ("A", false),
            ("12:30", false),
            ("Read more", false),
            ("ΔΙΑΒΑΣΤΕ επίσης", false),
            ("続きを読む", false),
        ] {
            assert_eq!(is_in_capitals(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_are_left_out_in_capitals() {
        for (text, expected) in [
            ("à lire également", "a lire egalement"),
            ("schließen", "schliessen"),
            ("διαβάστε επίσης", "διαβαστε επισησ"),
            ("kayıt", "kayit"),
            ("niño", "niño"),
        ] {
            let folded: String = text.chars().flat_map(as_capital).collect();
            assert_eq!(folded, expected);
        }
    }
}
