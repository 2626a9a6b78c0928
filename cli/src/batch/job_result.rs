//! The result of a job: a record to write, a record left out, or a failure.

use std::collections::BTreeMap;

use serde_json::Value;

/// The result of one job.
#[derive(Debug, Default)]
pub(super) struct JobResult {
    /// Index of the input file.
    pub(super) input: usize,
    /// The record to write.
    pub(super) record: Option<OutputRecord>,
    /// The reason why the document is left out, and the record for the rejects.
    pub(super) rejected: Option<(&'static str, OutputRecord)>,
    /// The media type, if the input is not text, such as an image in a WARC file.
    pub(super) foreign_media: Option<String>,
    /// Why the document could not be read, cleaned or written.
    pub(super) failure: Option<Failure>,
    /// Size of the document in bytes.
    pub(super) document_bytes: usize,
    /// Size of all blocks in bytes.
    pub(super) text_bytes: usize,
    /// Size of the kept blocks in bytes.
    pub(super) kept_bytes: usize,
    /// Size of the dropped blocks in bytes, by kind.
    pub(super) dropped_bytes: BTreeMap<&'static str, usize>,
    /// Code of the language.
    pub(super) language: Option<&'static str>,
    /// Memory that the job was counted with, in bytes.
    pub(super) weight: usize,
}

/// Why a file or record could not be read or written.
#[derive(Debug)]
pub(super) struct Failure {
    /// The file, and the position inside it.
    pub(super) place: String,
    /// The cause.
    pub(super) reason: String,
}

/// One record of the output: a JSON row, a WARC record, or the contents of a file.
#[derive(Debug)]
pub(super) struct OutputRecord {
    /// The path below the output folder, if each document has its own file.
    pub(super) file_name: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl OutputRecord {
    /// Returns a JSON row as one line.
    pub(super) fn json_line(row: &Value) -> Self {
        OutputRecord { file_name: None, bytes: (row.to_string() + "\n").into_bytes() }
    }
}
