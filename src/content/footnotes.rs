//! Footnotes: elements that short marks in the text link to.

use std::collections::{HashMap, HashSet};

use crate::content::context::BuildContext;
use crate::content::own_fragment;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

/// Bytes of the longest footnote mark: brackets, digits and symbols.
const LONGEST_MARK: usize = 12;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct PageFootnotes<'p> {
    /// The fragments that marks link to, by the container with that id.
    fragments: HashMap<u32, &'p str>,
}

impl<'p> PageFootnotes<'p> {
    /// Finds the elements that marks link to.
    pub(super) fn find(context: BuildContext<'p>) -> Self {
        let mut targets = mark_targets(context);
        let mut fragments: HashMap<u32, &str> = HashMap::new();
        if targets.is_empty() {
            return PageFootnotes { fragments };
        }
        for id in 0..context.outline.containers.len() as u32 {
            let Some(own_id) = context.attribute(id, "id") else { continue };
            // An id belongs to the first element that has it.
            if !targets.remove(own_id) {
                continue;
            }
            let is_nested = || context.outline.path(id).any(|it| fragments.contains_key(&it));
            if can_be_footnote(context, id) && !is_nested() {
                fragments.insert(id, own_id);
            }
        }
        PageFootnotes { fragments }
    }

    /// Returns the fragment that links to a container, if that is a footnote.
    pub(super) fn fragment(&self, container: u32) -> Option<&'p str> {
        self.fragments.get(&container).copied()
    }
}

/// Returns the fragments that footnote marks link to. A mark is a short link without letters.
fn mark_targets(context: BuildContext<'_>) -> HashSet<&str> {
    let mut targets = HashSet::new();
    for (id, container) in context.outline.containers.iter().enumerate() {
        let span = context.positions.spans[id];
        let length = span.end.saturating_sub(span.start) as usize;
        if container.tag != Tag::A || !container.inline || !(1..=LONGEST_MARK).contains(&length) {
            continue;
        }
        if context.text(id as u32).contains(char::is_alphabetic) {
            continue;
        }
        targets.extend(context.attribute(id as u32, "href").and_then(own_fragment));
    }
    targets
}

/// Returns true if an element can be a footnote: a paragraph, section or list item whose other
/// ancestors only divide the page.
fn can_be_footnote(context: BuildContext<'_>, id: u32) -> bool {
    let containers = &context.outline.containers;
    let tag_of = |id: u32| containers[id as usize].tag;
    let parent = containers[id as usize].parent;
    let outer = match tag_of(id) {
        Tag::Li if parent != NONE && matches!(tag_of(parent), Tag::Ol | Tag::Ul) => {
            containers[parent as usize].parent
        }
        Tag::P | Tag::Div | Tag::Aside | Tag::Section => parent,
        _ => return false,
    };
    context.outline.path(outer).all(|ancestor| divides_page(tag_of(ancestor)))
}

fn divides_page(tag: Tag) -> bool {
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
}
