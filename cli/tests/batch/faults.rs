//! Every record of the inputs is counted once, whatever is wrong with it.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::common::{
    Column, PAGE, TEXT, folder, gzip, html, record, run, stderr, write, write_parquet, xz, zstd,
};

/// A record of a generated file.
#[derive(Clone, Copy, Debug)]
enum Record {
    Page,
    /// A page that `--min-chars` leaves out.
    Short,
    Image,
    /// A record that describes others.
    Request,
    TooLong,
    /// A record without its length, or a line that is not JSON.
    Broken,
    /// Bytes between two records, or a line that is not an object.
    Garbage,
    /// A body that ends early.
    Cut,
    /// A compressed member with wrong bytes.
    CorruptMember,
}

const RECORDS: [Record; 9] = [
    Record::Page,
    Record::Short,
    Record::Image,
    Record::Request,
    Record::TooLong,
    Record::Broken,
    Record::Garbage,
    Record::Cut,
    Record::CorruptMember,
];

/// Longest record that is read.
const MAX_RECORD_BYTES: usize = 20_000;

/// Returns a text that is too long to be read.
fn long_text() -> String {
    "It rained. ".repeat(MAX_RECORD_BYTES / 10)
}

/// Returns a WARC file with the records, and their number.
fn warc_file(records: &[Record], is_packed: bool) -> (Vec<u8>, u64) {
    let mut file = Vec::new();
    let mut count = 0;
    for (number, kind) in records.iter().enumerate() {
        let id = number.to_string();
        let plain = match kind {
            Record::Page | Record::CorruptMember => html(&id, PAGE.as_bytes()),
            Record::Short => html(&id, b"<p>Short."),
            Record::Image => html(&id, b"\x89PNG\r\n\x1a\n\0\0\0"),
            Record::Request => record("request", &id, "", b"GET / HTTP/1.1\r\n\r\n"),
            Record::TooLong => html(&id, long_text().as_bytes()),
            Record::Broken => {
                let text = String::from_utf8(html(&id, PAGE.as_bytes())).expect("UTF-8");
                text.replace("Content-Length", "Length").into_bytes()
            }
            Record::Garbage => b"bytes without a record\r\n".to_vec(),
            Record::Cut => {
                let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
                let body = gzip(PAGE);
                record("response", &id, "", &[head.as_bytes(), &body[..body.len() / 2]].concat())
            }
        };
        // After damage the search for the next record skips garbage.
        let follows_damage = number > 0
            && match records[number - 1] {
                Record::Broken | Record::Garbage => true,
                Record::CorruptMember => is_packed,
                _ => false,
            };
        let is_swallowed = matches!(kind, Record::Garbage) && follows_damage;
        count += u64::from(!is_swallowed);
        if !is_packed {
            file.extend(plain);
            continue;
        }
        let mut member = gzip(&plain);
        if matches!(kind, Record::CorruptMember) {
            let middle = member.len() / 2;
            member[middle..middle + 20].fill(0x55);
        }
        file.extend(member);
    }
    (file, count)
}

/// Returns a JSONL file with the records, and their number.
fn jsonl_file(records: &[Record]) -> (Vec<u8>, u64) {
    let mut file = Vec::new();
    for (number, kind) in records.iter().enumerate() {
        let line = match kind {
            Record::Page | Record::CorruptMember => json!({"id": number, "html": PAGE}).to_string(),
            Record::Short => json!({"id": number, "text": "Short."}).to_string(),
            Record::Image => json!({"id": number, "image": "x"}).to_string(),
            Record::Request => "{\"text\": NaN}".to_owned(),
            Record::TooLong => json!({"id": number, "text": long_text()}).to_string(),
            Record::Broken => "{\"id\":".to_owned(),
            Record::Garbage => "[1]".to_owned(),
            Record::Cut => format!("{{\"id\":\"\\ud800\",\"text\":{}}}", json!(TEXT)),
        };
        // Blank lines are not records.
        file.extend(format!("{line}\n\n").into_bytes());
    }
    (file, records.len() as u64)
}

/// Writes a Parquet file with the records. Returns their number.
fn parquet_file(path: &Path, records: &[Record]) -> u64 {
    let (mut ids, mut pages) = (Vec::new(), Vec::new());
    for (number, kind) in records.iter().enumerate() {
        ids.push(number.to_string());
        pages.push(match kind {
            Record::Short => b"<p>Short.".to_vec(),
            Record::Image => b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(),
            Record::TooLong => long_text().into_bytes(),
            _ => PAGE.as_bytes().to_vec(),
        });
    }
    write_parquet(path, &[("id", Column::Text(ids)), ("html", Column::Bytes(pages))], 3);
    if records.iter().any(|kind| matches!(kind, Record::Broken)) {
        // Wrong bytes in the first row group.
        let mut bytes = fs::read(path).expect("reads");
        let end = bytes.len().min(60);
        bytes[4..end].fill(0xa5);
        write(path, bytes);
    }
    records.len() as u64
}

/// Cleans a folder, and compares the counts with the files and with the number of records.
fn check(here: &Path, records: u64) -> Result<(), TestCaseError> {
    let max_bytes = MAX_RECORD_BYTES.to_string();
    let args = ["batch", "in", "-o", "out.jsonl", "--restart", "--min-chars", "20"];
    let files = ["--rejects", "no.jsonl", "--failures", "bad.jsonl", "--report", "report.json"];
    let limit = ["--max-record-bytes", &max_bytes];
    let output = run(here, &[&args[..], &files, &limit].concat());
    let read = |name: &str| fs::read_to_string(here.join(name)).expect("reads");
    let report: Value = serde_json::from_str(&read("report.json")).expect("is JSON");
    let count = |name: &str| report[name].as_u64().expect("a number");
    let left_out: u64 =
        report["left_out"].as_object().expect("counts").values().filter_map(Value::as_u64).sum();
    let context = format!("{report:#}\n{}", stderr(&output));
    prop_assert_eq!(count("records"), records, "{}", context);
    let sum = count("rows") + left_out + count("failed") + count("passed_over");
    prop_assert_eq!(sum, records, "{}", context);
    prop_assert_eq!(read("out.jsonl").lines().count() as u64, count("rows"), "{}", context);
    prop_assert_eq!(read("no.jsonl").lines().count() as u64, left_out, "{}", context);
    let mut lost = 0;
    for line in read("bad.jsonl").lines() {
        let failure: Value = serde_json::from_str(line).expect("is JSON");
        prop_assert!(failure["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
        prop_assert!(failure["file"].as_str().is_some_and(|file| file.starts_with("in/")));
        lost += failure["records"].as_u64().expect("a number");
    }
    prop_assert_eq!(lost, count("failed"), "{}", context);
    let counted = |count: u64, noun| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let line = format!(
        "{}: {}, {left_out} left out, {} failed, {} passed over",
        counted(records, "record"),
        counted(count("rows"), "row"),
        count("failed"),
        count("passed_over")
    );
    prop_assert!(stderr(&output).contains(&line), "{}", context);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource(
            "proptest-regressions",
        ))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_record_is_counted_once(
        kinds in proptest::collection::vec(proptest::sample::select(&RECORDS[..]), 1..12),
    ) {
        let here = folder("faults");
        let (plain, plain_count) = warc_file(&kinds, false);
        let (packed, packed_count) = warc_file(&kinds, true);
        let (lines, line_count) = jsonl_file(&kinds);
        write(&here.join("in/plain.warc"), plain);
        write(&here.join("in/packed.warc.gz"), packed);
        write(&here.join("in/lines.jsonl"), &lines);
        write(&here.join("in/lines.jsonl.zst"), zstd(&lines));
        write(&here.join("in/style.css"), "p {}");
        let rows = parquet_file(&here.join("in/rows.parquet"), &kinds);
        check(&here, plain_count + packed_count + 2 * line_count + rows + 1)?;
    }
}

#[test]
fn a_corrupt_row_group_costs_only_its_own_rows() {
    let here = folder("faults-parquet");
    let ids: Vec<String> = (0..9).map(|number| number.to_string()).collect();
    let pages = (0..9).map(|number| format!("<p>{number} {}", PAGE).into_bytes()).collect();
    let path = here.join("x.parquet");
    write_parquet(&path, &[("id", Column::Text(ids)), ("html", Column::Bytes(pages))], 3);
    let mut bytes = fs::read(&path).expect("reads");
    bytes[4..40].fill(0xa5);
    write(&path, bytes);
    let output = run(&here, &["batch", "x.parquet", "-o", "out.jsonl", "--failures", "bad.jsonl"]);
    assert_eq!(crate::common::code(&output), 3);
    assert_eq!(crate::common::ids(&here.join("out.jsonl")), ["3", "4", "5", "6", "7", "8"]);
    let failures = crate::common::rows(&fs::read_to_string(here.join("bad.jsonl")).expect("reads"));
    assert_eq!(failures.len(), 1);
    assert_eq!((&failures[0]["records"], &failures[0]["record"]), (&json!(3), &json!(1)));
    assert!(stderr(&output).contains("9 records: 6 rows, 0 left out, 3 failed, 0 passed over"));
}

#[test]
fn checksums_of_parquet_pages_are_verified() {
    let here = folder("faults-checksums");
    // pyarrow writes checksums, the crate of the command does not: two rows in two groups.
    let bytes = include_bytes!("../data/checksums.parquet");
    let at = bytes.windows(9).position(|window| window == b"It rained").expect("is plain");
    for (letter, code, expected) in [(b'I', 0, &["a", "b"][..]), (b'J', 3, &["b"])] {
        let mut bytes = bytes.to_vec();
        bytes[at] = letter;
        write(&here.join("x.parquet"), bytes);
        let output = run(&here, &["batch", "x.parquet", "-q", "-o", "out.jsonl"]);
        assert_eq!(crate::common::code(&output), code, "{}", stderr(&output));
        assert_eq!(crate::common::ids(&here.join("out.jsonl")), expected);
    }
}

#[test]
fn padding_before_a_warc_record_does_not_cost_it() {
    let here = folder("faults-padding");
    for junk in [&[0; 512][..], b"junk"] {
        let records = [html("a", PAGE.as_bytes()), junk.to_vec(), html("b", PAGE.as_bytes())];
        write(&here.join("x.warc"), [junk, &records.concat()].concat());
        run(&here, &["batch", "x.warc", "-q", "-o", "out.jsonl"]);
        assert_eq!(crate::common::ids(&here.join("out.jsonl")), ["<a>", "<b>"]);
    }
}

#[test]
fn values_that_are_not_json_cost_the_field_and_not_the_record() {
    let here = folder("faults-json");
    let text = json!(TEXT).to_string();
    let deep = "[".repeat(500) + &"]".repeat(500);
    let lines = [
        format!("{{\"id\":\"a\",\"text\":{text},\"x\":NaN,\"y\":[-Infinity]}}").into_bytes(),
        format!("{{\"id\":\"b\",\"text\":{text},\"x\":\"\\ud800\"}}").into_bytes(),
        [b"{\"id\":\"c\",\"x\":\"\xff\",\"text\":", text.as_bytes(), b"}"].concat(),
        format!("{{\"id\":\"d\",\"text\":{text},\"x\":{deep}}}").into_bytes(),
        format!("{{\"id\":\"e\",\"text\":{text}}}").into_bytes(),
    ];
    write(&here.join("r.jsonl"), lines.join(&b'\n'));
    let output = run(&here, &["batch", "r.jsonl", "-o", "out.jsonl"]);
    assert_eq!(crate::common::code(&output), 0, "{}", stderr(&output));
    assert_eq!(crate::common::ids(&here.join("out.jsonl")), ["a", "b", "c", "d", "e"]);
    assert!(stderr(&output).contains("repaired: 4 records"), "{}", stderr(&output));
    let rows = crate::common::rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"));
    let fields = |row: usize| &rows[row]["metadata"];
    assert_eq!((&fields(0)["x"], &fields(0)["y"]), (&json!(null), &json!([null])));
    assert_eq!((&fields(1)["x"], &fields(2)["x"]), (&json!("\u{fffd}"), &json!("\u{fffd}")));
    assert!(rows.iter().all(|row| row["text"] == rows[4]["text"]));
}

#[test]
fn records_that_repeat_each_other_are_no_decompression_bomb() {
    let here = folder("faults-repeats");
    // A page of 250 kB, which zstd packs into less than 1 kB. 20 of them exceed the limit, one does
    // not.
    let page = "<p>It rained for three days, and nobody was hurt.".repeat(5_000);
    let lines = (json!({"html": page}).to_string() + "\n").repeat(20);
    write(&here.join("r.jsonl.zst"), zstd(&lines));
    let args = ["batch", "r.jsonl.zst", "-o", "out.jsonl"];
    let output = run(&here, &[&args[..], &["--expansion-bytes", "600000"]].concat());
    assert_eq!(crate::common::code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("20 records: 20 rows"), "{}", stderr(&output));
    let output = run(&here, &[&args[..], &["--expansion-bytes", "100000"]].concat());
    assert_eq!(crate::common::code(&output), 3);
    let message = "zstd data grows to more than 250 times its size; --max-expansion sets the limit";
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
    let no_limit = ["--expansion-bytes", "100000", "--max-expansion", "0"];
    let output = run(&here, &[&args[..], &no_limit].concat());
    assert_eq!(crate::common::code(&output), 0, "{}", stderr(&output));
}

/// Returns a line of JSONL whose text hardly compresses.
fn noisy_line(id: usize) -> String {
    let words = (0..100_u64).map(|at| {
        // A multiplicative hash: the words differ, and are the same in each run.
        let word = (id as u64 * 100 + at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        format!("{word:016x}")
    });
    json!({"id": id.to_string(), "text": words.collect::<Vec<_>>().join(" ")}).to_string() + "\n"
}

#[test]
fn a_damaged_member_costs_only_its_own_lines() {
    let here = folder("faults-members");
    let mut members: Vec<Vec<u8>> = (0..30).map(|id| gzip(noisy_line(id))).collect();
    // A byte of the checksum.
    let at = members[5].len() - 6;
    members[5][at] ^= 0xff;
    write(&here.join("r.jsonl.gz"), members.concat());
    let output = run(&here, &["batch", "r.jsonl.gz", "-o", "out.jsonl", "--failures", "bad.jsonl"]);
    assert_eq!(crate::common::code(&output), 3);
    let expected: Vec<String> = (0..30).filter(|&id| id != 5).map(|id| id.to_string()).collect();
    assert_eq!(crate::common::ids(&here.join("out.jsonl")), expected);
    assert!(stderr(&output).contains("30 records: 29 rows, 0 left out, 1 failed"));
    let start: usize = members[..5].iter().map(Vec::len).sum();
    let loss = format!("; the rest of the member that starts at byte {start} is lost");
    assert!(stderr(&output).contains(&loss), "{}", stderr(&output));
    let failures = crate::common::rows(&fs::read_to_string(here.join("bad.jsonl")).expect("reads"));
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["record"], json!(6));

    // A line that spans two members is two failures: the damage, and the rest of the line.
    let line = noisy_line(1);
    let (start, end) = line.split_at(line.len() / 2);
    let mut broken = gzip(noisy_line(0) + start);
    let at = broken.len() - 6;
    broken[at] ^= 0xff;
    write(&here.join("s.jsonl.gz"), [broken, gzip(end.to_owned() + &noisy_line(2))].concat());
    let output = run(&here, &["batch", "s.jsonl.gz", "-o", "span.jsonl"]);
    assert_eq!(crate::common::ids(&here.join("span.jsonl")), ["2"]);
    assert!(stderr(&output).contains("3 records: 1 row, 0 left out, 2 failed"));
}

#[test]
fn the_lines_before_the_end_of_a_cut_file_are_read() {
    let here = folder("faults-cut");
    let lines: String = (0..500).map(noisy_line).collect();
    for (name, packed) in [("gz", gzip(&lines)), ("zst", zstd(&lines)), ("xz", xz(&lines))] {
        let path = here.join(format!("r.jsonl.{name}"));
        write(&path, &packed[..packed.len() * 9 / 10]);
        let path = path.to_string_lossy();
        let args = ["batch", &path, "-o", "out.jsonl", "--failures", "bad.jsonl"];
        let output = run(&here, &args);
        assert_eq!(crate::common::code(&output), 3, "{name}");
        let ids = crate::common::ids(&here.join("out.jsonl"));
        let expected: Vec<String> = (0..ids.len()).map(|id| id.to_string()).collect();
        assert_eq!(ids, expected, "{name}");
        // A block of zstd has 128 kB, which is a fifth of the file.
        let least = if name == "zst" { 300 } else { 430 };
        assert!(ids.len() >= least, "{name}: {}", ids.len());
        let failures = fs::read_to_string(here.join("bad.jsonl")).expect("reads");
        assert_eq!(failures.lines().count(), 1, "{name}: {failures}");
    }
}

#[test]
fn text_of_parquet_that_is_not_utf_8_costs_the_value_and_not_the_group() {
    let here = folder("faults-parquet-text");
    // Twenty rows of one group are read in several batches, and two of them are not UTF-8.
    let body = b"<p>It rained for three days, and the river left its bed.</p>";
    let page = |row| {
        let word: &[u8] = if [3, 12].contains(&row) { b"caf\xe9" } else { "café".as_bytes() };
        [&body[..], b"<p>The ", word, b" was closed on the day after the flood.</p>"].concat()
    };
    let pages = (0..20).map(page).collect();
    let name = |row: i32| if row == 3 { vec![b'\xff'] } else { b"n".to_vec() };
    let names = (0..20).map(name).collect();
    let columns = [("html", Column::Invalid(pages)), ("name", Column::Invalid(names))];
    write_parquet(&here.join("x.parquet"), &columns, 20);
    let output = run(&here, &["batch", "x.parquet", "-o", "out.jsonl"]);
    assert_eq!(crate::common::code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("repaired: 2 records"), "{}", stderr(&output));
    let rows = crate::common::rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"));
    assert_eq!(rows.len(), 20);
    for (index, row) in rows.iter().enumerate() {
        let word = if [3, 12].contains(&index) { "caf\u{fffd}" } else { "café" };
        assert!(row["text"].as_str().expect("is text").contains(word), "{index}: {row}");
        assert_eq!(row["id"], format!("x#{}", index + 1));
        assert_eq!(row["metadata"]["name"], if index == 3 { "/w==" } else { "n" });
    }
}
