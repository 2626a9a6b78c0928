//! The pipelines: from the bytes of a document to its blocks with their verdicts.
//!
//! ```text
//! bytes -> decode -> HTML or text?
//!     html::clean: parse -> segment -> features -> scores -> verdicts -> content
//!     text::clean: lines -> features -> scores -> verdicts, until nothing more is dropped
//! ```

pub(crate) mod html;
mod no_content;
pub(crate) mod resources;
pub(crate) mod text;

use crate::document::Document;
use crate::input::decode::{Decoded, decode, decoded};
use crate::input::format::looks_like_html;
use crate::input::{Input, InputContent};
use crate::options::{Options, Source};
use crate::unicode::clip;
use crate::verdict::Degraded;

pub(crate) use resources::Resources;

/// Bytes of the longest text, whatever the options allow: offsets are 32 bits wide.
const LONGEST_TEXT: usize = u32::MAX as usize;

/// Cleans one document. The facts of `input` override the options.
pub(crate) fn clean(input: &Input<'_>, resources: &Resources, options: &Options) -> Document {
    let source = input.source.unwrap_or(options.source);
    let limit = input_limit(options);
    let (decoded, is_cut) = match input.content {
        InputContent::Bytes(bytes) => {
            let read = &bytes[..bytes.len().min(limit)];
            let charset = input.charset.or(options.charset.as_deref());
            (decode(read, charset), read.len() < bytes.len())
        }
        InputContent::Text(text) => {
            let read = clip(text, limit);
            (decoded(read), read.len() < text.len())
        }
    };
    let mut document = clean_decoded(decoded, is_cut, source, resources, options);
    document.url = input.url.map(str::to_owned);
    document
}

/// Returns how many bytes of an input are read.
fn input_limit(options: &Options) -> usize {
    options.limits.input_bytes.min(LONGEST_TEXT)
}

/// Cleans decoded text. `is_cut` says that the input went on after it.
fn clean_decoded(
    decoded: Decoded<'_>,
    is_cut: bool,
    source: Source,
    resources: &Resources,
    options: &Options,
) -> Document {
    let is_html = match source {
        Source::Html => true,
        Source::Text => false,
        Source::Auto => looks_like_html(decoded.text.as_bytes()),
    };
    let (encoding, lossy) = (decoded.encoding, decoded.lossy);
    // Decoding can make a text three times as long.
    let length = clip(&decoded.text, LONGEST_TEXT).len();
    let is_cut = is_cut || length < decoded.text.len();
    let mut document = if is_html {
        html::clean(&decoded.text[..length], resources, options)
    } else {
        let mut text = decoded.text.into_owned();
        text.truncate(length);
        text::clean(text, resources, options)
    };
    no_content::mark_no_content(&mut document);
    document.encoding = encoding;
    document.lossy = lossy;
    document.has_comments = options.comments;
    if is_cut {
        document.degraded = Some(Degraded::InputBytes);
    }
    document
}
