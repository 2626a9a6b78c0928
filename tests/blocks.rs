//! Blocks one by one: their Markdown, links, images, code and cells.

use std::fs;
use std::path::Path;

use dechrome::{Block, Cleaner, Input, Options, Page, RenderOptions, Rules, Shape};

/// Cleans a page of which everything is kept.
fn whole(html: &str) -> Page {
    let rules = Rules::new().with_included("html").expect("is a selector");
    let cleaner = Cleaner::new(Options::new().with_rules(rules));
    cleaner.clean_input(&Input::new(html).with_url("https://mill.example/news/rain"))
}

fn block<'p>(page: &'p Page, text: &str) -> Block<'p> {
    page.blocks().find(|block| block.text().contains(text)).unwrap_or_else(|| panic!("{text}"))
}

const PAGE: &str = "<base href=/base/><figure><img src=top.png alt='The flooded old bridge' width=640 height=480><figcaption>Its arches</figcaption></figure>\
    <h2>Rain in <em>May</em></h2>\
    <p>The <a href=river>old <b>river</b></a> rose, *not* the <a href=#x><img src=i.png alt=I></a> \
    <a href=https://sea.example/>sea</a>.</p><img src=after.png alt='The river after' width=640 height=480>\
    <ul><li>One item<ol><li value=4>Nested <code>item</code></ol><li><input type=checkbox checked> \
    Task</ul><blockquote><p>It is what it is.</blockquote>\
    <pre><code class=language-rust>let rain = 1;\nlet river = 2;</code></pre>\
    <table><tr><th>Month<th>Rain in <i>mm</i><tr><th>May<td>80<tr><th>June<td>65</table>\
    <p>It rained for three days, and on the fourth the river left its bed and took the old bridge \
    with it, so that nobody could reach the mill on the other bank before the spring.";

#[test]
fn a_block_is_debugged_without_the_rest_of_its_page() {
    let page = dechrome::clean("Sign in\n\nIt rained for three days in the valley.\n");
    let blocks = format!("{:?}", page.blocks());
    assert_eq!(blocks.matches("It rained").count(), 1, "{blocks}");
    let block = format!("{:?}", block(&page, "It rained"));
    assert!(block.contains("Body") && block.contains("It rained for three days"), "{block}");
    assert!(!block.contains("Sign in"), "{block}");
}

#[test]
fn markdown_of_single_blocks() {
    let page = whole(PAGE);
    let options = RenderOptions::new().with_links(true).with_images(true);
    let markdown: Vec<String> = page.blocks().map(|block| block.to_markdown(&options)).collect();
    let expected = [
        "Its arches",
        "## Rain in *May*",
        "The [old **river**](https://mill.example/base/river) rose, \\*not\\* the \
         ![I](https://mill.example/base/i.png) \
         [sea](https://sea.example/).",
        "- One item",
        "4. Nested `item`",
        "- [x] Task",
        "> It is what it is.",
        "```rust\nlet rain = 1;\nlet river = 2;\n```",
        "Month",
        "Rain in *mm*",
        "May",
        "80",
        "June",
        "65",
    ];
    assert_eq!(markdown[..expected.len()], expected);
}

#[test]
fn links_and_images_of_blocks() {
    let page = whole(PAGE);
    let links = block(&page, "old river").links();
    let found: Vec<(&str, &str)> =
        links.iter().map(|link| (&page.full_text()[link.span.clone()], &*link.url)).collect();
    let expected =
        [("old river", "https://mill.example/base/river"), ("sea", "https://sea.example/")];
    assert_eq!(found, expected);
    assert!(block(&page, "One item").links().is_empty());

    let images: Vec<(String, Vec<String>)> = page
        .blocks()
        .map(|block| {
            let images = block.images().into_iter().map(|image| image.alt).collect();
            (block.text().to_owned(), images)
        })
        .filter(|(_, images): &(_, Vec<String>)| !images.is_empty())
        .collect();
    let strings = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    assert_eq!(images[0], ("Its arches".to_owned(), strings(&["The flooded old bridge"])));
    assert_eq!(images[1].1, strings(&["I", "The river after"]));
    assert_eq!(images.len(), 2);
    assert_eq!(block(&page, "Its arches").images()[0].url, "https://mill.example/base/top.png");
}

#[test]
fn structure_of_blocks() {
    let page = whole(PAGE);
    assert_eq!(block(&page, "let rain").code_language(), Some("rust"));
    assert_eq!(block(&page, "old river").code_language(), None);
    assert!(matches!(block(&page, "Rain in May").shape(), Shape::Heading { level: 2, .. }));
    assert!(matches!(block(&page, "Nested").shape(), Shape::Item { depth: 2, number: 4, .. }));
    let cell = |text: &str| {
        let cell = block(&page, text).cell().unwrap_or_else(|| panic!("{text}"));
        (cell.column, cell.is_header)
    };
    assert_eq!([cell("Month"), cell("Rain in mm")], [(0, true), (1, true)]);
    assert_eq!([cell("June"), cell("65")], [(0, true), (1, false)]);
    assert_eq!(block(&page, "old river").cell(), None);
}

#[test]
fn dropped_blocks_and_lines_have_their_text() {
    let page = dechrome::clean("<nav><a href=/x>Home *here*</a></nav>");
    let dropped = page.blocks().next().expect("a block");
    assert!(!dropped.keep() && dropped.links().is_empty() && dropped.images().is_empty());
    assert_eq!(dropped.to_markdown(&RenderOptions::new()), "Home \\*here\\*");
    let page = dechrome::clean("It *rained* for three days.\r\n");
    let line = page.blocks().next().expect("a line");
    assert_eq!(line.to_markdown(&RenderOptions::new()), "It *rained* for three days.");
}

/// Returns the letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn blocks_have_their_part_of_the_content() {
    let options = RenderOptions::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (mut pages, mut links, mut images) = (0, 0, 0);
    for case in fs::read_dir(corpus).expect("a folder").flatten() {
        let Ok(html) = fs::read(case.path().join("input.html")) else { continue };
        let page = dechrome::clean(&html);
        pages += 1;
        for block in page.blocks() {
            let markdown = block.to_markdown(&options);
            let marker =
                markdown.find(". ").filter(|_| matches!(block.shape(), Shape::Item { .. }));
            let words = &markdown[marker.filter(|&at| at < 4).map_or(0, |at| at + 1)..];
            if !page.to_markdown(&options).contains(['$', '^']) {
                assert_eq!(letters(words), letters(block.text()), "{}", case.path().display());
            }
            for link in block.links() {
                assert!(block.span().start <= link.span.start && link.span.end <= block.span().end);
                links += 1;
            }
        }
        let all: usize = page.blocks().map(|block| block.images().len()).sum();
        let written = page.to_html(&options.clone().with_images(true)).matches("<img ").count();
        assert_eq!(all, written, "{}", case.path().display());
        images += all;
    }
    let counts = format!("{pages} pages, {links} links, {images} images");
    assert!(pages > 20 && links > 20 && images > 5, "{counts}");
}

#[test]
fn outputs_are_written_part_by_part() {
    /// Keeps the parts.
    #[derive(Default)]
    struct Parts(Vec<String>);
    impl std::fmt::Write for Parts {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.push(text.to_owned());
            Ok(())
        }
    }
    let paragraph = "<p>It rained for three days, and on the fourth the river left its bed.</p>";
    let html =
        format!("<article>{}</article>", (paragraph.to_owned() + "<p><img src=a.png>").repeat(900));
    let (page, options) = (whole(&html), RenderOptions::new());
    let check = |write: &dyn Fn(&mut Parts) -> std::fmt::Result, whole: String| {
        let mut parts = Parts::default();
        write(&mut parts).expect("cannot fail");
        assert!(parts.0.len() > 3 && whole.len() > 40_000, "{} parts", parts.0.len());
        assert_eq!(parts.0.concat(), whole);
    };
    check(&|out| page.write_text(out), page.to_text());
    check(&|out| page.write_markdown(&options, out), page.to_markdown(&options));
    check(&|out| page.write_html(&options, out), page.to_html(&options));
    check(&|out| page.write_json(out), page.to_json());
}
