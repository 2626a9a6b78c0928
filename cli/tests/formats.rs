//! The inputs of a batch: the same pages in every form that it reads, and what is broken in them.

mod common;

use std::fs;
use std::path::Path;

use common::{PAGE, TEXT, code, folder, gzip, rows, run, run_with, stderr, stdout, write};
use serde_json::{Value, json};

/// A page of the corpus: the name of its case, and its bytes.
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

/// A WARC record.
fn record(kind: &str, id: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let length = block.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\n{fields}Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// An HTTP response.
fn response(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat()
}

/// A page as it comes from a server.
fn html(id: &str, page: &[u8]) -> Vec<u8> {
    record(
        "response",
        id,
        "WARC-Target-URI: http://a.example/\r\n",
        &response("Content-Type: text/html\r\n", page),
    )
}

fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::stream::encode_all(bytes.as_ref(), 3).expect("writes to memory")
}

fn bzip2(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// The texts of the rows that a batch writes, by id.
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
fn a_page_gives_the_same_text_in_every_form() {
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

/// A dictionary made of the pages and texts in `corpus/`: `zstd --train corpus/*/input.* --maxdict=2048`.
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

#[test]
fn all_kinds_of_records_are_told_apart() {
    let here = folder("formats-records");
    let wet = "Home\nIt rained for three days, and on the fourth the river left its bed and took the old bridge.\n";
    let latin = "<title>x</title><p>L\u{e9}on \u{e9}tait l\u{e0}, et la pluie tombait depuis trois jours sur la vieille \
        ville. Personne ne fut bless\u{e9}, dit le maire, mais la route restera ferm\u{e9}e jusqu'au printemps.";
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    let chunks: Vec<u8> = PAGE
        .as_bytes()
        .chunks(100)
        .flat_map(|part| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat())
        .collect();
    let parts = [
        record("warcinfo", "info", "", b"software: x\r\n"),
        record("request", "request", "", b"GET / HTTP/1.1\r\n\r\n"),
        html("a", PAGE.as_bytes()),
        record("metadata", "meta", "", b"x: y\r\n"),
        record("revisit", "again", "", b""),
        record(
            "resource",
            "b",
            "Content-Type: text/html\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n",
            PAGE.as_bytes(),
        ),
        record("conversion", "c", "Content-Type: text/plain\r\n", wet.as_bytes()),
        record("response", "d", "", &response("Content-Type: image/png\r\n", b"\x89PNG")),
        record(
            "response",
            "d",
            "",
            &response(&format!("Content-Type: x/\x1b[2J{}\r\n", "y".repeat(999)), b""),
        ),
        record(
            "response",
            "e",
            "",
            &response("Content-Type: text/html; charset=iso-8859-1\r\n", &latin),
        ),
        record(
            "response",
            "f",
            "",
            &response("Transfer-Encoding: chunked\r\n", &[&chunks[..], b"0\r\n\r\n"].concat()),
        ),
        record(
            "response",
            "g",
            "",
            &response("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(PAGE)),
        ),
        record("response", "h", "", &response("Content-Encoding: gzip\r\n", &gzip(PAGE)[..40])),
    ];
    write(&here.join("x.warc.gz"), parts.iter().map(gzip).collect::<Vec<_>>().concat());
    let output = run(&here, &["batch", "x.warc.gz", "-o", "out.jsonl", "--report", "report.json"]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("x.warc.gz, record 13: gzip body: "), "{}", stderr(&output));
    let strange = format!("x/[2j{} 1", "y".repeat(94));
    assert!(
        stderr(&output).contains(&format!("no text: image/png 1, {strange}\n")),
        "{}",
        stderr(&output)
    );
    assert!(!stderr(&output).contains('\x1b'));
    let rows = rows(&fs::read_to_string(here.join("out.jsonl")).expect("reads"));
    let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["<a>", "<b>", "<c>", "<e>", "<f>", "<g>"]);
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
        (&json!(6), &json!(1), &json!(1))
    );
}

#[test]
fn what_is_corrupt_is_told_and_the_rest_is_read() {
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
    let line = |id: &str, text: &[u8]| {
        [format!("{{\"id\":\"<{id}>\",\"text\":\"").as_bytes(), text, b"\"}\n"].concat()
    };
    write(
        &here.join("utf8.jsonl"),
        [line("a", b"x"), line("x", b"\xff\xfe"), line("b", b"y")].concat(),
    );
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
        ("utf8.jsonl", &["<a>", "<b>"], "utf8.jsonl, line 2: not JSON: "),
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

#[test]
fn what_is_too_large_is_told_and_not_read() {
    let here = folder("formats-large");
    let long = format!(
        "{}\n{}\n{}\n",
        json!({"id": "a", "text": TEXT}),
        "x".repeat(3_000_000),
        json!({"id": "b", "text": TEXT})
    );
    write(&here.join("r.jsonl"), long);
    write(&here.join("d.html.gz"), gzip("x".repeat(3_000_000)));
    write(
        &here.join("w.warc.gz"),
        [
            gzip(html("c", PAGE.repeat(3000).as_bytes())),
            gzip(record(
                "response",
                "e",
                "",
                &response("Content-Encoding: gzip\r\n", &gzip("x".repeat(3_000_000))),
            )),
            gzip(html("d", PAGE.as_bytes())),
        ]
        .concat(),
    );
    let bomb = zstd(vec![b' '; 400 << 20]);
    write(
        &here.join("bomb.jsonl.zst"),
        [zstd(json!({"text": TEXT}).to_string() + "\n"), bomb].concat(),
    );
    let output = run(
        &here,
        &[
            "batch",
            "r.jsonl",
            "d.html.gz",
            "w.warc.gz",
            "bomb.jsonl.zst",
            "-o",
            "-",
            "--max-record-bytes",
            "1000000",
        ],
    );
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
    let output = run(
        &here,
        &[
            "batch",
            "r.jsonl",
            "d.html.gz",
            "-o",
            "out.jsonl",
            "--max-record-bytes",
            "1000",
            "--max-errors",
            "1",
        ],
    );
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("too many errors; what was cleaned is in"),
        "{}",
        stderr(&output)
    );
    assert!(!here.join("out.jsonl").exists());
}
