//! The filter: inputs, outputs, exit codes.

mod common;

use std::io::Read;
use std::process::Stdio;

use common::{
    PAGE, TEXT, code, dechrome, folder, gzip, rows, run, run_with, stderr, stdout, write, zstd,
};

#[test]
fn wrong_arguments_exit_with_2() {
    let here = folder("filter-usage");
    for args in [
        &["--nonsense"][..],
        &["--keep", "advert"],
        &["--precision", "--recall"],
        &["--json", "--lines"],
        &["--to", "pdf"],
        &["--url", "u", "a", "b"],
        &["batch", "x"],
        &["eval"],
    ] {
        let output = run(&here, args);
        assert_eq!((code(&output), stdout(&output)), (2, ""), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    let output = run(&here, &["--keep", "advert"]);
    assert!(stderr(&output).contains("caption"), "an unknown kind is answered with the known ones");
    assert_eq!(code(&run(&here, &["--help"])), 0);
    assert_eq!(code(&run(&here, &["--version"])), 0);
}

#[test]
fn misspelled_names_get_a_suggestion() {
    let here = folder("filter-similar");
    write(&here.join("page.html"), PAGE);
    let output = run(&here, &["--keep", "captoin", "page.html"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("a similar value exists: 'caption'"), "{}", stderr(&output));
    let output = run(&here, &["explian", "page.html"]);
    let message = "dechrome: explian: no such file; the subcommand `explain` is similar\n";
    assert_eq!((code(&output), stdout(&output), stderr(&output)), (2, "", message));
    // A file with such a name is read.
    write(&here.join("stat"), PAGE);
    assert_eq!(code(&run(&here, &["stat"])), 0);
}

#[test]
fn an_unreadable_file_is_named_and_the_others_go_on() {
    let here = folder("filter-unreadable");
    write(&here.join("a.html"), PAGE);
    write(&here.join("cut.gz"), &gzip(PAGE)[..60]);
    let output = run(&here, &["missing.html", "cut.gz", "--lines", "a.html"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("missing.html: ") && stderr(&output).contains("cut.gz: "));
    assert!(rows(stdout(&output)).iter().all(|row| row["path"] == "a.html"));
    assert_eq!(output.stdout, run(&here, &["cut.gz", "--lines", "a.html"]).stdout);
}

#[test]
fn the_output_can_be_a_file_and_never_an_input() {
    let here = folder("filter-output");
    write(&here.join("a.html"), PAGE);
    let expected = run(&here, &["a.html"]);
    for args in [["a.html", "-o", "a.txt"], ["a.html", "--output", "a.txt"]] {
        let output = run(&here, &args);
        assert_eq!((code(&output), stdout(&output)), (0, ""));
        assert_eq!(std::fs::read(here.join("a.txt")).expect("reads"), expected.stdout);
    }
    for args in [&["a.html", "-o", "./a.html"][..], &["-o", "a.html"], &["-", "-o", "a.html"]] {
        let mut command = dechrome(&here, args);
        command.stdin(std::fs::File::open(here.join("a.html")).expect("opens"));
        let output = command.output().expect("runs");
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains("is an input"), "{}", stderr(&output));
        assert_eq!(std::fs::read(here.join("a.html")).expect("reads"), PAGE.as_bytes());
    }
}

#[test]
fn short_options_and_names_are_the_long_ones() {
    let here = folder("filter-short");
    write(&here.join("a.html"), PAGE);
    for (short, long) in [
        (&["-m"][..], &["--markdown"][..]),
        (&["--to", "md"], &["--markdown"]),
        (&["-j"], &["--json"]),
        (&["--to", "txt"], &[]),
        (&["--keep", "Title, NAV"], &["--keep", "title,nav"]),
    ] {
        let output = run(&here, &[short, &["a.html"]].concat());
        assert_eq!(code(&output), 0, "{short:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), stdout(&run(&here, &[long, &["a.html"]].concat())));
    }
    let output = run(&here, &["--links", "a.html"]);
    assert!(stderr(&output).contains("--links"), "an option without effect is named");
    let output = run(&here, &["--charset", "latin-99", "a.html"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("latin-99"), "{}", stderr(&output));
    let output = run(&here, &["--url", "mill.example", "a.html"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("`mill.example` is not an absolute URL"));
    let named = run(&here, &["--with-filename", "a.html", "a.html"]);
    assert_eq!(stdout(&named).matches("==> a.html <==\n").count(), 2);
    let output = run(&here, &["--to", "json", "--with-filename", "a.html"]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
}

#[test]
fn selectors_that_match_nothing_are_named() {
    let here = folder("filter-unmatched");
    write(&here.join("a.html"), PAGE);
    write(&here.join("b.html"), "<aside>Rain</aside>");
    write(&here.join("c.txt"), TEXT);
    let rules = ["--exclude", ".promo, #x", "--include", "aside", "--exclude", "h1"];
    for command in [&[][..], &["explain"]] {
        let notes = |files: &[&str]| {
            let output = run(&here, &[command, &rules, files].concat());
            assert_eq!(code(&output), 0);
            stderr(&output).to_owned()
        };
        let aside = "dechrome: --include: `aside` matched nothing\n";
        let promo = "dechrome: --exclude: `.promo, #x` matched nothing\n";
        assert_eq!(notes(&["a.html"]), format!("{aside}{promo}"));
        assert_eq!(notes(&["a.html", "b.html", "c.txt"]), promo);
        assert!(notes(&["c.txt"]).contains("`h1` has no effect on plain text"));
    }
    let batch = run(&here, &[&["batch"][..], &rules, &["a.html", "b.html", "-o", "-"]].concat());
    assert!(stderr(&batch).starts_with("dechrome: --exclude: `.promo, #x` matched nothing\n"));
    let quiet = run(&here, &[&["batch", "-q"][..], &rules, &["a.html", "-o", "-"]].concat());
    assert_eq!(stderr(&quiet), "");
}

#[test]
fn explain_colors_when_asked() {
    let here = folder("filter-color");
    write(&here.join("a.html"), PAGE);
    let escapes = |args: &[&str]| stdout(&run(&here, args)).contains('\u{1b}');
    assert!(escapes(&["explain", "--color", "always", "a.html"]));
    assert!(!escapes(&["explain", "--color", "never", "a.html"]));
    assert!(!escapes(&["explain", "a.html"]), "a pipe is not a terminal");
}

#[test]
fn inputs_that_are_no_document_are_refused_with_a_hint() {
    let here = folder("filter-refused");
    write(&here.join("api.json"), "{\"title\": \"Rain\"}\n");
    write(&here.join("rows.jsonl"), "{\"html\": \"<p>Rain\"}\n{\"html\": \"<p>Sun\"}\n");
    write(&here.join("t.csv"), "day,rain\nMonday,3\n");
    write(&here.join("map.xml"), "<urlset><url><loc>https://mill.example/</loc></url></urlset>");
    write(&here.join("d.svg"), "<?xml version='1.0'?><svg><text>Rain</text></svg>");
    write(&here.join("p.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    write(&here.join("z.zip"), b"PK\x05\x06".repeat(10));
    write(&here.join("c.warc.gz"), gzip("WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n"));
    for (path, hint) in [
        ("api.json", "dechrome batch"),
        ("rows.jsonl", "dechrome batch"),
        ("t.csv", "Parquet"),
        ("map.xml", "sitemap"),
        ("d.svg", "SVG"),
        ("p.png", "image/png"),
        ("z.zip", "application/zip, neither a page nor a text; unpack it"),
        ("c.warc.gz", "dechrome batch"),
        (".", "dechrome batch"),
        ("https://mill.example/", "curl"),
    ] {
        for subcommand in [None, Some("explain")] {
            let args: Vec<&str> = subcommand.into_iter().chain([path]).collect();
            let output = run(&here, &args);
            assert_eq!((code(&output), stdout(&output)), (2, ""), "{args:?}");
            let error = stderr(&output);
            assert!(error.contains(path) && error.contains(hint), "{error}");
        }
    }
    // The command has no option for the limit. The blanks exceed 64 MiB and 250 times their size.
    write(&here.join("bomb.html.zst"), zstd(vec![b' '; 65 << 20]));
    let output = run(&here, &["bomb.html.zst"]);
    let message = "dechrome: bomb.html.zst: zstd data grows to more than 250 times its size; \
                   the rest of the member that starts at byte 0 is lost\n";
    assert_eq!((code(&output), stderr(&output)), (2, message));
    // The format on the command line overrides what the content looks like.
    assert_eq!(stdout(&run(&here, &["t.csv", "--from", "text", "--recall"])).lines().count(), 2);
}

#[test]
fn mail_and_feeds_are_unpacked() {
    let here = folder("filter-containers");
    let page = PAGE.replace('=', "=3D");
    let mail = format!(
        "From: a@mill.example\nSubject: Rain\nMIME-Version: 1.0\n\
         Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\
         Content-Location: https://mill.example/rain\n\n{page}"
    );
    write(&here.join("a.html"), PAGE);
    write(&here.join("a.eml"), mail);
    assert_eq!(stdout(&run(&here, &["a.eml"])), stdout(&run(&here, &["a.html"])));
    let row = &rows(stdout(&run(&here, &["a.eml", "--json"])))[0];
    assert_eq!(row["url"], "https://mill.example/rain");
    let item = |number: u8| {
        format!(
            "<item><link>https://mill.example/{number}</link><title>Rain</title>\
             <description><![CDATA[{PAGE}]]></description></item>"
        )
    };
    let feed = format!("<rss><channel>{}{}</channel></rss>", item(1), item(2));
    write(&here.join("a.xml"), feed);
    let items = rows(stdout(&run(&here, &["a.xml", "--json"])));
    let urls: Vec<&str> = items.iter().filter_map(|row| row["url"].as_str()).collect();
    assert_eq!(urls, ["https://mill.example/1", "https://mill.example/2"]);
    // Plain text has no place for a title, and keeps that of its item.
    let text = TEXT.replace('\n', " ");
    let item = format!("<item><title>Mud</title><description>{text}</description></item>");
    write(&here.join("plain.xml"), format!("<rss><channel>{item}</channel></rss>"));
    let row = &rows(stdout(&run(&here, &["plain.xml", "--json"])))[0];
    assert_eq!((&row["title"], &row["source"]), (&"Mud".into(), &"text".into()));
    let row = &rows(stdout(&run(&here, &["batch", "-q", "plain.xml", "-o", "-"])))[0];
    assert_eq!(row["metadata"]["title"], "Mud");
}

#[test]
fn files_stdin_and_gzip_give_the_same() {
    let here = folder("filter-inputs");
    write(&here.join("a.html"), PAGE);
    write(&here.join("a.html.gz"), gzip(PAGE));
    let expected = run(&here, &["a.html"]);
    assert_eq!((code(&expected), stderr(&expected)), (0, ""));
    for output in [
        run(&here, &["a.html.gz"]),
        run_with(&here, &[], PAGE.as_bytes()),
        run_with(&here, &["-"], PAGE.as_bytes()),
        run_with(&here, &["--from", "html"], &gzip(PAGE)),
    ] {
        assert_eq!((code(&output), stdout(&output)), (0, stdout(&expected)));
    }
}

#[test]
fn several_texts_have_a_blank_line_between_them() {
    let here = folder("filter-several");
    let recall = ["--recall", "--from", "text"];
    for (name, text) in [("a.txt", TEXT), ("b.txt", TEXT.trim_end()), ("empty.txt", "")] {
        write(&here.join(name), text);
    }
    let one = run(&here, &[&recall[..], &["a.txt"]].concat());
    let all = run(&here, &[&recall[..], &["a.txt", "empty.txt", "b.txt", "a.txt"]].concat());
    let texts = [stdout(&one).trim_end_matches('\n'); 3];
    if !texts[0].is_empty() {
        assert_eq!(stdout(&all).trim_end_matches('\n'), texts.join("\n\n"));
    }
    assert_eq!((code(&one), code(&all)), (0, 0));
}

#[test]
fn kept_lines_of_a_text_are_its_bytes() {
    let here = folder("filter-bytes");
    let text = TEXT.replace('\n', "\r\n").replace("bridge", "bri\x1b[31mdge");
    let output = run_with(&here, &["--from", "text"], text.as_bytes());
    let mut rest = text.as_str();
    for line in stdout(&output).split_inclusive('\n') {
        let at = rest.find(line).expect("a line of the input, in order");
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn line_rows_have_every_field() {
    let here = folder("filter-lines");
    write(&here.join("a.txt"), TEXT);
    let output = run(&here, &["--lines", "--url", "http://a.example/", "a.txt"]);
    let rows = rows(stdout(&output));
    for row in &rows {
        let names: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["url", "start", "end", "kind", "keep", "score", "why", "text"]);
        let span = row["start"].as_u64().expect("a number") as usize
            ..row["end"].as_u64().expect("a number") as usize;
        assert_eq!(TEXT[span].trim_end_matches('\n'), row["text"].as_str().expect("a string"));
    }
    assert!(rows.is_empty() || rows.len() == TEXT.lines().count());
}

#[test]
fn json_is_one_object_a_line() {
    let here = folder("filter-json");
    write(&here.join("a.html"), PAGE);
    write(&here.join("b.txt"), TEXT);
    let output = run(&here, &["--json", "--url", "u\"", "a.html"]);
    assert_eq!(output.stdout, run(&here, &["--to", "json", "--url", "u\"", "a.html"]).stdout);
    for row in rows(stdout(&output).trim_end()) {
        assert_eq!(row["url"], "u\"");
    }
    let several = run(&here, &["--json", "a.html", "b.txt"]);
    let paths: Vec<_> =
        rows(stdout(&several).trim_end()).iter().map(|row| row["path"].clone()).collect();
    assert!(paths.is_empty() || paths == ["a.html", "b.txt"]);
}

#[test]
fn exit_status_reports_that_nothing_was_kept() {
    let here = folder("filter-exit-status");
    for input in ["", "\n\n \n"] {
        let output = run_with(&here, &["--exit-status", "--from", "text"], input.as_bytes());
        assert_eq!((code(&output), stdout(&output).trim()), (1, ""));
        assert_eq!(code(&run_with(&here, &["--from", "text"], input.as_bytes())), 0);
    }
    assert_eq!(code(&run(&here, &["--exit-status", "missing"])), 2);
}

#[test]
fn a_closed_pipe_is_success() {
    let here = folder("filter-pipe");
    write(&here.join("long.txt"), TEXT.repeat(400));
    for args in [&["long.txt"][..], &["--lines", "long.txt"], &["--json", "long.txt"], &["--help"]]
    {
        let mut child = dechrome(&here, args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut pipe = child.stdout.take().expect("has a pipe");
        // The pipe is closed after at most one byte.
        let _ = pipe.read(&mut [0]).expect("reads");
        drop(pipe);
        let output = child.wait_with_output().expect("ends");
        assert_eq!((code(&output), stderr(&output)), (0, ""), "{args:?}");
    }
}

#[test]
fn explain_shows_every_line_with_its_verdict() {
    let here = folder("filter-explain");
    write(&here.join("a.txt"), TEXT);
    write(&here.join("a.html"), PAGE);
    write(&here.join("bad.txt"), format!("{TEXT}\x1b[2J\x1b]0;pwned\x07Advertisement\n"));
    let output = run(&here, &["explain", "a.txt", "a.html", "bad.txt"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let text = stdout(&output);
    for line in TEXT.lines().filter(|line| !line.is_empty()) {
        assert!(text.contains(line), "{line}");
    }
    assert!(text.contains("a.html: page, en") && text.contains("- footer"), "{text}");
    assert!(
        !text.contains('\x1b') && !text.contains("pwned"),
        "a pipe gets no escape sequences, neither ours nor those of the input"
    );
    assert_eq!(
        stdout(&run_with(&here, &["explain"], TEXT.as_bytes())).lines().count(),
        TEXT.lines().count() + 1
    );
    assert_eq!(code(&run(&here, &["explain", "missing.txt"])), 2);
}

#[test]
fn markdown_and_html_have_the_structure() {
    let here = folder("filter-structure");
    let page = PAGE.replace("<article>", "<article><h2>The <a href=rain>rain</a></h2>");
    write(&here.join("a.html"), page);
    let keep = ["--keep", "head,title,body", "--include", "h2", "a.html"];
    let with = |args: &[&str]| stdout(&run(&here, &[args, &keep].concat())).to_owned();
    assert!(with(&["--markdown"]).contains("## The rain\n"), "{}", with(&["--markdown"]));
    assert_eq!(with(&["--markdown"]), with(&["--to", "markdown"]));
    let linked = with(&["--markdown", "--links", "--url", "https://mill.example/news/"]);
    assert!(linked.contains("## The [rain](https://mill.example/news/rain)\n"), "{linked}");
    let html = with(&["--to", "html", "--links"]);
    assert!(html.contains("<h2>The <a href=\"rain\">rain</a></h2>\n"), "{html}");
}

#[test]
fn manual_and_completions_are_generated() {
    let here = folder("filter-generate");
    for name in ["batch", "explain", "review", "stats", "diff", "schema", "eval"] {
        let output = run(&here, &["--generate", &format!("man-{name}")]);
        let page = stdout(&output);
        assert!(page.contains(&format!(".TH dechrome-{name} 1")), "{page}");
        for section in ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "\"EXIT STATUS\"", "VERSION"] {
            assert!(page.contains(&format!(".SH {section}\n")), "{section}: {page}");
        }
        assert!(page.contains(&format!("\ndechrome {name}")), "an example: {page}");
        let help = run(&here, &[name, "--help"]);
        assert!(stdout(&help).contains("Exit status:\n  0 "), "{}", stdout(&help));
    }
    for kind in ["commentform", "subscribe"] {
        let output = run(&here, &["--generate", "complete-fish"]);
        assert!(stdout(&output).contains(kind), "{kind}");
    }
    for (what, part) in [
        ("man", ".SH COMMAND BATCH"),
        ("man", ".SH EXAMPLES"),
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
