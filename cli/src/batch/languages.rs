//! The languages that detection can find, for `--lang`.

/// Code for documents whose language is not known (ISO 639-2).
pub(super) const UNKNOWN: &str = "und";

/// The codes that rows have, each with the other codes (ISO 639-2 and 639-3) and the English names
/// of the language.
const LANGUAGES: [(&str, &[&str]); 71] = [
    ("af", &["afr", "afrikaans"]),
    ("ak", &["aka", "akan"]),
    ("am", &["amh", "amharic"]),
    ("ar", &["ara", "arabic", "arb"]),
    ("az", &["aze", "azerbaijani", "azj"]),
    ("be", &["bel", "belarusian"]),
    ("bg", &["bul", "bulgarian"]),
    ("bn", &["ben", "bengali"]),
    ("ca", &["cat", "catalan"]),
    ("cs", &["ces", "czech", "cze"]),
    ("cy", &["cym", "welsh", "wel"]),
    ("da", &["dan", "danish"]),
    ("de", &["deu", "german", "ger"]),
    ("el", &["ell", "greek", "gre"]),
    ("en", &["eng", "english"]),
    ("eo", &["epo", "esperanto"]),
    ("es", &["spa", "spanish"]),
    ("et", &["est", "estonian", "ekk"]),
    ("fa", &["pes", "persian", "fas", "per"]),
    ("fi", &["fin", "finnish"]),
    ("fr", &["fra", "french", "fre"]),
    ("gu", &["guj", "gujarati"]),
    ("he", &["heb", "hebrew"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian"]),
    ("hy", &["hye", "armenian", "arm"]),
    ("id", &["ind", "indonesian"]),
    ("it", &["ita", "italian"]),
    ("ja", &["jpn", "japanese"]),
    ("jv", &["jav", "javanese"]),
    ("ka", &["kat", "georgian", "geo"]),
    ("km", &["khm", "khmer", "cambodian"]),
    ("kn", &["kan", "kannada"]),
    ("ko", &["kor", "korean"]),
    ("la", &["lat", "latin"]),
    ("lo", &["lao", "laotian"]),
    ("lt", &["lit", "lithuanian"]),
    ("lv", &["lav", "latvian", "lvs"]),
    ("mk", &["mkd", "macedonian", "mac"]),
    ("ml", &["mal", "malayalam"]),
    ("mr", &["mar", "marathi"]),
    ("my", &["mya", "burmese", "bur"]),
    ("nb", &["nob", "bokmal", "no", "nor", "norwegian"]),
    ("ne", &["nep", "nepali", "npi"]),
    ("nl", &["nld", "dutch", "dut"]),
    ("or", &["ori", "oriya", "ory", "odia"]),
    ("pa", &["pan", "punjabi"]),
    ("pl", &["pol", "polish"]),
    ("pt", &["por", "portuguese"]),
    ("ro", &["ron", "romanian", "rum"]),
    ("ru", &["rus", "russian"]),
    ("si", &["sin", "sinhalese"]),
    ("sk", &["slk", "slovak", "slo"]),
    ("sl", &["slv", "slovene"]),
    ("sn", &["sna", "shona"]),
    ("sr", &["srp", "serbian"]),
    ("sv", &["swe", "swedish"]),
    ("ta", &["tam", "tamil"]),
    ("te", &["tel", "telugu"]),
    ("th", &["tha", "thai"]),
    ("tk", &["tuk", "turkmen"]),
    ("tl", &["tgl", "tagalog", "fil", "filipino"]),
    ("tr", &["tur", "turkish"]),
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
    for (code, others) in LANGUAGES {
        if code == wanted || others.contains(&wanted.as_str()) {
            return Ok(code);
        }
    }
    let codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
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
            ("UND", "und"),
        ] {
            assert_eq!(language_code(text), Ok(code), "{text}");
        }
        for text in ["xx", "", "en-US", "klingon"] {
            assert!(language_code(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_name_means_one_language() {
        let mut names: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(code, others)| std::iter::once(*code).chain(others.iter().copied()))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
