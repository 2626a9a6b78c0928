//! Duplicates, rules for hosts, and what the report and the log say about groups of documents.

use std::fs;

use serde_json::{Value, json};

use crate::common::{PAGE, TEXT, code, folder, ids, rows, run, stderr, write};

#[test]
fn duplicates_are_left_out_and_counted() {
    let here = folder("groups-dedupe");
    let other = TEXT.replace("three days", "four days");
    let records = [
        json!({"id": "a", "url": "http://a.example/", "text": TEXT}),
        json!({"id": "b", "url": "http://a.example/", "text": other}),
        json!({"id": "c", "url": "http://c.example/", "text": TEXT}),
        json!({"id": "d", "url": "http://d.example/", "text": format!("{TEXT} ")}),
        json!({"id": "e", "text": ""}),
        json!({"id": "f", "text": ""}),
        json!({"id": "g", "url": "", "text": ""}),
        json!({"id": "h", "url": "", "text": ""}),
    ];
    write(&here.join("r.jsonl"), records.each_ref().map(|record| record.to_string()).join("\n"));
    for (by, expected) in [
        ("url", &["a", "c", "d", "e", "f", "g", "h"][..]),
        ("digest", &["a", "b", "d", "e"]),
        ("text", &["a", "b", "e", "f"]),
    ] {
        let args = ["batch", "r.jsonl", "-o", "out.jsonl", "--rejects", "no.jsonl", "--dedupe", by];
        let output = run(&here, &args);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let kept = ids(&here.join("out.jsonl"));
        let is_kept = |id: &str| kept.iter().any(|own| own == id);
        assert!(expected.iter().all(|id| is_kept(id)), "{by}: {kept:?}");
        let left_out = records.len() - kept.len();
        assert!(left_out > 0 && kept[0] == "a", "{by}: {kept:?}");
        let count = format!("left out: duplicate {left_out}");
        assert!(stderr(&output).contains(&count), "{by}: {}", stderr(&output));
        let rejects = rows(&fs::read_to_string(here.join("no.jsonl")).expect("reads"));
        assert_eq!(rejects.len(), left_out);
        assert!(rejects.iter().all(|row| row["reason"] == "duplicate"), "{by}");
        assert_eq!(rejects[0]["row"]["id"], rejects[0]["id"]);
        assert!(!here.join("out.jsonl.keys").exists());
    }
    let args = ["batch", "r.jsonl", "-o", "out.jsonl", "--dedupe", "digest", "--dedupe-keys", "2"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("--dedupe-keys sets the limit"), "{}", stderr(&output));
}

#[test]
fn a_resumed_run_knows_the_documents_of_the_run_before() {
    use std::io::Write;
    use std::process::Stdio;

    let here = folder("groups-resume");
    let line = |number: usize| json!({"id": number, "text": format!("{TEXT}{}", number % 700)});
    let lines: String = (0..1400).map(|number| line(number).to_string() + "\n").collect();
    let args = ["batch", "-", "--from", "jsonl", "-q", "-o", "o.jsonl", "--dedupe", "digest"];
    let mut child = crate::common::dechrome(&here, &args)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let mut pipe = child.stdin.take().expect("has a pipe");
    let half: String = lines.split_inclusive('\n').take(1000).collect();
    pipe.write_all(half.as_bytes()).expect("writes");
    while !here.join("o.jsonl.resume").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("kills");
    child.wait().expect("ends");
    let resumed = [&args[..], &["--resume"]].concat();
    let output = crate::common::run_with(&here, &resumed, lines.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let kept = ids(&here.join("o.jsonl"));
    let expected: Vec<String> = (0..700).map(|number| number.to_string()).collect();
    assert!(kept == expected, "{}", kept.len());
    // The output and the checkpoint.
    assert_eq!(fs::read_dir(&here).expect("lists").count(), 2, "something is left over");
}

#[test]
fn rules_are_for_hosts() {
    let here = folder("groups-rules");
    let record = |id: &str, url: &str| json!({"id": id, "url": url, "html": PAGE}).to_string();
    let lines = [
        record("a", "http://a.example/x"),
        record("b", "http://www.b.example:8080/x"),
        record("c", "http://c.example/x"),
    ];
    write(&here.join("r.jsonl"), lines.join("\n"));
    write(
        &here.join("rules.toml"),
        "[[rule]]\nhosts = ['a.example']\nexclude = ['h1']\nkeep = ['footer']\n\n\
         [[rule]]\nhosts = ['*.b.example', 'b.example']\ninclude = ['footer']\n",
    );
    let args =
        ["batch", "r.jsonl", "-q", "-o", "out.jsonl", "--rules", "rules.toml", "--keep", "title"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let texts: Vec<String> = rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"))
        .iter()
        .map(|row| row["text"].as_str().expect("a text").to_owned())
        .collect();
    let footer = "All rights reserved";
    assert!(!texts[0].starts_with("Rain") && texts[0].contains(footer), "{}", texts[0]);
    assert!(texts[1].starts_with("Rain") && texts[1].contains(footer), "{}", texts[1]);
    assert!(texts[2].starts_with("Rain") && !texts[2].contains(footer), "{}", texts[2]);
    for (bad, message) in [
        ("[[rule]]\nhosts = ['a']\nkeep = ['nothing']\n", "nothing"),
        ("[[rule]]\nhosts = ['a']\ninclude = ['<']\n", "include"),
        ("[[rule]]\nexclude = ['p']\n", "hosts"),
        ("[[rules]]\n", "rules"),
    ] {
        write(&here.join("rules.toml"), bad);
        let output = run(&here, &args);
        assert_eq!(code(&output), 2, "{bad}");
        assert!(stderr(&output).contains(message), "{bad}: {}", stderr(&output));
    }
}

#[test]
fn the_report_has_sums_by_file_host_and_language_and_the_log_can_be_json() {
    let here = folder("groups-report");
    let record = |url: &str| json!({"url": url, "text": TEXT}).to_string();
    let lines = [record("http://a.example/1"), record("http://A.example/2"), "{".to_owned()];
    write(&here.join("r.jsonl"), lines.join("\n"));
    write(&here.join("p.html"), PAGE);
    let args = ["batch", "r.jsonl", "p.html", "-o", "out.jsonl", "--report", "report.json"];
    let output = run(&here, &[&args[..], &["--log", "json"]].concat());
    assert_eq!(code(&output), 3);
    let events = rows(stderr(&output));
    assert_eq!(events.len(), 2, "{}", stderr(&output));
    assert_eq!(
        (&events[0]["event"], &events[0]["file"], &events[0]["record"], &events[0]["offset"]),
        (
            &json!("failure"),
            &json!("r.jsonl"),
            &json!(3),
            &json!(lines[0].len() + lines[1].len() + 2)
        )
    );
    assert_eq!((&events[1]["event"], &events[1]["rows"]), (&json!("summary"), &json!(3)));
    let report = fs::read_to_string(here.join("report.json")).expect("reads");
    let report: Value = serde_json::from_str(&report).expect("is JSON");
    assert_eq!(report["by_file"]["r.jsonl"]["documents"], 2);
    assert_eq!(report["by_file"]["r.jsonl"]["failed"], 1);
    assert_eq!(report["by_host"]["a.example"]["documents"], 2);
    assert_eq!(report["by_language"]["en"]["documents"], 3);
    assert!(report["by_language"]["en"]["kept"].as_u64().is_some_and(|bytes| bytes > 0));
}

#[test]
fn the_number_of_errors_stops_the_run_at_the_same_document() {
    let here = folder("groups-errors");
    let lines: String = (0..400)
        .map(|number| {
            let text = json!({"id": number, "text": TEXT}).to_string();
            if number % 10 == 9 { "{\n".to_owned() } else { text + "\n" }
        })
        .collect();
    write(&here.join("r.jsonl"), &lines);
    for threads in ["1", "4"] {
        let args = ["batch", "r.jsonl", "-o", "out.jsonl", "--max-errors", "3", "--threads"];
        let output = run(&here, &[&args[..], &[threads, "--restart"]].concat());
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert_eq!(ids(&here.join("out.jsonl.part")).len(), 27, "{threads} threads");
    }
    // A run that stops before its first document does nothing.
    let none = run(&here, &["batch", "r.jsonl", "-o", "none.jsonl", "--max-errors", "0"]);
    assert_eq!((code(&none), here.join("none.jsonl.resume").exists()), (2, false));
    // Paths that cannot be listed count before the first document.
    #[cfg(unix)]
    {
        write(&here.join("in/a.txt"), TEXT);
        std::os::unix::fs::symlink("loop", here.join("in/loop")).expect("links");
        let output = run(&here, &["batch", "in", "-o", "none.jsonl", "--max-errors", "1"]);
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(!here.join("none.jsonl").exists());
    }
    // A resumed run stops after as many errors of its own.
    let args = ["batch", "r.jsonl", "-o", "out.jsonl", "--max-errors", "3", "--resume"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(ids(&here.join("out.jsonl.part")).len(), 54);
}
