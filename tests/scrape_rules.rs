//! Rules for the lines of texts: headlines of other articles between paragraphs, and threads with a
//! heading for comments.

use dechrome::{Cleaner, Kind};

/// Returns true if a line of the kept text begins with `start`.
fn keeps(text: &str, start: &str) -> bool {
    assert!(text.lines().any(|line| line.starts_with(start)), "{start}");
    let kept = Cleaner::default().clean_str(text).to_text();
    kept.lines().any(|line| line.starts_with(start))
}

#[test]
fn runs_of_headlines_between_paragraphs_are_chrome() {
    let text = include_str!("scrapes/headlines-english.txt");
    for start in ["Islanders", "Why the new"] {
        assert!(!keeps(text, start), "{start}");
    }
    for start in ["A fire", "None of"] {
        assert!(keeps(text, start), "{start}");
    }
    let page = Cleaner::default().clean_str(text);
    let run = page.blocks().find(|block| block.text().starts_with("Islanders"));
    assert_eq!(run.map(|block| block.kind()), Some(Kind::Related));
}

#[test]
fn a_quoted_stanza_is_not_a_run_of_headlines() {
    let text = include_str!("scrapes/stanza-english.txt");
    for start in ["Nobody told the river", "Nobody told the bridge", "We crossed", "And came home"]
    {
        assert!(keeps(text, start), "{start}");
    }
}

#[test]
fn posts_of_a_thread_are_not_comments_below_an_article() {
    let text = include_str!("scrapes/thread-english.txt");
    for start in ["I wrap them", "err := ", "This says", "I think that", "You should", "Don't"] {
        assert!(keeps(text, start), "{start}");
    }
}
