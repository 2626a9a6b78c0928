//! The language of a document, detected once, on a sample of its prose.
//!
//! Single lines are too short: the median chrome line has 15 characters, and of the English lines
//! with 8 to 15 characters detection recognises 14 %. The writing system comes first, then function
//! words, then letter statistics (whatlang). A declared language decides where these leave a
//! choice.

#[cfg(test)]
mod compile_words;
mod function_words;
mod language;
mod letters;
mod sample;
#[cfg(test)]
mod tests;
mod word_table;
mod writing;

use std::collections::BTreeSet;

use function_words::{MIN_WORDS, WordCounts, WordDifference};
pub use language::Language;
use letters::{by_letters, is_known, likely_by_letters};
pub(crate) use sample::sample;
use writing::{Writing, has_kana, main_writing};

/// Words of a script with one language that make its detection sure.
const ENOUGH_OF_SCRIPT: f32 = 5.0;
/// Confidence in a language that the text leaves open, and that is declared or has most texts in
/// the script.
const DECLARED_CONFIDENCE: f32 = 0.8;
/// Confidence in the best of several languages that share the text's function words.
const AMBIGUOUS_CONFIDENCE: f32 = 0.7;
/// A language with fewer function words than this share is not the text's, whatever its letters.
/// Finnish has one in seven.
const LEAST_SHARE: f32 = 0.04;
/// Confidence in a language that nothing but letters speaks for, at most.
const GUESS_CONFIDENCE: f32 = 0.3;
/// Confidence of letter statistics from which a language without a list of function words is
/// believed.
const SURE_LETTERS: f32 = 0.9;

/// Letters from which a text without function words is in a language. Letter statistics take fifty
/// microseconds, and of the English lines with 8 to 15 characters they recognise one in seven. Of
/// the texts and pages of the development data, the bound took one its language: a page of one
/// word.
const LEAST_LETTERS: usize = 8;

impl Language {
    /// Returns the codes of all languages that detection can find, sorted.
    ///
    /// ```
    /// assert!(dechrome::Language::codes().any(|code| code == "is"));
    /// ```
    pub fn codes() -> impl Iterator<Item = &'static str> {
        let codes = function_words::codes().chain(letters::codes()).chain(writing::codes());
        codes.collect::<BTreeSet<_>>().into_iter()
    }
}

/// Returns the language of the text in `lines`, or `None` if they contain too few letters.
/// `declared` is the tag that the document declares, such as `pt-BR`.
pub(crate) fn detect<'t>(
    lines: impl Iterator<Item = &'t str>,
    declared: Option<&str>,
) -> Option<Language> {
    detect_sample(&sample(lines), declared)
}

/// Returns the language of a text that [`sample`] returned.
pub(crate) fn detect_sample(sample: &str, declared: Option<&str>) -> Option<Language> {
    let (writing, words) = main_writing(sample)?;
    let declared = declared.map(primary_subtag).unwrap_or_default();
    let amount = (words / ENOUGH_OF_SCRIPT).min(1.0);
    match writing {
        Writing::Only(code) => Some(Language { code, confidence: amount }),
        Writing::ChineseOrJapanese => {
            // A title can be all Chinese characters in Japanese too.
            let is_japanese = has_kana(sample) || declared == "ja" && amount < 1.0;
            Some(Language { code: if is_japanese { "ja" } else { "zh" }, confidence: amount })
        }
        _ => by_words(sample, writing, &declared),
    }
}

/// Returns the code of the language of a sample if its function words or its script leave no doubt.
pub(crate) fn undoubted(sample: &str) -> Option<&'static str> {
    match main_writing(sample)?.0 {
        Writing::Only(code) => Some(code),
        Writing::ChineseOrJapanese => Some(if has_kana(sample) { "ja" } else { "zh" }),
        writing => clear(&WordCounts::of(sample, writing)),
    }
}

/// Returns the code of the language that the function words of a text leave no doubt of.
fn clear(counts: &WordCounts) -> Option<&'static str> {
    let best = counts.best()?;
    let is_clear = counts.differences(best).iter().all(WordDifference::is_clear);
    (counts.is_enough(best) && is_clear).then(|| counts.code(best))
}

/// Returns the language of a text in a script of several languages.
fn by_words(text: &str, writing: Writing, declared: &str) -> Option<Language> {
    let counts = WordCounts::of(text, writing);
    if let Some(code) = clear(&counts) {
        return Some(Language { code, confidence: 1.0 });
    }
    let amount = (counts.words as f32 / MIN_WORDS as f32).min(1.0);
    let sure = |code, confidence: f32| Some(Language { code, confidence: confidence * amount });
    let is_supported =
        |code: &str| counts.number(code).is_some_and(|number| counts.share(number) >= LEAST_SHARE);
    let best = counts.best().filter(|&best| counts.share(best) >= LEAST_SHARE);
    let mut rivals = best.map(|best| counts.differences(best)).unwrap_or_default();
    rivals.retain(|rival| !rival.is_clear());
    let is_candidate =
        |number: usize| Some(number) == best || rivals.iter().any(|rival| rival.other == number);

    // The declaration decides what the text leaves open.
    if let Some(number) = counts.number(declared)
        && (is_candidate(number) || best.is_none())
    {
        return sure(counts.code(number), DECLARED_CONFIDENCE);
    }
    if let Some(code) = writing.main_language()
        && best.is_none_or(|best| counts.code(best) == code)
    {
        let amount = (counts.words as f32 / ENOUGH_OF_SCRIPT).min(1.0);
        return Some(Language { code, confidence: DECLARED_CONFIDENCE * amount });
    }
    if let Some(best) = best {
        let code = counts.code(best);
        // The letters decide between close relatives, if they know all of them.
        if !rivals.iter().all(WordDifference::is_likely)
            && is_known(code)
            && let Some(letters) = by_letters(text, writing)
            && counts.number(letters.code).is_some_and(is_candidate)
        {
            return sure(letters.code, letters.confidence.max(AMBIGUOUS_CONFIDENCE));
        }
        return sure(code, AMBIGUOUS_CONFIDENCE);
    }
    // A text without function words: names, figures, or a language that has no list.
    text.chars().filter(|c| c.is_alphabetic()).nth(LEAST_LETTERS - 1)?;
    if let Some(letters) = by_letters(text, writing) {
        let has_list = counts.number(letters.code).is_some();
        if is_supported(letters.code) || !has_list && letters.confidence * amount >= SURE_LETTERS {
            return sure(letters.code, letters.confidence);
        }
    }
    let likely = likely_by_letters(text, writing)?;
    sure(likely.code, likely.confidence.min(GUESS_CONFIDENCE))
}

/// Returns the language of a tag such as `pt-BR`, in lower case.
pub(crate) fn primary_subtag(tag: &str) -> String {
    let code = tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
    match code.as_str() {
        // Norwegian is written as Bokmål nine times in ten.
        "no" => "nb".to_owned(),
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        _ => code,
    }
}
