//! Drops runs of other headlines between two paragraphs.
//!
//! Where a page links to other articles inside its own, a scrape has their headlines, one below the
//! other, and nothing announces them. They are about the same matter as the article, so their score
//! is that of body, and each alone looks like a subheading. But subheadings do not follow each
//! other, and a text whose paragraphs are set apart by blank lines sets its own lists apart by a
//! colon or by bullets.
//!
//! Of the lines of such runs in the hand-labelled sets and in the articles of wcxb-dev all 38 are
//! chrome, 20 of which the model kept.

use crate::decide::lines::continuations::is_prose;
use crate::decide::lines::written::WrittenText;
use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::verdict::{Reason, Verdict};

/// Words of a headline.
const HEADLINE_WORDS: std::ops::RangeInclusive<f32> = 5.0..=22.0;
/// Fewest words of each in a run of two, which may be a name and a subheading, and in a run with
/// many sentences, which may be a list in the first person.
const PAIR_WORDS: f32 = 6.0;
const SENTENCE_WORDS: f32 = 9.0;
/// Lines of a run. Longer ones are lists of their own.
const RUN_LINES: std::ops::RangeInclusive<usize> = 2..=6;
/// Fewest words of a paragraph.
const PARAGRAPH_WORDS: f32 = 15.0;
/// Fewest paragraphs of a text, and the least share of them that follow a blank line.
const LEAST_PARAGRAPHS: usize = 4;
const LEAST_APART: f32 = 0.8;
/// Score that all lines of a quoted stanza have, and not all headlines of a run.
const STANZA_SCORE: f32 = 0.85;
/// Signs that items, verses and rows of tables have, and headlines have not.
const NOT_IN_HEADLINES: [LineFlag; 5] =
    [LineFlag::StartsLower, LineFlag::Bullet, LineFlag::EndsColon, LineFlag::Url, LineFlag::Price];
/// Marks at the end of a verse or an item that the next line continues.
const CONTINUED: [char; 7] = [',', ';', '،', '؛', '、', '，', '；'];

/// Drops the runs, if blank lines set the paragraphs of the text apart.
pub(crate) fn drop_runs(context: &TextContext, written: WrittenText<'_>, verdicts: &mut [Verdict]) {
    if !sets_paragraphs_apart(context, verdicts) {
        return;
    }
    let mut start = 0;
    for group in context.lines.chunk_by(|_, next| next.blank_before == 0) {
        let end = start + group.len();
        // The paragraph after a run may follow it without a blank line.
        let ends_in_paragraph = group.len() > 1 && is_paragraph(context, verdicts, end - 1);
        let after = if ends_in_paragraph { end - 1 } else { end };
        let is_between = start > 0
            && is_paragraph(context, verdicts, start - 1)
            && is_paragraph(context, verdicts, after);
        let is_headline = |number: usize| {
            verdicts[number].kind != Kind::Title
                && !is_prose(context, number)
                && may_be_other_headline(&context.lines[number], written.line(number))
        };
        if is_between
            && has_length_of_run(&context.lines[start..after])
            && (start..after).all(is_headline)
            && verdicts[start..after].iter().any(|verdict| verdict.score < STANZA_SCORE)
        {
            for verdict in verdicts[start..after].iter_mut().filter(|verdict| verdict.keep) {
                verdict.keep = false;
                verdict.kind = Kind::Related;
                verdict.why.add(Reason::Form);
            }
        }
        start = end;
    }
}

/// Returns true if the text has paragraphs, and blank lines before nearly all of them.
fn sets_paragraphs_apart(context: &TextContext, verdicts: &[Verdict]) -> bool {
    let (mut paragraphs, mut apart) = (0, 0);
    for (number, line) in context.lines.iter().enumerate() {
        if is_paragraph(context, verdicts, number) {
            paragraphs += 1;
            apart += usize::from(line.blank_before > 0);
        }
    }
    paragraphs >= LEAST_PARAGRAPHS && apart as f32 >= paragraphs as f32 * LEAST_APART
}

/// Returns true if there is such a line, and if it is a kept paragraph.
fn is_paragraph(context: &TextContext, verdicts: &[Verdict], number: usize) -> bool {
    context.lines.get(number).is_some_and(|line| {
        verdicts[number].keep && line.words >= PARAGRAPH_WORDS && line.has(LineFlag::EndsAnnotated)
    })
}

/// Returns true if the number of some lines is that of a run, and if they are not a paragraph that
/// was cut into its sentences.
fn has_length_of_run(lines: &[LineFacts]) -> bool {
    let sentences = lines.iter().filter(|line| line.has(LineFlag::EndsSentence)).count();
    let fewest = lines.iter().map(|line| line.words).fold(f32::INFINITY, f32::min);
    let least = match (lines.len(), sentences) {
        (2, 0) => PAIR_WORDS,
        (2, _) => f32::INFINITY,
        (all, some) if some * 3 > all => SENTENCE_WORDS,
        _ => *HEADLINE_WORDS.start(),
    };
    RUN_LINES.contains(&lines.len()) && sentences < lines.len() && fewest >= least
}

/// Returns true if nothing in a line shows that it is an item, a verse, or a row of a table.
fn may_be_other_headline(line: &LineFacts, text: &str) -> bool {
    let text = text.trim();
    HEADLINE_WORDS.contains(&line.words)
        && !NOT_IN_HEADLINES.iter().any(|&flag| line.has(flag))
        && !line.is_dated()
        && !text.ends_with(CONTINUED)
        && !text.contains('\t')
        && !text.contains("  ")
}
