//! Documents and paragraphs that a batch leaves out.

use std::collections::HashSet;
use std::fs;

use serde_json::json;

use crate::common::{PAGE, TEXT, code, folder, ids, rows, run, stderr, stdout, write};

#[test]
fn documents_with_low_confidence_are_left_out() {
    let here = folder("batch-confidence");
    write(
        &here.join("r.jsonl"),
        format!("{}\n{}\n", json!({"id": "a", "text": TEXT}), json!({"id": "b", "text": "Home"})),
    );
    write(&here.join("c.html"), PAGE);
    let batch = |args: &[&str]| {
        run(&here, &[&["batch", "r.jsonl", "c.html", "-o", "out.jsonl"], args].concat())
    };
    assert_eq!(code(&batch(&["-q"])), 0);
    let all = fs::read_to_string(here.join("out.jsonl")).expect("reads");
    let output = batch(&["--min-confidence", "0.5", "--rejects", "rejects.jsonl"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("3 documents, 1 left out, 1 empty, 0 failed"),
        "{}",
        stderr(&output)
    );
    assert_eq!(ids(&here.join("out.jsonl")), ["a", "c"]);
    let rejects = rows(&fs::read_to_string(here.join("rejects.jsonl")).expect("reads"));
    assert_eq!(
        (rejects.len(), &rejects[0]["id"], &rejects[0]["reason"]),
        (1, &json!("b"), &json!("confidence"))
    );
    assert!(rejects[0]["confidence"].as_f64().expect("a number") < 0.5);
    assert_eq!(rejects[0]["row"], rows(&all)[1]);
    let output = batch(&["--min-confidence", "1"]);
    assert!(
        stderr(&output).contains("3 documents, 3 left out, 1 empty, 0 failed"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&batch(&["--min-confidence", "1.5"])), 2);
    assert_eq!(code(&batch(&["--rejects", "out.jsonl"])), 2);
}

#[test]
fn filtered_documents_are_in_the_rejects_with_the_reason() {
    let here = folder("batch-filters");
    let german = "Es regnete drei Tage lang, und am vierten trat der Fluss über die Ufer und riss \
        die alte Brücke mit sich fort, sodass niemand mehr zur Mühle am anderen Ufer kam.";
    let twice = format!("{TEXT}{TEXT}");
    let lines =
        [("en", TEXT), ("de", german), ("none", ""), ("short", "Er kam nie."), ("twice", &twice)];
    write(
        &here.join("r.jsonl"),
        lines.map(|(id, text)| json!({"id": id, "text": text}).to_string()).join("\n"),
    );
    let args = [
        "batch",
        "r.jsonl",
        "-q",
        "-o",
        "out.jsonl",
        "--rejects",
        "no.jsonl",
        "--lang",
        "en,de",
        "--min-chars",
        "20",
        "--skip-empty",
        "--dedupe-lines",
    ];
    assert_eq!(code(&run(&here, &args)), 0);
    assert_eq!(ids(&here.join("out.jsonl")), ["en", "de", "twice"]);
    let read = |name: &str| rows(&fs::read_to_string(here.join(name)).expect("reads"));
    let reasons: Vec<_> =
        read("no.jsonl").iter().map(|row| (row["id"].clone(), row["reason"].clone())).collect();
    assert_eq!(reasons[0], (json!("none"), json!("empty")));
    assert_eq!(reasons[1].0, "short");
    let out = read("out.jsonl");
    assert!(out[2]["metadata"]["repeats"].as_u64().expect("a number") > 0);
    assert_eq!(out[2]["text"].as_str().expect("a text").matches("It rained").count(), 1);
}

#[test]
fn repeats_are_dropped_in_verdicts_as_in_the_text() {
    let here = folder("batch-repeats");
    let page = PAGE.replace("</article>", "<p>Once more.</p><p>Once more.</p></article>");
    write(&here.join("page.html"), &page);
    write(&here.join("text.txt"), format!("{TEXT}{TEXT}"));
    let args = [
        "batch",
        "page.html",
        "text.txt",
        "-q",
        "-o",
        "-",
        "--dedupe-lines",
        "--emit",
        "lines",
        "--keep",
        "other",
    ];
    for row in rows(stdout(&run(&here, &args))) {
        let text = row["text"].as_str().expect("a text");
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let kept = row["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .filter(|line| line["keep"] == true)
            .count();
        assert_eq!(kept, lines.len(), "{row}");
        assert_eq!(lines.len(), lines.iter().collect::<HashSet<_>>().len(), "{text}");
        assert!(row["metadata"]["repeats"].as_u64().expect("a number") > 0);
    }
}
