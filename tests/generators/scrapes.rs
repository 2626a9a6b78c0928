//! Plain text: an article with chrome before, between and after its groups.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;

use super::articles::{Article, Form, article};
use super::languages::{LANGUAGES, Language, Piece};

/// A line of the text before it was wrapped.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) text: String,
    /// Its form in the article; nothing if it is chrome.
    pub(crate) form: Option<Form>,
    /// Whether the texts of others can follow: it belongs to a list of other articles, to comments
    /// or to their form, or begins as the heading of such does.
    pub(crate) announces: bool,
}

/// A text, and what its lines are.
#[derive(Clone)]
pub(crate) struct Scrape {
    pub(crate) language: &'static Language,
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    /// For each line of the text, the part it belongs to; nothing if it is blank.
    pub(crate) lines: Vec<Option<usize>>,
    pub(crate) is_wrapped: bool,
}

impl fmt::Debug for Scrape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a text in {}:", self.language.code)?;
        self.text.split_inclusive('\n').try_for_each(|line| write!(f, "  | {line}"))
    }
}

/// The place of blank lines.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Blanks {
    Everywhere,
    Nowhere,
    BetweenGroups,
    AroundParagraphs,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
struct TextLayout {
    blanks: Blanks,
    end: &'static str,
    /// The column that lines are wrapped at.
    column: Option<usize>,
    /// The separator of the entries of a menu or share bar that is written as one line.
    bar: Option<&'static str>,
}

fn layout() -> impl Strategy<Value = TextLayout> {
    let blanks = prop_oneof![
        2 => Just(Blanks::Everywhere),
        1 => Just(Blanks::Nowhere),
        1 => Just(Blanks::BetweenGroups),
        1 => Just(Blanks::AroundParagraphs),
    ];
    let end = prop_oneof![3 => Just("\n"), 1 => Just("\r\n")];
    let column = prop_oneof![6 => Just(None), 1 => (60usize..90).prop_map(Some)];
    let bar = prop_oneof![4 => Just(None), 1 => select(vec![" | ", " · ", " "]).prop_map(Some)];
    let layout = |(blanks, end, column, bar)| TextLayout { blanks, end, column, bar };
    (blanks, end, column, bar).prop_map(layout)
}

/// Makes a piece of chrome, most often in the language of the article.
pub(super) fn piece(language: &'static Language) -> impl Strategy<Value = Piece> {
    let any = LANGUAGES.iter().flat_map(|language| language.chrome.clone()).collect::<Vec<_>>();
    prop_oneof![
        4 => select(language.chrome.clone()),
        1 => select(LANGUAGES[0].chrome.clone()),
        1 => select(any),
    ]
}

/// Returns true if the texts of others can follow a piece of chrome: it is a list of other
/// articles, or of comments, or a form for comments.
pub(super) fn announces(piece: &Piece) -> bool {
    match piece.kind {
        "related" => piece.lines.len() > 1,
        kind => kind == "comment" || kind == "commentform",
    }
}

/// Makes some pieces of chrome.
fn pieces(language: &'static Language, most: usize) -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(language), 0..=most)
}

/// Makes an article with chrome of every kind around it, and after one group in seven.
pub(crate) fn scrape() -> impl Strategy<Value = Scrape> {
    article().prop_flat_map(|article| {
        let count = article.groups.len();
        let language = article.language;
        let between = prop_oneof![6 => Just(Vec::new()).boxed(), 1 => pieces(language, 2).boxed()];
        let between = prop::collection::vec(between, count.saturating_sub(1));
        (Just(article), pieces(language, 6), between, pieces(language, 8), layout()).prop_map(
            |(article, top, between, bottom, layout)| {
                write(&article, &top, &between, &bottom, layout)
            },
        )
    })
}

/// Makes an article without chrome.
pub(crate) fn bare() -> impl Strategy<Value = Scrape> {
    (article(), layout()).prop_map(|(article, layout)| write(&article, &[], &[], &[], layout))
}

fn write(
    article: &Article,
    top: &[Piece],
    between: &[Vec<Piece>],
    bottom: &[Piece],
    layout: TextLayout,
) -> Scrape {
    let language = article.language;
    let scrape = Scrape {
        language,
        text: String::new(),
        parts: Vec::new(),
        lines: Vec::new(),
        is_wrapped: layout.column.is_some() && language.wraps,
    };
    let mut writer = ScrapeWriter { scrape, layout, last: None };
    top.iter().for_each(|piece| writer.chrome(piece));
    for (number, group) in article.groups.iter().enumerate() {
        let lines: Vec<&str> = group.lines.iter().map(String::as_str).collect();
        writer.group(&lines, Some(group.form), group.form == Form::Label);
        between.get(number).into_iter().flatten().for_each(|piece| writer.chrome(piece));
    }
    bottom.iter().for_each(|piece| writer.chrome(piece));
    writer.scrape
}

/// Writes a text.
struct ScrapeWriter {
    scrape: Scrape,
    layout: TextLayout,
    /// Whether the last group was a paragraph; nothing before the first.
    last: Option<bool>,
}

impl ScrapeWriter {
    fn chrome(&mut self, piece: &Piece) {
        let announces = announces(piece);
        match self.layout.bar {
            Some(bar) if piece.kind == "nav" || piece.kind == "share" => {
                self.group(&[&piece.lines.join(bar)], None, announces);
            }
            _ => self.group(&piece.lines, None, announces),
        }
    }

    fn group(&mut self, lines: &[&str], form: Option<Form>, announces: bool) {
        let is_paragraph = form == Some(Form::Paragraph);
        let is_apart = match self.layout.blanks {
            Blanks::Everywhere | Blanks::BetweenGroups => true,
            Blanks::Nowhere => false,
            Blanks::AroundParagraphs => is_paragraph || self.last == Some(true),
        };
        if is_apart && self.last.is_some() {
            self.blank();
        }
        self.last = Some(is_paragraph);
        for (number, line) in lines.iter().enumerate() {
            if number > 0 && self.layout.blanks == Blanks::Everywhere {
                self.blank();
            }
            let part = self.scrape.parts.len();
            self.scrape.parts.push(Part { text: (*line).to_owned(), form, announces });
            for line in self.wrapped(line) {
                self.scrape.text.push_str(&line);
                self.scrape.text.push_str(self.layout.end);
                self.scrape.lines.push(Some(part));
            }
        }
    }

    fn blank(&mut self) {
        self.scrape.text.push_str(self.layout.end);
        self.scrape.lines.push(None);
    }

    /// Returns the lines of a line that is wrapped at the column, if there is one.
    fn wrapped(&self, line: &str) -> Vec<String> {
        let column = self.layout.column.filter(|_| self.scrape.language.wraps);
        let Some(column) = column else { return vec![line.to_owned()] };
        let mut lines = vec![String::new()];
        for word in line.split(' ') {
            let last = lines.last_mut().expect("it begins with one");
            if last.is_empty() {
                last.push_str(word);
            } else if last.chars().count() + 1 + word.chars().count() <= column {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }
}
