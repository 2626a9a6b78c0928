//! Writes a page as one JSON object (RFC 8259).

use std::fmt::{self, Write};

use crate::document::Document;
use crate::metadata::{Comment, FieldValue, Metadata};
use crate::verdict::BlockRecord;

/// Writes the page with its kept text, its metadata and all its blocks.
pub(super) fn json(
    out: &mut impl Write,
    document: &Document,
    text: &str,
    metadata: &Metadata,
    comments: Option<&[Comment]>,
) -> fmt::Result {
    out.write_str("{\"text\":")?;
    write_string(out, text)?;
    if let Some(title) = &metadata.title {
        out.write_str(",\"title\":")?;
        write_string(out, &title.value)?;
    }
    if let Some(language) = document.language {
        out.write_str(",\"language\":")?;
        write_string(out, language.code)?;
        write_number(out, ",\"language_confidence\":", language.confidence)?;
    }
    write_number(out, ",\"confidence\":", document.confidence)?;
    let source = if document.is_html { "html" } else { "text" };
    write!(out, ",\"source\":\"{source}\",\"encoding\":")?;
    write_string(out, document.encoding)?;
    if document.lossy {
        out.write_str(",\"lossy\":true")?;
    }
    if let Some(degraded) = document.degraded {
        out.write_str(",\"degraded\":")?;
        write_string(out, degraded.name())?;
    }
    write_metadata(out, metadata)?;
    if let Some(comments) = comments {
        write_comments(out, comments)?;
    }
    out.write_str(",\"blocks\":[")?;
    for (number, block) in document.blocks.iter().enumerate() {
        out.write_str(if number > 0 { "," } else { "" })?;
        write_block(out, document, block)?;
    }
    out.write_str("]}")
}

/// Writes the fields that have a value, and the origin of each under `origins`.
fn write_metadata(out: &mut impl Write, metadata: &Metadata) -> fmt::Result {
    let mut origins = String::new();
    out.write_str(",\"metadata\":{")?;
    for (name, value, origin) in metadata.fields() {
        write!(out, "\"{name}\":")?;
        write!(origins, "{}\"{name}\":\"{origin}\"", if origins.is_empty() { "" } else { "," })?;
        match value {
            FieldValue::Text(text) => write_string(out, text)?,
            FieldValue::Count(count) => write!(out, "{count}")?,
            FieldValue::List(texts) => {
                for (number, text) in texts.iter().enumerate() {
                    out.write_char(if number > 0 { ',' } else { '[' })?;
                    write_string(out, text)?;
                }
                out.write_char(']')?;
            }
        }
        out.write_char(',')?;
    }
    write!(out, "\"origins\":{{{origins}}}}}")
}

fn write_comments(out: &mut impl Write, comments: &[Comment]) -> fmt::Result {
    out.write_str(",\"comments\":[")?;
    for (number, comment) in comments.iter().enumerate() {
        out.write_str(if number > 0 { ",{\"text\":" } else { "{\"text\":" })?;
        write_string(out, &comment.text)?;
        for (name, value) in [(",\"author\":", &comment.author), (",\"date\":", &comment.date)] {
            if let Some(value) = value {
                out.write_str(name)?;
                write_string(out, value)?;
            }
        }
        out.write_char('}')?;
    }
    out.write_char(']')
}

fn write_block(out: &mut impl Write, document: &Document, block: &BlockRecord) -> fmt::Result {
    let span = block.span();
    let verdict = block.verdict;
    write!(out, "{{\"start\":{},\"end\":{},\"kind\":\"{}\"", span.start, span.end, verdict.kind)?;
    write!(out, ",\"keep\":{}", verdict.keep)?;
    write_number(out, ",\"score\":", verdict.score)?;
    out.write_str(",\"why\":")?;
    write_string(out, &verdict.to_string())?;
    out.write_str(",\"text\":")?;
    write_string(out, document.block_text(block))?;
    out.write_char('}')
}

/// Writes a probability with four digits.
fn write_number(out: &mut impl Write, name: &str, value: f32) -> fmt::Result {
    write!(out, "{name}{value:.4}")
}

/// Writes a string with its quotes.
fn write_string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    // The text before `written` is done.
    let mut written = 0;
    for (at, c) in text.char_indices() {
        if !must_escape(c) {
            continue;
        }
        out.write_str(&text[written..at])?;
        written = at + c.len_utf8();
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c => write!(out, "\\u{:04x}", c as u32)?,
        }
    }
    out.write_str(&text[written..])?;
    out.write_char('"')
}

/// Returns true for characters that are escaped: those that JSON requires, and line separators of
/// JavaScript.
fn must_escape(c: char) -> bool {
    c < ' ' || matches!(c, '"' | '\\' | '\u{7f}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        let mut out = String::new();
        write_string(&mut out, "a\"b\\c\n\t\u{1}é\u{2028}").expect("writes to a string");
        assert_eq!(out, r#""a\"b\\c\n\t\u0001é\u2028""#);
    }
}
