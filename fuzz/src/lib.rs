//! What must hold of any bytes: the promises of the library and of the batch, as functions that panic where one is broken.

#[path = "../../tests/read_back/mod.rs"]
mod read_back;

use std::sync::LazyLock;

use dechrome::{Cleaner, Degraded, Kind, Limits, OperatingPoint, Options, Page, Rules, Source};

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// Keeps everything.
static ALL_KEPT: LazyLock<Cleaner> = LazyLock::new(|| {
    let rules = Rules::new().with_included("*").expect("the selector is sound");
    Cleaner::new(Options::new().with_rules(rules))
});

/// Pages: spans tile the text, kept blocks are in the output in their order, and the same bytes give the same page.
pub fn page(bytes: &[u8]) {
    let page = CLEANER.clean_as(bytes, Source::Html, None);
    holds(&page);
    let text = page.text();
    let mut rest = words(&text);
    for block in page.blocks().filter(|block| block.keep()) {
        for word in words(block.text()) {
            assert!(rest.any(|other| other == word), "{word:?} of a kept block is missing");
        }
    }
    same(&page, &CLEANER.clean_as(bytes, Source::Html, None));
}

/// Texts: lines tile the input, kept ones come out byte for byte, and cleaning again drops nothing.
pub fn text(bytes: &[u8]) {
    let page = CLEANER.clean_as(bytes, Source::Text, Some("utf-8"));
    holds(&page);
    let text = page.text();
    let mut rest = text.as_str();
    for block in page.blocks().filter(|block| block.keep()) {
        let at = rest.find(block.text()).expect("a kept line is in the output, in its place");
        rest = &rest[at + block.text().len()..];
    }
    let again = CLEANER.clean_as(text.as_bytes(), Source::Text, Some("utf-8"));
    assert_eq!(again.text(), text, "cleaning again changes the text");
}

/// Pages of which all is kept: their Markdown reads back, and their HTML has nothing but what is allowed.
pub fn markdown(bytes: &[u8]) {
    let page = ALL_KEPT.clean_as(bytes, Source::Html, Some("utf-8"));
    assert_eq!(read_back::wrong(&page), None);
    for options in read_back::renderings() {
        assert_eq!(read_back::unclean(&page.html(&options)), None);
    }
}

/// Options and budgets that the first bytes choose: no panic, and a budget that ran out is told.
pub fn options(bytes: &[u8]) {
    let Some((choice, input)) = bytes.split_first_chunk::<8>() else { return };
    let [point, kept, dropped, rule, nodes, depth, charset, source] = *choice;
    let pick = |number: u8, count: usize| usize::from(number) % count;
    let points = [OperatingPoint::Balanced, OperatingPoint::Precision, OperatingPoint::Recall];
    let mut limits = Limits::default();
    limits.nodes = if nodes < 128 { 1 << (nodes % 16) } else { limits.nodes };
    limits.depth = if depth < 128 { usize::from(depth) } else { limits.depth };
    limits.input_bytes = if kept < 32 { usize::from(kept) * 16 } else { limits.input_bytes };
    let selectors = [
        "p",
        "div > *",
        "a[href]",
        ":not(p)",
        "li:nth-child(2n+1) ~ li",
        "table td:has(a)",
        "*:empty",
    ];
    let rules = Rules::new().with_excluded(selectors[pick(rule, selectors.len())]);
    let rules =
        rules.and_then(|rules| rules.with_included(selectors[pick(rule / 16, selectors.len())]));
    let labels = ["utf-8", "shift_jis", "utf-16le", "windows-1252", "gb18030", "no such label"];
    let mut options = Options::new()
        .with_point(points[pick(point, points.len())])
        .with_kept(Kind::ALL[pick(kept, Kind::ALL.len())])
        .with_dropped(Kind::ALL[pick(dropped, Kind::ALL.len())])
        .with_limits(limits)
        .with_source([Source::Auto, Source::Html, Source::Text][pick(source, 3)]);
    if rule > 127 {
        options = options.with_rules(rules.expect("the selectors are sound"));
    }
    if charset > 63 {
        options = options.with_charset(labels[pick(charset, labels.len())]);
    }
    let page = Cleaner::new(options).clean(input);
    holds(&page);
    assert!(page.degraded() == Some(Degraded::InputBytes) || input.len() <= limits.input_bytes);
}

/// Files of records: the batch reads and cleans them without a panic, makes JSON of each, and the sizes of the pieces that
/// they come in change nothing.
#[cfg(feature = "records")]
pub fn records(bytes: &[u8]) {
    let whole = dechrome_cli::fuzz::rows(bytes, usize::MAX);
    for row in whole.iter().flatten() {
        serde_json::from_slice::<serde_json::Value>(row).expect("a row is JSON");
    }
    for reason in whole.iter().filter_map(|row| row.as_ref().err()) {
        assert!(!reason.contains("panic"), "{reason}");
    }
    assert!(whole == dechrome_cli::fuzz::rows(bytes, 7), "pieces of seven bytes make other rows");
}

/// What holds of every page: blocks lie in a row, scores are probabilities, and the JSON can be read.
fn holds(page: &Page) {
    let mut end = 0;
    for block in page.blocks() {
        assert!(
            block.span().start >= end && block.span().end >= block.span().start,
            "blocks overlap"
        );
        assert!(page.is_html() || block.span().start == end, "lines leave a gap");
        assert!((0.0..=1.0).contains(&block.score()), "a score of {}", block.score());
        end = block.span().end;
    }
    assert!((0.0..=1.0).contains(&page.confidence()), "a confidence of {}", page.confidence());
    serde_json::from_str::<serde_json::Value>(&page.json()).expect("the page's JSON can be read");
}

/// Two pages of the same bytes.
fn same(one: &Page, other: &Page) {
    assert_eq!(one.json(), other.json(), "the same bytes give another page");
}

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
