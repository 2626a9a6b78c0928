//! Pages with plants: pieces of chrome and body between, before and after the paragraphs, put into
//! the markup before it is parsed.

use std::collections::HashSet;
use std::ops::Range;

use dechrome::Kind;
use dechrome::training::{ParsedPage, fnv};

use super::labels::content_label;
use super::sample::PageSample;
use crate::plants::{Piece, PlantShares, Stock, markup, pick};
use crate::random::SplitMix64;
use crate::word_alignment::words;

/// Words from which a paragraph is a place for plants.
const PARAGRAPH_WORDS: usize = 10;
/// Words at the start of a paragraph that identify its block.
const KEY_WORDS: usize = 4;
/// The share of pages with a headline of another page.
const WITH_HEADLINE: f32 = 0.4;
/// The share of headlines that are links.
const LINKED: f32 = 0.5;
/// A page is left out if more of its blocks change: then a plant broke its markup.
const MAX_CHANGED: f32 = 0.03;
/// Blocks that are searched for the next unchanged one.
const LOOKAHEAD: usize = 4;
/// The lengths of headlines that are planted, in characters.
const HEADLINE_CHARS: Range<usize> = 25..120;

/// How many plants a page gets, and where.
const SHARES: PlantShares =
    PlantShares { most_chrome: 4.0, with_body: 0.5, with_caption: 0.4, first: 0.1, last: 0.15 };

/// A piece with its place among the paragraphs: 0 is before the first one.
pub(super) struct Plant {
    pub(super) piece: Piece,
    slot: f32,
}

impl Plant {
    pub(super) fn new(piece: Piece, random: &mut SplitMix64) -> Self {
        Plant { piece, slot: SHARES.slot(random) }
    }
}

/// Adds the titles of pages to the pieces.
pub(super) fn stock(pieces: Vec<Piece>, samples: &[PageSample]) -> Stock {
    let mut stock = Stock::new(pieces);
    for sample in samples {
        let Some(title) = sample.page.title() else { continue };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if HEADLINE_CHARS.contains(&title.chars().count()) {
            stock.add_title((sample.fold, sample.page.language()), title);
        }
    }
    stock
}

/// Chooses the plants of a page.
fn choose(stock: &Stock, sample: &PageSample, random: &mut SplitMix64) -> Vec<Plant> {
    let group = (sample.fold, sample.page.language());
    let mut plants = stock.choose(group, &SHARES, random, Plant::new);
    if random.next() < WITH_HEADLINE
        && let Some(title) = stock.titles(group).and_then(|titles| pick(titles, random))
    {
        let mark = if random.next() < LINKED { "@ " } else { "" };
        let line = format!("{mark}{}", title.replace(" / ", " "));
        let piece = Piece::new(group.1.unwrap_or("en"), "related", &line);
        plants.push(Plant::new(piece, random));
    }
    plants.sort_by(|a, b| a.slot.total_cmp(&b.slot));
    plants
}

/// Returns the markup of a page with plants, or `None` if the page has no paragraphs that are known
/// to be content.
pub(super) fn plant(
    sample: &PageSample,
    html: &str,
    plants: &[Plant],
    random: &mut SplitMix64,
) -> Option<String> {
    let mut keys = HashSet::new();
    for (block, (text, _)) in sample.page.blocks().enumerate() {
        if sample.is_content(block) {
            keys.extend(paragraph_key(text));
        }
    }
    let paragraphs = paragraphs(html, &keys);
    let (first, last) = (paragraphs.first()?, paragraphs.last()?);
    let mut out = String::with_capacity(html.len() + 4096);
    let mut copied = 0;
    for plant in plants {
        let number = (plant.slot * paragraphs.len() as f32) as usize;
        let offset = if plant.slot == 0.0 {
            first.start
        } else {
            paragraphs.get(number).unwrap_or(last).end
        };
        out.push_str(&html[copied..offset]);
        out.push_str(&markup::html(&plant.piece, random));
        copied = offset;
    }
    out.push_str(&html[copied..]);
    Some(out)
}

/// Returns the first words of a text, or `None` if it has too few.
fn paragraph_key(text: &str) -> Option<String> {
    let words = words(text);
    (words.len() >= PARAGRAPH_WORDS).then(|| words[..KEY_WORDS].join(" "))
}

/// Returns the places of the content's paragraphs in the markup: `p` and `div` elements that
/// contain no other one.
fn paragraphs(html: &str, keys: &HashSet<String>) -> Vec<Range<usize>> {
    let lower = html.to_ascii_lowercase();
    let mut places = Vec::new();
    let (mut at, mut open) = (0, None);
    while let Some(next) = lower[at..].find('<') {
        let start = at + next;
        let rest = &lower[start..];
        at = start + 1;
        let is_tag = |name: &str| {
            rest.strip_prefix(name).is_some_and(|after| after.starts_with(['>', ' ', '\n', '\t']))
        };
        if is_tag("<script") || is_tag("<style") {
            let end = if is_tag("<script") { "</script" } else { "</style" };
            at = rest.find(end).map_or(lower.len(), |end| start + end);
        } else if is_tag("<p") || is_tag("<div") {
            open = Some(start);
        } else if is_tag("</p") || is_tag("</div") {
            let Some(first) = open.take() else { continue };
            let end = rest.find('>').map_or(lower.len(), |end| start + end + 1);
            if paragraph_key(&without_tags(&html[first..start]))
                .is_some_and(|key| keys.contains(&key))
            {
                places.push(first..end);
            }
        }
    }
    places
}

/// Returns the text of some markup. References stay as they are.
fn without_tags(markup: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in markup.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                text.push(' ');
            }
            _ if !is_tag => text.push(c),
            _ => {}
        }
    }
    text
}

/// Returns a page with plants as a sample, or `None` if it has no place for them.
pub(super) fn planted_copy(sample: &PageSample, html: &str, stock: &Stock) -> Option<PageSample> {
    let mut random = SplitMix64(fnv(&sample.id) ^ fnv("plants"));
    let plants = choose(stock, sample, &mut random);
    let html = plant(sample, html, &plants, &mut random)?;
    let page = ParsedPage::of_text(&html);
    let places = Places::new(sample, &page, &plants)?;
    let mut content = Vec::new();
    let mut kinds = Vec::new();
    let mut planted = Vec::new();
    for (block, place) in places.0.into_iter().enumerate() {
        let (label, kind) = match place {
            Place::Own(own) => (sample.content[own], sample.kinds[own]),
            Place::Planted(kind) => {
                planted.push(block);
                (content_label(Some(kind)), Some(kind))
            }
            Place::Unknown => (None, None),
        };
        content.push(label);
        kinds.push(kind);
    }
    Some(PageSample { planted, ..sample.changed("planted", page, content, kinds) })
}

/// Where a block of a planted page comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// A block of the page.
    Own(usize),
    /// A plant.
    Planted(Kind),
    Unknown,
}

/// The places of the blocks of a planted page.
pub(super) struct Places(pub(super) Vec<Place>);

impl Places {
    /// Finds them, or returns `None` if too many blocks of the page have changed.
    pub(super) fn new(sample: &PageSample, page: &ParsedPage, plants: &[Plant]) -> Option<Places> {
        let own: Vec<&str> = sample.page.blocks().map(|(text, _)| text).collect();
        let (mut places, mut next) = (Vec::new(), 0);
        let mut found = 0;
        for (text, _) in page.blocks() {
            let ahead = &own[next..own.len().min(next + 1 + LOOKAHEAD)];
            let kind = kind_of(text, plants);
            let steps = ahead.iter().position(|own| *own == text);
            match (steps, kind) {
                (Some(0), _) | (Some(_), None) => {
                    next += steps.unwrap_or(0) + 1;
                    found += 1;
                    places.push(Place::Own(next - 1));
                }
                (_, Some(kind)) => places.push(Place::Planted(kind)),
                (None, None) => places.push(Place::Unknown),
            }
        }
        let changed = own.len() - found;
        (changed as f32 <= MAX_CHANGED * own.len() as f32).then_some(Places(places))
    }
}

/// Returns the kind of the plant that contains a text.
fn kind_of(text: &str, plants: &[Plant]) -> Option<Kind> {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    let text = dense(text);
    for plant in plants {
        for (number, part) in plant.piece.parts.iter().enumerate() {
            if dense(&part.plain()).contains(&text) {
                return Some(plant.piece.part_kind(number));
            }
        }
    }
    let whole = |plant: &&Plant| {
        let parts = plant.piece.parts.iter().map(|part| dense(&part.plain()));
        parts.collect::<String>().contains(&text)
    };
    plants.iter().find(whole).map(|plant| plant.piece.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_found_by_their_first_words() {
        let text = "The river rose for three days and took the bridge away.";
        let html = format!("<DIV><p>Menu</p><p class=\"a\">{text}</p></DIV><script>'<p>'</script>");
        let keys = paragraph_key(text).into_iter().collect();
        let places = paragraphs(&html, &keys);
        assert_eq!(places.len(), 1);
        assert!(html[places[0].clone()].starts_with("<p class"), "{places:?}");
        assert!(html[..places[0].end].ends_with("</p>"));
    }
}
