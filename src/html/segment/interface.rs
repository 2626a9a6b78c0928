//! Finds the interface inside the text of a page: edit links, anchors of headings, links back from
//! footnotes, copy buttons, line numbers, names of icons, and text for screen readers only.
//!
//! The text of such an element stays in its block until the verdicts are there, so that it changes
//! none of them. Then [`omissions`](crate::html::omissions) cuts it out.

use crate::hash::KeySet;
use crate::html::dom::{Dom, NodeId};
use crate::html::line_numbers::is_line_number_class;
use crate::html::name_words::{each_word, name_key};
use crate::html::positions::OmissionKind;
use crate::html::tags::{Flow, Tag};
use crate::text::edit_links::are_edit_links;
use crate::unicode::punctuation::is_currency;

/// Nodes of an element whose text is read.
const MOST_NODES: usize = 24;
/// Bytes of the longest interface text: `[modifier | modifier le code]` has 30, and a link back may
/// have a letter for each of its places.
const LONGEST_TEXT: usize = 80;
/// Text nodes of a gutter of line numbers.
const MOST_NUMBERS: usize = 4096;

/// Words of classes and roles that interface has. Other elements are not looked at.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "anchor", "anchorjs", "back", "backlink", "backref", "clipboard", "copy", "edit",
    "editsection", "gutter", "hash", "headeranchor", "headerlink", "hidden", "icon", "icons",
    "lineno", "linenodiv", "linenos", "linenumber", "linenumbers", "ln", "lnt", "material", "num",
    "number", "numbers", "offscreen", "only", "permalink", "reader", "return", "reversefootnote",
    "rouge", "symbols", "visuallyhidden",
];

/// Signs of links to the heading that contains them.
const ANCHOR_SIGNS: &[char] = &['¶', '#', '§', '🔗', '⚓', '∞', '⛓', '🔖'];
/// Signs of links back to the mark of a footnote, or to the top.
const BACK_SIGNS: &[char] =
    &['↩', '↪', '↵', '⏎', '⤴', '⤶', '⮌', '⮐', '⬑', '⬏', '↰', '↲', '↑', '⇧', '⬆', '▲', '⌃', '^'];
/// Texts of links to a heading, in lower case.
#[rustfmt::skip]
const ANCHOR_TEXTS: &[&str] = &[
    "anchor", "ancla", "ancre", "copy link", "enlace permanente", "lien permanent", "link",
    "link kopieren", "link to heading", "link to this heading", "link to this section",
    "permalien", "permalink", "permalink to this heading", "section link", "ссылка",
    "постоянная ссылка", "パーマリンク", "永久链接", "链接",
];
/// Texts of buttons that copy code, in lower case.
#[rustfmt::skip]
const COPY_TEXTS: &[&str] = &[
    "code kopieren", "copia", "copia codice", "copiar", "copiar código", "copied", "copied!",
    "copier", "copier le code", "copy", "copy code", "copy code block", "copy snippet", "copy text",
    "copy to clipboard", "in die zwischenablage kopieren", "kod kopyala", "kopieer", "kopiera",
    "kopieren", "kopioi", "kopiuj", "kopyala", "kopírovat", "másolás", "salin", "sao chép",
    "копировать", "копировать код", "скопировать", "копіювати", "نسخ", "העתק", "คัดลอก", "コピー",
    "コピーする", "复制", "复制代码", "複製", "複製程式碼", "복사", "복사하기",
];

/// Finds interface by the keys of an element's tokens, before its attributes are read.
#[derive(Debug)]
pub(super) struct InterfaceFilter {
    keys: KeySet,
}

/// The surroundings of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    /// True inside a heading.
    pub(super) in_heading: bool,
    /// True inside preformatted text or code.
    pub(super) in_code: bool,
}

impl InterfaceFilter {
    pub(super) fn new() -> Self {
        InterfaceFilter { keys: KeySet::new(NAMES.iter().map(|name| name_key(name))) }
    }

    /// Returns how the text of an element is omitted, or `None` for the text of the page.
    pub(super) fn omission(
        &self,
        dom: &Dom,
        id: NodeId,
        tag: Tag,
        tokens: &[u32],
        around: Surroundings,
    ) -> Option<OmissionKind> {
        let is_named = tokens.iter().any(|&key| self.keys.contains(key));
        if is_named && is_line_numbers(dom, id) {
            return Some(OmissionKind::Interface);
        }
        if around.in_code || !is_named && !may_be_nameless(dom, id, tag, around) {
            return None;
        }
        let element = ShortElement::read(dom, id, tag)?;
        if element.is_edit_link(around)
            || element.is_anchor(around)
            || element.is_back_link(around)
            || element.is_copy_button()
            || element.is_icon()
        {
            return Some(OmissionKind::Interface);
        }
        if tag.flow() != Flow::Inline {
            None
        } else if element.is_decoration() {
            Some(OmissionKind::Decoration)
        } else {
            element.is_for_screen_readers().then_some(OmissionKind::Unseen)
        }
    }
}

/// Signs that are not decoration, beside those of currencies: signs of numbers, quotation marks,
/// and stars of a rating. A plus opens a part of a page, and `<` and `>` are arrows.
const MEANINGFUL: [char; 18] =
    ['−', '±', '≤', '≥', '≈', '%', '‰', '“', '”', '„', '‘', '’', '‚', '«', '»', '"', '★', '☆'];

/// Returns true for an element that can be interface without a name that says so.
fn may_be_nameless(dom: &Dom, id: NodeId, tag: Tag, around: Surroundings) -> bool {
    match tag {
        Tag::A => {
            around.in_heading || dom.attr_named(id, "href").is_some_and(|url| url.contains('#'))
        }
        Tag::Button => true,
        _ if tag.flow() != Flow::Inline => false,
        _ => around.in_heading || dom.attr_named(id, "aria-hidden").is_some(),
    }
}

/// Returns true for an element of line numbers and nothing else.
fn is_line_numbers(dom: &Dom, id: NodeId) -> bool {
    let classes = dom.attr_named(id, "class").unwrap_or_default();
    if !classes.split_ascii_whitespace().any(is_line_number_class) {
        return false;
    }
    let mut has_number = false;
    for (number, node) in dom.descendants(id, |_| true).enumerate() {
        let text = dom.text(node).unwrap_or_default();
        if number > MOST_NUMBERS
            || !text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace())
        {
            return false;
        }
        has_number |= text.bytes().any(|b| b.is_ascii_digit());
    }
    has_number
}

/// An element with a short text.
struct ShortElement<'d> {
    dom: &'d Dom,
    id: NodeId,
    tag: Tag,
    /// The text in lower case, white space folded.
    text: String,
    /// The words of its classes.
    names: Vec<String>,
}

impl<'d> ShortElement<'d> {
    fn read(dom: &'d Dom, id: NodeId, tag: Tag) -> Option<Self> {
        let text = short_text(dom, id)?.to_lowercase();
        let mut names = Vec::new();
        each_word(dom.attr_named(id, "class").unwrap_or_default(), |word| {
            names.push(word.to_owned());
        });
        Some(ShortElement { dom, id, tag, text, names })
    }

    /// Returns true if the class has this word.
    fn is(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }

    fn attribute(&self, name: &str) -> &str {
        self.dom.attr_named(self.id, name).unwrap_or_default()
    }

    /// Returns the text without signs of links, brackets and white space at its ends.
    fn bare_text(&self) -> &str {
        let is_edge = |c: char| {
            c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '\u{fe0e}' | '\u{fe0f}')
        };
        self.text.trim_matches(is_edge)
    }

    /// Returns true if the text consists of `signs`.
    fn is_all(&self, signs: &[char]) -> bool {
        let text = self.bare_text();
        let is_sign = |c: char| signs.contains(&c) || matches!(c, '\u{fe0e}' | '\u{fe0f}');
        !text.is_empty() && text.chars().all(is_sign)
    }

    /// `[edit]` in a heading, in the languages of wikis.
    fn is_edit_link(&self, around: Surroundings) -> bool {
        if self.is("editsection") || self.is("edit") && self.is("section") {
            return true;
        }
        let is_bracketed = self.text.starts_with('[') && self.text.ends_with(']');
        if !around.in_heading || !is_bracketed && !self.is("edit") {
            return false;
        }
        are_edit_links(self.bare_text())
    }

    /// `¶`, `#`, `§` or "Permalink" beside the text of a heading.
    fn is_anchor(&self, around: Surroundings) -> bool {
        let is_link = self.tag == Tag::A && self.attribute("href").contains('#');
        let is_named = ["anchor", "anchorjs", "hash", "headeranchor", "headerlink", "permalink"]
            .iter()
            .any(|name| self.is(name));
        if !is_link && !is_named {
            return false;
        }
        if self.is_all(ANCHOR_SIGNS) {
            return around.in_heading || is_named || self.bare_text() == "¶";
        }
        // The link around a whole heading is its text.
        around.in_heading
            && is_named
            && ANCHOR_TEXTS.contains(&self.bare_text())
            && !self.is_whole_heading()
    }

    fn is_whole_heading(&self) -> bool {
        let mut heading = self.dom.parent(self.id);
        while let Some(id) = heading {
            if self.dom.name(id).is_some_and(|name| Tag::of(name).heading() > 0) {
                let text = short_text(self.dom, id).map(|text| text.to_lowercase());
                return text.is_some_and(|text| text == self.text);
            }
            heading = self.dom.parent(id);
        }
        false
    }

    /// `↩`, and the `^ a b c` of Wikipedia.
    fn is_back_link(&self, around: Surroundings) -> bool {
        let is_link = self.tag == Tag::A && self.attribute("href").starts_with('#');
        if is_link && self.is_all(BACK_SIGNS) {
            return true;
        }
        // A heading can be a link back to the table of contents.
        if around.in_heading {
            return false;
        }
        self.is("backlink")
            || self.is("backref")
            || self.is("reversefootnote")
            || self.is("footnote") && (self.is("back") || self.is("return"))
            || self.attribute("role") == "doc-backlink"
    }

    fn is_copy_button(&self) -> bool {
        let is_named = self.tag == Tag::Button || self.is("copy") || self.is("clipboard");
        is_named && COPY_TEXTS.contains(&self.bare_text())
    }

    /// The name of an icon, which a font turns into a picture.
    fn is_icon(&self) -> bool {
        let is_icon = self.is("icon") || self.is("icons") || self.is("symbols");
        let is_ligature = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !is_icon || !self.text.chars().all(is_ligature) || self.text.is_empty() {
            return false;
        }
        self.is("material") || self.is("mat") || self.text.contains('_')
    }

    /// A sign that screen readers do not read, unless it changes the meaning of the text.
    fn is_decoration(&self) -> bool {
        self.attribute("aria-hidden").eq_ignore_ascii_case("true")
            && !self.text.contains(|c: char| {
                c.is_alphanumeric() || is_currency(c) || MEANINGFUL.contains(&c)
            })
    }

    fn is_for_screen_readers(&self) -> bool {
        self.is("visuallyhidden")
            || self.is("offscreen")
            || self.is("visually") && self.is("hidden")
            || self.is("sr") && self.is("only")
            || self.is("screen") && self.is("reader")
    }
}

/// Returns the text of an element with white space folded, if it has any and not too much.
fn short_text(dom: &Dom, id: NodeId) -> Option<String> {
    let mut text = String::new();
    for (number, node) in dom.descendants(id, |_| true).enumerate() {
        text.push_str(dom.text(node).unwrap_or_default());
        if number >= MOST_NODES || text.len() > LONGEST_TEXT {
            return None;
        }
    }
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!folded.is_empty()).then_some(folded)
}
