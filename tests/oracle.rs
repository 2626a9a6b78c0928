//! Promise 1 against another reader: the kept words of every page in `corpus/` are a subsequence of
//! the words that scraper's tree holds.

use std::path::PathBuf;
use std::sync::LazyLock;

use dechrome::{Block, Cleaner};
use regex::Regex;
use scraper::{Html, Node};

/// Puts digits in the place of superscripts and subscripts, which replace `sup` and `sub`.
fn without_scripts(text: &str) -> String {
    let digit = |c: char| {
        let scripts = ["⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"];
        let at = scripts.iter().find_map(|digits| digits.chars().position(|digit| digit == c));
        at.map_or(c, |value| char::from(b'0' + value as u8))
    };
    text.chars().map(digit).collect()
}

/// The words of a text: runs of letters, marks and digits.
fn words(text: &str) -> Vec<&str> {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\p{L}\p{M}\p{N}]+").expect("a pattern"));
    WORD.find_iter(text).map(|word| word.as_str()).collect()
}

/// The letters, marks and digits of a page as scraper sees it, without anything between them: words
/// may be cut by inline elements. Scripts and styles are not text.
fn text_of(html: &str) -> String {
    let page = Html::parse_document(html);
    let mut text = String::new();
    for node in page.tree.nodes() {
        let parent = node.parent().and_then(|parent| {
            parent.value().as_element().map(|element| element.name().to_owned())
        });
        match node.value() {
            Node::Text(run) if !matches!(parent.as_deref(), Some("script" | "style")) => {
                text.extend(words(run));
            }
            _ => {}
        }
    }
    text
}

/// The pages of the corpus.
fn pages() -> Vec<PathBuf> {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let cases = std::fs::read_dir(corpus).expect("the corpus is there");
    let mut pages: Vec<PathBuf> = cases
        .map(|case| case.expect("a case").path().join("input.html"))
        .filter(|path| path.exists())
        .collect();
    pages.sort();
    pages
}

#[test]
fn kept_words_are_words_of_the_page_in_order() {
    let cleaner = Cleaner::default();
    let pages = pages();
    assert!(pages.len() >= 30, "only {} pages", pages.len());
    for path in pages {
        let html = std::fs::read_to_string(&path).expect("UTF-8");
        let page = cleaner.clean(html.as_bytes());
        assert!(page.is_html(), "{} is taken for text", path.display());
        let whole = without_scripts(&text_of(&html));
        let mut rest = whole.as_str();
        // `Page::to_text` has list marks too, which the page shows and does not contain.
        let kept: Vec<&str> = page.blocks().filter(Block::keep).map(|block| block.text()).collect();
        let kept = without_scripts(&kept.join("\n"));
        for word in words(&kept) {
            let at = rest.find(word);
            assert!(at.is_some(), "{}: `{word}` is not there, or out of order", path.display());
            rest = at.map_or(rest, |at| &rest[at + word.len()..]);
        }
    }
}
