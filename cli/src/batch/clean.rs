//! Does the jobs of a batch: reads a document, cleans it, makes its row.

use std::io::Read;
use std::time::Duration;

use dechrome::{Cleaner, Page, Source};
use serde_json::{Map, Value};

use crate::args::BatchArgs;
use crate::batch::encode::RowEncoder;
use crate::batch::load::http_response::HttpResponse;
use crate::batch::load::json_record::{FieldNames, JsonRecord};
use crate::batch::read::{BatchJob, JobPayload, warc, without_mark};
use crate::catch_panic::guarded;
use crate::clean_input::clean_unicode;
use crate::error::Error;
use crate::input;

/// What became of a job.
#[derive(Debug, Default)]
pub(super) struct JobResult {
    /// The number of its input.
    pub(super) input: usize,
    /// The row to write.
    pub(super) row: Option<OutputRecord>,
    /// The row with the reason why it is left out.
    pub(super) rejected: Option<(&'static str, OutputRecord)>,
    /// The media type of what is no document.
    pub(super) foreign: Option<String>,
    /// Why there is no row.
    pub(super) failure: Option<Failure>,
    /// Bytes of the document.
    pub(super) bytes: usize,
    /// Bytes of its text.
    pub(super) text: usize,
    /// Bytes of its text that were kept.
    pub(super) kept: usize,
    /// Its language's code.
    pub(super) language: Option<&'static str>,
    /// Bytes of its text that were dropped, by kind.
    pub(super) dropped: Vec<(&'static str, usize)>,
    /// What the job held in memory.
    pub(super) weight: usize,
}

/// What could not be read or written.
#[derive(Debug)]
pub(super) struct Failure {
    /// The file, and the place in it.
    pub(super) place: String,
    /// What is wrong there.
    pub(super) reason: String,
}

/// What is written for a document.
#[derive(Debug)]
pub(super) struct OutputRecord {
    /// The file that it is to stand in, if each document has one.
    pub(super) name: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl OutputRecord {
    /// A row of JSON, as a line.
    pub(super) fn row(row: &Value) -> Self {
        OutputRecord { name: None, bytes: (row.to_string() + "\n").into_bytes() }
    }
}

/// A document as it came.
pub(super) struct SourceDocument {
    /// Its id.
    pub(super) id: String,
    /// What else is known of it.
    pub(super) fields: Map<String, Value>,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What its bytes are.
    pub(super) form: DocumentEncoding,
    /// When the file that it came from was changed, after 1970.
    pub(super) changed: Duration,
}

/// What the bytes of a document are.
pub(super) enum DocumentEncoding {
    /// Whatever the arguments say of files.
    File,
    /// Unicode, and known to be HTML or not.
    Unicode { is_html: bool },
    /// What the header of its record says.
    Declared(Source, Option<String>),
}

impl SourceDocument {
    /// Its text, if that is Unicode as it came.
    pub(super) fn text(&self) -> Option<&str> {
        match self.form {
            DocumentEncoding::Unicode { .. } => std::str::from_utf8(&self.bytes).ok(),
            _ => None,
        }
    }
}

/// What a job comes to before it is cleaned.
enum JobContent {
    SourceDocument(SourceDocument),
    /// No text, but this.
    Foreign(String),
}

/// Cleans documents, from any thread.
pub(super) struct JobWorker<'a> {
    cleaner: Cleaner,
    args: &'a BatchArgs,
    rows: RowEncoder,
}

impl<'a> JobWorker<'a> {
    /// A worker for these arguments.
    pub(super) fn new(args: &'a BatchArgs) -> Result<Self, Error> {
        let options =
            args.cleaning.options()?.with_source(args.from.source()).with_comments(args.comments);
        let cleaner = Cleaner::new(options);
        Ok(JobWorker { cleaner, args, rows: RowEncoder::new(args)? })
    }

    /// Does a job. Whatever goes wrong is told in the result, with the file and place where it did.
    pub(super) fn work(&self, job: BatchJob<'_>) -> JobResult {
        let (input, weight, place) = (job.input.index, job.weight(), job.place());
        let done = guarded(|| self.done(job)).and_then(|done| done);
        let failed =
            |reason| JobResult { failure: Some(Failure { place, reason }), ..JobResult::default() };
        JobResult { input, weight, ..done.unwrap_or_else(failed) }
    }

    /// Does a job, or says why it cannot be done.
    fn done(&self, job: BatchJob<'_>) -> Result<JobResult, String> {
        let changed = job.input.changed;
        let document = match self.read(job)? {
            JobContent::SourceDocument(document) => SourceDocument { changed, ..document },
            JobContent::Foreign(media) => {
                return Ok(JobResult { foreign: Some(media), ..JobResult::default() });
            }
        };
        let page = self.clean(&document);
        self.rows.done(document, page).map_err(|error| error.to_string())
    }

    /// Reads a job's document.
    fn read(&self, job: BatchJob<'_>) -> Result<JobContent, String> {
        let own_id = match job.number {
            Some(number) => format!("{}#{number}", job.input.id),
            None => job.input.id.clone(),
        };
        match job.load {
            JobPayload::File(mut bytes) => {
                let bytes = read_whole(&mut bytes, self.args.max_record_bytes)?;
                Ok(JobContent::SourceDocument(SourceDocument {
                    id: own_id,
                    fields: Map::new(),
                    bytes,
                    form: DocumentEncoding::File,
                    changed: Duration::ZERO,
                }))
            }
            JobPayload::Line(line) => {
                let record = JsonRecord::parse(without_mark(&line), &FieldNames::of(self.args))?;
                Ok(JobContent::SourceDocument(record.document(own_id)))
            }
            JobPayload::Row(row, _) => Ok(JobContent::SourceDocument(
                JsonRecord::of(row, &FieldNames::of(self.args))?.document(own_id),
            )),
            JobPayload::Warc(record) => self.unwrap(record, own_id),
            JobPayload::Failed(reason) => Err(reason),
        }
    }

    /// Takes a document out of a WARC record.
    fn unwrap(&self, record: warc::WarcRecord, own_id: String) -> Result<JobContent, String> {
        let head = record.head;
        let get = |name| head.get(name).filter(|value| !value.is_empty());
        let is_conversion =
            get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion"));
        let mut response = if record.block.starts_with(b"HTTP/") && !is_conversion {
            HttpResponse::parse(&record.block, self.args.max_record_bytes)?
        } else {
            let mut response = HttpResponse { body: record.block, ..HttpResponse::default() };
            response.take_type(get("Content-Type").unwrap_or_default());
            response
        };
        let source = match response.media.as_deref() {
            _ if is_conversion => Source::Text,
            Some("text/html" | "application/xhtml+xml") => Source::Html,
            None | Some("text/plain" | "text/xml" | "application/xml" | "unknown/unknown") => {
                Source::Auto
            }
            Some(_) => return Ok(JobContent::Foreign(response.media.take().unwrap_or_default())),
        };
        let charset = if is_conversion { Some("utf-8".into()) } else { response.charset };
        let status = response.status.filter(|&status| status != 200);
        let fields = [
            ("url", get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).into())),
            ("date", get("WARC-Date").map(Value::from)),
            ("http_status", status.map(Value::from)),
        ];
        Ok(JobContent::SourceDocument(SourceDocument {
            id: get("WARC-Record-ID").map_or(own_id, str::to_owned),
            fields: fields
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect(),
            bytes: response.body,
            form: DocumentEncoding::Declared(source, charset),
            changed: Duration::ZERO,
        }))
    }

    /// Cleans a document.
    fn clean(&self, document: &SourceDocument) -> Page {
        match &document.form {
            DocumentEncoding::File => self.cleaner.clean(&document.bytes),
            DocumentEncoding::Unicode { is_html } => {
                clean_unicode(&self.cleaner, document.text().unwrap_or_default(), *is_html)
            }
            DocumentEncoding::Declared(source, charset) => {
                self.cleaner.clean_as(&document.bytes, *source, charset.as_deref())
            }
        }
    }
}

/// Reads a file to its end.
fn read_whole(bytes: &mut impl Read, most: usize) -> Result<Vec<u8>, String> {
    input::read_at_most(bytes, most).map_err(|error| error.to_string())
}
