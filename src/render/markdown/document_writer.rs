//! Writes the blocks of the content: their markers and indentation, the blank lines between them,
//! code and tables.

use std::fmt;

use crate::content::{ContentEvent, Element};
use crate::render::markdown::context::{EventIter, MarkdownContext};
use crate::render::markdown::escape;
use crate::render::markdown::inline_writer::InlineWriter;
use crate::render::sink::{Sink, hand_on};

/// Nested lists, quotations and footnotes that are indented. Deeper nesting is hostile, and is
/// written at this level.
const MOST_LEVELS: usize = 16;

/// The largest number of a list item in CommonMark, which allows nine digits.
const LARGEST_NUMBER: i32 = 999_999_999;

/// The indentation of all lines of a footnote but its first.
const FOOTNOTE_INDENT: &str = "    ";

/// The shortest fence of code. A fence is longer than the runs of backticks inside.
const FENCE: usize = 3;

/// The block that was written last.
#[derive(Clone, Copy, Debug, PartialEq)]
enum LastBlock {
    Nothing,
    /// A paragraph. A list may follow on the next line.
    Paragraph,
    Term,
    Description,
    ListItem,
    /// A list, with the bullet or delimiter of its items.
    List(char),
    Footnote,
    Other,
}

/// An open element that contains blocks.
#[derive(Debug)]
struct Level<'p> {
    element: &'p Element,
    /// The markup before each of its lines but the first.
    indent: String,
    /// The markup before its first line, until that line is written.
    marker: Option<String>,
    /// The box of a task list after the marker.
    task_box: &'static str,
    /// For a list, the bullet or the delimiter after the numbers of its items.
    bullet: char,
}

/// Writes the content, block by block.
pub(super) struct MarkdownWriter<'p> {
    context: MarkdownContext<'p>,
    out: String,
    /// The open elements, outermost first.
    levels: Vec<Level<'p>>,
    last: LastBlock,
}

impl<'p> MarkdownWriter<'p> {
    pub(super) fn new(context: MarkdownContext<'p>) -> Self {
        MarkdownWriter { context, out: String::new(), levels: Vec::new(), last: LastBlock::Nothing }
    }

    pub(super) fn write_all(mut self, events: &'p [ContentEvent], sink: Sink<'_>) -> fmt::Result {
        let mut events = events.iter().peekable();
        while let Some(event) = events.next() {
            match event {
                ContentEvent::Open(element) => self.open(element, &mut events),
                ContentEvent::Close => self.close_level(),
                ContentEvent::Rule => self.push_rule(),
                // Text and other inline content is always inside an element that `open` writes as a
                // whole.
                _ => {}
            }
            let ready = self.out.len();
            hand_on(&mut self.out, ready, sink)?;
        }
        sink.write_str(&self.out)
    }

    /// Opens an element, or writes one without blocks inside as a whole.
    fn open(&mut self, element: &'p Element, events: &mut EventIter<'p>) {
        match element {
            Element::Table => self.write_table(events),
            Element::CodeBlock(language) => {
                self.write_code(language.as_deref().unwrap_or_default(), events);
            }
            Element::Paragraph | Element::Heading(_) | Element::Term => {
                self.write_run(element, events);
            }
            element => self.open_level(element, events.peek().copied()),
        }
    }

    /// Opens an element that contains blocks. `next` is the first event inside it.
    fn open_level(&mut self, element: &'p Element, next: Option<&ContentEvent>) {
        let bullet = self.bullet_of(element);
        let marker = self.marker_of(element, bullet, next);
        let indented = self.levels.iter().filter(|level| !level.indent.is_empty()).count();
        let mut level =
            Level { element, indent: String::new(), marker: None, task_box: "", bullet };
        if indented < MOST_LEVELS && !marker.is_empty() {
            level.indent = match element {
                Element::Quote => marker.clone(),
                Element::Footnote(_) => FOOTNOTE_INDENT.to_owned(),
                _ => " ".repeat(marker.len()),
            };
            level.marker = Some(marker);
            level.task_box = task_box(element, next);
        }
        self.levels.push(level);
    }

    /// Returns the bullet of a list, or the delimiter after its numbers. It differs from that of a
    /// list right before, which would otherwise continue.
    fn bullet_of(&self, element: &Element) -> char {
        match (element, self.last) {
            (Element::List { numbers: None }, LastBlock::List('-')) => '*',
            (Element::List { numbers: None }, _) => '-',
            (Element::List { numbers: Some(_) }, LastBlock::List('.')) => ')',
            _ => '.',
        }
    }

    /// Returns the markup before the first line of an element.
    fn marker_of(&self, element: &Element, bullet: char, next: Option<&ContentEvent>) -> String {
        match element {
            Element::Footnote(_) => match self.footnote_number(element) {
                Some(number) => format!("[^{number}]: "),
                None => String::new(),
            },
            Element::ListItem(item) => {
                if let Some(ContentEvent::Open(child)) = next
                    && self.footnote_number(child).is_some()
                {
                    // The footnote in the item has a marker of its own.
                    return String::new();
                }
                match self.levels.last().map_or(bullet, |list| list.bullet) {
                    delimiter @ ('.' | ')') => {
                        format!("{}{delimiter} ", item.number.clamp(0, LARGEST_NUMBER))
                    }
                    bullet => format!("{bullet} "),
                }
            }
            Element::Quote => "> ".to_owned(),
            // Without a term on the line before, it is a paragraph. Readers of Markdown do not nest
            // definition lists.
            Element::Description => {
                let follows_term = matches!(self.last, LastBlock::Term | LastBlock::Description);
                if follows_term && !self.is_in_description() {
                    ": ".to_owned()
                } else {
                    String::new()
                }
            }
            _ => String::new(),
        }
    }

    /// Closes an element that contains blocks.
    fn close_level(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        let wrote_marker = level.marker.is_none();
        let is_indented = !level.indent.is_empty();
        match level.element {
            Element::List { .. } => self.last = LastBlock::List(level.bullet),
            Element::Footnote(_) if is_indented && wrote_marker => {
                self.last = LastBlock::Footnote;
            }
            Element::ListItem(_) if wrote_marker && self.last != LastBlock::Footnote => {
                self.last = LastBlock::ListItem;
            }
            Element::Description if is_indented && wrote_marker => {
                self.last = LastBlock::Description;
            }
            Element::Quote | Element::Description | Element::DescriptionList => {
                self.last = LastBlock::Other;
            }
            _ => {}
        }
    }

    /// Writes a paragraph, a heading or a term.
    fn write_run(&mut self, element: &Element, events: &mut EventIter<'p>) {
        let mut run = InlineWriter::new(self.context, self.is_in_footnote());
        if *element == Element::Term {
            run = run.in_term();
        }
        run.write(events);
        match element {
            Element::Heading(level) => {
                let text = run.into_heading();
                if !text.is_empty() {
                    let marker = "#".repeat(usize::from(*level));
                    self.push_block(&format!("{marker} {text}"), LastBlock::Other);
                }
            }
            Element::Term if !self.is_in_description() => {
                self.push_block(&run.into_one_line(), LastBlock::Term);
            }
            _ => self.push_block(&run.into_paragraph(), LastBlock::Paragraph),
        }
    }

    /// Writes a block with the markup of the open elements, unless it is empty.
    fn push_block(&mut self, text: &str, block: LastBlock) {
        if text.is_empty() {
            return;
        }
        if !self.follows_directly(block) {
            self.push_blank_line();
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            let start = self.out.len();
            self.begin_line();
            self.out.push_str(line);
            if line.is_empty() {
                self.trim_line(start);
            }
        }
        self.out.push('\n');
        self.last = block;
    }

    /// Writes a thematic break. After the bullet of a list item, hyphens or asterisks would make
    /// one of the whole line (CommonMark 0.31, 4.1).
    fn push_rule(&mut self) {
        let rule = if self.begins_item() { "___" } else { "---" };
        self.push_block(rule, LastBlock::Other);
    }

    /// Returns true if the next line begins a list item.
    fn begins_item(&self) -> bool {
        let begins = |level: &Level<'_>| {
            level.marker.is_some() && matches!(level.element, Element::ListItem(_))
        };
        self.levels.iter().any(begins)
    }

    /// Returns true if no blank line is needed before a block.
    fn follows_directly(&self, block: LastBlock) -> bool {
        let begins_item = self.begins_item();
        match self.last {
            LastBlock::Nothing => true,
            LastBlock::ListItem => begins_item,
            LastBlock::Paragraph => {
                begins_item && self.ends_paragraph() && self.is_in_started_item()
            }
            LastBlock::Term => block == LastBlock::Term,
            LastBlock::Description
            | LastBlock::List(_)
            | LastBlock::Footnote
            | LastBlock::Other => false,
        }
    }

    /// Returns true if the first marker of the next line ends a paragraph before it. In CommonMark
    /// a numbered item does so only if its number is 1.
    fn ends_paragraph(&self) -> bool {
        let marker = self.levels.iter().find_map(|level| level.marker.as_deref());
        marker.is_some_and(|marker| marker.starts_with(['-', '*']) || marker.starts_with("1."))
    }

    fn push_blank_line(&mut self) {
        let start = self.out.len();
        for level in self.levels.iter().take_while(|level| level.marker.is_none()) {
            self.out.push_str(&level.indent);
        }
        self.trim_line(start);
        self.out.push('\n');
    }

    /// Removes white space at the end of the line that begins at `start`.
    fn trim_line(&mut self, start: usize) {
        let length = self.out[start..].trim_end().len();
        self.out.truncate(start + length);
    }

    /// Returns true if the next block is inside a list item with another block before it.
    fn is_in_started_item(&self) -> bool {
        let mut started = self.levels.iter().take_while(|level| level.marker.is_none());
        started.any(|level| matches!(level.element, Element::ListItem(_)))
    }

    fn is_in_description(&self) -> bool {
        self.levels.iter().any(|level| *level.element == Element::Description)
    }

    fn is_in_footnote(&self) -> bool {
        self.levels.iter().any(|level| self.footnote_number(level.element).is_some())
    }

    /// Returns the number of an element that is written as a footnote.
    fn footnote_number(&self, element: &Element) -> Option<usize> {
        let Element::Footnote(fragment) = element else { return None };
        self.context.footnotes.number(fragment)
    }

    /// Writes the markup of the open elements before a line.
    fn begin_line(&mut self) {
        for level in &mut self.levels {
            match level.marker.take() {
                Some(marker) => self.out.extend([&marker, level.task_box]),
                None => self.out.push_str(&level.indent),
            }
        }
    }

    /// Writes a code block. Editors of blogs indent with no-break spaces, which no compiler reads.
    fn write_code(&mut self, language: &str, events: &mut EventIter<'p>) {
        let mut code = String::new();
        for event in events {
            match event {
                ContentEvent::Text(start, end) => {
                    code.push_str(&self.context.text(*start, *end).replace('\u{a0}', " "));
                }
                ContentEvent::LineBreak => code.push('\n'),
                ContentEvent::Close => break,
                _ => {}
            }
        }
        let fence = "`".repeat(FENCE.max(escape::longest_run(&code, '`') + 1));
        self.push_block(&format!("{fence}{language}\n{code}\n{fence}"), LastBlock::Other);
    }

    /// Writes a table. Its first row becomes the header, because Markdown has no table without one.
    fn write_table(&mut self, events: &mut EventIter<'p>) {
        let rows = self.read_rows(events);
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for cell in row {
                line.extend(["| ", cell, " "]);
            }
            line.push('|');
            lines.push(line);
            if number == 0 {
                lines.push(format!("{}|", "| --- ".repeat(row.len())));
            }
        }
        self.push_block(&lines.join("\n"), LastBlock::Other);
    }

    /// Returns the cells of a table, row by row, as Markdown.
    fn read_rows(&mut self, events: &mut EventIter<'p>) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(event) = events.next() {
            match event {
                ContentEvent::Open(Element::TableRow) => rows.push(Vec::new()),
                ContentEvent::Open(Element::TableCell { .. }) => {
                    let mut cell = InlineWriter::new(self.context, self.is_in_footnote()).in_cell();
                    cell.write(events);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell.into_cell());
                    }
                }
                // The writer of a cell takes its end, so this ends a row. The end of the last row
                // ends the table.
                _ if matches!(events.peek(), Some(ContentEvent::Open(Element::TableRow))) => {}
                _ => {
                    events.next();
                    break;
                }
            }
        }
        rows
    }
}

/// Returns the box of an item of a task list. Readers see it only before a paragraph. `next` is the
/// first event in the item.
fn task_box(element: &Element, next: Option<&ContentEvent>) -> &'static str {
    let Element::ListItem(item) = element else { return "" };
    match (item.is_checked, next) {
        (Some(true), Some(ContentEvent::Open(Element::Paragraph))) => "[x] ",
        (Some(false), Some(ContentEvent::Open(Element::Paragraph))) => "[ ] ",
        _ => "",
    }
}
