//! The programs to compare.

use std::collections::HashSet;

use dechrome::{Cleaner, Options, Source};

use crate::null_sink;

/// A program to compare.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// Processes a document. Returns the size of its result plus one, so that the compiler cannot
    /// remove the work.
    pub(crate) process: Box<dyn Fn(&str) -> usize>,
}

impl Contender {
    fn new(name: &'static str, process: impl Fn(&str) -> usize + 'static) -> Self {
        Contender { name, process: Box::new(process) }
    }
}

/// dechrome comes first, because the ratios refer to it. Then peers, then parsers alone.
pub(crate) fn of_pages() -> Vec<Contender> {
    vec![
        Contender::new("dechrome", clean_with(Source::Html)),
        Contender::new("dom_smoothie 0.19", |page| size(readability(page))),
        Contender::new("rs-trafilatura 0.2", |page| size(trafilatura(page))),
        Contender::new("html5ever, null sink", null_sink::parse),
        Contender::new("scraper::Html", count_nodes),
    ]
}

/// dechrome comes first. Then language detection, words and lines alone.
pub(crate) fn of_texts() -> Vec<Contender> {
    vec![
        Contender::new("dechrome", clean_with(Source::Text)),
        Contender::new("whatlang 0.18", detect_language),
        Contender::new("words, in lower case", |text| count_words(text) + 1),
        Contender::new("lines by memchr", count_lines),
    ]
}

/// Returns a function that cleans a document with the default options.
fn clean_with(source: Source) -> impl Fn(&str) -> usize {
    let cleaner = Cleaner::new(Options::new().with_source(source));
    move |document| cleaner.clean(document.as_bytes()).to_text().len() + 1
}

fn size(text: Option<String>) -> usize {
    text.unwrap_or_default().len() + 1
}

fn readability(page: &str) -> Option<String> {
    let mut reader = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(reader.parse().ok()?.text_content.to_string())
}

fn trafilatura(page: &str) -> Option<String> {
    Some(rs_trafilatura::extract(page).ok()?.content_text)
}

fn count_nodes(page: &str) -> usize {
    scraper::Html::parse_document(page).tree.values().len()
}

fn detect_language(text: &str) -> usize {
    whatlang::detect(text).map_or(1, |info| info.lang().code().len())
}

/// Counts the distinct words.
fn count_words(text: &str) -> usize {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).collect::<HashSet<_>>().len()
}

fn count_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1
}
