//! Processes a job: loads the document, cleans it, filters it, and encodes the result.

use std::sync::{Mutex, MutexGuard, PoisonError};

use dechrome::{Cleaner, Input, Page};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::args::{BatchArgs, DedupeKey};
use crate::batch::document::{CleanedDocument, DocumentEncoding, JobContent, SourceDocument};
use crate::batch::encode::{DocumentEncoder, reject_fields};
use crate::batch::filters::DocumentFilters;
use crate::batch::host_rules::{HostRules, host_of};
use crate::batch::job_result::{DUPLICATE, DocumentKey, JobResult, OutputRecord};
use crate::batch::load::DocumentLoader;
use crate::batch::read::job::BatchJob;
use crate::catch_panic::catch_panic;
use crate::error::Error;
use crate::unmatched_rules::UnmatchedRules;

/// Processes jobs. All threads share one worker.
pub(super) struct JobWorker<'a> {
    loader: DocumentLoader<'a>,
    cleaner: Cleaner,
    host_rules: HostRules,
    drops_repeats: bool,
    dedupe: Option<DedupeKey>,
    has_rejects: bool,
    /// True if jobs without a document get a record in the rejects.
    rejects_passed_over: bool,
    filters: DocumentFilters,
    encoder: DocumentEncoder,
    unmatched_rules: Mutex<UnmatchedRules<'a>>,
}

impl<'a> JobWorker<'a> {
    /// Returns a worker. Fails if the arguments contradict each other.
    pub(super) fn new(args: &'a BatchArgs) -> Result<Self, Error> {
        let options = args.cleaning.options()?;
        let options = options.with_source(args.from.source()).with_comments(args.comments);
        Ok(JobWorker {
            loader: DocumentLoader::new(args),
            cleaner: Cleaner::new(options),
            host_rules: HostRules::read(args)?,
            drops_repeats: args.dedupe_lines,
            dedupe: args.dedupe,
            has_rejects: args.rejects.is_some(),
            rejects_passed_over: args.reject_passed_over,
            filters: DocumentFilters::new(args)?,
            encoder: DocumentEncoder::new(args)?,
            unmatched_rules: Mutex::new(UnmatchedRules::new(&args.cleaning)),
        })
    }

    /// Processes a job. Errors and panics become a failure with the file and position.
    pub(super) fn process(&self, job: BatchJob<'_>) -> JobResult {
        let (input, weight, mut failure) = (job.input.index, job.weight(), job.failure());
        let mut result = match catch_panic(|| self.try_process(job)) {
            Ok(Ok(result)) => {
                let has_file = |record: &OutputRecord| record.file_name.is_some();
                let unwritten = result.record.as_ref().is_some_and(has_file).then_some(failure);
                JobResult { unwritten, ..result }
            }
            Ok(Err(reason)) | Err(reason) => {
                if !reason.is_empty() {
                    failure.reason = reason;
                }
                JobResult { failure: Some(failure), ..JobResult::default() }
            }
        };
        result.input = input;
        result.weight = weight;
        result
    }

    /// Prints a note for each selector that matched nothing, and for each field that no record has.
    pub(super) fn print_unmatched(&self) {
        self.lock_unmatched_rules().print();
        self.loader.print_unseen_fields();
    }

    fn lock_unmatched_rules(&self) -> MutexGuard<'_, UnmatchedRules<'a>> {
        // The list stays valid if a thread panics.
        self.unmatched_rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Processes a job, or returns why it failed.
    fn try_process(&self, job: BatchJob<'_>) -> Result<JobResult, String> {
        let place = job.place();
        let document = match self.loader.load(job)? {
            JobContent::Document(document) => document,
            JobContent::PassedOver(passed_over) => {
                let record = self.rejects_passed_over.then(|| {
                    let (kind, name) = (passed_over.kind(), passed_over.name());
                    OutputRecord::json_line(&json!({"place": place, "reason": kind, "type": name}))
                });
                return Ok(JobResult {
                    passed_over: Some(passed_over),
                    passed_over_record: record,
                    ..JobResult::default()
                });
            }
        };
        let url = document.fields.get("url").and_then(Value::as_str).unwrap_or_default();
        let host = host_of(url);
        let cleaner = self.host_rules.cleaner(url).unwrap_or(&self.cleaner);
        let mut page = clean_document(cleaner, &document);
        self.lock_unmatched_rules().see(&page);
        let repeats = if self.drops_repeats { page.drop_repeats() } else { 0 };
        let cleaned = CleanedDocument::new(document, page, repeats);
        let mut result = measure(&cleaned);
        result.host = host;
        if let Some(reason) = self.filters.reject_reason(&cleaned) {
            result.rejected = Some((reason, self.encoder.encode_rejected(cleaned, reason)));
        } else {
            result.key = self.dedupe.and_then(|by| document_key(by, &cleaned));
            let fields = result.key.map(|_| reject_fields(&cleaned, DUPLICATE));
            let record = self.encoder.encode(cleaned).map_err(|error| error.to_string())?;
            if self.has_rejects
                && let Some(fields) = fields
            {
                result.duplicate_record = Some(self.encoder.encode_duplicate(fields, &record));
            }
            result.record = Some(record);
        }
        Ok(result)
    }
}

/// Cleans a document, decoded as its source says. Its URL is that of its row.
pub(super) fn clean_document(cleaner: &Cleaner, document: &SourceDocument) -> Page {
    let mut input = Input::new(&document.bytes);
    match &document.encoding {
        DocumentEncoding::Detected => {}
        DocumentEncoding::Unicode(source) => {
            input = input.with_source(*source).with_charset("utf-8");
        }
        DocumentEncoding::Declared(source, charset) => {
            input = input.with_source(*source);
            if let Some(charset) = charset {
                input = input.with_charset(charset);
            }
        }
    }
    if let Some(url) = document.fields.get("url").and_then(Value::as_str) {
        input = input.with_url(url);
    }
    cleaner.clean_input(&input)
}

/// Returns the key by which duplicates of a document are found.
///
/// Documents without URL, or without kept text, are not duplicates of each other.
fn document_key(by: DedupeKey, cleaned: &CleanedDocument) -> Option<DocumentKey> {
    let url = cleaned.source.fields.get("url").and_then(Value::as_str);
    let digest = match by {
        // Tables have empty strings in the place of missing URLs.
        DedupeKey::Url => Sha1::digest(url.filter(|url| !url.trim().is_empty())?),
        DedupeKey::Digest => Sha1::digest(&cleaned.source.bytes),
        DedupeKey::Text if cleaned.text.is_empty() => return None,
        DedupeKey::Text => Sha1::digest(&cleaned.text),
    };
    digest.first_chunk().copied()
}

/// Returns the sizes and the language of a document for the summary.
fn measure(cleaned: &CleanedDocument) -> JobResult {
    let mut result = JobResult {
        document_bytes: cleaned.source.bytes.len(),
        is_repaired: cleaned.source.is_repaired,
        is_cut: cleaned.source.is_cut,
        language: cleaned.page.language().map(|language| language.code),
        ..JobResult::default()
    };
    for block in cleaned.page.blocks() {
        let bytes = block.span().len();
        result.text_bytes += bytes;
        if block.keep() {
            result.kept_bytes += bytes;
        } else {
            *result.dropped_bytes.entry(block.kind().name()).or_default() += bytes;
        }
    }
    result
}
