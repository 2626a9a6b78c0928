//! Verdicts on the lines of a plain text.
//!
//! These drop a line: a score below the threshold, which is higher outside the main part; a known
//! chrome phrase as the whole line or as its opening label unless the score is high; the marks of a
//! converter that glued lines; the statement of a licence; a place among the comments of readers,
//! or in a list around the article; a run of headlines between two paragraphs; a credit at the end
//! of a caption; a date below the headline or with a time of day; the edit link of a wiki. The
//! headline is kept whatever its score. A long line of the main part that is in the dense segment
//! needs two signals. A document with prose is never emptied, and a paragraph with which the
//! article continues after chrome is kept.

mod captions;
mod comments;
mod continuations;
mod expected;
mod front;
mod headline;
mod lists;
mod prediction;
mod runs;
mod signals;
mod target;
mod verdicts;
mod written;

pub(crate) use captions::drop_captions;
pub(crate) use comments::drop_comments;
pub(crate) use continuations::keep_continuations;
pub(crate) use expected::{ExpectedWords, expected_words};
pub(crate) use headline::may_be_headline;
pub(crate) use prediction::{KindGuess, LinePrediction};
pub(crate) use runs::drop_runs;
pub(crate) use signals::may_be_dropped;
pub(crate) use target::{Target, Thresholds};
pub(crate) use verdicts::verdicts;
pub(crate) use written::{WrittenText, drop_written};
