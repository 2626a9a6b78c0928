//! Loads the document of a job: reads files, parses JSON records, and unpacks WARC records.

mod http_response;
mod json_record;
mod json_repair;
mod media_type;
mod unseen_fields;
mod warc_document;

use dechrome::Source;

use crate::args::BatchArgs;
use crate::batch::document::{DocumentEncoding, JobContent, SourceDocument};
use crate::batch::load::json_record::{FieldNames, JsonRecord, parse_row};
use crate::batch::load::unseen_fields::UnseenFields;
use crate::batch::load::warc_document::warc_document;
use crate::batch::read::job::{BatchJob, JobPayload, TableRow};
use crate::input::{read_limited, without_bom};

/// Loads documents, as the arguments say.
pub(super) struct DocumentLoader<'a> {
    field_names: FieldNames<'a>,
    unseen_fields: UnseenFields<'a>,
    max_bytes: usize,
}

impl<'a> DocumentLoader<'a> {
    pub(super) fn new(args: &'a BatchArgs) -> Self {
        DocumentLoader {
            field_names: FieldNames::of(args),
            unseen_fields: UnseenFields::new(args),
            max_bytes: args.max_record_bytes,
        }
    }

    /// Prints a note for each field that the arguments name and no record has.
    pub(super) fn print_unseen_fields(&self) {
        self.unseen_fields.print();
    }

    /// Returns the content of a job, or the reason why it cannot be loaded.
    pub(super) fn load(&self, job: BatchJob<'_>) -> Result<JobContent, String> {
        let modified = job.input.modified;
        let default_id = job.default_id();
        let mut document = match job.payload {
            JobPayload::File(mut reader) => {
                let bytes =
                    read_limited(&mut reader, self.max_bytes).map_err(|error| error.to_string())?;
                SourceDocument::new(default_id, bytes, DocumentEncoding::Detected)
            }
            JobPayload::JsonLine(line) => {
                self.load_row(parse_row(without_bom(&line))?, default_id)?
            }
            JobPayload::TableRow(row) => self.load_row(row, default_id)?,
            JobPayload::Contained(contained) => {
                let encoding = DocumentEncoding::Unicode(contained.source);
                // A page has its title inside.
                let title = contained.title.filter(|_| contained.source == Source::Text);
                let bytes = contained.text.into_bytes();
                let mut document = SourceDocument::new(default_id, bytes, encoding);
                if let Some(url) = contained.url {
                    document.fields.insert("url".into(), url.into());
                }
                if let Some(title) = title {
                    document.fields.insert("title".into(), title.into());
                }
                document
            }
            JobPayload::Warc(record) => {
                let charset = self.field_names.charset;
                match warc_document(record, default_id, charset, self.max_bytes)? {
                    JobContent::Document(document) => document,
                    passed_over => return Ok(passed_over),
                }
            }
            JobPayload::PassedOver(passed_over) => return Ok(JobContent::PassedOver(passed_over)),
            JobPayload::Failed(reason) | JobPayload::LostRecords(reason, _) => return Err(reason),
        };
        document.modified = modified;
        Ok(JobContent::Document(document))
    }

    /// Returns the document of a record.
    fn load_row(&self, row: TableRow, default_id: String) -> Result<SourceDocument, String> {
        self.unseen_fields.see(&row);
        let record = JsonRecord::from_row(row, &self.field_names)?;
        Ok(record.into_document(default_id, &self.field_names))
    }
}
