//! `dechrome schema`: the JSON Schema of what the command writes.
//!
//! The types describe rows. A test reads rows into them, so that none has a field that the schema does not know.

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
    /// The file, where there are several.
    pub path: Option<String>,
    /// The address that was given.
    pub url: Option<String>,
    /// The kept text.
    pub text: String,
    /// The title as the page declares it, the name of its site included.
    pub title: Option<String>,
    /// The language of the text, ISO 639 code.
    pub language: Option<String>,
    /// How sure that is, 0 to 1.
    pub language_confidence: Option<f64>,
    /// The F1 that is expected of the text, 0 to 1.
    pub confidence: f64,
    /// What the input was judged as: `html` or `text`.
    pub source: String,
    /// The character encoding of the input.
    pub encoding: String,
    /// Whether bytes were replaced because they mean nothing in that encoding.
    pub lossy: Option<bool>,
    /// The budget that ran out.
    pub degraded: Option<String>,
    /// What is known of the page besides its text.
    pub metadata: MetadataObject,
    /// The comments of readers, with `--comments`.
    pub comments: Option<Vec<CommentObject>>,
    /// All blocks, dropped ones too.
    pub blocks: Vec<BlockRow>,
}

/// The comment of a reader.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Comment")]
pub struct CommentObject {
    /// What it says, with a blank line between paragraphs.
    pub text: String,
    /// Who wrote it, where the page marks that up.
    pub author: Option<String>,
    /// When, likewise: ISO 8601, a day or a day with time.
    pub date: Option<String>,
}

/// What is known of a page besides its text. What the page does not tell is absent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Metadata")]
pub struct MetadataObject {
    /// The title without the name of the site.
    pub title: Option<String>,
    /// Who wrote it, in the order of the page.
    pub authors: Option<Vec<String>>,
    /// When it was published: ISO 8601, a day or a day with time.
    pub published: Option<String>,
    /// When it was last changed, likewise.
    pub modified: Option<String>,
    /// The name of the site.
    pub site_name: Option<String>,
    /// The page's description of itself.
    pub description: Option<String>,
    /// The address that the page says it has.
    pub canonical: Option<String>,
    /// The language that the text is in, ISO 639 code.
    pub language: Option<String>,
    /// The language that the page says it is in, BCP 47 tag.
    pub declared_language: Option<String>,
    /// The address of the main image.
    pub image: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// Keywords.
    pub tags: Option<Vec<String>>,
    /// The licence: its address or name.
    pub license: Option<String>,
    /// The type of schema.org or Open Graph that the page says it is of.
    pub page_type: Option<String>,
    /// Words of the kept text.
    pub words: u64,
    /// Characters of the kept text.
    pub characters: u64,
    /// Where each of these comes from.
    #[schemars(schema_with = "origins")]
    pub origins: BTreeMap<String, String>,
}

/// A block of a document with its verdict; a row of `dechrome --lines`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Block")]
pub struct BlockRow {
    /// The file, in rows of `--lines` of several.
    pub path: Option<String>,
    /// The address that was given, in rows of `--lines`.
    pub url: Option<String>,
    /// Its first byte: texts, in the input; pages, in the texts of all blocks one after the other.
    pub start: u64,
    /// One past its last byte.
    pub end: u64,
    /// What it is.
    #[schemars(schema_with = "kind")]
    pub kind: String,
    /// Whether it is part of the output.
    pub keep: bool,
    /// The probability that it is content, 0 to 1.
    pub score: f64,
    /// What spoke for the verdict.
    pub why: String,
    /// Its text.
    pub text: String,
}

/// A row of `dechrome batch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRow {
    /// The kept text.
    pub text: String,
    /// The record's id, or the path of its file without the extensions.
    pub id: String,
    /// What is known of the document.
    pub metadata: BatchMetadata,
    /// The blocks, with `--lines`.
    pub lines: Option<Vec<SpanObject>>,
    /// The comments of readers, with `--comments`.
    pub comments: Option<Vec<CommentObject>>,
}

/// What a row of `dechrome batch` says of its document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct BatchMetadata {
    /// The language of the text, ISO 639 code.
    pub language: Option<String>,
    /// How sure that is, 0 to 1.
    pub language_confidence: Option<f64>,
    /// The F1 that is expected of the text, 0 to 1.
    pub confidence: f64,
    /// The budget that ran out.
    pub degraded: Option<String>,
    /// The character encoding of the input.
    pub encoding: String,
    /// What the input was judged as: `html` or `text`.
    pub source: String,
    /// The record's address.
    pub url: Option<Value>,
    /// The record's title, or what the page declares.
    pub title: Option<Value>,
    /// `empty` where nothing was kept.
    pub status: Option<String>,
    /// Paragraphs that `--dedupe-lines` left out.
    pub repeats: Option<u64>,
    /// What is known of the page besides its text, with `--with-metadata`.
    pub page: Option<MetadataObject>,
    /// The other fields of the record.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

/// A block of a row of `dechrome batch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Span")]
pub struct SpanObject {
    /// Its first byte or character.
    pub start: u64,
    /// One past its last.
    pub end: u64,
    /// What it is.
    #[schemars(schema_with = "kind")]
    pub kind: String,
    /// Whether it is part of the output.
    pub keep: bool,
    /// The probability that it is content, 0 to 1.
    pub score: f64,
}

/// The names of kinds.
fn kind(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>()})
}

/// The names of origins, by field.
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
    // A schema is made of strings, numbers and names as keys: there is nothing here that JSON cannot hold.
    out.write(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"))?;
    out.flush()
}
