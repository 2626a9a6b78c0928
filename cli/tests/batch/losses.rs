//! Documents that were lost or garbled although the run succeeded.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::common::{
    Column, PAGE, TEXT, bzip2, code, dechrome, folder, gzip, html, ids, lz4, record, response,
    rows, run, stderr, stdout, write, write_parquet, xz, zstd,
};

/// Returns a page in French whose bytes are ISO 8859-1 or, without `is_latin1`, UTF-8.
fn french_page(number: usize, is_latin1: bool) -> Vec<u8> {
    let page = format!(
        "<html><title>\u{c9}t\u{e9} {number}</title><body><article><p>L\u{e9}on \u{e9}tait \
         l\u{e0} en {number}, et la pluie tombait depuis trois jours sur la vieille ville o\u{f9} \
         le maire fut bless\u{e9}.<p>La route du moulin restera ferm\u{e9}e jusqu\u{e0} \
         l'\u{e9}t\u{e9} prochain, a dit le pr\u{e9}fet dans un communiqu\u{e9} tr\u{e8}s \
         bref.</article></body></html>"
    );
    if is_latin1 { page.chars().map(|c| c as u8).collect() } else { page.into_bytes() }
}

/// Cleans inputs. Returns the rows.
fn clean(here: &Path, args: &[&str]) -> Vec<Value> {
    let output = run(here, &[&["batch", "-q", "-o", "-"], args].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    rows(stdout(&output))
}

#[test]
fn byte_columns_of_parquet_are_decoded_like_files_and_warc_records() {
    let here = folder("losses-bytes");
    let pages: Vec<Vec<u8>> = (0..6).map(|number| french_page(number, number % 2 == 0)).collect();
    let mut warc = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        write(&here.join(format!("in/{number}.html")), page);
        let fields = "Content-Type: text/html\r\n";
        warc.extend(record("resource", &number.to_string(), fields, page));
    }
    write(&here.join("all.warc"), warc);
    let ids: Vec<String> = (0..pages.len()).map(|number| number.to_string()).collect();
    for name in ["html", "text"] {
        let columns = [("id", Column::Text(ids.clone())), (name, Column::Bytes(pages.clone()))];
        write_parquet(&here.join(format!("{name}.parquet")), &columns, 4);
    }
    let texts = |args: &[&str]| -> Vec<Value> {
        clean(&here, args).iter().map(|row| row["text"].clone()).collect()
    };
    for charset in [&[][..], &["--charset", "iso-8859-1"]] {
        let expected = texts(&[&["in"], charset].concat());
        assert_eq!(expected.len(), pages.len());
        assert!(expected[0].as_str().expect("a text").contains("L\u{e9}on \u{e9}tait l\u{e0}"));
        for input in ["all.warc", "html.parquet"] {
            assert_eq!(texts(&[&[input], charset].concat()), expected, "{input} {charset:?}");
        }
    }
    let plain = texts(&["text.parquet"]);
    assert!(plain[0].as_str().expect("a text").contains("L\u{e9}on"), "{}", plain[0]);
}

#[test]
fn an_input_is_never_an_output() {
    let here = folder("losses-same");
    let record = json!({"id": "a", "text": TEXT}).to_string();
    for name in ["in.jsonl", "other.jsonl"] {
        write(&here.join(name), &record);
    }
    fs::hard_link(here.join("in.jsonl"), here.join("link.jsonl")).expect("links");
    write(&here.join("c.toml"), "quiet = true\n");
    for args in [
        &["in.jsonl", "other.jsonl", "-o", "in.jsonl"][..],
        &["in.jsonl", "other.jsonl", "-o", "link.jsonl"],
        &["in.jsonl", "other.jsonl", "-o", "./in.jsonl"],
        &["in.jsonl", "other.jsonl", "-o", "out.jsonl", "--rejects", "in.jsonl"],
        &["in.jsonl", "other.jsonl", "-o", "out.jsonl", "--report", "link.jsonl"],
        &["in.jsonl", "c.toml", "-o", "out.jsonl", "--config", "c.toml"],
    ] {
        let output = run(&here, &[&["batch"], args].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("is an input and also the file of --"), "{args:?}");
        assert_eq!(fs::read_to_string(here.join("in.jsonl")).expect("reads"), record);
        assert!(!here.join("out.jsonl").exists());
    }
    for args in [["--rejects", "x", "--report", "x"], ["--rejects", "x", "--report", "./out.jsonl"]]
    {
        write(&here.join("x"), "");
        write(&here.join("out.jsonl"), "");
        let output = run(&here, &[&["batch", "in.jsonl", "-o", "out.jsonl"][..], &args].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("name the same file"), "{}", stderr(&output));
    }
    // Neither has to exist.
    let output = run(&here, &["batch", "in.jsonl", "-o", "new.jsonl", "--rejects", "./new.jsonl"]);
    assert!(stderr(&output).contains("name the same file"), "{}", stderr(&output));
}

#[test]
fn the_files_of_earlier_runs_are_not_read_in_folders_and_patterns() {
    let here = folder("losses-earlier");
    write(&here.join("in/a.html"), PAGE);
    write(&here.join("in/no.jsonl.part"), json!({"id": "part", "text": TEXT}).to_string());
    write(&here.join("in/report.jsonl"), json!({"id": "report", "text": TEXT}).to_string());
    let files = ["-o", "in/out.jsonl", "--rejects", "in/no.jsonl", "--report", "in/report.jsonl"];
    for input in ["in", "in/*"] {
        let output = run(&here, &[&["batch", input, "-q", "--restart"][..], &files].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(ids(&here.join("in/out.jsonl")), ["a"], "{input}");
        write(&here.join("in/no.jsonl.part"), json!({"id": "part", "text": TEXT}).to_string());
    }
}

#[test]
fn a_pattern_that_matches_nothing_is_an_error_after_other_failures() {
    let here = folder("losses-pattern");
    write(&here.join("in/a.html"), PAGE);
    // A link to itself cannot be listed.
    #[cfg(unix)]
    std::os::unix::fs::symlink("loop", here.join("in/loop")).expect("links");
    let output = run(&here, &["batch", "in", "no*", "-q", "-o", "out.jsonl"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("no*: no file fits"), "{}", stderr(&output));
}

#[test]
fn two_runs_do_not_write_one_output() {
    let here = folder("losses-lock");
    for (output, to) in [("o.jsonl", "jsonl"), ("o.parquet", "parquet"), ("o", "txt")] {
        let args = ["batch", "-", "--from", "jsonl", "-q", "-o", output, "--to", to];
        let mut first = dechrome(&here, &args).stdin(Stdio::piped()).spawn().expect("starts a run");
        let mut pipe = first.stdin.take().expect("has a pipe");
        pipe.write_all((json!({"text": TEXT}).to_string() + "\n").as_bytes()).expect("writes");
        while !here.join(format!("{output}.part")).exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let second = run(&here, &args);
        assert_eq!(code(&second), 2, "{output}");
        assert!(stderr(&second).contains("another run is writing"), "{}", stderr(&second));
        drop(pipe);
        assert!(first.wait().expect("ends").success(), "{output}");
        assert!(here.join(output).exists(), "{output}");
        for suffix in [".part", ".resume", ".lock"] {
            assert!(!here.join(format!("{output}{suffix}")).exists(), "{output}{suffix}");
        }
    }
    // The lock of a run that was killed does not hold.
    write(&here.join("again.jsonl.lock"), "");
    write(&here.join("a.html"), PAGE);
    assert_eq!(code(&run(&here, &["batch", "a.html", "-q", "-o", "again.jsonl"])), 0);
}

/// Returns a WARC record with a page whose response has this `Content-Type`.
fn page_of_type(id: &str, media_type: &str, fields: &str) -> Vec<u8> {
    let head = format!("Content-Type: {media_type}\r\n");
    record("response", id, fields, &response(&head, PAGE.as_bytes()))
}

/// The identified type of a page.
const IDENTIFIED: &str = "WARC-Identified-Payload-Type: text/html\r\n";

#[test]
fn pages_with_unclean_media_types_are_read() {
    let here = folder("losses-types");
    let unclean =
        ["text/html, text/html", "html", "text/htm", "*/*", "unknown", "application/octet-stream"];
    let mut warc: Vec<u8> = Vec::new();
    for (number, media_type) in unclean.iter().enumerate() {
        warc.extend(page_of_type(&number.to_string(), media_type, ""));
    }
    warc.extend(page_of_type("identified", "image/jpeg", IDENTIFIED));
    warc.extend(page_of_type("css", "text/css", ""));
    write(&here.join("w.warc"), warc);
    let args = ["w.warc", "-o", "out.jsonl", "--rejects", "no.jsonl", "--reject-passed-over"];
    let output = run(&here, &[&["batch"][..], &args].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let ids = ids(&here.join("out.jsonl"));
    assert_eq!(ids, ["<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<identified>"]);
    assert!(stderr(&output).contains("no text: text/css 1"), "{}", stderr(&output));
    assert!(stderr(&output).contains("8 records: 7 rows, 0 left out, 0 failed, 1 passed over"));
    let rejects = rows(&fs::read_to_string(here.join("no.jsonl")).expect("reads"));
    let expected = json!({"place": "w.warc, record 8", "reason": "no text", "type": "text/css"});
    assert_eq!(rejects, [expected]);
}

#[test]
fn bodies_that_are_not_text_are_passed_over_and_packed_ones_are_unpacked() {
    let here = folder("losses-bodies");
    let noise: Vec<u8> =
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 9) as u8).collect();
    let bodies: [(&str, &[u8]); 5] = [
        ("pdf", b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("elf", b"\x7fELF\x02\x01\x01\0"),
        ("noise", &noise),
        ("packed", &gzip(PAGE)),
    ];
    let warc: Vec<u8> = bodies.iter().flat_map(|(id, body)| html(id, body)).collect();
    write(&here.join("w.warc"), warc);
    let output = run(&here, &["batch", "w.warc", "-o", "out.jsonl"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let written = rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"));
    assert_eq!((written.len(), &written[0]["id"]), (1, &json!("<packed>")));
    assert!(written[0]["text"].as_str().expect("a text").contains("It rained"));
    for media_type in ["application/pdf", "image/png", "application/x-elf", "application/octet-"] {
        assert!(stderr(&output).contains(media_type), "{media_type}: {}", stderr(&output));
    }
}

#[test]
fn responses_are_filtered_by_status_and_say_what_is_missing() {
    let here = folder("losses-status");
    let response = |status: &str| {
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n");
        [head.as_bytes(), PAGE.as_bytes()].concat()
    };
    let mut interim = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
    interim.extend(response("204 No Content"));
    let cut = "WARC-Truncated: length\r\nWARC-Identified-Content-Language: eng,deu\r\n";
    let records = [
        record("response", "ok", cut, &response("200 OK")),
        record("response", "moved", "", &response("301 Moved")),
        record("response", "missing", "", &response("404 Not Found")),
        record("response", "interim", "", &interim),
    ];
    write(&here.join("w.warc"), records.concat());
    let all = clean(&here, &["w.warc"]);
    assert_eq!(all.len(), 4);
    let metadata = &all[0]["metadata"];
    assert_eq!(
        (&metadata["truncated"], &metadata["identified_language"]),
        (&json!("length"), &json!("eng,deu"))
    );
    assert_eq!(all[3]["metadata"]["http_status"], 204);
    assert_eq!(all[3]["text"], all[0]["text"]);
    let rejects = ["--rejects", "no.jsonl"];
    let kept = clean(&here, &[&["w.warc", "--status", "200,2xx"][..], &rejects].concat());
    let ids: Vec<_> = kept.iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, [&json!("<ok>"), &json!("<interim>")]);
    let left_out = rows(&fs::read_to_string(here.join("no.jsonl")).expect("reads"));
    assert!(left_out.len() == 2 && left_out.iter().all(|row| row["reason"] == "status"));
    assert_eq!(code(&run(&here, &["batch", "w.warc", "-o", "-", "--status", "ok"])), 2);
}

#[test]
fn languages_are_checked_and_rejects_say_the_language() {
    let here = folder("losses-language");
    let lines = [json!({"id": "a", "text": TEXT}), json!({"id": "b", "html": PAGE})];
    write(&here.join("r.jsonl"), lines.map(|line| line.to_string()).join("\n"));
    for language in ["en", "EN", "eng", "English", "de,en"] {
        assert_eq!(clean(&here, &["r.jsonl", "--lang", language]).len(), 2, "{language}");
    }
    let output = run(&here, &["batch", "r.jsonl", "-o", "-", "--lang", "xx"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("`xx` is not a language"), "{}", stderr(&output));
    let none = clean(&here, &["r.jsonl", "--lang", "ger", "--rejects", "no.jsonl"]);
    assert_eq!(none.len(), 0);
    let rejects = rows(&fs::read_to_string(here.join("no.jsonl")).expect("reads"));
    assert_eq!(
        (&rejects[0]["reason"], &rejects[0]["language"]),
        (&json!("language"), &json!("en"))
    );
    let sure = clean(&here, &["r.jsonl", "--min-language-confidence", "1"]);
    assert!(sure.len() <= 2);
    assert_eq!(
        code(&run(&here, &["batch", "r.jsonl", "-o-", "--min-language-confidence", "2"])),
        2
    );
}

#[test]
fn files_that_are_not_text_are_passed_over_or_refused() {
    let here = folder("losses-files");
    let noise: Vec<u8> =
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 9) as u8).collect();
    let mut tar = vec![0; 1024];
    tar[..6].copy_from_slice(b"a.html");
    tar[257..262].copy_from_slice(b"ustar");
    let files: [(&str, &[u8], &str); 8] = [
        ("pdf.html", b"%PDF-1.5\n1 0 obj", "application/pdf"),
        ("png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        ("elf.htm", b"\x7fELF\x02\x01\x01\0", "application/x-elf"),
        ("zip.wacz.html", b"PK\x03\x04\x14\0", "application/zip"),
        ("tar.html.gz", &gzip(&tar), "application/x-tar"),
        ("noise.txt", &noise, "application/octet-stream"),
        ("crawl.txt", b"filedesc://x.arc 0.0.0.0 20240101000000 text/plain 75\n", "ARC files"),
        ("old.warc.gz", &gzip(b"filedesc://x.arc 0.0.0.0 20240101000000 text/plain"), "ARC files"),
    ];
    for (name, bytes, message) in files {
        write(&here.join("in").join(name), bytes);
        let output = run(&here, &["batch", &format!("in/{name}"), "-o", "-"]);
        assert_eq!((code(&output), stdout(&output)), (3, ""), "{name}");
        assert!(stderr(&output).contains(message), "{name}: {}", stderr(&output));
    }
    write(&here.join("in/page.html"), PAGE);
    let output = run(&here, &["batch", "in", "-o", "out.jsonl"]);
    assert_eq!(code(&output), 3, "ARC files are failures");
    assert_eq!(ids(&here.join("out.jsonl")), ["page"]);
    assert!(stderr(&output).contains("9 records: 1 row, 0 left out, 2 failed, 6 passed over"));
    assert!(stderr(&output).contains("application/pdf 1"), "{}", stderr(&output));
    write(&here.join("t.csv"), "url,text\nhttp://a.example/,x\n");
    let output = run(&here, &["batch", "t.csv", "-o", "-"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("convert them to Parquet or JSONL"), "{}", stderr(&output));
    assert_eq!(clean(&here, &["t.csv", "--from", "text"]).len(), 1);
}

#[test]
fn all_packings_are_read() {
    let here = folder("losses-packed");
    let warc = [html("a", PAGE.as_bytes()), html("b", PAGE.as_bytes())];
    type Packer = fn(&[u8]) -> Vec<u8>;
    let packers: [(&str, Packer); 5] = [
        ("gz", |bytes| gzip(bytes)),
        ("zst", |bytes| zstd(bytes)),
        ("bz2", |bytes| bzip2(bytes)),
        ("xz", |bytes| xz(bytes)),
        ("lz4", |bytes| lz4(bytes)),
    ];
    for (extension, pack) in packers {
        // A member for each record, as FastWARC writes them.
        let members = [pack(&warc[0]), pack(&warc[1])].concat();
        write(&here.join(format!("w.warc.{extension}")), &members);
        write(&here.join(format!("p.html.{extension}")), pack(PAGE.as_bytes()));
        for piped in [false, true] {
            let name = format!("w.warc.{extension}");
            let output = if piped {
                crate::common::run_with(&here, &["batch", "-", "-q", "-o", "-"], &members)
            } else {
                run(&here, &["batch", &name, "-q", "-o", "-"])
            };
            let rows = rows(stdout(&output));
            assert_eq!(code(&output), 0, "{extension}: {}", stderr(&output));
            assert_eq!(rows.len(), 2, "{extension}");
            assert_eq!(rows[0]["text"], rows[1]["text"]);
        }
        let rows = clean(&here, &[&format!("p.html.{extension}")]);
        assert_eq!(rows[0]["id"], "p", "{extension}");
    }
}

#[test]
fn json_arrays_and_long_values_are_records() {
    let here = folder("losses-json");
    let records = [json!({"id": "a", "text": TEXT, "n": [1, {"x": "]}"}]}), json!({"text": TEXT})];
    let array = serde_json::to_string_pretty(&records).expect("is JSON");
    write(&here.join("in/array.json"), &array);
    write(&here.join("in/array.json.gz"), gzip(&array));
    write(&here.join("in/one.json"), serde_json::to_string_pretty(&records[0]).expect("is JSON"));
    write(&here.join("in/lines.json"), records.each_ref().map(|r| r.to_string()).join("\n"));
    write(&here.join("in/package.json"), "{\n \"name\": \"x\"\n}");
    for (name, count) in
        [("array.json", 2), ("array.json.gz", 2), ("one.json", 1), ("lines.json", 2)]
    {
        let rows = clean(&here, &[&format!("in/{name}")]);
        assert_eq!((rows.len(), &rows[0]["id"]), (count, &json!("a")), "{name}");
        assert_eq!(rows[0]["metadata"]["n"], records[0]["n"]);
    }
    let output = run(&here, &["batch", "in", "-o", "out.jsonl"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("8 records: 7 rows, 0 left out, 0 failed, 1 passed over"));
    assert!(stderr(&output).contains("no text: .json 1"), "{}", stderr(&output));
}

#[test]
fn folders_take_pages_whatever_their_names_are_and_count_the_rest() {
    let here = folder("losses-names");
    for name in ["a.php", "b.asp", "c.xhtml", "index.html?id=3", "noname", "notes.md", "x/d.html"] {
        write(&here.join("in").join(name), PAGE);
    }
    write(&here.join("in/style.css"), "p { color: red }");
    write(&here.join("in/source.php"), "<?php echo '<html>'; ?>");
    write(&here.join("in/README"), "How to use this");
    write(&here.join("in/other.jsonl.part"), json!({"text": TEXT}).to_string());
    let output = run(&here, &["batch", "in", "-o", "out.jsonl", "--report", "report.json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let expected = ["a.php", "b.asp", "c.xhtml", "index.html?id=3", "noname", "notes.md", "x/d"];
    assert_eq!(ids(&here.join("out.jsonl")), expected);
    let report = fs::read_to_string(here.join("report.json")).expect("reads");
    let report: Value = serde_json::from_str(&report).expect("is JSON");
    let foreign = json!({".css": 1, ".part": 1, ".php": 1, "no extension": 1});
    assert_eq!(report["foreign"], foreign);
    assert_eq!((&report["records"], &report["passed_over"]), (&json!(11), &json!(4)));
}

#[test]
fn files_with_one_name_get_ids_that_tell_them_apart() {
    let here = folder("losses-ids");
    for name in ["in/a.html", "in/a.txt", "x/index.html", "y/index.html"] {
        write(&here.join(name), PAGE);
    }
    let ids = |args: &[&str]| -> Vec<Value> {
        clean(&here, args).iter().map(|row| row["id"].clone()).collect()
    };
    assert_eq!(ids(&["in"]), ["a.html", "a.txt"]);
    assert_eq!(ids(&["x/index.html", "y/index.html"]), ["x/index", "y/index"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_end_the_search() {
    let here = folder("losses-loop");
    write(&here.join("in/x/a.html"), PAGE);
    std::os::unix::fs::symlink("..", here.join("in/x/up")).expect("links");
    std::os::unix::fs::symlink("..", here.join("in/x/up2")).expect("links");
    let output = run(&here, &["batch", "in/**/*.html", "-o", "out.jsonl"]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(stderr(&output).contains("loop"), "{}", stderr(&output));
    assert_eq!(ids(&here.join("out.jsonl")), ["x/a"]);
}

#[test]
fn the_text_of_a_record_with_html_stays_and_html_is_told_by_content() {
    let here = folder("losses-text");
    let record = json!({"id": "a", "html": PAGE, "text": "from before"});
    write(&here.join("both.jsonl"), record.to_string());
    let columns = [
        ("html", Column::Bytes(vec![PAGE.into()])),
        ("text", Column::Text(vec!["from before".into()])),
    ];
    write_parquet(&here.join("both.parquet"), &columns, 1);
    for input in ["both.jsonl", "both.parquet"] {
        let rows = clean(&here, &[input]);
        assert!(rows[0]["text"].as_str().expect("a text").contains("It rained"));
        assert_eq!(rows[0]["metadata"]["input_text"], "from before", "{input}");
    }
    write(&here.join("html.jsonl"), json!({"id": "a", "text": PAGE}).to_string());
    for (args, source) in
        [(&[][..], "html"), (&["--from", "text"], "text"), (&["--from", "html"], "html")]
    {
        let rows = clean(&here, &[&["html.jsonl"], args].concat());
        assert_eq!((rows.len(), &rows[0]["metadata"]["source"]), (1, &json!(source)), "{args:?}");
    }
    write(&here.join("text.jsonl"), json!({"id": "a", "text": TEXT}).to_string());
    let source = |args: &[&str]| clean(&here, args)[0]["metadata"]["source"].clone();
    assert_eq!(source(&["text.jsonl"]), "text");
    assert_eq!(source(&["text.jsonl", "--from", "html"]), "html");
}

#[test]
fn outputs_are_written_in_the_format_that_they_promise() {
    let here = folder("losses-outputs");
    write(&here.join("a.html"), PAGE);
    write(&here.join("b.html"), PAGE);
    let plain = clean(&here, &["a.html", "b.html"]);
    for name in ["o.jsonl.bz2", "o.jsonl.xz", "o.jsonl.gz", "o.jsonl.zst"] {
        let output = run(&here, &["batch", "a.html", "b.html", "-q", "-o", name]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        let bytes = fs::read(here.join(name)).expect("reads");
        assert!(!bytes.starts_with(b"{"), "{name}");
        let again = clean(&here, &[name]);
        assert_eq!((again.len(), &again[1]["id"]), (2, &plain[1]["id"]), "{name}");
    }
    let refused = ["o.arrows", "o.csv", "o.parquet.gz", "o.csv.gz", "o.warc.xz", "o.jsonl.lz4"];
    for name in refused.into_iter().chain(["o.md", "o.txt"]) {
        let output = run(&here, &["batch", "a.html", "-q", "-o", name]);
        assert_eq!(code(&output), 2, "{name}");
        assert!(!here.join(name).exists() && !here.join(format!("{name}.part")).exists());
    }
    assert_eq!(code(&run(&here, &["batch", "a.html", "-q", "-o", "o.csv", "--to", "jsonl"])), 0);
}
