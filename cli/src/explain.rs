//! `dechrome explain`: the whole document, with what was decided about each block in the margin.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use dechrome::{Block, Cleaner, Kind, Page};

use crate::args::ExplainArgs;
use crate::catch_panic::guarded;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::input;
use crate::output::{StdoutWriter, harmless, tell};

/// Columns of the margin: a sign for what was dropped, the longest kind, the score, two spaces.
const MARGIN: usize = 20;

/// Runs the subcommand.
pub(crate) fn run(args: &ExplainArgs) -> Result<ExitCode, Error> {
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() { &stdin[..] } else { &args.paths };
    if args.paths.is_empty() && io::stdin().is_terminal() {
        return Err(Error::Usage("explain needs a document: a path, or standard input".into()));
    }
    let cleaner = Cleaner::new(args.cleaning.options()?.with_source(args.from.source()));
    let mut out = StdoutWriter::new();
    let style = TerminalStyle {
        on: out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let mut exit = ExitCode::Success;
    for (number, path) in paths.iter().enumerate() {
        let page = input::read(path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| guarded(|| cleaner.clean(&bytes)));
        match page {
            Ok(page) => out.write_styled(&explained(path, &page, style, number > 0))?,
            Err(reason) => {
                tell(format_args!("{}: {reason}", input::name(path)));
                exit = ExitCode::Failure;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// Whether the output has colours, and what they are.
#[derive(Clone, Copy)]
struct TerminalStyle {
    on: bool,
}

impl TerminalStyle {
    /// `text` between two escape sequences.
    fn paint(self, code: &str, text: &str) -> String {
        if self.on && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// What is said about the document and its blocks.
    fn note(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// A text that was dropped: dimmed and struck through.
    fn dropped(self, text: &str) -> String {
        self.paint("2;9", text)
    }
}

/// A document with all of its verdicts.
fn explained(path: &Path, page: &Page, style: TerminalStyle, again: bool) -> String {
    let mut text = String::from(if again { "\n" } else { "" });
    text.push_str(&style.note(&summary(path, page)));
    text.push('\n');
    for block in page.blocks() {
        text.push_str(&row(&block, style));
    }
    text
}

/// One line about the whole document.
fn summary(path: &Path, page: &Page) -> String {
    let blocks = page.blocks().filter(|block| block.kind() != Kind::Blank);
    let (all, kept) =
        blocks.fold((0, 0), |(all, kept), block| (all + 1, kept + usize::from(block.keep())));
    let source = if page.is_html() { "page" } else { "text" };
    let language = page.language().map_or("?", |language| language.code);
    let degraded =
        page.degraded().map_or(String::new(), |reason| format!(", degraded: {}", reason.name()));
    let name = plain(&input::name(path)).into_owned();
    format!(
        "{name}: {source}, {language}, confidence {:.2}, {kept} of {all} blocks kept{degraded}",
        page.confidence()
    )
}

/// A block: `-` if it was dropped, its kind and score, its text, and behind it what spoke for the verdict.
fn row(block: &Block<'_>, style: TerminalStyle) -> String {
    let text = plain(block.text());
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
            row.push_str(&" ".repeat(MARGIN));
        }
        row.push_str(&if block.keep() { line.to_owned() } else { style.dropped(line) });
    }
    if let Some(reasons) = reasons(block) {
        row.push_str("  ");
        row.push_str(&style.note(&format!("[{reasons}]")));
    }
    row.push('\n');
    row
}

/// What spoke for the verdict besides the score, which stands in the margin.
fn reasons(block: &Block<'_>) -> Option<String> {
    block.why().split_once(", ").map(|(_, reasons)| reasons.to_owned())
}

/// A text without escape sequences, control characters and marks that turn the direction of what follows: nothing in it
/// can leave its place on the screen.
fn plain(text: &str) -> Cow<'_, str> {
    let unescaped = without_escapes(text);
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let clean = harmless(&unescaped);
    if clean.len() == text.len() && !text.contains(turns) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean.replace(turns, ""))
}

/// A text without the escape sequences of terminals: ESC or CSI with what belongs to it.
fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\u{9b}']) {
        return Cow::Borrowed(text);
    }
    let mut rest = text.chars().peekable();
    let mut clean = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let introducer = match c {
            '\u{1b}' => rest.next(),
            '\u{9b}' => Some('['),
            _ => {
                clean.push(c);
                continue;
            }
        };
        match introducer {
            // A control sequence: parameters, up to a final character.
            Some('[') => {
                while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                rest.next_if(|c| matches!(c, '@'..='~'));
            }
            // A string, such as a window's title: up to BEL or ESC \, but never past the line.
            Some(']' | 'P' | 'X' | '^' | '_') => {
                while rest.next_if(|c| !matches!(c, '\u{7}' | '\u{1b}' | '\n' | '\r')).is_some() {}
                if rest.next_if_eq(&'\u{1b}').is_some() {
                    rest.next_if_eq(&'\\');
                }
            }
            Some(line_end @ ('\n' | '\r')) => clean.push(line_end),
            _ => {}
        }
    }
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Home\n\nIt rained for three days, and on the fourth the river left its bed and took the old \
        bridge with it, said the mayor.\n\nNobody was hurt, but the road to the mill will stay closed until the spring, \
        when the new bridge is to be built a little higher up.\n\nAdvertisement\n";

    fn explain(text: &str, on: bool) -> String {
        explained(
            Path::new("a.txt"),
            &dechrome::clean(text.as_bytes()),
            TerminalStyle { on },
            false,
        )
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
            lines[3].starts_with("  body ") && lines[3][MARGIN..].starts_with("It rained"),
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
        let html = "<title>Rain</title><nav>Home</nav><article><p>It rained for three days, and on the fourth the river \
            left its bed and took the old bridge with it.</p><p>Nobody was hurt, said the mayor, but the road to the \
            mill will stay closed until the spring.</p></article>";
        let text = explain(html, false);
        assert!(text.starts_with("a.txt: page, en") && text.contains("- nav"), "{text}");
    }

    #[test]
    fn nothing_of_the_input_reaches_the_terminal_but_text() {
        for (text, expected) in [
            ("a\x1b[31mb\x1b[0m", "ab"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;http://a.example\x1b\\b", "ab"),
            ("a\u{9b}2Jb\x1b", "ab"),
            ("a\x1b]open\nb", "a\nb"),
            ("a\u{202e}b\u{2069}\x00\x7f", "ab"),
            ("plain, ไทย", "plain, ไทย"),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }
}
