//! Texts with plants: pieces of chrome and body between the lines, before and after them, with and
//! without blank lines around.

use dechrome::Kind;
use dechrome::training::fnv;

use super::labelled_text::{LabelledText, LineLabel};
use crate::plants::{PartRole, Piece, PiecePart, PlantShares, Stock, pick};
use crate::random::SplitMix64;

/// The share of texts with headlines of other pages.
const WITH_HEADLINE: f32 = 0.5;
/// The most headlines in a row.
const MAX_HEADLINES: f32 = 3.0;
/// The share of texts whose blank lines are removed.
const WITHOUT_BLANKS: f32 = 0.35;
/// The share of pieces with a blank line around them, in texts with blank lines; and between their
/// parts.
const BLANK_AROUND: f32 = 0.8;
const BLANK_INSIDE: f32 = 0.4;
/// The share of pieces that are one line.
const ONE_LINE: f32 = 0.2;
/// The share of pieces that are written as Markdown.
const MARKDOWN: f32 = 0.2;
/// Texts with fewer lines of body are not planted.
const MIN_BODY_LINES: usize = 3;

/// How many pieces a text gets, and where. Notices are on top.
const SHARES: PlantShares =
    PlantShares { most_chrome: 5.0, with_body: 0.5, with_caption: 0.4, first: 0.25, last: 0.1 };

/// A piece as lines, with the kind of each line.
pub(super) struct TextPlant {
    pub(super) piece: Piece,
    pub(super) lines: Vec<(String, Kind)>,
    slot: f32,
    has_blanks: bool,
}

/// Adds the titles of a text to the headlines that can be planted.
pub(super) fn add_titles(
    stock: &mut Stock,
    document: &LabelledText,
    language: Option<&'static str>,
) {
    for (index, label) in document.labels.iter().enumerate() {
        if label.is_title && document.line(index).len() > 20 {
            let title = document.line(index).trim().to_owned();
            stock.add_title((document.fold(), language), title);
        }
    }
}

/// Chooses the pieces for a text.
fn choose(
    stock: &Stock,
    document: &LabelledText,
    language: Option<&'static str>,
    random: &mut SplitMix64,
) -> Vec<TextPlant> {
    let group = (document.fold(), language);
    let mut plants = stock.choose(group, &SHARES, random, TextPlant::new);
    if random.next() < WITH_HEADLINE
        && let Some(titles) = stock.titles(group)
    {
        let slot = SHARES.slot(random);
        for _ in 0..1 + (random.next() * MAX_HEADLINES) as usize {
            let Some(title) = pick(titles, random) else { break };
            let piece = Piece::new(language.unwrap_or("en"), "related", &title.replace(" / ", " "));
            plants.push(TextPlant { slot, ..TextPlant::new(piece, random) });
        }
    }
    plants.sort_by(|a, b| a.slot.total_cmp(&b.slot));
    plants
}

/// Returns a copy of a text with pieces, or `None` if it has too little body.
pub(super) fn planted(
    stock: &Stock,
    document: &LabelledText,
    language: Option<&'static str>,
) -> Option<LabelledText> {
    let mut random = SplitMix64(fnv(&document.id) ^ fnv("plants"));
    let plants = choose(stock, document, language, &mut random);
    let is_squeezed = random.next() < WITHOUT_BLANKS;
    insert(document, &plants, is_squeezed)
}

impl TextPlant {
    pub(super) fn new(piece: Piece, random: &mut SplitMix64) -> Self {
        let lines = lines(&piece, random);
        let slot = SHARES.slot(random);
        TextPlant { piece, lines, slot, has_blanks: random.next() < BLANK_AROUND }
    }
}

/// Writes a piece as lines.
fn lines(piece: &Piece, random: &mut SplitMix64) -> Vec<(String, Kind)> {
    let is_markdown = random.next() < MARKDOWN;
    let is_one_line = piece.kind() != Kind::Body && random.next() < ONE_LINE;
    let has_blanks = random.next() < BLANK_INSIDE;
    let cells = pick(&[" | ", "\t", "  ", " "], random).copied().unwrap_or(" ");
    let mut lines: Vec<(String, Kind)> = Vec::new();
    for (number, part) in piece.parts.iter().enumerate() {
        let kind = piece.part_kind(number);
        let text = if is_markdown { markdown(part) } else { plain(part, cells) };
        match lines.last_mut() {
            Some((line, _)) if is_one_line => {
                line.push(' ');
                line.push_str(&text);
            }
            _ => {
                if has_blanks && number > 0 && part.role != PartRole::Row {
                    lines.push((String::new(), kind));
                }
                lines.push((text, kind));
            }
        }
    }
    lines
}

fn plain(part: &PiecePart, cells: &str) -> String {
    match part.role {
        PartRole::Row => {
            part.runs().into_iter().map(|(cell, _)| cell).collect::<Vec<_>>().join(cells)
        }
        _ => part.plain(),
    }
}

fn markdown(part: &PiecePart) -> String {
    let mut line = String::new();
    for (text, is_link) in part.runs() {
        match part.role {
            PartRole::Row => line.push_str(&format!("| {text} ")),
            _ if is_link || part.role == PartRole::Button => {
                line.push_str(&format!("[{text}](https://www.example.org/a-page)"));
            }
            _ => line.push_str(text),
        }
    }
    match part.role {
        PartRole::Heading => format!("### {line}"),
        PartRole::Link => format!("* {line}"),
        PartRole::Row => line + "|",
        _ => line,
    }
}

/// Returns a copy of a text with pieces in it, or `None` if it has too little body.
pub(super) fn insert(
    document: &LabelledText,
    plants: &[TextPlant],
    is_squeezed: bool,
) -> Option<LabelledText> {
    let body: Vec<usize> = (0..document.labels.len())
        .filter(|&line| document.labels[line].body == Some(1.0))
        .collect();
    if body.len() < MIN_BODY_LINES {
        return None;
    }
    // A piece follows a line of body, or precedes the first one: then it is before the whole text.
    let place = |slot: f32| match slot {
        0.0 => 0,
        slot => body[((slot * body.len() as f32) as usize).min(body.len() - 1)] + 1,
    };
    let is_spaced = !is_squeezed && (0..document.labels.len()).any(|line| is_blank(document, line));
    let mut writer = PlantedText::default();
    let mut next = plants.iter().peekable();
    for line in 0..=document.labels.len() {
        while let Some(plant) = next.next_if(|plant| place(plant.slot) <= line) {
            writer.plant(plant, is_spaced);
        }
        if line < document.labels.len() && !(is_squeezed && is_blank(document, line)) {
            let label = LineLabel { kind: None, ..document.labels[line].clone() };
            writer.line(document.line(line), label);
        }
    }
    let mut copy = writer.finish();
    copy.id.clone_from(&document.id);
    copy.domain.clone_from(&document.domain);
    copy.is_article = document.is_article;
    Some(copy)
}

fn is_blank(document: &LabelledText, line: usize) -> bool {
    document.line(line).trim().is_empty()
}

/// Writes labelled lines.
#[derive(Default)]
struct PlantedText {
    text: String,
    starts: Vec<usize>,
    labels: Vec<LineLabel>,
}

impl PlantedText {
    fn line(&mut self, line: &str, label: LineLabel) {
        self.starts.push(self.text.len());
        self.text.push_str(line);
        self.text.push('\n');
        self.labels.push(label);
    }

    fn plant(&mut self, plant: &TextPlant, is_spaced: bool) {
        let has_blanks = is_spaced && plant.has_blanks;
        let blank = LineLabel::unknown();
        if has_blanks {
            self.line("", blank.clone());
        }
        for (line, kind) in &plant.lines {
            if line.is_empty() {
                if is_spaced {
                    self.line("", blank.clone());
                }
                continue;
            }
            let is_body = matches!(kind, Kind::Body | Kind::Subheading);
            self.line(
                line,
                LineLabel {
                    body: Some(f32::from(u8::from(is_body))),
                    confidence: 1.0,
                    kind: Some(kind.name().to_owned()),
                    is_title: false,
                    is_planted: true,
                },
            );
        }
        if has_blanks {
            self.line("", blank);
        }
    }

    fn finish(mut self) -> LabelledText {
        // The lines are joined with LF.
        self.text.pop();
        LabelledText {
            id: String::new(),
            domain: String::new(),
            is_article: true,
            text: self.text,
            starts: self.starts,
            labels: self.labels,
        }
    }
}
