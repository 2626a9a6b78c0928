//! A run of text with its emphasis, links and code: a paragraph, a heading, a cell.

use crate::content::{Element, Event, fragment};

use super::escape::{self, Style};
use super::{Events, Paper};

/// A run of text that is being written.
pub(super) struct Line<'p> {
    paper: Paper<'p>,
    out: String,
    style: Style,
    /// The length of `out` when code, or emphasis, ended last. Where more of it follows at once, its delimiters would run into
    /// those before.
    code_end: usize,
    emphasis_end: usize,
    /// The same of the mark of a footnote, which what follows could make a link.
    mark_end: usize,
    /// Where an address may begin that is written last: behind white space, code, formulas, links and images.
    word: usize,
    in_cell: bool,
    in_note: bool,
}

/// What a delimiter of emphasis has beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Space,
    Letter,
    /// Punctuation for sure.
    Candidate,
    /// Punctuation or not.
    Other,
}

impl<'p> Line<'p> {
    pub(super) fn new(paper: Paper<'p>, in_note: bool) -> Self {
        let style = Style { has_math: paper.addresses.has_math, ..Style::default() };
        let (code_end, emphasis_end, mark_end, word) = (0, 0, 0, 0);
        Line {
            paper,
            out: String::new(),
            style,
            code_end,
            emphasis_end,
            mark_end,
            word,
            in_cell: false,
            in_note,
        }
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
        self.style.has_math |=
            steps.iter().any(|step| matches!(step, Event::Open(Element::Literal)));
        let written = self.written(&steps);
        let mut open: Vec<(&Element, bool)> = Vec::new();
        let mut at = 0;
        while let Some(event) = steps.get(at) {
            match event {
                Event::Text(start, end) => self.text(self.text_of(*start, *end)),
                Event::Space => self.text(" "),
                Event::Break => self.end_line(),
                Event::Image(image) if self.paper.options.images => {
                    self.end_address();
                    self.out.push_str("![");
                    escape::push_text(
                        &mut self.out,
                        &image.description,
                        Style { in_link: true, ..self.style },
                    );
                    self.out.push_str("](");
                    escape::push_address(
                        &mut self.out,
                        &self.paper.addresses.absolute(&image.address),
                    );
                    self.out.push(')');
                    self.word = self.out.len();
                }
                Event::Math(math) => {
                    let dollars = if math.display { "$$" } else { "$" };
                    self.end_address();
                    self.out.extend([dollars, &math.source, dollars]);
                    self.word = self.out.len();
                }
                Event::Open(Element::Literal) => {
                    let count =
                        steps[at..].iter().position(|event| **event == Event::Close).unwrap_or(1);
                    self.literal(&steps[at + 1..at + count]);
                    at += count;
                }
                Event::Open(Element::Link(address)) if self.mark(address, &steps, at, &open) => {
                    at = end_of(&steps, at);
                }
                Event::Open(element @ Element::Superscript) if self.is_mark(&steps, at) => {
                    open.push((element, false))
                }
                Event::Open(element) => {
                    let runs_in = is_emphasis(element)
                        && !self.out.is_empty()
                        && self.out.len() == self.emphasis_end;
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
        &self.paper.document.text[start as usize..end as usize]
    }

    /// Writes text, with no white space at the start of a line and no more than one before it.
    fn text(&mut self, text: &str) {
        let is_spaced = self.out.is_empty() || self.out.ends_with([' ', '\n']);
        let text = if is_spaced { text.trim_start_matches(' ') } else { text };
        if self.out.len() == self.mark_end && text.starts_with(['(', ':']) && self.mark_end > 0 {
            self.out.push('\\');
        }
        // Beside a delimiter, or a sign that is escaped, an address would not end where its text does.
        let is_delimited = self.emphasis_end > self.word && escape::is_in_address(text);
        if is_delimited || escape::has_escapes(text) {
            self.end_address();
        }
        let start = self.out.len();
        escape::push_text(&mut self.out, text, self.style);
        self.word = self.out[start..].rfind(char::is_whitespace).map_or(self.word, |at| start + at);
    }

    /// Makes an address that was written last none. Where GitHub's Markdown makes links of addresses, it takes all up to the
    /// next white space for a part of them.
    fn end_address(&mut self) {
        let (before, word) = (self.out.len(), escape::without_addresses(&self.out[self.word..]));
        self.out.replace_range(self.word.., &word);
        self.word = self.out.len();
        let ends = [&mut self.code_end, &mut self.emphasis_end, &mut self.mark_end];
        for end in ends.into_iter().filter(|end| **end == before) {
            *end = self.out.len();
        }
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.word = self.out.len();
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
        let ticks =
            "`".repeat(if code.contains('`') { escape::longest_run(&code, '`') + 1 } else { 1 });
        self.end_address();
        let is_padded = code.starts_with('`') || code.ends_with('`');
        let pad = if is_padded { " " } else { "" };
        self.out.extend([&ticks, pad, &code, pad, &ticks]);
        (self.code_end, self.word) = (self.out.len(), self.out.len());
    }

    /// The number of the footnote that the link that begins at a step marks. In a footnote there are no marks of others.
    fn number(&self, address: &str, steps: &[&Event], at: usize) -> Option<usize> {
        let number = self.paper.footnotes.number(fragment(address).filter(|_| !self.in_note)?)?;
        self.has_none(steps, at, char::is_alphabetic).then_some(number)
    }

    /// Whether a link leads from a footnote back to its mark, and stands in nothing that would be empty without it.
    fn is_back(
        &self,
        address: &str,
        steps: &[&Event],
        at: usize,
        open: &[(&Element, bool)],
    ) -> bool {
        let is_free = self.in_note && open.iter().all(|(_, is_shown)| !is_shown);
        is_free && fragment(address).is_some() && self.has_none(steps, at, char::is_alphanumeric)
    }

    /// Whether there is none of some characters in the element that begins at a step.
    fn has_none(&self, steps: &[&Event], at: usize, is_such: fn(char) -> bool) -> bool {
        steps[at..end_of(steps, at)].iter().all(|step| match step {
            Event::Text(start, end) => !self.text_of(*start, *end).contains(is_such),
            Event::Image(_) | Event::Math(_) => false,
            _ => true,
        })
    }

    /// Whether an element that begins at a step holds nothing but the mark of a footnote.
    fn is_mark(&self, steps: &[&Event], at: usize) -> bool {
        let Some(Event::Open(Element::Link(address))) = steps.get(at + 1) else { return false };
        end_of(steps, at + 1) + 1 == end_of(steps, at)
            && self.number(address, steps, at + 1).is_some()
    }

    /// Writes the mark of a footnote for the link that begins at a step, or nothing for one that leads back to a mark; returns
    /// whether it is one of these.
    fn mark(
        &mut self,
        address: &str,
        steps: &[&Event],
        at: usize,
        open: &[(&Element, bool)],
    ) -> bool {
        if self.is_back(address, steps, at, open) {
            return true;
        }
        let Some(number) = self.number(address, steps, at) else { return false };
        // It would be an image.
        if self.out.ends_with('!') {
            self.out.insert(self.out.len() - 1, '\\');
        }
        self.end_address();
        self.out.push_str(&format!("[^{number}]"));
        self.mark_end = self.out.len();
        true
    }

    fn begin(&mut self, element: &Element) {
        self.end_address();
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
                escape::push_address(&mut self.out, &self.paper.addresses.absolute(address));
                self.out.push(')');
                self.word = self.out.len();
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
                        Element::Link(_) => self.paper.options.links && start + 1 < at,
                        Element::Strong | Element::Emphasis | Element::Deleted => {
                            self.flanks(steps, start, -1, element)
                                && self.flanks(steps, at, 1, element)
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
            _ => matches!(outside, Side::Space | Side::Candidate),
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
                Event::Open(Element::Strong | Element::Emphasis)
                    if *element == Element::Deleted =>
                {
                    return Side::Other;
                }
                Event::Open(Element::Strong | Element::Emphasis) => {
                    at = at.and_then(|at| at.checked_add_signed(step))
                }
                // Its tildes would run into the delimiter before it, so they may be left out.
                Event::Open(Element::Deleted) if step > 0 => return Side::Other,
                Event::Image(_) if !self.paper.options.images => {
                    at = at.and_then(|at| at.checked_add_signed(step))
                }
                Event::Close => return Side::Other,
                Event::Open(Element::Link(_)) if !self.paper.options.links => return Side::Other,
                _ => return Side::Candidate,
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

/// The step that ends the element that begins at a step.
fn end_of(steps: &[&Event], at: usize) -> usize {
    let mut depth = 0_usize;
    let ends = steps[at..].iter().position(|step| {
        match step {
            Event::Open(_) => depth += 1,
            Event::Close => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    ends.map_or(steps.len() - 1, |count| at + count)
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
        Some(c) if c.is_ascii_punctuation() => Side::Candidate,
        Some(_) => Side::Other,
    }
}
