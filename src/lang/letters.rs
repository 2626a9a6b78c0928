//! Detection by letter statistics, which whatlang has for seventy languages.

use whatlang::{Detector, Lang};

use super::language::Language;
use super::writing::Writing;

/// Languages that are likely if nothing is known of a text but its letters: those with most pages.
const LIKELY: &[Lang] = &[
    Lang::Eng,
    Lang::Deu,
    Lang::Spa,
    Lang::Fra,
    Lang::Ita,
    Lang::Por,
    Lang::Nld,
    Lang::Pol,
    Lang::Tur,
    Lang::Vie,
    Lang::Ind,
    Lang::Ces,
    Lang::Rus,
    Lang::Ukr,
    Lang::Ara,
    Lang::Pes,
    Lang::Hin,
];

/// Returns the language whose letters a text has, among those of a writing system.
pub(super) fn by_letters(text: &str, writing: Writing) -> Option<Language> {
    detect(text, script_of(writing)?.langs().to_vec())
}

/// Returns the language whose letters a text has, among the likely ones of a writing system.
pub(super) fn likely_by_letters(text: &str, writing: Writing) -> Option<Language> {
    let script = script_of(writing)?;
    let langs = script.langs();
    detect(text, LIKELY.iter().copied().filter(|lang| langs.contains(lang)).collect())
}

fn detect(text: &str, langs: Vec<Lang>) -> Option<Language> {
    let info = Detector::with_allowlist(langs).detect(text)?;
    Some(Language { code: code_of(info.lang()), confidence: info.confidence() as f32 })
}

/// Returns whatlang's name of a writing system.
fn script_of(writing: Writing) -> Option<whatlang::Script> {
    Some(match writing {
        Writing::Latin => whatlang::Script::Latin,
        Writing::Cyrillic => whatlang::Script::Cyrillic,
        Writing::Arabic => whatlang::Script::Arabic,
        Writing::Hebrew => whatlang::Script::Hebrew,
        Writing::Devanagari => whatlang::Script::Devanagari,
        Writing::Bengali => whatlang::Script::Bengali,
        Writing::Ethiopic => whatlang::Script::Ethiopic,
        Writing::ChineseOrJapanese | Writing::Only(_) => return None,
    })
}

/// Returns true if the letter statistics know a language.
pub(super) fn is_known(code: &str) -> bool {
    codes().any(|known| known == code)
}

/// Returns the codes of the languages that the letter statistics know.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    Lang::all().iter().map(|&lang| code_of(lang))
}

/// ISO 639-3 codes of whatlang with the ISO 639-1 code of the language, sorted.
const SHORT_CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// Returns the two-letter code of a language of whatlang.
pub(super) fn code_of(lang: Lang) -> &'static str {
    let code = lang.code();
    let found = SHORT_CODES.binary_search_by_key(&code, |(long, _)| long);
    found.map_or(code, |at| SHORT_CODES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_codes_are_short() {
        assert!(SHORT_CODES.is_sorted());
        assert!(Lang::all().iter().all(|&lang| code_of(lang).len() == 2));
    }
}
