//! Superscripts and subscripts in plain text.
//!
//! `10<sup>6</sup>` must not become `106`. Digits and signs become the superscripts and subscripts
//! of Unicode, because these say what the page shows: `10⁶`, `CO₂`, `5¹/₂`, `word.¹²`. A caret
//! would make a power of every mark of a footnote. Mixed scripts, which Unicode cannot write, get
//! the braces of TeX: `x^{2k}`.

use crate::html::dom::{Dom, NodeId};
use crate::html::tags::{Flow, Tag};

/// Nodes and bytes of the longest script that is read. Longer ones are text.
const MOST_NODES: usize = 24;
const LONGEST: usize = 48;

/// Characters with a superscript and a subscript in Unicode, and these.
const PLAIN: &str = "0123456789+-−=n";
const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿ";
const SUBSCRIPTS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌ₙ";

/// How the text of a `sup` or `sub` element is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ScriptStyle {
    /// Unchanged.
    Plain,
    /// With the characters of Unicode.
    Superscript,
    Subscript,
    /// In braces after `^` or `_`.
    Raised,
    Lowered,
}

impl ScriptStyle {
    /// Chooses the style for an element. `before` is the text that touches it.
    pub(super) fn of(dom: &Dom, id: NodeId, tag: Tag, before: &str) -> ScriptStyle {
        let Some(text) = short_text(dom, id) else { return ScriptStyle::Plain };
        let is_sup = tag == Tag::Sup;
        let is_free = !is_touched(before) && !touches_next(dom, id);
        match kind(text.trim()) {
            // Apart from other text, as in `1/4` or in a list of notes, digits are digits.
            _ if is_free => ScriptStyle::Plain,
            ScriptKind::Mapped if is_sup => ScriptStyle::Superscript,
            ScriptKind::Mapped => ScriptStyle::Subscript,
            ScriptKind::Braced if !before.ends_with(is_base) => ScriptStyle::Plain,
            ScriptKind::Braced if is_sup => ScriptStyle::Raised,
            ScriptKind::Braced => ScriptStyle::Lowered,
            ScriptKind::Text => ScriptStyle::Plain,
        }
    }

    /// Returns the text before the first character in braces.
    pub(super) fn opening(self) -> Option<&'static str> {
        match self {
            ScriptStyle::Raised => Some("^{"),
            ScriptStyle::Lowered => Some("_{"),
            _ => None,
        }
    }

    /// Returns true if characters of Unicode replace those of the text.
    pub(super) fn is_mapped(self) -> bool {
        matches!(self, ScriptStyle::Superscript | ScriptStyle::Subscript)
    }

    /// Returns `text` in this style.
    pub(super) fn write(self, text: &str) -> String {
        let scripts = match self {
            ScriptStyle::Superscript => SUPERSCRIPTS,
            ScriptStyle::Subscript => SUBSCRIPTS,
            _ => return text.to_owned(),
        };
        let written = |c: char| {
            let pair = PLAIN.chars().zip(scripts.chars()).find(|(plain, _)| *plain == c);
            pair.map_or(c, |(_, script)| script)
        };
        text.chars().map(written).collect()
    }
}

/// Returns true for characters that can have a power or an index.
fn is_base(c: char) -> bool {
    c.is_alphanumeric() || c == ')'
}

/// Returns true if a script runs into the text before it. The denominator of a fraction does so if
/// the numerator is a superscript.
fn is_touched(before: &str) -> bool {
    match before.strip_suffix(['/', '⁄']) {
        Some(numerator) => numerator.ends_with(|c| SUPERSCRIPTS.contains(c)),
        None => is_touching(before),
    }
}

/// Returns true if a digit after the text `before` would run into it: into a word or bracket, or
/// into a number across its separator.
fn is_touching(before: &str) -> bool {
    match before.strip_suffix(['.', ',', ':']) {
        Some(number) => number.ends_with(|c: char| c.is_ascii_digit()),
        None => before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '%')),
    }
}

/// Returns true if a letter or digit directly follows an element.
fn touches_next(dom: &Dom, id: NodeId) -> bool {
    let next = dom.following(id, dom.root()).and_then(|next| dom.text(next));
    next.is_some_and(|text| text.starts_with(char::is_alphanumeric))
}

/// The characters of a script.
enum ScriptKind {
    /// Digits and signs, perhaps as a list: `2`, `2+`, `12,13`, `n`.
    Mapped,
    /// Digits or signs among letters, or a fraction: `2k`, `n+1`, `0.5`.
    Braced,
    /// Words, ordinals and marks: `th`, `er`, `TM`, `[1]`, `*`.
    Text,
}

/// Returns the kind of a script by its text.
fn kind(text: &str) -> ScriptKind {
    let is_sign = |c: char| matches!(c, '+' | '-' | '−' | '=');
    let is_list = |c: char| matches!(c, ',' | ';' | '–' | '*' | '†' | '‡') || c.is_whitespace();
    if text.starts_with(['[', '(', '{']) {
        return ScriptKind::Text;
    }
    if text == "n" || !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || is_sign(c)) {
        return ScriptKind::Mapped;
    }
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if has_digit && text.chars().all(|c| c.is_ascii_digit() || is_sign(c) || is_list(c)) {
        return ScriptKind::Mapped;
    }
    // `2nd` and `1er` are words, and so is a longer text.
    let is_ordinal = text.starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).chars().count() >= 2
        && text.chars().all(char::is_alphanumeric);
    let has_sign =
        text.chars().count() > 1 && (text.contains(['−', '+', '=']) || text.starts_with('-'));
    if text.contains(char::is_whitespace) || is_ordinal || !has_digit && !has_sign {
        return ScriptKind::Text;
    }
    ScriptKind::Braced
}

/// Returns true if a text consists of superscripts or subscripts of Unicode. The text of an element
/// around a script has one and is not one.
pub(crate) fn is_script_text(text: &str) -> bool {
    let is_script = |c: char| SUPERSCRIPTS.contains(c) || SUBSCRIPTS.contains(c);
    !text.is_ascii() && text.chars().all(|c| is_script(c) || !c.is_alphanumeric())
}

/// Returns the text of an element, unless it is long or more than a run of text.
fn short_text(dom: &Dom, id: NodeId) -> Option<String> {
    let mut text = String::new();
    for (number, node) in dom.descendants(id, |_| true).enumerate() {
        text.push_str(dom.text(node).unwrap_or_default());
        let is_block = dom.name(node).is_some_and(|name| Tag::of(name).flow() == Flow::Block);
        if is_block || number >= MOST_NODES || text.len() > LONGEST {
            return None;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::html::segment::segment;
    use crate::options::Limits;

    #[test]
    fn scripts_in_text() {
        for (html, expected) in [
            ("10<sup>6</sup> m<sup>2</sup>", "10⁶ m²"),
            ("10<sup>-6</sup>, 10<sup>−6</sup>", "10⁻⁶, 10⁻⁶"),
            ("H<sub>2</sub>O, SO<sub>4</sub><sup>2−</sup>, Na<sup>+</sup>", "H₂O, SO₄²⁻, Na⁺"),
            ("5<sup>1</sup>/<sub>2</sub>", "5¹/₂"),
            ("$29<sup>99</sup>", "$29⁹⁹"),
            ("end<sup><a href=#n>1</a></sup> 2<sup>n</sup>", "end¹ 2ⁿ"),
            ("end.<sup>1</sup> 5,000.<sup>2</sup> “so”<sup>3</sup>", "end.1 5,000.² “so”3"),
            ("cells<sup>12,13*</sup>", "cells¹²,¹³*"),
            ("cells<sup>[12]</sup> and (1)<sup>(2)</sup>", "cells[12] and (1)(2)"),
            (
                "1<sup>st</sup> 2<sup>e</sup> M<sup>lle</sup> Corn<sup>TM</sup>",
                "1st 2e Mlle CornTM",
            ),
            ("the <sup>2nd</sup> of A<sup>1er</sup>", "the 2nd of A1er"),
            ("x<sup>2k</sup>5 e<sup>-x</sup>", "x^{2k}5 e^{-x}"),
            ("10<sup>0.5</sup> a<sub>n+1</sub>", "10^{0.5} a_{n+1}"),
            ("a <sup>3/4</sup> turn", "a 3/4 turn"),
            ("<sup>1</sup>⁄<sub>4</sub> cup, 2<sup>1</sup>⁄<sub>4</sub>", "1⁄4 cup, 2¹⁄₄"),
            (
                "<sup>1</sup> See there. <sup>14</sup>C <sup>1</sup>Institute",
                "1 See there. ¹⁴C ¹Institute",
            ),
            ("a<sup>2<p>k</p></sup>b", "a2|k|b"),
            (&format!("a<sup>{}</sup>", "1".repeat(60)), &format!("a{}", "1".repeat(60))),
        ] {
            let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
            let outline = segment(&dom, &[]).outline;
            let texts: Vec<&str> =
                (0..outline.blocks.len()).map(|block| outline.text_of(block)).collect();
            assert_eq!(texts.join("|"), expected, "{html}");
        }
    }
}
