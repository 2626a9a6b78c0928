//! The outputs of a batch other than JSONL.

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{PAGE, TEXT, code, dechrome, files_below, folder, rows, run, stderr, stdout, write};
use serde_json::json;

/// All kinds of chrome. If they are kept, nothing is dropped.
const EVERY_KIND: &str = "caption,byline,date,credit,bio,tags,toc,nav,breadcrumb,cookie,login,\
    subscribe,share,ad,related,comment,commentform,counter,player,footer,other";

#[test]
fn warc_records_are_read_back_as_they_were_written() {
    let here = folder("outputs-warc");
    let records = [
        json!({
            "id": "<urn:uuid:11111111-2222-3333-4444-555555555555>",
            "url": "http://a.example/x y\r\nA: b",
            "text": TEXT,
            "date": "2024-01-01T00:00:00Z",
        }),
        json!({"id": "b c", "html": PAGE}),
        json!({"id": "empty", "text": ""}),
    ];
    write(&here.join("r.jsonl"), records.map(|record| record.to_string()).join("\n"));
    for name in ["out.warc", "out.warc.gz"] {
        let output = run(&here, &["batch", "r.jsonl", "-q", "-o", name]);
        assert_eq!((code(&output), stderr(&output)), (0, ""));
        let rows_of = |args: &[&str]| {
            rows(stdout(&run(
                &here,
                &[&["batch", "-q", "-o", "-", "--schema", "plain"], args].concat(),
            )))
        };
        let (cleaned, again) = (rows_of(&["r.jsonl"]), rows_of(&[name, "--keep", EVERY_KIND]));
        assert_eq!(again.len(), 3, "{name}");
        for (first, second) in cleaned.iter().zip(&again) {
            assert_eq!(first["text"], second["text"]);
        }
        assert_eq!(
            (&again[0]["url"], &again[1]["url"]),
            (&json!("http://a.example/x%20y%20%20A:%20b"), &json!("urn:dechrome:b%20c"))
        );
    }
    let plain = String::from_utf8(fs::read(here.join("out.warc")).expect("reads")).expect("UTF-8");
    assert_eq!(
        plain
            .matches("WARC-Refers-To: <urn:uuid:11111111-2222-3333-4444-555555555555>\r\n")
            .count(),
        1
    );
    assert!(
        plain.contains("WARC-Date: 2024-01-01T00:00:00Z\r\n")
            && plain.contains("WARC-Type: conversion\r\n")
    );
    let members = fs::read(here.join("out.warc.gz")).expect("reads");
    assert_eq!(members.windows(3).filter(|bytes| *bytes == [0x1f, 0x8b, 8]).count(), 4);
    assert!(
        plain.starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n")
            && plain.contains("WARC-Filename: out.warc\r\n")
    );
    assert_eq!(plain.matches("WARC-Type: warcinfo").count(), 1);
    let output = run(&here, &["batch", "r.jsonl", "-o", "out.warc.zst"]);
    assert!(
        code(&output) == 2 && stderr(&output).contains("plain or as .gz"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_folder_gets_a_file_for_each_document() {
    let here = folder("outputs-folder");
    write(&here.join("in/a/x.html"), PAGE);
    write(&here.join("in/y.txt"), TEXT);
    let records =
        ["../../up", "a/x", "/etc/abs"].map(|id| json!({"id": id, "text": TEXT}).to_string());
    write(&here.join("in/z.jsonl"), records.join("\n"));
    let output = run(&here, &["batch", "in", "-o", "out/", "--to", "txt"]);
    assert_eq!(code(&output), 3);
    assert!(
        stderr(&output).contains("z.jsonl, line 2: another document has this name: out/a/x.txt"),
        "{}",
        stderr(&output)
    );
    let written = files_below(&here.join("out"));
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["__/__/up.txt", "a/x.txt", "etc/abs.txt", "y.txt"]);
    assert!(
        String::from_utf8_lossy(&written[1].1).contains("It rained")
            && written[0].1 == written[3].1
    );
    assert!(!here.join("up.txt").exists());
    let page = "<article><h2>The bridge</h2>".to_owned() + PAGE;
    write(&here.join("m/x.html"), page);
    let args = ["batch", "m", "-q", "-o", "md", "--to", "md", "--with-metadata", "--include", "h2"];
    assert_eq!(code(&run(&here, &args)), 0);
    let (name, markdown) = files_below(&here.join("md")).remove(0);
    let markdown = String::from_utf8_lossy(&markdown);
    assert!(
        name == "x.md" && markdown.starts_with("---\n") && markdown.contains("\n## The bridge\n"),
        "{markdown}"
    );
    let output =
        run(&here, &["batch", "in/y.txt", "-q", "-o", "json", "--to", "json", "--schema", "plain"]);
    assert_eq!(code(&output), 0);
    let row: serde_json::Value =
        serde_json::from_slice(&files_below(&here.join("json"))[0].1).expect("is JSON");
    assert_eq!(row["id"], "y");
    for args in [
        &["-o", "out", "--to", "txt"][..],
        &["-o", "-", "--to", "txt"],
        &["-o", "new", "--to", "txt", "--lines"],
    ] {
        assert_eq!(code(&run(&here, &[&["batch", "in"], args].concat())), 2, "{args:?}");
    }
}

#[test]
fn a_document_without_a_valid_file_name_costs_only_itself() {
    let here = folder("outputs-names");
    // A name that is taken, one below a file, and one that is too long for the system.
    let long = "long/".repeat(2000);
    let ids = ["a", "a", "a.txt/b/c", "a.txt", &long, "NUL", "end"];
    write(
        &here.join("r.jsonl"),
        ids.map(|id| json!({"id": id, "text": TEXT}).to_string()).join("\n"),
    );
    let args = ["batch", "r.jsonl", "-o", "out", "--to", "txt", "--failures", "bad.jsonl"];
    let output = run(&here, &args);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let message = "r.jsonl, line 2: another document has this name: out/a.txt";
    assert!(stderr(&output).contains(message), "{}", stderr(&output));
    let failures = rows(&fs::read_to_string(here.join("bad.jsonl")).expect("reads"));
    let place = |name: &str| &failures[0][name];
    assert_eq!((place("file"), place("record")), (&json!("r.jsonl"), &json!(2)));
    assert!(place("offset").as_u64().is_some_and(|offset| offset > 0), "{failures:?}");
    assert!(stderr(&output).contains("5 documents, 2 failed"), "{}", stderr(&output));
    let names: Vec<String> =
        files_below(&here.join("out")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 5);
    for name in ["_NUL.txt", "a.txt", "a.txt.txt", "end.txt"] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
}

#[test]
fn a_folder_and_a_warc_file_are_resumed_after_a_kill() {
    let here = folder("outputs-resume");
    let lines = (0..2000).map(|number| {
        json!({"id": format!("{}/{number}", number % 7), "text": TEXT}).to_string() + "\n"
    });
    write(&here.join("r.jsonl"), lines.collect::<String>());
    for (output, to) in [("out", "txt"), ("out.warc.gz", "warc")] {
        let args = ["batch", "r.jsonl", "-o", output, "--to", to, "--threads", "2"];
        assert_eq!(code(&run(&here, &args)), 0);
        let path = here.join(output);
        let read = || {
            if to == "txt" {
                files_below(&path)
            } else {
                vec![(String::new(), fs::read(&path).expect("reads"))]
            }
        };
        let whole = read();
        fs::rename(&path, here.join("whole")).expect("renames");
        let resumed = [&args[..], &["--resume"]].concat();
        for pause in [300, 500, 200] {
            let mut child =
                dechrome(&here, &resumed).stderr(Stdio::null()).spawn().expect("starts");
            std::thread::sleep(std::time::Duration::from_millis(pause));
            child.kill().expect("kills");
            child.wait().expect("ends");
        }
        if !path.exists() {
            let output = run(&here, &resumed);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
        }
        assert!(read() == whole, "{output}");
        let _ = fs::remove_dir_all(here.join("whole"));
    }
}

#[test]
fn parquet_is_read_as_it_was_written() {
    let here = folder("outputs-parquet");
    let records: Vec<_> = (0..300)
        .map(|n| {
            json!({
                "id": format!("r{n}"),
                "text": TEXT.repeat(n % 3),
                "n": n,
                "x": n as f64 / 4.0,
                "ok": n % 2 == 0,
                "tags": ["a", n],
                "some": if n == 7 { json!("é") } else { json!(null) },
            })
        })
        .collect();
    write(
        &here.join("r.jsonl"),
        records.iter().map(|record| record.to_string() + "\n").collect::<String>(),
    );
    let output =
        run(&here, &["batch", "r.jsonl", "-q", "-o", "out.parquet", "--schema", "fineweb"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert!(!here.join("out.parquet.part").exists() && !here.join("out.parquet.resume").exists());
    let clean = |args: &[&str]| {
        rows(stdout(&run(
            &here,
            &[&["batch", "-q", "-o", "-", "--schema", "fineweb"], args].concat(),
        )))
    };
    let (first, again) = (clean(&["r.jsonl"]), clean(&["out.parquet"]));
    assert_eq!(first.len(), again.len());
    for (first, again) in first.iter().zip(&again) {
        // Measured fields have another name in the second run. The texts are clean already.
        for name in ["id", "text", "n", "x", "ok", "some"] {
            assert_eq!(first[name], again[name], "{name}");
        }
        assert_eq!(first["confidence"], again["input_confidence"]);
        assert_eq!(first["tags"].to_string(), again["tags"].as_str().expect("is JSON in a string"));
    }
    for args in [&["--schema", "datatrove"][..], &["--emit", "attributes"], &["--lines"]] {
        let output =
            run(&here, &[&["batch", "r.jsonl", "-q", "-o", "nested.parquet"], args].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let bytes = fs::read(here.join("out.parquet")).expect("reads");
    let piped = common::run_with(&here, &["batch", "-", "-q", "-o", "-"], &common::gzip(&bytes));
    assert_eq!(rows(stdout(&piped)).len(), 300);
    write(&here.join("cut.parquet"), &bytes[..bytes.len() / 2]);
    write(&here.join("bad.parquet"), [&bytes[..200], &vec![0xa5; 400], &bytes[600..]].concat());
    write(&here.join("none.parquet"), "PAR1");
    for name in ["cut.parquet", "bad.parquet", "none.parquet"] {
        let output = run(&here, &["batch", name, "r.jsonl", "-q", "-o", "-"]);
        assert_eq!(code(&output), 3, "{name}");
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
        assert!(rows(stdout(&output)).len() >= 300, "{name}");
    }
    write(&here.join("empty.jsonl"), "");
    assert_eq!(code(&run(&here, &["batch", "empty.jsonl", "-q", "-o", "empty.parquet"])), 0);
    assert_eq!(rows(stdout(&run(&here, &["batch", "empty.parquet", "-q", "-o", "-"]))).len(), 0);
}

/// Returns the columns of a Parquet file with their types.
fn parquet_schema(path: &Path) -> String {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let file = fs::File::open(path).expect("opens");
    let reader = SerializedFileReader::new(file).expect("is Parquet");
    let mut text = Vec::new();
    parquet::schema::printer::print_schema(
        &mut text,
        reader.metadata().file_metadata().schema_descr().root_schema(),
    );
    String::from_utf8(text).expect("UTF-8")
}

#[test]
fn the_columns_depend_on_the_options_alone() {
    let here = folder("outputs-columns");
    write(&here.join("page.html"), PAGE);
    write(&here.join("empty.txt"), "");
    let odd = json!({"text": TEXT, "url": 7, "date": [1], "http_status": "200", "damage": true});
    write(&here.join("odd.jsonl"), odd.to_string());
    write(&here.join("none.jsonl"), "");
    let response = common::html("w", PAGE.as_bytes());
    write(&here.join("w.warc"), response);
    let inputs = ["page.html", "empty.txt", "odd.jsonl", "none.jsonl", "w.warc"];
    for options in [
        &[][..],
        &["--schema", "dolma"],
        &["--schema", "fineweb", "--comments", "--with-metadata"],
        &["--schema", "plain", "--lines"],
        &["--emit", "attributes"],
        &["--dedupe-lines"],
    ] {
        let mut schemas = Vec::new();
        let mut fields = Vec::new();
        for input in inputs {
            let args = [&["batch", input, "-q", "-o", "o.parquet"], options].concat();
            let output = run(&here, &args);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            schemas.push(parquet_schema(&here.join("o.parquet")));
            let args = [&["batch", input, "-q", "-o", "-"], options].concat();
            for row in rows(stdout(&run(&here, &args))) {
                let top: Vec<String> = row.as_object().expect("a row").keys().cloned().collect();
                let metadata = row["metadata"].as_object();
                let names = metadata.map(|fields| fields.keys().cloned().collect::<Vec<_>>());
                fields.push((top, names));
            }
        }
        for schema in &schemas {
            assert_eq!(schema, &schemas[0], "{options:?}");
        }
        for names in &fields {
            assert_eq!(names, &fields[0], "{options:?}");
        }
    }
}

#[test]
fn options_without_an_effect_are_errors() {
    let here = folder("outputs-useless");
    write(&here.join("page.html"), PAGE);
    for (args, message) in [
        (&["-o", "o.arrow", "--parquet-codec", "snappy"][..], "zstd, lz4 or none"),
        (&["-o", "o.jsonl", "--parquet-codec", "zstd"], "Parquet and Arrow files"),
        (&["-o", "o.jsonl", "--other-fields", "columns"], "Parquet and Arrow files"),
        (&["-o", "o.jsonl", "--compression-level", "3"], "compressed outputs"),
        (&["-o", "o.jsonl", "--schema", "plain", "--with-metadata"], "--schema plain"),
        (&["-o", "o.jsonl", "--schema", "plain", "--emit", "attributes"], "--emit attributes"),
        (&["-o", "{index}-{index}.jsonl", "--shard-rows", "1"], "one {index}"),
        (&["-o", "z-{index}.jsonl", "--shard-rows=1", "--failures=z-1.jsonl"], "name of a shard"),
        (&["[x", "-o", "o.jsonl"], "no such file"),
        (&["-o", "none/o.jsonl"], ": none/o.jsonl: "),
    ] {
        let output = run(&here, &[&["batch", "page.html", "-q"], args].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(message), "{args:?}: {}", stderr(&output));
    }
    let args = ["-o", "o.arrow", "--parquet-codec", "lz4"];
    assert_eq!(code(&run(&here, &[&["batch", "page.html", "-q"], &args[..]].concat())), 0);
    let args = ["-o", "o.jsonl", "--rejects", "r.jsonl.gz", "--compression-level", "3"];
    assert_eq!(code(&run(&here, &[&["batch", "page.html", "-q"], &args[..]].concat())), 0);
}

#[test]
fn the_report_comes_after_the_outputs() {
    let here = folder("outputs-report");
    write(&here.join("page.html"), PAGE);
    let output = run(&here, &["batch", "page.html", "-q", "-o", "o.jsonl", "--report", "-"]);
    assert_eq!(
        (code(&output), rows(&stdout(&output).replace('\n', ""))[0]["rows"].as_u64()),
        (0, Some(1))
    );
    assert!(!here.join("-").exists());
    // The folder of the report disappears during the run.
    fs::create_dir(here.join("gone")).expect("makes a folder");
    let args = ["batch", "-", "--from=jsonl", "-o", "out.jsonl", "--report", "gone/r.json"];
    let mut command = dechrome(&here, &args);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    while !here.join("out.jsonl.part").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::remove_dir(here.join("gone")).expect("removes the folder");
    drop(child.stdin.take());
    assert_eq!(child.wait().expect("ends").code(), Some(2));
    assert!(here.join("out.jsonl").exists() && !here.join("out.jsonl.part").exists());
}

#[test]
fn compression_has_codecs_and_levels() {
    let here = folder("outputs-codecs");
    write(&here.join("page.html"), PAGE);
    for codec in ["zstd", "snappy", "gzip", "brotli", "lz4", "none"] {
        let args = ["batch", "page.html", "-q", "-o", "o.parquet", "--parquet-codec", codec];
        let output = run(&here, &[&args[..], &["--compression-level", "3"]].concat());
        assert_eq!(code(&output), 0, "{codec}: {}", stderr(&output));
        let again = run(&here, &["batch", "o.parquet", "-q", "-o", "-"]);
        assert_eq!(rows(stdout(&again)).len(), 1, "{codec}: {}", stderr(&again));
    }
    for name in ["o.jsonl.zst", "o.jsonl.gz", "o.jsonl.bz2", "o.jsonl.xz"] {
        let args = ["batch", "page.html", "-q", "-o", name, "--compression-level", "1"];
        let output = run(&here, &args);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        assert_eq!(rows(stdout(&run(&here, &["batch", name, "-q", "-o", "-"]))).len(), 1, "{name}");
    }
    let output = run(&here, &["batch", "page.html", "-o", "-", "--compression-level", "23"]);
    assert_eq!(code(&output), 2);
}
