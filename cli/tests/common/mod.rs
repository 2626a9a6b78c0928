//! Helpers of the command's tests.

#![allow(dead_code, missing_docs, unreachable_pub)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A page with an article and chrome around it.
pub const PAGE: &str = "<html><head><title>Rain</title></head><body><nav><a href=/>Home</a> \
    <a href=/a>About</a></nav><article><h1>Rain</h1><p>It rained for three days, and on the fourth \
    the river left its bed and took the old bridge with it, said the mayor.</p><p>Nobody was hurt, \
    but the road to the mill will stay closed until the spring, when the new bridge is to be built \
    a little higher up.</p></article><footer>All rights reserved</footer></body></html>\n";

/// The text scrape of [`PAGE`], with a share line.
pub const TEXT: &str = "Home\nRain\n\nIt rained for three days, and on the fourth the river left \
    its bed and took the old bridge with it, said the mayor.\n\nNobody was hurt, but the road to \
    the mill will stay closed until the spring, when the new bridge is to be built a little \
    higher up.\n\nShare this on Facebook\nAll rights reserved\n";

/// Creates an empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("removes the folder of an earlier run");
    }
    fs::create_dir_all(&path).expect("makes a folder");
    path
}

/// Writes a file, and creates its parent folders.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("has a parent")).expect("makes folders");
    fs::write(path, bytes).expect("writes a file");
}

/// Returns the files below a folder with their contents, in the order of their paths. The paths
/// have slashes on all systems.
pub fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(at).expect("reads").map(|entry| entry.expect("reads").path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("is below").to_string_lossy();
                files.push((below.replace('\\', "/"), fs::read(&path).expect("reads")));
            }
        }
    }
    files.sort();
    files
}

/// Compresses `bytes` with gzip.
pub fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// Returns a WARC record.
pub fn record(kind: &str, id: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let length = block.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\n{fields}\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// Returns an HTTP response.
pub fn response(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat()
}

/// Returns the WARC record of a page with its HTTP response.
pub fn html(id: &str, page: &[u8]) -> Vec<u8> {
    record(
        "response",
        id,
        "WARC-Target-URI: http://a.example/\r\n",
        &response("Content-Type: text/html\r\n", page),
    )
}

/// Compresses `bytes` with zstd.
pub fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::stream::encode_all(bytes.as_ref(), 3).expect("writes to memory")
}

/// Compresses `bytes` with bzip2.
pub fn bzip2(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// Compresses `bytes` with xz.
pub fn xz(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    liblzma::encode_all(bytes.as_ref(), 1).expect("writes to memory")
}

/// Compresses `bytes` with lz4.
pub fn lz4(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(bytes.as_ref()).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// A column of a Parquet file. Bytes have no string type.
pub enum Column {
    Text(Vec<String>),
    Bytes(Vec<Vec<u8>>),
    /// Bytes in a column of text.
    Invalid(Vec<Vec<u8>>),
}

/// Writes a Parquet file with `group_rows` rows in each row group.
pub fn write_parquet(path: &Path, columns: &[(&str, Column)], group_rows: usize) {
    use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;

    let mut types = Vec::new();
    let mut values: Vec<Vec<ByteArray>> = Vec::new();
    for (name, column) in columns {
        let (logical, column) = match column {
            Column::Text(texts) => {
                (Some(LogicalType::String), texts.iter().map(|text| text.as_str().into()).collect())
            }
            Column::Bytes(bytes) => {
                (None, bytes.iter().map(|bytes| bytes.clone().into()).collect())
            }
            Column::Invalid(bytes) => (
                Some(LogicalType::String),
                bytes.iter().map(|bytes| bytes.clone().into()).collect(),
            ),
        };
        let builder = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(logical);
        types.push(std::sync::Arc::new(builder.build().expect("is a type")));
        values.push(column);
    }
    let schema = Type::group_type_builder("row").with_fields(types).build().expect("is a schema");
    let file = fs::File::create(path).expect("makes a file");
    let mut writer =
        SerializedFileWriter::new(file, schema.into(), Default::default()).expect("starts a file");
    let rows = values.first().map_or(0, Vec::len);
    for start in (0..rows).step_by(group_rows) {
        let end = rows.min(start + group_rows);
        let mut group = writer.next_row_group().expect("starts a group");
        for column in &values {
            let mut chunk = group.next_column().expect("has columns").expect("has a column");
            let chunk_writer = chunk.typed::<ByteArrayType>();
            chunk_writer.write_batch(&column[start..end], None, None).expect("writes values");
            chunk.close().expect("ends a column");
        }
        group.close().expect("ends a group");
    }
    writer.close().expect("ends the file");
}

/// Returns the command with `folder` as its working directory.
pub fn dechrome(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechrome"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs the command.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    dechrome(folder, args).output().expect("runs")
}

/// Runs the command with `stdin` as its standard input.
pub fn run_with(folder: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut command = dechrome(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    let mut pipe = child.stdin.take().expect("has a pipe");
    let bytes = stdin.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&bytes));
    let output = child.wait_with_output().expect("ends");
    // The write fails if the command ends before it has read everything.
    let _ = writer.join().expect("writes");
    output
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("ends by itself")
}

pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// Parses each line of `text` as JSON.
pub fn rows(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Returns the ids of the rows in a file.
pub fn ids(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("reads");
    rows(&text).iter().map(|row| row["id"].as_str().expect("a string").to_owned()).collect()
}
