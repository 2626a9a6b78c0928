//! The inputs of a batch: folders, patterns, standard input, and the configuration file.

use std::fs;
use std::process::Stdio;

use serde_json::json;

use crate::common::{
    PAGE, TEXT, code, dechrome, folder, gzip, ids, rows, run, run_with, stderr, stdout, write,
};

#[test]
fn folders_are_read_in_the_order_of_their_paths() {
    let here = folder("batch-folder");
    for name in [
        "b.html",
        "a/z.html",
        "a.b.htm",
        "a/B.txt",
        "a/c.html.gz",
        "ü.txt.gz",
        "notes.md",
        "a/x.png",
    ] {
        let bytes = if name.ends_with(".gz") { gzip(PAGE) } else { PAGE.into() };
        write(&here.join("in").join(name), bytes);
    }
    let output = run(&here, &["batch", "in", "--output", "out.jsonl"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
    let expected = ["a.b", "a/B", "a/c", "a/x.png", "a/z", "b", "notes.md", "ü"];
    assert_eq!(ids(&here.join("out.jsonl")), expected);
    assert!(stderr(&output).contains("8 documents, 0 failed"), "{}", stderr(&output));
    assert!(!here.join("out.jsonl.part").exists());
    let output =
        run(&here, &["batch", "in", "--from", "text", "--quiet", "--output", "text.jsonl"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert_eq!(ids(&here.join("text.jsonl")), ["a/B", "ü"]);
}

#[test]
fn patterns_name_the_files_that_match() {
    let here = folder("batch-globs");
    for name in
        ["in/a/x.html", "in/b/x.html", "in/b/y.txt", "in/b/c/z.html", "in/odd.page", "in/[1].html"]
    {
        write(&here.join(name), PAGE);
    }
    let found = |pattern: &str| {
        let output = run(&here, &["batch", pattern, "-q", "-o", "out.jsonl"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        ids(&here.join("out.jsonl")).join(" ")
    };
    assert_eq!(found("in/*/x.html"), "a/x b/x");
    assert_eq!(found("in/**/*.html"), "[1] a/x b/c/z b/x");
    assert_eq!(found("in/o*"), "odd.page");
    assert_eq!(found("in/[b]"), "c/z x y");
    assert_eq!(found("in/[1].html"), "[1]");
    let output = run(&here, &["batch", "in/*.pdf", "-o", "out"]);
    assert!(code(&output) == 2 && stderr(&output).contains("no file fits"), "{}", stderr(&output));
}

#[test]
fn stdin_is_records_or_a_document() {
    let here = folder("batch-stdin");
    let args = ["batch", "-", "--quiet", "--output", "-"];
    let output = run_with(&here, &args, &gzip("{\"text\":\"a\"}\n"));
    assert_eq!(rows(stdout(&output))[0]["id"], "stdin#1");
    let output = run_with(&here, &args, PAGE.as_bytes());
    assert_eq!(rows(stdout(&output))[0]["id"], "stdin");
}

#[test]
fn invalid_arguments_are_reported_before_the_run() {
    let here = folder("batch-usage");
    write(&here.join("a/x.html"), PAGE);
    write(&here.join("b/x.txt"), PAGE);
    fs::create_dir_all(here.join("none")).expect("makes a folder");
    for (args, message) in [
        (["batch", "missing", "-o", "o"], "missing"),
        (["batch", "none", "-o", "o"], "nothing to clean"),
        (["batch", "a", "-o", "b"], "is a folder"),
        (["batch", "a", "-o", "new/"], "is a folder"),
        (["batch", "a", "-o", "no/such/o"], "no/such/o"),
        (["batch", "a", "-oo", "--threads=0"], "not between 1 and 1024"),
        (["batch", "a", "-oo", "--threads=18446744073709551615"], "not between 1 and 1024"),
    ] {
        let output = run(&here, &args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    // The largest value means that there is no limit.
    let output =
        run(&here, &["batch", "a", "-q", "-o", "-", "--max-record-bytes=18446744073709551615"]);
    assert_eq!((code(&output), rows(stdout(&output)).len()), (0, 1), "{}", stderr(&output));
    let output = run(&here, &["batch", "a", "a/x.html", "-o", "o"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("a/x.html is named twice"), "{}", stderr(&output));
    assert!(!here.join("o").exists() && !here.join("o.part").exists());
}

#[test]
fn an_earlier_output_is_replaced_and_never_read() {
    let here = folder("batch-again");
    write(&here.join("a.html"), PAGE);
    for restart in [&[][..], &["--restart"]] {
        let args = [&["batch", ".", "-q", "-o", "out.jsonl"][..], restart].concat();
        assert_eq!(code(&run(&here, &args)), 0);
        assert_eq!(ids(&here.join("out.jsonl")), ["a"]);
    }
    #[cfg(unix)]
    assert_eq!(code(&run(&here, &["batch", "a.html", "-q", "-o", "/dev/null"])), 0);
}

#[test]
fn the_command_line_overrides_the_configuration_file() {
    let here = folder("batch-config");
    write(&here.join("a.html"), PAGE);
    write(
        &here.join("c.toml"),
        "inputs = ['a.html']\noutput = 'no.jsonl'\nschema = 'plain'\nquiet = true\n\
         exclude = ['p']\n",
    );
    let output = run(&here, &["batch", "--config", "c.toml", "--output", "-", "--exclude", "h1"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let row = &rows(stdout(&output))[0];
    assert!(
        row["metadata"].is_null()
            && row["id"] == "a"
            && row["text"].as_str().is_some_and(|text| text.starts_with("It rained")),
        "{row}"
    );
    // A list of the command line takes the place of that of the file.
    write(&here.join("b.txt"), "Home");
    let output = run(&here, &["batch", "b.txt", "--config", "c.toml", "--output", "-"]);
    assert_eq!(rows(stdout(&output)).len(), 1, "{}", stdout(&output));
    for (text, message) in [
        ("outptu = 1", "unknown key `outptu`"),
        ("output = ", "c.toml: "),
        ("threads = 'x'", "--threads"),
    ] {
        write(&here.join("c.toml"), text);
        let output = run(&here, &["batch", "a.html", "-o", "-", "--config=c.toml"]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    assert_eq!(code(&run(&here, &["batch", "--config", "none.toml"])), 2);
}

#[test]
fn mail_and_feeds_give_a_row_for_each_document() {
    let here = folder("inputs-containers");
    let item = |number: u8| {
        format!(
            "<item><link>https://mill.example/{number}</link><title>Rain</title>\
             <description><![CDATA[{PAGE}]]></description></item>"
        )
    };
    write(&here.join("in/a.html"), PAGE);
    write(
        &here.join("in/mail.eml"),
        format!("Subject: Rain\nMIME-Version: 1.0\nContent-Type: text/html\n\n{PAGE}"),
    );
    let feed = format!("<?xml version='1.0'?><rss><channel>{}{}</channel></rss>", item(1), item(2));
    write(&here.join("in/news.xml"), feed);
    write(&here.join("in/map.xml"), "<urlset><url><loc>https://mill.example/</loc></url></urlset>");
    let json = json!({"version": "https://jsonfeed.org/version/1.1", "items": [
        {"url": "https://mill.example/3", "title": "Rain", "content_html": PAGE},
    ]});
    write(&here.join("in/feed.json"), json.to_string());
    let output = run(&here, &["batch", "in", "-o", "-"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let rows = rows(stdout(&output));
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["a", "feed.json#1", "mail.eml", "news.xml#1", "news.xml#2"]);
    assert!(rows.iter().all(|row| row["text"] == rows[0]["text"]), "{rows:?}");
    assert_eq!(rows[1]["metadata"]["url"], "https://mill.example/3");
    assert_eq!(rows[4]["metadata"]["url"], "https://mill.example/2");
    assert!(stderr(&output).contains(".xml"), "the sitemap is counted: {}", stderr(&output));
    // A damaged feed is a failure with its name.
    write(&here.join("cut.xml"), "<rss><channel><item><title>Rain");
    let output = run(&here, &["batch", "cut.xml", "-o", "-"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("cut.xml: a damaged feed"), "{}", stderr(&output));
}

#[test]
fn a_file_of_an_input_folder_is_not_replaced() {
    let here = folder("losses-replaced");
    write(&here.join("in/a.html"), PAGE);
    let record = json!({"id": "b", "text": TEXT}).to_string();
    write(&here.join("in/part-2.jsonl"), &record);
    for args in [
        &["in", "-o", "in/part-2.jsonl"][..],
        &["in/*", "-o", "in/../in/part-2.jsonl"],
        &["in", "-o", "out.jsonl", "--rejects", "in/part-2.jsonl"],
        &["in", "-o", "out.jsonl", "--failures", "in/part-2.jsonl"],
        &["in", "-o", "out.jsonl", "--report", "in/part-2.jsonl"],
        &["in", "-o", "out.jsonl", "--report", "in/part-2.jsonl", "--resume"],
    ] {
        let output = run(&here, &[&["batch"], args].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("part-2.jsonl is in the inputs, and --"), "{args:?}");
        assert_eq!(fs::read_to_string(here.join("in/part-2.jsonl")).expect("reads"), record);
        assert!(!here.join("out.jsonl").exists());
    }
    // A run that is complete has nothing to resume, and replaces nothing.
    assert_eq!(code(&run(&here, &["batch", "in", "-q", "-o", "in/new.jsonl", "--resume"])), 0);
    let again = run(&here, &["batch", "in", "-q", "-o", "in/new.jsonl", "--resume"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert_eq!(code(&run(&here, &["batch", "in", "-q", "-o", "in/new.jsonl"])), 2);
    assert_eq!(code(&run(&here, &["batch", "in", "-q", "-o", "in/new.jsonl", "--restart"])), 0);
    assert_eq!(ids(&here.join("in/new.jsonl")), ["a", "b"]);
}

#[test]
fn an_input_that_changes_during_the_run_is_named() {
    let here = folder("inputs-changed");
    let line = json!({"text": TEXT}).to_string() + "\n";
    for name in ["a.jsonl", "b.jsonl"] {
        write(&here.join(name), &line);
    }
    let args = ["batch", "a.jsonl", "b.jsonl", "-", "-q", "-o", "o.jsonl"];
    let mut command = dechrome(&here, &args);
    let child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("starts");
    // The inputs are listed before the outputs are opened.
    while !here.join("o.jsonl.part").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    write(&here.join("b.jsonl"), line.repeat(2));
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("ends");
    let message = "dechrome: b.jsonl changed during the run; repeat it\n";
    assert_eq!(stderr(&output), message);
}

#[test]
fn json_without_records_gives_no_rows() {
    let here = folder("inputs-json-values");
    for (text, summary, exit) in [
        ("[]", "0 records: 0 rows, 0 left out, 0 failed", 0),
        ("[ ]\n", "0 records: 0 rows, 0 left out, 0 failed", 0),
        ("null", "1 record: 0 rows, 0 left out, 1 failed", 3),
        ("\"It rained.\"", "1 record: 0 rows, 0 left out, 1 failed", 3),
        ("[1, 2]", "2 records: 0 rows, 0 left out, 2 failed", 3),
        ("{}", "1 record: 0 rows, 0 left out, 1 failed", 3),
    ] {
        write(&here.join("e.json"), text);
        let output = run(&here, &["batch", "e.json", "-o", "-"]);
        assert_eq!((code(&output), stdout(&output)), (exit, ""), "{text}");
        assert!(stderr(&output).contains(summary), "{text}: {}", stderr(&output));
    }
}
