//! `dechrome review`: writes one HTML file that shows documents with the verdicts on their blocks.
//!
//! The modules follow the flow of the data: `conditions` and `sample` choose documents, `document`
//! takes from a page what is shown of it, `against` adds the verdicts of an older run, and
//! `page_file` puts the file together. `page/` has the markup, style and script.

mod against;
mod conditions;
pub(crate) mod document;
pub(crate) mod page_file;
mod sample;

use std::fs;
use std::path::Path;

use crate::args::ReviewArgs;
use crate::batch::visit::{VisitCounts, VisitedDocument, visit_documents};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::{StdoutWriter, counted, print_message};
use crate::review::against::OldRun;
use crate::review::conditions::WhereConditions;
use crate::review::document::ReviewDocument;
use crate::review::page_file::{PageFile, SampleFacts};
use crate::review::sample::{Sample, SampleKey};

/// Runs `dechrome review`.
pub(crate) fn run(args: &ReviewArgs) -> Result<ExitCode, Error> {
    let conditions = WhereConditions::parse(&args.conditions)?;
    let old_run = args.against.as_deref().map(OldRun::read).transpose()?;
    let mut sample = Sample::new(args.sample);
    let mut matching = 0;
    let bound = sample.bound();
    // A document past the bound cannot get into the sample, unless all have to be compared.
    let is_counted_only = conditions.is_empty() && old_run.is_none();
    let is_wanted = |id: &str| {
        if let Some(old_run) = &old_run {
            old_run.count(id);
        }
        !is_counted_only || bound.admits(&SampleKey::new(args.seed, id, false))
    };
    let work = |visited: VisitedDocument<'_>| {
        let document = ReviewDocument::new(&visited);
        if !conditions.hold(&document.summary) {
            return None;
        }
        let is_same = old_run.as_ref().is_some_and(|old| old.is_same(&document));
        Some((SampleKey::new(args.seed, &document.summary.id, is_same), document))
    };
    let counts = visit_documents(&args.batch(), is_wanted, work, |chosen| {
        if let Some((key, document)) = chosen {
            matching += 1;
            sample.add(key, document);
        }
    })?;
    let mut documents = sample.into_documents();
    let only_old = match old_run {
        Some(old_run) => old_run.compare(&mut documents)?,
        None => 0,
    };
    let facts = SampleFacts {
        documents: counts.documents,
        matching: if is_counted_only { counts.documents } else { matching },
        failed: counts.failed,
        seed: args.seed,
        conditions: args.conditions.join(" "),
        against: args.against.as_deref().map(|path| input::display_name(path).into_owned()),
        only_old,
        ..SampleFacts::default()
    };
    let file = PageFile::new(documents, facts);
    write_page(&args.output, &file.html)?;
    if !args.quiet {
        print_summary(args, &file, counts);
    }
    Ok(if counts.failed > 0 { ExitCode::SomeFailed } else { ExitCode::Success })
}

/// Writes the page to a file or to standard output.
fn write_page(path: &Path, html: &str) -> Result<(), Error> {
    if input::is_standard_stream(path) {
        let mut out = StdoutWriter::new();
        out.write(html)?;
        return out.flush();
    }
    fs::write(path, html).map_err(|error| Error::file(path, error))
}

/// Prints how many documents the page shows, and why it does not show the others.
fn print_summary(args: &ReviewArgs, file: &PageFile, counts: VisitCounts) {
    let size = file.html.len() as f64 / 1e6;
    let cut = match file.cut {
        0 => String::new(),
        cut => format!("; {cut} were left out, because a page has at most 20 MB"),
    };
    print_message(format_args!(
        "{}: {} of {}, {size:.1} MB{cut}",
        input::display_name(&args.output),
        file.shown,
        counted(counts.documents, "document")
    ));
}
