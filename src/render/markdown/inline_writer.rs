//! Writes a run of text with its emphasis, links, code, images and formulas.

use crate::content::{ContentEvent, Element, Embed, Image, own_fragment};
use crate::html::tex::Formula;
use crate::render::markdown::context::{EventIter, MarkdownContext};
use crate::render::markdown::escape::{self, EscapeStyle};
use crate::render::markdown::run::TextRun;

/// A run of text that is being written.
pub(super) struct InlineWriter<'p> {
    context: MarkdownContext<'p>,
    out: String,
    style: EscapeStyle,
    /// The length of `out` when inline code ended last. Code right after it would join its
    /// delimiter.
    code_end: usize,
    /// The same for emphasis.
    emphasis_end: usize,
    /// The same for the mark of a footnote. A parenthesis or colon right after it would make it a
    /// link.
    footnote_mark_end: usize,
    /// The offset in `out` at which the last bare URL may begin: after white space, code, a
    /// formula, a link or an image.
    word_start: usize,
    in_cell: bool,
    in_footnote: bool,
    /// The open elements, and whether each is shown.
    open: Vec<(&'p Element, bool)>,
}

impl<'p> InlineWriter<'p> {
    pub(super) fn new(context: MarkdownContext<'p>, in_footnote: bool) -> Self {
        let escapes_dollars = context.has_formulas;
        InlineWriter {
            context,
            out: String::new(),
            style: EscapeStyle { escapes_dollars, ..EscapeStyle::default() },
            code_end: 0,
            emphasis_end: 0,
            footnote_mark_end: 0,
            word_start: 0,
            in_cell: false,
            in_footnote,
            open: Vec::new(),
        }
    }

    /// Makes the run a cell of a table.
    pub(super) fn in_cell(self) -> Self {
        InlineWriter { in_cell: true, ..self }
    }

    /// Makes the run a term. Terms in a row are one paragraph to readers of Markdown, so a dollar
    /// sign could begin a formula that ends in another term.
    pub(super) fn in_term(mut self) -> Self {
        self.style.escapes_dollars = true;
        self
    }

    /// Writes the events up to the end of the element that contains the run.
    pub(super) fn write(&mut self, events: &mut EventIter<'p>) {
        let run = TextRun::take(self.context, events);
        let has_code = |event: &&ContentEvent| **event == ContentEvent::Open(Element::InlineCode);
        self.style.escapes_dollars |= run.events.iter().any(has_code);
        let shown = run.shown(self.in_cell);
        let mut at = 0;
        while let Some(&event) = run.events.get(at) {
            match event {
                ContentEvent::Text(start, end) => self.push_text(self.context.text(*start, *end)),
                ContentEvent::Space => self.push_text(" "),
                ContentEvent::LineBreak => self.end_line(),
                ContentEvent::Image(image) if self.context.options.images => self.push_image(image),
                ContentEvent::Formula(formula) => self.push_formula(formula),
                ContentEvent::Embed(embed) if self.context.options.links => self.push_embed(embed),
                ContentEvent::Open(element) => at = self.open(element, &run, at, shown[at]),
                ContentEvent::Close => {
                    if let Some((element, true)) = self.open.pop() {
                        self.end_element(element);
                    }
                }
                ContentEvent::Locale(_)
                | ContentEvent::Image(_)
                | ContentEvent::Embed(_)
                | ContentEvent::Rule => {}
            }
            at += 1;
        }
    }

    /// Opens an element. Returns the last event that was written: that at `at`, or the end of an
    /// element that was written as a whole.
    fn open(&mut self, element: &'p Element, run: &TextRun<'p>, at: usize, shown: bool) -> usize {
        match element {
            Element::InlineCode => {
                // Inline code has no elements inside.
                let end = run.end_of(at);
                self.push_code(&run.events[at + 1..end]);
                return end;
            }
            Element::Link(url) if self.push_footnote_link(url, run, at) => return run.end_of(at),
            // Markdown numbers footnotes itself.
            Element::FootnoteLabel if self.in_footnote => return run.end_of(at),
            Element::Superscript if self.contains_only_mark(run, at) => {
                self.open.push((element, false));
            }
            element => {
                // Its delimiter would join that of the emphasis before it.
                let joins = element.is_emphasis()
                    && !self.out.is_empty()
                    && self.out.len() == self.emphasis_end;
                let is_shown = shown && !joins;
                self.open.push((element, is_shown));
                if is_shown {
                    self.begin_element(element);
                }
            }
        }
        at
    }

    /// Writes text. White space is left out at the start of a line and after other white space.
    fn push_text(&mut self, text: &str) {
        let after_space = self.out.is_empty() || self.out.ends_with([' ', '\n']);
        let text = if after_space { text.trim_start_matches(' ') } else { text };
        let after_mark = self.footnote_mark_end > 0 && self.out.len() == self.footnote_mark_end;
        if after_mark && text.starts_with(['(', ':']) {
            self.out.push('\\');
        }
        // A bare URL would not end where its text ends if a delimiter or an escaped character
        // follows it.
        let joins_delimiter = self.emphasis_end > self.word_start && escape::continues_url(text);
        if joins_delimiter || escape::url_has_markup(text) {
            self.escape_bare_urls();
        }
        let start = self.out.len();
        escape::push_text(&mut self.out, text, self.style);
        if let Some(space) = self.out[start..].rfind(char::is_whitespace) {
            self.word_start = start + space;
        }
    }

    /// Escapes the bare URLs in the word that was written last. GitHub's Markdown makes links of
    /// bare URLs, and takes everything up to the next white space for a part of them.
    fn escape_bare_urls(&mut self) {
        let old_length = self.out.len();
        let word = escape::without_bare_urls(&self.out[self.word_start..]);
        self.out.replace_range(self.word_start.., &word);
        self.word_start = self.out.len();
        for end in [&mut self.code_end, &mut self.emphasis_end, &mut self.footnote_mark_end] {
            if *end == old_length {
                *end = self.out.len();
            }
        }
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.word_start = self.out.len();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn push_image(&mut self, image: &Image) {
        self.escape_bare_urls();
        // Links contain no links.
        let is_linkable = self.context.options.links && !self.style.in_link;
        let link = image.link.as_deref().filter(|_| is_linkable);
        if link.is_some() {
            self.escape_exclamation_mark();
            self.out.push('[');
        }
        self.out.push_str("![");
        let style = EscapeStyle { in_link: true, ..self.style };
        escape::push_text(&mut self.out, &image.alt, style);
        self.push_target(&image.url);
        if let Some(link) = link {
            self.push_target(link);
        }
        if !image.caption.is_empty() {
            self.end_line();
            self.push_text(&image.caption);
            self.end_line();
        }
    }

    /// Ends the text of a link or image, and writes the URL that it leads to.
    fn push_target(&mut self, url: &str) {
        self.out.push_str("](");
        escape::push_url(&mut self.out, &self.context.urls.absolute(url));
        self.out.push(')');
        self.word_start = self.out.len();
    }

    fn push_formula(&mut self, formula: &Formula) {
        let Some(tex) = &formula.tex else { return self.push_text(&formula.text) };
        let delimiter = if formula.is_display { "$$" } else { "$" };
        self.escape_bare_urls();
        self.out.extend([delimiter, tex, delimiter]);
        self.word_start = self.out.len();
    }

    /// Writes a link to a video or audio.
    fn push_embed(&mut self, embed: &Embed) {
        self.escape_bare_urls();
        self.escape_exclamation_mark();
        self.out.push('[');
        let style = EscapeStyle { in_link: true, ..self.style };
        escape::push_text(&mut self.out, &embed.title, style);
        self.push_target(&embed.url);
    }

    /// Writes inline code.
    fn push_code(&mut self, events: &[&ContentEvent]) {
        let mut code = String::new();
        for event in events {
            match event {
                ContentEvent::Text(start, end) => code.push_str(self.context.text(*start, *end)),
                _ => code.push(' '),
            }
        }
        let joins = !self.out.is_empty() && self.out.len() == self.code_end;
        // In cells a bar is escaped in code too, and a backslash before it cannot be. A link at the
        // start of a paragraph that contains "]:" is read as the definition of a link.
        let is_misread =
            self.in_cell && code.contains("\\|") || self.style.in_link && code.contains("]:");
        if joins || is_misread {
            return escape::push_text(&mut self.out, &code, self.style);
        }
        let ticks = "`".repeat(escape::longest_run(&code, '`') + 1);
        self.escape_bare_urls();
        let is_padded = code.starts_with('`') || code.ends_with('`');
        let pad = if is_padded { " " } else { "" };
        self.out.extend([&ticks, pad, &code, pad, &ticks]);
        (self.code_end, self.word_start) = (self.out.len(), self.out.len());
    }

    /// Returns the number of the footnote that the link at `at` is a mark of. Footnotes contain no
    /// marks of others.
    fn mark_number(&self, url: &str, run: &TextRun<'p>, at: usize) -> Option<usize> {
        if self.in_footnote {
            return None;
        }
        let number = self.context.footnotes.number(own_fragment(url)?)?;
        run.lacks(at, char::is_alphabetic).then_some(number)
    }

    /// Returns true if the link at `at` leads from a footnote back to its mark, and no other
    /// element would be empty without it.
    fn is_back_link(&self, url: &str, run: &TextRun<'p>, at: usize) -> bool {
        self.in_footnote
            && self.open.iter().all(|(_, is_shown)| !is_shown)
            && own_fragment(url).is_some()
            && run.lacks(at, char::is_alphanumeric)
    }

    /// Returns true if the element at `at` contains the mark of a footnote and nothing else.
    fn contains_only_mark(&self, run: &TextRun<'p>, at: usize) -> bool {
        let Some(ContentEvent::Open(Element::Link(url))) = run.events.get(at + 1) else {
            return false;
        };
        run.end_of(at + 1) + 1 == run.end_of(at) && self.mark_number(url, run, at + 1).is_some()
    }

    /// Writes the mark of a footnote for the link at `at`, or nothing for a link back to a mark.
    /// Returns false for other links.
    fn push_footnote_link(&mut self, url: &str, run: &TextRun<'p>, at: usize) -> bool {
        if self.is_back_link(url, run, at) {
            return true;
        }
        let Some(number) = self.mark_number(url, run, at) else { return false };
        self.escape_exclamation_mark();
        self.escape_bare_urls();
        self.out.push_str(&format!("[^{number}]"));
        self.footnote_mark_end = self.out.len();
        true
    }

    fn begin_element(&mut self, element: &Element) {
        self.escape_bare_urls();
        if matches!(element, Element::Link(_)) {
            self.escape_exclamation_mark();
            self.out.push('[');
            self.style.in_link = true;
            return;
        }
        self.style.in_deleted |= *element == Element::Deleted;
        self.out.push_str(delimiters(element).0);
    }

    fn end_element(&mut self, element: &Element) {
        if let Element::Link(url) = element {
            self.style.in_link = false;
            self.push_target(url);
            return;
        }
        self.style.in_deleted &= *element != Element::Deleted;
        self.out.push_str(delimiters(element).1);
        if element.is_emphasis() {
            self.emphasis_end = self.out.len();
        }
    }

    /// Escapes an exclamation mark at the end, which would make an image of the link that follows.
    fn escape_exclamation_mark(&mut self) {
        if self.out.ends_with('!') {
            self.out.insert(self.out.len() - 1, '\\');
        }
    }

    /// Returns the run as a paragraph. Two spaces at the end of a line are a line break.
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

    /// Returns the run on one line.
    pub(super) fn into_one_line(self) -> String {
        let mut text = String::new();
        push_line(&mut text, &self.out.trim_end().replace('\n', " "));
        text
    }

    /// Returns the run as a heading. Number signs at its end would belong to the markup.
    pub(super) fn into_heading(self) -> String {
        let mut text = self.out.trim_end().replace('\n', " ");
        let rest = text.trim_end_matches('#').len();
        if rest < text.len() && (rest == 0 || text[..rest].ends_with(' ')) {
            text.insert(text.len() - 1, '\\');
        }
        text
    }

    /// Returns the run as a cell of a table.
    pub(super) fn into_cell(self) -> String {
        self.out.trim_end().replace('|', "\\|").replace('\n', "<br>")
    }
}

/// Adds a line of a paragraph.
fn push_line(text: &mut String, line: &str) {
    match escape::block_marker_offset(line) {
        Some(at) => text.extend([&line[..at], "\\", &line[at..]]),
        None => text.push_str(line),
    }
}

/// Returns the markup before and after an element.
fn delimiters(element: &Element) -> (&'static str, &'static str) {
    match element {
        Element::Strong => ("**", "**"),
        Element::Emphasis => ("*", "*"),
        Element::Deleted => ("~~", "~~"),
        Element::Superscript => ("<sup>", "</sup>"),
        Element::Subscript => ("<sub>", "</sub>"),
        // The reader of the Markdown adds the quotation marks of the language.
        Element::InlineQuote => ("<q>", "</q>"),
        Element::RubyText => ("(", ")"),
        _ => ("", ""),
    }
}
