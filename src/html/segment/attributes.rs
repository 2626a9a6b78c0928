//! Reads the attributes of an element: tokens of its class, id, role and similar names, and how it
//! is hidden.

use crate::hash::{FastMap, key};
use crate::html::dom::{Dom, NodeId};
use crate::html::formulas::SOURCE_ATTRIBUTES;
use crate::html::name_words::{LONGEST_NAMES, each_word_key};
use crate::html::outline::hidden;
use crate::unicode::clip;

/// Key spaces of the token table.
mod space {
    /// Tag names.
    pub(super) const TAG: u8 = b'%';
    /// Roles.
    pub(super) const ROLE: u8 = b'@';
    /// Microdata and RDFa names.
    pub(super) const ITEM: u8 = b'=';
    /// Signatures.
    pub(super) const SIGNATURE: u8 = b'#';
}

/// Bytes of the class attribute that are part of an element's signature.
const SIGNATURE_BYTES: usize = 60;
/// Values of class attributes that are remembered at once. Pages have some hundred; the limit
/// bounds the memory for hostile ones.
const MOST_CLASSES: usize = 4096;
/// Bytes of a role that are read. The longest one of ARIA has 16.
const LONGEST_ROLE: usize = 20;

/// The facts that an element's attributes give.
pub(super) struct ElementFacts {
    pub(super) tokens: (u32, u32),
    pub(super) signature: u32,
    pub(super) hidden: u8,
    /// True if an attribute may have the source of a formula.
    pub(super) has_tex: bool,
    /// True if an attribute declares a language or a direction.
    pub(super) is_localized: bool,
}

/// Reads the attributes of a page's elements. Pages repeat class names, so the tokens of each value
/// of a class attribute are computed once.
#[derive(Debug, Default)]
pub(super) struct AttributeReader<'d> {
    classes: FastMap<&'d str, ClassFacts>,
    /// The tokens of all classes.
    tokens: Vec<u32>,
}

/// The facts that a class attribute gives.
#[derive(Clone, Copy, Debug)]
struct ClassFacts {
    /// A range of [`AttributeReader::tokens`].
    tokens: (usize, usize),
    /// Its part of the element's signature.
    signature: u32,
}

impl<'d> AttributeReader<'d> {
    /// Reads an element's attributes. Appends its tokens to `tokens`, each once.
    pub(super) fn read(&mut self, dom: &'d Dom, id: NodeId, tokens: &mut Vec<u32>) -> ElementFacts {
        let first = tokens.len();
        let name = dom.name(id).map_or("", |name| name.as_ref());
        tokens.push(key(space::TAG, name));
        let mut signature = key(space::SIGNATURE, name);
        let mut bits = 0;
        let (mut has_tex, mut is_localized) = (false, false);
        for attribute in dom.attrs(id) {
            let value = &*attribute.value;
            match &*attribute.name {
                "class" => {
                    let class = self.class(value);
                    signature ^= class.signature;
                    for &token in &self.tokens[class.tokens.0..class.tokens.1] {
                        add(token, first, tokens);
                    }
                }
                "id" | "aria-label" | "data-testid" | "data-component" | "name" | "rel" => {
                    each_word_key(value, |word| add(word, first, tokens))
                }
                "role" => {
                    let role = clip(value, LONGEST_ROLE).to_ascii_lowercase();
                    add(key(space::ROLE, &role), first, tokens);
                }
                "itemprop" | "itemtype" | "property" | "typeof" => add_items(value, first, tokens),
                "lang" | "dir" => is_localized = true,
                "hidden" => bits |= hidden::ATTRIBUTE,
                "style" if hides(value) => bits |= hidden::STYLE,
                "aria-hidden" if value.eq_ignore_ascii_case("true") => bits |= hidden::ARIA,
                name if name.starts_with("data-") && SOURCE_ATTRIBUTES.contains(&name) => {
                    has_tex = true;
                }
                _ => {}
            }
        }
        let tokens = (first as u32, tokens.len() as u32);
        ElementFacts { tokens, signature, hidden: bits, has_tex, is_localized }
    }

    /// Reads the value of a class attribute.
    fn class(&mut self, value: &'d str) -> ClassFacts {
        if let Some(&known) = self.classes.get(value) {
            return known;
        }
        if self.classes.len() == MOST_CLASSES {
            self.classes.clear();
            self.tokens.clear();
        }
        let first = self.tokens.len();
        each_word_key(value, |word| add(word, first, &mut self.tokens));
        let signature = key(space::SIGNATURE, clip(value, SIGNATURE_BYTES)).rotate_left(1);
        let facts = ClassFacts { tokens: (first, self.tokens.len()), signature };
        self.classes.insert(value, facts);
        facts
    }
}

/// Adds a key unless the tokens from `first` on have it.
fn add(key: u32, first: usize, tokens: &mut Vec<u32>) {
    if !tokens[first..].contains(&key) {
        tokens.push(key);
    }
}

/// Returns the key of a microdata or RDFa name in lower case.
pub(super) fn item_key(name: &str) -> u32 {
    key(space::ITEM, name)
}

/// Adds the names of a microdata or RDFa attribute: its runs of letters and digits.
fn add_items(value: &str, first: usize, tokens: &mut Vec<u32>) {
    for name in clip(value, LONGEST_NAMES)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|name| !name.is_empty())
    {
        add(item_key(&name.to_ascii_lowercase()), first, tokens);
    }
}

/// Returns true if an inline style hides the element.
fn hides(style: &str) -> bool {
    let style: String = clip(style, LONGEST_NAMES).chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
