//! The comments of readers.

use crate::document::Document;
use crate::metadata::Comment;
use crate::metadata::candidates::FoundComment;
use crate::metadata::dates::parse_date;

use crate::metadata::facts::Facts;
use crate::metadata::page_dates;

/// The comments of a page.
pub(crate) fn comments(document: &Document) -> Vec<Comment> {
    let comments = &document.candidates.comments;
    if comments.is_empty() {
        return Vec::new();
    }
    let facts = Facts::of(document);
    let style = page_dates::style(&facts);
    let comment = |found: &FoundComment| {
        let parts: Vec<&str> =
            found.spans.iter().map(|&(start, end)| facts.text_of(start, end)).collect();
        let date = found.date.as_deref().and_then(|text| parse_date(text, style));
        Comment {
            text: parts.join("\n\n"),
            author: found.author.clone(),
            date: date.map(|date| date.to_string()),
        }
    };
    comments.iter().map(comment).collect()
}
