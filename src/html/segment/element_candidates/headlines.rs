//! Finds the texts inside a headline that are not part of the title: kickers, categories, dates,
//! readings of characters.

use crate::html::dom::{Dom, NodeId};
use crate::html::name_words::each_word;
use crate::html::tags::{Flow, Tag};
use crate::metadata::Origin;
use crate::metadata::candidates::{Candidate, CandidateField, Candidates};

/// Nodes of a headline that are looked at.
const MOST_NODES: usize = 60;

/// Words in the classes of such elements, in the terms of newsrooms and themes. Sorted.
const EXTRA_WORDS: &[&str] = &[
    "antetitulo",
    "author",
    "badge",
    "byline",
    "categories",
    "category",
    "colon",
    "credit",
    "dachzeile",
    "date",
    "delimiter",
    "eyebrow",
    "kicker",
    "occhiello",
    "overline",
    "pagenumber",
    "permalink",
    "pretitle",
    "roofline",
    "rubric",
    "rubrik",
    "separator",
    "spitzmarke",
    "subheadline",
    "subtitle",
    "supertitle",
    "surtitre",
    "tag",
    "topline",
    "toptitle",
    "visuallyhidden",
];

/// Adds the texts in a headline that are not part of the title, in document order.
pub(super) fn add_extras(dom: &Dom, headline: NodeId, block: u32, candidates: &mut Candidates) {
    let (mut extras, mut has_title) = (Vec::new(), false);
    let mut next = dom.first_child(headline);
    for _ in 0..MOST_NODES {
        let Some(id) = next else { break };
        let is_extra = is_extra(dom, id);
        if is_extra {
            extras.extend(text_in(dom, id));
        }
        has_title |= !is_extra && dom.text(id).is_some_and(|text| !text.trim().is_empty());
        // The text in an extra is read already.
        let child = if is_extra { None } else { dom.first_child(id) };
        next = child.or_else(|| dom.following(id, headline));
    }
    // A headline whose classes are all of this kind is named by another convention.
    if has_title {
        let (field, origin) = (CandidateField::HeadlineExtra, Origin::Class);
        candidates.all.extend(extras.into_iter().map(|value| Candidate {
            field,
            origin,
            block,
            value,
        }));
    }
}

/// Returns true if an element in a headline is not part of the title.
fn is_extra(dom: &Dom, id: NodeId) -> bool {
    let Some(name) = dom.name(id) else { return false };
    let tag = Tag::of(name);
    if matches!(tag, Tag::Time | Tag::Small | Tag::Rt | Tag::Rp | Tag::Button | Tag::Form) {
        return true;
    }
    let mut is_extra = false;
    each_word(dom.attr_named(id, "class").unwrap_or_default(), |word| {
        is_extra |= EXTRA_WORDS.binary_search(&word).is_ok();
    });
    is_extra
}

/// Returns the text of an element with white space folded.
fn text_in(dom: &Dom, id: NodeId) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let is_shown = |id| dom.name(id).is_none_or(|name| Tag::of(name).flow() != Flow::Skip);
    for node in dom.descendants(id, is_shown).take(MOST_NODES) {
        words.extend(dom.text(node).unwrap_or_default().split_whitespace());
    }
    (!words.is_empty()).then(|| words.join(" "))
}
