//! Drops the captions that end in a credit: "The pier at low tide. (Photo: Ada Brook)".
//!
//! A caption is a sentence about the article, so its score is that of body. In the development sets
//! the model kept 259 lines of this form, and all of them are captions.

use crate::decide::lines::written::WrittenText;
use crate::features::line::context::TextContext;
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::unicode::punctuation::is_sentence_end;
use crate::unicode::word_count;
use crate::verdict::{Reason, Verdict};

/// Most words of a caption. An article of one paragraph can end in a credit.
const CAPTION_WORDS: f32 = 60.0;
/// A line with this score is body: its brackets may name the source of a number.
const CAPTION_SCORE: f32 = 0.9;
/// Most words of a credit after the last sentence.
const CREDIT_WORDS: f32 = 8.0;
/// Brackets around a credit.
const OPENING: [char; 3] = ['(', '（', '['];
const CLOSING: [char; 3] = [')', '）', ']'];
/// Marks between a caption and its credit: "The pier. | Photo: Ada Brook".
const SEPARATORS: [char; 6] = [' ', '\u{3000}', '|', '/', '–', '—'];

/// Drops captions, unless no paragraph would be left.
pub(crate) fn drop_captions(
    context: &TextContext,
    written: WrittenText<'_>,
    verdicts: &mut [Verdict],
) {
    let mut finder = written.lexicon.finder();
    let mut has_credit = |line: &str| {
        let label = credit(line).and_then(|credit| finder.find(credit).label);
        matches!(label, Some(Kind::Credit | Kind::Caption))
    };
    let (mut captions, mut has_prose) = (Vec::new(), false);
    for (number, verdict) in verdicts.iter().enumerate() {
        if !verdict.keep || verdict.kind == Kind::Title {
            continue;
        }
        let line = &context.lines[number];
        let may_be = verdict.score < CAPTION_SCORE && line.words <= CAPTION_WORDS;
        if may_be && has_credit(written.line(number)) {
            captions.push(number);
        } else {
            has_prose |= line.has(LineFlag::Long);
        }
    }
    if !has_prose {
        return;
    }
    for number in captions {
        let verdict = &mut verdicts[number];
        verdict.keep = false;
        verdict.kind = Kind::Caption;
        verdict.why.add(Reason::Form);
    }
}

/// Returns what may be the credit of a caption: the brackets at its end, or what follows its last
/// sentence. A sentence that names its source in brackets ends after them.
fn credit(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(inner) = line.strip_suffix(CLOSING) {
        return inner.rsplit_once(OPENING).map(|(_, credit)| credit);
    }
    let credit = after_last_sentence(line)?.trim_start_matches(SEPARATORS);
    (word_count(credit) <= CREDIT_WORDS).then_some(credit)
}

/// Returns what follows the last sentence of a line. Only scripts with full stops of their own
/// write the next sentence without a space.
fn after_last_sentence(line: &str) -> Option<&str> {
    let mut ends =
        line.rmatch_indices(is_sentence_end).map(|(at, end)| (end, &line[at + end.len()..]));
    let (_, rest) =
        ends.find(|(end, rest)| !end.is_ascii() || rest.starts_with(char::is_whitespace))?;
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_end_captions() {
        for (line, expected) in [
            ("The pier. (Photo: Ada Brook)", Some("Photo: Ada Brook")),
            ("The pier (1904) at low tide [Photo: Ada Brook] ", Some("Photo: Ada Brook")),
            ("The pier. Photo: Ada Brook", Some("Photo: Ada Brook")),
            ("The pier! Photo: Ada Brook", Some("Photo: Ada Brook")),
            ("The pier. | Photo: Ada Brook", Some("Photo: Ada Brook")),
            ("ঘাটে নৌকা ভিড়ছে। ছবি: রহিম", Some("ছবি: রহিম")),
            ("港に船が戻る。写真：山田", Some("写真：山田")),
            ("A pier of 1.5 km, photo: A. B. Brook", Some("Brook")),
            ("Fewer boats sail (source: the port).", None),
            ("The pier at low tide", None),
            ("Closing)", None),
        ] {
            assert_eq!(credit(line), expected, "{line}");
        }
    }
}
