//! Puts the HTML file together: markup, style, script and data.
//!
//! The policy in the file names the hashes of its own style and script. A browser runs nothing
//! else, and loads nothing. Details of documents are packed (raw Deflate, base64), so they contain
//! no markup, and the script unpacks only the ones that are looked at.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use dechrome::Kind;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::review::document::{DocumentSummary, ReviewDocument};
use crate::stats::tables::WORD_EDGES;

/// Largest size of a page in bytes. Browsers open larger ones, but not within two seconds.
const MAX_BYTES: usize = 20_000_000;

/// Bytes for the parts of the data that are not documents: kinds, and facts on the sample.
const FACTS_BYTES: usize = 4_096;

/// The markup, with names in double braces for the other parts.
const MARKUP: &str = include_str!("page/page.html");

const STYLE: &str = include_str!("page/style.css");

/// The parts of the script. They share one scope, so their order matters only for constants.
const SCRIPTS: [&str; 8] = [
    include_str!("page/data.js"),
    include_str!("page/query.js"),
    include_str!("page/labels.js"),
    include_str!("page/pictures.js"),
    include_str!("page/list.js"),
    include_str!("page/blocks.js"),
    include_str!("page/views.js"),
    include_str!("page/main.js"),
];

/// Facts on the choice of documents.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SampleFacts {
    /// Documents in the inputs.
    pub(super) documents: usize,
    /// Documents that meet the conditions.
    pub(super) matching: usize,
    pub(super) failed: usize,
    pub(super) seed: u64,
    pub(super) conditions: String,
    /// The name of the older run.
    pub(super) against: Option<String>,
    /// Documents that only the older run has.
    pub(super) only_old: usize,
    /// Documents that were chosen and left out, because the file would be too large.
    pub(super) cut: usize,
    /// True if the file explains given documents instead of a sample.
    pub(super) is_explanation: bool,
}

/// The data for the list and the pictures.
#[derive(Serialize)]
struct Index<'d> {
    version: &'static str,
    kinds: Vec<(&'static str, bool)>,
    word_edges: [usize; WORD_EDGES.len()],
    sample: SampleFacts,
    documents: Vec<&'d DocumentSummary>,
}

/// A finished page.
pub(crate) struct PageFile {
    pub(crate) html: String,
    /// Documents that the page shows.
    pub(super) shown: usize,
    /// Documents that were left out, because the file would be too large.
    pub(super) cut: usize,
}

impl PageFile {
    /// Returns the page of some documents. The last ones are left out if it would be too large.
    pub(crate) fn new(documents: Vec<ReviewDocument>, mut facts: SampleFacts) -> Self {
        let mut details = Vec::with_capacity(documents.len());
        let mut bytes = FACTS_BYTES + MARKUP.len() + STYLE.len() + SCRIPTS.concat().len();
        for document in &documents {
            let packed = pack(&document.details());
            bytes += packed.len() + 1 + json(&document.summary).len() + 1;
            if bytes > MAX_BYTES {
                break;
            }
            details.push(packed);
        }
        let shown = details.len();
        facts.cut = documents.len() - shown;
        let cut = facts.cut;
        let index = Index {
            version: env!("CARGO_PKG_VERSION"),
            kinds: Kind::ALL.iter().map(|kind| (kind.name(), kind.is_content())).collect(),
            word_edges: WORD_EDGES,
            sample: facts,
            documents: documents[..shown].iter().map(|document| &document.summary).collect(),
        };
        let html = assemble(&json(&index), &details.join("\n"));
        PageFile { html, shown, cut }
    }
}

impl SampleFacts {
    /// Returns the facts on documents that `dechrome explain` shows.
    pub(crate) fn of_explanation(documents: usize) -> Self {
        SampleFacts {
            documents,
            matching: documents,
            is_explanation: true,
            ..SampleFacts::default()
        }
    }
}

/// Returns the file with its parts in the places of their names.
fn assemble(index: &str, details: &str) -> String {
    let script = SCRIPTS.concat();
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        policy_hash(&script),
        policy_hash(STYLE)
    );
    let mut html = String::new();
    let mut rest = MARKUP;
    // The inserted parts are not searched for names: documents can contain braces.
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, tail)| Some((before, tail.split_once("}}")?)))
    {
        html.push_str(before);
        html.push_str(match name {
            "policy" => &policy,
            "style" => STYLE,
            "script" => &script,
            "index" => index,
            "details" => details,
            _ => "",
        });
        rest = after;
    }
    html + rest
}

/// Returns the source expression of an inline script or style in a content security policy.
fn policy_hash(content: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(content)))
}

/// Returns a value as JSON that cannot end the script element around it.
fn json(value: &impl Serialize) -> String {
    // Serializing cannot fail: the data has only strings, numbers and booleans, with string keys.
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}

/// Packs a text: raw Deflate, then base64.
fn pack(text: &str) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let packed = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    BASE64.encode(packed.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest script that loads at once on a slow device.
    const MAX_SCRIPT_BYTES: usize = 60_000;

    #[test]
    fn the_script_is_small() {
        assert!(SCRIPTS.concat().len() < MAX_SCRIPT_BYTES);
    }

    #[test]
    fn markup_of_documents_is_escaped() {
        let hostile = "</script><script>alert(1)</script>{{script}}<!--";
        let file = PageFile::new(vec![ReviewDocument::with_id(hostile)], SampleFacts::default());
        assert!(!file.html.contains("<script>alert") && file.html.contains("\\u003c/script>"));
        assert_eq!(file.html.matches("{{script}}").count(), 1);
    }

    #[test]
    fn pages_have_at_most_20_megabytes() {
        let documents: Vec<ReviewDocument> = (0..40)
            .map(|number| ReviewDocument::with_id(&number.to_string().repeat(400_000)))
            .collect();
        let file = PageFile::new(documents, SampleFacts::default());
        assert!(file.cut > 0 && file.shown > 0 && file.html.len() <= MAX_BYTES);
    }
}
