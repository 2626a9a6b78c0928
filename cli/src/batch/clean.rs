//! Processes a job: loads the document, cleans it, filters it, and encodes the result.

use dechrome::{Cleaner, Page};

use crate::args::BatchArgs;
use crate::batch::document::{CleanedDocument, DocumentEncoding, JobContent, SourceDocument};
use crate::batch::encode::DocumentEncoder;
use crate::batch::filters::DocumentFilters;
use crate::batch::job_result::{Failure, JobResult};
use crate::batch::load::DocumentLoader;
use crate::batch::read::job::BatchJob;
use crate::catch_panic::catch_panic;
use crate::clean_input::clean_unicode;
use crate::error::Error;

/// Processes jobs. All threads share one worker.
pub(super) struct JobWorker<'a> {
    loader: DocumentLoader<'a>,
    cleaner: Cleaner,
    drops_repeats: bool,
    filters: DocumentFilters,
    encoder: DocumentEncoder,
}

impl<'a> JobWorker<'a> {
    /// Returns a worker. Fails if the arguments contradict each other.
    pub(super) fn new(args: &'a BatchArgs) -> Result<Self, Error> {
        let options = args.cleaning.options()?;
        let options = options.with_source(args.from.source()).with_comments(args.comments);
        Ok(JobWorker {
            loader: DocumentLoader::new(args),
            cleaner: Cleaner::new(options),
            drops_repeats: args.dedupe_lines,
            filters: DocumentFilters::new(args),
            encoder: DocumentEncoder::new(args)?,
        })
    }

    /// Processes a job. Errors and panics become a failure with the file and position.
    pub(super) fn process(&self, job: BatchJob<'_>) -> JobResult {
        let (input, weight, place) = (job.input.index, job.weight(), job.place());
        let mut result = match catch_panic(|| self.try_process(job)) {
            Ok(Ok(result)) => result,
            Ok(Err(reason)) | Err(reason) => {
                JobResult { failure: Some(Failure { place, reason }), ..JobResult::default() }
            }
        };
        result.input = input;
        result.weight = weight;
        result
    }

    /// Processes a job, or returns why it failed.
    fn try_process(&self, job: BatchJob<'_>) -> Result<JobResult, String> {
        let document = match self.loader.load(job)? {
            JobContent::Document(document) => document,
            JobContent::ForeignMedia(media) => {
                return Ok(JobResult { foreign_media: Some(media), ..JobResult::default() });
            }
        };
        let mut page = self.clean(&document);
        let repeats = if self.drops_repeats { page.drop_repeats() } else { 0 };
        let cleaned = CleanedDocument::new(document, page, repeats);
        let mut result = measure(&cleaned);
        if let Some(reason) = self.filters.reject_reason(&cleaned) {
            result.rejected = Some((reason, self.encoder.encode_rejected(cleaned, reason)));
        } else {
            let record = self.encoder.encode(cleaned).map_err(|error| error.to_string())?;
            result.record = Some(record);
        }
        Ok(result)
    }

    /// Cleans a document.
    fn clean(&self, document: &SourceDocument) -> Page {
        match &document.encoding {
            DocumentEncoding::Detected => self.cleaner.clean(&document.bytes),
            DocumentEncoding::Unicode { is_html } => {
                let text = document.unicode_text().unwrap_or_default();
                clean_unicode(&self.cleaner, text, *is_html)
            }
            DocumentEncoding::Declared(source, charset) => {
                self.cleaner.clean_as(&document.bytes, *source, charset.as_deref())
            }
        }
    }
}

/// Returns the sizes and the language of a document for the summary.
fn measure(cleaned: &CleanedDocument) -> JobResult {
    let mut result = JobResult {
        document_bytes: cleaned.source.bytes.len(),
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
