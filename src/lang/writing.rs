//! Writing systems: which languages a script leaves open.

use crate::unicode::{Script, Word, script, words};

/// A writing system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Ethiopic,
    /// Chinese characters and kana.
    ChineseOrJapanese,
    /// Of one language that matters on the web.
    Only(&'static str),
}

/// Scripts of India and beyond that [`Script`] does not distinguish: their blocks of Unicode, and
/// how they read.
#[rustfmt::skip]
const BLOCKS: &[(u32, u32, Writing)] = &[
    (0x0780, 0x07BF, Writing::Only("dv")), (0x0900, 0x097F, Writing::Devanagari),
    (0x0980, 0x09FF, Writing::Bengali), (0x0A00, 0x0A7F, Writing::Only("pa")),
    (0x0A80, 0x0AFF, Writing::Only("gu")), (0x0B00, 0x0B7F, Writing::Only("or")),
    (0x0B80, 0x0BFF, Writing::Only("ta")), (0x0C00, 0x0C7F, Writing::Only("te")),
    (0x0C80, 0x0CFF, Writing::Only("kn")), (0x0D00, 0x0D7F, Writing::Only("ml")),
    (0x0D80, 0x0DFF, Writing::Only("si")), (0x0F00, 0x0FFF, Writing::Only("bo")),
    (0x1200, 0x139F, Writing::Ethiopic), (0x1800, 0x18AF, Writing::Only("mn")),
];

/// Words of Latin script that count as one word of another script: names, code and brands are in
/// Latin script everywhere.
const LATIN_WORDS: f32 = 2.0;

impl Writing {
    /// Returns the language of most texts in it, if there is one.
    pub(super) fn main_language(self) -> Option<&'static str> {
        match self {
            Writing::Hebrew => Some("he"),
            Writing::Bengali => Some("bn"),
            Writing::Ethiopic => Some("am"),
            Writing::Only(code) => Some(code),
            _ => None,
        }
    }

    /// Returns the writing system of a letter.
    pub(super) fn of(c: char) -> Option<Writing> {
        Some(match script(c)? {
            Script::Latin => Writing::Latin,
            Script::Cyrillic => Writing::Cyrillic,
            Script::Arabic => Writing::Arabic,
            Script::Hebrew => Writing::Hebrew,
            Script::Han | Script::Kana => Writing::ChineseOrJapanese,
            Script::Greek => Writing::Only("el"),
            Script::Armenian => Writing::Only("hy"),
            Script::Georgian => Writing::Only("ka"),
            Script::Thai => Writing::Only("th"),
            Script::Lao => Writing::Only("lo"),
            Script::Khmer => Writing::Only("km"),
            Script::Burmese => Writing::Only("my"),
            Script::Hangul => Writing::Only("ko"),
            Script::Indic | Script::Other => {
                let code = u32::from(c);
                let is_in =
                    |(first, last, _): &&(u32, u32, Writing)| (*first..=*last).contains(&code);
                BLOCKS.iter().find(is_in)?.2
            }
        })
    }
}

/// Returns the codes of the languages that have a writing system of their own, with repeats.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    // All of them are in the Basic Multilingual Plane. Asking every letter needs no second list.
    ('\0'..='\u{FFFF}').filter_map(|letter| match Writing::of(letter)? {
        Writing::Only(code) => Some(code),
        _ => None,
    })
}

/// Returns the writing system of most of a text, and how many words are in it.
pub(super) fn main_writing(text: &str) -> Option<(Writing, f32)> {
    let mut weights: Vec<(Writing, f32)> = Vec::new();
    for Word { text: word, weight, .. } in words(text) {
        let Some(writing) = word.chars().find_map(Writing::of) else { continue };
        match weights.iter_mut().find(|(other, _)| *other == writing) {
            Some((_, sum)) => *sum += weight,
            None => weights.push((writing, weight)),
        }
    }
    let rank = |&(writing, weight): &(Writing, f32)| {
        if writing == Writing::Latin { weight / LATIN_WORDS } else { weight }
    };
    weights.into_iter().max_by(|a, b| rank(a).total_cmp(&rank(b)))
}

/// Share of kana among the characters of a Japanese text, at least. Headlines can have little,
/// prose has half.
const LEAST_KANA: f32 = 0.05;

/// Returns true if a text of Chinese characters and kana has enough kana to be Japanese.
pub(super) fn has_kana(text: &str) -> bool {
    let (mut kana, mut all) = (0u32, 0u32);
    for script in text.chars().filter_map(script) {
        kana += u32::from(script == Script::Kana);
        all += u32::from(matches!(script, Script::Kana | Script::Han));
    }
    kana as f32 > LEAST_KANA * all as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_texts() {
        for (text, expected) in [
            ("", None),
            ("12:30 —", None),
            ("It rained", Some(Writing::Latin)),
            ("GoogleのAndroidはMacBookより安い", Some(Writing::ChineseOrJapanese)),
            ("用 Python 读取 CSV 文件", Some(Writing::ChineseOrJapanese)),
            ("We tried a bar called 酒 in the old town of the city.", Some(Writing::Latin)),
            ("Пишем на Python", Some(Writing::Cyrillic)),
            ("हिन्दी में", Some(Writing::Devanagari)),
            ("ಕನ್ನಡ", Some(Writing::Only("kn"))),
            ("አማርኛ", Some(Writing::Ethiopic)),
            ("한국어", Some(Writing::Only("ko"))),
        ] {
            assert_eq!(main_writing(text).map(|(writing, _)| writing), expected, "{text}");
        }
    }

    #[test]
    fn kana_make_japanese() {
        assert!(has_kana("雨が降った"));
        assert!(!has_kana("雨连续下了三天"));
    }
}
