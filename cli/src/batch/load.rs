//! Loads the document of a job: reads files, parses JSON records, and unpacks WARC records.

mod http_response;
mod json_record;
mod warc_document;

use serde_json::Map;

use crate::args::BatchArgs;
use crate::batch::document::{DocumentEncoding, JobContent, SourceDocument};
use crate::batch::load::json_record::{FieldNames, JsonRecord};
use crate::batch::load::warc_document::warc_document;
use crate::batch::read::job::{BatchJob, JobPayload};
use crate::input::{read_limited, without_bom};

/// Loads documents, as the arguments say.
pub(super) struct DocumentLoader<'a> {
    field_names: FieldNames<'a>,
    max_bytes: usize,
}

impl<'a> DocumentLoader<'a> {
    pub(super) fn new(args: &'a BatchArgs) -> Self {
        DocumentLoader { field_names: FieldNames::of(args), max_bytes: args.max_record_bytes }
    }

    /// Returns the content of a job, or the reason why it cannot be loaded.
    pub(super) fn load(&self, job: BatchJob<'_>) -> Result<JobContent, String> {
        let modified = job.input.modified;
        let default_id = job.default_id();
        let mut document = match job.payload {
            JobPayload::File(mut reader) => SourceDocument {
                id: default_id,
                fields: Map::new(),
                bytes: read_limited(&mut reader, self.max_bytes)
                    .map_err(|error| error.to_string())?,
                encoding: DocumentEncoding::Detected,
                modified,
            },
            JobPayload::JsonLine(line) => {
                let record = JsonRecord::parse(without_bom(&line), &self.field_names)?;
                record.into_document(default_id)
            }
            JobPayload::ParquetRow(fields, _) => {
                JsonRecord::new(fields, &self.field_names)?.into_document(default_id)
            }
            JobPayload::Warc(record) => match warc_document(record, default_id, self.max_bytes)? {
                JobContent::Document(document) => document,
                foreign => return Ok(foreign),
            },
            JobPayload::Failed(reason) => return Err(reason),
        };
        document.modified = modified;
        Ok(JobContent::Document(document))
    }
}
