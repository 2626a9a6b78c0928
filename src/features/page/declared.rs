//! What of a block the page's head has too: the description, and the article's text in its JSON-LD.

use crate::hash::{Map, key_of_keys, key_of_lower};
use crate::meta::Head;
use crate::outline::Outline;

/// Words in a row that are looked for together.
const RUN: usize = 3;

/// How much of each block the head declares.
#[derive(Debug)]
pub(super) struct Declared {
    /// Share of the block's or the description's runs of words, whichever has fewer, that both have; -1 without one.
    pub(super) summary: Vec<f32>,
    /// Share of the block's runs that the declared article has; -1 if none is declared, or the block is shorter than a run.
    pub(super) body: Vec<f32>,
    /// Share of the block's runs that the page's JSON-LD has anywhere; -1 likewise.
    pub(super) data: Vec<f32>,
}

impl Declared {
    /// Compares every block.
    pub(super) fn of(outline: &Outline, head: &Head) -> Declared {
        let summary = runs(head.description.as_deref().unwrap_or_default());
        let body = runs(head.article_body.as_deref().unwrap_or_default());
        let data = runs(&head.data);
        let mut declared = Declared { summary: Vec::new(), body: Vec::new(), data: Vec::new() };
        for block in 0..outline.blocks.len() {
            let (mut in_summary, mut in_body, mut in_data) = (-1.0, -1.0, -1.0);
            if !summary.is_empty() || !data.is_empty() {
                let runs = runs(outline.text_of(block));
                let common = |other: &Map<u32, ()>| runs.keys().filter(|run| other.contains_key(run)).count() as f32;
                if !summary.is_empty() {
                    in_summary = common(&summary) / summary.len().min(runs.len()).max(1) as f32;
                }
                if !body.is_empty() && !runs.is_empty() {
                    in_body = common(&body) / runs.len() as f32;
                }
                if !data.is_empty() && !runs.is_empty() {
                    in_data = common(&data) / runs.len() as f32;
                }
            }
            declared.summary.push(in_summary);
            declared.body.push(in_body);
            declared.data.push(in_data);
        }
        declared
    }
}

/// The keys of a text's runs of words.
fn runs(text: &str) -> Map<u32, ()> {
    let mut last = [0u32; RUN];
    let mut runs = Map::default();
    for (number, word) in crate::units::words(text).enumerate() {
        last.rotate_left(1);
        last[RUN - 1] = key_of_lower(0, word.text);
        if number + 1 >= RUN {
            runs.insert(last.iter().fold(0, |run, &word| key_of_keys(1, run, word)), ());
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::{Attributes, Dom};
    use crate::html::segment;
    use crate::options::Limits;

    #[test]
    fn blocks_are_found_in_what_the_head_declares() {
        let dom = Dom::parse(
            "<meta name=description content='The river rose by two metres on Sunday'>\
             <script type='application/ld+json'>{\"articleBody\":\"The river rose by two metres on Sunday.\\nBoats\
             were tied to lamp posts.\", \"name\":\"Floods of the year\"}</script>\
             <p>The river rose by two metres on Sunday.<p>Boatswere tied to lamp posts.<p>Floods of the year<p>Read more news here",
            &Limits::default(),
            Attributes::Read,
        );
        let outline = segment(&dom, &[]);
        let declared = Declared::of(&outline, &Head::read(&dom));
        assert_eq!(declared.summary, [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(declared.body, [1.0, 1.0, 0.0, 0.0]);
        assert_eq!(declared.data, [1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn nothing_declared_is_not_nothing_in_common() {
        let dom = Dom::parse("<p>The river rose.", &Limits::default(), Attributes::Read);
        let declared = Declared::of(&segment(&dom, &[]), &Head::read(&dom));
        assert_eq!((declared.summary, declared.body, declared.data), (vec![-1.0], vec![-1.0], vec![-1.0]));
    }
}
