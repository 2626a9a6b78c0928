//! Drops the comments of readers below an article.
//!
//! The model knows the heading, the names, dates and buttons of comments, but the comments
//! themselves read like an article.

use std::ops::Range;

use crate::features::line::context::TextContext;
use crate::features::line::facts::LineFacts;
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::verdict::{Reason, Verdict};

/// Words below which a line is a heading of comments, or a mark.
const SHORT_WORDS: f32 = 12.0;
/// Words of long lines before the heading. Links to the comments are above the article.
const ARTICLE_WORDS: f32 = 100.0;
/// Words of long lines between the heading and the first mark, and between two marks, from which
/// they are not of the same comments. With 500 instead of 1,000, half of the gain was lost on
/// labels-raw-dev.
const FIRST_GAP: f32 = 150.0;
const GAP: f32 = 1000.0;
/// Fewest marks of comments, and the fewest of them with prose above: the comments. An article with
/// the head of one comment between its paragraphs has fewer.
const LEAST_MARKS: usize = 4;
const LEAST_COMMENTS: usize = 3;
/// Fewest lines with a date, a time or words like "said", copies aside. Each comment has its own.
const LEAST_NAMES: usize = 3;
/// Most marks before the comments: two, or a share of theirs. Forums have more.
const MARKS_BEFORE: usize = 2;
const SHARE_BEFORE: f32 = 0.25;
/// Most headings below the first. A list of articles with the numbers of their comments has more.
const MORE_HEADINGS: usize = 2;
/// Mean score of the words of long lines from which they are the posts of a thread, which is the
/// content. In the development sets the median of comments below articles is at most .72, and that
/// of threads and reviews that were lost .94 to .96.
const THREAD_SCORE: f32 = 0.8;

/// Drops the lines of comments.
pub(crate) fn drop_comments(context: &TextContext, verdicts: &mut [Verdict]) {
    let Some(comments) = find_comments(&context.lines, verdicts) else { return };
    for verdict in verdicts[comments].iter_mut().filter(|verdict| verdict.keep) {
        verdict.keep = false;
        verdict.kind = Kind::Comment;
        verdict.why.add(Reason::Scope);
    }
}

/// Returns the lines of comments: from the heading with their number to the last mark. Marks are
/// short lines with a date, a time of day or a phrase about comments that the model drops.
fn find_comments(lines: &[LineFacts], verdicts: &[Verdict]) -> Option<Range<usize>> {
    let is_heading = |number: usize| !verdicts[number].keep && is_heading(&lines[number]);
    let is_mark = |number: usize| !verdicts[number].keep && is_mark(&lines[number]);
    let words_before = |number: usize| lines[number].around.long_words_before;
    let start = (0..lines.len())
        .find(|&number| words_before(number) >= ARTICLE_WORDS && is_heading(number))?;
    let (mut last, mut marks, mut headings) = (start, 0, 0);
    let (mut comments, mut names) = (0, 0);
    for (number, line) in lines.iter().enumerate().skip(start + 1) {
        headings += usize::from(is_heading(number));
        if is_mark(number) {
            let gap = words_before(number) - words_before(last);
            if gap > if marks == 0 { FIRST_GAP } else { GAP } {
                break;
            }
            (last, marks) = (number, marks + 1);
            comments += usize::from(gap > 0.0);
            names += usize::from(names_comment(line));
        }
    }
    let before = (0..start).filter(|&number| is_mark(number)).count();
    let is_below_article = before <= MARKS_BEFORE || before as f32 <= marks as f32 * SHARE_BEFORE;
    let are_comments = marks >= LEAST_MARKS
        && comments >= LEAST_COMMENTS
        && names >= LEAST_NAMES
        && headings <= MORE_HEADINGS
        && is_below_article;
    let range = start..last + 1;
    let score = mean_score(&lines[range.clone()], &verdicts[range.clone()]);
    (are_comments && score < THREAD_SCORE).then_some(range)
}

/// Returns the mean score of the words of the long ones among some lines.
fn mean_score(lines: &[LineFacts], verdicts: &[Verdict]) -> f32 {
    let (mut words, mut body) = (0.0f32, 0.0f32);
    let all = lines.iter().zip(verdicts);
    for (line, verdict) in all.filter(|(line, _)| line.has(LineFlag::Long)) {
        words += line.words;
        body += line.words * verdict.score;
    }
    if words > 0.0 { body / words } else { 0.0 }
}

/// Returns true for a heading with the number of comments.
fn is_heading(line: &LineFacts) -> bool {
    line.words < SHORT_WORDS
        && line.phrases.contains(Kind::CommentForm)
        && line.shape.digit_share.value() > 0.0
        && line.shape.separators == 0
        && !line.has(LineFlag::Time)
        && !line.has(LineFlag::EndsSentence)
}

fn is_mark(line: &LineFacts) -> bool {
    line.words < SHORT_WORDS
        && (has_date_or_time(line)
            || line.phrases.contains(Kind::CommentForm)
            || line.phrases.contains(Kind::Comment))
}

/// Returns true for a mark with the date, the time or the author of a comment, unless it is a copy.
fn names_comment(line: &LineFacts) -> bool {
    let is_named = has_date_or_time(line) || line.phrases.contains(Kind::Comment);
    is_named && !line.has(LineFlag::Copy)
}

/// Returns true for a line with a date or a time in numbers: "3 March", "16h45", but not "March".
fn has_date_or_time(line: &LineFacts) -> bool {
    line.is_dated() && line.shape.digit_share.value() > 0.0
}
