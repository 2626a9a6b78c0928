//! HTML: an article in nested containers, with chrome before, between and after its groups.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;

use super::articles::{Article, Form, Group, article};
use super::languages::{Language, Piece};
use super::scrapes::{Part, announces, piece};

/// A generated page, and the texts in it in their order.
#[derive(Clone)]
pub(crate) struct GeneratedPage {
    pub(crate) language: &'static Language,
    pub(crate) html: String,
    pub(crate) parts: Vec<Part>,
}

impl fmt::Debug for GeneratedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page in {}:\n{}", self.language.code, self.html)
    }
}

/// The class names of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Names {
    /// They say what an element is.
    Meaning,
    /// They are hashes, as build tools make them.
    Hashed,
    None,
}

/// The elements of the paragraphs of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Paragraphs {
    P,
    /// Each in a `div` of its own.
    Div,
    /// Each in a `p` in a `div`.
    Nested,
    /// Text between two `br`.
    Breaks,
}

/// How a page is written.
#[derive(Clone, Debug)]
struct PageLayout {
    names: Names,
    /// Elements may be `nav`, `aside`, `footer`, `article`.
    has_sections: bool,
    paragraphs: Paragraphs,
    /// Containers around the article, from the outside.
    containers: Vec<(&'static str, &'static str)>,
    /// Of the chrome before and after the article, so many pieces are in its container.
    inside: (usize, usize),
    /// The article has a headline.
    title: bool,
}

/// Containers of articles: tag and name.
const CONTAINERS: &[(&str, &str)] = &[
    ("article", "post"),
    ("main", "main"),
    ("div", "content"),
    ("div", "entry-content"),
    ("div", "article-body"),
    ("div", "wrapper"),
    ("section", "story"),
    ("div", "row"),
];

fn layout() -> impl Strategy<Value = PageLayout> {
    let names = prop_oneof![
        2 => Just(Names::Meaning),
        1 => Just(Names::Hashed),
        1 => Just(Names::None),
    ];
    let paragraphs = prop_oneof![
        5 => Just(Paragraphs::P),
        1 => Just(Paragraphs::Div),
        1 => Just(Paragraphs::Nested),
        1 => Just(Paragraphs::Breaks),
    ];
    let containers = prop::collection::vec(select(CONTAINERS), 0..4);
    (names, any::<bool>(), paragraphs, containers, (0usize..3, 0usize..4), any::<bool>()).prop_map(
        |(names, has_sections, paragraphs, containers, inside, title)| PageLayout {
            names,
            has_sections,
            paragraphs,
            containers,
            inside,
            title,
        },
    )
}

/// Makes some pieces of chrome, each with a number that chooses its markup.
fn pieces(language: &'static Language, most: usize) -> impl Strategy<Value = Vec<(Piece, usize)>> {
    prop::collection::vec((piece(language), 0usize..6), 0..=most)
}

/// Makes an article with chrome of every kind around it, and after one group in seven.
pub(crate) fn page() -> impl Strategy<Value = GeneratedPage> {
    article().prop_flat_map(|article| {
        let count = article.groups.len();
        let language = article.language;
        let between = prop_oneof![6 => Just(Vec::new()).boxed(), 1 => pieces(language, 2).boxed()];
        let between = prop::collection::vec(between, count.saturating_sub(1));
        let markup = prop::collection::vec(0usize..12, count);
        (Just(article), pieces(language, 6), between, pieces(language, 8), markup, layout())
            .prop_map(|(article, top, between, bottom, markup, layout)| {
                PageWriter::new(article.language, layout)
                    .page(&article, &markup, &top, &between, &bottom)
            })
    })
}

/// Makes an article without chrome.
pub(crate) fn bare_page() -> impl Strategy<Value = GeneratedPage> {
    article().prop_flat_map(|article| {
        let markup = prop::collection::vec(0usize..12, article.groups.len());
        (Just(article), markup, layout()).prop_map(|(article, markup, layout)| {
            PageWriter::new(article.language, layout).page(&article, &markup, &[], &[], &[])
        })
    })
}

/// Writes a page.
struct PageWriter {
    layout: PageLayout,
    page: GeneratedPage,
}

impl PageWriter {
    fn new(language: &'static Language, layout: PageLayout) -> Self {
        PageWriter {
            layout,
            page: GeneratedPage { language, html: String::new(), parts: Vec::new() },
        }
    }

    fn page(
        mut self,
        article: &Article,
        markup: &[usize],
        top: &[(Piece, usize)],
        between: &[Vec<(Piece, usize)>],
        bottom: &[(Piece, usize)],
    ) -> GeneratedPage {
        let language = article.language.code;
        let title = article.language.texts("heading")[0];
        self.raw(&format!("<!doctype html><html lang={language}><head><meta charset=utf-8>"));
        self.raw(&format!("<title>{}</title></head><body>\n", escape(title)));
        let outside = top.len().saturating_sub(self.layout.inside.0);
        top[..outside].iter().for_each(|piece| self.chrome(piece));
        let containers = self.layout.containers.clone();
        let tags: Vec<&str> = containers.iter().map(|(tag, name)| self.open(tag, name)).collect();
        if self.layout.title {
            self.part(title, Some(Form::Heading), false);
            self.raw(&format!("<h1>{}</h1>\n", escape(title)));
        }
        top[outside..].iter().for_each(|piece| self.chrome(piece));
        for (number, group) in article.groups.iter().enumerate() {
            self.group(group, markup[number]);
            between.get(number).into_iter().flatten().for_each(|piece| self.chrome(piece));
        }
        let inside = bottom.len().min(self.layout.inside.1);
        bottom[..inside].iter().for_each(|piece| self.chrome(piece));
        tags.iter().rev().for_each(|tag| self.raw(&format!("</{tag}>\n")));
        bottom[inside..].iter().for_each(|piece| self.chrome(piece));
        self.raw("</body></html>\n");
        self.page
    }

    fn raw(&mut self, html: &str) {
        self.page.html.push_str(html);
    }

    fn part(&mut self, text: &str, form: Option<Form>, announces: bool) {
        self.page.parts.push(Part { text: text.to_owned(), form, announces });
    }

    /// Opens an element, and returns its tag.
    fn open(&mut self, tag: &'static str, name: &str) -> &'static str {
        let is_section = matches!(tag, "article" | "main" | "nav" | "aside" | "section" | "footer");
        let tag = if is_section && !self.layout.has_sections { "div" } else { tag };
        let attribute = self.class(name);
        self.raw(&format!("<{tag}{attribute}>"));
        tag
    }

    /// Returns the attribute with the class of an element.
    fn class(&self, name: &str) -> String {
        match self.layout.names {
            Names::None => String::new(),
            Names::Meaning => format!(" class=\"{name}\""),
            Names::Hashed => {
                let hash = name
                    .bytes()
                    .fold(7u32, |hash, byte| hash.wrapping_mul(0x0100_0193) ^ u32::from(byte));
                format!(" class=\"css-{hash:x}\"")
            }
        }
    }

    /// Writes lines of the article.
    fn group(&mut self, group: &Group, markup: usize) {
        for line in &group.lines {
            self.part(line, Some(group.form), group.form == Form::Label);
        }
        let lines: Vec<String> = group.lines.iter().map(|line| escape(line)).collect();
        match group.form {
            Form::Paragraph | Form::Short | Form::Label | Form::Dialogue => {
                lines.iter().for_each(|line| self.paragraph(&inline(line, markup)));
            }
            Form::Heading if markup < 8 => {
                self.raw(&format!("<h{0}>{1}</h{0}>\n", 2 + markup % 3, lines[0]));
            }
            Form::Heading => self.paragraph(&format!("<strong>{}</strong>", lines[0])),
            Form::List | Form::Times if markup < 8 => {
                let tag = if markup.is_multiple_of(2) { "ul" } else { "ol" };
                self.raw(&format!("<{tag}><li>{}</li></{tag}>\n", lines.join("</li>\n<li>")));
            }
            Form::Quotation if markup < 6 => {
                self.raw(&format!("<blockquote><p>{}</p></blockquote>\n", lines[0]));
            }
            Form::Table => {
                let rows = lines.iter().map(|line| line.replace(' ', "</td><td>"));
                let rows: Vec<String> = rows.collect();
                let rows = rows.join("</td></tr>\n<tr><td>");
                self.raw(&format!("<table><tr><td>{rows}</td></tr></table>\n"));
            }
            Form::Verses if markup < 8 => self.paragraph(&lines.join("<br>\n")),
            Form::Code => self.raw(&format!("<pre><code>{}</code></pre>\n", lines.join("\n"))),
            Form::Quotation | Form::List | Form::Times | Form::Verses => {
                lines.iter().for_each(|line| self.paragraph(line));
            }
        }
    }

    fn paragraph(&mut self, html: &str) {
        match self.layout.paragraphs {
            Paragraphs::P => self.raw(&format!("<p>{html}</p>\n")),
            Paragraphs::Div => self.raw(&format!("<div>{html}</div>\n")),
            Paragraphs::Nested => {
                let class = self.class("paragraph");
                self.raw(&format!("<div{class}><p>{html}</p></div>\n"));
            }
            Paragraphs::Breaks => self.raw(&format!("{html}<br><br>\n")),
        }
    }

    /// Writes a piece of chrome.
    fn chrome(&mut self, (piece, markup): &(Piece, usize)) {
        for line in &piece.lines {
            self.part(line, None, announces(piece));
        }
        let lines: Vec<String> = piece.lines.iter().map(|line| escape(line)).collect();
        let (tag, name) = element(piece.kind, *markup);
        let tag = self.open(tag, name);
        let links = |lines: &[String]| {
            let link = |line: &String| format!("<li><a href=\"/x\">{line}</a></li>");
            format!("<ul>{}</ul>", lines.iter().map(link).collect::<String>())
        };
        let plain = |tag: &str| {
            lines.iter().map(|line| format!("<{tag}>{line}</{tag}>")).collect::<String>()
        };
        let html = match (piece.kind, lines.len()) {
            ("nav" | "footer", _) if markup % 2 == 0 => links(&lines),
            ("nav" | "breadcrumb" | "share" | "login", _) => {
                let link = |line: &String| format!("<a href=\"/x\">{line}</a> ");
                lines.iter().map(link).collect()
            }
            ("related", 2..) => {
                let heading = 2 + markup % 3;
                format!("<h{heading}>{}</h{heading}>{}", lines[0], links(&lines[1..]))
            }
            ("related", _) => format!("<strong><a href=\"/x\">{}</a></strong>", lines[0]),
            ("commentform", 2..) => {
                let labels: String =
                    lines[1..].iter().map(|line| format!("<label>{line}</label><input>")).collect();
                format!("<h3>{}</h3><form>{labels}</form>", lines[0])
            }
            ("cookie" | "subscribe", 2..) => {
                let buttons: String =
                    lines[1..].iter().map(|line| format!("<button>{line}</button>")).collect();
                format!("<p>{}</p>{buttons}", lines[0])
            }
            _ if markup % 2 == 0 => plain("p"),
            _ => plain("div"),
        };
        self.raw(&html);
        self.raw(&format!("</{tag}>\n"));
    }
}

/// Returns the tag and the name of the element of a kind of chrome.
fn element(kind: &str, markup: usize) -> (&'static str, &'static str) {
    let elements: &[(&str, &str)] = match kind {
        "nav" => &[("nav", "menu"), ("div", "main-nav"), ("nav", "navigation")],
        "breadcrumb" => &[("nav", "breadcrumb"), ("div", "breadcrumbs")],
        "share" => &[("div", "share-bar"), ("div", "social"), ("aside", "share")],
        "cookie" => &[("div", "cookie-banner"), ("div", "consent"), ("section", "gdpr")],
        "login" => &[("div", "login"), ("div", "user-menu"), ("nav", "account")],
        "subscribe" => &[("aside", "newsletter"), ("div", "subscribe-box"), ("section", "signup")],
        "ad" => &[("div", "ad"), ("aside", "advertisement"), ("div", "sponsored")],
        "related" => &[("section", "related"), ("aside", "related-posts"), ("div", "more-stories")],
        "comment" => &[("section", "comments"), ("div", "comment-list")],
        "commentform" => &[("section", "respond"), ("div", "comment-form")],
        "footer" => &[("footer", "site-footer"), ("div", "footer"), ("div", "bottom")],
        "tags" => &[("div", "tags"), ("section", "topics")],
        "byline" => &[("div", "byline"), ("div", "author-info")],
        "player" => &[("div", "video-player"), ("div", "player")],
        _ => &[("div", "counter"), ("div", "stats")],
    };
    elements[markup % elements.len()]
}

/// Puts some words of a paragraph into inline elements.
fn inline(line: &str, markup: usize) -> String {
    let Some((first, rest)) = line.split_once(' ') else { return line.to_owned() };
    match (markup, rest.rsplit_once(' ')) {
        (0, Some((middle, last))) => format!("{first} {middle} <em>{last}</em>"),
        (1, Some((middle, last))) => format!("{first} {middle} <a href=\"/x\">{last}</a>"),
        (2, _) => format!("<b>{first}</b> {rest}"),
        (3, _) => format!("<a href=\"/x\">{first}</a> {rest}"),
        (4, _) => format!("<span>{first} {rest}</span>"),
        _ => line.to_owned(),
    }
}

/// Escapes a text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
