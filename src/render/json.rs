//! Writes a page as one JSON object (RFC 8259).

use std::fmt::{self, Write};

use crate::document::Document;
use crate::metadata::{Comment, FieldValue, Metadata};
use crate::render::sink::{Sink, hand_on};
use crate::verdict::BlockRecord;

/// Writes the page with its kept text, its metadata and all its blocks.
pub(super) fn write_json(
    document: &Document,
    text: &str,
    metadata: &Metadata,
    comments: Option<&[Comment]>,
    sink: Sink<'_>,
) -> fmt::Result {
    let mut out = String::from("{\"text\":");
    push_string(&mut out, text);
    if let Some(title) = &metadata.title {
        out.push_str(",\"title\":");
        push_string(&mut out, &title.value);
    }
    if let Some(language) = document.language {
        out.push_str(",\"language\":");
        push_string(&mut out, language.code);
        push_number(&mut out, ",\"language_confidence\":", language.confidence);
    }
    push_number(&mut out, ",\"confidence\":", document.confidence);
    out.push_str(if document.is_html { ",\"source\":\"html\"" } else { ",\"source\":\"text\"" });
    out.push_str(",\"encoding\":");
    push_string(&mut out, document.encoding);
    if document.lossy {
        out.push_str(",\"lossy\":true");
    }
    if let Some(degraded) = document.degraded {
        out.push_str(",\"degraded\":");
        push_string(&mut out, degraded.name());
    }
    if let Some(no_content) = document.no_content {
        out.push_str(",\"no_content\":");
        push_string(&mut out, no_content.name());
    }
    push_metadata(&mut out, metadata);
    if let Some(comments) = comments {
        push_comments(&mut out, comments);
    }
    out.push_str(",\"blocks\":[");
    for (number, block) in document.blocks.iter().enumerate() {
        out.push_str(if number > 0 { "," } else { "" });
        push_block(&mut out, document, block);
        let ready = out.len();
        hand_on(&mut out, ready, sink)?;
    }
    out.push_str("]}");
    sink.write_str(&out)
}

/// Writes the fields that have a value, and the origin of each under `origins`.
fn push_metadata(out: &mut String, metadata: &Metadata) {
    let mut origins = String::new();
    out.push_str(",\"metadata\":{");
    for (name, value, origin) in metadata.fields() {
        // Writing to a String cannot fail.
        let _ = write!(out, "\"{name}\":");
        let _ =
            write!(origins, "{}\"{name}\":\"{origin}\"", if origins.is_empty() { "" } else { "," });
        match value {
            FieldValue::Text(text) => push_string(out, text),
            FieldValue::Count(count) => {
                let _ = write!(out, "{count}");
            }
            FieldValue::List(texts) => {
                for (number, text) in texts.iter().enumerate() {
                    out.push(if number > 0 { ',' } else { '[' });
                    push_string(out, text);
                }
                out.push(']');
            }
        }
        out.push(',');
    }
    let _ = write!(out, "\"origins\":{{{origins}}}}}");
}

fn push_comments(out: &mut String, comments: &[Comment]) {
    out.push_str(",\"comments\":[");
    for (number, comment) in comments.iter().enumerate() {
        out.push_str(if number > 0 { ",{\"text\":" } else { "{\"text\":" });
        push_string(out, &comment.text);
        for (name, value) in [(",\"author\":", &comment.author), (",\"date\":", &comment.date)] {
            if let Some(value) = value {
                out.push_str(name);
                push_string(out, value);
            }
        }
        out.push('}');
    }
    out.push(']');
}

fn push_block(out: &mut String, document: &Document, block: &BlockRecord) {
    let span = block.span();
    let verdict = block.verdict;
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{{\"start\":{},\"end\":{},\"kind\":\"{}\"",
        span.start, span.end, verdict.kind
    );
    let _ = write!(out, ",\"keep\":{}", verdict.keep);
    push_number(out, ",\"score\":", verdict.score);
    out.push_str(",\"why\":");
    push_string(out, &verdict.to_string());
    out.push_str(",\"text\":");
    push_string(out, document.block_text(block));
    out.push('}');
}

/// Writes a probability with four digits.
fn push_number(out: &mut String, name: &str, value: f32) {
    let _ = write!(out, "{name}{value:.4}");
}

/// Writes a string with its quotes.
fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || c == '\u{7f}' || c == '\u{2028}' || c == '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        let mut out = String::new();
        push_string(&mut out, "a\"b\\c\n\t\u{1}é\u{2028}");
        assert_eq!(out, r#""a\"b\\c\n\t\u0001é\u2028""#);
    }
}
