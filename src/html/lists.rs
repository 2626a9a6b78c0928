//! The numbers of list items, as a browser shows them.

use crate::html::dom::{Dom, NodeId};
use crate::html::styles::declarations;
use crate::html::tags::Tag;

/// The largest number that Roman numerals write.
const LARGEST_ROMAN: i32 = 3999;

/// The values of Roman numerals, in lower case.
#[rustfmt::skip]
const ROMAN: &[(i32, &str)] = &[
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
];

/// How the numbers of a list are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NumberStyle {
    #[default]
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// The list shows bullets, or nothing.
    Hidden,
}

impl NumberStyle {
    /// Reads the style of an `ol` element.
    pub(crate) fn of(dom: &Dom, list: NodeId) -> NumberStyle {
        let style = dom.attr_named(list, "style").unwrap_or_default().to_ascii_lowercase();
        for (property, value) in declarations(&style) {
            if matches!(property, "list-style" | "list-style-type") {
                let mut values = value.split_whitespace();
                if let Some(style) = values.find_map(NumberStyle::of_css) {
                    return style;
                }
            }
        }
        match dom.attr_named(list, "type").map(str::trim) {
            Some("a") => NumberStyle::LowerLetter,
            Some("A") => NumberStyle::UpperLetter,
            Some("i") => NumberStyle::LowerRoman,
            Some("I") => NumberStyle::UpperRoman,
            _ => NumberStyle::Decimal,
        }
    }

    fn of_css(value: &str) -> Option<NumberStyle> {
        Some(match value {
            "decimal" | "decimal-leading-zero" => NumberStyle::Decimal,
            "lower-alpha" | "lower-latin" => NumberStyle::LowerLetter,
            "upper-alpha" | "upper-latin" => NumberStyle::UpperLetter,
            "lower-roman" => NumberStyle::LowerRoman,
            "upper-roman" => NumberStyle::UpperRoman,
            "none" | "disc" | "circle" | "square" => NumberStyle::Hidden,
            _ => return None,
        })
    }

    /// Returns the value of the attribute `type`, if it is not the usual one.
    pub(crate) fn html_type(self) -> Option<char> {
        match self {
            NumberStyle::LowerLetter => Some('a'),
            NumberStyle::UpperLetter => Some('A'),
            NumberStyle::LowerRoman => Some('i'),
            NumberStyle::UpperRoman => Some('I'),
            NumberStyle::Decimal | NumberStyle::Hidden => None,
        }
    }

    /// Writes a number. Letters and numerals cannot write every number; the others are decimal.
    pub(crate) fn label(self, number: i32) -> Option<String> {
        let is_roman = (1..=LARGEST_ROMAN).contains(&number);
        Some(match self {
            NumberStyle::Hidden => return None,
            NumberStyle::LowerLetter if number > 0 => letters(number),
            NumberStyle::UpperLetter if number > 0 => letters(number).to_ascii_uppercase(),
            NumberStyle::LowerRoman if is_roman => roman(number),
            NumberStyle::UpperRoman if is_roman => roman(number).to_ascii_uppercase(),
            _ => number.to_string(),
        })
    }
}

/// Writes a number as a, b, …, z, aa, ab and so on.
fn letters(mut number: i32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut number: i32) -> String {
    let mut roman = String::new();
    for &(value, numeral) in ROMAN {
        while number >= value {
            roman.push_str(numeral);
            number -= value;
        }
    }
    roman
}

/// An open list, and the number of its next item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenList {
    is_ordered: bool,
    next: i32,
    step: i32,
}

impl OpenList {
    /// Opens a list.
    pub(crate) fn new(dom: &Dom, list: NodeId, is_ordered: bool) -> OpenList {
        let is_reversed = is_ordered && dom.attr_named(list, "reversed").is_some();
        let mut next = 1;
        if is_reversed {
            let is_item = |id: &NodeId| dom.name(*id).is_some_and(|name| Tag::of(name) == Tag::Li);
            next = dom.children(list).filter(is_item).count() as i32;
        }
        if let Some(start) = number_in(dom, list, "start") {
            next = start;
        }
        OpenList { is_ordered, next, step: if is_reversed { -1 } else { 1 } }
    }

    /// Returns the number of the next item, or `None` in an unordered list.
    pub(crate) fn number(&mut self, dom: &Dom, item: NodeId) -> Option<i32> {
        if !self.is_ordered {
            return None;
        }
        let number = number_in(dom, item, "value").unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        Some(number)
    }
}

fn number_in(dom: &Dom, id: NodeId, attribute: &str) -> Option<i32> {
    dom.attr_named(id, attribute)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::KeptAttributes;
    use crate::options::Limits;

    /// Returns the labels of the items of the first list of a page.
    fn labels(html: &str) -> String {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Read);
        let is_list = |id: &NodeId| dom.name(*id).is_some_and(|name| **name == *"ol");
        let list = dom.descendants(dom.root(), |_| true).find(is_list).expect("a list");
        let style = NumberStyle::of(&dom, list);
        let mut open = OpenList::new(&dom, list, true);
        let label = |item| {
            let number = open.number(&dom, item).unwrap_or_default();
            style.label(number).unwrap_or("-".to_owned())
        };
        dom.children(list).map(label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_as_they_are_shown() {
        for (html, expected) in [
            ("<ol><li>a<li>b", "1 2"),
            ("<ol start=0><li>a<li>b", "0 1"),
            ("<ol start=-1><li>a<li>b<li>c", "-1 0 1"),
            ("<ol start=x><li>a", "1"),
            ("<ol reversed><li>a<li>b<li>c", "3 2 1"),
            ("<ol reversed start=10><li>a<li>b", "10 9"),
            ("<ol><li value=5>a<li>b<li value=2>c<li>d", "5 6 2 3"),
            ("<ol type=a start=25><li>a<li>b<li>c", "y z aa"),
            ("<ol type=A><li>a<li>b", "A B"),
            ("<ol type=i start=4><li>a<li>b", "iv v"),
            ("<ol type=I start=1994><li>a", "MCMXCIV"),
            ("<ol type=i start=0><li>a", "0"),
            ("<ol style='LIST-STYLE-TYPE: upper-roman'><li>a<li>b", "I II"),
            ("<ol style='color:red; list-style: inside lower-alpha'><li>a", "a"),
            ("<ol style='list-style:none'><li>a", "-"),
        ] {
            assert_eq!(labels(html), expected, "{html}");
        }
    }
}
