//! The comments of readers.

use crate::dates::Date;
use crate::metadata::Comment;
use crate::page::Page;
use crate::signs::Remark;

use super::{Facts, date};

/// The comments of a page.
pub(crate) fn comments(page: &Page) -> Vec<Comment> {
    let remarks = &page.signs.remarks;
    if remarks.is_empty() {
        return Vec::new();
    }
    let facts = Facts::of(page);
    let style = date::style(&facts);
    let comment = |remark: &Remark| {
        let parts: Vec<&str> =
            remark.spans.iter().map(|&(start, end)| facts.text_of(start, end)).collect();
        let date = remark.date.as_deref().and_then(|text| Date::parse(text, style));
        Comment {
            text: parts.join("\n\n"),
            author: remark.author.clone(),
            date: date.map(|date| date.to_string()),
        }
    };
    remarks.iter().map(comment).collect()
}
