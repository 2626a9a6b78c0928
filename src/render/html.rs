//! Writes the kept content as HTML. The elements and attributes are our own; only the words come
//! from the page, escaped.

use std::fmt::Write;

use crate::content::{ContentEvent, Element};
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::urls::UrlResolver;

/// Returns the kept content as an HTML fragment.
pub(super) fn html(document: &Document, options: &RenderOptions) -> String {
    let urls = UrlResolver::new(document, options);
    let mut writer = HtmlWriter { document, options, urls, open: Vec::new(), out: String::new() };
    for event in &document.content.events {
        writer.write(event);
    }
    writer.out
}

struct HtmlWriter<'p> {
    document: &'p Document,
    options: &'p RenderOptions,
    urls: UrlResolver,
    /// The open elements, outermost first.
    open: Vec<&'p Element>,
    out: String,
}

impl<'p> HtmlWriter<'p> {
    fn write(&mut self, event: &'p ContentEvent) {
        match event {
            ContentEvent::Open(element) => self.open(element),
            ContentEvent::Close => self.close(),
            ContentEvent::Text(start, end) => {
                push_escaped(&mut self.out, &self.document.text[*start as usize..*end as usize]);
            }
            ContentEvent::LineBreak => {
                let in_code = matches!(self.open.last(), Some(Element::CodeBlock(_)));
                self.out.push_str(if in_code { "\n" } else { "<br>\n" });
            }
            ContentEvent::Space => self.out.push(' '),
            ContentEvent::Image(image) => {
                if self.options.images {
                    self.out.push_str("<img src=\"");
                    push_escaped(&mut self.out, &self.urls.absolute(&image.url));
                    self.out.push_str("\" alt=\"");
                    push_escaped(&mut self.out, &image.alt);
                    self.out.push_str("\">");
                }
            }
            ContentEvent::Formula(formula) => {
                let (open, close) =
                    if formula.is_display { ("\\[", "\\]") } else { ("\\(", "\\)") };
                self.out.extend(["<span class=\"math\">", open]);
                push_escaped(&mut self.out, &formula.tex);
                self.out.extend([close, "</span>"]);
            }
            ContentEvent::Rule => self.out.push_str("<hr>\n"),
        }
    }

    fn open(&mut self, element: &'p Element) {
        let in_ordered_list = matches!(self.open.last(), Some(Element::List { ordered: true }));
        self.open.push(element);
        let out = &mut self.out;
        // Writing to a String cannot fail.
        let _ = match element {
            Element::Heading(level) => write!(out, "<h{level}>"),
            Element::CodeBlock(Some(language)) => {
                write!(out, "<pre><code class=\"language-{language}\">")
            }
            Element::CodeBlock(None) => write!(out, "<pre><code>"),
            Element::ListItem(number) if in_ordered_list => write!(out, "<li value=\"{number}\">"),
            Element::Link(url) if self.options.links => {
                out.push_str("<a href=\"");
                push_escaped(out, &self.urls.absolute(url));
                write!(out, "\">")
            }
            // Brackets for readers without ruby.
            Element::RubyText => write!(out, "<rp>(</rp><rt>"),
            element => tag_name(element).map_or(Ok(()), |name| write!(out, "<{name}>")),
        };
        let contains_blocks = matches!(
            element,
            Element::List { .. }
                | Element::Table
                | Element::TableRow
                | Element::Quote
                | Element::DescriptionList
        );
        if contains_blocks {
            self.out.push('\n');
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let out = &mut self.out;
        // Writing to a String cannot fail.
        let _ = match element {
            Element::Heading(level) => write!(out, "</h{level}>"),
            Element::CodeBlock(_) => write!(out, "</code></pre>"),
            Element::Link(_) if self.options.links => write!(out, "</a>"),
            Element::RubyText => write!(out, "</rt><rp>)</rp>"),
            element => tag_name(element).map_or(Ok(()), |name| write!(out, "</{name}>")),
        };
        // A footnote has no tag of its own.
        if !element.is_inline() && !matches!(element, Element::Footnote(_)) {
            self.out.push('\n');
        }
    }
}

/// Returns the name of an element that is written as a tag without attributes.
fn tag_name(element: &Element) -> Option<&'static str> {
    Some(match element {
        Element::Paragraph => "p",
        Element::Quote => "blockquote",
        Element::List { ordered: true } => "ol",
        Element::List { ordered: false } => "ul",
        Element::ListItem(_) => "li",
        Element::DescriptionList => "dl",
        Element::Term => "dt",
        Element::Description => "dd",
        Element::Table => "table",
        Element::TableRow => "tr",
        Element::TableCell { is_header: true } => "th",
        Element::TableCell { is_header: false } => "td",
        Element::Strong => "strong",
        Element::Emphasis => "em",
        Element::Deleted => "del",
        Element::InlineCode => "code",
        Element::Superscript => "sup",
        Element::Subscript => "sub",
        Element::Ruby => "ruby",
        Element::Heading(_)
        | Element::CodeBlock(_)
        | Element::Link(_)
        | Element::RubyText
        | Element::Footnote(_) => return None,
    })
}

/// Writes text, or the value of an attribute.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Returns a plain text as HTML: a paragraph for each run of lines without a blank line between
/// them.
pub(super) fn html_of_text(text: &str) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            out.push_str(if is_open { "</p>\n" } else { "" });
            is_open = false;
            continue;
        }
        out.push_str(if is_open { "<br>\n" } else { "<p>" });
        push_escaped(&mut out, line);
        is_open = true;
    }
    out.push_str(if is_open { "</p>\n" } else { "" });
    out
}
