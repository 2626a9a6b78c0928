//! Documents that made a stage do the same work for each of their parts.

use dechrome::{Cleaner, Degraded, Options, Source};

use super::{TAIL, Tail, check_all, each, many, page, varied};

/// Parts of a text that leave a hasher of one multiplication for eight bytes in the same state.
/// Any sequence of them does, too.
fn parts_with_one_hash(count: usize) -> Vec<String> {
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
    // The last eight bytes of each part make this of the state, and a part begins with the rest.
    const END: u64 = u64::from_le_bytes(*b"mmmmmmmm");
    let start = END.wrapping_mul(GOLDEN).rotate_left(5);
    let mut parts = Vec::new();
    for number in 0.. {
        let mut rest: u64 = number;
        let first = [(); 8].map(|()| {
            let letter = b'a' + (rest % 26) as u8;
            rest /= 26;
            letter
        });
        let state = (start ^ u64::from_le_bytes(first)).wrapping_mul(GOLDEN);
        let last = (state.rotate_left(5) ^ END).to_le_bytes();
        if last.iter().all(u8::is_ascii_alphanumeric) {
            parts.extend([first, last].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        }
        if parts.len() == 2 * count {
            break;
        }
    }
    parts.chunks(2).map(|part| part.concat()).collect()
}

#[test]
fn texts_with_one_hash_are_told_apart() {
    let parts = parts_with_one_hash(48);
    // The state begins at zero, and these letters make it the one that the parts keep.
    let text = |i: usize| {
        let [one, two, three] = [i, i / 48, i / 48 / 48].map(|i| parts[i % 48].as_str());
        format!("mmmmmmmm{one}{two}{three}")
    };
    check_all(&[
        varied("texts-one-hash", 40_000, |i| format!("<p>{}", text(i)), Tail::InTree, 40_001),
        varied(
            "classes-one-hash",
            20_000,
            |i| format!("<p class={}>the river rose", text(i)),
            Tail::InTree,
            20_001,
        ),
    ]);
}

#[test]
fn containers_are_read_once() {
    let sentence = "The river left its bed, said the mayor.";
    let row = format!("<tr><th>River<th>Level<tr><td>{sentence}<td>Two metres");
    check_all(&[
        page("quote-long", "<blockquote>", &format!("<p>{sentence}"), 22_000, Tail::InTree, 22_001),
        page(
            "panels-hidden",
            &format!("<p>{TAIL}<p>{sentence}"),
            "<div><div class=tab hidden>the river rose</div></div>",
            15_000,
            Tail::InTree,
            15_003,
        ),
        page("tables-many", "", &format!("<table>{row}</table>"), 4_000, Tail::InTree, 16_001),
        page(
            "captions-last",
            "",
            &format!("<table>{row}<caption>The river and the mill</caption></table>"),
            3_500,
            Tail::InTree,
            17_501,
        ),
        page(
            "math-spaces",
            "",
            &format!("<p>a <math>{}<mi>x</mi></math>", "<mspace/>".repeat(19_000)),
            5,
            Tail::InTree,
            6,
        ),
    ]);
}

#[test]
fn a_block_is_searched_for_notes_once() {
    let marks = each(12_000, |i| format!("a <a id=r{i} href=#f{i}>1</a> "));
    let backs = each(12_000, |i| format!("river <a href=#r{i}>z</a>"));
    check_all(&[page("footnote-lines", &format!("<p>{marks}<p>{backs}"), "", 0, Tail::InTree, 3)]);
}

#[test]
fn shadow_trees_add_no_depth_beyond_the_limit() {
    let host = |levels: usize| {
        let (open, close) = ("<div>".repeat(levels), "</div>".repeat(levels));
        format!("<div><template shadowrootmode=open>{open}<slot></slot>{close}</template>")
    };
    let depth = Tail::Rest(Degraded::Depth);
    check_all(&[
        page("shadow-deep", &host(230).repeat(230), "<p>x y z", 20_000, depth, 20_600),
        page("shadow-shallow", &host(10).repeat(20), "<p>x y z", 16_000, Tail::InTree, 16_001),
    ]);
}

#[test]
fn a_declared_article_has_as_many_lines_as_a_page() {
    let body = format!("{}{TAIL}", many("a\\n", 500_000));
    let json = format!("{{\"@type\":\"Article\",\"articleBody\":\"{body}\"}}");
    let script = format!("<script type=application/ld+json>{json}</script>");
    let lines = Tail::Rest(Degraded::Lines);
    check_all(&[page("json-ld-lines", &script, "", 0, lines, 110_000)]);
}

#[test]
fn declarations_are_compared_within_bounds() {
    let url = |i| format!("<meta property=og:url content=https://river{i}.example/>");
    let title = |i| format!("<meta property=og:title content='the river {i}'>");
    let object = |i| format!("{{\"@type\":\"Article\",\"headline\":\"the mill {i}\"}},");
    let objects = format!("[{}1]", each(20_000, object));
    let script = format!("<script type=application/ld+json>{objects}</script>");
    let urls = each(10_000, url);
    check_all(&[
        page("meta-urls-headings", &urls, "<h2>the mill</h2>x", 7_000, Tail::InTree, 14_001),
        page("meta-titles-objects", &(each(20_000, title) + &script), "", 0, Tail::InTree, 2),
    ]);
}

#[test]
fn headers_of_comments_are_read_within_bounds() {
    let header = "<span class=author>".repeat(400);
    let html = format!("<p>{TAIL}<div class=comment>{header}{}", "the river ".repeat(200_000));
    let options = Options::new().with_comments(true).with_source(Source::Html);
    let page = Cleaner::new(options).clean(html.as_bytes());
    assert!(page.comments().len() <= 1);
}
