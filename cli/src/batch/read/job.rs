//! A job: one document or record of an input file.

use serde_json::{Map, Value};

use crate::batch::inputs::input_file::{InputFile, InputFormat};
use crate::batch::read::warc::WarcRecord;
use crate::input::{self, InputReader};

/// One document to clean, or the reason why it cannot be read.
pub(in crate::batch) struct BatchJob<'i> {
    pub(in crate::batch) input: &'i InputFile,
    /// The line or record number in the file, from 1. `None` if the file is one document.
    pub(in crate::batch) number: Option<usize>,
    pub(in crate::batch) payload: JobPayload,
}

/// The content of a job.
pub(in crate::batch) enum JobPayload {
    /// An open file, which the worker reads.
    File(InputReader),
    /// A line of a JSONL file.
    JsonLine(Vec<u8>),
    /// A record of a WARC file.
    Warc(WarcRecord),
    /// A row of a Parquet file, and the length of its texts in bytes.
    ParquetRow(Map<String, Value>, usize),
    /// The reason why the content cannot be read.
    Failed(String),
}

/// The jobs of an input file.
pub(in crate::batch) type JobIter<'i> = Box<dyn Iterator<Item = BatchJob<'i>> + Send + 'i>;

impl BatchJob<'_> {
    /// Returns the approximate memory of the job, in bytes.
    pub(in crate::batch) fn weight(&self) -> usize {
        match &self.payload {
            JobPayload::File(_) => self.input.size,
            JobPayload::JsonLine(line) => line.len(),
            JobPayload::Warc(record) => record.block.len(),
            JobPayload::ParquetRow(_, bytes) => *bytes,
            JobPayload::Failed(reason) => reason.len(),
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
