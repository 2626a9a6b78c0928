//! The kept content as Markdown: CommonMark with the tables, strikethrough and footnotes of GitHub, definition lists as
//! PHP Markdown Extra has them, and TeX between dollar signs.

mod escape;
mod footnotes;
mod inline;

use std::iter::Peekable;
use std::slice::Iter;

use crate::content::{Element, Event};
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::urls::Addresses;
use footnotes::Footnotes;
use inline::Line;

/// Levels of lists, quotations and notes that are written. What is deeper is hostile, and stands at the last of these.
const MOST_LEVELS: usize = 16;

/// A number of more digits marks no list item.
const LARGEST_NUMBER: u32 = 999_999_999;

/// What stands before all lines of a footnote but its first.
const NOTE_INDENT: &str = "    ";

/// Backticks or tildes of a fence; more if the code has as many.
const FENCE: usize = 3;

/// The kept content.
pub(in crate::render) fn markdown(document: &Document, options: &RenderOptions) -> String {
    let addresses = Addresses::new(document, options);
    let footnotes = Footnotes::of(document);
    let paper = Paper { document, options, addresses: &addresses, footnotes: &footnotes };
    let mut writer = Writer { paper, out: String::new(), levels: Vec::new(), last: Last::Nothing };
    let mut events = document.content.events.iter().peekable();
    while let Some(event) = events.next() {
        writer.step(event, &mut events);
    }
    writer.out
}

/// What all parts of the Markdown are written with.
#[derive(Clone, Copy)]
struct Paper<'p> {
    document: &'p Document,
    options: &'p RenderOptions,
    addresses: &'p Addresses,
    footnotes: &'p Footnotes<'p>,
}

/// What was written last.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Last {
    Nothing,
    /// A block that a list may follow on the next line.
    Paragraph,
    Term,
    /// What a term means.
    Meaning,
    Item,
    /// A list that ended, and the mark of its items.
    List(char),
    Note,
    Other,
}

/// An open element that holds others.
#[derive(Debug)]
struct Level<'p> {
    element: &'p Element,
    /// What stands before each of its lines but the first.
    prefix: String,
    /// What stands before its first line, until that is written.
    mark: Option<String>,
    /// The mark of a list's items.
    bullet: char,
}

struct Writer<'p> {
    paper: Paper<'p>,
    out: String,
    levels: Vec<Level<'p>>,
    last: Last,
}

/// The steps that are left.
type Events<'p> = Peekable<Iter<'p, Event>>;

impl<'p> Writer<'p> {
    /// Takes a step, and all those that belong to the line or table that it begins.
    fn step(&mut self, event: &'p Event, events: &mut Events<'p>) {
        match event {
            Event::Open(Element::Table) => self.table(events),
            Event::Open(Element::Code(language)) => {
                self.code(language.as_deref().unwrap_or_default(), events)
            }
            Event::Open(element @ (Element::Paragraph | Element::Heading(_) | Element::Term)) => {
                self.line(element, events)
            }
            Event::Open(element) => self.open(element, events.peek().copied()),
            Event::Close => self.close(),
            Event::Rule => self.block("---", Last::Other),
            _ => {}
        }
    }

    /// Begins an element that holds others, the one that `next` begins perhaps.
    fn open(&mut self, element: &'p Element, next: Option<&Event>) {
        let bullet = match (element, self.last) {
            (Element::List { ordered: false }, Last::List('-')) => '*',
            (Element::List { ordered: false }, _) => '-',
            (Element::List { ordered: true }, Last::List('.')) => ')',
            _ => '.',
        };
        let list = self.levels.last().map_or(bullet, |list| list.bullet);
        let is_numbered =
            |event: &Event| matches!(event, Event::Open(element) if self.number(element).is_some());
        let mark = match element {
            Element::Note(_) => {
                self.number(element).map(|number| format!("[^{number}]: ")).unwrap_or_default()
            }
            // The footnote that it is has a mark of its own.
            Element::Item(_) if next.is_some_and(is_numbered) => String::new(),
            Element::Item(number) if matches!(list, '.' | ')') => {
                format!("{}{list} ", number.min(&LARGEST_NUMBER))
            }
            Element::Item(_) => format!("{list} "),
            Element::Quote => "> ".to_owned(),
            // What follows no term on a line of its own is a paragraph. Readers of Markdown get lost in lists in lists.
            Element::Meaning
                if matches!(self.last, Last::Term | Last::Meaning) && !self.is_in_meaning() =>
            {
                ": ".to_owned()
            }
            _ => String::new(),
        };
        let prefix = match element {
            Element::Quote => mark.clone(),
            Element::Note(_) if !mark.is_empty() => NOTE_INDENT.to_owned(),
            _ => " ".repeat(mark.len()),
        };
        let is_shown =
            self.levels.iter().filter(|level| !level.prefix.is_empty()).count() < MOST_LEVELS;
        let level = if is_shown {
            Level { element, prefix, mark: (!mark.is_empty()).then_some(mark), bullet }
        } else {
            Level { element, prefix: String::new(), mark: None, bullet }
        };
        self.levels.push(level);
    }

    /// Ends an element that holds others.
    fn close(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        match level.element {
            Element::List { .. } => self.last = Last::List(level.bullet),
            Element::Note(_) if !level.prefix.is_empty() && level.mark.is_none() => {
                self.last = Last::Note
            }
            Element::Item(_) if level.mark.is_none() && self.last != Last::Note => {
                self.last = Last::Item
            }
            Element::Meaning if level.mark.is_none() && !level.prefix.is_empty() => {
                self.last = Last::Meaning
            }
            Element::Quote | Element::Meaning | Element::Terms => self.last = Last::Other,
            _ => {}
        }
    }

    /// Writes a paragraph, a heading or a term.
    fn line(&mut self, element: &Element, events: &mut Events<'p>) {
        let mut line = Line::new(self.paper, self.is_in_note());
        line.write(events);
        match element {
            Element::Heading(level) => {
                let text = line.into_heading();
                if !text.is_empty() {
                    self.block(&format!("{} {text}", "#".repeat(usize::from(*level))), Last::Other);
                }
            }
            Element::Term if !self.is_in_meaning() => self.block(&line.into_row(), Last::Term),
            _ => self.block(&line.into_paragraph(), Last::Paragraph),
        }
    }

    /// Writes a block, unless it is empty.
    fn block(&mut self, text: &str, last: Last) {
        if text.is_empty() {
            return;
        }
        self.separate(last);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            let start = self.out.len();
            self.begin_line();
            self.out.push_str(line);
            // Nothing but white space: the prefixes of an empty line.
            let kept = if line.is_empty() {
                self.out[start..].trim_end().len()
            } else {
                self.out.len() - start
            };
            self.out.truncate(start + kept);
        }
        self.out.push('\n');
        self.last = last;
    }

    /// Writes the empty line before a block, where there is one.
    fn separate(&mut self, next: Last) {
        let begins_item = self
            .levels
            .iter()
            .any(|level| level.mark.is_some() && matches!(level.element, Element::Item(_)));
        // A numbered item does not end a paragraph unless its number is 1.
        let starts_list = self
            .levels
            .iter()
            .find(|level| level.mark.is_some())
            .and_then(|level| level.mark.as_deref());
        let ends_paragraph =
            starts_list.is_some_and(|mark| mark.starts_with(['-', '*']) || mark.starts_with("1."));
        let is_tight = match self.last {
            Last::Nothing => true,
            Last::Item => begins_item,
            Last::Paragraph => begins_item && ends_paragraph && self.is_in_item(),
            Last::Term => next == Last::Term,
            Last::Meaning | Last::List(_) | Last::Note | Last::Other => false,
        };
        if !is_tight {
            let start = self.out.len();
            for level in self.levels.iter().take_while(|level| level.mark.is_none()) {
                self.out.push_str(&level.prefix);
            }
            let kept = self.out[start..].trim_end().len();
            self.out.truncate(start + kept);
            self.out.push('\n');
        }
    }

    /// Whether what begins stands in an item that was begun before.
    fn is_in_item(&self) -> bool {
        self.levels
            .iter()
            .take_while(|level| level.mark.is_none())
            .any(|level| matches!(level.element, Element::Item(_)))
    }

    /// Whether what begins stands in what a term means.
    fn is_in_meaning(&self) -> bool {
        self.levels.iter().any(|level| *level.element == Element::Meaning)
    }

    /// Whether what begins stands in a footnote.
    fn is_in_note(&self) -> bool {
        self.levels.iter().any(|level| self.number(level.element).is_some())
    }

    /// The number of an element that is a footnote.
    fn number(&self, element: &Element) -> Option<usize> {
        if let Element::Note(name) = element { self.paper.footnotes.number(name) } else { None }
    }

    /// Writes what stands before a line.
    fn begin_line(&mut self) {
        for level in &mut self.levels {
            match level.mark.take() {
                Some(mark) => self.out.push_str(&mark),
                None => self.out.push_str(&level.prefix),
            }
        }
    }

    /// Writes code between fences.
    fn code(&mut self, language: &str, events: &mut Events<'p>) {
        let mut code = String::new();
        for event in events.by_ref() {
            match event {
                Event::Text(start, end) => {
                    code.push_str(&self.paper.document.text[*start as usize..*end as usize])
                }
                Event::Break => code.push('\n'),
                Event::Close => break,
                _ => {}
            }
        }
        let run = escape::longest_run(&code, '`');
        let fence = "`".repeat(FENCE.max(run + 1));
        self.block(&format!("{fence}{language}\n{code}\n{fence}"), Last::Other);
    }

    /// Writes a table; its first row is taken for its heading.
    fn table(&mut self, events: &mut Events<'p>) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(event) = events.next() {
            match event {
                Event::Open(Element::Row) => rows.push(Vec::new()),
                Event::Open(Element::Cell { .. }) => {
                    let mut line = Line::new(self.paper, self.is_in_note()).in_cell();
                    line.write(events);
                    if let Some(row) = rows.last_mut() {
                        row.push(line.into_cell());
                    }
                }
                // Cells are written up to their ends, so this is that of a row, or of the table.
                _ if matches!(events.peek(), Some(Event::Open(Element::Row))) => {}
                _ => {
                    events.next();
                    break;
                }
            }
        }
        let mut text = String::new();
        for (number, row) in rows.iter().enumerate() {
            for cell in row {
                text.push_str("| ");
                text.push_str(cell);
                text.push(' ');
            }
            text.push('|');
            if number == 0 {
                text.push('\n');
                text.push_str(&"| --- ".repeat(row.len()));
                text.push('|');
            }
            if number + 1 < rows.len() {
                text.push('\n');
            }
        }
        self.block(&text, Last::Other);
    }
}
