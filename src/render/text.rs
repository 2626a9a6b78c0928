//! The kept blocks of an HTML page as plain text.
//!
//! The words are those of the blocks. The content adds their structure: numbers of list items, rows
//! and columns of tables, lines of code.

use std::fmt;
use std::iter::Peekable;
use std::slice::Iter;

use crate::content::{ContentEvent, Element};
use crate::document::Document;
use crate::html::lists::NumberStyle;
use crate::render::sink::{Sink, hand_on};
use crate::verdict::{BlockRecord, Shape};

/// Levels of nesting that are indented. Deeper lists are hostile, or tables made of lists.
const MOST_LEVELS: u8 = 8;

/// Writes the kept blocks. Paragraphs are separated by blank lines, list items and table rows by
/// line ends, cells by tabs.
pub(super) fn write_text(document: &Document, sink: Sink<'_>) -> fmt::Result {
    let mut writer = TextWriter {
        document,
        out: String::new(),
        lists: Vec::new(),
        items: Vec::new(),
        last_block: None,
        last_shape: None,
        paragraph_has_text: false,
        loose_formula: None,
    };
    writer.write_all(sink)?;
    if writer.last_shape.is_some() {
        writer.out.push('\n');
    }
    sink.write_str(&writer.out)
}

type Events<'d> = Peekable<Iter<'d, ContentEvent>>;

struct TextWriter<'d> {
    document: &'d Document,
    out: String,
    /// The styles of the open lists, outermost first; `None` for unordered ones.
    lists: Vec<Option<NumberStyle>>,
    /// The numbers of the open list items, outermost first.
    items: Vec<i32>,
    /// The block that was written last.
    last_block: Option<usize>,
    last_shape: Option<Shape>,
    /// True if some text of the open paragraph was written.
    paragraph_has_text: bool,
    /// A formula in a paragraph that has no text so far.
    loose_formula: Option<&'d str>,
}

impl<'d> TextWriter<'d> {
    fn write_all(&mut self, sink: Sink<'_>) -> fmt::Result {
        let mut events = self.document.content.events.iter().peekable();
        let mut open: Vec<&Element> = Vec::new();
        while let Some(event) = events.next() {
            match event {
                ContentEvent::Open(Element::Table) => self.write_table(&mut events),
                ContentEvent::Open(Element::CodeBlock(_)) => self.write_code(&mut events),
                ContentEvent::Open(element) => {
                    match element {
                        Element::List { numbers } => self.lists.push(*numbers),
                        Element::ListItem(item) => self.items.push(item.number),
                        Element::Paragraph => self.paragraph_has_text = false,
                        _ => {}
                    }
                    open.push(element);
                }
                ContentEvent::Close => match open.pop() {
                    Some(Element::List { .. }) => drop(self.lists.pop()),
                    Some(Element::ListItem(_)) => drop(self.items.pop()),
                    Some(Element::Paragraph) => self.write_loose_formula(),
                    _ => {}
                },
                ContentEvent::Text(start, _) => self.write_block_at(*start),
                // The text of a block has its formulas.
                ContentEvent::Formula(formula) if !self.paragraph_has_text => {
                    self.loose_formula = Some(&formula.text);
                }
                _ => {}
            }
            let ready = self.out.len();
            hand_on(&mut self.out, ready, sink)?;
        }
        Ok(())
    }

    /// Writes the block that contains a byte of the document's text, unless it is written already.
    fn write_block_at(&mut self, offset: u32) {
        (self.loose_formula, self.paragraph_has_text) = (None, true);
        let Some(number) = self.block_at(offset) else { return };
        let block = &self.document.blocks[number];
        if self.last_block == Some(number) || !block.verdict.keep {
            return;
        }
        self.last_block = Some(number);
        self.separate(block.shape);
        self.write_mark(block);
        self.out.push_str(self.document.block_text(block));
    }

    /// Returns the number of the block that contains a byte of the document's text.
    fn block_at(&self, offset: u32) -> Option<usize> {
        let blocks = &self.document.blocks;
        blocks.partition_point(|block| block.start <= offset).checked_sub(1)
    }

    /// Writes what separates the last block from the next one.
    fn separate(&mut self, shape: Shape) {
        if let Some(last) = self.last_shape.replace(shape) {
            self.out.push_str(separator(last, shape));
        }
    }

    /// Writes the mark of a list item: its number, or a dash.
    fn write_mark(&mut self, block: &BlockRecord) {
        let Shape::Item { depth, .. } = block.shape else { return };
        self.out.push_str(&"  ".repeat(usize::from(depth.clamp(1, MOST_LEVELS) - 1)));
        let style = self.lists.last().copied().flatten();
        let number = self.items.last().copied().unwrap_or_default();
        let mark = match style.and_then(|style| style.label(number)) {
            // Some pages type the numbers, and hide those of the list.
            Some(label) if !begins_with_number(self.document.block_text(block), &label) => {
                format!("{label}. ")
            }
            _ => "- ".to_owned(),
        };
        self.out.push_str(&mark);
    }

    /// Writes a formula outside all blocks as a paragraph.
    fn write_loose_formula(&mut self) {
        if let Some(text) = self.loose_formula.take() {
            self.separate(Shape::Paragraph);
            self.out.push_str(text);
        }
    }

    /// Writes a code block.
    fn write_code(&mut self, events: &mut Events<'d>) {
        let mut code = String::new();
        for event in events {
            match event {
                ContentEvent::Text(start, end) => {
                    let is_kept = self
                        .block_at(*start)
                        .is_some_and(|block| self.document.blocks[block].verdict.keep);
                    if is_kept {
                        code.push_str(&self.document.text[*start as usize..*end as usize]);
                    }
                }
                ContentEvent::LineBreak => code.push('\n'),
                ContentEvent::Close => break,
                _ => {}
            }
        }
        self.separate(Shape::Code);
        self.out.push_str(&code);
    }

    /// Writes a data table: a line for each row, a tab between two columns.
    fn write_table(&mut self, events: &mut Events<'d>) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        // Nested tables are part of the text of their cell.
        let mut depth = 1;
        // A formula in a cell that has no text so far.
        let (mut formula, mut cell_has_text) = (None, false);
        let mut last_block = None;
        for event in events {
            match event {
                ContentEvent::Open(element) => {
                    depth += 1;
                    match element {
                        Element::TableRow if depth == 2 => rows.push(Vec::new()),
                        Element::TableCell { .. } if depth == 3 => {
                            rows.last_mut().into_iter().for_each(|row| row.push(String::new()));
                            (formula, cell_has_text) = (None, false);
                        }
                        _ => {}
                    }
                }
                ContentEvent::Close => {
                    depth -= 1;
                    if depth == 2
                        && let Some(formula) = formula.take()
                    {
                        push_part(&mut rows, formula);
                    }
                    if depth == 0 {
                        break;
                    }
                }
                ContentEvent::Text(start, _) => {
                    (formula, cell_has_text) = (None, true);
                    let block = self.block_at(*start);
                    if block != last_block
                        && let Some(block) = block
                        && self.document.blocks[block].verdict.keep
                    {
                        push_part(
                            &mut rows,
                            self.document.block_text(&self.document.blocks[block]),
                        );
                    }
                    last_block = block;
                }
                ContentEvent::Formula(own) if !cell_has_text => formula = Some(own.text.as_str()),
                _ => {}
            }
        }
        self.separate(Shape::Paragraph);
        let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        self.out.push_str(&lines.join("\n"));
    }
}

/// Adds a text to the last cell of a table, on one line.
fn push_part(rows: &mut [Vec<String>], text: &str) {
    let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { return };
    for word in text.split_whitespace() {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(word);
    }
}

/// Returns true if a text begins with the number of its item.
fn begins_with_number(text: &str, label: &str) -> bool {
    let rest = text.strip_prefix(['(', '[']).unwrap_or(text).strip_prefix(label);
    rest.is_some_and(|rest| rest.starts_with(['.', ')', ']', ':', '、', '．']))
}

/// Returns the separator between two blocks.
fn separator(before: Shape, after: Shape) -> &'static str {
    match (before, after) {
        (Shape::Cell { row: a }, Shape::Cell { row: b }) if a == b => "\t",
        (Shape::Cell { .. }, Shape::Cell { .. }) | (Shape::Item { .. }, Shape::Item { .. }) => "\n",
        _ => "\n\n",
    }
}
