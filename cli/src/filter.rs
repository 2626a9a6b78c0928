//! The filter: documents in, their kept text or what is known of their blocks out.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use dechrome::{Block, Cleaner, Page};
use serde::Serialize;

use crate::args::{Cli, FilterArgs, FilterOutputArg};
use crate::catch_panic::guarded;
use crate::clean_input::rounded;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::{self, StdoutWriter, tell};
use crate::page_fields::front_matter;

/// Runs the filter.
pub(crate) fn run(args: &FilterArgs) -> Result<ExitCode, Error> {
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() { &stdin[..] } else { &args.paths };
    if args.paths.is_empty() && io::stdin().is_terminal() {
        output::show(Cli::command().render_help());
        return Ok(ExitCode::Failure);
    }
    if args.url.is_some() && paths.len() > 1 {
        return Err(Error::Usage(
            "--url is the address of one document, and there are several".into(),
        ));
    }
    let mut filter = FilterRun::new(args, paths.len() > 1)?;
    for path in paths {
        filter.pass(path)?;
    }
    filter.out.flush()?;
    Ok(filter.exit())
}

/// A run of the filter.
struct FilterRun<'a> {
    /// What was asked for.
    args: &'a FilterArgs,
    /// What cleans.
    cleaner: Cleaner,
    /// Where it goes.
    out: StdoutWriter,
    /// Whether rows must say which document they are of.
    named: bool,
    /// Whether text has been written, and there needs to be a blank line before more.
    wrote: bool,
    /// Whether anything was kept.
    kept: bool,
    /// Whether a document could not be read.
    failed: bool,
}

/// What a row of JSON says of its document, before what it says of the page.
#[derive(Serialize)]
struct RowHeader<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A row of `--lines`.
#[derive(Serialize)]
struct LineRow<'a> {
    #[serde(flatten)]
    head: &'a RowHeader<'a>,
    start: usize,
    end: usize,
    kind: &'static str,
    keep: bool,
    score: f64,
    why: String,
    text: &'a str,
}

impl<'a> FilterRun<'a> {
    /// A filter that has done nothing yet.
    fn new(args: &'a FilterArgs, named: bool) -> Result<Self, Error> {
        if args.comments && args.format() != FilterOutputArg::Json {
            return Err(Error::Usage(
                "--comments is for --json: texts have no place that is not the article's".into(),
            ));
        }
        let options =
            args.cleaning.options()?.with_source(args.from.source()).with_comments(args.comments);
        let cleaner = Cleaner::new(options);
        Ok(FilterRun {
            args,
            cleaner,
            out: StdoutWriter::new(),
            named,
            wrote: false,
            kept: false,
            failed: false,
        })
    }

    /// Cleans one document. One that cannot be read is reported, and the run goes on.
    fn pass(&mut self, path: &Path) -> Result<(), Error> {
        let page = input::read(path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| guarded(|| self.cleaner.clean(&bytes)));
        match page {
            Ok(page) => self.write(path, &page),
            Err(reason) => {
                tell(format_args!("{}: {reason}", input::name(path)));
                self.failed = true;
                Ok(())
            }
        }
    }

    /// Writes a page as the arguments say.
    fn write(&mut self, path: &Path, page: &Page) -> Result<(), Error> {
        self.kept |= page.blocks().any(|block| block.keep());
        let name = self.named.then(|| input::name(path));
        let head = RowHeader { path: name.as_deref(), url: self.args.url.as_deref() };
        if self.args.lines {
            return page.blocks().try_for_each(|block| self.out.write(&line(&head, block)));
        }
        match self.args.format() {
            FilterOutputArg::Json => self.out.write(&with_head(&head, &page.json())),
            FilterOutputArg::Text => self.write_text(page, &page.text()),
            FilterOutputArg::Markdown => {
                self.write_text(page, &page.markdown(&self.args.rendering()))
            }
            FilterOutputArg::Html => self.write_text(page, &page.html(&self.args.rendering())),
        }
    }

    /// Writes the kept text. Plain text is passed on byte for byte, but for what must stand between two documents, and
    /// a line end on a terminal.
    fn write_text(&mut self, page: &Page, text: &str) -> Result<(), Error> {
        if text.is_empty() && !self.args.with_metadata {
            return Ok(());
        }
        if self.wrote {
            self.out.write("\n")?;
        }
        if self.args.with_metadata {
            self.out.write(&front_matter(page))?;
        }
        self.out.write(text)?;
        self.wrote = true;
        let needs_end = page.is_html() || self.named || self.out.is_terminal();
        if needs_end && !text.is_empty() && !text.ends_with('\n') {
            self.out.write("\n")
        } else {
            Ok(())
        }
    }

    /// How the run ended.
    fn exit(&self) -> ExitCode {
        match (self.failed, self.args.exit_status && !self.kept) {
            (true, _) => ExitCode::Failure,
            (_, true) => ExitCode::NothingKept,
            _ => ExitCode::Success,
        }
    }
}

/// A block as a row.
fn line(head: &RowHeader<'_>, block: Block<'_>) -> String {
    let span = block.span();
    row(&LineRow {
        head,
        start: span.start,
        end: span.end,
        kind: block.kind().name(),
        keep: block.keep(),
        score: rounded(block.score()),
        why: block.why(),
        text: block.text(),
    })
}

/// An object as a row.
fn row(object: &impl Serialize) -> String {
    // Strings, numbers and names as keys: there is nothing here that JSON cannot hold.
    serde_json::to_string(object).unwrap_or_default() + "\n"
}

/// The library's JSON object with the fields of `head` before its own, as a row.
fn with_head(head: &RowHeader<'_>, json: &str) -> String {
    let head = row(head);
    let fields =
        head.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    match json.trim().strip_prefix('{') {
        Some(rest) if !fields.is_empty() && rest != "}" => format!("{{{fields},{rest}\n"),
        Some(_) if !fields.is_empty() => head,
        _ => format!("{}\n", json.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_goes_first() {
        let head = RowHeader { path: None, url: Some("http://a.example/{\"}") };
        assert_eq!(
            with_head(&head, "{\"text\":1}\n"),
            "{\"url\":\"http://a.example/{\\\"}\",\"text\":1}\n"
        );
        assert_eq!(with_head(&head, "{}"), "{\"url\":\"http://a.example/{\\\"}\"}\n");
        assert_eq!(
            with_head(&RowHeader { path: None, url: None }, "{\"text\":1}"),
            "{\"text\":1}\n"
        );
    }
}
