//! Metadata in rows and in front matter, the schemas of rows, and the score of metadata.

mod common;

use common::{PAGE, TEXT, code, folder, rows, run, stderr, stdout, write};
use dechrome_cli::schema::{BatchRow, BlockRow, DocumentRow};
use serde_json::{Value, json};

/// Returns [`PAGE`] with an author and a date.
fn page() -> String {
    PAGE.replace(
        "<title>",
        "<meta name=author content='Jane \"J\" Doe'><meta name=pubdate content=2020-05-06><title>",
    )
}

#[test]
fn json_and_front_matter_have_metadata() {
    let here = folder("metadata-filter");
    write(&here.join("a.html"), page());
    let output = run(&here, &["--json", "a.html"]);
    let row: Value = serde_json::from_str(stdout(&output)).expect("is JSON");
    let metadata = &row["metadata"];
    assert_eq!(
        (&metadata["title"], &metadata["authors"]),
        (&json!("Rain"), &json!(["Jane \"J\" Doe"]))
    );
    assert_eq!(
        (&metadata["published"], &metadata["origins"]["published"]),
        (&json!("2020-05-06"), &json!("meta"))
    );
    let text = run(&here, &["a.html"]);
    let output = run(&here, &["--with-metadata", "a.html"]);
    let (front, rest) = stdout(&output).split_once("\n---\n\n").expect("front matter");
    assert!(
        front.starts_with(
            "---\ntitle: \"Rain\"\nauthors: [\"Jane \\\"J\\\" Doe\"]\npublished: \"2020-05-06\"\n"
        ),
        "{front}"
    );
    assert_eq!(rest, stdout(&text));
}

#[test]
fn batch_rows_have_metadata_on_request() {
    let here = folder("metadata-batch");
    write(&here.join("in/a.html"), page());
    let asked = ["batch", "in", "--quiet", "--with-metadata", "--output"];
    let output = run(&here, &[&asked[..], &["-"]].concat());
    let row = &rows(stdout(&output))[0];
    assert_eq!(
        row["metadata"]["page"]["authors"],
        json!(["Jane \"J\" Doe"]),
        "{}",
        stderr(&output)
    );
    let plain = run(&here, &["batch", "in", "--quiet", "--output", "-"]);
    assert_eq!(rows(stdout(&plain))[0]["metadata"].get("page"), None);
    assert_eq!(code(&run(&here, &[&asked[..], &["out", "--to", "txt"]].concat())), 0);
    let text = std::fs::read_to_string(here.join("out/a.txt")).expect("the text");
    assert!(text.starts_with("---\ntitle: \"Rain\"\n") && text.contains("\n---\n\n"), "{text}");
    let output = run(&here, &[&asked[..], &["out.warc"]].concat());
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("--with-metadata"), "{}", stderr(&output));
}

/// Returns [`PAGE`] with a comment.
fn commented() -> String {
    let comment = "<section id=comments><div class=comment id=comment-1><b class=author>Joe</b>\
        <time datetime=2020-05-06>6 May</time><p>I saw it from my window, and I have never seen it \
        so high.</p></div></section><footer>";
    PAGE.replace("<footer>", comment)
}

#[test]
fn only_json_rows_have_comments() {
    let here = folder("metadata-comments");
    write(&here.join("a.html"), commented());
    let text = "I saw it from my window, and I have never seen it so high.";
    let expected = json!([{"text": text, "author": "Joe", "date": "2020-05-06"}]);
    let row = |asked: &[&str]| rows(stdout(&run(&here, &[asked, &["a.html"]].concat()))).remove(0);
    let (with, without) = (row(&["--json", "--comments"]), row(&["--json"]));
    assert_eq!((&with["comments"], &with["text"]), (&expected, &without["text"]));
    assert_eq!(without.get("comments"), None);
    let batch = |asked: &[&str]| row(&[&["batch", "--quiet", "--output", "-"], asked].concat());
    let (with, without) = (batch(&["--comments"]), batch(&[]));
    assert_eq!((&with["comments"], &with["text"]), (&expected, &without["text"]));
    assert_eq!(without.get("comments"), None);
    for wrong in [
        &["--comments"][..],
        &["--markdown", "--comments"],
        &["batch", "--comments", "--output", "out", "--to", "md"],
        &["batch", "--comments", "--output", "out", "--emit", "attributes"],
        &["batch", "--links", "--output", "out"],
    ] {
        let output = run(&here, &[wrong, &["a.html"]].concat());
        assert_eq!((code(&output), stdout(&output)), (2, ""), "{wrong:?}");
        assert!(
            stderr(&output).contains("--comments is for") || wrong.contains(&"--links"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn markdown_files_have_links_and_images_on_request() {
    let here = folder("metadata-links");
    let page = PAGE
        .replace("said the mayor.", "said the <a href=/mayor>mayor</a>. <img src=i.png alt=River>");
    let row = json!({"id": "a", "html": page, "url": "http://mill.example/news/rain"});
    write(&here.join("in.jsonl"), format!("{row}\n"));
    let batch = |output: &str, asked: &[&str]| {
        let ran = run(
            &here,
            &[&["batch", "in.jsonl", "--quiet", "--to", "md", "--output", output], asked].concat(),
        );
        assert_eq!(code(&ran), 0, "{}", stderr(&ran));
        std::fs::read_to_string(here.join(output).join("a.md")).expect("the text")
    };
    assert!(batch("plain", &[]).contains("said the mayor."));
    let all = batch("all", &["--links", "--images"]);
    assert!(
        all.contains(
            "said the [mayor](http://mill.example/mayor). ![River](http://mill.example/news/i.png)"
        ),
        "{all}"
    );
}

#[test]
fn the_schemas_describe_all_fields_of_rows() {
    let here = folder("metadata-schema");
    write(&here.join("a.html"), page());
    write(&here.join("b.txt"), TEXT);
    write(&here.join("c.html"), commented());
    let documents = run(&here, &["--json", "--comments", "a.html", "b.txt", "c.html"]);
    for row in rows(stdout(&documents)) {
        serde_json::from_value::<DocumentRow>(row.clone())
            .unwrap_or_else(|error| panic!("{error}: {row}"));
    }
    for row in rows(stdout(&run(&here, &["--lines", "a.html", "b.txt"]))) {
        serde_json::from_value::<BlockRow>(row.clone())
            .unwrap_or_else(|error| panic!("{error}: {row}"));
    }
    let batch = run(
        &here,
        &[
            "batch",
            "a.html",
            "b.txt",
            "c.html",
            "--lines",
            "--with-metadata",
            "--comments",
            "-q",
            "-o",
            "-",
        ],
    );
    for row in rows(stdout(&batch)) {
        let row: BatchRow =
            serde_json::from_value(row.clone()).unwrap_or_else(|error| panic!("{error}: {row}"));
        assert!(row.metadata.others.is_empty(), "{:?}", row.metadata.others);
    }
    for (rows, field) in [("json", "blocks"), ("lines", "why"), ("batch", "lines")] {
        let output = run(&here, &["schema", rows]);
        let schema: Value = serde_json::from_str(stdout(&output)).expect("is JSON");
        assert!(
            schema["$schema"].is_string() && schema["properties"].get(field).is_some(),
            "{schema}"
        );
    }
}

#[test]
fn metadata_is_scored() {
    let here = folder("metadata-eval");
    write(&here.join("pages/1.html"), page());
    write(&here.join("pages/2.html"), PAGE);
    let gold = [
        json!({"id": "1", "title": "rain ", "author": ["Jane", "J Doe"], "date": "2020-05-06"}),
        json!({"id": "2", "title": "Wind", "author": null, "date": "2020-05-07"}),
    ];
    write(&here.join("gold"), gold.map(|row| format!("{row}\n")).concat());
    let output = run(&here, &["eval", "--metadata", "--gold", "gold", "pages"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report: Vec<&str> = stdout(&output).lines().map(str::trim_end).collect();
    let expected = [
        (
            "title",
            "2 pages  exact 0.5000  words 0.5000  precision 0.5000  answered 1.0000  \
             beyond the gold 0",
        ),
        (
            "author",
            "1 pages  exact 0.0000  words 1.0000  precision 1.0000  answered 1.0000  \
             beyond the gold 0",
        ),
        (
            "date",
            "2 pages  exact 0.5000  words 0.5000  precision 1.0000  answered 0.5000  \
             beyond the gold 0",
        ),
    ];
    assert_eq!(report, expected.map(|(field, figures)| format!("{field:24} {figures}")));
}
