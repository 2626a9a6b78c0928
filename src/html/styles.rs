//! The inline styles of elements: their declarations, those that take an emphasis away, and those
//! that put an element out of sight.

use crate::html::dom::{Dom, NodeId};
use crate::html::tags::Tag;

/// The least weight of a font that some pages use for bold: the medium face (CSS Fonts 4, 2.2.1).
const LEAST_BOLD: u32 = 500;

/// Pixels to the left of the window or above it from which an element is out of sight. Menus that
/// slide in are as wide as they.
const FARTHEST: f32 = 900.0;
/// The size of text that browsers begin with.
const PIXELS_PER_EM: f32 = 16.0;

/// Classes of Tailwind and Bootstrap that make text upright or of normal weight.
const UPRIGHT_CLASSES: &[&str] = &["fst-normal", "not-italic"];
const LIGHT_CLASSES: &[&str] = &[
    "font-light",
    "font-normal",
    "font-weight-light",
    "font-weight-normal",
    "fw-light",
    "fw-lighter",
    "fw-normal",
];

/// Returns the declarations of a style: its properties and their values.
pub(crate) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        Some((property.trim(), value.trim()))
    })
}

/// Returns true if a style puts its element outside of the window, where nobody can scroll to.
pub(crate) fn is_off_screen(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let is_moved = |(property, value): (&str, &str)| {
        property == "position" && (value.starts_with("absolute") || value.starts_with("fixed"))
    };
    declarations(&style).any(is_moved)
        && declarations(&style)
            .any(|(property, value)| matches!(property, "left" | "top") && is_far(value))
}

/// Returns true for a length of [`FARTHEST`] pixels or more to the left or above.
fn is_far(value: &str) -> bool {
    let Some(length) = value.strip_prefix('-') else { return false };
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let Ok(number) = length[..length.len() - unit.len()].parse::<f32>() else { return false };
    let pixels = match unit.split(['!', ' ']).next() {
        Some("px") => 1.0,
        Some("em" | "rem") => PIXELS_PER_EM,
        _ => return false,
    };
    number * pixels >= FARTHEST
}

/// Returns true if an element of emphasis looks like the text around it, by its style or its class.
pub(crate) fn is_unemphasised(dom: &Dom, id: NodeId) -> bool {
    let (emphasis, classes) = match dom.name(id).map(|name| Tag::of(name)) {
        Some(Tag::B | Tag::Strong) => ("font-weight", LIGHT_CLASSES),
        Some(Tag::Em | Tag::I) => ("font-style", UPRIGHT_CLASSES),
        Some(Tag::Del | Tag::S | Tag::Strike) => ("text-decoration", &[][..]),
        _ => return false,
    };
    let style = dom.attr_named(id, "style").unwrap_or_default().to_ascii_lowercase();
    let class = dom.attr_named(id, "class").unwrap_or_default();
    let mut value = None;
    for (property, words) in declarations(&style) {
        // "text-decoration-line: none". The last declaration counts.
        if property == emphasis || property.strip_suffix("-line") == Some(emphasis) {
            value = words.split([' ', '!']).next();
        }
    }
    match value {
        Some("normal" | "none" | "initial" | "inherit" | "unset" | "lighter") => true,
        Some(weight) => weight.parse().is_ok_and(|weight: u32| weight < LEAST_BOLD),
        None => class.split_ascii_whitespace().any(|it| classes.contains(&it)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::options::Limits;

    #[test]
    fn far_elements_are_off_screen() {
        for (style, expected) in [
            ("position:absolute;left:-9999px", true),
            ("LEFT: -999em !important; Position: Fixed", true),
            ("position: absolute; top: -1e9px; top: -2000px", true),
            ("position: absolute; left: 5000px", false),
            ("position: absolute; left: -100%", false),
            ("position: absolute; left: -20px", false),
            ("position: relative; left: -9999px", false),
            ("left: -9999px", false),
        ] {
            assert_eq!(is_off_screen(style), expected, "{style}");
        }
    }

    #[test]
    fn styles_and_classes_take_emphasis_away() {
        for (html, expected) in [
            ("<b style='font-weight:normal'>", true),
            ("<b style='color: red; FONT-WEIGHT: 400!important;'>", true),
            ("<strong style='font-weight: 500'>", false),
            ("<strong style='font-weight: normal; font-weight: bold' class=fw-normal>", false),
            ("<strong style='color: red' class='text-sm font-normal'>", true),
            ("<b style='font-style: normal' class=not-italic>", false),
            ("<em style='font-style:inherit'>", true),
            ("<i class=fst-normal>", true),
            ("<i style='font-weight: normal'>", false),
            ("<s style='text-decoration-line: none'>", true),
            ("<del style='text-decoration: line-through'>", false),
            ("<code style='font-weight: normal'>", false),
        ] {
            // Without a caller's rules the tree has only the attributes that are read.
            let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
            let mut nodes = dom.descendants(dom.root(), |_| true);
            assert_eq!(nodes.any(|id| is_unemphasised(&dom, id)), expected, "{html}");
        }
    }
}
