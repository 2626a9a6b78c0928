//! Opens the inputs of a batch, tells what they hold, and cuts them into jobs.

mod parquet;
pub(super) mod warc;

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::{Map, Value};

use crate::args::BatchFrom;
use crate::batch::inputs::{Form, Input};
use crate::input::{self, Bytes, too_long};

/// A document to clean, or the news that it cannot be read.
pub(super) struct Job<'i> {
    /// The file that it comes from.
    pub(super) input: &'i Input,
    /// Its number in the file, from 1, if the file holds more than one: that of its line or record.
    pub(super) number: Option<usize>,
    /// What is to be done.
    pub(super) load: Load,
}

/// What a job brings.
pub(super) enum Load {
    /// A file that the worker reads.
    File(Bytes),
    /// A line of a JSONL file.
    Line(Vec<u8>),
    /// A record of a WARC file.
    Warc(warc::Record),
    /// A row of a Parquet file, and about how many bytes it has.
    Row(Map<String, Value>, usize),
    /// Nothing, for this reason.
    Failed(String),
}

impl Job<'_> {
    /// About how many bytes the job holds in memory.
    pub(super) fn weight(&self) -> usize {
        match &self.load {
            Load::File(_) => self.input.size,
            Load::Line(line) => line.len(),
            Load::Warc(record) => record.block.len(),
            Load::Row(_, bytes) => *bytes,
            Load::Failed(reason) => reason.len(),
        }
    }

    /// The file, and the place in it, for messages.
    pub(super) fn place(&self) -> String {
        let name = input::name(&self.input.path);
        match (self.number, self.input.form.get()) {
            (Some(number), Some(Form::Records)) => format!("{name}, line {number}"),
            (Some(number), _) => format!("{name}, record {number}"),
            (None, _) => name.into_owned(),
        }
    }
}

/// The jobs of an input.
pub(super) type Jobs<'i> = Box<dyn Iterator<Item = Job<'i>> + Send + 'i>;

/// The jobs that a file makes. Documents and records of more than `most` bytes are not read.
///
/// `read` counts the bytes that were read.
pub(super) fn jobs<'i>(
    input: &'i Input,
    from: BatchFrom,
    most: usize,
    read: &Arc<AtomicU64>,
) -> Jobs<'i> {
    match input::open_counted(&input.path, Arc::clone(read)) {
        Ok(bytes) => jobs_of(input, from, most, bytes),
        Err(error) => alone(input, Load::Failed(error.to_string())),
    }
}

/// The jobs that an open file makes.
pub(super) fn jobs_of(input: &Input, from: BatchFrom, most: usize, mut bytes: Bytes) -> Jobs<'_> {
    let told = form(input, from, &mut bytes);
    match (told, input.named) {
        (Ok(form), _) => cut(input, form, bytes, most),
        // Behind a corrupt start there may be sound records.
        (Err(error), Some(form))
            if error.kind() == io::ErrorKind::InvalidData && form != Form::Document =>
        {
            Box::new(
                alone(input, Load::Failed(error.to_string())).chain(cut(input, form, bytes, most)),
            )
        }
        (Err(error), _) => alone(input, Load::Failed(error.to_string())),
    }
}

/// The jobs of an open file that holds this.
fn cut(input: &Input, form: Form, bytes: Bytes, most: usize) -> Jobs<'_> {
    match *input.form.get_or_init(|| form) {
        Form::Document => alone(input, Load::File(bytes)),
        Form::Records => Box::new(Lines { input, reader: bytes, number: 0, most, ended: false }),
        Form::Parquet => match parquet::Rows::open(&input.path, bytes) {
            Ok(rows) => Box::new(rows.enumerate().map(move |(index, row)| {
                let load = row.map_or_else(Load::Failed, |row| {
                    let bytes = row.values().filter_map(Value::as_str).map(str::len).sum();
                    if bytes > most { Load::Failed(too_long(most)) } else { Load::Row(row, bytes) }
                });
                Job { input, number: Some(index + 1), load }
            })),
            Err(reason) => alone(input, Load::Failed(reason)),
        },
        Form::Warc => {
            let mut reader = warc::Reader::new(bytes, most);
            Box::new(std::iter::from_fn(move || {
                let (number, item) = reader.next()?;
                let load = match item {
                    warc::Item::Record(record) => Load::Warc(record),
                    warc::Item::Bad(reason) => Load::Failed(reason),
                    warc::Item::Broken(error) => Load::Failed(error.to_string()),
                };
                Some(Job { input, number: Some(number), load })
            }))
        }
    }
}

/// The only job of a file.
fn alone(input: &Input, load: Load) -> Jobs<'_> {
    Box::new(std::iter::once(Job { input, number: None, load }))
}

/// What a file holds: by what the user says, by its first bytes, by its name, in that order.
fn form(input: &Input, from: BatchFrom, bytes: &mut Bytes) -> io::Result<Form> {
    let named = match from {
        BatchFrom::Html | BatchFrom::Text => return Ok(Form::Document),
        BatchFrom::Jsonl => return Ok(Form::Records),
        BatchFrom::Warc | BatchFrom::Wet => return Ok(Form::Warc),
        BatchFrom::Parquet => return Ok(Form::Parquet),
        BatchFrom::Auto => input.named,
    };
    let head = bytes.peek(warc::START.len())?;
    if head.starts_with(warc::START) {
        return Ok(Form::Warc);
    }
    if head.starts_with(parquet::START) {
        return Ok(Form::Parquet);
    }
    match named {
        Some(form) => Ok(form),
        None if starts_like_a_record(bytes)? => Ok(Form::Records),
        None => Ok(Form::Document),
    }
}

/// Whether the first visible byte opens a JSON object. A file that begins with more white space than this is none.
fn starts_like_a_record(bytes: &mut Bytes) -> io::Result<bool> {
    const MOST_BLANK: usize = 1 << 20;
    let head = bytes.peek(1)?;
    let is_visible = |byte: &&u8| !byte.is_ascii_whitespace();
    let mut visible = without_mark(head).iter().find(is_visible);
    if visible.is_none() {
        visible = without_mark(bytes.peek(MOST_BLANK)?).iter().find(is_visible);
    }
    Ok(visible == Some(&b'{'))
}

/// The bytes behind a byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The lines of a JSONL file that are not blank.
struct Lines<'i> {
    input: &'i Input,
    reader: Bytes,
    /// The number of the line read last.
    number: usize,
    /// Bytes of a line beyond which it is not read.
    most: usize,
    ended: bool,
}

impl Lines<'_> {
    /// Reads a line; none at the end.
    fn line(&mut self) -> io::Result<Option<Load>> {
        let mut line = Vec::new();
        let read = self
            .reader
            .by_ref()
            .take((self.most as u64).saturating_add(1))
            .read_until(b'\n', &mut line)?;
        if read > self.most && line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Load::Failed(too_long(self.most))));
        }
        Ok((read > 0).then_some(Load::Line(line)))
    }
}

impl<'i> Iterator for Lines<'i> {
    type Item = Job<'i>;

    fn next(&mut self) -> Option<Job<'i>> {
        while !self.ended {
            self.number += 1;
            let load = match self.line() {
                Ok(Some(Load::Line(line))) if line.trim_ascii().is_empty() => continue,
                Ok(Some(load)) => load,
                Ok(None) => {
                    self.ended = true;
                    continue;
                }
                Err(error) => {
                    // Behind corrupt data stands the rest of some line, and then whole ones.
                    let can_go_on = error.kind() == io::ErrorKind::InvalidData;
                    self.ended = !can_go_on || self.reader.skip_until(b'\n').is_err();
                    Load::Failed(error.to_string())
                }
            };
            return Some(Job { input: self.input, number: Some(self.number), load });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Peek;

    fn bytes(text: &str) -> Bytes {
        Peek::new(Box::new(io::Cursor::new(text.to_owned().into_bytes())))
    }

    #[test]
    fn records_are_told_by_their_first_visible_byte() {
        let blank = " ".repeat(200_000) + "{";
        for (text, is_record) in [
            ("\u{feff} {", true),
            ("\n\n{\"a\"", true),
            ("", false),
            ("<p>{", false),
            (&blank, true),
            ("  ", false),
        ] {
            let mut bytes = bytes(text);
            assert_eq!(starts_like_a_record(&mut bytes).expect("reads"), is_record);
            assert_eq!(io::read_to_string(bytes).expect("reads"), text);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let input = Input::named("x.jsonl");
        let text = format!("short\n\n{}\nlast", "x".repeat(300_000));
        let lines =
            Lines { input: &input, reader: bytes(&text), number: 0, most: 10, ended: false };
        let seen: Vec<_> =
            lines.map(|job| (job.number, matches!(job.load, Load::Line(_)))).collect();
        assert_eq!(seen, [(Some(1), true), (Some(3), false), (Some(4), true)]);
    }
}
