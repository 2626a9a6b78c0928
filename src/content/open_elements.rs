//! The elements around the kept blocks: which are open, and which close and open before the next
//! block.

use crate::content::context::BuildContext;
use crate::content::footnotes::{FootnoteLine, PageFootnotes};
use crate::content::item_numbers::ItemNumbers;
use crate::content::locales::{default_locale, difference, locale_of};
use crate::content::{ContentEvent, Element, ListItem};
use crate::hash::FastMap;
use crate::html::lists::NumberStyle;
use crate::html::outline::NONE;
use crate::html::tags::Tag;

/// Set in the key of an element that the page leaves out: the list around an item without one, or
/// the item around other children of a list. Its other bits are the container. Pages have fewer
/// containers than this.
const IMPLIED: u32 = 1 << 31;
/// Set in the key of a footnote. Its other bits are the container, which has an element of its own.
const FOOTNOTE: u32 = 1 << 30;

/// Blocks of the longest heading. Heading elements with more contain a card or the whole page.
const MOST_BLOCKS_OF_HEADING: usize = 4;

/// Nodes of an item of a task list before its box: a paragraph, a label and white space.
const MOST_NODES_BEFORE_BOX: usize = 6;

/// An element with the container it was made for.
#[derive(Clone, Debug)]
struct OpenElement {
    /// The container, perhaps with a flag, or `NONE` for an element that ends with its block.
    key: u32,
    container: u32,
    element: Element,
}

impl OpenElement {
    fn is_item(&self) -> bool {
        matches!(self.element, Element::ListItem(_))
    }

    fn is_list(&self) -> bool {
        matches!(self.element, Element::List { .. })
    }

    /// Returns true if the element contains inline content only. Its blocks are then its lines.
    fn has_only_lines(&self) -> bool {
        matches!(self.element, Element::Heading(_) | Element::Term)
    }
}

/// The open elements.
pub(super) struct OpenElements<'p> {
    context: BuildContext<'p>,
    /// Outermost first.
    open: Vec<OpenElement>,
    /// For each `dl` that was asked about, whether it is a list of terms and descriptions.
    description_lists: FastMap<u32, bool>,
    footnotes: PageFootnotes<'p>,
    item_numbers: ItemNumbers,
}

impl<'p> OpenElements<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        OpenElements {
            context,
            open: Vec::new(),
            description_lists: FastMap::default(),
            footnotes: PageFootnotes::find(context),
            item_numbers: ItemNumbers::read(context),
        }
    }

    /// Opens all elements around a block's text, a paragraph if there is nothing else. Returns the
    /// innermost one.
    pub(super) fn open_for_block(
        &mut self,
        block: usize,
        events: &mut Vec<ContentEvent>,
    ) -> Element {
        let container = self.context.block(block).container;
        let mut path = self.path_to(container);
        match path.iter().position(OpenElement::has_only_lines) {
            Some(at) => path.truncate(at + 1),
            None => path.push(OpenElement { key: NONE, container, element: Element::Paragraph }),
        }
        let innermost = path.last().map_or(Element::Paragraph, |last| last.element.clone());
        if self.change_to(path, events) == 0 {
            // The block is another line of an open heading or term.
            events.push(ContentEvent::LineBreak);
        }
        innermost
    }

    /// Opens all elements around an object or a table in a container.
    pub(super) fn open_for_container(&mut self, container: u32, events: &mut Vec<ContentEvent>) {
        let mut path = self.path_to(container);
        if let Some(at) = path.iter().position(OpenElement::has_only_lines) {
            path.truncate(at);
        }
        self.change_to(path, events);
    }

    /// Returns the footnotes that the lines of a block are.
    pub(super) fn footnote_lines(&self, block: usize) -> &[FootnoteLine<'p>] {
        self.footnotes.lines_of(block)
    }

    /// Returns the span of the number that a footnote begins with, if it begins with this block.
    pub(super) fn footnote_label(&self, block: usize) -> Option<(u32, u32)> {
        self.footnotes.label(block)
    }

    /// Removes the open element if it is a paragraph without content.
    pub(super) fn remove_empty_paragraph(&mut self, events: &mut Vec<ContentEvent>) {
        if matches!(events.last(), Some(ContentEvent::Locale(_))) {
            events.pop();
        }
        if events.last() == Some(&ContentEvent::Open(Element::Paragraph)) {
            events.pop();
            self.open.pop();
        }
    }

    pub(super) fn close_all(&mut self, events: &mut Vec<ContentEvent>) {
        self.close_to(0, events);
    }

    /// Closes the elements that do not contain the next block, then opens the ones that do. Returns
    /// how many it opened.
    fn change_to(&mut self, path: Vec<OpenElement>, events: &mut Vec<ContentEvent>) -> usize {
        let mut shared = 0;
        let mut path = path.into_iter().peekable();
        while let (Some(open), Some(next)) = (self.open.get(shared), path.peek()) {
            if open.key == next.key && open.key != NONE {
                path.next();
            } else if !open.is_item() || next.is_item() {
                // A child of a list that is not an item continues the open item.
                break;
            }
            shared += 1;
        }
        self.close_to(shared, events);
        let mut opened = 0;
        for next in path {
            let in_list = self.open.last().is_some_and(OpenElement::is_list);
            if in_list && !next.is_item() {
                let (key, container) = (next.key | IMPLIED, next.container);
                let element = Element::ListItem(ListItem { number: 1, is_checked: None });
                self.push(OpenElement { key, container, element }, events);
            }
            self.push(next, events);
            opened += 1;
        }
        opened
    }

    fn push(&mut self, next: OpenElement, events: &mut Vec<ContentEvent>) {
        events.push(ContentEvent::Open(next.element.clone()));
        self.push_locale(next.container, events);
        self.open.push(next);
    }

    /// Writes the language and direction of the element of a container, which opened last, if they
    /// are not those of the element around it.
    pub(super) fn push_locale(&self, container: u32, events: &mut Vec<ContentEvent>) {
        if self.context.positions.localized.is_empty() {
            return;
        }
        let parent = match self.open.last() {
            Some(parent) => locale_of(self.context, parent.container),
            None => default_locale(self.context),
        };
        let locale = difference(&locale_of(self.context, container), &parent);
        events.extend(locale.map(|locale| ContentEvent::Locale(locale.into())));
    }

    /// Closes all but the first `count` elements.
    fn close_to(&mut self, count: usize, events: &mut Vec<ContentEvent>) {
        events.extend((count..self.open.len()).map(|_| ContentEvent::Close));
        self.open.truncate(count);
    }

    /// Returns the elements that contain a container's content, outermost first.
    fn path_to(&mut self, container: u32) -> Vec<OpenElement> {
        // From the inside out until the end.
        let mut path: Vec<OpenElement> = Vec::new();
        let context = self.context;
        for id in context.outline.path(container) {
            if let Some(note) = self.footnotes.note(id) {
                path.push(OpenElement {
                    key: note.container | FOOTNOTE,
                    container: id,
                    element: Element::Footnote(note.fragment.into()),
                });
            }
            let Some(element) = self.element_of(id) else { continue };
            let next = OpenElement { key: id, container: id, element };
            if !next.is_list() {
                self.wrap_item(&mut path);
            }
            path.push(next);
        }
        self.wrap_item(&mut path);
        path.reverse();
        path
    }

    /// Adds the list around the item that was added last, if it was one.
    fn wrap_item(&self, path: &mut Vec<OpenElement>) {
        let Some(item) = path.last() else { return };
        if item.is_item() {
            let parent = self.context.outline.containers[item.key as usize].parent;
            let container = item.container;
            path.push(OpenElement {
                key: parent | IMPLIED,
                container,
                element: Element::List { numbers: None },
            });
        }
    }

    /// Returns the element that a container becomes, if any.
    fn element_of(&mut self, id: u32) -> Option<Element> {
        let tag = self.context.outline.containers[id as usize].tag;
        Some(match tag {
            Tag::Ul => Element::List { numbers: None },
            Tag::Ol => {
                let node = self.context.positions.spans[id as usize].node;
                let style = NumberStyle::of(self.context.dom, node);
                // Readers see no numbers, so the writers must not add any.
                Element::List { numbers: Some(style).filter(|&style| style != NumberStyle::Hidden) }
            }
            Tag::Li => Element::ListItem(ListItem {
                number: self.item_numbers.of(id),
                is_checked: task_box(self.context, id),
            }),
            Tag::Blockquote => Element::Quote,
            Tag::Dl if self.is_description_list(id) => Element::DescriptionList,
            Tag::Dt if self.is_in_description_list(id) => Element::Term,
            Tag::Dd if self.is_in_description_list(id) => Element::Description,
            tag if tag.heading() > 0
                && self.context.blocks_in(id).len() <= MOST_BLOCKS_OF_HEADING
                && !self.context.is_in_callout_title(id) =>
            {
                Element::Heading(tag.heading())
            }
            _ if self.context.callouts.is_box(id) => Element::Quote,
            _ => return None,
        })
    }

    /// Returns true if a `dt` or `dd` belongs to a list of terms, without another structure between
    /// them.
    fn is_in_description_list(&mut self, id: u32) -> bool {
        let containers = &self.context.outline.containers;
        for ancestor in self.context.outline.path(id).skip(1) {
            match containers[ancestor as usize].tag {
                Tag::Dl => return self.is_description_list(ancestor),
                Tag::Dt | Tag::Dd | Tag::Ul | Tag::Ol | Tag::Li | Tag::Blockquote | Tag::Table => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    /// Returns true if the kept blocks of a `dl` begin with a term and end with a description.
    fn is_description_list(&mut self, list: u32) -> bool {
        if self.footnotes.is_list(list) {
            return false;
        }
        if let Some(&known) = self.description_lists.get(&list) {
            return known;
        }
        let mut kept = self.context.kept_in(self.context.blocks_in(list));
        let first = kept.next();
        let last = kept.next_back().or(first);
        let part = |block: Option<usize>| part_of_list(self.context, list, block?);
        let decided = part(first) == Some(Tag::Dt) && part(last) == Some(Tag::Dd);
        self.description_lists.insert(list, decided);
        decided
    }
}

/// Returns the tag of the `dt` or `dd` of a list that contains a block.
fn part_of_list(context: BuildContext<'_>, list: u32, block: usize) -> Option<Tag> {
    for id in context.outline.path(context.block(block).container) {
        if id == list {
            return None;
        }
        let tag = context.outline.containers[id as usize].tag;
        if matches!(tag, Tag::Dt | Tag::Dd) {
            return Some(tag);
        }
    }
    None
}

/// Returns whether the box of an item is checked, if the item begins with one.
fn task_box(context: BuildContext<'_>, item: u32) -> Option<bool> {
    let dom = context.dom;
    let node = context.positions.spans[item as usize].node;
    for id in dom.descendants(node, |_| true).take(MOST_NODES_BEFORE_BOX) {
        if dom.text(id).is_some_and(|text| !text.trim().is_empty()) {
            return None;
        }
        let is_input = dom.name(id).is_some_and(|name| Tag::of(name) == Tag::Input);
        let kind = dom.attr_named(id, "type").unwrap_or_default();
        if is_input && kind.eq_ignore_ascii_case("checkbox") {
            return Some(dom.attr_named(id, "checked").is_some());
        }
        if dom.attr_named(id, "role") == Some("checkbox") {
            return Some(dom.attr_named(id, "aria-checked") == Some("true"));
        }
    }
    None
}
