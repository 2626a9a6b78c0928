//! Tests of `dechrome review`, `stats` and `diff`. `review/run` tests pages in a browser.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{PAGE, TEXT, code, folder, gzip, run, stderr, stdout, write};
use serde_json::Value;

/// Returns a folder with a page and a text.
fn documents(name: &str) -> PathBuf {
    let here = folder(name);
    write(&here.join("in/page.html"), PAGE);
    write(&here.join("in/scrape.txt"), TEXT);
    here
}

/// Returns the data for the list of a review page.
fn index(path: &Path) -> Value {
    let html = fs::read_to_string(path).expect("reads");
    let start = html.find("id=\"index\">").expect("has data") + "id=\"index\">".len();
    let end = html[start..].find("</script>").expect("ends") + start;
    serde_json::from_str(&html[start..end]).expect("is JSON")
}

/// Returns the ids of the documents of a review page.
fn ids(path: &Path) -> Vec<String> {
    let index = index(path);
    let documents = index["documents"].as_array().expect("a list");
    documents.iter().map(|document| document["id"].as_str().expect("a string").into()).collect()
}

#[test]
fn a_page_has_all_documents_and_their_measures() {
    let here = documents("review-page");
    let output = run(&here, &["review", "in", "--output", "review.html"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("review.html: 2 of 2 documents"), "{}", stderr(&output));
    let index = index(&here.join("review.html"));
    assert_eq!(index["sample"]["documents"], 2);
    for document in index["documents"].as_array().expect("a list") {
        assert_eq!(document["language"], "en");
        assert!(document["kinds"]["body"]["kept"].as_u64() > Some(30), "{document}");
    }
    let html = fs::read_to_string(here.join("review.html")).expect("reads");
    assert!(html.contains("default-src 'none'; script-src 'sha256-"));
}

#[test]
fn the_same_seed_shows_the_same_documents() {
    let here = folder("review-seed");
    for number in 0..30 {
        write(&here.join(format!("in/{number}.txt")), TEXT);
    }
    let sample = |seed: &str, threads: &str| {
        let args = ["review", "in", "-o", "r.html", "--sample", "5", "--seed", seed];
        let output = run(&here, &[&args[..], &["--threads", threads]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(index(&here.join("r.html"))["sample"]["documents"], 30);
        ids(&here.join("r.html"))
    };
    let first = sample("1", "1");
    assert_eq!((first.len(), &first), (5, &sample("1", "3")));
    assert_ne!(first, sample("2", "1"));
}

#[test]
fn conditions_choose_documents() {
    let here = documents("review-where");
    for (conditions, expected) in [
        ("source=html", vec!["page"]),
        ("id~SCRAPE words>3", vec!["scrape"]),
        ("confidence<0", vec![]),
    ] {
        let args = ["review", "in", "-o", "r.html", "--where", conditions];
        assert_eq!(code(&run(&here, &args)), 0);
        assert_eq!(ids(&here.join("r.html")), expected, "{conditions}");
    }
    let output = run(&here, &["review", "in", "-o", "r.html", "--where", "colour=red"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("the fields are confidence, kept"), "{}", stderr(&output));
}

#[test]
fn documents_that_cannot_be_read_are_reported() {
    let here = folder("review-failure");
    write(&here.join("in.jsonl"), "{\"id\": \"a\", \"text\": \"Home\"}\n{\"id\": \"b\"}\n");
    let output = run(&here, &["review", "in.jsonl", "-o", "r.html"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("in.jsonl, line 2: neither `html` nor `text`"));
    assert_eq!(ids(&here.join("r.html")), ["a"]);
}

/// Writes `old.jsonl` and `new.jsonl`, which drops bodies and lacks the text.
fn two_runs(here: &Path, emit: &str) {
    let old = ["batch", "in", "-q", "--emit", emit, "-o", "old.jsonl"];
    let new = ["batch", "in/page.html", "-q", "--emit", emit, "-o", "new.jsonl", "--drop", "body"];
    for args in [&old[..], &new[..]] {
        let output = run(here, args);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
}

#[test]
fn diff_counts_what_two_runs_gained_and_lost() {
    let here = documents("review-diff");
    two_runs(&here, "lines");
    let output = run(&here, &["diff", "old.jsonl", "new.jsonl"]);
    assert_eq!(code(&output), 1);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert!(lines[0].starts_with("~ page  +0 -51 words"), "{lines:?}");
    assert!(lines[1].starts_with("- scrape  -51 words"), "{lines:?}");
    assert!(lines[2].starts_with("1 of 1 document changed, 0 gained, 1 lost;"), "{lines:?}");

    let output = run(&here, &["diff", "--json", "new.jsonl", "old.jsonl"]);
    let json: Value = serde_json::from_str(stdout(&output)).expect("is JSON");
    assert_eq!(json["documents"]["gained"], 1);
    assert_eq!(json["blocks"]["lost"], 0);
    assert!(json["blocks"]["gained"].as_u64() >= Some(2), "{json}");

    let same = run(&here, &["diff", "old.jsonl", "old.jsonl"]);
    assert_eq!((code(&same), stdout(&same)), (0, ""));
    assert_eq!(code(&run(&here, &["diff", "old.jsonl", "missing.jsonl"])), 2);
}

#[test]
fn diff_pairs_rows_in_any_order() {
    let here = folder("review-order");
    let row = |id: &str, text: &str| format!("{{\"text\":\"{text}\",\"id\":\"{id}\"}}\n");
    write(&here.join("a.jsonl"), row("1", "rain") + &row("2", "wind") + &row("3", "sun"));
    write(&here.join("b.jsonl"), gzip(row("3", "sun") + &row("1", "rain") + &row("2", "snow")));
    let output = run(&here, &["diff", "a.jsonl", "b.jsonl"]);
    let expected = "~ 2  +1 -1 words  +0 -0 blocks  0 kinds\n\
        1 of 3 documents changed, 0 gained, 0 lost; +1 -1 words, +0 -0 blocks\n";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn documents_that_differ_come_first() {
    let here = documents("review-against");
    for emit in ["lines", "text"] {
        two_runs(&here, emit);
        let args = ["review", "in", "-o", "r.html", "--against", "new.jsonl", "--sample", "1"];
        for seed in ["1", "2", "3"] {
            let output = run(&here, &[&args[..], &["--seed", seed]].concat());
            assert_eq!(code(&output), 0, "{}", stderr(&output));
        }
        let args = ["review", "in", "-o", "r.html", "--against", "new.jsonl"];
        assert_eq!(code(&run(&here, &args)), 0);
        let index = index(&here.join("r.html"));
        for document in index["documents"].as_array().expect("a list") {
            let state = if document["id"] == "page" { "changed" } else { "added" };
            assert_eq!(document["changes"]["state"], state, "{document}");
        }
        let args = ["review", "in", "-o", "r.html", "--against", "old.jsonl"];
        assert_eq!(code(&run(&here, &args)), 0);
        let index = self::index(&here.join("r.html"));
        for document in index["documents"].as_array().expect("a list") {
            assert_eq!(document["changes"]["state"], "same", "{document}");
        }
    }
}

#[test]
fn stats_count_rows_of_batches_and_of_documents() {
    let here = documents("review-stats");
    two_runs(&here, "lines");
    let output = run(&here, &["--json", "in/page.html", "in/scrape.txt"]);
    write(&here.join("json.jsonl"), stdout(&output));
    let stats = |path: &str| -> Value {
        let output = run(&here, &["stats", "--json", path]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        serde_json::from_str(stdout(&output)).expect("is JSON")
    };
    let (lines, json) = (stats("old.jsonl"), stats("json.jsonl"));
    for field in ["documents", "confidence", "languages", "sources", "empty"] {
        assert_eq!(lines[field], json[field], "{field}");
    }
    assert_eq!((&lines["unit"], &json["unit"]), (&"bytes".into(), &"words".into()));
    assert_eq!(lines["kinds"]["body"]["blocks"], json["kinds"]["body"]["blocks"]);
    let output = run(&here, &["stats", "old.jsonl", "old.jsonl"]);
    assert!(stdout(&output).starts_with("4 documents, 0 empty, "), "{}", stdout(&output));
    assert!(stdout(&output).contains("\nlanguage\n  en "), "{}", stdout(&output));
}

#[test]
fn explanations_are_pages_too() {
    let here = documents("review-explain");
    let output = run(&here, &["explain", "--to", "html", "in/page.html"]);
    write(&here.join("e.html"), stdout(&output));
    assert_eq!(ids(&here.join("e.html")), ["in/page.html"]);
}

/// Labels of one page and one text, as a review page exports them.
fn labels() -> String {
    let page = r#"{"id":"page","source":"html","lines":["Home","It rained for three days, and on
        the fourth the river left its bed and took the old bridge with it, said the mayor."],
        "labels":["chrome","body"],"kinds":["nav","body"],"conf":[1,0.5]}"#;
    let text = r#"{"id":"t","source":"text","lines":["Home","","It rained for three days, and on
        the fourth the river left its bed and took the old bridge with it, said the mayor."],
        "labels":["chrome","blank","body"],"kinds":["nav","blank","body"],"conf":[1,1,1]}"#;
    let line = |row: &str| row.replace("\n        ", " ") + "\n";
    line(page) + &line(text)
}

#[test]
fn labels_are_scored_against_folders_and_records() {
    let here = documents("review-eval");
    write(&here.join("labels.jsonl"), labels());
    let record = serde_json::json!({"id": "page", "html": PAGE});
    write(&here.join("in.jsonl"), format!("{record}\n"));
    for pages in ["in", "in.jsonl"] {
        let output = run(&here, &["eval", "--gold", "labels.jsonl", pages]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let all = stdout(&output).lines().last().expect("a line");
        assert!(all.starts_with("all") && all.contains("2 pages"), "{all}");
    }
    let output = run(&here, &["eval", "--gold", "labels.jsonl"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("page is a page: give the folder"), "{}", stderr(&output));
}
