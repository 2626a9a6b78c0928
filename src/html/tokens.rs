//! What an element's attributes say: tokens of its class, id, role and the like, and whether it is hidden.

use crate::dom::{Dom, NodeId};
use crate::hash::key;
use crate::outline::hidden;

/// Key spaces of the token table.
mod space {
    /// Tag names.
    pub(super) const TAG: u8 = b'%';
    /// Words of class, id, aria-label, data-testid, data-component, name, rel.
    pub(super) const NAME: u8 = b'.';
    /// Roles.
    pub(super) const ROLE: u8 = b'@';
    /// Microdata and RDFa names.
    pub(super) const ITEM: u8 = b'=';
    /// Signatures.
    pub(super) const SIGNATURE: u8 = b'#';
}

/// Bytes of an attribute that are looked at; generated class lists can be long, and their start tells enough.
const LONGEST_ATTRIBUTE: usize = 300;
/// Bytes of a class that tell one kind of element from another.
const SIGNATURE_BYTES: usize = 60;
/// Letters of a token: shorter and longer runs are hashes and counters.
const TOKEN_LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

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
                add_names(value, first, tokens);
            }
            "id" | "aria-label" | "data-testid" | "data-component" | "name" | "rel" => add_names(value, first, tokens),
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

/// Adds the words of a class, id or the like: runs of letters, split where camel case has its humps.
fn add_names(value: &str, first: usize, tokens: &mut Vec<u32>) {
    let value = head(value, LONGEST_ATTRIBUTE).as_bytes();
    let mut buffer = [0u8; 20];
    let mut at = 0;
    while at < value.len() {
        let end = hump_end(value, at);
        if end == at {
            at += 1;
            continue;
        }
        if TOKEN_LENGTH.contains(&(end - at)) {
            let word = &mut buffer[..end - at];
            word.copy_from_slice(&value[at..end]);
            word.make_ascii_lowercase();
            if let Ok(word) = std::str::from_utf8(word) {
                add(key(space::NAME, word), first, tokens);
            }
        }
        at = end;
    }
}

/// Where the run of letters at `start` ends: `[A-Z]?[a-z]+`, or capitals up to the one that begins the next word.
fn hump_end(value: &[u8], start: usize) -> usize {
    let lower = |at: usize| value.get(at).is_some_and(u8::is_ascii_lowercase);
    let upper = |at: usize| value.get(at).is_some_and(u8::is_ascii_uppercase);
    let mut end = start + usize::from(upper(start));
    if lower(end) {
        while lower(end) {
            end += 1;
        }
        return end;
    }
    while upper(end) && !lower(end + 1) {
        end += 1;
    }
    end
}

/// Adds the names of a microdata or RDFa attribute: its runs of letters and digits.
fn add_items(value: &str, first: usize, tokens: &mut Vec<u32>) {
    for name in
        head(value, LONGEST_ATTRIBUTE).split(|c: char| !c.is_ascii_alphanumeric()).filter(|name| !name.is_empty())
    {
        add(key(space::ITEM, &name.to_ascii_lowercase()), first, tokens);
    }
}

/// The first `bytes` bytes, or a few less so as not to cut a character.
fn head(value: &str, bytes: usize) -> &str {
    &value[..value.floor_char_boundary(bytes)]
}

/// Whether an inline style hides the element.
fn hides(style: &str) -> bool {
    let style: String = head(style, LONGEST_ATTRIBUTE).chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
