//! The input formats of a batch: the same pages in every format, and corrupt files.

mod common;

use std::fs;
use std::path::Path;

use common::{
    PAGE, TEXT, bzip2, code, folder, gzip, html, record, response, rows, run, run_with, stderr,
    stdout, write, zstd,
};
use serde_json::{Value, json};

/// Returns pages of the corpus: the name of the case, and the bytes of the page.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let mut cases: Vec<_> =
        fs::read_dir(corpus).expect("reads").map(|entry| entry.expect("reads").path()).collect();
    cases.sort();
    let page = |case: &std::path::PathBuf| {
        let html = fs::read(case.join("input.html")).ok()?;
        Some((case.file_name()?.to_string_lossy().into_owned(), html))
    };
    cases.iter().filter_map(page).take(20).collect()
}

/// Cleans inputs with a batch. Returns the id and text of each row.
fn texts(here: &Path, inputs: &[&str]) -> Vec<(String, Value)> {
    let output = run(here, &[&["batch", "-q", "-o", "-"], inputs].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let clean = |id: &str| id.trim_matches(['<', '>']).to_owned();
    rows(stdout(&output))
        .into_iter()
        .map(|row| (clean(row["id"].as_str().expect("an id")), row["text"].clone()))
        .collect()
}

#[test]
fn a_page_gives_the_same_text_in_every_format() {
    let here = folder("formats-same");
    let pages = corpus();
    assert!(pages.len() > 5);
    let (mut warc, mut packed, mut frames, mut jsonl) =
        (Vec::new(), Vec::new(), Vec::new(), String::new());
    for (number, (id, page)) in pages.iter().enumerate() {
        let name = format!("folder/{id}.html{}", ["", ".gz", ".bz2"][number % 3]);
        write(&here.join(name), [page.clone(), gzip(page), bzip2(page)][number % 3].clone());
        let whole = html(id, page);
        packed.extend(gzip(&whole));
        frames.extend(zstd(&whole));
        warc.extend(whole);
        jsonl += &(json!({"id": id, "html": String::from_utf8_lossy(page)}).to_string() + "\n");
    }
    write(&here.join("all.warc"), &warc);
    write(&here.join("all.warc.gz"), &packed);
    write(&here.join("all.warc.zst"), &frames);
    write(&here.join("all.jsonl.zst"), zstd(&jsonl));
    write(&here.join("unnamed"), bzip2(&jsonl));
    let expected = texts(&here, &["folder"]);
    assert_eq!(expected.len(), pages.len());
    for input in ["all.warc", "all.warc.gz", "all.warc.zst", "all.jsonl.zst", "unnamed"] {
        assert_eq!(texts(&here, &[input]), expected, "{input}");
    }
    for bytes in [&warc, &packed, &frames, &jsonl.into_bytes()] {
        let output = run_with(&here, &["batch", "-", "-q", "-o", "-"], bytes);
        assert_eq!(rows(stdout(&output)).len(), pages.len(), "{}", stderr(&output));
    }
}

/// A dictionary of the inputs in `corpus/`: `zstd --train corpus/*/input.* --maxdict=2048`.
const DICTIONARY: &[u8] = include_bytes!("data/corpus.zdict");

#[test]
fn frames_are_read_with_the_dictionary_before_them() {
    use std::io::Write;

    let here = folder("formats-dictionary");
    let packed = |id: &str| {
        let mut encoder = zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, DICTIONARY)
            .expect("begins");
        encoder.write_all(&html(id, PAGE.as_bytes())).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    };
    let frame = |content: &[u8]| {
        [&[0x5d, 0x2a, 0x4d, 0x18], &(content.len() as u32).to_le_bytes()[..], content].concat()
    };
    for (name, dictionary) in
        [("plain.warc.zst", frame(DICTIONARY)), ("packed.warc.zst", frame(&zstd(DICTIONARY)))]
    {
        write(
            &here.join(name),
            [&dictionary[..], &packed("a"), &packed("b"), &zstd(html("c", PAGE.as_bytes()))]
                .concat(),
        );
        let rows = texts(&here, &[name]);
        assert_eq!(
            rows.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            ["a", "b", "c"],
            "{name}"
        );
        assert!(rows.iter().all(|(_, text)| text.as_str().expect("a text").contains("It rained")));
    }
    for dictionary in [
        Vec::new(),
        frame(b"no dictionary"),
        frame(&zstd(DICTIONARY)[..99]),
        vec![0x5d, 0x2a, 0x4d, 0x18, 255, 255, 255, 255],
    ] {
        write(&here.join("none.warc.zst"), [&dictionary[..], &packed("a"), &packed("b")].concat());
        let output = run(&here, &["batch", "none.warc.zst", "-q", "-o", "-"]);
        assert_eq!((code(&output), stdout(&output)), (3, ""));
        assert!(stderr(&output).contains("none.warc.zst"), "{}", stderr(&output));
        assert!(stderr(&output).contains(": corrupt zstd data: "), "{}", stderr(&output));
    }
}

/// A page in ISO 8859-1.
fn latin1_page() -> Vec<u8> {
    let page = "<title>x</title><p>L\u{e9}on \u{e9}tait l\u{e0}, et la pluie tombait depuis trois \
        jours sur la vieille ville. Personne ne fut bless\u{e9}, dit le maire, mais la route \
        restera ferm\u{e9}e jusqu'au printemps.";
    page.chars().map(|c| c as u8).collect()
}

/// [`PAGE`] in the chunked transfer coding.
fn chunked_page() -> Vec<u8> {
    let mut chunked = Vec::new();
    for part in PAGE.as_bytes().chunks(100) {
        chunked.extend(format!("{:x}\r\n", part.len()).bytes());
        chunked.extend(part);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    chunked
}

/// Records of all types, with all codings of bodies. The last bodies are cut off: one before its
/// first character, and one in the middle.
fn records_of_all_types() -> Vec<Vec<u8>> {
    let html_type = "Content-Type: text/html\r\n";
    let dated = format!("{html_type}WARC-Date: 2024-01-01T00:00:00Z\r\n");
    let wet = "Home\nIt rained for three days, and on the fourth the river left its bed and took \
        the old bridge.\n";
    let response =
        |id: &str, head: &str, body: &[u8]| record("response", id, "", &response(head, body));
    let long_type = format!("Content-Type: x/\x1b[2J{}\r\n", "y".repeat(999));
    let gzipped = format!("{html_type}Content-Encoding: gzip\r\n");
    vec![
        record("warcinfo", "info", "", b"software: x\r\n"),
        record("request", "request", "", b"GET / HTTP/1.1\r\n\r\n"),
        html("a", PAGE.as_bytes()),
        record("metadata", "meta", "", b"x: y\r\n"),
        record("revisit", "again", "", b""),
        record("resource", "b", &dated, PAGE.as_bytes()),
        record("conversion", "c", "Content-Type: text/plain\r\n", wet.as_bytes()),
        response("d", "Content-Type: image/png\r\n", b"\x89PNG"),
        response("d", &long_type, b""),
        response("e", "Content-Type: text/html; charset=iso-8859-1\r\n", &latin1_page()),
        response("f", "Transfer-Encoding: chunked\r\n", &chunked_page()),
        response("g", &gzipped, &gzip(PAGE)),
        response("h", "Content-Encoding: gzip\r\n", &gzip(PAGE)[..10]),
        response("i", "Content-Encoding: gzip\r\n", &gzip(PAGE)[..40]),
    ]
}

#[test]
fn all_types_of_records_are_read() {
    let here = folder("formats-records");
    let members: Vec<_> = records_of_all_types().iter().map(gzip).collect();
    write(&here.join("x.warc.gz"), members.concat());
    let output = run(&here, &["batch", "x.warc.gz", "-o", "out.jsonl", "--report", "report.json"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("x.warc.gz, record 13: gzip body: "), "{}", stderr(&output));
    let long_type = format!("x/[2j{} 1", "y".repeat(94));
    assert!(
        stderr(&output).contains(&format!("no text: image/png 1, {long_type}\n")),
        "{}",
        stderr(&output)
    );
    assert!(!stderr(&output).contains('\x1b'));
    let rows = rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"));
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["<a>", "<b>", "<c>", "<e>", "<f>", "<g>", "<i>"]);
    let damage = rows[6]["metadata"]["damage"].as_str().expect("says what is missing");
    assert!(damage.starts_with("gzip body: "), "{damage}");
    assert_eq!(
        (&rows[0]["metadata"]["url"], &rows[1]["metadata"]["date"]),
        (&json!("http://a.example/"), &json!("2024-01-01T00:00:00Z"))
    );
    for same in [1, 4, 5] {
        assert_eq!(rows[same]["text"], rows[0]["text"]);
    }
    assert_eq!(rows[2]["metadata"]["source"], "text");
    assert!(
        rows[3]["text"].as_str().expect("a text").contains("L\u{e9}on \u{e9}tait l\u{e0}"),
        "{}",
        rows[3]
    );
    let report: Value = serde_json::from_slice(&fs::read(here.join("report.json")).expect("reads"))
        .expect("is JSON");
    assert_eq!(
        (&report["documents"], &report["failed"], &report["foreign"]["image/png"]),
        (&json!(7), &json!(1), &json!(1))
    );
    assert_eq!((&report["records"], &report["cut"]), (&json!(14), &json!(1)));
    assert_eq!(
        report["other_records"],
        json!({"metadata": 1, "request": 1, "revisit": 1, "warcinfo": 1})
    );
}

#[test]
fn corrupt_data_is_reported_and_the_rest_is_read() {
    let here = folder("formats-corrupt");
    let mut broken = gzip(html("x", PAGE.as_bytes()));
    let middle = broken.len() / 2;
    broken[middle..middle + 20].fill(0x55);
    let (a, b) = (gzip(html("a", PAGE.as_bytes())), gzip(html("b", PAGE.as_bytes())));
    write(&here.join("crc.warc.gz"), [&a[..], &broken, &b].concat());
    write(&here.join("garbage.warc.gz"), [&a[..], b"not packed at all", &b].concat());
    write(&here.join("cut.warc.gz"), [&a[..], &b[..b.len() / 2]].concat());
    let wrong = String::from_utf8(html("x", PAGE.as_bytes()))
        .expect("UTF-8")
        .replace("Content-Length: ", "Content-Length: 9");
    write(
        &here.join("length.warc"),
        [html("a", PAGE.as_bytes()), wrong.into_bytes(), html("b", PAGE.as_bytes())].concat(),
    );
    write(&here.join("start.warc.gz"), [b"\x1f\x8b\x08\x00zzzzzzzzz", &a[..], &b].concat());
    let noise: Vec<u8> =
        (0..9999_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    write(
        &here.join("noise.warc"),
        [html("a", PAGE.as_bytes()), noise, b"\n".to_vec(), html("b", PAGE.as_bytes())].concat(),
    );
    let bomb = gzip(html("x", &vec![b' '; 80 << 20]));
    write(&here.join("bomb.warc.gz"), [&a[..], &bomb, &b].concat());
    for (name, ids, message) in [
        ("crc.warc.gz", &["<a>", "<b>"][..], "crc.warc.gz, record 2: corrupt gzip data"),
        ("garbage.warc.gz", &["<a>", "<b>"], "no compressed data where it should be"),
        ("cut.warc.gz", &["<a>"], "cut.warc.gz, record 2: corrupt gzip data"),
        (
            "length.warc",
            &["<a>", "<b>"],
            "length.warc, record 2: the file ends before the record does",
        ),
        ("start.warc.gz", &["<a>", "<b>"], "start.warc.gz"),
        ("noise.warc", &["<a>", "<b>"], "noise.warc, record 2: bytes that belong to no record"),
        ("bomb.warc.gz", &["<a>", "<b>"], "bomb.warc.gz, record 2: longer than 67108864 bytes"),
    ] {
        let output = run(&here, &["batch", name, "-q", "-o", "-"]);
        assert_eq!(code(&output), 3, "{name}");
        assert!(stderr(&output).contains(message), "{name}: {}", stderr(&output));
        let rows = rows(stdout(&output));
        assert_eq!(
            rows.iter().map(|row| row["id"].as_str().expect("an id")).collect::<Vec<_>>(),
            ids,
            "{name}"
        );
    }
}

/// Writes `r.jsonl`, whose second line is too long, and `d.html.gz`, which is too long.
fn write_long_inputs(here: &Path) {
    let record = |id: &str| json!({"id": id, "text": TEXT}).to_string();
    let lines = [record("a"), "x".repeat(3_000_000), record("b"), String::new()];
    write(&here.join("r.jsonl"), lines.join("\n"));
    write(&here.join("d.html.gz"), gzip("x".repeat(3_000_000)));
}

#[test]
fn documents_and_records_that_are_too_long_are_reported() {
    let here = folder("formats-large");
    write_long_inputs(&here);
    let long_body = response("Content-Encoding: gzip\r\n", &gzip("x".repeat(3_000_000)));
    let members = [
        gzip(html("c", PAGE.repeat(3000).as_bytes())),
        gzip(record("response", "e", "", &long_body)),
        gzip(html("d", PAGE.as_bytes())),
    ];
    write(&here.join("w.warc.gz"), members.concat());
    let bomb = zstd(vec![b' '; 400 << 20]);
    let line = json!({"text": TEXT}).to_string() + "\n";
    write(&here.join("bomb.jsonl.zst"), [zstd(line), bomb].concat());
    let inputs = ["r.jsonl", "d.html.gz", "w.warc.gz", "bomb.jsonl.zst"];
    let limit = ["-o", "-", "--max-record-bytes", "1000000"];
    let output = run(&here, &[&["batch"][..], &inputs, &limit].concat());
    assert_eq!(code(&output), 3);
    for message in [
        "r.jsonl, line 2: longer than 1000000 bytes",
        "d.html.gz: longer",
        "w.warc.gz, record 1: longer",
        "w.warc.gz, record 2: gzip body: longer",
        "bomb.jsonl.zst, line 2: ",
    ] {
        assert!(stderr(&output).contains(message), "{message}: {}", stderr(&output));
    }
    let ids: Vec<_> = rows(stdout(&output)).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, ["a", "b", "<d>", "bomb#1"]);
}

#[test]
fn too_many_errors_stop_the_run() {
    let here = folder("formats-errors");
    write_long_inputs(&here);
    let args = ["batch", "r.jsonl", "d.html.gz", "-o", "out.jsonl"];
    let limits = ["--max-record-bytes", "1000", "--max-errors", "1"];
    let output = run(&here, &[&args[..], &limits].concat());
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("too many errors; what was cleaned is in"),
        "{}",
        stderr(&output)
    );
    assert!(!here.join("out.jsonl").exists());
}
