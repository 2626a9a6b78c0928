//! The kept content as HTML: elements and attributes of its own, and the page's words escaped between them.

use std::fmt::Write;

use crate::content::{Element, Event};
use crate::document::Document;
use crate::options::RenderOptions;
use crate::render::urls::Addresses;

/// The kept content.
pub(in crate::render) fn html(document: &Document, options: &RenderOptions) -> String {
    let addresses = Addresses::new(document, options);
    let mut out = String::new();
    let mut open: Vec<&Element> = Vec::new();
    for event in &document.content.events {
        match event {
            Event::Open(element) => {
                begin(&mut out, element, options, &addresses, open.last().copied());
                open.push(element);
            }
            Event::Close => {
                if let Some(element) = open.pop() {
                    end(&mut out, element, options);
                }
            }
            Event::Text(start, end) => {
                push_text(&mut out, &document.text[*start as usize..*end as usize])
            }
            Event::Break if matches!(open.last(), Some(Element::Code(_))) => out.push('\n'),
            Event::Break => out.push_str("<br>\n"),
            Event::Space => out.push(' '),
            Event::Image(image) if options.images => {
                out.push_str("<img src=\"");
                push_text(&mut out, &addresses.absolute(&image.address));
                out.push_str("\" alt=\"");
                push_text(&mut out, &image.description);
                out.push_str("\">");
            }
            Event::Image(_) => {}
            Event::Math(math) => {
                let (before, after) = if math.display { ("\\[", "\\]") } else { ("\\(", "\\)") };
                out.push_str("<span class=\"math\">");
                out.push_str(before);
                push_text(&mut out, &math.source);
                out.push_str(after);
                out.push_str("</span>");
            }
            Event::Rule => out.push_str("<hr>\n"),
        }
    }
    out
}

/// Begins an element.
fn begin(
    out: &mut String,
    element: &Element,
    options: &RenderOptions,
    addresses: &Addresses,
    around: Option<&Element>,
) {
    // Writing to a String cannot fail.
    let _ = match element {
        Element::Heading(level) => write!(out, "<h{level}>"),
        Element::Code(Some(language)) => write!(out, "<pre><code class=\"language-{language}\">"),
        Element::Code(None) => write!(out, "<pre><code>"),
        Element::Item(number) if matches!(around, Some(Element::List { ordered: true })) => {
            write!(out, "<li value=\"{number}\">")
        }
        Element::Item(_) => write!(out, "<li>"),
        Element::Link(address) if options.links => {
            out.push_str("<a href=\"");
            push_text(out, &addresses.absolute(address));
            write!(out, "\">")
        }
        Element::Reading => write!(out, "<rp>(</rp><rt>"),
        element => name(element).map_or(Ok(()), |name| write!(out, "<{name}>")),
    };
    if matches!(
        element,
        Element::List { .. } | Element::Table | Element::Row | Element::Quote | Element::Terms
    ) {
        out.push('\n');
    }
}

/// Ends an element.
fn end(out: &mut String, element: &Element, options: &RenderOptions) {
    let _ = match element {
        Element::Heading(level) => write!(out, "</h{level}>"),
        Element::Code(_) => write!(out, "</code></pre>"),
        Element::Link(_) if options.links => write!(out, "</a>"),
        Element::Reading => write!(out, "</rt><rp>)</rp>"),
        element => name(element).map_or(Ok(()), |name| write!(out, "</{name}>")),
    };
    let is_inline = matches!(
        element,
        Element::Strong
            | Element::Emphasis
            | Element::Deleted
            | Element::Literal
            | Element::Superscript
            | Element::Subscript
            | Element::Ruby
            | Element::Reading
            | Element::Link(_)
    );
    // A footnote has no element of its own.
    if !is_inline && !matches!(element, Element::Note(_)) {
        out.push('\n');
    }
}

/// The name of an element in HTML, if it is written with nothing but its name.
fn name(element: &Element) -> Option<&'static str> {
    Some(match element {
        Element::Paragraph => "p",
        Element::Quote => "blockquote",
        Element::List { ordered: true } => "ol",
        Element::List { ordered: false } => "ul",
        Element::Item(_) => "li",
        Element::Terms => "dl",
        Element::Term => "dt",
        Element::Meaning => "dd",
        Element::Table => "table",
        Element::Row => "tr",
        Element::Cell { heads: true } => "th",
        Element::Cell { heads: false } => "td",
        Element::Strong => "strong",
        Element::Emphasis => "em",
        Element::Deleted => "del",
        Element::Literal => "code",
        Element::Superscript => "sup",
        Element::Subscript => "sub",
        Element::Ruby => "ruby",
        Element::Heading(_)
        | Element::Code(_)
        | Element::Link(_)
        | Element::Reading
        | Element::Note(_) => return None,
    })
}

/// Writes text, or the value of an attribute.
fn push_text(out: &mut String, text: &str) {
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

/// A plain text as HTML: a paragraph for each run of lines with no blank one between, as it stands.
pub(in crate::render) fn html_of_text(text: &str) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            out.push_str(if is_open { "</p>\n" } else { "" });
            is_open = false;
            continue;
        }
        out.push_str(if is_open { "<br>\n" } else { "<p>" });
        push_text(&mut out, line);
        is_open = true;
    }
    out.push_str(if is_open { "</p>\n" } else { "" });
    out
}
