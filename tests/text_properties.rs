//! The promises of text mode, on generated scrapes. `PROPTEST_CASES` sets how many.

mod prose;

use dechrome::{Cleaner, Kind, Options, Page, Source};
use proptest::prelude::*;
use prose::BODIES;
use std::sync::LazyLock;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Text)));

fn clean(text: &str) -> Page {
    CLEANER.clean(text.as_bytes())
}

/// Lines of chrome that the lexicon or the model has to know, in several languages.
const CHROME: &[&str] = &[
    "Share this article",
    "Follow us on Facebook",
    "Accept all cookies",
    "Sign in",
    "Subscribe to our newsletter",
    "Advertisement",
    "Leave a Reply",
    "Related articles",
    "Read more: Ten ways to cross a river",
    "All rights reserved",
    "Skip to content",
    "Log in",
    "Leave a comment",
];

/// An article: paragraphs of one script, in any order, none twice.
fn article() -> impl Strategy<Value = Vec<String>> {
    (0..BODIES.len()).prop_flat_map(|script| {
        let all: Vec<String> = BODIES[script].iter().map(|&line| line.to_owned()).collect();
        let count = all.len();
        Just(all)
            .prop_shuffle()
            .prop_flat_map(move |lines| (3..=count).prop_map(move |keep| lines[..keep].to_vec()))
    })
}

/// Lines of chrome.
fn chrome(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(CHROME), 0..=most)
}

/// Lines of chrome that may stand in front of body: none that announces other texts. A page of
/// three paragraphs that opens with "Related articles" loses the first of them; that limit is known
/// (`src/model/text.md`).
fn quiet_chrome(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let announces = ["Related articles", "Leave a Reply", "Leave a comment"];
    let quiet: Vec<&str> =
        CHROME.iter().copied().filter(|line| !announces.contains(line)).collect();
    prop::collection::vec(prop::sample::select(quiet), 0..=most)
}

/// Anything: lines of chrome and body, blank lines, stray line ends, arbitrary characters.
fn anything() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => prop::sample::select(CHROME).prop_map(str::to_owned),
        3 => prop::sample::select(BODIES.concat()).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => any::<String>(),
        1 => "[a-zA-Z0-9 .:|•-]{0,60}",
    ];
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", "\r"]);
    prop::collection::vec((line, end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #![proptest_config(prose::config())]

    #[test]
    fn spans_tile_the_input(text in anything()) {
        let page = clean(&text);
        let mut at = 0;
        for block in page.blocks() {
            prop_assert_eq!(block.span().start, at);
            at = block.span().end;
            prop_assert!(!block.text().contains(['\n', '\r']));
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn kept_text_is_made_of_input_lines(text in anything()) {
        let page = clean(&text);
        let out = page.text();
        let kept: Vec<&str> = page.blocks().filter(|block| block.keep()).map(|block| block.text()).collect();
        let mut rest = out.as_str();
        for line in &kept {
            let at = rest.find(line);
            prop_assert!(at.is_some_and(|at| rest[..at].chars().all(|c| !c.is_alphanumeric())));
            rest = &rest[at.unwrap_or(0) + line.len()..];
        }
        for block in page.blocks() {
            let content = matches!(block.kind(), Kind::Body | Kind::Title | Kind::Lead | Kind::Subheading);
            prop_assert_eq!(block.keep(), content, "{} {}", block.kind(), block.text());
        }
    }

    #[test]
    fn kept_spans_joined_are_the_kept_text(text in anything()) {
        let page = clean(&text);
        let kept: String = page.kept_spans().into_iter().map(|span| &text[span]).collect();
        prop_assert_eq!(kept, page.text());
    }

    #[test]
    fn cleaning_again_drops_nothing(text in anything()) {
        let once = clean(&text).text();
        prop_assert_eq!(clean(&once).text(), once);
    }

    #[test]
    fn chrome_goes_and_body_stays(lines in article(), before in quiet_chrome(3), between in quiet_chrome(2), after in chrome(5)) {
        let middle = lines.len() / 2;
        let mut page: Vec<&str> = before.clone();
        page.extend(lines[..middle].iter().map(String::as_str));
        page.extend(&between);
        page.extend(lines[middle..].iter().map(String::as_str));
        page.extend(&after);
        let page = clean(&page.join("\n\n"));
        let told: Vec<String> = page.blocks().map(|block| format!("{} {} {}", block.keep(), block.why(), block.text())).collect();
        let out = page.text();
        prop_assert_eq!(out.trim_end(), lines.join("\n\n"), "{:#?}", told);
    }

    #[test]
    fn body_alone_comes_back_whole(lines in article(), end in prop::sample::select(vec!["", "\n", "\n\n"])) {
        let text = lines.join("\n\n") + end;
        prop_assert_eq!(clean(&text).text(), text);
    }

    #[test]
    fn line_ends_change_only_themselves(lines in article(), around in chrome(4)) {
        let text: String = around.iter().copied().chain(lines.iter().map(String::as_str)).chain(around.iter().copied()).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(clean(&text.replace('\n', "\r\n")).text(), clean(&text).text().replace('\n', "\r\n"));
    }
}
