//! Properties that hold for any input. Each function panics if one is violated.

#[path = "../../tests/read_back/mod.rs"]
mod read_back;

use std::sync::LazyLock;

use dechrome::{
    Cleaner, Degraded, Input, Kind, Limits, OperatingPoint, Options, Page, Rules, Source,
};

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// A cleaner that keeps everything.
static KEEP_ALL: LazyLock<Cleaner> = LazyLock::new(|| {
    let rules = Rules::new().with_included("*").expect("the selector is valid");
    Cleaner::new(Options::new().with_rules(rules))
});

/// Checks HTML pages: the output contains the words of the kept blocks in order, and cleaning is
/// deterministic.
pub fn page(bytes: &[u8]) {
    let page = CLEANER.clean_input(&Input::new(bytes).with_source(Source::Html));
    check_page(&page);
    let text = page.to_text();
    let mut rest = words(&text);
    for block in page.blocks().filter(|block| block.keep()) {
        for word in words(block.text()) {
            assert!(rest.any(|other| other == word), "{word:?} of a kept block is missing");
        }
    }
    let again = CLEANER.clean_input(&Input::new(bytes).with_source(Source::Html));
    assert_eq!(page.to_json(), again.to_json(), "the same bytes give another page");
}

/// Checks plain texts: the output contains the kept lines unchanged and in order, and cleaning the
/// output drops nothing.
pub fn text(bytes: &[u8]) {
    let page =
        CLEANER.clean_input(&Input::new(bytes).with_charset("utf-8").with_source(Source::Text));
    check_page(&page);
    let text = page.to_text();
    let mut rest = text.as_str();
    for block in page.blocks().filter(|block| block.keep()) {
        let at = rest.find(block.text()).expect("the output contains the kept lines in order");
        rest = &rest[at + block.text().len()..];
    }
    let again = CLEANER.clean_input(&Input::from_text(&text).with_source(Source::Text));
    assert_eq!(again.to_text(), text, "cleaning again changes the text");
}

/// Checks renderings of whole pages: a Markdown parser reads the content back, and the HTML
/// contains allowed elements only.
pub fn markdown(bytes: &[u8]) {
    let page =
        KEEP_ALL.clean_input(&Input::new(bytes).with_charset("utf-8").with_source(Source::Html));
    assert_eq!(read_back::wrong(&page), None);
    for options in read_back::renderings() {
        assert_eq!(read_back::unclean(&page.to_html(&options)), None);
    }
}

/// Checks options and limits, which the first eight bytes choose: no panic, and the page reports a
/// limit that was reached.
pub fn options(bytes: &[u8]) {
    let Some((choices, input)) = bytes.split_first_chunk::<8>() else { return };
    let [_, kept, .., nodes, depth, _, _] = *choices;
    let mut limits = Limits::default();
    if nodes < 128 {
        limits.nodes = 1 << (nodes % 16);
    }
    if depth < 128 {
        limits.depth = usize::from(depth);
    }
    if kept < 32 {
        limits.input_bytes = usize::from(kept) * 16;
    }
    let page = Cleaner::new(chosen_options(*choices).with_limits(limits)).clean(input);
    check_page(&page);
    assert!(page.degraded() == Some(Degraded::InputBytes) || input.len() <= limits.input_bytes);
}

/// Returns the options that eight bytes choose, without limits.
fn chosen_options(choices: [u8; 8]) -> Options {
    const POINTS: [OperatingPoint; 3] =
        [OperatingPoint::Balanced, OperatingPoint::Precision, OperatingPoint::Recall];
    const SOURCES: [Source; 3] = [Source::Auto, Source::Html, Source::Text];
    const SELECTORS: [&str; 7] = [
        "p",
        "div > *",
        "a[href]",
        ":not(p)",
        "li:nth-child(2n+1) ~ li",
        "table td:has(a)",
        "*:empty",
    ];
    const LABELS: [&str; 6] =
        ["utf-8", "shift_jis", "utf-16le", "windows-1252", "gb18030", "no such label"];
    let [point, kept, dropped, rule, _, _, charset, source] = choices;
    let mut options = Options::new()
        .with_point(pick(&POINTS, point))
        .with_kept(pick(Kind::ALL, kept))
        .with_dropped(pick(Kind::ALL, dropped))
        .with_source(pick(&SOURCES, source));
    if rule > 127 {
        let rules = Rules::new()
            .with_excluded(pick(&SELECTORS, rule))
            .and_then(|rules| rules.with_included(pick(&SELECTORS, rule / 16)));
        options = options.with_rules(rules.expect("the selectors are valid"));
    }
    if charset > 63 {
        options = options.with_charset(pick(&LABELS, charset));
    }
    options
}

fn pick<T: Copy>(items: &[T], choice: u8) -> T {
    items[usize::from(choice) % items.len()]
}

/// Checks batch input files: no panic, each row is JSON, and the rows do not depend on the sizes of
/// the reads.
#[cfg(feature = "records")]
pub fn records(bytes: &[u8]) {
    let rows = dechrome_cli::fuzz::rows(bytes, usize::MAX);
    for row in &rows {
        match row {
            Ok(row) => {
                serde_json::from_slice::<serde_json::Value>(row).expect("a row is JSON");
            }
            Err(reason) => assert!(!reason.contains("panic"), "{reason}"),
        }
    }
    let small_reads = dechrome_cli::fuzz::rows(bytes, 7);
    assert!(rows == small_reads, "reads of seven bytes give other rows");
}

/// Checks every page: blocks do not overlap, lines leave no gap, scores are probabilities, and the
/// JSON is valid.
fn check_page(page: &Page) {
    let mut end = 0;
    for block in page.blocks() {
        let span = block.span();
        assert!(span.start >= end && span.end >= span.start, "blocks overlap");
        assert!(page.is_html() || span.start == end, "lines leave a gap");
        assert!((0.0..=1.0).contains(&block.score()), "the score is {}", block.score());
        end = span.end;
    }
    let confidence = page.confidence();
    assert!((0.0..=1.0).contains(&confidence), "the confidence is {confidence}");
    serde_json::from_str::<serde_json::Value>(&page.to_json()).expect("the page's JSON is valid");
}

/// Splits a text into runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
