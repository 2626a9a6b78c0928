//! Writes pieces as HTML.

use dechrome::Kind;

use super::pick;
use super::piece::{PartRole, Piece, PiecePart};
use super::styles::{BOXES, BoxStyle, FIGURES, names};
use crate::random::SplitMix64;

/// The share of media notices that are inside `noscript`.
const NOSCRIPT: f32 = 0.2;
/// The length of a name that a build tool makes.
const HASH_LENGTH: usize = 6;

/// Returns a piece as HTML.
pub(crate) fn html(piece: &Piece, random: &mut SplitMix64) -> String {
    match piece.kind() {
        Kind::Caption | Kind::Credit => figure(piece, random),
        Kind::Body => body(piece, random),
        kind => {
            let style = pick(BOXES, random).unwrap_or(&BOXES[0]);
            let markup = boxed(piece, style, random);
            if kind == Kind::Player && random.next() < NOSCRIPT {
                return format!("<noscript>{markup}</noscript>\n");
            }
            markup
        }
    }
}

/// Returns a caption or credit with its image.
fn figure(piece: &Piece, random: &mut SplitMix64) -> String {
    let form = pick(FIGURES, random).unwrap_or(&FIGURES[0]);
    let text = piece.parts.iter().map(PiecePart::plain).collect::<Vec<_>>().join(" ");
    let mut markup = form.replace("{t}", &escaped(&text));
    while markup.contains("{h}") {
        markup = markup.replacen("{h}", &hash(random), 1);
    }
    markup + "\n"
}

/// Writes boxes with the names of one box.
struct BoxWriter<'r> {
    name: &'static str,
    random: &'r mut SplitMix64,
    out: String,
}

impl BoxWriter<'_> {
    fn open(&mut self, tag: &str, attributes: &str) {
        let mut attributes = attributes.replace("{n}", self.name);
        while attributes.contains("{h}") {
            attributes = attributes.replacen("{h}", &hash(self.random), 1);
        }
        let space = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<{tag}{space}{attributes}>"));
    }

    fn close(&mut self, tag: &str) {
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn runs(&mut self, part: &PiecePart, link: &str) {
        for (text, is_link) in part.runs() {
            if is_link {
                self.open("a", format!("href=\"/2024/a-page\" {link}").trim_end());
            }
            self.out.push_str(&escaped(text));
            if is_link {
                self.out.push_str("</a>");
            }
        }
    }

    fn part(&mut self, part: &PiecePart, style: &BoxStyle) {
        let (tag, attributes) = match part.role {
            PartRole::Heading => style.heading,
            PartRole::Button => style.button,
            _ => style.text,
        };
        self.open(tag, attributes);
        if part.role == PartRole::Button && matches!(tag, "p" | "div") {
            self.open("a", "href=\"#\" class=\"btn\"");
            self.runs(part, style.link);
            self.out.push_str("</a>");
        } else {
            self.runs(part, style.link);
        }
        self.close(tag);
    }
}

/// Returns a box of chrome.
fn boxed(piece: &Piece, style: &BoxStyle, random: &mut SplitMix64) -> String {
    let name = pick(names(piece.kind()), random).copied().unwrap_or("box");
    let mut writer = BoxWriter { name, random, out: String::new() };
    for (tag, attributes) in style.around {
        writer.open(tag, attributes);
    }
    let mut is_list = false;
    for part in &piece.parts {
        let list = style.list.filter(|_| part.role == PartRole::Link);
        if is_list && list.is_none() {
            writer.close("ul");
        }
        if let Some(attributes) = list {
            if !is_list {
                writer.open("ul", attributes);
            }
            writer.open("li", "");
            writer.runs(part, style.link);
            writer.close("li");
        } else {
            writer.part(part, style);
        }
        is_list = list.is_some();
    }
    if is_list {
        writer.close("ul");
    }
    for (tag, _) in style.around.iter().rev() {
        writer.close(tag);
    }
    writer.out
}

/// Returns body that looks like chrome.
fn body(piece: &Piece, random: &mut SplitMix64) -> String {
    let texts: Vec<String> = piece.parts.iter().map(|part| escaped(&part.plain())).collect();
    let each = |open: &str, close: &str| -> String {
        texts.iter().map(|text| format!("{open}{text}{close}\n")).collect()
    };
    let form = (random.next() * 4.0) as usize;
    match (piece.form.as_str(), form) {
        ("table", _) => table(piece),
        ("code", 0 | 1) => format!("<pre><code>{}</code></pre>\n", texts.join("\n")),
        ("code", 2) => {
            format!(
                "<div class=\"highlight\"><pre class=\"chroma\">{}</pre></div>\n",
                texts.join("\n")
            )
        }
        ("code", _) => each("<p><code>", "</code></p>"),
        ("quote", 0..=2) => format!("<blockquote>{}</blockquote>\n", each("<p>", "</p>")),
        ("qa", 0) => questions(&texts, ["<h3>", "</h3>"]),
        ("qa", 1) => questions(&texts, ["<p><strong>", "</strong></p>"]),
        ("phrase-head", 0 | 1) => questions(&texts, ["<h2>", "</h2>"]),
        ("phrase-head", 2) => questions(&texts, ["<h3 class=\"wp-block-heading\">", "</h3>"]),
        ("phrase-head", _) => questions(&texts, ["<p><strong>", "</strong></p>"]),
        ("times" | "recipe", 0 | 1) => format!("<ul>\n{}</ul>\n", each("<li>", "</li>")),
        ("recipe", 2) => {
            format!("<ul>\n{}</ul>\n", each("<li><a href=\"/glossary\">", "</a></li>"))
        }
        ("times" | "verse" | "contact" | "dialogue", 2) => {
            format!("<p>{}</p>\n", texts.join("<br>\n"))
        }
        ("verse" | "contact", _) => format!("<p>{}</p>\n", texts.join("<br />")),
        ("reply", 0) => each("<div class=\"post-content\"><p>", "</p></div>"),
        _ => each("<p>", "</p>"),
    }
}

/// Returns paragraphs of which every other one is marked.
fn questions(texts: &[String], marks: [&str; 2]) -> String {
    let mut out = String::new();
    for (number, text) in texts.iter().enumerate() {
        let [open, close] = if number % 2 == 0 { marks } else { ["<p>", "</p>"] };
        out.push_str(&format!("{open}{text}{close}\n"));
    }
    out
}

/// Returns a table whose first row is its head.
fn table(piece: &Piece) -> String {
    let mut out = "<table>\n".to_owned();
    for (number, part) in piece.parts.iter().enumerate() {
        let tag = if number == 0 { "th" } else { "td" };
        out.push_str("<tr>");
        for (cell, _) in part.runs() {
            out.push_str(&format!("<{tag}>{}</{tag}>", escaped(cell)));
        }
        out.push_str("</tr>\n");
    }
    out + "</table>\n"
}

/// Returns a name as build tools make it.
fn hash(random: &mut SplitMix64) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    (0..HASH_LENGTH).filter_map(|_| pick(LETTERS, random)).map(|&letter| letter as char).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
