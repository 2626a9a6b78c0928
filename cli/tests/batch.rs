//! The batch: order, rows, bad records, exit codes.

mod common;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use common::{
    PAGE, TEXT, code, dechrome, folder, gzip, rows, run, run_with, stderr, stdout, write,
};
use serde_json::json;

/// The ids of the rows in a file.
fn ids(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("reads");
    rows(&text).iter().map(|row| row["id"].as_str().expect("a string").to_owned()).collect()
}

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
    assert_eq!(ids(&here.join("out.jsonl")), ["a.b", "a/B", "a/c", "a/z", "b", "ü"]);
    assert!(stderr(&output).contains("6 documents, 0 failed"), "{}", stderr(&output));
    assert!(!here.join("out.jsonl.part").exists());
    let output =
        run(&here, &["batch", "in", "--from", "text", "--quiet", "--output", "text.jsonl"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert_eq!(ids(&here.join("text.jsonl")), ["a/B", "ü"]);
}

#[test]
fn patterns_stand_for_the_files_that_fit() {
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
fn bad_records_are_told_and_the_rest_goes_on() {
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
    let output = run(&here, &["batch", "r.jsonl", "not.html.gz", "-o", "out.jsonl"]);
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
    let output = run(&here, &["batch", "half.jsonl.gz", "r.jsonl", "-q", "-o", "-"]);
    assert_eq!(code(&output), 3);
    assert_eq!(rows(stdout(&output)).last().expect("a row")["id"], "two");
}

#[test]
fn rows_have_the_schema() {
    let here = folder("batch-rows");
    let record = json!({"id": 7, "text": TEXT, "url": "http://a.example/", "score": 1.50, "metadata": {"crawl": "x"}});
    let empty = json!({"text": ""});
    let marked = json!({"id": "marked", "text": format!("\u{feff}{TEXT}")});
    write(&here.join("r.jsonl"), format!("\u{feff}{record}\n{empty}\n{marked}"));
    let output = run(&here, &["batch", "r.jsonl", "--lines", "--quiet", "--output", "-"]);
    let rows = rows(stdout(&output));
    for row in &rows {
        let names: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["text", "id", "metadata", "lines"]);
        assert_eq!(row["metadata"]["source"], "text");
        assert!(
            row["metadata"].as_object().expect("an object").values().all(|value| !value.is_null())
        );
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
fn documents_of_little_confidence_are_left_out_and_never_lost() {
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
fn rules_hold_for_the_pages_of_a_batch() {
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
fn stdin_is_records_or_a_document() {
    let here = folder("batch-stdin");
    let args = ["batch", "-", "--quiet", "--output", "-"];
    let output = run_with(&here, &args, &gzip("{\"text\":\"a\"}\n"));
    assert_eq!(rows(stdout(&output))[0]["id"], "stdin#1");
    let output = run_with(&here, &args, PAGE.as_bytes());
    assert_eq!(rows(stdout(&output))[0]["id"], "stdin");
}

#[test]
fn what_cannot_work_is_told_before_it_starts() {
    let here = folder("batch-usage");
    write(&here.join("a/x.html"), PAGE);
    write(&here.join("b/x.txt"), PAGE);
    write(&here.join("none/x.md"), PAGE);
    for (args, message) in [
        (["batch", "missing", "-o", "o"], "missing"),
        (["batch", "none", "-o", "o"], "nothing to clean"),
        (["batch", "a", "-o", "b"], "is a folder"),
        (["batch", "a", "-o", "no/such/o"], "no/such/o"),
        (["batch", "a", "-oo", "--threads=0"], "not between 1 and 1024"),
        (["batch", "a", "-oo", "--threads=18446744073709551615"], "not between 1 and 1024"),
    ] {
        let output = run(&here, &args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    // The largest limit is none.
    let output =
        run(&here, &["batch", "a", "-q", "-o", "-", "--max-record-bytes=18446744073709551615"]);
    assert_eq!((code(&output), rows(stdout(&output)).len()), (0, 1), "{}", stderr(&output));
    let output = run(&here, &["batch", "a", "b", "-o", "o"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("a/x.html") && stderr(&output).contains("b/x.txt"));
    assert!(!here.join("o").exists() && !here.join("o.part").exists());
}

#[test]
fn an_earlier_output_is_replaced_and_never_read() {
    let here = folder("batch-again");
    write(&here.join("a.html"), PAGE);
    for _ in 0..2 {
        assert_eq!(code(&run(&here, &["batch", ".", "-q", "-o", "out.jsonl"])), 0);
        assert_eq!(ids(&here.join("out.jsonl")), ["a"]);
    }
    #[cfg(unix)]
    assert_eq!(code(&run(&here, &["batch", "a.html", "-q", "-o", "/dev/null"])), 0);
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

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run_after_writing_what_was_read() {
    use std::io::Write;
    use std::process::Command;
    use std::thread::sleep;
    use std::time::Duration;

    let here = folder("batch-interrupt");
    let mut command = dechrome(&here, &["batch", "-", "--from", "jsonl", "--output", "out.jsonl"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut pipe = child.stdin.take().expect("has a pipe");
    let line = b"{\"text\":\"a\"}\n";
    pipe.write_all(&line.repeat(512)).expect("writes");
    // So many are secured, and the signal's handler has been in place since before the first.
    while !here.join("out.jsonl.resume").exists() {
        assert!(child.try_wait().expect("waits").is_none(), "the run ended");
        sleep(Duration::from_millis(5));
    }
    let sent =
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("runs kill");
    assert!(sent.success());
    // The reader looks up when something comes. The pipe stays open, so that only the interrupt can end the run.
    while child.try_wait().expect("waits").is_none() {
        let _ = pipe.write_all(line);
        sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("ends");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(stderr(&output).contains("out.jsonl.part"), "{}", stderr(&output));
    let written = ids(&here.join("out.jsonl.part"));
    assert!(written.len() >= 512);
    assert!(written.iter().zip(1..).all(|(id, number)| *id == format!("stdin#{number}")));
    assert!(!here.join("out.jsonl").exists());
}

/// A crawl of texts in several files, some records of it broken.
fn crawl(here: &Path) {
    let mut all = [String::new(), String::new()];
    for number in 0..1500 {
        let line =
            json!({"id": number, "text": TEXT.repeat(1 + number * 7 % 5)}).to_string() + "\n";
        all[number % 2] += if number % 401 == 7 { "not json\n" } else { &line };
    }
    write(&here.join("in/a.jsonl"), &all[0]);
    write(&here.join("in/b.jsonl.gz"), gzip(&all[1]));
    (0..50).for_each(|number| write(&here.join(format!("in/pages/{number}.html")), PAGE));
}

#[test]
fn a_run_that_was_killed_goes_on_and_writes_the_same() {
    let here = folder("batch-resume");
    crawl(&here);
    for output in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"] {
        let args = [
            "batch",
            "in",
            "-o",
            output,
            "--min-chars",
            "400",
            "--rejects",
            "rejects.jsonl",
            "--threads",
            "2",
        ];
        assert_eq!(code(&run(&here, &args)), 3);
        let read =
            || [output, "rejects.jsonl"].map(|name| fs::read(here.join(name)).expect("reads"));
        let whole = read();
        let resumed = [&args[..], &["--resume", "--report", "report.json"]].concat();
        let mut repeated = 0;
        for round in 0..2_u64 {
            [output, "rejects.jsonl"]
                .iter()
                .for_each(|name| fs::remove_file(here.join(name)).expect("removes"));
            // Killed, killed while it went on, and left alone.
            for pause in [100 + round * 150, 50 + round * 70] {
                let mut child =
                    dechrome(&here, &resumed).stderr(Stdio::null()).spawn().expect("starts");
                std::thread::sleep(std::time::Duration::from_millis(pause));
                child.kill().expect("kills");
                child.wait().expect("ends");
            }
            if !here.join(output).exists() || here.join(format!("{output}.resume")).exists() {
                let ended = run(&here, &resumed);
                assert_eq!(code(&ended), 3, "{}", stderr(&ended));
                let report = fs::read(here.join("report.json")).expect("reads");
                let report: serde_json::Value = serde_json::from_slice(&report).expect("is JSON");
                assert_eq!((&report["documents"], &report["failed"]), (&json!(1546), &json!(4)));
                repeated += 1;
            }
            assert!(read() == whole, "{output}, round {round}");
            assert!(
                !here.join(format!("{output}.resume")).exists()
                    && !here.join(format!("{output}.part")).exists()
            );
        }
        assert!(repeated > 0, "no run was killed");
    }
}

/// Starts a run that writes `o.jsonl` from standard input, and kills it when there is a point from which it can go on.
fn kill_once_secured(here: &Path, args: &[&str], lines: &str) {
    use std::io::Write;

    let mut child =
        dechrome(here, args).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    // The pipe stays open, so the run cannot end by itself.
    let mut pipe = child.stdin.take().expect("has a pipe");
    pipe.write_all(lines.as_bytes()).expect("writes");
    while !here.join("o.jsonl.resume").exists() {
        assert!(child.try_wait().expect("waits").is_none(), "the run ended");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("kills");
    child.wait().expect("ends");
}

#[test]
fn a_run_goes_on_only_as_the_run_it_was() {
    let here = folder("batch-other");
    let args = ["batch", "-", "--from", "jsonl", "-o", "o.jsonl"];
    let lines = (json!({"text": "a"}).to_string() + "\n").repeat(600);
    kill_once_secured(&here, &args, &lines);
    let output = run(&here, &[&args[..], &["--resume", "--skip-empty"]].concat());
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("other arguments, inputs or version"), "{}", stderr(&output));
    assert_eq!(code(&run(&here, &["batch", "-", "-o", "-", "--resume"])), 2);
    let output = run_with(&here, &[&args[..], &["-q"]].concat(), lines.as_bytes());
    assert_eq!((code(&output), ids(&here.join("o.jsonl")).len()), (0, 600));
    assert!(!here.join("o.jsonl.resume").exists());
}

/// A run is killed when it has written everything and `named` these outputs; then it goes on.
fn resume_after_naming(name: &str, named: &[&str]) {
    let here = folder(name);
    let args = [
        "batch",
        "-",
        "--from",
        "jsonl",
        "-o",
        "o.jsonl",
        "--rejects",
        "r.jsonl",
        "--min-chars",
        "3",
    ];
    // As many as there are between two points at which a run can go on.
    let lines: String =
        (0..512).map(|n| json!({"text": "a".repeat(1 + n % 4)}).to_string() + "\n").collect();
    assert_eq!(code(&run_with(&here, &args, lines.as_bytes())), 0);
    let read = || ["o.jsonl", "r.jsonl"].map(|name| fs::read(here.join(name)).expect("reads"));
    let whole = read();
    ["o.jsonl", "r.jsonl"]
        .iter()
        .for_each(|name| fs::remove_file(here.join(name)).expect("removes"));

    kill_once_secured(&here, &args, &lines);
    let manifest = fs::read_to_string(here.join("o.jsonl.resume")).expect("reads");
    let written = manifest.replace("\"is_written\":false", "\"is_written\":true");
    assert_ne!(written, manifest);
    fs::write(here.join("o.jsonl.resume"), written).expect("writes");
    named.iter().for_each(|name| {
        fs::rename(here.join(format!("{name}.part")), here.join(name)).expect("renames")
    });

    let resumed = run_with(&here, &[&args[..], &["--resume"]].concat(), lines.as_bytes());
    assert_eq!(code(&resumed), 0, "{}", stderr(&resumed));
    assert!(read() == whole);
    assert_eq!(fs::read_dir(&here).expect("lists").count(), 2, "something is left over");
}

#[test]
fn a_run_that_was_killed_while_it_named_its_outputs_goes_on() {
    resume_after_naming("batch-unnamed", &[]);
    resume_after_naming("batch-half-named", &["r.jsonl"]);
    resume_after_naming("batch-named", &["r.jsonl", "o.jsonl"]);
}

#[test]
fn rows_take_the_shape_of_a_schema() {
    let here = folder("batch-schema");
    write(
        &here.join("r.jsonl"),
        json!({"id": "a", "text": TEXT, "url": "http://a.example/", "dump": "CC-1", "date": "2024"}).to_string(),
    );
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
    assert_eq!(names(&row(&["--schema", "plain"])), "id url text");
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
fn what_is_filtered_goes_to_the_rejects_with_its_reason() {
    let here = folder("batch-filters");
    let german = "Es regnete drei Tage lang, und am vierten trat der Fluss über die Ufer und riss die alte Brücke mit sich \
        fort, sodass niemand mehr zur Mühle am anderen Ufer kam.";
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
        assert_eq!(
            lines.len(),
            lines.iter().collect::<std::collections::HashSet<_>>().len(),
            "{text}"
        );
        assert!(row["metadata"]["repeats"].as_u64().expect("a number") > 0);
    }
}

#[test]
fn options_come_from_a_file_and_the_command_line_outranks_it() {
    let here = folder("batch-config");
    write(&here.join("a.html"), PAGE);
    write(
        &here.join("c.toml"),
        "inputs = ['a.html']\noutput = 'no.jsonl'\nschema = 'plain'\nquiet = true\nexclude = ['h1']\n",
    );
    let output = run(&here, &["batch", "--config", "c.toml", "--output", "-", "--exclude", "p"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let row = &rows(stdout(&output))[0];
    assert!(
        row["metadata"].is_null()
            && row["id"] == "a"
            && !row["text"].as_str().expect("a text").contains("It rained"),
        "{row}"
    );
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
fn manual_and_completions_can_be_had() {
    let here = folder("batch-generate");
    for (what, part) in [
        ("man", ".SH COMMAND BATCH"),
        ("complete-bash", "complete -F"),
        ("complete-zsh", "#compdef dechrome"),
        ("complete-fish", "complete -c dechrome"),
    ] {
        let output = run(&here, &["--generate", what]);
        assert!(
            code(&output) == 0 && stdout(&output).contains(part),
            "{what}: {}",
            stderr(&output)
        );
        assert!(
            stdout(&output).contains("max-record-bytes")
                || stdout(&output).contains("max\\-record\\-bytes"),
            "{what}"
        );
    }
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
        assert_eq!(row["text"], cleaner.clean(&page).text(), "{id}");
    }
}
