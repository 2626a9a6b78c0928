//! Writes MathML as one line of text, for formulas without a TeX source: `(a + b)/2`, `x_i^2`,
//! `√(n + 1)`.

use crate::html::dom::{Dom, NodeId};
use crate::unicode::one_spaced;

/// Levels of nesting that are written with their structure. Formulas of Wikipedia have some twenty;
/// deeper ones are hostile.
const MOST_LEVELS: usize = 64;

/// Nodes of a formula that are read. The longest formulas of Wikipedia have some 3,000.
pub(super) const MOST_NODES: usize = 20_000;

/// Operators that are written with spaces around them if something is before them.
const SPACED: &str = "=+−-±∓<>≤≥≪≫≠≈≡≅≃∼∝∈∉⊂⊆⊃⊇∪∩∧∨→←↔⇒⇐⇔↦×÷⋅∘∗*|:";

/// Operators with limits, which are words of their own.
const BIG_OPERATORS: &[char] = &['∑', '∏', '∫', '∮', '⋃', '⋂', '⨁', '⨂'];

/// Accents over a letter, with the combining characters that replace them.
const ACCENTS: [(&[char], char); 6] = [
    (&['^', 'ˆ'], '\u{302}'),
    (&['~', '˜'], '\u{303}'),
    (&['¯', '‾', '―', '_'], '\u{304}'),
    (&['˙', '.'], '\u{307}'),
    (&['¨'], '\u{308}'),
    (&['→', '\u{20d7}'], '\u{20d7}'),
];

/// Returns the text of a `math` element, or `None` if it has none.
pub(super) fn linear_text(dom: &Dom, math: NodeId) -> Option<String> {
    let mut writer = LinearWriter { dom, nodes_left: MOST_NODES };
    let text = one_spaced(&writer.children(math, 0));
    (!text.is_empty()).then_some(text)
}

struct LinearWriter<'d> {
    dom: &'d Dom,
    nodes_left: usize,
}

impl LinearWriter<'_> {
    /// Returns the text of all children.
    fn children(&mut self, id: NodeId, level: usize) -> String {
        let (mut out, mut follows) = (String::new(), false);
        for child in self.dom.children(id) {
            let part = self.node(child, level + 1, follows);
            follows |= !part.trim_start().is_empty();
            out.push_str(&part);
        }
        out
    }

    /// Returns the text of a node. `follows` is true if something is written before it.
    fn node(&mut self, id: NodeId, level: usize, follows: bool) -> String {
        if level > MOST_LEVELS || self.nodes_left == 0 {
            return String::new();
        }
        self.nodes_left -= 1;
        if let Some(text) = self.dom.text(id) {
            return one_spaced(text);
        }
        let Some(name) = self.dom.name(id) else { return String::new() };
        match &**name {
            "mo" => operator(&self.children(id, level), follows),
            "mtext" => match self.children(id, level) {
                words if words.contains(char::is_alphabetic) => format!(" {words} "),
                other => other,
            },
            "mspace" => " ".to_owned(),
            "mphantom" | "annotation" | "annotation-xml" | "none" | "mprescripts" => String::new(),
            "mfrac" => {
                let parts = self.parts(id, level);
                parts.iter().map(|part| bracketed(part)).collect::<Vec<_>>().join("/")
            }
            "msqrt" => format!("√{}", bracketed_word(self.children(id, level).trim())),
            "mroot" => self.root(id, level),
            "msup" => self.scripted(id, level, ['^', '^']),
            "msub" | "munder" => self.scripted(id, level, ['_', '_']),
            "msubsup" | "munderover" | "mmultiscripts" => self.scripted(id, level, ['_', '^']),
            "mover" => self.accented(id, level),
            "mtr" | "mlabeledtr" => self.parts(id, level).join(" "),
            "mtable" => self.parts(id, level).join("; "),
            "mfenced" => format!("({})", self.parts(id, level).join(", ")),
            "semantics" | "maction" => match self.elements(id).first() {
                Some(&first) => self.node(first, level + 1, follows),
                None => String::new(),
            },
            _ => self.children(id, level),
        }
    }

    fn elements(&self, id: NodeId) -> Vec<NodeId> {
        self.dom.children(id).filter(|&child| self.dom.name(child).is_some()).collect()
    }

    /// Returns the texts of the child elements.
    fn parts(&mut self, id: NodeId, level: usize) -> Vec<String> {
        let mut parts = Vec::new();
        for child in self.elements(id) {
            parts.push(self.node(child, level + 1, false).trim().to_owned());
        }
        parts
    }

    /// Returns a base with its scripts, each after its mark.
    fn scripted(&mut self, id: NodeId, level: usize, marks: [char; 2]) -> String {
        let children = self.elements(id);
        let parts = self.parts(id, level);
        let Some((base, scripts)) = parts.split_first() else { return String::new() };
        let mut out = bracketed(base);
        for (number, script) in scripts.iter().enumerate() {
            let is_prime = |c: char| matches!(c, '\'' | '′' | '″' | '‴');
            if script.chars().all(is_prime) {
                // Primes are scripts in MathML, and belong to the base for readers.
                out.push_str(script);
                continue;
            }
            out.push(marks[number % marks.len()]);
            let is_token = children.get(number + 1).is_some_and(|&child| self.is_token(child));
            out.push_str(&if is_token { script.clone() } else { bracketed_word(script) });
        }
        let is_name = base.chars().count() > 1 && base.chars().all(char::is_alphabetic);
        if base.starts_with(BIG_OPERATORS) || is_name {
            return format!(" {out} ");
        }
        out
    }

    /// Returns true for an identifier or a number, also inside elements without other children.
    fn is_token(&self, mut id: NodeId) -> bool {
        for _ in 0..MOST_LEVELS {
            match self.dom.name(id).map(|name| &**name) {
                Some("mi" | "mn") => return true,
                Some("mrow" | "mstyle") => match self.elements(id)[..] {
                    [only] => id = only,
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Returns a base with an accent as a combining character, or else with a superscript.
    fn accented(&mut self, id: NodeId, level: usize) -> String {
        let parts = self.parts(id, level);
        if let [base, over] = &parts[..]
            && base.chars().count() == 1
            && over.chars().count() == 1
            && let Some((_, combining)) = ACCENTS.iter().find(|(from, _)| over.contains(*from))
        {
            return format!("{base}{combining}");
        }
        self.scripted(id, level, ['^', '^'])
    }

    fn root(&mut self, id: NodeId, level: usize) -> String {
        match &self.parts(id, level)[..] {
            [base, index] => {
                let base = bracketed_word(base);
                match index.as_str() {
                    "3" => format!("∛{base}"),
                    "4" => format!("∜{base}"),
                    index => format!("{index}√{base}"),
                }
            }
            parts => parts.concat(),
        }
    }
}

/// Returns an operator with the spaces around it.
fn operator(text: &str, follows: bool) -> String {
    let text = text.trim();
    match text {
        // Invisible: function application, times, separator, plus.
        "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => String::new(),
        "," | ";" => format!("{text} "),
        _ if follows && text.chars().count() == 1 && SPACED.contains(text) => format!(" {text} "),
        // Names such as `lim` and `sin`.
        _ if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) => {
            format!(" {text} ")
        }
        _ => text.to_owned(),
    }
}

/// Puts a part in parentheses if it has operators.
fn bracketed(part: &str) -> String {
    if is_enclosed(part) || !part.contains([' ', '/', ',', ';']) {
        return part.to_owned();
    }
    format!("({part})")
}

/// Puts a part in parentheses if it is more than one letter or number.
fn bracketed_word(part: &str) -> String {
    let is_number = part.chars().all(char::is_numeric);
    if part.chars().count() <= 1 || is_number || is_enclosed(part) {
        return part.to_owned();
    }
    format!("({part})")
}

/// Returns true if the first parenthesis of a part is closed by its last character.
fn is_enclosed(part: &str) -> bool {
    if !part.starts_with('(') {
        return false;
    }
    let mut depth = 0_usize;
    for (at, c) in part.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1 == part.len();
        }
    }
    false
}
