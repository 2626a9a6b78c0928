//! Footnotes: elements that short marks in the text lead to.

use std::collections::{HashMap, HashSet};

use crate::content::fragment;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

use super::Source;

/// Bytes of a mark: brackets, digits and signs.
const LONGEST_MARK: usize = 12;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes<'p> {
    /// The names that marks lead to, by the containers that have them.
    of_container: HashMap<u32, &'p str>,
}

impl<'p> Notes<'p> {
    /// Finds the elements that marks lead to.
    pub(super) fn new(source: Source<'p>) -> Self {
        let mut names: HashSet<&str> = marks(source).collect();
        let mut of_container: HashMap<u32, &str> = HashMap::new();
        if names.is_empty() {
            return Notes { of_container };
        }
        for id in 0..source.outline.containers.len() as u32 {
            let Some(name) = source.attribute(id, "id").filter(|name| names.contains(name)) else {
                continue;
            };
            // The first element of a name has it.
            names.remove(name);
            if can_be_note(source, id)
                && !source.outline.path(id).any(|around| of_container.contains_key(&around))
            {
                of_container.insert(id, name);
            }
        }
        Notes { of_container }
    }

    /// The name of a container that is a footnote.
    pub(super) fn name(&self, container: u32) -> Option<&'p str> {
        self.of_container.get(&container).copied()
    }
}

/// The names that marks lead to: links within the page whose text has no letters.
fn marks(source: Source<'_>) -> impl Iterator<Item = &str> {
    let links = source
        .outline
        .containers
        .iter()
        .enumerate()
        .filter(|(_, container)| container.tag == Tag::A);
    links.filter_map(move |(id, container)| {
        let span = source.positions.spans[id];
        let is_short = container.inline
            && span.start < span.end
            && (span.end - span.start) as usize <= LONGEST_MARK;
        let is_mark = is_short && !source.text(id as u32).contains(char::is_alphabetic);
        fragment(source.attribute(id as u32, "href").filter(|_| is_mark)?)
    })
}

/// Whether an element can be a footnote: a paragraph, an item or a part of the page, that stands in nothing but such parts,
/// and an item in its list.
fn can_be_note(source: Source<'_>, id: u32) -> bool {
    let containers = &source.outline.containers;
    let tag = |id: u32| containers[id as usize].tag;
    let is_part = |tag| {
        matches!(
            tag,
            Tag::Div
                | Tag::Section
                | Tag::Aside
                | Tag::Article
                | Tag::Main
                | Tag::Footer
                | Tag::Body
                | Tag::Html
        )
    };
    let parent = containers[id as usize].parent;
    let around = match (tag(id), parent) {
        (Tag::Li, parent) if parent != NONE && matches!(tag(parent), Tag::Ol | Tag::Ul) => {
            containers[parent as usize].parent
        }
        (Tag::P | Tag::Div | Tag::Aside | Tag::Section, parent) => parent,
        _ => return false,
    };
    source.outline.path(around).all(|id| is_part(tag(id)))
}
