//! What is left out of a batch's output, and for which reason.

use std::collections::HashSet;

use crate::args::BatchArgs;
use crate::batch::row::Row;

/// The filters of a batch.
pub(super) struct Filters {
    languages: Vec<String>,
    min_chars: usize,
    min_confidence: f32,
    skip_empty: bool,
    dedupe: bool,
}

impl Filters {
    /// Those that the arguments ask for.
    pub(super) fn new(args: &BatchArgs) -> Self {
        Filters {
            languages: args.lang.clone(),
            min_chars: args.min_chars,
            min_confidence: args.min_confidence.unwrap_or(0.0),
            skip_empty: args.skip_empty,
            dedupe: args.dedupe_lines,
        }
    }

    /// Why a document is left out, if it is.
    pub(super) fn reason(&self, row: &Row) -> Option<&'static str> {
        if self.skip_empty && row.text.is_empty() {
            return Some("empty");
        }
        let language = row.page.language().map_or("und", |language| language.code);
        if !self.languages.is_empty() && !self.languages.iter().any(|wanted| wanted == language) {
            return Some("language");
        }
        if self.min_chars > 0 && row.text.chars().count() < self.min_chars {
            return Some("length");
        }
        (row.page.confidence() < self.min_confidence).then_some("confidence")
    }

    /// Leaves out exact repeats of paragraphs, if that is asked for; returns how many.
    pub(super) fn dedupe(&self, row: &mut Row) -> usize {
        if !self.dedupe {
            return 0;
        }
        // The paragraphs of a page have blank lines between them; those of a text are its lines.
        let (text, count) = without_repeats(&row.text, if row.page.is_html() { "\n\n" } else { "\n" });
        row.text = text;
        count
    }
}

/// A text without the paragraphs that stood in it before, and how many these are.
fn without_repeats(text: &str, end: &str) -> (String, usize) {
    let mut seen = HashSet::new();
    let mut count = 0;
    let mut kept = String::new();
    for paragraph in text.split_inclusive(end) {
        let words = paragraph.trim();
        if words.is_empty() || seen.insert(words) {
            kept.push_str(paragraph);
        } else {
            count += 1;
        }
    }
    if count > 0 && end == "\n\n" && kept.ends_with(end) {
        kept.pop();
    }
    (kept, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_go_and_the_first_stays() {
        assert_eq!(without_repeats("a\n\nb\n\na\n", "\n\n"), ("a\n\nb\n".to_owned(), 1));
        assert_eq!(without_repeats("a\n\n\nb\r\na\nb\n", "\n"), ("a\n\n\nb\r\n".to_owned(), 2));
        assert_eq!(without_repeats("a\n\nb\n", "\n\n"), ("a\n\nb\n".to_owned(), 0));
    }
}
