//! Scores the structure of pages: headings, list items, table cells and code blocks of Markdown.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::eval::bags::{bag, shared};
use crate::eval::words::{WordStyle, words};

/// Characters of a code block that are compared. More would take minutes, and a code block that
/// differs does so before.
const MAX_CODE_CHARS: usize = 20_000;

/// The parts of a Markdown text. All but code are reduced to their words in lower case.
#[derive(Debug, Default)]
struct MarkdownParts {
    /// Headings with number signs. In gold Markdown, an underlined heading is a line of code or of
    /// a table that lost its fence.
    headings: Vec<String>,
    /// List items without the lists inside them, and lines of paragraphs that start with a number.
    ///
    /// Gold Markdown does not distinguish a number that the page contains from a list number. The
    /// cleaner keeps such a number as a word, so both sides count these lines as items.
    items: Vec<String>,
    cells: Vec<String>,
    /// Code blocks, verbatim.
    code: Vec<String>,
}

/// Counts of parts.
#[derive(Clone, Copy, Debug, Default)]
struct PartCounts {
    /// Parts of the gold Markdown.
    gold: usize,
    /// Parts of the gold Markdown that were found.
    right: usize,
    /// All parts that were found.
    found: usize,
}

/// The score of one page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StructureScore {
    headings: PartCounts,
    items: PartCounts,
    cells: PartCounts,
    /// Code blocks of the gold Markdown.
    code_blocks: usize,
    /// Sum over these of the similarity of the most similar code block that was found.
    code_similarity: f64,
}

/// Scores the Markdown of a page against the gold Markdown.
pub(super) fn score(gold: &str, found: &str) -> StructureScore {
    let (gold, found) = (MarkdownParts::parse(gold), MarkdownParts::parse(found));
    let mut code_similarity = 0.0;
    for code in &gold.code {
        let similarities = found.code.iter().map(|other| similarity(code, other));
        code_similarity += similarities.fold(0.0, f64::max);
    }
    StructureScore {
        headings: PartCounts::new(gold.headings, found.headings),
        items: PartCounts::new(gold.items, found.items),
        cells: PartCounts::new(gold.cells, found.cells),
        code_blocks: gold.code.len(),
        code_similarity,
    }
}

/// Returns the figures of some pages as one row.
pub(super) fn figures_row(pages: &[&StructureScore]) -> String {
    let recall_and_precision = |counts: fn(&StructureScore) -> PartCounts| {
        let mut total = PartCounts::default();
        for page in pages {
            total.add(counts(page));
        }
        let share = |of: usize| total.right as f64 / of.max(1) as f64;
        format!("r {:.4}  p {:.4}  of {}", share(total.gold), share(total.found), total.gold)
    };
    let code_blocks: usize = pages.iter().map(|page| page.code_blocks).sum();
    let mut code_similarity = 0.0;
    for page in pages {
        code_similarity += page.code_similarity;
    }
    format!(
        "{} pages  headings {}  items {}  cells {}  code {:.4}  of {code_blocks}",
        pages.len(),
        recall_and_precision(|page| page.headings),
        recall_and_precision(|page| page.items),
        recall_and_precision(|page| page.cells),
        code_similarity / code_blocks.max(1) as f64,
    )
}

impl PartCounts {
    fn new(gold: Vec<String>, found: Vec<String>) -> Self {
        let (gold_count, found_count) = (gold.len(), found.len());
        let right = shared(&bag(gold), &bag(found));
        PartCounts { gold: gold_count, right, found: found_count }
    }

    /// Adds the counts of another page.
    fn add(&mut self, other: PartCounts) {
        self.gold += other.gold;
        self.right += other.right;
        self.found += other.found;
    }
}

impl MarkdownParts {
    /// Parses a Markdown text.
    fn parse(markdown: &str) -> MarkdownParts {
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.footnotes = true;
        options.extension.math_dollars = true;
        let arena = Arena::new();
        let mut parts = MarkdownParts::default();
        for node in parse_document(&arena, markdown, &options).descendants() {
            match &node.data.borrow().value {
                NodeValue::Heading(heading) if !heading.setext => {
                    parts.headings.extend(joined_words(&own_text(node)));
                }
                NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                    parts.items.extend(joined_words(&own_text(node)));
                }
                NodeValue::TableCell => parts.cells.extend(joined_words(&own_text(node))),
                NodeValue::Paragraph => {
                    for line in own_text(node).lines() {
                        parts.items.extend(after_number(line).and_then(joined_words));
                    }
                }
                NodeValue::CodeBlock(code) => parts.code.push(code.literal.trim().to_owned()),
                _ => {}
            }
        }
        parts
    }
}

/// Returns the words of a text in lower case, joined by spaces; `None` without words.
fn joined_words(text: &str) -> Option<String> {
    let words = words(&text.to_lowercase(), WordStyle::Runs).join(" ");
    if words.is_empty() { None } else { Some(words) }
}

/// Returns the rest of a line that starts with a list number, such as `1. ` or `1) `.
fn after_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == line.len() {
        return None;
    }
    rest.strip_prefix(['.', ')'])?.strip_prefix(' ')
}

/// Returns the text of a node, without the text of lists inside it.
fn own_text<'a>(root: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        let is_inner = !node.same_node(root);
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.extend([" ", &code.literal]),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::List(_) if is_inner => continue,
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            NodeValue::Paragraph | NodeValue::HtmlInline(_) if is_inner => text.push(' '),
            _ => {}
        }
        // The first child has to be on top of the stack.
        let children: Vec<_> = node.children().collect();
        stack.extend(children.into_iter().rev());
    }
    text
}

/// Returns the similarity of two texts: 1 minus the share of characters that differ.
///
/// The share is that of the shortest edit script (Myers 1986). White space at the ends of lines is
/// ignored.
fn similarity(one: &str, other: &str) -> f64 {
    let (one, other) = (code_chars(one), code_chars(other));
    let mut edits = 0;
    for op in capture_diff_slices(Algorithm::Myers, &one, &other) {
        edits += match op {
            DiffOp::Equal { .. } => 0,
            DiffOp::Delete { old_len, .. } => old_len,
            DiffOp::Insert { new_len, .. } => new_len,
            DiffOp::Replace { old_len, new_len, .. } => old_len.max(new_len),
        };
    }
    1.0 - edits as f64 / one.len().max(other.len()).max(1) as f64
}

/// Returns the characters of a code block that are compared.
fn code_chars(code: &str) -> Vec<char> {
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    lines.join("\n").chars().take(MAX_CODE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_compared_by_their_words() {
        let gold = "# One **two**\n\n1. a `b`\n   - c\n2. d\n\n| x | y |\n| --- | --- |\n\
                    | 1 |  |\n\n```rust\nfn f() {}\n```\n";
        let same = score(gold, gold);
        let counts = |part: PartCounts| (part.gold, part.right, part.found);
        assert_eq!(counts(same.headings), (1, 1, 1));
        assert_eq!(counts(same.items), (3, 3, 3));
        assert_eq!(counts(same.cells), (3, 3, 3));
        assert_eq!((same.code_blocks, same.code_similarity), (1, 1.0));
        // A number that the page contains, and a heading that is underlined in the gold.
        let typed = score("1. one\n2. two\n\nx\n---", "1\\. one  \n2\\. two\n\n# x");
        assert_eq!((counts(typed.items), counts(typed.headings)), ((2, 2, 2), (0, 0, 1)));
        let flat = score(gold, "One two\n\na b\n\n- c\n- e\n\n```\nfn g() {}\n```");
        assert_eq!(counts(flat.headings), (1, 0, 0));
        assert_eq!(counts(flat.items), (3, 1, 2));
        assert_eq!(counts(flat.cells), (3, 0, 0));
        assert!(
            (flat.code_similarity - (1.0 - 1.0 / 9.0)).abs() < 1e-9,
            "{}",
            flat.code_similarity
        );
    }
}
