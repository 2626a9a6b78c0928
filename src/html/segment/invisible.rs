//! Characters that readers do not see: soft hyphens, joiners without effect, glyphs of icon fonts.
//!
//! They split words for every search and every count, so they never become part of a block's text.

use std::borrow::Cow;

/// Removes the invisible characters of a text. Code keeps the glyphs of private use, which may be
/// its subject.
pub(super) fn visible(text: &str, is_code: bool) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(may_be_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !may_be_invisible(c) || !is_invisible(c, before, chars.peek().copied(), is_code) {
            out.push(c);
        }
        before = Some(c);
    }
    Cow::Owned(out)
}

/// Returns true for the characters that [`is_invisible`] decides about.
fn may_be_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{e000}'..='\u{f8ff}'
        | '\u{feff}' | '\u{fffc}' | '\u{f0000}'..)
}

/// Returns true if readers do not see `c` between its neighbours in the same run of text.
fn is_invisible(c: char, before: Option<char>, after: Option<char>, is_code: bool) -> bool {
    let any = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    match c {
        // Khmer and Thai texts separate words with it.
        '\u{200b}' => !any(is_south_east_asian),
        '\u{200c}' | '\u{200d}' => !any(has_joining_forms),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => {
            // Between two letters it is a rare character of an old encoding, not an icon.
            let is_in_word = before.is_some_and(char::is_alphanumeric)
                && after.is_some_and(char::is_alphanumeric);
            !is_code && !is_in_word
        }
        _ => true,
    }
}

/// Returns true for letters of Thai, Lao, Burmese and Khmer.
fn is_south_east_asian(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Returns true for characters whose shape a joiner changes: letters from Arabic to Mongolian and
/// of the Brahmic scripts, and emoji.
fn has_joining_forms(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{2190}'..='\u{2bff}'
        | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10a00}'..='\u{11fff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_not_seen() {
        for (text, expected) in [
            ("Förder\u{ad}produkt", "Förderprodukt"),
            ("\u{feff}Auf\u{200c}lage und hyper\u{200b}text\u{2060}", "Auflage und hypertext"),
            ("可\u{200b}以", "可以"),
            ("می\u{200c}شود", "می\u{200c}شود"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("👩\u{200d}🔬", "👩\u{200d}🔬"),
            ("ភាសា\u{200b}ខ្មែរ", "ភាសា\u{200b}ខ្មែរ"),
            ("\u{e60b} Home \u{f101}", " Home "),
            ("\u{f0101}Home", "Home"),
            ("石\u{e863}村", "石\u{e863}村"),
            ("a\u{fffc}b", "ab"),
            ("plain é", "plain é"),
        ] {
            assert_eq!(visible(text, false), expected, "{text:?}");
        }
        assert_eq!(visible("\u{e0b0} x\u{ad}", true), "\u{e0b0} x");
    }
}
