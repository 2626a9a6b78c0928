//! Corrects the verdicts on hidden text: it is part of the article if something on the page shows
//! it.
//!
//! Tabs, accordions and the rest after "Read more" are hidden until a reader asks for them. A
//! script that reveals the whole article is not on the page. All other hidden text is for other
//! readers.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::page_view::{PageView, revise};
use crate::html::dom::NodeId;
use crate::html::outline::{NONE, hidden};
use crate::html::positions::{Omission, OmissionKind};
use crate::html::styles::is_off_screen;
use crate::html::tags::{Flow, Tag};
use crate::verdict::{Reason, Verdict};

/// Words in classes and ids of text that a control shows. Sorted.
#[rustfmt::skip]
const SHOWN_NAMES: &[&str] = &[
    "accordion", "answer", "carousel", "collapse", "collapsible", "expand", "expandable",
    "expander", "faq", "more", "pane", "panel", "panels", "readmore", "slide", "slides", "spoiler", "tab",
    "tabcontent", "tabpanel", "tabs", "toggle",
];
/// Words in classes and ids of the panels of tabs. Sorted.
const PANEL_NAMES: &[&str] = &["pane", "panel", "panels", "tab", "tabcontent", "tabpanel", "tabs"];
/// Share of the kept words in hidden text from which a script must reveal it.
const REVEALED_SHARE: f32 = 0.5;
/// Score below which a block of a restored panel is chrome for certain.
const LEAST_SCORE: f32 = 0.02;
/// Words of the longest label of a control.
const MOST_WORDS_OF_CONTROL: usize = 8;
/// Nodes of an element that is searched for a control.
const MOST_NODES: usize = 40;

/// Drops the kept blocks that are hidden for good, and keeps those of hidden tabs. Returns the
/// hidden texts inside other blocks.
pub(super) fn correct_hidden(view: PageView<'_>, verdicts: &mut [Verdict]) -> Vec<Omission> {
    let roots = hidden_roots(view);
    let mut panels = HashMap::new();
    for &root in &roots {
        restore_panel(view, root, verdicts, &mut panels);
    }
    let kept_words = |verdicts: &[Verdict], blocks: Range<usize>| {
        let kept = blocks.filter(|&block| verdicts[block].keep);
        kept.map(|block| view.block(block).words).sum::<f32>()
    };
    let all = kept_words(verdicts, 0..verdicts.len());
    let sets = repeated_roots(view, &roots);
    let mut targets = None;
    let mut omissions = Vec::new();
    for root in roots {
        let (blocks, omission) = (view.blocks_in(root), inline_omission(view, root));
        let own = kept_words(verdicts, blocks.clone());
        let is_kept = own > 0.0 || omission.is_some();
        if !is_kept || own > all * REVEALED_SHARE {
            continue;
        }
        let targets = targets.get_or_insert_with(|| control_targets(view));
        if sets.contains(&root) || is_shown(view, root, targets) {
            continue;
        }
        omissions.extend(omission);
        for block in blocks {
            revise(&mut verdicts[block], false, Reason::Hidden);
        }
    }
    omissions
}

/// Returns the hidden elements that are several of a kind, with a class: tabs, slides, answers. One
/// after the other is shown.
fn repeated_roots(view: PageView<'_>, roots: &[u32]) -> HashSet<u32> {
    let mut kinds: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
    for &root in roots {
        let (own, parent) = (view.container(root), view.container(root).parent);
        let has_class = view.attribute(root, "class").is_some_and(|class| !class.is_empty());
        if !own.inline && has_class && parent != NONE {
            let kind = (own.signature, view.container(parent).signature);
            kinds.entry(kind).or_default().push(root);
        }
    }
    kinds.into_values().filter(|roots| roots.len() > 1).flatten().collect()
}

/// Returns the text of a hidden inline element, without the white space before it.
fn inline_omission(view: PageView<'_>, root: u32) -> Option<Omission> {
    let span = view.positions.spans[root as usize];
    // The text of a hidden formula replaces the picture that readers see.
    let nodes = view.dom.descendants(span.node, |id| {
        view.dom.name(id).is_none_or(|name| Tag::of(name).flow() != Flow::Skip)
    });
    let mut texts = nodes.filter_map(|node| view.dom.text(node));
    let is_text = view.container(root).inline
        && span.start < span.end
        && texts.any(|text| !text.trim().is_empty());
    let is_after_space = view.outline.text.as_bytes().get(span.start as usize) == Some(&b' ');
    let start = span.start + u32::from(is_after_space);
    is_text.then_some(Omission { start, end: span.end, kind: OmissionKind::Hidden })
}

/// Returns the outermost hidden elements with text. Text that only screen readers do not read is
/// not hidden.
fn hidden_roots(view: PageView<'_>) -> Vec<u32> {
    let mut roots = Vec::new();
    // By container: true for an element off the screen, and for those inside.
    let mut off_screen = vec![false; view.outline.containers.len()];
    for (id, container) in (0..).zip(&view.outline.containers) {
        let parent = container.parent;
        let in_off_screen = parent != NONE && off_screen[parent as usize];
        let in_hidden =
            in_off_screen || parent != NONE && hidden::from_readers(view.container(parent).hidden);
        let has_text = container.first < container.end || container.inline;
        off_screen[id as usize] =
            in_off_screen || view.attribute(id, "style").is_some_and(is_off_screen);
        let is_hidden = hidden::from_readers(container.hidden) || off_screen[id as usize];
        if has_text && !in_hidden && is_hidden {
            roots.push(id);
        }
    }
    roots
}

/// Returns the ids that links and controls of the page name.
fn control_targets(view: PageView<'_>) -> HashSet<&str> {
    let mut targets = HashSet::new();
    let nodes = view.dom.descendants(view.dom.root(), |_| true);
    for attribute in nodes.flat_map(|node| view.dom.attrs(node)) {
        if matches!(
            &*attribute.name,
            "aria-controls" | "data-bs-target" | "data-target" | "for" | "href"
        ) {
            let is_fragment = attribute.value.starts_with('#');
            if is_fragment || &*attribute.name != "href" {
                let ids = attribute.value.split_ascii_whitespace();
                targets.extend(ids.map(|id| id.trim_start_matches('#')));
            }
        }
    }
    targets.remove("");
    targets
}

/// Returns true if something on the page shows a hidden element.
fn is_shown(view: PageView<'_>, root: u32, targets: &HashSet<&str>) -> bool {
    let until_found = view
        .attribute(root, "hidden")
        .is_some_and(|value| value.eq_ignore_ascii_case("until-found"));
    let is_target = |id: u32| view.attribute(id, "id").is_some_and(|name| targets.contains(name));
    let parent = view.container(root).parent;
    until_found
        || is_panel(view, root)
        || view.has_name(root, SHOWN_NAMES)
        || is_target(root)
        || parent != NONE && (is_target(parent) || view.container(parent).tag == Tag::Details)
        || is_beside_control(view, root)
        || is_streamed(view, root)
}

/// Returns true for a part that React streams: a script moves it to its place.
fn is_streamed(view: PageView<'_>, root: u32) -> bool {
    view.attribute(root, "id").is_some_and(|id| id.starts_with("S:"))
}

/// Returns true for the panel of a tab.
fn is_panel(view: PageView<'_>, id: u32) -> bool {
    view.attribute(id, "role").is_some_and(|role| role == "tabpanel")
        || view.has_name(id, PANEL_NAMES)
}

/// Returns true if a control is right before or after an element: `Read more`, or the question
/// above an answer.
fn is_beside_control(view: PageView<'_>, root: u32) -> bool {
    let dom = view.dom;
    let node = view.positions.spans[root as usize].node;
    let is_blank = |id: NodeId| dom.text(id).is_some_and(|text| text.trim().is_empty());
    let mut before = dom.prev_sibling(node);
    while let Some(id) = before.filter(|&id| is_blank(id)) {
        before = dom.prev_sibling(id);
    }
    let mut after = dom.next_sibling(node);
    while let Some(id) = after.filter(|&id| is_blank(id)) {
        after = dom.next_sibling(id);
    }
    // Only a section can be the answer below a heading.
    let is_section =
        matches!(view.container(root).tag, Tag::Div | Tag::Section | Tag::Dd | Tag::Ul);
    before.is_some_and(|id| ends_with_control(view, id) || is_section && is_question(view, id))
        || after.is_some_and(|id| is_control(view, id))
}

/// Returns true for a heading or term, which opens the answer below it.
fn is_question(view: PageView<'_>, id: NodeId) -> bool {
    let tag = view.dom.name(id).map_or(Tag::Unknown, |name| Tag::of(name));
    tag == Tag::Dt || tag.heading() > 1
}

/// Returns true if the last element with text inside an element is a control.
fn ends_with_control(view: PageView<'_>, id: NodeId) -> bool {
    if is_control(view, id) {
        return true;
    }
    let dom = view.dom;
    let mut last = id;
    for _ in 0..MOST_NODES {
        let is_text = |&id: &NodeId| {
            dom.name(id).is_some() || dom.text(id).is_some_and(|text| !text.trim().is_empty())
        };
        let Some(child) = dom.children(last).filter(is_text).last() else { return false };
        if is_control(view, child) {
            return true;
        }
        last = child;
    }
    false
}

/// Returns true for a button, or a link that leads nowhere, with a short label.
fn is_control(view: PageView<'_>, id: NodeId) -> bool {
    let dom = view.dom;
    let Some(name) = dom.name(id) else { return false };
    let is_button = match Tag::of(name) {
        Tag::Button | Tag::Summary | Tag::Label => true,
        Tag::A => {
            let url = dom.attr_named(id, "href").unwrap_or_default().trim();
            url.is_empty() || url.starts_with('#') || url.starts_with("javascript:")
        }
        _ => false,
    };
    let is_role = dom.attr_named(id, "role").is_some_and(|role| matches!(role, "button" | "tab"));
    if !is_button && !is_role && dom.attr_named(id, "aria-expanded").is_none() {
        return false;
    }
    let texts = dom.descendants(id, |_| true).filter_map(|node| dom.text(node));
    texts.flat_map(str::split_whitespace).take(MOST_WORDS_OF_CONTROL + 1).count()
        <= MOST_WORDS_OF_CONTROL
}

/// Keeps the blocks of a hidden panel, if the panel that is shown beside it is kept. `panels` holds
/// the parents of panels that were looked at, and whether they have such a panel.
fn restore_panel(
    view: PageView<'_>,
    root: u32,
    verdicts: &mut [Verdict],
    panels: &mut HashMap<u32, bool>,
) {
    let parent = view.container(root).parent;
    if parent == NONE || !is_panel(view, root) {
        return;
    }
    let has_kept = panels.entry(parent).or_insert_with(|| has_kept_panel(view, parent, verdicts));
    if !*has_kept {
        return;
    }
    for block in view.blocks_in(root) {
        let verdict = &mut verdicts[block];
        if verdict.why.phrase.is_none() && verdict.score >= LEAST_SCORE {
            revise(verdict, true, Reason::Panel);
        }
    }
}

/// Returns true if a child of a container is a panel that is shown, and half of its words are kept.
fn has_kept_panel(view: PageView<'_>, parent: u32, verdicts: &[Verdict]) -> bool {
    let first = parent + 1;
    for (container, id) in view.outline.containers[first as usize..].iter().zip(first..) {
        if container.parent < parent || container.parent == NONE {
            break;
        }
        if container.parent != parent || container.hidden != 0 || !is_panel(view, id) {
            continue;
        }
        let (mut words, mut kept) = (0.0, 0.0);
        for block in view.blocks_in(id) {
            words += view.block(block).words;
            kept += if verdicts[block].keep { view.block(block).words } else { 0.0 };
        }
        if words > 0.0 && kept * 2.0 >= words {
            return true;
        }
    }
    false
}
