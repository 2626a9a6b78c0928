//! Cuts a page into chunks for retrieval: the path of headings, the span of the text, Markdown.
//!
//! `cargo run --example chunks page.html`

#![allow(clippy::print_stdout)]

use dechrome::{Page, RenderOptions, Shape};

/// Words from which a chunk ends with its block.
const CHUNK_WORDS: usize = 200;

struct Chunk {
    /// The headings around the chunk, outermost first.
    headings: Vec<String>,
    /// Offsets of bytes in `Page::full_text`.
    span: std::ops::Range<usize>,
    markdown: String,
}

fn chunks(page: &Page) -> Vec<Chunk> {
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut words = CHUNK_WORDS;
    for block in page.blocks().filter(|block| block.keep()) {
        if let Shape::Heading { level, .. } = block.shape() {
            path.retain(|(other, _)| *other < level);
            path.push((level, block.text().to_owned()));
            words = CHUNK_WORDS; // The next block begins a chunk.
            continue;
        }
        if words >= CHUNK_WORDS {
            let headings = path.iter().map(|(_, heading)| heading.clone()).collect();
            chunks.push(Chunk { headings, span: block.span(), markdown: String::new() });
            words = 0;
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.span.end = block.span().end;
            chunk.markdown += &(block.to_markdown(&RenderOptions::new()) + "\n\n");
        }
        words += block.text().split_whitespace().count();
    }
    chunks
}

fn main() -> std::io::Result<()> {
    for path in std::env::args_os().skip(1) {
        for chunk in chunks(&dechrome::clean(std::fs::read(path)?)) {
            println!("{} {:?}\n{}", chunk.headings.join(" > "), chunk.span, chunk.markdown);
        }
    }
    Ok(())
}

#[test]
fn chunks_follow_the_headings() {
    let text = "It rained for three days, and the river took the old bridge with it. ".repeat(20);
    let page = dechrome::clean(format!(
        "<article><h1>Rain</h1><p>{text}</p><p>{text}</p><h2>In May</h2><p>{text}</p>\
         <h2>In June</h2><p>{text}</p></article>"
    ));
    let chunks = chunks(&page);
    let paths: Vec<String> = chunks.iter().map(|chunk| chunk.headings.join(" > ")).collect();
    assert!(
        paths.ends_with(&["Rain > In May".to_owned(), "Rain > In June".to_owned()]),
        "{paths:?}"
    );
    for chunk in chunks {
        assert!(page.full_text()[chunk.span].starts_with("It rained"));
        assert!(chunk.markdown.starts_with("It rained") && chunk.markdown.ends_with("\n\n"));
    }
}
