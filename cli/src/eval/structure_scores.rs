//! Scores the structure of pages: headings, list items, code and table cells of Markdown against those of gold Markdown.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::eval::words::{WordStyle, bag, shared, words};

/// Characters of code that are compared: more would take minutes, and what is wrong shows before.
const LONGEST_CODE: usize = 20_000;

/// What a Markdown text is made of, by the words in it.
#[derive(Debug, Default)]
struct MarkdownParts {
    /// Lines with number signs before them. An underlined one is a line of code or of a table that lost its fence in the gold.
    headings: Vec<String>,
    /// List items, each without the lists in it, and lines of paragraphs that begin with a number that the page has typed: gold
    /// Markdown cannot tell them from items, and ours, which keeps the number as a word, does.
    items: Vec<String>,
    cells: Vec<String>,
    /// Code blocks as they stand.
    code: Vec<String>,
}

/// Gold parts, those of them that were found, and all that were found.
#[derive(Clone, Copy, Debug, Default)]
struct PartCounts {
    gold: usize,
    right: usize,
    found: usize,
}

/// What one page adds to the score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StructureScore {
    headings: PartCounts,
    items: PartCounts,
    cells: PartCounts,
    /// Gold code blocks, and the sum of how similar the most similar block found is to each.
    code: (usize, f64),
}

/// Compares the Markdown of a page with the gold.
pub(super) fn score(gold: &str, found: &str) -> StructureScore {
    let (gold, found) = (MarkdownParts::read(gold), MarkdownParts::read(found));
    let best =
        |code: &String| found.code.iter().map(|other| similarity(code, other)).fold(0.0, f64::max);
    StructureScore {
        headings: PartCounts::of(gold.headings, found.headings),
        items: PartCounts::of(gold.items, found.items),
        cells: PartCounts::of(gold.cells, found.cells),
        code: (gold.code.len(), gold.code.iter().map(best).sum()),
    }
}

/// The figures of some pages, on one row.
pub(super) fn row(pages: &[&StructureScore]) -> String {
    let sum = |part: fn(&StructureScore) -> PartCounts| {
        let sum = pages.iter().map(|page| part(page)).fold(PartCounts::default(), PartCounts::plus);
        let share = |of: usize| sum.right as f64 / of.max(1) as f64;
        format!("r {:.4}  p {:.4}  of {}", share(sum.gold), share(sum.found), sum.gold)
    };
    let (blocks, similar) =
        pages.iter().fold((0, 0.0), |sum, page| (sum.0 + page.code.0, sum.1 + page.code.1));
    format!(
        "{} pages  headings {}  items {}  cells {}  code {:.4}  of {blocks}",
        pages.len(),
        sum(|page| page.headings),
        sum(|page| page.items),
        sum(|page| page.cells),
        similar / blocks.max(1) as f64,
    )
}

impl PartCounts {
    fn of(gold: Vec<String>, found: Vec<String>) -> Self {
        let (all_gold, all_found) = (gold.len(), found.len());
        PartCounts { gold: all_gold, right: shared(&bag(gold), &bag(found)), found: all_found }
    }

    fn plus(self, other: PartCounts) -> PartCounts {
        PartCounts {
            gold: self.gold + other.gold,
            right: self.right + other.right,
            found: self.found + other.found,
        }
    }
}

impl MarkdownParts {
    /// Reads a Markdown text.
    fn read(markdown: &str) -> MarkdownParts {
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.footnotes = true;
        options.extension.math_dollars = true;
        let arena = Arena::new();
        let mut parts = MarkdownParts::default();
        for node in parse_document(&arena, markdown, &options).descendants() {
            let list = match &node.data.borrow().value {
                NodeValue::Heading(heading) if !heading.setext => &mut parts.headings,
                NodeValue::Item(_) | NodeValue::TaskItem(_) => &mut parts.items,
                NodeValue::TableCell => &mut parts.cells,
                NodeValue::Paragraph => {
                    parts
                        .items
                        .extend(own_text(node).lines().filter_map(numbered).filter_map(joined));
                    continue;
                }
                NodeValue::CodeBlock(code) => {
                    parts.code.push(code.literal.trim().to_owned());
                    continue;
                }
                _ => continue,
            };
            list.extend(joined(&own_text(node)));
        }
        parts
    }
}

/// The words of a text, if it has any.
fn joined(text: &str) -> Option<String> {
    let words = words(&text.to_lowercase(), WordStyle::Runs).join(" ");
    (!words.is_empty()).then_some(words)
}

/// What stands behind the number that a line begins with.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == line.len() {
        return None;
    }
    rest.strip_prefix(['.', ')'])?.strip_prefix(' ')
}

/// The text in a node, without that of the lists in it.
fn own_text<'a>(root: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.extend([" ", &code.literal]),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::List(_) if !node.same_node(root) => continue,
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            NodeValue::Paragraph | NodeValue::HtmlInline(_) if !node.same_node(root) => {
                text.push(' ')
            }
            _ => {}
        }
        let children: Vec<_> = node.children().collect();
        todo.extend(children.into_iter().rev());
    }
    text
}

/// How alike two texts are: one less the share of characters that must be changed, put in or left out, by the shortest
/// way from the one to the other. White space at the ends of lines does not count.
fn similarity(one: &str, other: &str) -> f64 {
    let chars = |text: &str| -> Vec<char> {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").chars().take(LONGEST_CODE).collect()
    };
    let (one, other) = (chars(one), chars(other));
    let edits: usize = capture_diff_slices(Algorithm::Myers, &one, &other)
        .into_iter()
        .map(|op| match op {
            DiffOp::Equal { .. } => 0,
            DiffOp::Delete { old_len, .. } => old_len,
            DiffOp::Insert { new_len, .. } => new_len,
            DiffOp::Replace { old_len, new_len, .. } => old_len.max(new_len),
        })
        .sum();
    1.0 - edits as f64 / one.len().max(other.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_their_words() {
        let gold = "# One **two**\n\n1. a `b`\n   - c\n2. d\n\n| x | y |\n| --- | --- |\n| 1 |  |\n\n```rust\nfn f() {}\n```\n";
        let same = score(gold, gold);
        let tally = |tally: PartCounts| (tally.gold, tally.right, tally.found);
        assert_eq!(tally(same.headings), (1, 1, 1));
        assert_eq!(tally(same.items), (3, 3, 3));
        assert_eq!(tally(same.cells), (3, 3, 3));
        assert_eq!(same.code, (1, 1.0));
        // A number that is a word of the page, and a line over a rule.
        let typed = score("1. one\n2. two\n\nx\n---", "1\\. one  \n2\\. two\n\n# x");
        assert_eq!((tally(typed.items), tally(typed.headings)), ((2, 2, 2), (0, 0, 1)));
        let flat = score(gold, "One two\n\na b\n\n- c\n- e\n\n```\nfn g() {}\n```");
        assert_eq!(tally(flat.headings), (1, 0, 0));
        assert_eq!(tally(flat.items), (3, 1, 2));
        assert_eq!(tally(flat.cells), (3, 0, 0));
        assert!((flat.code.1 - (1.0 - 1.0 / 9.0)).abs() < 1e-9, "{}", flat.code.1);
    }
}
