//! `dechrome eval`: figures that were calculated by hand, and the sources of answers.

mod common;

use std::fs;
use std::path::Path;

use common::{PAGE, code, folder, gzip, run, stderr, stdout, write};
use serde_json::json;

/// Returns the last row of a report.
fn last(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, &[&["eval"], args].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output).lines().last().unwrap_or_default().to_owned()
}

/// Writes rows to a JSONL file.
fn write_rows(path: &Path, rows: &[serde_json::Value]) {
    write(path, rows.iter().map(|row| format!("{row}\n")).collect::<String>());
}

#[test]
fn pages_are_scored_by_words_shingles_and_snippets() {
    let here = folder("eval-pages");
    write_rows(
        &here.join("gold"),
        &[json!({"id": "1", "text": "one two THREE four"}), json!({"id": "2", "text": "x"})],
    );
    write_rows(&here.join("pred"), &[json!({"id": "some/1", "text": "one, two three five"})]);
    let args = ["--gold", "gold", "--pred", "pred"];
    assert_eq!(last(&here, &args), "2 pages  p 0.3750  r 0.3750  f1 0.3750");
    let shingles = [&args[..], &["--shingles"]].concat();
    assert_eq!(last(&here, &shingles), "2 pages  f1 0.0000  p 0.0000  r 0.0000");
    write(&here.join("only"), "[\"1\"]");
    let only = [&args[..], &["--only", "only"]].concat();
    assert_eq!(last(&here, &only), "1 pages  p 0.7500  r 0.7500  f1 0.7500");
    write_rows(
        &here.join("gold"),
        &[json!({"id": "1", "keep": ["one,  two", "six"], "drop": ["five", "six"]})],
    );
    assert_eq!(last(&here, &args), "1 pages  f1 0.5000  p 0.5000  r 0.5000");
}

#[test]
fn lines_are_scored_by_their_labels() {
    let here = folder("eval-lines");
    let body = ["word"; 20].join(" ");
    let lines = json!(["Rain", body, body, "See also: more", "All rights reserved"]);
    let labels = json!(["title", "body", "body", "chrome", "chrome"]);
    let kinds = json!(["title", "body", "body", "related", "footer"]);
    write_rows(
        &here.join("gold"),
        &[json!({"id": "1", "lines": lines, "labels": labels, "kinds": kinds})],
    );
    let at = |line: usize| [0, 5, 105, 205, 220][line];
    let verdict = |line, keep, kind: &str| {
        let start = at(line);
        json!({"start": start, "end": start, "keep": keep, "kind": kind})
    };
    let verdicts = [
        verdict(0, true, "title"),
        verdict(1, true, "body"),
        verdict(3, true, "related"),
        verdict(4, false, "nav"),
    ];
    write_rows(&here.join("pred"), &[json!({"id": "1", "lines": verdicts})]);
    let row = last(&here, &["--gold", "gold", "--pred", "pred"]);
    let figures = "f1 0.6349  p 0.8696  r 0.5000  loss 0.5000  leak 0.5000  lines 0.5000  \
                   bad5 1.0000  kind 0.5000";
    assert_eq!(row.split_once("pages  ").expect("figures").1, figures);
    write_rows(
        &here.join("pred"),
        &[json!({"id": "1", "text": format!("{body}\nSee also: more")})],
    );
    let row = last(&here, &["--gold", "gold", "--pred", "pred"]);
    assert!(
        row.contains("1 pages  f1 0.6349  p 0.8696  r 0.5000  loss 0.5000  leak 0.5000"),
        "{row}"
    );
}

#[test]
fn pages_come_from_folders_and_lines_from_the_gold_itself() {
    let here = folder("eval-clean");
    write_rows(
        &here.join("gold"),
        &[json!({"id": "1", "text": "one"}), json!({"id": "2", "text": ""})],
    );
    write(&here.join("a/1.html"), PAGE);
    write(&here.join("b/2.html.gz"), gzip(""));
    assert!(last(&here, &["--gold", "gold", "a", "b"]).starts_with("2 pages  p "));
    let missing = run(&here, &["eval", "--gold", "gold", "a"]);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("2.html"), "{}", stderr(&missing));
    let body = ["It rained for three days and nobody knew why"; 4].join(" ");
    write_rows(
        &here.join("lines"),
        &[json!({"id": "1", "lines": ["Home", body], "labels": ["chrome", "body"]})],
    );
    assert!(last(&here, &["--gold", "lines"]).contains("all                      1 pages  f1 "));
    assert!(
        last(&here, &["--gold", "lines", "a"]).contains("all                      1 pages  f1 ")
    );
}

#[test]
fn invalid_gold_is_reported() {
    let here = folder("eval-bad");
    write(&here.join("bad"), "{\"id\":\"1\",\"text\":\"\"}\n{");
    write(&here.join("uneven"), "{\"id\":\"1\",\"lines\":[\"a\"],\"labels\":[]}");
    for (args, message) in [
        (["eval", "--gold", "bad", "--pred", "bad"], "bad, line 2"),
        (["eval", "--gold", "uneven", "--pred", "bad"], "differ in number"),
        (["eval", "--gold", "missing", "--pred", "bad"], "missing"),
    ] {
        let output = run(&here, &args);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn a_corpus_is_scored_by_area() {
    let here = folder("eval-corpus");
    write(&here.join("news--rain/input.html"), PAGE);
    let body = "It rained for three days, and on the fourth the river left its bed and took the \
        old bridge with it";
    write(
        &here.join("news--rain/labels.tsv"),
        format!("nav\tHome\\nAbout\ntitle\tRain\nbody\t{body}, said the mayor.\n"),
    );
    write(&here.join("raw--rain/input.txt"), format!("Home\n\n{body}\n"));
    write(&here.join("raw--rain/labels.tsv"), format!("nav\tHome\nbody\t{body}\n"));
    write(&here.join("README.md"), "no case");
    let output = run(&here, &["eval", "--corpus", "."]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout(&output);
    for name in ["news ", "raw ", "kind body ", "all "] {
        assert!(report.lines().any(|line| line.starts_with(name)), "{name}: {report}");
    }
    assert!(report.lines().last().expect("a row").contains("2 pages  f1 "), "{report}");
    fs::create_dir(here.join("none")).expect("makes a folder");
    let output = run(&here, &["eval", "--corpus", "none"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("none: no cases"), "{}", stderr(&output));
    write(&here.join("raw--rain/labels.tsv"), "advert\tHome\n");
    let output = run(&here, &["eval", "--corpus", "."]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("labels.tsv, line 1: unknown kind `advert`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn structure_is_scored_by_headings_items_cells_and_code() {
    let here = folder("eval-structure");
    let gold =
        "# One\n\n## Two\n\n- a\n- b\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n\n```\nabcd\n```\n";
    let found =
        "# One\n\nTwo\n\n- a\n- c\n\n| x | y |\n| --- | --- |\n| 1 |  |\n\n```\nabXd\n```\n";
    write_rows(
        &here.join("gold"),
        &[json!({"id": "1", "markdown": gold}), json!({"id": "2", "text": "no Markdown"})],
    );
    write_rows(&here.join("pred"), &[json!({"id": "1", "text": "", "markdown": found})]);
    let row = last(&here, &["--structure", "--gold", "gold", "--pred", "pred"]);
    let figures = "headings r 0.5000  p 1.0000  of 2  items r 0.5000  p 0.5000  of 2  \
                   cells r 0.7500  p 1.0000  of 4  code 0.7500  of 1";
    assert_eq!(row, format!("1 pages  {figures}"));
}
