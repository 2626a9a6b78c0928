//! Callouts: boxes with a note, a tip or a warning beside the text, and their titles.

use crate::hash::KeySet;
use crate::html::dom::Dom;
use crate::html::name_words::name_key;
use crate::html::outline::{Container, Outline};
use crate::html::positions::Positions;
use crate::html::tags::Tag;

/// Words in the classes of callouts. The tokens of the outline have them.
const WORDS: [&str; 8] = [
    "admonition",
    "admonitionblock",
    "alert",
    "callout",
    "confluence",
    "custom",
    "notecard",
    "starlight",
];

/// Classes of callouts: of GitHub, Obsidian and Notion, Bootstrap, Docusaurus, Sphinx and MkDocs,
/// AsciiDoc, VuePress, MDN, Starlight, Confluence.
const BOX_CLASSES: &[&str] = &[
    "admonition",
    "admonitionblock",
    "bd-callout",
    "callout",
    "confluence-information-macro",
    "custom-block",
    "markdown-alert",
    "notecard",
    "starlight-aside",
    "theme-admonition",
];

/// Words in the classes of the titles of callouts.
const TITLE_WORDS: [&str; 3] = ["title", "heading", "header"];

/// The callouts of a page, by their containers.
#[derive(Debug, Default)]
pub(crate) struct Callouts {
    /// Ascending.
    boxes: Vec<u32>,
    /// The titles with their boxes, ascending.
    titles: Vec<(u32, u32)>,
}

impl Callouts {
    /// Finds the callouts of a page.
    pub(crate) fn find(dom: &Dom, outline: &Outline, positions: &Positions) -> Self {
        let keys = KeySet::new(WORDS.iter().map(|word| name_key(word)));
        let mut callouts = Callouts::default();
        for (id, container) in outline.containers.iter().enumerate() {
            let (first, end) = container.tokens;
            let tokens = &outline.tokens[first as usize..end as usize];
            if !container.inline && tokens.iter().any(|&token| keys.contains(token)) {
                let classes = positions.attribute(dom, id as u32, "class").unwrap_or_default();
                if is_box(container.tag, classes) {
                    callouts.boxes.push(id as u32);
                }
            }
        }
        for number in 0..callouts.boxes.len() {
            callouts.find_titles(dom, outline, positions, callouts.boxes[number]);
        }
        callouts.titles.sort_unstable();
        callouts
    }

    fn find_titles(&mut self, dom: &Dom, outline: &Outline, positions: &Positions, outer: u32) {
        for (id, container) in outline.containers.iter().enumerate().skip(outer as usize + 1) {
            if container.parent < outer {
                return;
            }
            // The titles of a nested callout are its own, and the outer one has none after it.
            if self.boxes.binary_search(&(id as u32)).is_ok() {
                return;
            }
            let classes = positions.attribute(dom, id as u32, "class").unwrap_or_default();
            if is_title(container, classes) {
                self.titles.push((id as u32, outer));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// Returns true if a container is a callout.
    pub(crate) fn is_box(&self, container: u32) -> bool {
        self.boxes.binary_search(&container).is_ok()
    }

    /// Returns true if a container is the title of a callout.
    pub(crate) fn is_title(&self, container: u32) -> bool {
        self.titles.binary_search_by_key(&container, |&(title, _)| title).is_ok()
    }

    /// Returns the titles with their callouts, in document order.
    pub(crate) fn titles(&self) -> &[(u32, u32)] {
        &self.titles
    }
}

/// Returns true for the element of a callout. Bootstrap and Docusaurus name its kind in a second
/// class, without which an alert is a message of the site.
fn is_box(tag: Tag, classes: &str) -> bool {
    if !matches!(tag, Tag::Div | Tag::Aside | Tag::Section | Tag::Details | Tag::Figure) {
        return false;
    }
    let mut is_alert = false;
    let mut has_kind = false;
    for class in classes.split_ascii_whitespace() {
        if BOX_CLASSES.contains(&class) {
            return true;
        }
        is_alert |= class == "alert";
        has_kind |= class.starts_with("alert-") && class != "alert-dismissible";
    }
    is_alert && has_kind
}

/// Returns true for the element of a title inside a callout.
fn is_title(container: &Container, classes: &str) -> bool {
    if container.tag == Tag::Summary {
        return true;
    }
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        class == "title"
            || TITLE_WORDS.iter().any(|word| class.contains(word))
                && (WORDS.iter().any(|word| class.contains(word)) || class.contains("aside"))
    })
}
