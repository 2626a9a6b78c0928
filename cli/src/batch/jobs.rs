//! The jobs of a batch, and how one is done.

use std::io::{self, BufRead, Read};

use dechrome::{Cleaner, Page};

use crate::args::BatchArgs;
use crate::batch::inputs::{Form, Input};
use crate::batch::record::Record;
use crate::batch::row::{Row, Source};
use crate::cleaning::clean_unicode;
use crate::error::Error;
use crate::guard::guarded;
use crate::input;

/// One document to clean, or the news that it cannot be read.
pub(super) enum Job<'i> {
    /// A file that the worker reads.
    File(&'i Input),
    /// A document that has been read already.
    Bytes(&'i Input, Vec<u8>),
    /// A line of a JSONL file, with its number.
    Record(&'i Input, usize, Vec<u8>),
    /// A file, or the rest of it from a line on, could not be read.
    Unreadable(&'i Input, Option<usize>, io::Error),
}

/// What became of a job.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The row to write, with its line end.
    pub(super) row: Option<String>,
    /// The row with the reason why it is left out, with its line end.
    pub(super) rejected: Option<String>,
    /// Why there is no row.
    pub(super) failure: Option<String>,
    /// Bytes of the document.
    pub(super) bytes: usize,
    /// Bytes of its text.
    pub(super) text: usize,
    /// Bytes of its text that were kept.
    pub(super) kept: usize,
}

/// The jobs that a file makes.
pub(super) fn of(input: &Input) -> Box<dyn Iterator<Item = Job<'_>> + Send + '_> {
    if input.form == Form::Document && input.path.as_os_str() != "-" {
        return Box::new(std::iter::once(Job::File(input)));
    }
    match input::open(&input.path).and_then(|reader| jobs_in(input, reader)) {
        Ok(jobs) => jobs,
        Err(error) => Box::new(std::iter::once(Job::Unreadable(input, None, error))),
    }
}

/// The jobs in an open file.
fn jobs_in<'i>(
    input: &'i Input,
    mut reader: Box<dyn BufRead + Send>,
) -> io::Result<Box<dyn Iterator<Item = Job<'i>> + Send + 'i>> {
    let mut start = Vec::new();
    let is_records = match input.form {
        Form::Records => true,
        Form::Document => false,
        Form::Unknown => starts_like_a_record(&mut reader, &mut start)?,
    };
    let mut whole = io::Cursor::new(start).chain(reader);
    if is_records {
        return Ok(Box::new(Records { input, reader: whole, number: 0, ended: false }));
    }
    let mut bytes = Vec::new();
    whole.read_to_end(&mut bytes)?;
    Ok(Box::new(std::iter::once(Job::Bytes(input, bytes))))
}

/// Whether the first visible byte opens a JSON object. What was read to see that is put in `start`.
fn starts_like_a_record(reader: &mut impl BufRead, start: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let read = reader.take(1024).read_to_end(start)?;
        let visible = without_mark(start).iter().find(|byte| !byte.is_ascii_whitespace());
        if visible.is_some() || read == 0 {
            return Ok(visible == Some(&b'{'));
        }
    }
}

/// The bytes behind a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The lines of a JSONL file that are not blank. One that cannot be read is the last.
struct Records<'i, R> {
    /// The file.
    input: &'i Input,
    /// What is left of it.
    reader: R,
    /// The number of the line read last.
    number: usize,
    /// Whether there is no more.
    ended: bool,
}

impl<'i, R: BufRead> Iterator for Records<'i, R> {
    type Item = Job<'i>;

    fn next(&mut self) -> Option<Job<'i>> {
        while !self.ended {
            let mut line = Vec::new();
            self.number += 1;
            match self.reader.read_until(b'\n', &mut line) {
                Ok(0) => self.ended = true,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Job::Record(self.input, self.number, line)),
                Err(error) => {
                    self.ended = true;
                    return Some(Job::Unreadable(self.input, Some(self.number), error));
                }
            }
        }
        None
    }
}

/// Cleans documents, from any thread.
pub(super) struct Worker {
    /// What cleans.
    cleaner: Cleaner,
    /// Whether rows have the verdict on every block.
    lines: bool,
    /// Confidence below which documents are left out.
    min_confidence: Option<f32>,
}

impl Worker {
    /// A worker for these arguments.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let cleaner = Cleaner::new(args.cleaning.options()?.with_source(args.from.source()));
        Ok(Worker { cleaner, lines: args.lines, min_confidence: args.min_confidence })
    }

    /// Does a job. Whatever goes wrong is told in the result, with the file and line where it did.
    pub(super) fn work(&self, job: Job<'_>) -> Done {
        let (input, number) = match &job {
            Job::File(input) | Job::Bytes(input, _) => (*input, None),
            Job::Record(input, number, _) => (*input, Some(*number)),
            Job::Unreadable(input, number, _) => (*input, *number),
        };
        let done = match job {
            Job::File(input) => input::read(&input.path)
                .map_err(|error| error.to_string())
                .and_then(|bytes| self.document(input, &bytes)),
            Job::Bytes(input, bytes) => self.document(input, &bytes),
            Job::Record(input, number, line) => self.record(input, number, &line),
            Job::Unreadable(_, _, error) => Err(error.to_string()),
        };
        done.unwrap_or_else(|reason| {
            let line = number.map(|number| format!(", line {number}")).unwrap_or_default();
            let failure = Some(format!("{}{line}: {reason}", input::name(&input.path)));
            Done { failure, ..Done::default() }
        })
    }

    /// Cleans a file's document.
    fn document(&self, input: &Input, bytes: &[u8]) -> Result<Done, String> {
        let page = guarded(|| self.cleaner.clean(bytes))?;
        self.row(input.id.clone(), &page, Source::default(), bytes.len())
    }

    /// Cleans a record's document.
    fn record(&self, input: &Input, number: usize, line: &[u8]) -> Result<Done, String> {
        let record = Record::parse(without_mark(line))?;
        let id = record.id.unwrap_or_else(|| format!("{}#{number}", input.id));
        let page = guarded(|| clean_unicode(&self.cleaner, &record.text, record.is_html))?;
        let source = Source { fields: record.fields, text: Some(&record.text) };
        self.row(id, &page, source, line.len())
    }

    /// Makes a page's row.
    fn row(&self, id: String, page: &Page, source: Source<'_>, bytes: usize) -> Result<Done, String> {
        let is_poor = self.min_confidence.is_some_and(|least| page.confidence() < least);
        guarded(|| Row::new(id, page, source, self.lines).done(bytes, is_poor.then_some("confidence")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_by_their_first_visible_byte() {
        for (bytes, is_record) in [("\u{feff} {", true), ("\n\n{\"a\"", true), ("", false), ("<p>{", false)] {
            let (mut reader, mut start) = (bytes.as_bytes(), Vec::new());
            assert_eq!(starts_like_a_record(&mut reader, &mut start).expect("reads"), is_record, "{bytes}");
            assert_eq!([&start, reader].concat(), bytes.as_bytes());
        }
        let blank = " ".repeat(5000) + "{";
        assert!(starts_like_a_record(&mut blank.as_bytes(), &mut Vec::new()).expect("reads"));
    }
}
