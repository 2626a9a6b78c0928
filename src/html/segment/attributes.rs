//! What an element's attributes say: tokens of its class, id, role and the like, and whether it is hidden.

use crate::hash::key;
use crate::html::dom::{Dom, NodeId};
use crate::html::name_words::{LONGEST_NAMES, each_word, name_key};
use crate::html::outline::hidden;

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

/// Bytes of a class that tell one kind of element from another.
const SIGNATURE_BYTES: usize = 60;
/// What was read off an element.
pub(super) struct Attributes {
    pub(super) tokens: (u32, u32),
    pub(super) signature: u32,
    pub(super) hidden: u8,
}

/// Reads an element's attributes; its tokens go to the end of `tokens`, each once.
pub(super) fn read(dom: &Dom, id: NodeId, tokens: &mut Vec<u32>) -> Attributes {
    let first = tokens.len();
    let name = dom.name(id).map_or("", |name| name.as_ref());
    tokens.push(key(space::TAG, name));
    let mut signature = key(space::SIGNATURE, name);
    let mut bits = 0;
    for attribute in dom.attrs(id) {
        let value = &*attribute.value;
        match &*attribute.name {
            "class" => {
                signature ^= key(space::SIGNATURE, head(value, SIGNATURE_BYTES)).rotate_left(1);
                each_word(value, |word| add(name_key(word), first, tokens));
            }
            "id" | "aria-label" | "data-testid" | "data-component" | "name" | "rel" => {
                each_word(value, |word| add(name_key(word), first, tokens))
            }
            "role" => add(key(space::ROLE, &head(value, 20).to_ascii_lowercase()), first, tokens),
            "itemprop" | "itemtype" | "property" | "typeof" => add_items(value, first, tokens),
            "hidden" => bits |= hidden::ATTRIBUTE,
            "style" if hides(value) => bits |= hidden::STYLE,
            "aria-hidden" if value.eq_ignore_ascii_case("true") => bits |= hidden::ARIA,
            _ => {}
        }
    }
    Attributes { tokens: (first as u32, tokens.len() as u32), signature, hidden: bits }
}

/// Adds a key unless the element has it.
fn add(key: u32, first: usize, tokens: &mut Vec<u32>) {
    if !tokens[first..].contains(&key) {
        tokens.push(key);
    }
}

/// The key of a microdata or RDFa name in lower case.
pub(super) fn item_key(name: &str) -> u32 {
    key(space::ITEM, name)
}

/// Adds the names of a microdata or RDFa attribute: its runs of letters and digits.
fn add_items(value: &str, first: usize, tokens: &mut Vec<u32>) {
    for name in head(value, LONGEST_NAMES)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|name| !name.is_empty())
    {
        add(item_key(&name.to_ascii_lowercase()), first, tokens);
    }
}

/// The first `bytes` bytes, or a few less so as not to cut a character.
fn head(value: &str, bytes: usize) -> &str {
    &value[..value.floor_char_boundary(bytes)]
}

/// Whether an inline style hides the element.
fn hides(style: &str) -> bool {
    let style: String = head(style, LONGEST_NAMES).chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
