//! Writes the kept content as HTML. The elements and attributes are our own; only the words come
//! from the page, escaped.

use std::fmt::{self, Write};

use crate::content::{ContentEvent, Direction, Element, Image, Locale};
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::sink::{Sink, hand_on};
use crate::render::urls::UrlResolver;

/// Writes the kept content as an HTML fragment.
pub(super) fn write_html(
    document: &Document,
    options: &RenderOptions,
    sink: Sink<'_>,
) -> fmt::Result {
    let urls = UrlResolver::new(document, options);
    let (open, out) = (Vec::new(), String::new());
    let mut writer = HtmlWriter { document, options, urls, open, tag_start: 0, tag_end: 0, out };
    let mut events = document.content.events.iter().peekable();
    while let Some(event) = events.next() {
        let locale = match events.peek() {
            Some(ContentEvent::Locale(locale)) => Some(&**locale),
            _ => None,
        };
        writer.write(event, locale);
        writer.hand_on(sink)?;
    }
    sink.write_str(&writer.out)
}

struct HtmlWriter<'p> {
    document: &'p Document,
    options: &'p RenderOptions,
    urls: UrlResolver,
    /// The open elements, outermost first.
    open: Vec<&'p Element>,
    /// The offsets before and after the last opening tag.
    tag_start: usize,
    tag_end: usize,
    out: String,
}

impl<'p> HtmlWriter<'p> {
    /// Hands on what is written before the last opening tag, which `close` may remove.
    fn hand_on(&mut self, sink: Sink<'_>) -> fmt::Result {
        let length = self.out.len();
        hand_on(&mut self.out, self.tag_start, sink)?;
        let handed_on = length - self.out.len();
        self.tag_start -= handed_on;
        self.tag_end -= handed_on;
        Ok(())
    }

    /// Writes an event. `locale` is that of the element that opens.
    fn write(&mut self, event: &'p ContentEvent, locale: Option<&Locale>) {
        match event {
            ContentEvent::Open(element) => self.open(element, locale),
            ContentEvent::Locale(_) => {}
            ContentEvent::Close => self.close(),
            ContentEvent::Text(start, end) => {
                push_escaped(&mut self.out, &self.document.text[*start as usize..*end as usize]);
            }
            ContentEvent::LineBreak => {
                let in_code = matches!(self.open.last(), Some(Element::CodeBlock(_)));
                self.out.push_str(if in_code { "\n" } else { "<br>\n" });
            }
            ContentEvent::Space => self.out.push(' '),
            ContentEvent::Image(image) if self.options.images => self.push_image(image),
            ContentEvent::Image(_) => {}
            ContentEvent::Formula(formula) => {
                self.out.push_str("<span class=\"math\">");
                match &formula.tex {
                    Some(tex) => {
                        let (open, close) =
                            if formula.is_display { ("\\[", "\\]") } else { ("\\(", "\\)") };
                        self.out.push_str(open);
                        push_escaped(&mut self.out, tex);
                        self.out.push_str(close);
                    }
                    None => push_escaped(&mut self.out, &formula.text),
                }
                self.out.push_str("</span>");
            }
            ContentEvent::Embed(embed) => {
                if self.options.links {
                    self.push_link_start(" class=\"embed\"", &embed.url);
                    push_escaped(&mut self.out, &embed.title);
                    self.out.push_str("</a>");
                }
            }
            ContentEvent::Rule => self.out.push_str("<hr>\n"),
        }
    }

    /// Writes the opening tag of a link. A space is before its other `attributes`.
    fn push_link_start(&mut self, attributes: &str, url: &str) {
        self.out.extend(["<a", attributes, " href=\""]);
        push_escaped(&mut self.out, &self.urls.absolute(url));
        self.out.push_str("\">");
    }

    fn push_image(&mut self, image: &Image) {
        // Links contain no links.
        let in_link = self.open.iter().any(|element| matches!(element, Element::Link(_)));
        let link = image.link.as_deref().filter(|_| self.options.links && !in_link);
        if let Some(link) = link {
            self.push_link_start("", link);
        }
        self.out.push_str("<img src=\"");
        push_escaped(&mut self.out, &self.urls.absolute(&image.url));
        self.out.push_str("\" alt=\"");
        push_escaped(&mut self.out, &image.alt);
        self.out.push_str("\">");
        if link.is_some() {
            self.out.push_str("</a>");
        }
        if !image.caption.is_empty() {
            self.out.push_str("<br>\n");
            push_escaped(&mut self.out, &image.caption);
        }
    }

    fn open(&mut self, element: &'p Element, locale: Option<&Locale>) {
        let in_ordered_list = matches!(self.open.last(), Some(Element::List { numbers: Some(_) }));
        self.open.push(element);
        self.tag_start = self.out.len();
        let attributes = locale.map(locale_attributes).unwrap_or_default();
        let out = &mut self.out;
        // Writing to a String cannot fail.
        let _ = match element {
            Element::Heading(level) => write!(out, "<h{level}{attributes}>"),
            Element::CodeBlock(Some(language)) => {
                write!(out, "<pre{attributes}><code class=\"language-{language}\">")
            }
            Element::CodeBlock(None) => write!(out, "<pre{attributes}><code>"),
            Element::ListItem(item) => {
                let _ = write!(out, "<li{attributes}");
                if in_ordered_list {
                    let _ = write!(out, " value=\"{}\"", item.number);
                }
                let task_box = match item.is_checked {
                    Some(true) => "<input type=\"checkbox\" disabled checked> ",
                    Some(false) => "<input type=\"checkbox\" disabled> ",
                    None => "",
                };
                write!(out, ">{task_box}")
            }
            Element::Link(url) if self.options.links => {
                self.push_link_start(&attributes, url);
                Ok(())
            }
            Element::List { numbers: Some(style) } => match style.html_type() {
                Some(letter) => write!(out, "<ol{attributes} type=\"{letter}\">"),
                None => write!(out, "<ol{attributes}>"),
            },
            // Brackets for readers without ruby.
            Element::RubyText => write!(out, "<rp>(</rp><rt{attributes}>"),
            element => match tag_name(element) {
                Some(name) => write!(out, "<{name}{attributes}>"),
                None => Ok(()),
            },
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
        self.tag_end = self.out.len();
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if *element == Element::Paragraph && self.out.len() == self.tag_end {
            // It contains only images or embeds that the options leave out.
            self.out.truncate(self.tag_start);
            return;
        }
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

/// Returns the attributes of a language and direction.
fn locale_attributes(locale: &Locale) -> String {
    let mut attributes = String::new();
    if let Some(language) = &locale.language {
        attributes.extend([" lang=\"", language, "\""]);
    }
    if let Some(direction) = locale.direction {
        attributes.push_str(match direction {
            Direction::LeftToRight => " dir=\"ltr\"",
            Direction::RightToLeft => " dir=\"rtl\"",
            Direction::Auto => " dir=\"auto\"",
        });
    }
    attributes
}

/// Returns the name of an element that is written as a tag without attributes.
fn tag_name(element: &Element) -> Option<&'static str> {
    Some(match element {
        Element::Paragraph => "p",
        Element::Quote => "blockquote",
        Element::List { numbers: Some(_) } => "ol",
        Element::List { numbers: None } => "ul",
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
        Element::InlineQuote => "q",
        Element::Ruby => "ruby",
        Element::Span => "span",
        Element::Heading(_)
        | Element::CodeBlock(_)
        | Element::Link(_)
        | Element::RubyText
        | Element::FootnoteLabel
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
