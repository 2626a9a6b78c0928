//! The main part of a text: the lines among which the article is.
//!
//! It is the run of lines with the most expected body words over expected chrome words (maximum
//! subsequence segmentation: Pasternack and Roth, "Extracting article text from the web with
//! maximum subsequence segmentation", WWW 2009), with the lines around it up to some chrome. The
//! scores of a list of other articles, of comments or of a table of cookies are too high all
//! together. So a line outside the main part needs a higher score.

use std::ops::Range;

use crate::decide::lines::prediction::LinePrediction;
use crate::decide::lines::signals::is_known_phrase;
use crate::features::line::context::TextContext;

/// Words of a line that count. With 60, all figures are the same within .001.
const MAX_WORDS: f32 = 20.0;
/// Score below which a line is surely chrome, and so many lines of it in a row that end the main
/// part. With .1 and four lines, labels-raw-dev keeps 1 % less of its chrome words and loses .8 %
/// more of its body: lists of errata and of the features of a product.
const SURE_CHROME: f32 = 0.05;
const CHROME_LINES: usize = 3;

/// Returns the lines of the main part.
pub(super) fn main_part(context: &TextContext, predictions: &[LinePrediction]) -> Range<usize> {
    let is_chrome = |number: usize| {
        let score = predictions[number].score;
        score < SURE_CHROME || is_known_phrase(&context.lines[number], score)
    };
    let best = best_run(context, predictions);
    let after = extension((best.end..predictions.len()).map(is_chrome));
    let before = extension((0..best.start).rev().map(is_chrome));
    best.start - before..best.end + after
}

/// Returns the lines with the most expected body words less expected chrome words. All lines if no
/// run has more body than chrome.
fn best_run(context: &TextContext, predictions: &[LinePrediction]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..predictions.len(), 0.0f32);
    let (mut start, mut sum) = (0, 0.0f32);
    for (number, (line, prediction)) in context.lines.iter().zip(predictions).enumerate() {
        if sum <= 0.0 {
            (start, sum) = (number, 0.0);
        }
        sum += line.words.min(MAX_WORDS) * (2.0 * prediction.score - 1.0);
        if sum > best_sum {
            (best, best_sum) = (start..number + 1, sum);
        }
    }
    best
}

/// Returns the number of lines up to the first [`CHROME_LINES`] in a row that are chrome.
fn extension(are_chrome: impl Iterator<Item = bool>) -> usize {
    let (mut extension, mut chrome_lines) = (0, 0);
    for (number, is_chrome) in are_chrome.enumerate() {
        if !is_chrome {
            (extension, chrome_lines) = (number + 1, 0);
            continue;
        }
        chrome_lines += 1;
        if chrome_lines == CHROME_LINES {
            break;
        }
    }
    extension
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_part_reaches_as_far_as_the_next_chrome() {
        let extension = |pattern: &str| extension(pattern.chars().map(|c| c == 'c'));
        assert_eq!(extension(""), 0);
        assert_eq!(extension("..c.cc.cccc..."), 7);
        assert_eq!(extension("cc.c"), 3);
        assert_eq!(extension("ccc..."), 0);
    }
}
