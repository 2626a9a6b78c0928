//! Texts that lost their line ends.

use crate::text::lines::TextLine;
use crate::unicode::word_count;

/// Words from which a line is more than a paragraph. On the development data one line in some
/// hundred texts has as many.
const LEAST_WORDS: f32 = 500.0;
/// Bytes that so many words have at least, so that few lines need be counted.
const LEAST_BYTES: u32 = 800;

/// Returns true if more than half of a text is in one line that is longer than any paragraph.
pub(crate) fn is_flattened(text: &str, lines: &[TextLine]) -> bool {
    let Some(longest) = lines.iter().max_by_key(|line| line.end - line.start) else { return false };
    let bytes = longest.end - longest.start;
    bytes >= LEAST_BYTES
        && bytes as usize * 2 > text.len()
        && word_count(longest.of(text)) >= LEAST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::split_lines;

    #[test]
    fn one_line_with_most_of_the_text_is_flattened() {
        let sentence = "It rained for three days, and on the fourth the river left its bed. ";
        let chinese = "雨连续下了三天，第四天河水漫过堤岸。";
        for (text, expected) in [
            (String::new(), false),
            (sentence.to_owned(), false),
            (sentence.repeat(50), true),
            (chinese.repeat(80), true),
            (format!("Home\nSign in\n{}\nShare", sentence.repeat(50)), true),
            (format!("{sentence}\n").repeat(50), false),
            (format!("{}\n", sentence.repeat(50)).repeat(3), false),
            ("x".repeat(5_000), false),
        ] {
            assert_eq!(is_flattened(&text, &split_lines(&text)), expected, "{:.80}", text);
        }
    }
}
