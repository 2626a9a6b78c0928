//! `dechrome explain`: prints whole documents, with the verdict on each block in the margin.

use std::path::Path;

use dechrome::{Block, Cleaner, Kind, Page};
use unicode_width::UnicodeWidthChar;

use crate::args::{ColorArg, ExplainArgs, ExplainOutputArg};
use crate::batch::visit::VisitedDocument;
use crate::clean_input::{FileDocument, clean_file};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::terminal_text::display_text;
use crate::output::{StdoutWriter, print_message};
use crate::review::document::ReviewDocument;
use crate::review::page_file::{PageFile, SampleFacts};
use crate::unmatched_rules::UnmatchedRules;

/// Width of the margin in columns: the sign, the longest kind, the score, and the gaps after them.
const MARGIN_COLUMNS: usize = 20;

/// Narrower columns of text are not wrapped: they would have a word a line.
const MIN_TEXT_COLUMNS: usize = 20;

/// Runs the subcommand.
pub(crate) fn run(args: &ExplainArgs) -> Result<ExitCode, Error> {
    if args.documents.reads_terminal() {
        return Err(Error::Usage("explain needs a document: a path, or standard input".into()));
    }
    let options = args.cleaning.options()?.with_source(args.documents.source());
    let cleaner = Cleaner::new(options);
    let mut out = StdoutWriter::new();
    let style = TerminalStyle {
        has_color: has_color(args.color, out.is_terminal()),
        columns: out.is_terminal().then(terminal_columns).flatten(),
    };
    let mut unmatched_rules = UnmatchedRules::new(&args.cleaning);
    let mut code = ExitCode::Success;
    let mut shown = Vec::new();
    let mut is_first = true;
    for path in args.documents.paths().iter() {
        let documents = match clean_file(&cleaner, path, args.documents.source(), None) {
            Ok(documents) => documents,
            Err(reason) => {
                print_message(format_args!("{}: {reason}", input::display_name(path)));
                code = ExitCode::Failure;
                continue;
            }
        };
        for document in documents {
            let FileDocument { page, url, title } = document;
            unmatched_rules.see(&page);
            if args.to == ExplainOutputArg::Html {
                let (id, url, title) =
                    (&*input::display_name(path), url.as_deref(), title.as_deref());
                shown.push(ReviewDocument::new(&VisitedDocument { id, url, title, page }));
                continue;
            }
            if is_first {
                is_first = false;
            } else {
                out.write_raw("\n")?;
            }
            out.write_raw(&explanation(path, &page, style))?;
        }
    }
    if !shown.is_empty() {
        let facts = SampleFacts::of_explanation(shown.len());
        out.write(&PageFile::new(shown, facts).html)?;
    }
    out.flush()?;
    unmatched_rules.print();
    Ok(code)
}

/// Returns true if the output is colored. `--color` overrides the environment, in which a
/// `NO_COLOR` that is not empty (no-color.org) overrides `CLICOLOR_FORCE` (bixense.com/clicolors).
fn has_color(color: ColorArg, is_terminal: bool) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if is_set("NO_COLOR") => false,
        ColorArg::Auto => {
            is_terminal
                || is_set("CLICOLOR_FORCE")
                    && std::env::var_os("CLICOLOR_FORCE") != Some("0".into())
        }
    }
}

/// Returns the width of the terminal in columns, if it is wide enough for a column of text.
fn terminal_columns() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size()?;
    let columns = usize::from(width.0);
    (columns >= MARGIN_COLUMNS + MIN_TEXT_COLUMNS).then_some(columns)
}

/// The style of the output: colored, or plain text.
#[derive(Clone, Copy)]
struct TerminalStyle {
    has_color: bool,
    /// Columns to wrap text at. `None` for files and pipes, which have whole lines.
    columns: Option<usize>,
}

impl TerminalStyle {
    /// Encloses `text` in the escape sequences of an SGR code and its reset.
    fn paint(self, code: &str, text: &str) -> String {
        if self.has_color && !text.is_empty() {
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
    // The least score that kept a block without another reason.
    let mut least: Option<f32> = None;
    for block in page.blocks().filter(|block| block.kind() != Kind::Blank) {
        blocks += 1;
        kept += usize::from(block.keep());
        if block.keep() && block.reasons().next().is_none() {
            least = Some(least.map_or(block.score(), |least| least.min(block.score())));
        }
    }
    let threshold = match least {
        Some(least) => format!(" from score {least:.2} on"),
        None => String::new(),
    };
    let source = if page.is_html() { "page" } else { "text" };
    let language = page.language().map_or("?", |language| language.code);
    let degraded = match page.degraded() {
        Some(reason) => format!(", degraded: {}", reason.name()),
        None => String::new(),
    };
    let no_content = match page.no_content() {
        Some(reason) => format!(", no content: {}", reason.name()),
        None => String::new(),
    };
    let name = input::display_name(path);
    format!(
        "{}: {source}, {language}, confidence {:.2}, {kept} of {blocks} blocks kept\
         {threshold}{degraded}{no_content}",
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
    let lines = text.lines().flat_map(|line| wrapped(line, style.columns));
    for (number, line) in lines.enumerate() {
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

/// Splits a line into parts that fit beside the margin, at spaces if there are any.
fn wrapped(line: &str, columns: Option<usize>) -> Vec<&str> {
    let Some(columns) = columns else { return vec![line] };
    let width = columns - MARGIN_COLUMNS;
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(end) = end_of_columns(rest, width) {
        let end = rest[..end].rfind(' ').filter(|&at| at > 0).unwrap_or(end);
        parts.push(rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    parts.push(rest);
    parts
}

/// Returns the byte at which a text exceeds `width` columns, or `None` if it fits.
fn end_of_columns(text: &str, width: usize) -> Option<usize> {
    let mut columns = 0;
    for (at, c) in text.char_indices() {
        columns += c.width().unwrap_or(0);
        if columns > width {
            // A character that is wider than the column has it to itself.
            return Some(if at == 0 { c.len_utf8() } else { at });
        }
    }
    None
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
        explanation(Path::new("a.txt"), &page, TerminalStyle { has_color: is_on, columns: None })
    }

    #[test]
    fn every_line_has_its_kind_score_and_reasons() {
        let text = explain(TEXT, false);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("a.txt: text, en, confidence ")
                && lines[0].contains(" 2 of 4 blocks kept from score 0."),
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
    fn lines_wrap_at_spaces_in_columns_of_the_terminal() {
        let columns = Some(MARGIN_COLUMNS + 10);
        for (line, expected) in [
            ("It rained for three days", vec!["It rained", "for three", "days"]),
            ("abcdefghijklmno", vec!["abcdefghij", "klmno"]),
            ("雨连续下了三天。", vec!["雨连续下了", "三天。"]),
            ("", vec![""]),
        ] {
            assert_eq!(wrapped(line, columns), expected);
        }
        assert_eq!(wrapped("It rained for three days", None), ["It rained for three days"]);
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
