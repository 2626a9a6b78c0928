//! The result of a job: a record to write, a record left out, or a failure.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;
use serde_json::{Value, json};

/// Length of a [`DocumentKey`] in bytes. Among a billion documents, two different ones have the
/// same key with a probability of 10^-21.
pub(super) const KEY_BYTES: usize = 16;

/// The reason for leaving out a duplicate.
pub(super) const DUPLICATE: &str = "duplicate";

/// The start of a digest, by which equal documents are found.
pub(super) type DocumentKey = [u8; KEY_BYTES];

/// The result of one job.
#[derive(Debug, Default)]
pub(super) struct JobResult {
    /// Index of the input file.
    pub(super) input: usize,
    /// The record to write.
    pub(super) record: Option<OutputRecord>,
    /// The reason why the document is left out, and the record for the rejects.
    pub(super) rejected: Option<(&'static str, OutputRecord)>,
    /// The key by which duplicates of the document are found, if the user wants that.
    pub(super) key: Option<DocumentKey>,
    /// The record for the rejects, if the document is a duplicate.
    pub(super) duplicate_record: Option<OutputRecord>,
    /// The kind of the job, if it holds no document.
    pub(super) passed_over: Option<PassedOver>,
    /// The record for the rejects, if the user wants jobs without documents there.
    pub(super) passed_over_record: Option<OutputRecord>,
    /// Why the document could not be read, cleaned or written.
    pub(super) failure: Option<Failure>,
    /// The failure of a document that has its own file, if that cannot be written. The writer adds
    /// the reason.
    pub(super) unwritten: Option<Failure>,
    /// Size of the document in bytes.
    pub(super) document_bytes: usize,
    /// Size of all blocks in bytes.
    pub(super) text_bytes: usize,
    /// Size of the kept blocks in bytes.
    pub(super) kept_bytes: usize,
    /// Size of the dropped blocks in bytes, by kind.
    pub(super) dropped_bytes: BTreeMap<&'static str, usize>,
    /// True if values of the record were replaced because they are not JSON.
    pub(super) is_repaired: bool,
    /// True if a part of the document is missing, because its body ended early.
    pub(super) is_cut: bool,
    /// The host of the URL.
    pub(super) host: Option<String>,
    /// Code of the language.
    pub(super) language: Option<&'static str>,
    /// Memory that the job was counted with, in bytes.
    pub(super) weight: usize,
}

/// A file or record that holds no document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PassedOver {
    /// Content that is not text, by its media type, or a file by its extension.
    NotText(String),
    /// A record that describes others, such as a request in a WARC file, by its type.
    OtherRecord(String),
}

impl PassedOver {
    /// Returns the reason that the rejects give.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            PassedOver::NotText(_) => "no text",
            PassedOver::OtherRecord(_) => "other record",
        }
    }

    /// Returns the name under which it is counted.
    pub(super) fn name(&self) -> &str {
        match self {
            PassedOver::NotText(name) | PassedOver::OtherRecord(name) => name,
        }
    }
}

/// Why a file or record could not be read or written.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// The name of the file.
    pub(super) file: String,
    /// The line or record number in the file, from 1. `None` for a whole file.
    pub(super) record: Option<usize>,
    /// Bytes of the decompressed file before the record, if known.
    pub(super) offset: Option<u64>,
    /// The cause.
    pub(super) reason: String,
    /// Number of records that are lost.
    pub(super) records: u64,
    /// The file and the position inside it, for messages.
    #[serde(skip)]
    pub(super) place: String,
}

impl Failure {
    /// Returns the failure of a whole file.
    pub(super) fn of_file(file: String, reason: impl Display) -> Self {
        let place = file.clone();
        let reason = reason.to_string();
        Failure { file, record: None, offset: None, reason, records: 1, place }
    }

    /// Returns the reason without the details that differ between documents.
    pub(super) fn cause(&self) -> &str {
        // They follow one of these characters.
        self.reason.split([':', ';']).next().unwrap_or(&self.reason).trim()
    }

    /// Returns the failure as a JSON row.
    pub(super) fn json_line(&self) -> OutputRecord {
        OutputRecord::json_line(&json!(self))
    }
}

/// One record of the output: a JSON row, a WARC record, or the contents of a file.
#[derive(Debug, Default)]
pub(super) struct OutputRecord {
    /// The path below the output folder, if each document has its own file.
    pub(super) file_name: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl JobResult {
    /// Leaves the document out, because an earlier one equals it.
    pub(super) fn reject_duplicate(&mut self) {
        let record = self.duplicate_record.take().unwrap_or_default();
        self.record = None;
        self.rejected = Some((DUPLICATE, record));
    }

    /// Returns the record for the rejects.
    pub(super) fn rejects_record(&self) -> Option<&OutputRecord> {
        self.rejected.as_ref().map(|(_, record)| record).or(self.passed_over_record.as_ref())
    }
}

impl OutputRecord {
    /// Returns a JSON row as one line.
    pub(super) fn json_line(row: &Value) -> Self {
        OutputRecord { file_name: None, bytes: (row.to_string() + "\n").into_bytes() }
    }
}
