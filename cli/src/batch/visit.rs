//! Reads and cleans the documents of a batch for other subcommands, without an output.

use dechrome::{Cleaner, Page};
use serde_json::Value;

use crate::args::BatchArgs;
use crate::batch::clean::clean_document;
use crate::batch::document::{JobContent, SourceDocument};
use crate::batch::inputs::InputList;
use crate::batch::job_result::Failure;
use crate::batch::load::DocumentLoader;
use crate::batch::memory_budget::MemoryBudget;
use crate::batch::read;
use crate::batch::read::job::BatchJob;
use crate::batch::report::failure_messages::FailureMessages;
use crate::catch_panic::catch_panic;
use crate::error::Error;
use crate::input::InputWatch;
use crate::ordered_pool::{run_in_order, thread_count};

/// A document of a batch after cleaning.
pub(crate) struct VisitedDocument<'d> {
    pub(crate) id: &'d str,
    /// URL of the record.
    pub(crate) url: Option<&'d str>,
    /// Title of the record.
    pub(crate) title: Option<&'d str>,
    pub(crate) page: Page,
}

/// Counts of a visit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct VisitCounts {
    /// Documents read, whether they were cleaned or not.
    pub(crate) documents: usize,
    /// Files and records that could not be read or cleaned. Each was reported.
    pub(crate) failed: usize,
}

/// Cleans the documents of a batch whose id `is_wanted` accepts.
///
/// `work` runs in several threads. `sink` gets its results in the order of the inputs.
pub(crate) fn visit_documents<R: Send>(
    args: &BatchArgs,
    is_wanted: impl Fn(&str) -> bool + Sync,
    work: impl Fn(VisitedDocument<'_>) -> R + Sync,
    mut sink: impl FnMut(R),
) -> Result<VisitCounts, Error> {
    let options = args.cleaning.options()?.with_source(args.from.source());
    let cleaner = Cleaner::new(options);
    let loader = DocumentLoader::new(args);
    let inputs = InputList::new(args)?;
    let mut counts = VisitCounts::default();
    let mut failures = FailureMessages::default();
    for failure in &inputs.unlisted {
        counts.failed += 1;
        failures.add(failure);
    }
    let budget = MemoryBudget::default();
    let watch = InputWatch::default();
    let jobs = inputs
        .files
        .iter()
        .flat_map(|input| read::jobs(input, args, &watch))
        .inspect(|job| budget.reserve(job.weight()));
    let visit = |job: BatchJob<'_>| {
        let (weight, failure) = (job.weight(), job.failure());
        let visited = catch_panic(|| match loader.load(job)? {
            JobContent::Document(document) if is_wanted(&document.id) => {
                Ok(Some(Some(work(clean_visited(&cleaner, &document)))))
            }
            JobContent::Document(_) => Ok(Some(None)),
            JobContent::PassedOver(_) => Ok(None),
        });
        let visited = match visited {
            Ok(Ok(visited)) => Ok(visited),
            Ok(Err(reason)) | Err(reason) => Err(Failure { reason, ..failure }),
        };
        (weight, visited)
    };
    run_in_order(thread_count(args.threads), jobs, visit, |(weight, visited)| {
        budget.release(weight);
        match visited {
            Ok(Some(result)) => {
                counts.documents += 1;
                if let Some(result) = result {
                    sink(result);
                }
            }
            Ok(None) => {}
            Err(failure) => {
                counts.failed += 1;
                failures.add(&failure);
            }
        }
        Ok::<(), Error>(())
    })?;
    failures.finish();
    Ok(counts)
}

/// Cleans a document, and takes the fields of its record that describe it.
fn clean_visited<'d>(cleaner: &Cleaner, document: &'d SourceDocument) -> VisitedDocument<'d> {
    VisitedDocument {
        id: &document.id,
        url: document.fields.get("url").and_then(Value::as_str),
        title: document.fields.get("title").and_then(Value::as_str),
        page: clean_document(cleaner, document),
    }
}
