//! Turns the comments that cleaning found into those of the public result.

use crate::document::Document;
use crate::metadata::Comment;
use crate::metadata::dates::parse_date;
use crate::metadata::facts::PageFacts;
use crate::metadata::labels::LabelRole;
use crate::metadata::page_dates;

/// Returns the comments of a page.
pub(crate) fn comments(document: &Document) -> Vec<Comment> {
    let found = &document.candidates.comments;
    if found.is_empty() {
        return Vec::new();
    }
    let facts = PageFacts::read(document);
    let style = page_dates::date_style(&facts);
    // A name alone stays unchanged: it may be a word.
    let name = |text: &String| match text.ends_with([':', '：', '.', '…']) {
        true => facts.labels.strip_end(text, LabelRole::Said).to_owned(),
        false => text.clone(),
    };
    let mut comments = Vec::with_capacity(found.len());
    for comment in found {
        let paragraphs: Vec<&str> =
            comment.spans.iter().map(|&(start, end)| facts.text_of(start, end)).collect();
        let date = comment.date.as_deref().and_then(|text| parse_date(text, style));
        comments.push(Comment {
            text: paragraphs.join("\n\n"),
            author: comment.author.as_ref().map(name),
            date: date.map(|date| date.to_string()),
        });
    }
    comments
}
