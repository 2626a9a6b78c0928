//! The language and direction of elements.

use crate::content::context::BuildContext;
use crate::content::{Direction, Locale};
use crate::html::tags::Tag;

/// Bytes of the longest language tag. RFC 5646 asks for room for 35 characters.
const LONGEST_TAG: usize = 35;

/// Returns the language and direction of the text in a container.
pub(super) fn locale_of(context: BuildContext<'_>, container: u32) -> Locale {
    let mut locale = Locale::default();
    for id in context.outline.path(container) {
        if context.positions.localized.binary_search(&id).is_err() {
            continue;
        }
        let own = own_locale(context, id);
        locale.language = locale.language.or(own.language);
        locale.direction = locale.direction.or(own.direction);
    }
    locale
}

/// Returns the language and direction that an element declares itself.
fn own_locale(context: BuildContext<'_>, id: u32) -> Locale {
    let direction = context.attribute(id, "dir").unwrap_or_default().trim().to_ascii_lowercase();
    let direction = match direction.as_str() {
        "ltr" => Some(Direction::LeftToRight),
        "rtl" => Some(Direction::RightToLeft),
        "auto" => Some(Direction::Auto),
        _ => None,
    };
    let language = context.attribute(id, "lang").unwrap_or_default().trim();
    let is_tag = !language.is_empty()
        && language.len() <= LONGEST_TAG
        && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // On preformatted text some pages have the language of code there.
    let is_code = context.outline.containers[id as usize].tag.is_preformatted();
    Locale { language: (is_tag && !is_code).then(|| language.to_owned()), direction }
}

/// Returns the language of the page and the direction that text without any declaration has. A
/// fragment of the page has no element for them.
pub(super) fn default_locale(context: BuildContext<'_>) -> Locale {
    let mut language = None;
    for &id in &context.positions.localized {
        if context.outline.containers[id as usize].tag == Tag::Html {
            language = own_locale(context, id).language;
        }
    }
    Locale { language, direction: Some(Direction::LeftToRight) }
}

/// Returns the parts of a locale in which it differs from that of its parent, if it does.
pub(super) fn difference(locale: &Locale, parent: &Locale) -> Option<Locale> {
    let mut differing = Locale::default();
    if locale.language != parent.language {
        differing.language = locale.language.clone();
    }
    let direction = |locale: &Locale| locale.direction.unwrap_or(Direction::LeftToRight);
    if direction(locale) != direction(parent) {
        differing.direction = Some(direction(locale));
    }
    (differing != Locale::default()).then_some(differing)
}
