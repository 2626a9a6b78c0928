//! The filter: reads documents and writes their kept text, or rows that describe their blocks.

use std::fmt;
use std::path::Path;

use clap::CommandFactory;
use dechrome::{Block, Cleaner, Page, is_absolute_url};
use same_file::Handle;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::args::{Cli, FilterArgs, FilterOutputArg, similar_subcommand};
use crate::clean_input::{FileDocument, clean_file};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::{self, StdoutWriter, print_message};
use crate::page_fields::{front_matter, rounded_score};
use crate::unmatched_rules::UnmatchedRules;

/// Runs the filter.
pub(crate) fn run(args: &FilterArgs) -> Result<ExitCode, Error> {
    // Without arguments the command would wait for the keyboard, so it prints its help instead.
    if args.documents.reads_terminal() {
        output::print_to_stderr(Cli::command().render_help());
        return Ok(ExitCode::Failure);
    }
    let paths = args.documents.paths();
    check_not_subcommand(&paths[0])?;
    if args.url.is_some() && paths.len() > 1 {
        return Err(Error::Usage(
            "--url is the address of one document, and there are several".into(),
        ));
    }
    if let Some(url) = args.url.as_deref().filter(|url| !is_absolute_url(url)) {
        return Err(Error::Usage(format!("--url: `{url}` is not an absolute URL")));
    }
    if let Some(output) = &args.output
        && let Some(path) = paths.iter().find(|path| is_same_file(path, output))
    {
        let name = input::display_name(path);
        return Err(Error::Usage(format!("--output: {name} is an input, and would be lost")));
    }
    if let Some(option) = args.useless_option() {
        print_message(format_args!("{option} has an effect on Markdown and HTML only"));
    }
    let mut filter = FilterRun::new(args, paths.len() > 1)?;
    for path in paths.iter() {
        filter.clean(path)?;
    }
    filter.out.flush()?;
    filter.unmatched_rules.print();
    Ok(filter.exit_code())
}

/// Fails if the first argument is not a file, but a misspelled subcommand.
fn check_not_subcommand(path: &Path) -> Result<(), Error> {
    let name = path.to_string_lossy();
    let is_word = name.chars().all(|letter| letter.is_ascii_alphabetic());
    if !is_word || path.exists() {
        return Ok(());
    }
    similar_subcommand(&name).map_or(Ok(()), |similar| {
        Err(Error::Usage(format!("{name}: no such file; the subcommand `{similar}` is similar")))
    })
}

/// Returns true if an input is the file `output`: by its path, a link, or as standard input.
fn is_same_file(input: &Path, output: &Path) -> bool {
    // A device can be both, and opening a pipe would wait for its other end.
    if !output.is_file() {
        return false;
    }
    let output = Handle::from_path(output);
    output.is_ok_and(|output| input::handle(input).is_ok_and(|input| input == output))
}

/// The state of a filter run.
struct FilterRun<'a> {
    args: &'a FilterArgs,
    cleaner: Cleaner,
    out: StdoutWriter,
    unmatched_rules: UnmatchedRules<'a>,
    /// True if there are several documents, so that rows name theirs.
    has_paths: bool,
    /// True if text has been written, so that the next text starts after a blank line.
    has_text: bool,
    /// True if any block was kept.
    has_kept: bool,
    /// True if a document could not be read or cleaned.
    has_failed: bool,
}

/// The first fields of a JSON row, which say which document it describes.
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
    header: &'a RowHeader<'a>,
    start: usize,
    end: usize,
    kind: &'static str,
    keep: bool,
    score: f64,
    why: String,
    text: &'a str,
}

impl<'a> FilterRun<'a> {
    fn new(args: &'a FilterArgs, has_paths: bool) -> Result<Self, Error> {
        if args.comments && args.output_format() != FilterOutputArg::Json {
            return Err(Error::Usage(
                "--comments is for --json: the other outputs hold the article alone".into(),
            ));
        }
        if args.with_filename && args.output_format() == FilterOutputArg::Json {
            return Err(Error::Usage(
                "--with-filename is not for JSON: its objects have the field `path`".into(),
            ));
        }
        let options = args.cleaning.options()?;
        let options = options.with_source(args.documents.source()).with_comments(args.comments);
        Ok(FilterRun {
            args,
            cleaner: Cleaner::new(options),
            out: StdoutWriter::to(args.output.as_deref())?,
            unmatched_rules: UnmatchedRules::new(&args.cleaning),
            has_paths,
            has_text: false,
            has_kept: false,
            has_failed: false,
        })
    }

    /// Cleans the documents of a file. If it cannot be read, the run reports that and continues.
    fn clean(&mut self, path: &Path) -> Result<(), Error> {
        let source = self.args.documents.source();
        match clean_file(&self.cleaner, path, source, self.args.url.as_deref()) {
            Ok(documents) => documents.iter().try_for_each(|document| self.write(path, document)),
            Err(reason) => {
                print_message(format_args!("{}: {reason}", input::display_name(path)));
                self.has_failed = true;
                Ok(())
            }
        }
    }

    /// Writes a document in the format that the arguments ask for.
    fn write(&mut self, path: &Path, document: &FileDocument) -> Result<(), Error> {
        let page = &document.page;
        self.has_kept |= page.blocks().any(|block| block.keep());
        self.unmatched_rules.see(page);
        let name = input::display_name(path);
        let path = if self.has_paths { Some(&*name) } else { None };
        let header = RowHeader { path, url: document.url.as_deref() };
        if self.args.lines {
            for block in page.blocks() {
                self.out.write(&line_row(&header, block))?;
            }
            return Ok(());
        }
        match self.args.output_format() {
            FilterOutputArg::Json => {
                let title = document.title.as_deref();
                write_document(&header, title, page, |text| self.out.write(text))
            }
            FilterOutputArg::Text => self.write_text(&name, page, &page.to_text()),
            FilterOutputArg::Markdown => {
                self.write_text(&name, page, &page.to_markdown(&self.args.rendering()))
            }
            FilterOutputArg::Html => {
                self.write_text(&name, page, &page.to_html(&self.args.rendering()))
            }
        }
    }

    /// Writes the kept text of a page.
    ///
    /// The kept text of one plain text file is written byte for byte. A final newline is added to
    /// pages, between several documents, and on a terminal.
    fn write_text(&mut self, name: &str, page: &Page, text: &str) -> Result<(), Error> {
        if text.is_empty() && !self.args.with_metadata && !self.args.with_filename {
            return Ok(());
        }
        if self.has_text {
            self.out.write("\n")?;
        }
        if self.args.with_filename {
            self.out.write(&format!("==> {name} <==\n"))?;
        }
        if self.args.with_metadata {
            self.out.write(&front_matter(page))?;
        }
        self.out.write(text)?;
        self.has_text = true;
        let needs_newline = page.is_html() || self.has_paths || self.out.is_terminal();
        if needs_newline && !text.is_empty() && !text.ends_with('\n') {
            self.out.write("\n")?;
        }
        Ok(())
    }

    /// Returns the exit code. A failure outranks `--exit-status`.
    fn exit_code(&self) -> ExitCode {
        if self.has_failed {
            ExitCode::Failure
        } else if self.args.exit_status && !self.has_kept {
            ExitCode::NegativeAnswer
        } else {
            ExitCode::Success
        }
    }
}

/// Returns the row of a block.
fn line_row(header: &RowHeader<'_>, block: Block<'_>) -> String {
    let span = block.span();
    json_row(&LineRow {
        header,
        start: span.start,
        end: span.end,
        kind: block.kind().name(),
        keep: block.keep(),
        score: rounded_score(block.score()),
        why: block.why(),
        text: block.text(),
    })
}

/// Returns an object as one line of JSON.
fn json_row(object: &impl Serialize) -> String {
    // Serializing cannot fail: rows have only strings, numbers and booleans, with string keys.
    serde_json::to_string(object).unwrap_or_default() + "\n"
}

/// Writes a page as one line of JSON: the library's object, with the fields of `header` before its
/// own. The object of a large page is never held in memory.
///
/// `title` is the title that the container gives the document. It counts if the page has none.
fn write_document(
    header: &RowHeader<'_>,
    title: Option<&str>,
    page: &Page,
    mut write: impl FnMut(&str) -> Result<(), Error>,
) -> Result<(), Error> {
    let header = json_row(header);
    let fields = header.trim().trim_start_matches('{').trim_end_matches('}');
    let mut row = StreamedRow { fields, write: &mut write, error: None };
    let written = match title.filter(|_| page.title().is_none()) {
        None => page.write_json(&mut row),
        Some(title) => fmt::Write::write_str(&mut row, &titled_json(page, title)),
    };
    if written.is_err() {
        return row.error.map_or(Ok(()), Err);
    }
    write("\n")
}

/// Returns the JSON object of a page with a title that the page does not have.
fn titled_json(page: &Page, title: &str) -> String {
    // The library writes valid JSON.
    let mut object: Map<String, Value> = serde_json::from_str(&page.to_json()).unwrap_or_default();
    object.insert("title".into(), title.into());
    Value::Object(object).to_string()
}

/// Passes on a JSON object piece by piece, with other fields before its own.
struct StreamedRow<'f, F> {
    /// The fields, which are written after the first brace.
    fields: &'f str,
    write: F,
    error: Option<Error>,
}

impl<F: FnMut(&str) -> Result<(), Error>> StreamedRow<'_, F> {
    fn write_piece(&mut self, mut piece: &str) -> Result<(), Error> {
        let fields = std::mem::take(&mut self.fields);
        if !fields.is_empty() {
            piece = piece.trim_start_matches('{');
            (self.write)(&format!("{{{fields},"))?;
        }
        (self.write)(piece)
    }
}

impl<F: FnMut(&str) -> Result<(), Error>> fmt::Write for StreamedRow<'_, F> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.write_piece(piece).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_comes_first() {
        let page = dechrome::clean("It rained.");
        let row = |url| {
            let mut row = String::new();
            let written = write_document(&RowHeader { path: None, url }, None, &page, |text| {
                row.push_str(text);
                Ok(())
            });
            assert!(written.is_ok());
            row
        };
        let json = page.to_json() + "\n";
        assert_eq!(row(None), json);
        let url = "\"url\":\"http://a.example/{\\\"}\",";
        assert_eq!(row(Some("http://a.example/{\"}")), format!("{{{url}{}", &json[1..]));
    }
}
