//! The rows of a batch: their schemas, their order, and their texts.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::common::{PAGE, TEXT, code, folder, gzip, rows, run, stderr, stdout, write};

/// The fields of `metadata` that every row has.
const METADATA_NAMES: [&str; 15] = [
    "language",
    "language_confidence",
    "confidence",
    "degraded",
    "no_content",
    "encoding",
    "source",
    "url",
    "title",
    "date",
    "http_status",
    "identified_language",
    "truncated",
    "damage",
    "status",
];

#[test]
fn rows_have_the_schema() {
    let here = folder("batch-rows");
    let record = json!({
        "id": 7,
        "text": TEXT,
        "url": "http://a.example/",
        "score": 1.50,
        "metadata": {"crawl": "x"},
    });
    let empty = json!({"text": ""});
    let marked = json!({"id": "marked", "text": format!("\u{feff}{TEXT}")});
    write(&here.join("r.jsonl"), format!("\u{feff}{record}\n{empty}\n{marked}"));
    let output = run(&here, &["batch", "r.jsonl", "--lines", "--quiet", "--output", "-"]);
    let rows = rows(stdout(&output));
    for row in &rows {
        let names: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["text", "id", "metadata", "lines"]);
        assert_eq!(row["metadata"]["source"], "text");
        // Unknown values are null, so that all rows have the same fields.
        let metadata = row["metadata"].as_object().expect("an object");
        let names: Vec<&str> = metadata.keys().map(String::as_str).take(15).collect();
        assert_eq!(names, METADATA_NAMES);
    }
    let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().expect("a string")).collect();
    assert_eq!(ids, ["7", "r#2", "marked"]);
    assert_eq!(rows[1]["text"], "");
    let metadata = &rows[0]["metadata"];
    assert_eq!((&metadata["url"], &metadata["crawl"]), (&json!("http://a.example/"), &json!("x")));
    assert!(stdout(&output).contains("\"score\":1.5"));
    let starts = |row: usize| {
        rows[row]["lines"].as_array().expect("an array").iter().map(|line| line["start"].clone())
    };
    if let Some(first) = starts(2).next() {
        let mark = first.as_u64().expect("a number");
        assert!(mark == 0 || mark == 3, "{mark}");
        assert_eq!(starts(0).count(), TEXT.lines().count());
    }
}

#[test]
fn rows_without_text_say_why() {
    let here = folder("batch-no-content");
    write(&here.join("a.html"), "<title>404</title><h1>404</h1><p>Page not found</p>");
    write(&here.join("b.html"), PAGE);
    let output = run(&here, &["batch", "a.html", "b.html", "-q", "-o", "-"]);
    let reasons: Vec<_> = rows(stdout(&output))
        .into_iter()
        .map(|row| row["metadata"]["no_content"].clone())
        .collect();
    assert_eq!(reasons, [json!("missing"), json!(null)]);
    write(&here.join("rows.jsonl"), stdout(&output));
    let tables = run(&here, &["stats", "--json", "rows.jsonl"]);
    assert!(stdout(&tables).contains(r#""no_content":{"missing":1}"#), "{}", stdout(&tables));
}

#[test]
fn rows_take_the_shape_of_a_schema() {
    let here = folder("batch-schema");
    let record = json!({
        "id": "a",
        "text": TEXT,
        "url": "http://a.example/",
        "dump": "CC-1",
        "date": "2024",
    });
    write(&here.join("r.jsonl"), record.to_string());
    let row = |args: &[&str]| {
        let output = run(&here, &[&["batch", "r.jsonl", "-q", "-o", "-"], args].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        rows(stdout(&output)).remove(0)
    };
    let names = |row: &serde_json::Value| {
        row.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&row(&[])), "text id metadata");
    let dolma = row(&["--schema", "dolma"]);
    assert_eq!(
        (names(&dolma), &dolma["created"]),
        ("id text source created metadata".to_owned(), &json!("2024"))
    );
    let fineweb = row(&["--schema", "fineweb"]);
    assert_eq!(
        (&fineweb["dump"], &fineweb["language"], &fineweb["url"]),
        (&json!("CC-1"), &json!("en"), &json!("http://a.example/"))
    );
    assert!(fineweb["language_score"].is_number());
    assert_eq!(names(&row(&["--schema", "plain"])), "id url title text");
    let attributes = row(&["--emit", "attributes"]);
    assert_eq!(names(&attributes), "id attributes");
    let chars: Vec<char> = TEXT.chars().collect();
    let at = |span: &serde_json::Value, n: usize| span[n].as_u64().expect("a number") as usize;
    let spans = attributes["attributes"]["dechrome__drop"].as_array().expect("spans");
    let dropped: Vec<String> =
        spans.iter().map(|span| chars[at(span, 0)..at(span, 1)].iter().collect()).collect();
    assert!(dropped.contains(&"Share this on Facebook\n".to_owned()), "{dropped:?}");
    let mut left = chars.clone();
    for span in spans.iter().rev() {
        left.drain(at(span, 0)..at(span, 1));
    }
    assert_eq!(left.into_iter().collect::<String>(), row(&[])["text"]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let here = folder("batch-threads");
    let mut records = String::new();
    for number in 0..60 {
        let text = TEXT.repeat(1 + number * 7 % 5);
        write(&here.join(format!("in/{number}.txt")), &text);
        records +=
            &(json!({"id": format!("r{number}"), "text": text, "n": number}).to_string() + "\n");
        records += if number % 10 == 3 { "not json\n" } else { "" };
    }
    write(&here.join("records.jsonl.gz"), gzip(records));
    let batch = |threads| {
        let args = [
            "batch",
            "records.jsonl.gz",
            "in",
            "--lines",
            "--quiet",
            "--threads",
            threads,
            "--output",
            "-",
        ];
        run(&here, &args)
    };
    let one = batch("1");
    assert_eq!(rows(stdout(&one)).len(), 120);
    for threads in ["2", "7"] {
        let many = batch(threads);
        assert!(one.stdout == many.stdout && one.stderr == many.stderr, "{threads} threads");
    }
}

#[test]
fn rules_apply_to_the_pages_of_a_batch() {
    let here = folder("batch-rules");
    write(&here.join("a.html"), PAGE);
    let batch = |args: &[&str]| run(&here, &[&["batch", "a.html", "-q", "-o", "-"], args].concat());
    assert_eq!(rows(stdout(&batch(&["--exclude", "body"])))[0]["text"], "");
    let row =
        &rows(stdout(&batch(&["--exclude", "h1, p", "--exclude", "footer", "--include", "nav a"])))
            [0];
    assert_eq!(row["text"], "Home About\n");
    let output = batch(&["--include", "p:hover"]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
    assert!(
        stderr(&output).contains("--include: `p:hover` is no CSS selector"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn texts_are_those_of_the_library() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let cleaner =
        dechrome::Cleaner::new(dechrome::Options::new().with_source(dechrome::Source::Html));
    let output = run(&corpus, &["batch", ".", "--from", "html", "--quiet", "--output", "-"]);
    let rows = rows(stdout(&output));
    assert!(rows.len() > 30, "only {} pages", rows.len());
    for row in rows {
        let id = row["id"].as_str().expect("a string");
        let page = fs::read(corpus.join(format!("{id}.html"))).expect("reads");
        assert_eq!(row["text"], cleaner.clean(&page).to_text(), "{id}");
    }
}
