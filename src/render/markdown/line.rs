//! A run of text with its emphasis, links and code: a paragraph, a heading, a cell.

use crate::content::{Element, Event};
use crate::options::RenderOptions;
use crate::page::Page;
use crate::render::addresses::Addresses;

use super::Events;
use super::escape::{self, Style};

/// A run of text that is being written.
pub(super) struct Line<'p> {
    page: &'p Page,
    options: &'p RenderOptions,
    addresses: &'p Addresses,
    out: String,
    style: Style,
    /// The length of `out` when code, or emphasis, ended last. Where more of it follows at once, its delimiters would run into
    /// those before.
    code_end: usize,
    emphasis_end: usize,
    in_cell: bool,
}

/// What a delimiter of emphasis has beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Space,
    Letter,
    /// Punctuation for sure.
    Sign,
    /// Punctuation or not.
    Other,
}

impl<'p> Line<'p> {
    pub(super) fn new(page: &'p Page, options: &'p RenderOptions, addresses: &'p Addresses) -> Self {
        let style = Style { has_math: addresses.has_math, ..Style::default() };
        Line { page, options, addresses, out: String::new(), style, code_end: 0, emphasis_end: 0, in_cell: false }
    }

    /// A run that becomes a cell of a table.
    pub(super) fn in_cell(self) -> Self {
        Line { in_cell: true, ..self }
    }

    /// Writes all up to the end of the element that holds the run.
    pub(super) fn write(&mut self, events: &mut Events<'p>) {
        let mut depth = 0_usize;
        let steps: Vec<&Event> = events
            .by_ref()
            .take_while(|event| {
                match event {
                    Event::Open(_) => depth += 1,
                    Event::Close if depth == 0 => return false,
                    Event::Close => depth -= 1,
                    _ => {}
                }
                true
            })
            .collect();
        self.style.has_math |= steps.iter().any(|step| matches!(step, Event::Open(Element::Literal)));
        let written = self.written(&steps);
        let mut open: Vec<(&Element, bool)> = Vec::new();
        let mut at = 0;
        while let Some(event) = steps.get(at) {
            match event {
                Event::Text(start, end) => self.text(self.text_of(*start, *end)),
                Event::Space => self.text(" "),
                Event::Break => self.end_line(),
                Event::Image(image) if self.options.images => {
                    self.out.push_str("![");
                    escape::push_text(&mut self.out, &image.description, Style { in_link: true, ..self.style });
                    self.out.push_str("](");
                    escape::push_address(&mut self.out, &self.addresses.absolute(&image.address));
                    self.out.push(')');
                }
                Event::Math(math) => {
                    let dollars = if math.display { "$$" } else { "$" };
                    self.out.extend([dollars, &math.source, dollars]);
                }
                Event::Open(Element::Literal) => {
                    let count = steps[at..].iter().position(|event| **event == Event::Close).unwrap_or(1);
                    self.literal(&steps[at + 1..at + count]);
                    at += count;
                }
                Event::Open(element) => {
                    let runs_in = is_emphasis(element) && !self.out.is_empty() && self.out.len() == self.emphasis_end;
                    let is_shown = written[at] && !runs_in;
                    open.push((element, is_shown));
                    if is_shown {
                        self.begin(element);
                    }
                }
                Event::Close => {
                    if let Some((element, true)) = open.pop() {
                        self.end(element);
                    }
                }
                Event::Image(_) | Event::Rule => {}
            }
            at += 1;
        }
    }

    fn text_of(&self, start: u32, end: u32) -> &'p str {
        &self.page.text[start as usize..end as usize]
    }

    /// Writes text, with no white space at the start of a line and no more than one before it.
    fn text(&mut self, text: &str) {
        let is_spaced = self.out.is_empty() || self.out.ends_with([' ', '\n']);
        let text = if is_spaced { text.trim_start_matches(' ') } else { text };
        escape::push_text(&mut self.out, text, self.style);
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Writes code.
    fn literal(&mut self, steps: &[&Event]) {
        let mut code = String::new();
        for step in steps {
            match step {
                Event::Text(start, end) => code.push_str(self.text_of(*start, *end)),
                _ => code.push(' '),
            }
        }
        let runs_in = !self.out.is_empty() && self.out.len() == self.code_end;
        // In cells a bar is escaped in code too, and a backslash before it is not.
        if runs_in || self.in_cell && code.contains("\\|") {
            return escape::push_text(&mut self.out, &code, self.style);
        }
        let ticks = "`".repeat(if code.contains('`') { escape::longest_run(&code, '`') + 1 } else { 1 });
        let is_padded = code.starts_with('`') || code.ends_with('`');
        let pad = if is_padded { " " } else { "" };
        self.out.extend([&ticks, pad, &code, pad, &ticks]);
        self.code_end = self.out.len();
    }

    fn begin(&mut self, element: &Element) {
        match element {
            Element::Link(_) => {
                // It would be an image.
                if self.out.ends_with('!') {
                    self.out.insert(self.out.len() - 1, '\\');
                }
                self.out.push('[');
                self.style.in_link = true;
            }
            element => {
                self.style.in_deleted |= *element == Element::Deleted;
                self.out.push_str(marks(element).0);
            }
        }
    }

    fn end(&mut self, element: &Element) {
        match element {
            Element::Link(address) => {
                self.style.in_link = false;
                self.out.push_str("](");
                escape::push_address(&mut self.out, &self.addresses.absolute(address));
                self.out.push(')');
            }
            element => {
                self.style.in_deleted &= *element != Element::Deleted;
                self.out.push_str(marks(element).1);
            }
        }
        if is_emphasis(element) {
            self.emphasis_end = self.out.len();
        }
    }

    /// For each step, whether the element that begins or ends there is shown. Emphasis is where Markdown would see it.
    fn written(&self, steps: &[&Event]) -> Vec<bool> {
        let mut written = vec![false; steps.len()];
        let mut open: Vec<usize> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            match step {
                Event::Open(_) => open.push(at),
                Event::Close => {
                    let Some(start) = open.pop() else { continue };
                    let Event::Open(element) = steps[start] else { continue };
                    let is_shown = match element {
                        Element::Link(_) => self.options.links && start + 1 < at,
                        Element::Strong | Element::Emphasis | Element::Deleted => {
                            self.flanks(steps, start, -1, element) && self.flanks(steps, at, 1, element)
                        }
                        _ => true,
                    };
                    (written[start], written[at]) = (is_shown, is_shown);
                }
                _ => {}
            }
        }
        written
    }

    /// Whether Markdown sees a delimiter at a step: one that begins has the outside before it (-1), one that ends behind it.
    fn flanks(&self, steps: &[&Event], at: usize, outwards: isize, element: &Element) -> bool {
        let inside = self.beside(steps, at, -outwards, element);
        let outside = self.beside(steps, at, outwards, element);
        match inside {
            Side::Letter => true,
            Side::Space => false,
            _ => matches!(outside, Side::Space | Side::Sign),
        }
    }

    /// What stands beside a delimiter of an element, on the side that `step` leads to.
    fn beside(&self, steps: &[&Event], at: usize, step: isize, element: &Element) -> Side {
        let mut at = at.checked_add_signed(step);
        loop {
            let Some(event) = at.and_then(|at| steps.get(at)) else { return Side::Space };
            match event {
                Event::Text(start, end) => {
                    let text = self.text_of(*start, *end);
                    let c = if step < 0 { text.chars().next_back() } else { text.chars().next() };
                    return side_of(c);
                }
                Event::Break | Event::Space => return Side::Space,
                // Asterisks that begin together are one run; beside tildes they may be none.
                Event::Open(Element::Strong | Element::Emphasis) if *element == Element::Deleted => return Side::Other,
                Event::Open(Element::Strong | Element::Emphasis) => at = at.and_then(|at| at.checked_add_signed(step)),
                Event::Image(_) if !self.options.images => at = at.and_then(|at| at.checked_add_signed(step)),
                Event::Close => return Side::Other,
                Event::Open(Element::Link(_)) if !self.options.links => return Side::Other,
                _ => return Side::Sign,
            }
        }
    }

    /// The run as a paragraph: lines that end with two spaces are lines of their own.
    pub(super) fn into_paragraph(self) -> String {
        let mut text = String::new();
        for (number, line) in self.out.trim_end().split('\n').enumerate() {
            if number > 0 {
                text.push_str("  \n");
            }
            push_line(&mut text, line);
        }
        text
    }

    /// The run on one line.
    pub(super) fn into_row(self) -> String {
        let mut text = String::new();
        push_line(&mut text, &self.out.trim_end().replace('\n', " "));
        text
    }

    /// The run as a heading: number signs at its end would belong to the heading's mark.
    pub(super) fn into_heading(self) -> String {
        let mut text = self.out.trim_end().replace('\n', " ");
        let rest = text.trim_end_matches('#').len();
        if rest < text.len() && (rest == 0 || text[..rest].ends_with(' ')) {
            text.insert(text.len() - 1, '\\');
        }
        text
    }

    /// The run as a cell of a table.
    pub(super) fn into_cell(self) -> String {
        self.out.trim_end().replace('|', "\\|").replace('\n', "<br>")
    }
}

fn is_emphasis(element: &Element) -> bool {
    matches!(element, Element::Strong | Element::Emphasis | Element::Deleted)
}

/// Adds a line of a paragraph.
fn push_line(text: &mut String, line: &str) {
    match escape::line_start(line) {
        Some(at) => text.extend([&line[..at], "\\", &line[at..]]),
        None => text.push_str(line),
    }
}

/// What stands before and behind an element.
fn marks(element: &Element) -> (&'static str, &'static str) {
    match element {
        Element::Strong => ("**", "**"),
        Element::Emphasis => ("*", "*"),
        Element::Deleted => ("~~", "~~"),
        Element::Superscript => ("<sup>", "</sup>"),
        Element::Subscript => ("<sub>", "</sub>"),
        Element::Reading => ("(", ")"),
        _ => ("", ""),
    }
}

/// What a character is to emphasis.
fn side_of(c: Option<char>) -> Side {
    match c {
        None => Side::Other,
        Some(c) if c.is_whitespace() => Side::Space,
        Some(c) if c.is_alphanumeric() => Side::Letter,
        Some(c) if c.is_ascii_punctuation() => Side::Sign,
        Some(_) => Side::Other,
    }
}
