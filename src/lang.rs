//! The language of a document, detected once, on a sample of its long lines.
//!
//! Single lines are too short: the median chrome line has 15 characters, and of the English lines
//! with 8 to 15 characters detection recognises 14 % (`DESIGN.md`).

use crate::unicode::{Script, clip, script};

mod function_words;

/// A language, with the confidence of its detection.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Language {
    /// ISO 639-1 code, or ISO 639-3 for a language without one.
    pub code: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// Bytes that detection looks at: enough to distinguish all languages, in a tenth of a millisecond.
const SAMPLE_BYTES: usize = 2_000;
/// Bytes that one line contributes to the sample at most, so that one quotation does not decide.
const LINE_BYTES: usize = 250;
/// Bytes from which a line counts as long. Nine in ten chrome lines of the development data are
/// shorter.
const LONG_BYTES: usize = 80;

/// Returns the language of the text in `lines`, or `None` if they contain no letters.
pub(crate) fn detect<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Language> {
    detect_sample(&sample(lines))
}

/// Returns the language of a text that [`sample`] returned.
pub(crate) fn detect_sample(sample: &str) -> Option<Language> {
    if let Some(code) = function_words::decide(sample) {
        return Some(Language { code, confidence: 1.0 });
    }
    by_letter_statistics(sample).or_else(|| by_script(sample))
}

/// Returns the code of the language of a sample if its function words or its script leave no doubt.
pub(crate) fn undoubted(sample: &str) -> Option<&'static str> {
    function_words::decide(sample).or_else(|| by_script(sample).map(|language| language.code))
}

/// Returns up to [`SAMPLE_BYTES`] of the long lines, spread evenly over the document; of all lines
/// if none is long.
pub(crate) fn sample<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let (mut long, mut short, mut short_bytes) = (Vec::new(), Vec::new(), 0);
    for line in lines {
        if line.len() >= LONG_BYTES {
            long.push(line);
        } else if short_bytes < SAMPLE_BYTES {
            short_bytes += line.len() + 1;
            short.push(line);
        }
    }
    let (chosen, wanted) = if long.is_empty() {
        let count = short.len();
        (short, count)
    } else {
        (long, SAMPLE_BYTES / LINE_BYTES)
    };
    let step = chosen.len().div_ceil(wanted.max(1)).max(1);
    let mut sample = String::with_capacity(SAMPLE_BYTES + LINE_BYTES);
    for line in chosen.iter().step_by(step) {
        sample.push_str(clip(line, LINE_BYTES));
        sample.push('\n');
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    sample
}

/// Returns the language by letter statistics (whatlang), unless whatlang does not know the main
/// script.
fn by_letter_statistics(sample: &str) -> Option<Language> {
    if main_script(sample) == Some(Script::Lao) {
        return None;
    }
    let info = whatlang::detect(sample)?;
    Some(Language { code: short_code(info.lang().code()), confidence: info.confidence() as f32 })
}

/// Returns the main language of the main script, for scripts that have one.
fn by_script(sample: &str) -> Option<Language> {
    let code = match main_script(sample)? {
        Script::Greek => "el",
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Hebrew => "he",
        Script::Thai => "th",
        Script::Lao => "lo",
        Script::Khmer => "km",
        Script::Burmese => "my",
        Script::Hangul => "ko",
        Script::Kana => "ja",
        Script::Han => "zh",
        _ => return None,
    };
    Some(Language { code, confidence: 1.0 })
}

/// Returns the script of most letters, the first of equals.
fn main_script(text: &str) -> Option<Script> {
    let mut counts = [0u32; Script::COUNT];
    let mut best: Option<Script> = None;
    for script in text.chars().filter_map(script) {
        counts[script as usize] += 1;
        if best.is_none_or(|best| counts[script as usize] > counts[best as usize]) {
            best = Some(script);
        }
    }
    best
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

/// Returns the two-letter code of a language if it has one, else `code`.
fn short_code(code: &'static str) -> &'static str {
    SHORT_CODES.binary_search_by_key(&code, |(long, _)| long).map_or(code, |at| SHORT_CODES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_recognised() {
        for (text, code) in [
            (
                "It rained for three days, and on the fourth the river left its bed and took the \
                 old bridge with it.",
                "en",
            ),
            (
                "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer und riss \
                 die alte Brücke mit.",
                "de",
            ),
            ("ฝนตกติดต่อกันสามวัน และในวันที่สี่แม่น้ำก็เอ่อล้นตลิ่งพัดพาสะพานเก่าไป", "th"),
            ("雨は三日間降り続き、四日目に川が氾濫して古い橋を押し流した。", "ja"),
            ("雨连续下了三天，第四天河水漫过堤岸，冲走了旧桥。", "zh"),
            ("ຝົນຕົກຕິດຕໍ່ກັນສາມມື້ ແລະ ໃນມື້ທີສີ່ແມ່ນ້ຳກໍລົ້ນຝັ່ງ", "lo"),
            ("ភ្លៀងធ្លាក់អស់រយៈពេលបីថ្ងៃ ហើយនៅថ្ងៃទីបួនទន្លេបានជន់លិច", "km"),
            ("မိုးသုံးရက်ဆက်တိုက်ရွာပြီး လေးရက်မြောက်နေ့တွင် မြစ်ရေလျှံခဲ့သည်။", "my"),
        ] {
            assert_eq!(
                detect([text].into_iter()).map(|language| language.code),
                Some(code),
                "{text}"
            );
        }
        assert_eq!(detect(["12:30", "—"].into_iter()), None);
    }

    #[test]
    fn long_lines_decide() {
        let german = "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer \
            und riss die Brücke mit sich fort.";
        let lines = std::iter::repeat_n("Read more about this", 50).chain([german]);
        assert_eq!(detect(lines).map(|language| language.code), Some("de"));
    }

    #[test]
    fn codes_are_sorted() {
        assert!(SHORT_CODES.is_sorted());
        assert!(whatlang::Lang::all().iter().all(|lang| short_code(lang.code()).len() == 2));
    }
}
