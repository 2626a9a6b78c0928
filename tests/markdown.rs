//! Markdown reads back: comrak's rendering of it has the page's words in order. HTML has allowed
//! elements only.

#[path = "markdown/footnotes.rs"]
mod footnotes;
#[path = "markdown/formulas.rs"]
mod formulas;
mod generators;
#[path = "markdown/images.rs"]
mod images;
mod read_back;
#[path = "markdown/structures.rs"]
mod structures;

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use dechrome::{Cleaner, Options, Page, RenderOptions, Source};
use generators::languages::BODIES;
use generators::runs::config;
use proptest::prelude::*;
use read_back::{kept_words, push_words, renderings, unclean, wrong};
use scraper::Html;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Html)));

/// Returns the kept words that are two words of the page's tree without the space between them.
fn glued(html: &str, page: &Page) -> Vec<String> {
    let mut text = String::new();
    push_words(Html::parse_document(html).root_element(), &mut text);
    let tree: Vec<&str> = text.split_whitespace().collect();
    let pairs: HashSet<String> = tree.windows(2).map(<[&str]>::concat).collect();
    let single: HashSet<&str> = tree.into_iter().collect();
    let mut found = kept_words(page);
    found.retain(|word| pairs.contains(word) && !single.contains(word.as_str()));
    found
}

fn folder(name: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn the_corpus_reads_back() {
    let pages = folder("corpus")
        .into_iter()
        .map(|case| case.join("input.html"))
        .filter(|page| page.is_file());
    let mut count = 0;
    for path in pages {
        let page = CLEANER.clean(fs::read(&path).expect("a page"));
        assert_eq!(wrong(&page), None, "{}", path.display());
        assert_eq!(unclean(&page.to_html(&renderings()[1])), None, "{}", path.display());
        count += 1;
    }
    assert!(count > 20, "{count} pages");
}

#[test]
fn no_words_are_glued() {
    let pages = folder("corpus").into_iter().chain(folder("tests/markdown")).map(|path| match path
        .is_dir()
    {
        true => path.join("input.html"),
        false => path,
    });
    for path in
        pages.filter(|path| path.is_file() && path.extension().is_some_and(|is| is == "html"))
    {
        let html = String::from_utf8_lossy(&fs::read(&path).expect("a page")).into_owned();
        // Chrome must not be glued either.
        assert_eq!(glued(&html, &keep_all(&html)), [""; 0], "{}", path.display());
    }
    let page = keep_all("<p>one</p><p>two</p>");
    assert_eq!(glued("<p>on</p><p>e</p><p>two</p>", &page), ["one"]);
}

#[test]
fn only_brackets_around_a_reading_are_left_out() {
    let page = keep_all(
        "<p><ruby>水車<rp>（</rp><rt>すいしゃ</rt><rp>）</rp></ruby>が\
         <ruby>雨<rp>読み</rp><rt>あめ</rt></ruby>",
    );
    assert_eq!(page.to_markdown(&RenderOptions::new()), "水車(すいしゃ)が雨読み(あめ)\n");
}

#[test]
fn elements_begin_where_their_text_begins() {
    for (html, markdown) in [
        ("<p>one<br><br><b>What</b> is<br>two</p>", "one\n\n**What** is  \ntwo\n"),
        (
            "<p>one<br> <br> <a href=/x>Link</a> on</p>",
            "one\n\n[Link](https://mill.example/x) on\n",
        ),
        ("<div>one<br><br><code>let</code> it</div>", "one\n\n`let` it\n"),
        (
            "<div>one<br><br><b><i>Two</i></b> it<br><br><del>x</del> y</div>",
            "one\n\n***Two*** it\n\n~~x~~ y\n",
        ),
        (
            "<p>one<br><br><img src=/i.png alt=pear> two</p>",
            "one\n\n![pear](https://mill.example/i.png) two\n",
        ),
        ("<pre>one  <b><br>two</b></pre>", "```\none\ntwo\n```\n"),
    ] {
        assert_eq!(keep_all(html).to_markdown(&renderings()[1]), markdown, "{html}");
    }
}

#[test]
fn emphasis_keeps_the_marks_on_its_letters() {
    for (html, markdown) in [
        ("<p><b>สมศักดิ์</b>ไป</p>", "**สมศักดิ์**ไป\n"),
        ("<p><b>கமல்</b>ஹாசன்<i>ரவி</i></p>", "**கமல்**ஹாசன்*ரவி*\n"),
        ("<p><i>Jose\u{301}</i>s</p>", "*Jose\u{301}*s\n"),
        ("<p>Jose\u{301}<b>“s”</b></p>", "Jose\u{301}“**s”**\n"),
        ("<p><b>注意：</b>これ</p>", "**注意**：これ\n"),
    ] {
        assert_eq!(keep_all(html).to_markdown(&renderings()[1]), markdown, "{html}");
    }
}

/// `tests/markdown/NAME.html` is written as `NAME.md`, with links and images.
#[test]
fn pages_are_written_as_before() {
    for path in folder("tests/markdown")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|is| is == "html"))
    {
        let page = keep_all(&fs::read_to_string(&path).expect("a page"));
        let written = page.to_markdown(&renderings()[1]);
        let expected = fs::read_to_string(path.with_extension("md")).expect("the Markdown");
        assert_eq!(written, expected, "{}", path.display());
    }
}

/// Cleans a page and keeps everything.
fn keep_all(html: &str) -> Page {
    let rules = dechrome::Rules::new().with_included("*").expect("a selector");
    Cleaner::new(Options::new().with_source(Source::Html).with_rules(rules)).clean(html.as_bytes())
}

/// Text that contains Markdown's markup.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,6}",
        "[-+*_=#>|:~$`!\\[\\]()\\\\<&;.0-9a-c ]{1,8}",
        Just("snake_case".to_owned()),
        Just("&amp;lt;".to_owned()),
        Just("1. one".to_owned()),
        Just("- two".to_owned()),
        Just("# three".to_owned()),
        Just("[four](five)".to_owned()),
        Just("注意：「水」".to_owned()),
        Just("ครับ".to_owned()),
        Just("https://a.example/b_c_(d)".to_owned()),
        Just("$5 and $6".to_owned()),
    ];
    prop::collection::vec(piece, 1..5)
        .prop_map(|pieces| pieces.concat().replace('<', "&lt;"))
        .prop_filter("is not blank", |text| !text.trim().is_empty())
}

/// A run of text with inline elements.
fn run() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "<sup><a href=#n1>1</a></sup>",
        "<a href=#n2>[2]</a>",
        "<a href=#m>↩</a>",
    ]);
    let leaf = prop_oneof![
        8 => text(),
        2 => Just("<br>".to_owned()),
        2 => Just(" ".to_owned()),
        1 => marks.prop_map(str::to_owned)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let names = prop::sample::select(vec![
            "b",
            "em",
            "i",
            "strong",
            "code",
            "del",
            "a href='/x y'",
            "sup",
            "span",
            "kbd",
            "q",
        ]);
        (names, prop::collection::vec(inner, 1..4)).prop_map(|(name, inside)| {
            let end = name.split(' ').next().unwrap_or_default();
            format!("<{name}>{}</{end}>", inside.concat())
        })
    })
}

/// One block, or nested ones.
fn blocks() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => run().prop_map(|run| format!("<p>{run}</p>")),
        1 => run().prop_map(|run| format!("<h2>{run}</h2>")),
        1 => run().prop_map(|run| format!("<pre>{run}</pre>")),
        1 => run(),
        1 => run().prop_map(|run| format!("<p id=n1>{run}</p>")),
        1 => run().prop_map(|run| format!("<ol><li>{run}</li><li id=n2>{run}</li></ol>")),
        1 => prop::sample::select(BODIES.concat()).prop_map(|text| format!("<p>{text}</p>")),
        1 => Just("<hr>".to_owned()),
        1 => Just("<img src=/i.png alt='a ] b'>".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "ul",
            "ol",
            "li",
            "blockquote",
            "div",
            "dl",
            "dt",
            "dd",
            "table",
            "tr",
            "td",
            "th",
            "ol start=7",
        ]);
        (names, prop::collection::vec(inner, 1..4)).prop_map(|(name, inside)| {
            let end = name.split(' ').next().unwrap_or_default();
            let parts = match name {
                "ul" | "ol" | "ol start=7" => {
                    inside.iter().map(|part| format!("<li>{part}</li>")).collect()
                }
                "dl" => {
                    inside.iter().map(|part| format!("<dt>{part}</dt><dd>{part}</dd>")).collect()
                }
                "table" => inside
                    .iter()
                    .map(|part| format!("<tr><td>{part}</td><td>{part}</td></tr>"))
                    .collect(),
                _ => inside.concat(),
            };
            format!("<{name}>{parts}</{end}>")
        })
    })
}

/// Pages that did not read back once.
const ONCE_WRONG: &[&str] = &[
    "<table><tr><td>a<td>b<tr><td><em><b>a</b><b><br>- two</b><b>- two</b></em><td>c</table>",
    "<p><a href=/x><code>]:</code></a></p>",
    "<dl><dt>$5 and $6</dt><dt><code>$</code> <code>$</code></dt><dd>a</dd></dl>",
    "<p><b>a</b><img src=/i.png><del>1. one</del></p>",
    "<p><a href=/x>^b</a> <img src=/i.png alt='^c d'> <a href=/x>[^e]</a></p>",
    "<p><b><a href=/x>[2]</a> </b><img src=/i.png></p>",
    "<ol><li>one</li><li id=n2><a href=#m>↩</a></li></ol><pre><b><a href=#n2>[2]</a></b></pre>",
    "<p><em>https://a.examp<a href=/x>Next</a></em></p>",
    "<p>www.a.example<code>b</code> https://a.example<b>c</b> <b>https://a.example</b>c \
     https://a.example<i>b</i>c</p>",
    "<p>https://a.example<span>*b*</span> https://a.example<img src=/i.png></p>",
    "<dl><dt>a</dt><dd><dl><dt>b</dt><dd><p>c</p></dd></dl></dd><dd><p>d</p><p>e</p></dd>\
     <dd><p>f</p><p>g</p></dd></dl>",
    "<p><b><em>https://a.example/b_c_(d)</em><em><a href=/x>注意：「水」</a>1. one</em></b></p>",
    "<p><b><em>(d)</em><em><a href=/x>「水」</a>1. one</em></b></p>",
    "<p><b><em>a</em>snake_case<em>snake_case</em></b></p>",
    "<p>a</p><ul><li><hr><pre>a</pre></li></ul><ul><li><p>b</p></li><li><hr><p>c</p></li></ul>",
    "<ul><li><dl><dt><li><hr><pre>a</pre></li></dt><dd><li><hr><pre>a</pre></li></dd></dl></li></ul>",
];

#[test]
fn pages_that_were_wrong_once_read_back() {
    for html in ONCE_WRONG {
        assert_eq!(wrong(&keep_all(html)), None, "{html}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_page_reads_back(html in prop::collection::vec(blocks(), 1..5)) {
        let page = keep_all(&html.concat());
        prop_assert_eq!(wrong(&page), None, "{}", html.concat());
        prop_assert_eq!(unclean(&page.to_html(&renderings()[1])), None);
    }
}
