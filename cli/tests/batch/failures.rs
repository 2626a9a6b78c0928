//! Bad records, and a closed pipe.

use std::io::Read;
use std::process::Stdio;

use serde_json::json;

use crate::common::{
    PAGE, TEXT, code, dechrome, folder, gzip, ids, rows, run, stderr, stdout, write,
};

#[test]
fn bad_records_are_reported_and_the_run_goes_on() {
    let here = folder("batch-bad");
    let lines = [
        "{\"id\":\"one\",\"text\":\"a\"}",
        "",
        "{",
        "[1]",
        "{\"id\":\"x\"}",
        "{\"id\":\"two\",\"html\":\"<p>b\"}",
    ];
    write(&here.join("r.jsonl"), lines.join("\n"));
    write(&here.join("not.html.gz"), [&gzip(PAGE)[..40], b"garbage"].concat());
    let half = gzip(
        (0..5000)
            .map(|number| json!({"id": number, "text": number}).to_string() + "\n")
            .collect::<String>(),
    );
    write(&here.join("half.jsonl.gz"), &half[..half.len() / 2]);
    let args = ["batch", "r.jsonl", "not.html.gz", "-o", "out.jsonl", "--report", "report.json"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 3);
    for message in [
        "r.jsonl, line 3: not JSON",
        "line 4: not a JSON object",
        "line 5: neither",
        "not.html.gz: ",
    ] {
        assert!(stderr(&output).contains(message), "{message}: {}", stderr(&output));
    }
    assert!(stderr(&output).contains("2 documents, 1 empty, 4 failed"), "{}", stderr(&output));
    assert_eq!(ids(&here.join("out.jsonl")), ["one", "two"]);
    let report = std::fs::read_to_string(here.join("report.json")).expect("reads");
    assert!(report.contains("\"neither `html` nor `text`\": 1"), "{report}");
    let output = run(&here, &["batch", "half.jsonl.gz", "r.jsonl", "-q", "-o", "-"]);
    assert_eq!(code(&output), 3);
    assert_eq!(rows(stdout(&output)).last().expect("a row")["id"], "two");
}

#[test]
fn a_closed_pipe_is_success() {
    let here = folder("batch-pipe");
    let records: String = (0..600).map(|_| json!({"text": TEXT}).to_string() + "\n").collect();
    write(&here.join("r.jsonl"), records);
    let args = ["batch", "r.jsonl", "--lines", "--output", "-"];
    let mut child = dechrome(&here, &args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut pipe = child.stdout.take().expect("has a pipe");
    pipe.read_exact(&mut [0]).expect("reads");
    drop(pipe);
    let output = child.wait_with_output().expect("ends");
    assert_eq!((code(&output), stderr(&output)), (0, ""));
}

#[test]
fn fields_that_no_record_has_are_named() {
    let here = folder("batch-unseen-fields");
    let lines = [r#"{"key":{"id":"a"},"text":"It rained."}"#, r#"{"text":"It rained more."}"#];
    write(&here.join("r.jsonl"), lines.join("\n"));
    let notes = |options: &[&str]| {
        let output = run(&here, &[&["batch", "r.jsonl", "-o", "-"][..], options].concat());
        assert_eq!(code(&output), 0);
        stderr(&output).to_owned()
    };
    let missing = notes(&["--id-field", "docid", "--url-field", "key.url"]);
    assert!(missing.starts_with(
        "dechrome: --id-field: no record has the field `docid`; the first one has `key.id`, `text`\n\
         dechrome: --url-field: no record has the field `key.url`; the first one has `key.id`, \
         `text`\n"
    ));
    assert!(!notes(&["--id-field", "key.id"]).contains("no record has"));
    assert!(!notes(&[]).contains("no record has"));
    assert_eq!(notes(&["-q", "--id-field", "docid"]), "");
}

#[test]
fn records_without_a_document_say_why() {
    let here = folder("failures-fields");
    write(&here.join("r.jsonl"), "{\"body\":\"It rained.\"}\n{\"text\":null}\n");
    let output = run(&here, &["batch", "r.jsonl", "-q", "-o", "-"]);
    assert_eq!(code(&output), 3);
    let reasons = [
        "line 1: neither `html` nor `text`; fields: `body`; --html-field and --text-field name the \
         field with the document",
        "line 2: neither `html` nor `text` has a value",
    ];
    for reason in reasons {
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
}

#[test]
fn failures_with_one_cause_are_counted_after_the_first_ones() {
    let here = folder("failures-repeated");
    let lines: String =
        (0..20).map(|id| json!({"id": id, "body": TEXT}).to_string() + "\n").collect();
    write(&here.join("r.jsonl"), lines + "{\n");
    let args = ["batch", "r.jsonl", "-q", "-o", "-", "--failures", "bad.jsonl"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 3);
    let messages: Vec<&str> = stderr(&output).lines().collect();
    assert_eq!(messages.len(), 5, "{messages:?}");
    assert!(
        messages[2].starts_with("dechrome: r.jsonl, line 3: neither `html` nor `text`; fields: ")
    );
    assert!(messages[3].starts_with("dechrome: r.jsonl, line 21: not JSON"));
    assert_eq!(messages[4], "dechrome: r.jsonl: 17 more failures: neither `html` nor `text`");
    let failures = std::fs::read_to_string(here.join("bad.jsonl")).expect("reads");
    assert_eq!(failures.lines().count(), 21);
    let output = run(&here, &["batch", "r.jsonl", "-q", "-o", "-", "--log", "json"]);
    assert_eq!(stderr(&output).lines().count(), 21);
}

#[test]
fn jsonl_in_utf16_is_one_failure() {
    let here = folder("failures-utf16");
    let text = "{\"text\":\"It rained.\"}\n".repeat(3);
    let wide = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    write(&here.join("r.jsonl"), wide(&text));
    write(&here.join("records"), wide(&text));
    for args in [&["r.jsonl"][..], &["records", "--from", "jsonl"]] {
        let output = run(&here, &[&["batch", "-o", "-"], args].concat());
        assert_eq!(code(&output), 3);
        let message = stderr(&output);
        assert!(
            message.contains("UTF-16 is not read") && message.contains("1 failed"),
            "{message}"
        );
    }
}

#[test]
fn a_missing_folder_is_named() {
    let here = folder("failures-no-folder");
    write(&here.join("a.html"), PAGE);
    for args in [
        &["a.html", "-o", "out/o.jsonl"][..],
        &["a.html", "-o", "-", "--report", "out/o.jsonl"],
        &["out/o.jsonl", "-o", "-"],
    ] {
        let output = run(&here, &[&["batch", "-q"], args].concat());
        let message = "dechrome: out/o.jsonl: there is no folder out\n";
        assert_eq!((code(&output), stderr(&output)), (2, message), "{args:?}");
    }
    for command in [&["out/a.html"][..], &["explain", "out/a.html"]] {
        let output = run(&here, command);
        let message = "dechrome: out/a.html: there is no folder out\n";
        assert_eq!((code(&output), stderr(&output)), (2, message), "{command:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_cannot_be_written_is_removed() {
    let here = folder("failures-folder");
    write(&here.join("in/a.html"), PAGE);
    // A full disk.
    std::os::unix::fs::symlink("/dev/full", here.join("o.journal")).expect("links");
    let output = run(&here, &["batch", "in", "-q", "-o", "o", "--to", "txt"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(!here.join("o.part").exists());
}
