//! The names of languages, for `--lang`.

use dechrome::Language;

/// Code for documents whose language is not known (ISO 639-2).
pub(super) const UNKNOWN: &str = "und";

/// Other codes (ISO 639-2 and 639-3) and English names of languages. The library knows which
/// languages are detected.
const NAMES: [(&str, &[&str]); 92] = [
    ("af", &["afr", "afrikaans"]),
    ("ak", &["aka", "akan"]),
    ("am", &["amh", "amharic"]),
    ("ar", &["ara", "arabic", "arb"]),
    ("as", &["asm", "assamese"]),
    ("az", &["aze", "azerbaijani", "azj"]),
    ("be", &["bel", "belarusian"]),
    ("bg", &["bul", "bulgarian"]),
    ("bn", &["ben", "bengali"]),
    ("bo", &["bod", "tibetan", "tib"]),
    ("ca", &["cat", "catalan"]),
    ("ckb", &["sorani"]),
    ("cs", &["ces", "czech", "cze"]),
    ("cy", &["cym", "welsh", "wel"]),
    ("da", &["dan", "danish"]),
    ("de", &["deu", "german", "ger"]),
    ("dv", &["div", "divehi", "dhivehi"]),
    ("el", &["ell", "greek", "gre"]),
    ("en", &["eng", "english"]),
    ("eo", &["epo", "esperanto"]),
    ("es", &["spa", "spanish"]),
    ("et", &["est", "estonian", "ekk"]),
    ("eu", &["eus", "basque", "baq"]),
    ("fa", &["pes", "persian", "fas", "per"]),
    ("fi", &["fin", "finnish"]),
    ("fr", &["fra", "french", "fre"]),
    ("ga", &["gle", "irish"]),
    ("gl", &["glg", "galician"]),
    ("gu", &["guj", "gujarati"]),
    ("ha", &["hau", "hausa"]),
    ("he", &["heb", "hebrew"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian"]),
    ("hy", &["hye", "armenian", "arm"]),
    ("id", &["ind", "indonesian"]),
    ("is", &["isl", "icelandic", "ice"]),
    ("it", &["ita", "italian"]),
    ("ja", &["jpn", "japanese"]),
    ("jv", &["jav", "javanese"]),
    ("ka", &["kat", "georgian", "geo"]),
    ("kk", &["kaz", "kazakh"]),
    ("km", &["khm", "khmer", "cambodian"]),
    ("kn", &["kan", "kannada"]),
    ("ko", &["kor", "korean"]),
    ("ky", &["kir", "kyrgyz", "kirghiz"]),
    ("la", &["lat", "latin"]),
    ("lo", &["lao", "laotian"]),
    ("lt", &["lit", "lithuanian"]),
    ("lv", &["lav", "latvian", "lvs"]),
    ("mk", &["mkd", "macedonian", "mac"]),
    ("ml", &["mal", "malayalam"]),
    ("mn", &["mon", "mongolian", "khk"]),
    ("mr", &["mar", "marathi"]),
    ("ms", &["msa", "malay", "may", "zsm"]),
    ("mt", &["mlt", "maltese"]),
    ("my", &["mya", "burmese", "bur"]),
    ("nb", &["nob", "bokmal", "no", "nor", "norwegian"]),
    ("ne", &["nep", "nepali", "npi"]),
    ("nl", &["nld", "dutch", "dut"]),
    ("or", &["ori", "oriya", "ory", "odia"]),
    ("pa", &["pan", "punjabi"]),
    ("pl", &["pol", "polish"]),
    ("ps", &["pus", "pashto", "pbt", "pst"]),
    ("pt", &["por", "portuguese"]),
    ("ro", &["ron", "romanian", "rum"]),
    ("ru", &["rus", "russian"]),
    ("si", &["sin", "sinhalese"]),
    ("sk", &["slk", "slovak", "slo"]),
    ("sl", &["slv", "slovene"]),
    ("sn", &["sna", "shona"]),
    ("so", &["som", "somali"]),
    ("sq", &["sqi", "albanian", "alb", "als"]),
    ("sr", &["srp", "serbian"]),
    ("sv", &["swe", "swedish"]),
    ("sw", &["swa", "swahili", "swh"]),
    ("ta", &["tam", "tamil"]),
    ("te", &["tel", "telugu"]),
    ("tg", &["tgk", "tajik"]),
    ("th", &["tha", "thai"]),
    ("ti", &["tir", "tigrinya"]),
    ("tk", &["tuk", "turkmen"]),
    ("tl", &["tgl", "tagalog", "fil", "filipino"]),
    ("tr", &["tur", "turkish"]),
    ("tt", &["tat", "tatar"]),
    ("uk", &["ukr", "ukrainian"]),
    ("ur", &["urd", "urdu"]),
    ("uz", &["uzb", "uzbek", "uzn"]),
    ("vi", &["vie", "vietnamese"]),
    ("yi", &["yid", "yiddish", "ydd"]),
    ("zh", &["cmn", "mandarin", "zho", "chi", "chinese"]),
    ("zu", &["zul", "zulu"]),
];

/// Returns the code that rows have for a language, given by code or English name.
///
/// # Errors
///
/// Returns a message if detection never finds the language.
pub(super) fn language_code(text: &str) -> Result<&'static str, String> {
    let wanted = text.trim().to_lowercase();
    if wanted == UNKNOWN {
        return Ok(UNKNOWN);
    }
    let named = NAMES.iter().find(|(_, others)| others.contains(&wanted.as_str()));
    let wanted = named.map_or(&*wanted, |(code, _)| *code);
    if let Some(code) = Language::codes().find(|code| *code == wanted) {
        return Ok(code);
    }
    let codes: Vec<&str> = Language::codes().collect();
    Err(format!(
        "`{text}` is not a language that is detected; those are {UNKNOWN}, {}",
        codes.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_by_code_and_in_english() {
        for (text, code) in [
            ("en", "en"),
            ("EN", "en"),
            ("eng", "en"),
            ("English", "en"),
            (" ger", "de"),
            ("deu", "de"),
            ("chinese", "zh"),
            ("zho", "zh"),
            ("no", "nb"),
            ("Icelandic", "is"),
            ("UND", "und"),
        ] {
            assert_eq!(language_code(text), Ok(code), "{text}");
        }
        for code in Language::codes() {
            assert_eq!(language_code(code), Ok(code));
        }
        for text in ["xx", "", "en-US", "klingon"] {
            assert!(language_code(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_name_means_one_language() {
        assert!(NAMES.iter().map(|(code, _)| *code).eq(Language::codes()));
        let mut names: Vec<&str> = NAMES
            .iter()
            .flat_map(|(code, others)| std::iter::once(*code).chain(others.iter().copied()))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
