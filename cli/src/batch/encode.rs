//! The row that is written for a document, in one of four shapes.

pub(super) mod warc_record;

use std::collections::HashSet;
use std::io;

use dechrome::{Block, Page, RenderOptions};
use serde_json::{Map, Value, json};

use crate::args::{BatchArgs, OffsetUnit, RowContent, RowSchema};
use crate::batch::clean::{JobResult, OutputRecord, SourceDocument};
use crate::batch::filters::DocumentFilters;
use crate::batch::output_format::OutputFormat;
use crate::clean_input::{mark_len, rounded};
use crate::error::Error;
use crate::page_fields;

/// A document with what was made of it.
pub(super) struct CleanedDocument {
    pub(super) document: SourceDocument,
    pub(super) page: Page,
    /// The kept text.
    pub(super) text: String,
}

impl CleanedDocument {
    fn new(document: SourceDocument, page: Page) -> Self {
        let text = page.text();
        CleanedDocument { document, page, text }
    }
}

/// Makes rows, as the arguments say.
pub(super) struct RowEncoder {
    form: OutputFormat,
    schema: RowSchema,
    emit: RowContent,
    offsets: OffsetUnit,
    with_metadata: bool,
    with_comments: bool,
    rendering: RenderOptions,
    filters: DocumentFilters,
}

impl RowEncoder {
    /// For these arguments.
    pub(super) fn new(args: &BatchArgs) -> Result<Self, Error> {
        let form = OutputFormat::of(args)?;
        if !form.has_rows()
            && (args.lines || args.emit != RowContent::Text || args.schema != RowSchema::Datatrove)
        {
            return Err(Error::Usage(
                "--schema, --emit and --lines are for outputs of JSON".into(),
            ));
        }
        if args.comments && (!form.has_rows() || args.emit == RowContent::Attributes) {
            return Err(Error::Usage("--comments is for outputs of JSON that hold text".into()));
        }
        let rendering = args.rendering();
        if !form.is_markdown() && rendering != RenderOptions::new() {
            return Err(Error::Usage("--links and --images are for --to md".into()));
        }
        if matches!(form, OutputFormat::Warc { .. }) && args.with_metadata {
            return Err(Error::Usage("WARC records have no place for --with-metadata".into()));
        }
        let emit = if args.lines { RowContent::Lines } else { args.emit };
        let (schema, offsets, with_metadata) = (args.schema, args.offsets, args.with_metadata);
        let (with_comments, filters) = (args.comments, DocumentFilters::new(args));
        Ok(RowEncoder {
            form,
            schema,
            emit,
            offsets,
            with_metadata,
            with_comments,
            rendering,
            filters,
        })
    }

    /// The finished job.
    pub(super) fn done(&self, document: SourceDocument, mut page: Page) -> io::Result<JobResult> {
        let repeats = if self.filters.dedupe { page.drop_repeats() } else { 0 };
        let mut row = CleanedDocument::new(document, page);
        let mut done = JobResult { bytes: row.document.bytes.len(), ..JobResult::default() };
        for block in row.page.blocks() {
            let bytes = block.span().len();
            done.text += bytes;
            if block.keep() {
                done.kept += bytes;
            } else {
                add(&mut done.dropped, block.kind().name(), bytes);
            }
        }
        done.language = row.page.language().map(|language| language.code);
        let reason = self.filters.reason(&row);
        let confidence = rounded(row.page.confidence());
        let id = row.document.id.clone();
        match reason {
            Some(reason) => {
                let row = self.value(row, repeats);
                let rejected =
                    json!({"id": id, "reason": reason, "confidence": confidence, "row": row});
                done.rejected = Some((reason, OutputRecord::row(&rejected)));
            }
            None => {
                if self.form.is_markdown() {
                    row.text = row.page.markdown(&self.rendering_of(&row.document));
                }
                if self.with_metadata && !self.form.has_rows() {
                    row.text.insert_str(0, &page_fields::front_matter(&row.page));
                }
                done.row = Some(self.form.output(row, |row| self.value(row, repeats))?);
            }
        }
        Ok(done)
    }

    /// What the Markdown of a document is written with: its own address among it.
    fn rendering_of(&self, document: &SourceDocument) -> RenderOptions {
        let url = document.fields.get("url").and_then(Value::as_str);
        url.into_iter().fold(self.rendering.clone(), |options, url| options.with_url(url))
    }

    /// The row as JSON.
    fn value(&self, row: CleanedDocument, repeats: usize) -> Value {
        let CleanedDocument { document, page, text } = row;
        let spans = match self.emit {
            RowContent::Text => None,
            RowContent::Lines | RowContent::Attributes => {
                Some(BlockSpans::new(&document, &page, self.offsets))
            }
        };
        let lines = spans.as_ref().map(|spans| lines(&page, spans));
        let attributes = spans.as_ref().map(|spans| attributes(&page, spans));
        let SourceDocument { id, fields, .. } = document;
        if let (RowContent::Attributes, Some(attributes)) = (self.emit, attributes) {
            return json!({"id": id, "attributes": attributes});
        }
        let is_empty = text.is_empty();
        let mut known = known(&page, fields, self.schema);
        if self.with_metadata {
            known.insert("page".into(), page_fields::object(&page));
        }
        if is_empty {
            known.insert("status".into(), "empty".into());
        }
        if repeats > 0 {
            known.insert("repeats".into(), repeats.into());
        }
        let mut row = shaped(self.schema, id, text, known);
        if let Value::Object(row) = &mut row {
            row.extend(lines.map(|lines| ("lines".into(), lines)));
            // Strings, and names as keys: there is nothing here that JSON cannot hold.
            let comments = self.with_comments.then(|| json!(page.comments()));
            row.extend(comments.map(|comments| ("comments".into(), comments)));
        }
        row
    }
}

/// Adds to the count of a name.
fn add(counts: &mut Vec<(&'static str, usize)>, name: &'static str, count: usize) {
    match counts.iter_mut().find(|(known, _)| *known == name) {
        Some((_, sum)) => *sum += count,
        None => counts.push((name, count)),
    }
}

/// A row in the shape that a program wants.
fn shaped(schema: RowSchema, id: String, text: String, mut known: Map<String, Value>) -> Value {
    match schema {
        RowSchema::Datatrove => json!({"text": text, "id": id, "metadata": known}),
        RowSchema::Dolma => {
            let source = known
                .shift_remove("dataset")
                .filter(Value::is_string)
                .unwrap_or_else(|| "dechrome".into());
            match known.get("date").cloned() {
                Some(date) => {
                    json!({"id": id, "text": text, "source": source, "created": date, "metadata": known})
                }
                None => json!({"id": id, "text": text, "source": source, "metadata": known}),
            }
        }
        RowSchema::Fineweb => {
            let mut row = Map::new();
            row.insert("text".into(), text.into());
            row.insert("id".into(), id.into());
            row.extend(known);
            Value::Object(row)
        }
        RowSchema::Plain => {
            let mut row = Map::new();
            row.insert("id".into(), id.into());
            for name in ["url", "title"] {
                row.extend(known.shift_remove_entry(name));
            }
            row.insert("text".into(), text.into());
            Value::Object(row)
        }
    }
}

/// Where the blocks of a page stand, in bytes or characters of the text it was cleaned from.
struct BlockSpans(Vec<(usize, usize)>);

impl BlockSpans {
    /// Bytes count in the input's text, or for pages in the texts of all blocks, one after the other.
    fn new(document: &SourceDocument, page: &Page, offsets: OffsetUnit) -> Self {
        let text = document.text();
        let before = if page.is_html() { 0 } else { text.map_or(0, |text| mark_len(text, page)) };
        let mut spans: Vec<(usize, usize)> =
            page.blocks().map(|block| (block.span().start, block.span().end)).collect();
        if offsets == OffsetUnit::Chars {
            count_chars(page, &mut spans);
            let mark = usize::from(before > 0);
            spans.iter_mut().for_each(|(start, end)| (*start, *end) = (*start + mark, *end + mark));
        } else {
            spans
                .iter_mut()
                .for_each(|(start, end)| (*start, *end) = (*start + before, *end + before));
        }
        BlockSpans(spans)
    }
}

/// Makes bytes characters. Blocks follow each other, with no more between them than the library left out.
fn count_chars(page: &Page, spans: &mut [(usize, usize)]) {
    let (mut bytes, mut chars) = (0, 0);
    for (block, span) in page.blocks().zip(spans) {
        // What stands between two blocks is white space, which has a byte a character here.
        let start = chars + (span.0 - bytes);
        let text = block.text();
        let end = start + text.chars().count() + ((span.1 - span.0) - text.len());
        (bytes, chars) = (span.1, end);
        *span = (start, end);
    }
}

/// The verdicts on all blocks.
fn lines(page: &Page, spans: &BlockSpans) -> Value {
    let line = |(block, (start, end)): (Block<'_>, &(usize, usize))| json!({"start": start, "end": end, "kind": block.kind().name(), "keep": block.keep(), "score": rounded(block.score())});
    page.blocks().zip(&spans.0).map(line).collect()
}

/// The verdicts as Dolma has them: spans of what is dropped, and spans of each kind with their scores. Without what is dropped
/// a text is the kept text, so blank lines that stay in that are no such spans.
fn attributes(page: &Page, spans: &BlockSpans) -> Value {
    let mut all = Map::new();
    let mut add = |name: String, span: Value| {
        if let Value::Array(spans) = all.entry(name).or_insert_with(|| json!([])) {
            spans.push(span);
        }
    };
    let kept = page.kept_spans();
    for (block, (start, end)) in page.blocks().zip(&spans.0) {
        let after = kept.partition_point(|span| span.end <= block.span().start);
        if kept.get(after).is_none_or(|span| span.start > block.span().start) {
            add("dechrome__drop".into(), json!([start, end, 1.0]));
        }
        add(format!("dechrome__{}", block.kind()), json!([start, end, rounded(block.score())]));
    }
    Value::Object(all)
}

/// What is known of the page, then the other fields of its record. Address and title are the record's own if it has
/// them; anything else of the record that has a name in use here goes by `input_` and that name.
fn known(page: &Page, mut fields: Map<String, Value>, schema: RowSchema) -> Map<String, Value> {
    let own = |fields: &mut Map<String, Value>, name| {
        fields.shift_remove(name).filter(|value| !value.is_null())
    };
    let (url, title) = (own(&mut fields, "url"), own(&mut fields, "title"));
    let language = page.language();
    let score = if schema == RowSchema::Fineweb { "language_score" } else { "language_confidence" };
    let known = [
        ("language", language.map(|language| language.code.into())),
        (score, language.map(|language| rounded(language.confidence).into())),
        ("confidence", Some(rounded(page.confidence()).into())),
        ("degraded", page.degraded().map(|degraded| degraded.name().into())),
        ("encoding", Some(page.encoding().into())),
        ("source", Some(if page.is_html() { "html" } else { "text" }.into())),
        ("url", url),
        ("title", title.or_else(|| page.title().map(Value::from))),
    ];
    // Names that rows of some schema, or of some documents, have besides.
    const TAKEN: [&str; 7] = ["text", "id", "lines", "comments", "page", "status", "repeats"];
    let mut all: Map<String, Value> = known
        .iter()
        .filter_map(|(name, value)| Some((String::from(*name), value.clone()?)))
        .collect();
    let mut seen: HashSet<String> =
        known.iter().map(|(name, _)| *name).chain(TAKEN).map(str::to_owned).collect();
    for (mut name, value) in fields {
        while !seen.insert(name.clone()) {
            name.insert_str(0, "input_");
        }
        all.insert(name, value);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_records_fields_stay_and_never_hide_what_is_measured() {
        let page = dechrome::clean(b"");
        let fields = json!({"a": 1, "source": "cc", "url": "u", "title": null, "encoding": "x", "input_source": 2, "id": 3});
        let Value::Object(fields) = fields else { unreachable!() };
        let all = Value::Object(known(&page, fields, RowSchema::Datatrove));
        assert_eq!(
            (&all["a"], &all["input_source"], &all["url"]),
            (&1.into(), &"cc".into(), &"u".into())
        );
        assert_eq!((&all["input_encoding"], &all["title"]), (&"x".into(), &Value::Null));
        assert_eq!((&all["input_input_source"], &all["input_id"]), (&2.into(), &3.into()));
        assert!(all["source"] != "cc" && all.get("title").is_none());
    }

    #[test]
    fn characters_are_counted_over_the_whole_text() {
        let text = "ไทย\n\nเมนู é\r\n𝒳 x";
        let page = dechrome::Cleaner::default().clean_as(
            text.as_bytes(),
            dechrome::Source::Text,
            Some("utf-8"),
        );
        let document = SourceDocument {
            id: String::new(),
            fields: Map::new(),
            bytes: format!("\u{feff}{text}").into_bytes(),
            form: crate::batch::clean::DocumentEncoding::Unicode { is_html: false },
            changed: std::time::Duration::ZERO,
        };
        let BlockSpans(spans) = BlockSpans::new(&document, &page, OffsetUnit::Chars);
        let chars: Vec<char> = format!("\u{feff}{text}").chars().collect();
        let cut: Vec<String> =
            spans.iter().map(|&(start, end)| chars[start..end].iter().collect()).collect();
        assert_eq!(cut, ["ไทย\n", "\n", "เมนู é\r\n", "𝒳 x"]);
    }
}
