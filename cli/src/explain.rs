//! `dechrome explain`: prints whole documents, with the verdict on each block in the margin.

use std::path::Path;

use dechrome::{Block, Cleaner, Kind, Page};

use crate::args::{ExplainArgs, ExplainOutputArg};
use crate::batch::visit::VisitedDocument;
use crate::clean_input::clean_file;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::terminal_text::display_text;
use crate::output::{StdoutWriter, print_message};
use crate::review::document::ReviewDocument;
use crate::review::page_file::{PageFile, SampleFacts};

/// Width of the margin in columns: the sign, the longest kind, the score, and the gaps after them.
const MARGIN_COLUMNS: usize = 20;

/// Runs the subcommand.
pub(crate) fn run(args: &ExplainArgs) -> Result<ExitCode, Error> {
    if args.documents.reads_terminal() {
        return Err(Error::Usage("explain needs a document: a path, or standard input".into()));
    }
    let options = args.cleaning.options()?.with_source(args.documents.source());
    let cleaner = Cleaner::new(options);
    let mut out = StdoutWriter::new();
    // See no-color.org: a non-empty NO_COLOR turns colors off.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let style = TerminalStyle { is_on: out.is_terminal() && !no_color };
    let mut code = ExitCode::Success;
    let mut shown = Vec::new();
    for (index, path) in args.documents.paths().iter().enumerate() {
        match clean_file(&cleaner, path) {
            Ok(page) if args.to == ExplainOutputArg::Html => {
                let id = &*input::display_name(path);
                let visited = VisitedDocument { id, url: None, title: None, page };
                shown.push(ReviewDocument::new(&visited));
            }
            Ok(page) => {
                if index > 0 {
                    out.write_raw("\n")?;
                }
                out.write_raw(&explanation(path, &page, style))?;
            }
            Err(reason) => {
                print_message(format_args!("{}: {reason}", input::display_name(path)));
                code = ExitCode::Failure;
            }
        }
    }
    if !shown.is_empty() {
        let facts = SampleFacts::of_explanation(shown.len());
        out.write(&PageFile::new(shown, facts).html)?;
    }
    out.flush()?;
    Ok(code)
}

/// The style of the output: colored, or plain text.
#[derive(Clone, Copy)]
struct TerminalStyle {
    is_on: bool,
}

impl TerminalStyle {
    /// Encloses `text` in the escape sequences of an SGR code and its reset.
    fn paint(self, code: &str, text: &str) -> String {
        if self.is_on && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// Paints a remark on the document or a block: cyan.
    fn note(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// Paints dropped text: dimmed and struck through.
    fn dropped(self, text: &str) -> String {
        self.paint("2;9", text)
    }
}

/// Returns a document with the verdicts on all of its blocks.
fn explanation(path: &Path, page: &Page, style: TerminalStyle) -> String {
    let mut text = style.note(&summary(path, page)) + "\n";
    for block in page.blocks() {
        text.push_str(&block_text(&block, style));
    }
    text
}

/// Returns one line about the whole document.
fn summary(path: &Path, page: &Page) -> String {
    let (mut blocks, mut kept) = (0, 0);
    for block in page.blocks().filter(|block| block.kind() != Kind::Blank) {
        blocks += 1;
        kept += usize::from(block.keep());
    }
    let source = if page.is_html() { "page" } else { "text" };
    let language = page.language().map_or("?", |language| language.code);
    let degraded = match page.degraded() {
        Some(reason) => format!(", degraded: {}", reason.name()),
        None => String::new(),
    };
    let name = input::display_name(path);
    format!(
        "{}: {source}, {language}, confidence {:.2}, {kept} of {blocks} blocks kept{degraded}",
        display_text(&name),
        page.confidence()
    )
}

/// Returns a block: `-` if it was dropped, its kind, its score, its text, and the reasons.
fn block_text(block: &Block<'_>, style: TerminalStyle) -> String {
    let text = display_text(block.text());
    let text = text.trim();
    if block.kind() == Kind::Blank || text.is_empty() {
        return String::from("\n");
    }
    let sign = if block.keep() { ' ' } else { '-' };
    let margin = format!("{sign} {:11} {:4.2}  ", block.kind().name(), block.score());
    let mut row = style.note(&margin);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            row.push('\n');
            row.push_str(&" ".repeat(MARGIN_COLUMNS));
        }
        row.push_str(&if block.keep() { line.to_owned() } else { style.dropped(line) });
    }
    // The first reason is the score, which the margin shows already.
    if let Some((_, reasons)) = block.why().split_once(", ") {
        row.push_str("  ");
        row.push_str(&style.note(&format!("[{reasons}]")));
    }
    row.push('\n');
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Home\n\nIt rained for three days, and on the fourth the river left its \
        bed and took the old bridge with it, said the mayor.\n\nNobody was hurt, but the road to \
        the mill will stay closed until the spring, when the new bridge is to be built a little \
        higher up.\n\nAdvertisement\n";

    fn explain(text: &str, is_on: bool) -> String {
        let page = dechrome::clean(text.as_bytes());
        explanation(Path::new("a.txt"), &page, TerminalStyle { is_on })
    }

    #[test]
    fn every_line_has_its_kind_score_and_reasons() {
        let text = explain(TEXT, false);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("a.txt: text, en, confidence ")
                && lines[0].ends_with(" 2 of 4 blocks kept"),
            "{text}"
        );
        assert!(lines[1].starts_with("- ") && lines[1].contains("Home"), "{text}");
        assert_eq!(lines[2], "");
        assert!(
            lines[3].starts_with("  body ") && lines[3][MARGIN_COLUMNS..].starts_with("It rained"),
            "{text}"
        );
        assert!(
            lines[7].starts_with("- ad ") && lines[7].contains("Advertisement  [is a known phrase"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn colours_strike_dropped_lines_through() {
        let text = explain(TEXT, true);
        assert!(
            text.contains("\x1b[2;9mAdvertisement\x1b[0m") && !text.contains("\x1b[2;9mIt rained"),
            "{text}"
        );
    }

    #[test]
    fn pages_are_explained_too() {
        let html = "<title>Rain</title><nav>Home</nav><article><p>It rained for three days, and \
            on the fourth the river left its bed and took the old bridge with it.</p><p>Nobody \
            was hurt, said the mayor, but the road to the mill will stay closed until the \
            spring.</p></article>";
        let text = explain(html, false);
        assert!(text.starts_with("a.txt: page, en") && text.contains("- nav"), "{text}");
    }
}
