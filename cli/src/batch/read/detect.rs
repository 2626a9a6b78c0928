//! Detects the format of an input file by its content and its name.

use std::io;

use dechrome::binary_media_type;
use serde::de::IgnoredAny;

use crate::args::{BatchArgs, InputFormatArg};
use crate::batch::inputs::input_file::{InputFile, InputFormat, InputOrigin};
use crate::batch::job_result::PassedOver;
use crate::batch::read::json_values::is_whole_value;
use crate::batch::read::{arrow, parquet};
use crate::container::{self, FileContainer, TABLE_EXTENSIONS, WARC_MAGIC, not_text};
use crate::input::{InputReader, SNIFFED_BYTES, is_html_page, without_bom};

/// White space that is skipped while searching the first visible byte of a file.
const MAX_LEADING_BLANKS: usize = 1 << 20;

/// Bytes in which the end of the first line is searched.
const FIRST_LINE_BYTES: usize = 64 << 10;

/// The start of an ARC file, the format before WARC.
const ARC_MAGIC: &[u8] = b"filedesc://";

/// Byte order marks of UTF-16, little and big endian.
const UTF_16_BOMS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// The content of an input file.
#[derive(Debug, PartialEq)]
pub(super) enum DetectedContent {
    /// Documents in this format.
    Format(InputFormat),
    /// No document.
    PassedOver(PassedOver),
    /// A format that is not read; the message says what to do.
    Refused(String),
}

/// Detects the content of a file.
///
/// The arguments outrank the first bytes, and these outrank the name.
pub(super) fn detect_content(
    input: &InputFile,
    args: &BatchArgs,
    reader: &mut InputReader,
) -> io::Result<DetectedContent> {
    let format = match args.from {
        InputFormatArg::Jsonl if is_utf16(reader)? => return Ok(refused_utf16()),
        InputFormatArg::Jsonl => lines_or_array(reader)?,
        InputFormatArg::Warc | InputFormatArg::Wet => InputFormat::Warc,
        InputFormatArg::Parquet => InputFormat::Parquet,
        InputFormatArg::Arrow => InputFormat::Arrow,
        InputFormatArg::Auto | InputFormatArg::Html | InputFormatArg::Text => {
            return detect_by_content(input, args, reader);
        }
    };
    // Folders also contain files in other formats.
    let is_wanted = input.origin != InputOrigin::Folder
        || input.named.is_some_and(|named| args.from.accepts(named));
    Ok(if is_wanted { DetectedContent::Format(format) } else { passed_over(input) })
}

/// Detects the content of a file whose format the arguments do not say.
fn detect_by_content(
    input: &InputFile,
    args: &BatchArgs,
    reader: &mut InputReader,
) -> io::Result<DetectedContent> {
    let is_auto = args.from == InputFormatArg::Auto;
    if input.origin == InputOrigin::Folder
        && let Some(named) = input.named
        && !args.from.accepts(named)
    {
        return Ok(passed_over(input));
    }
    if input.is_unfinished_output() && input.origin != InputOrigin::Named {
        return Ok(passed_over(input));
    }
    // Longer magic bytes would make the reader wait for more of a slow pipe.
    let head = reader.peek(WARC_MAGIC.len())?;
    if head.starts_with(WARC_MAGIC) {
        return Ok(DetectedContent::Format(InputFormat::Warc));
    }
    if head.starts_with(parquet::MAGIC) {
        return Ok(DetectedContent::Format(InputFormat::Parquet));
    }
    if is_arrow(reader)? {
        return Ok(DetectedContent::Format(InputFormat::Arrow));
    }
    match input.named_format() {
        None | Some(InputFormat::Document) => {}
        Some(InputFormat::Jsonl) if is_utf16(reader)? => return Ok(refused_utf16()),
        Some(InputFormat::Jsonl) => {
            return Ok(DetectedContent::Format(lines_or_array(reader)?));
        }
        Some(format) if !is_arc(reader)? => return Ok(DetectedContent::Format(format)),
        Some(_) => {}
    }
    if is_auto && input.named.is_none() && starts_with_record(reader)? {
        return detect_records(input, args, reader);
    }
    detect_document(input, args, reader)
}

/// Detects the content of a file without a known extension that starts like a JSON record.
fn detect_records(
    input: &InputFile,
    args: &BatchArgs,
    reader: &mut InputReader,
) -> io::Result<DetectedContent> {
    // Waiting for more after a whole record would delay a slow pipe.
    if !is_whole_value(first_visible(reader)?) {
        reader.peek(SNIFFED_BYTES)?;
    }
    if container::is_json_feed(reader.peek(1)?) {
        return Ok(DetectedContent::Format(InputFormat::Feed));
    }
    if input.origin == InputOrigin::Folder {
        // Folders also contain settings and the like in JSON.
        let head = reader.peek(SNIFFED_BYTES)?;
        let has_field = [&args.html_field, &args.text_field].iter().any(|field| {
            let name = format!("\"{}\"", field.rsplit('.').next().unwrap_or(field));
            head.windows(name.len()).any(|window| window == name.as_bytes())
        });
        if !has_field {
            return Ok(passed_over(input));
        }
    }
    Ok(DetectedContent::Format(json_format(reader)?))
}

/// Detects whether a file is one document.
fn detect_document(
    input: &InputFile,
    args: &BatchArgs,
    reader: &mut InputReader,
) -> io::Result<DetectedContent> {
    if is_arc(reader)? {
        return Ok(DetectedContent::Refused(
            "ARC files are not read; `warcio recompress` converts them to WARC".into(),
        ));
    }
    let head = reader.peek(SNIFFED_BYTES)?;
    let has_wide_charset = args.cleaning.charset().is_some_and(|label| label.contains("16"));
    if let Some(media_type) = binary_media_type(head)
        && !has_wide_charset
    {
        return Ok(match input.origin {
            InputOrigin::Named => DetectedContent::Refused(not_text(media_type)),
            _ => DetectedContent::PassedOver(PassedOver::NotText(media_type.to_owned())),
        });
    }
    let is_auto = args.from == InputFormatArg::Auto;
    let extension = input.extension();
    let is_table = TABLE_EXTENSIONS.contains(&extension.trim_start_matches('.'));
    if is_auto && is_table && !is_html_page(head) {
        return Ok(match input.origin {
            InputOrigin::Folder => passed_over(input),
            _ => DetectedContent::Refused(
                "tables in text are not read; convert them to Parquet or JSONL, for example with \
                 DuckDB, or read them as one text with --from text"
                    .into(),
            ),
        });
    }
    if is_auto && is_json_value(input, head) && input.origin != InputOrigin::Folder {
        return Ok(DetectedContent::Format(InputFormat::Json));
    }
    if is_auto && let Some(container) = container::detect(head, "") {
        return Ok(detect_container(input, container));
    }
    if input.origin == InputOrigin::Folder && input.named.is_none() {
        let is_wanted = args.from != InputFormatArg::Text && is_html_page(head);
        return Ok(if is_wanted {
            DetectedContent::Format(InputFormat::Document)
        } else {
            passed_over(input)
        });
    }
    Ok(DetectedContent::Format(InputFormat::Document))
}

/// Returns true for a file that is JSON and does not start like a record: an array of other values,
/// or, in a file named `.json`, another value.
fn is_json_value(input: &InputFile, head: &[u8]) -> bool {
    let visible = without_bom(head).trim_ascii_start();
    let is_named = input.extension() == ".json";
    input.named.is_none()
        && (is_named || visible.starts_with(b"["))
        && serde_json::from_slice::<IgnoredAny>(visible).is_ok()
}

/// Returns what a container holds. Records of JSON are detected before.
fn detect_container(input: &InputFile, container: FileContainer) -> DetectedContent {
    match container {
        FileContainer::Mail => DetectedContent::Format(InputFormat::Mail),
        FileContainer::Feed => DetectedContent::Format(InputFormat::Feed),
        FileContainer::Json | FileContainer::Table | FileContainer::Warc => {
            DetectedContent::Format(InputFormat::Document)
        }
        FileContainer::Sitemap | FileContainer::Svg => match (input.origin, container.refusal()) {
            (InputOrigin::Named, Some(reason)) => DetectedContent::Refused(reason.to_owned()),
            _ => passed_over(input),
        },
    }
}

/// Returns the content of a file that is counted by its extension.
fn passed_over(input: &InputFile) -> DetectedContent {
    let extension = input.extension();
    let name = if extension.is_empty() { "no extension".to_owned() } else { extension };
    DetectedContent::PassedOver(PassedOver::NotText(name))
}

/// Returns true for an Arrow file or stream. A stream starts with bytes that no text contains.
fn is_arrow(reader: &mut InputReader) -> io::Result<bool> {
    let head = reader.peek(arrow::STREAM_MAGIC.len())?;
    if head.starts_with(arrow::STREAM_MAGIC) {
        return Ok(true);
    }
    // Most files differ in the bytes that are there already.
    let start = head.len().min(arrow::FILE_MAGIC.len());
    Ok(head.starts_with(&arrow::FILE_MAGIC[..start])
        && reader.peek(arrow::FILE_MAGIC.len())?.starts_with(arrow::FILE_MAGIC))
}

/// Returns true for an ARC file.
fn is_arc(reader: &mut InputReader) -> io::Result<bool> {
    Ok(reader.peek(ARC_MAGIC.len())?.starts_with(ARC_MAGIC))
}

/// Returns true if a file starts with the byte order mark of UTF-16.
fn is_utf16(reader: &mut InputReader) -> io::Result<bool> {
    let head = reader.peek(UTF_16_BOMS[0].len())?;
    Ok(UTF_16_BOMS.iter().any(|bom| head.starts_with(bom)))
}

/// Returns the content of a file with JSON records in UTF-16. Its lines cannot be read.
fn refused_utf16() -> DetectedContent {
    DetectedContent::Refused(
        "JSON in UTF-16 is not read; `iconv -f UTF-16 -t UTF-8` converts it".into(),
    )
}

/// Returns the format of records that the name or the user calls JSONL.
fn lines_or_array(reader: &mut InputReader) -> io::Result<InputFormat> {
    // Other arrays are an error of one line, but an array of records is a file of its own.
    let Some(rest) = first_visible(reader)?.strip_prefix(b"[") else {
        return Ok(InputFormat::Jsonl);
    };
    let is_array = rest.trim_ascii_start().first().is_none_or(|byte| matches!(byte, b'{' | b']'));
    Ok(if is_array { InputFormat::Json } else { InputFormat::Jsonl })
}

/// Returns the format of JSON records: JSONL, or values that do not end at the ends of lines.
fn json_format(reader: &mut InputReader) -> io::Result<InputFormat> {
    if first_visible(reader)?.starts_with(b"[") {
        return lines_or_array(reader);
    }
    let visible = first_visible(reader)?;
    let visible_bytes = visible.len();
    let line_end = visible.iter().position(|&byte| byte == b'\n');
    // A whole line is JSONL, and so is a long one.
    let Some(line_end) = line_end else {
        return if visible_bytes >= FIRST_LINE_BYTES || is_whole_value(visible) {
            Ok(InputFormat::Jsonl)
        } else {
            json_format_of_more(reader)
        };
    };
    Ok(lines_format(visible, line_end))
}

/// Returns the format of JSON records whose first line has not been read to its end.
fn json_format_of_more(reader: &mut InputReader) -> io::Result<InputFormat> {
    reader.peek(FIRST_LINE_BYTES)?;
    let visible = first_visible(reader)?;
    let line_end = visible.iter().position(|&byte| byte == b'\n');
    Ok(line_end.map_or(InputFormat::Jsonl, |line_end| lines_format(visible, line_end)))
}

/// Returns the format of JSON records whose first line ends at `line_end`.
fn lines_format(text: &[u8], line_end: usize) -> InputFormat {
    let next_line = text[line_end..].trim_ascii_start();
    // A broken first line before a record is an error of JSONL.
    let continues = !next_line.is_empty() && !next_line.starts_with(b"{");
    if text.starts_with(b"{") && !is_whole_value(&text[..line_end]) && continues {
        InputFormat::Json
    } else {
        InputFormat::Jsonl
    }
}

/// Returns true if the file starts with a JSON object, or with an array of objects.
fn starts_with_record(reader: &mut InputReader) -> io::Result<bool> {
    let mut visible = first_visible(reader)?;
    if visible.starts_with(b"[") {
        visible = visible[1..].trim_ascii_start();
    }
    Ok(visible.starts_with(b"{"))
}

/// Returns the bytes from the first one that is neither white space nor a byte order mark.
///
/// A file with more than [`MAX_LEADING_BLANKS`] bytes of white space before it does not count.
fn first_visible(reader: &mut InputReader) -> io::Result<&[u8]> {
    // Most files need only the bytes that are in memory already.
    let mut wanted = 1;
    if without_bom(reader.peek(wanted)?).trim_ascii_start().is_empty() {
        wanted = MAX_LEADING_BLANKS;
    }
    Ok(without_bom(reader.peek(wanted)?).trim_ascii_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::LookaheadReader;

    #[test]
    fn records_are_detected_by_their_first_visible_byte() {
        let blank = " ".repeat(200_000) + "{";
        for (text, is_record) in [
            ("\u{feff} {", true),
            ("\n\n{\"a\"", true),
            ("[\n {", true),
            ("", false),
            ("<p>{", false),
            ("[a]", false),
            (&blank, true),
            ("  ", false),
        ] {
            let bytes = text.to_owned().into_bytes();
            let mut reader: InputReader = LookaheadReader::new(Box::new(io::Cursor::new(bytes)));
            assert_eq!(starts_with_record(&mut reader).expect("reads"), is_record);
            assert_eq!(io::read_to_string(reader).expect("reads"), text);
        }
    }

    #[test]
    fn lines_are_distinguished_from_longer_values() {
        for (text, format) in [
            ("{\"a\":1}\n{\"a\":2}\n", InputFormat::Jsonl),
            ("{\"a\":1}", InputFormat::Jsonl),
            ("{\"a\":\n{\"a\":2}\n", InputFormat::Jsonl),
            ("{\n  \"a\": 1\n}\n", InputFormat::Json),
            ("{ \"a\":\n 1 }", InputFormat::Json),
            ("[{\"a\":1},\n{}]", InputFormat::Json),
            ("[]", InputFormat::Json),
            ("[1]\n{\"a\":1}", InputFormat::Jsonl),
        ] {
            let bytes = text.to_owned().into_bytes();
            let mut reader: InputReader = LookaheadReader::new(Box::new(io::Cursor::new(bytes)));
            assert_eq!(json_format(&mut reader).expect("reads"), format, "{text}");
        }
    }
}
