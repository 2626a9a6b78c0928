//! Long texts: what is held besides the text stays within a few times its size, and the verdicts
//! are the same wherever a line is. Alone in its file, because it looks at the memory of its
//! process.

mod generators;

use dechrome::{Cleaner, Options, Source};
use generators::languages::BODIES;

/// Bytes of the text. It has to be large beside the models and what is known of the lines of one
/// piece.
const BYTES: usize = 24_000_000;
/// How many times its size cleaning may take, the text itself, the verdicts and the result
/// included.
const TIMES: usize = 5;

/// A text of articles with chrome around each, in lines of some 40 bytes.
fn long() -> String {
    let article: Vec<String> = BODIES[0].iter().map(|text| text.replace(", ", ",\n")).collect();
    let chrome = "Home\nSign in\nShare this article\nAdvertisement\nSubscribe to our newsletter\nAll rights reserved\n";
    let article = format!("{chrome}\n{}\n\n", article.join("\n\n"));
    article.repeat(BYTES / article.len() + 1)
}

/// Returns the most memory that this process has held, in bytes, or `None` on other systems than
/// Linux.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}

#[test]
fn a_long_text_is_cleaned_within_a_few_times_its_size() {
    let text = long();
    let cleaner = Cleaner::new(Options::new().with_source(Source::Text));
    drop(cleaner.clean(&text.as_bytes()[..200_000]));
    let before = peak();
    let page = cleaner.clean(text.as_bytes());
    let after = peak();
    let kept = page.blocks().filter(|block| block.keep()).count();
    assert!(kept * 3 > page.blocks().len(), "{kept} of {} lines are kept", page.blocks().len());
    assert!(!page.to_text().contains("Advertisement"));
    if let (Some(before), Some(after)) = (before, after) {
        let taken = (after - before) as f64 / text.len() as f64;
        assert!(taken < (TIMES - 1) as f64, "took {taken:.2} times the text besides the text");
    }
}
