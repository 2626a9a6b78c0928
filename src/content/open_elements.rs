//! The elements around the kept blocks: which are open, and which close and open before the next
//! block.

use std::collections::HashMap;

use crate::content::context::BuildContext;
use crate::content::footnotes::PageFootnotes;
use crate::content::{ContentEvent, Element};
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

/// An element with the container it was made for.
#[derive(Clone, Debug)]
struct OpenElement {
    /// The container, perhaps with a flag, or `NONE` for an element that ends with its block.
    key: u32,
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
    /// For each container, its number in its list. Empty before the first list item.
    item_numbers: Vec<u32>,
    /// For each `dl` that was asked about, whether it is a list of terms and descriptions.
    description_lists: HashMap<u32, bool>,
    footnotes: PageFootnotes<'p>,
}

impl<'p> OpenElements<'p> {
    pub(super) fn new(context: BuildContext<'p>) -> Self {
        OpenElements {
            context,
            open: Vec::new(),
            item_numbers: Vec::new(),
            description_lists: HashMap::new(),
            footnotes: PageFootnotes::find(context),
        }
    }

    /// Opens all elements around a block's text, a paragraph if there is nothing else. Returns the
    /// innermost one.
    pub(super) fn open_for_block(
        &mut self,
        block: usize,
        events: &mut Vec<ContentEvent>,
    ) -> Element {
        let mut path = self.path_to(self.context.block(block).container);
        match path.iter().position(OpenElement::has_only_lines) {
            Some(at) => path.truncate(at + 1),
            None => path.push(OpenElement { key: NONE, element: Element::Paragraph }),
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
                let key = next.key | IMPLIED;
                self.push(OpenElement { key, element: Element::ListItem(1) }, events);
            }
            self.push(next, events);
            opened += 1;
        }
        opened
    }

    fn push(&mut self, next: OpenElement, events: &mut Vec<ContentEvent>) {
        events.push(ContentEvent::Open(next.element.clone()));
        self.open.push(next);
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
            if let Some(fragment) = self.footnotes.fragment(id) {
                path.push(OpenElement {
                    key: id | FOOTNOTE,
                    element: Element::Footnote(fragment.into()),
                });
            }
            let Some(element) = self.element_of(id) else { continue };
            let next = OpenElement { key: id, element };
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
            path.push(OpenElement {
                key: parent | IMPLIED,
                element: Element::List { ordered: false },
            });
        }
    }

    /// Returns the element that a container becomes, if any.
    fn element_of(&mut self, id: u32) -> Option<Element> {
        let tag = self.context.outline.containers[id as usize].tag;
        Some(match tag {
            Tag::Ul => Element::List { ordered: false },
            Tag::Ol => Element::List { ordered: true },
            Tag::Li => Element::ListItem(self.item_number(id)),
            Tag::Blockquote => Element::Quote,
            Tag::Dl if self.is_description_list(id) => Element::DescriptionList,
            Tag::Dt if self.is_in_description_list(id) => Element::Term,
            Tag::Dd if self.is_in_description_list(id) => Element::Description,
            tag if tag.heading() > 0
                && self.context.blocks_in(id).len() <= MOST_BLOCKS_OF_HEADING =>
            {
                Element::Heading(tag.heading())
            }
            _ => return None,
        })
    }

    fn item_number(&mut self, item: u32) -> u32 {
        if self.item_numbers.is_empty() {
            self.item_numbers = item_numbers(self.context);
        }
        self.item_numbers[item as usize]
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

/// Returns the numbers of all list items, by container: the `value` of the item, or one more than
/// the item before it, or the `start` of its list. Other containers have the number 0.
fn item_numbers(context: BuildContext<'_>) -> Vec<u32> {
    let containers = &context.outline.containers;
    let mut numbers = vec![0; containers.len()];
    let mut next: Vec<Option<u32>> = vec![None; containers.len()];
    let attribute =
        |id: u32, name| context.attribute(id, name).and_then(|value| value.trim().parse().ok());
    for (id, container) in containers.iter().enumerate() {
        if container.tag != Tag::Li {
            continue;
        }
        let list = container.parent;
        let following = next.get(list as usize).copied().flatten();
        let number = attribute(id as u32, "value")
            .or(following)
            .or_else(|| attribute(list, "start"))
            .unwrap_or(1u32);
        numbers[id] = number;
        if let Some(next) = next.get_mut(list as usize) {
            *next = Some(number.saturating_add(1));
        }
    }
    numbers
}
