//! Cleaning a hostile document ends, reports the limit that it reaches, and makes few blocks.
//!
//! Time and memory are not measured here, because machines differ. `benches/growth` makes this test
//! write the documents to folders, once unchanged and once with twice as many parts (`HOSTILE=DIR
//! HOSTILE_SCALE=2`), and measures the cost of each.

use std::path::Path;
use std::sync::LazyLock;

use dechrome::{Cleaner, Degraded, Input, Limits, Options, Page, Source};

#[path = "hostile/repeated_work.rs"]
mod repeated_work;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// The end of every document.
const TAIL: &str = "It rained for three days, and on the fourth the river left its bed and took the old bridge with it.";

/// The place of [`TAIL`] in the result.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tail {
    /// In a block that was made from the tree.
    InTree,
    /// In a block that was judged as text, because this limit was reached.
    Rest(Degraded),
    /// In no block: it is inside a comment, script or attribute that never ends.
    Hidden,
}

/// A hostile document.
struct Case {
    name: &'static str,
    source: Source,
    input: String,
    tail: Tail,
    /// More blocks than this would be too many.
    most: usize,
}

/// Factor on the numbers of parts. Documents with a factor above one are written and not checked.
static SCALE: LazyLock<usize> = LazyLock::new(|| {
    let scale = std::env::var("HOSTILE_SCALE").map_or(1, |scale| scale.parse().expect("a number"));
    assert!(scale == 1 || std::env::var_os("HOSTILE").is_some(), "HOSTILE_SCALE needs HOSTILE");
    scale
});

/// Repeats `part` `times` times [`SCALE`].
fn many(part: &str, times: usize) -> String {
    part.repeat(times * *SCALE)
}

/// Joins `times` times [`SCALE`] parts that differ.
fn each(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times * *SCALE).map(part).collect()
}

/// Returns a page of `head`, `part` many times, and the tail as a paragraph.
fn page(name: &'static str, head: &str, part: &str, times: usize, tail: Tail, most: usize) -> Case {
    let input = format!("<!doctype html>{head}{}\n<p>{TAIL}</p>", many(part, times));
    Case { name, source: Source::Html, input, tail, most }
}

/// A page with `times` parts that differ.
fn varied(
    name: &'static str,
    times: usize,
    part: impl Fn(usize) -> String,
    tail: Tail,
    most: usize,
) -> Case {
    page(name, &each(times, part), "", 0, tail, most)
}

/// A plain text, and the tail as its last line.
fn text(name: &'static str, text: String, most: usize) -> Case {
    Case {
        name,
        source: Source::Text,
        input: format!("{text}\n{TAIL}\n"),
        tail: Tail::InTree,
        most,
    }
}

/// The place of the tail after more than sixteen thousand pieces of a few letters.
const CRUMBS: Tail = Tail::Rest(Degraded::Fragments);

/// The place of the tail of a page of more nodes than its size allows.
const NODES: Tail = Tail::Rest(Degraded::Nodes);

/// A plain text of such pieces.
fn crumbs(name: &'static str, text: String, most: usize) -> Case {
    Case { tail: CRUMBS, ..self::text(name, text, most) }
}

/// Cleans a case and holds it against what it says.
fn check(case: &Case) {
    if let Some(folder) = std::env::var_os("HOSTILE") {
        let extension = if case.source == Source::Text { "txt" } else { "html" };
        let path = Path::new(&folder).join(format!("{}.{extension}", case.name));
        std::fs::write(path, &case.input).expect("writes the document");
        return;
    }
    let page = CLEANER.clean_input(&Input::from_text(&case.input).with_source(case.source));
    let (name, blocks) = (case.name, page.blocks().len());
    assert!(blocks <= case.most, "{name}: {blocks} blocks");
    let bytes: usize = page.blocks().map(|block| block.text().len()).sum();
    assert!(bytes <= case.input.len(), "{name}: {bytes} bytes in blocks");
    assert_eq!(tail_of(&page), case.tail, "{name}: {:?}, {blocks} blocks", page.degraded());
    let title = page.metadata().title.map_or(0, |title| title.value.len());
    assert!(title <= case.input.len(), "{name}: {title} bytes of title");
}

/// Returns the place of the tail. A degraded page must have it in the rest.
fn tail_of(page: &Page) -> Tail {
    let found = page.blocks().rev().find(|block| block.text().contains(TAIL));
    match (found, page.degraded()) {
        (Some(block), Some(degraded)) if block.why().contains("beyond a limit") => {
            Tail::Rest(degraded)
        }
        (Some(_), None | Some(Degraded::Flattened)) => Tail::InTree,
        (None, None) => Tail::Hidden,
        (found, degraded) => {
            panic!("{degraded:?}, but the tail is {:?}", found.map(|block| block.why()))
        }
    }
}

#[test]
fn lines_beyond_their_limit_are_one_block_that_is_kept() {
    let mut limits = Limits::default();
    limits.lines = 3;
    let text = format!("Home\nSign in\r\n\n{TAIL}\nSign in\n");
    let judge = |text: &str| {
        Cleaner::new(Options::new().with_limits(limits).with_source(Source::Text))
            .clean(text.as_bytes())
    };
    let page = judge(&text);
    assert_eq!((page.degraded(), page.blocks().len()), (Some(Degraded::Lines), 4));
    let last = page.blocks().next_back().expect("a block");
    assert!(last.keep() && last.text() == format!("{TAIL}\nSign in"), "{}", last.why());
    assert_eq!(last.span().end, text.len());
    assert!(page.to_text().ends_with(&format!("{TAIL}\nSign in\n")), "{}", page.to_text());
    assert_eq!(judge("Home\nSign in\nHome\n").degraded(), None);
    assert_eq!(judge("Home\rSign in\rHome\rx").degraded(), Some(Degraded::Lines));
}

#[test]
fn what_is_left_of_a_page_is_judged_within_its_limit() {
    let mut limits = Limits::default();
    limits.nodes = 2_000;
    let cleaner = Cleaner::new(Options::new().with_limits(limits).with_source(Source::Html));
    let page = cleaner.clean(format!("{}<p>{TAIL}", "<p>x".repeat(300_000)));
    assert_eq!(page.degraded(), Some(Degraded::Nodes));
    assert!(page.blocks().len() <= 3_001, "{} blocks", page.blocks().len());
    let last = page.blocks().next_back().expect("a block");
    assert!(last.keep() && last.text().ends_with(TAIL), "{}", last.why());
    assert!(page.to_text().trim_end().ends_with(TAIL));
}

#[test]
fn crumbs_come_back_whole() {
    let text = "Share\nx\n\n".repeat(9_000);
    let page = CLEANER.clean_input(&Input::from_text(&text).with_source(Source::Text));
    assert_eq!(
        (page.degraded(), page.confidence(), page.to_text()),
        (Some(Degraded::Fragments), 0.0, text.clone())
    );
    let table = format!("<table>{}</table>", "<tr><td>x".repeat(17_000));
    let page = CLEANER.clean_input(&Input::from_text(&table).with_source(Source::Html));
    assert_eq!((page.degraded(), page.confidence()), (Some(Degraded::Fragments), 0.0));
    assert!(page.blocks().len() == 17_000 && page.blocks().all(|block| block.keep()));
    // The part of a page after its limit says nothing about the blocks before it.
    let long = format!("<table>{}</table>", "<td>x".repeat(160_000));
    let page = CLEANER.clean_input(&Input::from_text(&long).with_source(Source::Html));
    assert_eq!(page.degraded(), Some(Degraded::Nodes));
    let first = page.blocks().next().expect("a block");
    assert!(first.keep() && first.why().contains("beyond a limit"), "{}", first.why());
}

/// Checks every case.
fn check_all(cases: &[Case]) {
    cases.iter().for_each(check);
}

#[test]
fn nests_run_out_of_depth() {
    let rest = Tail::Rest(Degraded::Depth);
    check_all(&[
        page("nest-ul-li", "", "<ul><li>", 32_000, rest, 2),
        page("nest-div", "", "<div>", 100_000, rest, 2),
        page("nest-div-text", "", "<div>x", 100_000, rest, 100_002),
        page("nest-b", "", "<b>", 100_000, rest, 2),
        page("nest-font", "", "<font>", 100_000, rest, 2),
        page("nest-table", "", "<table><tr><td>", 100_000, rest, 2),
        page("nest-blockquote-text", "", "<blockquote>x", 100_000, rest, 100_002),
        page("nest-svg", "", "<svg>", 100_000, rest, 2),
        page("nest-button-object", "", "<object><button>x", 50_000, rest, 50_002),
        varied("nest-b-distinct", 100_000, |i| format!("<b class=c{i}>"), rest, 2),
        page("deep-list-long", &"<ul>".repeat(500), "<li>x", 100_000, NODES, 100_001),
    ]);
}

#[test]
fn markup_that_closes_itself_stays_flat() {
    check_all(&[
        page("flat-a", "", "<a href=/x>", 100_000, Tail::InTree, 2),
        page("flat-table", "", "<table>", 100_000, Tail::InTree, 2),
        page("flat-p", "", "<p>x", 100_000, NODES, 100_001),
        page("flat-p-few", "", "<p>x", 16_000, Tail::InTree, 16_001),
        page("flat-td", "<table><tr>", "<td>x", 100_000, NODES, 100_001),
        page("foster", "<table>", "x<tr><td>y</td></tr>", 30_000, NODES, 60_002),
        page("br", "x", "<br>", 200_000, NODES, 3),
        page("end-tags", "", "</p></b></div></br>", 50_000, Tail::InTree, 50_001),
        page("less-than", "", "<", 500_000, Tail::InTree, 2),
        page("headings", "", "<h1>x</h2>", 50_000, CRUMBS, 50_001),
    ]);
}

#[test]
fn the_adoption_agency_runs_out_of_nodes() {
    let formatting =
        |count: usize| (0..count).map(|i| format!("<b class=c{i}>")).collect::<String>();
    let rest = Tail::Rest(Degraded::Nodes);
    check_all(&[
        page("adoption-43k", &format!("<p>{}", formatting(400)), "<p>x", 9_500, rest, 9_502),
        page("adoption-300k", &format!("<p>{}", formatting(400)), "<p>x", 75_000, rest, 75_002),
        page(
            "adoption-tables",
            &format!("<table>{}", formatting(400)),
            "<tr><td>x",
            10_000,
            Tail::InTree,
            10_001,
        ),
        page(
            "adoption-misnested",
            "",
            "<b><i><u><div></b></i></u>x",
            20_000,
            Tail::Rest(Degraded::Depth),
            20_002,
        ),
    ]);
}

#[test]
fn attributes_are_counted_or_left_out() {
    let attributes = |name: &str| each(100_000, |i| format!(" {name}{i}=v"));
    let classes = each(100_000, |i| format!("c{i} "));
    check_all(&[
        page("attributes", &format!("<div{}>", attributes("a")), "", 0, Tail::InTree, 1),
        page("attributes-data", &format!("<div{}>", attributes("data-a")), "", 0, Tail::InTree, 1),
        page(
            "attributes-behind-svg",
            &format!("<svg><style><b{}>", attributes("a")),
            "",
            0,
            Tail::InTree,
            1,
        ),
        page("attributes-one-name", "<div ", "class=x ", 100_000, Tail::InTree, 1),
        page("classes", &format!("<div class='{classes}'>x"), "", 0, Tail::InTree, 2),
        varied(
            "classes-many-elements",
            50_000,
            |i| format!("<p class='a{i} b{i} c{i}' id=d{i}>x"),
            Tail::InTree,
            50_001,
        ),
        page(
            "attribute-long",
            &format!("<div class={}>", many("x", 2_000_000)),
            "",
            0,
            Tail::InTree,
            1,
        ),
        page(
            "html-attributes",
            "<p>x",
            "<html class=a id=b><body class=c>",
            30_000,
            Tail::InTree,
            2,
        ),
    ]);
}

#[test]
fn entities_and_nuls_are_text_or_nothing() {
    check_all(&[
        page("entities", "<p>", "&amp;&#65;&notit;&x", 50_000, Tail::InTree, 2),
        page("entities-wide", "<p>", "&NotEqualTilde;", 60_000, Tail::InTree, 2),
        page("ampersands", "<p>", "&", 1_000_000, Tail::InTree, 2),
        page("entity-long", "<p>&", "a", 1_000_000, Tail::InTree, 2),
        page("number-long", "<p>&#", "9", 1_000_000, Tail::InTree, 2),
        page("nuls-html", "<p>", "\0", 1_000_000, Tail::InTree, 2),
        page(
            "nuls-in-tags",
            "",
            "<\0p\0><p\0 class=\0>x",
            30_000,
            Tail::Rest(Degraded::Depth),
            30_002,
        ),
        text("nuls-text", many("\0", 1_000_000), 2),
        crumbs("nul-lines", many("a\0\n", 50_000), 50_002),
    ]);
}

#[test]
fn long_and_many_lines_are_judged() {
    let words = many("the river rose ", 140_000);
    check_all(&[
        text("line-2mb", words.clone(), 2),
        text("line-2mb-no-spaces", many("a", 2_000_000), 2),
        text("line-2mb-chinese", many("河水漫过堤岸", 110_000), 2),
        text("line-2mb-punctuation", many("!?.,", 500_000), 2),
        crumbs("lines-short", each(100_000, |i| format!("Line {i}\n")), 100_002),
        crumbs("lines-same", many("Share this\n", 100_000), 100_002),
        Case {
            tail: Tail::Rest(Degraded::Lines),
            ..text("lines-blank", many("\n", 1_000_000), 331_254)
        },
        crumbs("lines-cr", many("a\r", 100_000), 200_001),
        text("lines-prose", many(&format!("{TAIL}\n"), 20_000), 20_002),
        page("block-2mb", "<p>", "the river rose ", 140_000, Tail::InTree, 2),
    ]);
}

#[test]
fn signs_that_stand_for_nothing_are_judged() {
    check_all(&[
        text("combining-marks", format!("a{}", many("\u{301}", 500_000)), 2),
        text("combining-words", many("a\u{301}\u{302}\u{303} ", 100_000), 2),
        text("bidi-controls", many("\u{202e}a\u{2066}b\u{2069}\u{202c} ", 50_000), 2),
        text("zero-width", many("\u{200b}\u{feff}\u{ad}", 200_000), 2),
        text("thai", many("ฝนตกมาสามวันแล้ว", 40_000), 2),
        text("private-use", many("\u{e000}\u{f8ff} ", 100_000), 2),
        crumbs("lines-of-marks", many("\u{301}\n", 50_000), 50_002),
        text("spaces", many(" \u{a0}\u{3000}", 200_000), 2),
        page("combining-html", "<p>a", "\u{301}", 500_000, Tail::InTree, 2),
        page("words-long", "<p>", &format!("{} ", "x".repeat(5_000)), 400, Tail::InTree, 2),
    ]);
}

#[test]
fn phrases_and_headings_of_chrome_are_judged() {
    check_all(&[
        text("phrase-starts", many("read more read more ", 50_000), 2),
        crumbs("phrase-labels", many("See also: \n", 50_000), 50_002),
        text(
            "lines-two",
            many("Related articles\nIt rained for three days, and the river rose again.\n", 20_000),
            40_002,
        ),
        page("headings-related", "", "<h2>Related articles</h2><p>x", 30_000, NODES, 60_001),
        page(
            "hidden",
            "",
            "<div hidden>x<div style='display:none'>y</div></div>",
            30_000,
            NODES,
            60_001,
        ),
        page("same-paragraph", "", &format!("<p>{TAIL}"), 20_000, Tail::InTree, 20_001),
        page("cells", "<table>", "<tr><td>1<td>2<td>3<td>4", 20_000, NODES, 80_002),
        page("pre-lines", "<pre>", "x = 1\n", 200_000, Tail::InTree, 3),
    ]);
}

#[test]
fn what_a_head_declares_is_read_within_bounds() {
    let json_ld = |json: String| format!("<script type=application/ld+json>{json}</script>");
    check_all(&[
        page("meta", "", "<meta property=og:title content=x>", 50_000, Tail::InTree, 2),
        page("titles", "", "<title>the river</title>", 50_000, Tail::InTree, 2),
        page("json-ld-deep", &json_ld(many("[", 500_000)), "", 0, Tail::InTree, 2),
        page(
            "json-ld-objects",
            &json_ld(format!("{}1", many("{\"a\":", 200_000))),
            "",
            0,
            Tail::InTree,
            2,
        ),
        page(
            "json-ld-bodies",
            &json_ld(format!("[{}1]", many("{\"articleBody\":\"x\"},", 50_000))),
            "",
            0,
            Tail::InTree,
            2,
        ),
        page(
            "json-ld-publishers",
            &json_ld(format!("[{}1]", many("{\"publisher\":{\"@id\":\"x1\"}},", 20_000))),
            "",
            0,
            Tail::InTree,
            2,
        ),
        page(
            "json-ld-scripts",
            "",
            &json_ld("{\"@type\":\"Product\"}".into()),
            20_000,
            Tail::InTree,
            2,
        ),
    ]);
}

#[test]
fn what_is_told_over_and_over_is_read_within_bounds() {
    let meta = |name: &str, i| format!("<meta name={name} content='the river {i}'>");
    let titles = each(10_000, |i| meta("og:title", i));
    check_all(&[
        page("meta-titles-headings", &titles, "<h2>the river</h2>x", 10_000, Tail::InTree, 20_001),
        varied("meta-authors", 20_000, |i| meta("citation_author", i), Tail::InTree, 2),
        varied("meta-tags", 20_000, |i| meta("article:tag", i), Tail::InTree, 2),
        varied(
            "authors",
            20_000,
            |i| format!("<a rel=author href=/{i}>Jane Doe{i}</a>"),
            Tail::InTree,
            2,
        ),
        varied(
            "bylines",
            20_000,
            |i| format!("<p class=byline>By Jane Doe{i}, 6 May 2020"),
            Tail::InTree,
            20_001,
        ),
        page(
            "times",
            "",
            "<p><time datetime=2020-05-06>6 May 2020</time>",
            20_000,
            Tail::InTree,
            20_001,
        ),
    ]);
}

#[test]
fn many_parts_of_one_block_are_written() {
    let mathjax = "<script src=/mathjax.js></script><p>";
    check_all(&[
        page("formulas", mathjax, "$x$ ", 50_000, Tail::InTree, 2),
        page("formulas-elements", mathjax, "<i>a</i> $x$ ", 30_000, Tail::InTree, 2),
        page("urls-open", "<p>", "www.", 100_000, Tail::InTree, 2),
        page("arrows", "<p>", "<i aria-hidden=true>→</i> a", 30_000, Tail::InTree, 2),
    ]);
}

#[test]
fn many_links_are_judged() {
    check_all(&[
        varied("links", 100_000, |i| format!("<a href=/{i}>Link {i}</a> "), NODES, 3),
        varied(
            "links-items",
            100_000,
            |i| format!("<li><a href=/{i}>Link {i}</a>"),
            NODES,
            100_001,
        ),
        varied(
            "links-blocks",
            100_000,
            |i| format!("<div><a href=/{i}>Link {i}</a></div>"),
            NODES,
            100_001,
        ),
        page("links-same", "", "<div class=a><a href=/>Home</a></div>", 100_000, NODES, 100_001),
    ]);
}

#[test]
fn what_never_ends_hides_the_rest() {
    check_all(&[
        page("comment-open", "<p>x<!--", "a - b -- > ", 100_000, Tail::Hidden, 1),
        page("comments-open", "<p>x", "<!-", 300_000, Tail::InTree, 2),
        page("script-open", "<p>x<script>", "if (a<b) {} ", 100_000, Tail::Hidden, 1),
        page("script-escaped", "<p>x<script><!--", "<script", 100_000, Tail::Hidden, 1),
        page("style-open", "<p>x<style>", "</styl ", 100_000, Tail::Hidden, 1),
        page("textarea-open", "<p>x<textarea>", "</textare", 100_000, Tail::Hidden, 1),
        page("title-open", "<title>", "the river ", 100_000, Tail::Hidden, 1),
        page("attribute-open", "<p>x<a href=\"", "x ", 500_000, Tail::Hidden, 1),
        page("cdata", "<p>x<svg>", "<![CDATA[", 100_000, Tail::Hidden, 1),
        page("plaintext", "<plaintext>", "<p>x", 100_000, Tail::InTree, 2),
        page("template", "<p>x", "<template>", 100_000, Tail::Rest(Degraded::Depth), 2),
        page("select", "<p>x<select>", "<option>x", 40_000, Tail::Hidden, 2),
    ]);
}
