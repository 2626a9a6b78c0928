//! `dechrome schema`: the JSON Schema of the rows that the command writes.
//!
//! The types describe rows. Tests parse rows into them, so that rows have no field that the schema
//! does not contain. The titles in the schema are the published names of the types.

use std::collections::BTreeMap;

use dechrome::{Kind, Origin};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::args::RowType;
use crate::error::Error;
use crate::output::StdoutWriter;

/// A document, as `dechrome --json` writes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Document")]
pub struct DocumentRow {
    /// The file, if there are several.
    pub path: Option<String>,
    /// The URL given with `--url`.
    pub url: Option<String>,
    /// The kept text.
    pub text: String,
    /// The title that the page declares, including the name of the site.
    pub title: Option<String>,
    /// Language of the text, as an ISO 639 code.
    pub language: Option<String>,
    /// Confidence in the language, 0 to 1.
    pub language_confidence: Option<f64>,
    /// Expected F1 of the text, 0 to 1.
    pub confidence: f64,
    /// Detected format of the input: `html` or `text`.
    pub source: String,
    /// Character encoding of the input.
    pub encoding: String,
    /// True if bytes that are invalid in the encoding were replaced.
    pub lossy: Option<bool>,
    /// The limit that was reached.
    pub degraded: Option<String>,
    /// Why nothing was kept: `forbidden`, `script`, `consent` or another reason.
    pub no_content: Option<String>,
    /// Metadata of the page.
    pub metadata: MetadataObject,
    /// Comments of readers, with `--comments`.
    pub comments: Option<Vec<CommentObject>>,
    /// All blocks, including dropped ones.
    pub blocks: Vec<BlockRow>,
}

/// The comment of a reader.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Comment")]
pub struct CommentObject {
    /// The text, with a blank line between paragraphs.
    pub text: String,
    /// The author, if the page marks it up.
    pub author: Option<String>,
    /// The date, if the page marks it up: ISO 8601, a day or a day with time.
    pub date: Option<String>,
}

/// Metadata of a page. Fields that the page does not declare are absent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Metadata")]
pub struct MetadataObject {
    /// The title, without the name of the site.
    pub title: Option<String>,
    /// The authors, in the order of the page.
    pub authors: Option<Vec<String>>,
    /// Date of publication: ISO 8601, a day or a day with time.
    pub published: Option<String>,
    /// Date of the last change: ISO 8601, a day or a day with time.
    pub modified: Option<String>,
    /// The name of the site.
    pub site_name: Option<String>,
    /// The description of the page.
    pub description: Option<String>,
    /// The canonical URL.
    pub canonical: Option<String>,
    /// Language of the text, as an ISO 639 code.
    pub language: Option<String>,
    /// Language that the page declares, as a BCP 47 tag.
    pub declared_language: Option<String>,
    /// URL of the main image.
    pub image: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// Keywords.
    pub tags: Option<Vec<String>>,
    /// URL or name of the license.
    pub license: Option<String>,
    /// The type of schema.org or Open Graph that the page declares.
    pub page_type: Option<String>,
    /// Number of words of the kept text.
    pub words: u64,
    /// Number of characters of the kept text.
    pub characters: u64,
    /// The source of each field.
    #[schemars(schema_with = "origins")]
    pub origins: BTreeMap<String, String>,
}

/// A block of a document with its verdict; a row of `dechrome --lines`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Block")]
pub struct BlockRow {
    /// The file, in rows of `--lines`, if there are several.
    pub path: Option<String>,
    /// The URL given with `--url`, in rows of `--lines`.
    pub url: Option<String>,
    /// Offset of the first byte. Texts: in the input as UTF-8, without a byte order mark. Pages: in
    /// the texts of all blocks, joined.
    pub start: u64,
    /// Offset after the last byte.
    pub end: u64,
    /// The kind of the block.
    #[schemars(schema_with = "kind")]
    pub kind: String,
    /// True if the block is part of the output.
    pub keep: bool,
    /// Probability that the block is content, 0 to 1.
    pub score: f64,
    /// Reasons for the verdict.
    pub why: String,
    /// The text of the block.
    pub text: String,
}

/// A row of `dechrome batch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRow {
    /// The kept text.
    pub text: String,
    /// The id of the record, or the path of the file without its extensions.
    pub id: String,
    /// Data on the document.
    pub metadata: BatchMetadata,
    /// All blocks, with `--lines`.
    pub lines: Option<Vec<SpanObject>>,
    /// Comments of readers, with `--comments`.
    pub comments: Option<Vec<CommentObject>>,
}

/// Data on the document of a row of `dechrome batch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct BatchMetadata {
    /// Language of the text, as an ISO 639 code.
    pub language: Option<String>,
    /// Confidence in the language, 0 to 1.
    pub language_confidence: Option<f64>,
    /// Expected F1 of the text, 0 to 1.
    pub confidence: f64,
    /// The limit that was reached.
    pub degraded: Option<String>,
    /// Why nothing was kept: `forbidden`, `script`, `consent` or another reason.
    pub no_content: Option<String>,
    /// Character encoding of the input.
    pub encoding: String,
    /// Detected format of the input: `html` or `text`.
    pub source: String,
    /// URL of the record.
    pub url: Option<Value>,
    /// Title of the record, or the title that the page declares.
    pub title: Option<Value>,
    /// Date of the record.
    pub date: Option<Value>,
    /// HTTP status of the response.
    pub http_status: Option<Value>,
    /// Languages that the crawler found in the page.
    pub identified_language: Option<Value>,
    /// Why the crawler cut the record off: `length`, `time`, `disconnect` or `unspecified`.
    pub truncated: Option<Value>,
    /// Why a part of the body could not be decoded.
    pub damage: Option<Value>,
    /// `empty` if nothing was kept.
    pub status: Option<String>,
    /// Number of paragraphs that `--dedupe-lines` dropped.
    pub repeats: Option<u64>,
    /// Metadata of the page, with `--with-metadata`.
    pub page: Option<MetadataObject>,
    /// Other fields of the record.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

/// A block in a row of `dechrome batch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Span")]
pub struct SpanObject {
    /// Offset of the first byte or character.
    pub start: u64,
    /// Offset after the last byte or character.
    pub end: u64,
    /// The kind of the block.
    #[schemars(schema_with = "kind")]
    pub kind: String,
    /// True if the block is part of the output.
    pub keep: bool,
    /// Probability that the block is content, 0 to 1.
    pub score: f64,
}

/// Returns the schema of a kind: the names of all kinds.
fn kind(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    json_schema!({"type": "string", "enum": names})
}

/// Returns the schema of origins: the name of an origin for each field.
fn origins(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Origin::ALL.iter().map(|origin| origin.name()).collect();
    json_schema!({"type": "object", "additionalProperties": {"type": "string", "enum": names}})
}

/// Writes the schema of some rows to standard output.
pub(crate) fn run(rows: RowType) -> Result<(), Error> {
    let schema = match rows {
        RowType::Json => schema_for!(DocumentRow),
        RowType::Lines => schema_for!(BlockRow),
        RowType::Batch => schema_for!(BatchRow),
    };
    let mut out = StdoutWriter::new();
    // Serializing cannot fail: a schema has only strings, numbers and lists, with string keys.
    out.write(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"))?;
    out.flush()
}
