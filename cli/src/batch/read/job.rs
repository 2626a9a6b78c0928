//! A job: one document or record of an input file.

use std::borrow::Cow;
use std::mem;

use serde_json::{Map, Value};

use crate::batch::inputs::input_file::{InputFile, InputFormat};
use crate::batch::job_result::{Failure, PassedOver};
use crate::batch::read::warc::WarcRecord;
use crate::container::ContainedDocument;
use crate::input::{self, InputReader};

/// One document to clean, or the reason why it cannot be read.
pub(in crate::batch) struct BatchJob<'i> {
    pub(in crate::batch) input: &'i InputFile,
    /// The line or record number in the file, from 1. `None` if the file is one document.
    pub(in crate::batch) number: Option<usize>,
    /// Bytes of the decompressed file before the record, if known.
    pub(in crate::batch) offset: Option<u64>,
    pub(in crate::batch) payload: JobPayload,
}

/// The content of a job.
pub(in crate::batch) enum JobPayload {
    /// An open file, which the worker reads.
    File(InputReader),
    /// A line of a JSONL file.
    JsonLine(Vec<u8>),
    /// A document of a mail message or feed.
    Contained(ContainedDocument),
    /// A record of a WARC file.
    Warc(WarcRecord),
    /// A row of a Parquet or Arrow file.
    TableRow(TableRow),
    /// No document.
    PassedOver(PassedOver),
    /// The reason why the content cannot be read.
    Failed(String),
    /// The reason why this number of records cannot be read.
    LostRecords(String, u64),
}

/// Rows that cannot be read.
#[derive(Debug)]
pub(super) struct LostRows {
    pub(super) reason: String,
    /// Their number, as far as the file says.
    pub(super) rows: u64,
}

/// A row of a Parquet or Arrow file.
#[derive(Debug, Default)]
pub(in crate::batch) struct TableRow {
    /// The columns as JSON, without those in `documents`.
    pub(in crate::batch) fields: Map<String, Value>,
    /// The columns with documents that hold bytes: their names and values. The bytes are decoded
    /// like those of a page, because the column does not say that they are UTF-8.
    pub(in crate::batch) documents: Vec<(String, Vec<u8>)>,
    /// True if values were replaced because they are not JSON.
    pub(in crate::batch) is_repaired: bool,
}

impl TableRow {
    /// Returns true if the row has a field. A name with dots is a path into objects too.
    pub(in crate::batch) fn has_field(&self, name: &str) -> bool {
        self.documents.iter().any(|(own, _)| own == name) || has_member(&self.fields, name)
    }

    /// Makes text of documents whose column is one of strings but was read as bytes. Bytes that are
    /// not UTF-8 become U+FFFD, as in JSON.
    pub(super) fn repair_text(&mut self, is_text: impl Fn(&str) -> bool) {
        let (texts, documents) = mem::take(&mut self.documents)
            .into_iter()
            .partition::<Vec<_>, _>(|(name, _)| is_text(name));
        self.documents = documents;
        for (name, bytes) in texts {
            let text = String::from_utf8_lossy(&bytes);
            self.is_repaired |= matches!(text, Cow::Owned(_));
            self.fields.insert(name, Value::from(text));
        }
    }

    /// Returns the length of all texts, in bytes.
    pub(in crate::batch) fn text_bytes(&self) -> usize {
        let strings = self.fields.values().filter_map(Value::as_str).map(str::len);
        let documents = self.documents.iter().map(|(_, bytes)| bytes.len());
        strings.chain(documents).sum()
    }
}

/// Returns true if an object has a field, or if the name is the path to one.
fn has_member(fields: &Map<String, Value>, name: &str) -> bool {
    fields.contains_key(name)
        || name.split_once('.').is_some_and(|(object, rest)| {
            let members = fields.get(object).and_then(Value::as_object);
            members.is_some_and(|members| has_member(members, rest))
        })
}

/// The jobs of an input file.
pub(in crate::batch) type JobIter<'i> = Box<dyn Iterator<Item = BatchJob<'i>> + Send + 'i>;

impl BatchJob<'_> {
    /// Returns the approximate memory of the job, in bytes.
    pub(in crate::batch) fn weight(&self) -> usize {
        match &self.payload {
            JobPayload::File(_) => self.input.size,
            JobPayload::JsonLine(line) => line.len(),
            JobPayload::Contained(document) => document.text.len(),
            JobPayload::Warc(record) => record.block.len(),
            JobPayload::TableRow(row) => row.text_bytes(),
            JobPayload::PassedOver(passed_over) => passed_over.name().len(),
            JobPayload::Failed(reason) | JobPayload::LostRecords(reason, _) => reason.len(),
        }
    }

    /// Returns the failure of the job, with a reason that says nothing.
    pub(in crate::batch) fn failure(&self) -> Failure {
        let records = match self.payload {
            JobPayload::LostRecords(_, records) => records,
            _ => 1,
        };
        Failure {
            file: input::display_name(&self.input.path).into_owned(),
            record: self.number,
            offset: self.offset,
            // Replaced by the caller, who knows it after the job is gone.
            reason: "unknown error".to_owned(),
            records,
            place: self.place(),
        }
    }

    /// Returns the file and the position inside it, for messages.
    pub(in crate::batch) fn place(&self) -> String {
        let name = input::display_name(&self.input.path);
        match (self.number, self.input.format.get()) {
            (Some(number), Some(InputFormat::Jsonl)) => format!("{name}, line {number}"),
            (Some(number), _) => format!("{name}, record {number}"),
            (None, _) => name.into_owned(),
        }
    }

    /// Returns the id of a document without its own id: that of the file, and the number.
    pub(in crate::batch) fn default_id(&self) -> String {
        match self.number {
            Some(number) => format!("{}#{number}", self.input.id),
            None => self.input.id.clone(),
        }
    }
}
