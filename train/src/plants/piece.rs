//! Reads the pieces.

use dechrome::Kind;
use dechrome::training::fnv;

use crate::folds::FOLDS;

/// The files with the pieces.
const FILES: [&str; 3] = [
    include_str!("../../plants/en.txt"),
    include_str!("../../plants/many.txt"),
    include_str!("../../plants/body.txt"),
];
/// The separator of the parts of a piece.
const PART_END: &str = " / ";
/// The mark of a link inside a part.
pub(super) const INNER_LINK: &str = "@ ";

/// A written piece: a box of chrome, or some body that looks like chrome.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The code of its language.
    pub(crate) language: String,
    /// The name of its kind, or of its form if it is body.
    pub(crate) form: String,
    pub(crate) parts: Vec<PiecePart>,
    /// Its fold. It is planted into documents of this fold only, so that no model is measured on a
    /// piece that it has seen.
    pub(crate) fold: usize,
    kind: Kind,
}

/// A part of a piece: a block, or a run of text in one.
#[derive(Clone, Debug)]
pub(crate) struct PiecePart {
    pub(crate) role: PartRole,
    /// Its text. `@ ` marks a link that ends with the part.
    text: String,
}

/// The role of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PartRole {
    Heading,
    Button,
    Link,
    Text,
    /// The cells of a table row, separated by ` | `.
    Row,
}

impl Piece {
    /// Creates a piece of one kind from its line.
    pub(crate) fn new(language: &str, form: &str, line: &str) -> Piece {
        let kind = form.parse::<Kind>().unwrap_or(Kind::Body);
        let parts = if form == "table" {
            line.split(" ~ ").map(|row| PiecePart::new(PartRole::Row, row)).collect()
        } else {
            line.split(PART_END).map(PiecePart::read).collect()
        };
        Piece {
            language: language.to_owned(),
            form: form.to_owned(),
            parts,
            fold: (fnv(line) % FOLDS as u64) as usize,
            kind,
        }
    }

    /// Returns the kind of its blocks: body for all forms of body.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the kind of a part.
    pub(crate) fn part_kind(&self, part: usize) -> Kind {
        if self.form == "phrase-head" && part == 0 { Kind::Subheading } else { self.kind }
    }

    /// Returns the texts of its parts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(PiecePart::runs).map(|(text, _)| text)
    }
}

impl PiecePart {
    fn new(role: PartRole, text: &str) -> Self {
        PiecePart { role, text: text.trim().to_owned() }
    }

    /// Reads a part with the mark of its role.
    fn read(marked: &str) -> Self {
        let marked = marked.trim();
        for (mark, role) in
            [("# ", PartRole::Heading), ("> ", PartRole::Button), ("@ ", PartRole::Link)]
        {
            if let Some(text) = marked.strip_prefix(mark) {
                return PiecePart::new(role, text);
            }
        }
        PiecePart::new(PartRole::Text, marked)
    }

    /// Returns its runs of text, and for each whether it is a link. Cells are runs.
    pub(crate) fn runs(&self) -> Vec<(&str, bool)> {
        if self.role == PartRole::Row {
            return self.text.split(" | ").map(|cell| (cell, false)).collect();
        }
        match self.text.split_once(INNER_LINK) {
            Some((before, link)) if !before.is_empty() => vec![(before, false), (link, true)],
            _ => vec![(self.text.as_str(), self.role == PartRole::Link)],
        }
    }

    /// Returns its text without marks.
    pub(crate) fn plain(&self) -> String {
        let separator = if self.role == PartRole::Row { " " } else { "" };
        self.runs().into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(separator)
    }
}

/// Reads all pieces.
pub(crate) fn read_all() -> Vec<Piece> {
    let (mut pieces, mut language, mut form) = (Vec::new(), "en", "other");
    for file in FILES {
        language = if file == FILES[0] { "en" } else { language };
        for line in file.lines().map(str::trim) {
            if let Some(code) = line.strip_prefix("== ") {
                language = code;
            } else if let Some(name) = line.strip_prefix('[') {
                form = name.trim_end_matches(']');
            } else if !line.is_empty() && !is_comment(line) {
                pieces.push(Piece::new(language, form, line));
            }
        }
    }
    pieces
}

/// Returns true if a line is a comment: the first line of a file.
fn is_comment(line: &str) -> bool {
    line.starts_with("# ") && line.ends_with("folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_roles_and_runs() {
        let piece = Piece::new("en", "related", "# More / Read also: @ The mill / > Go");
        let roles: Vec<PartRole> = piece.parts.iter().map(|part| part.role).collect();
        assert_eq!(roles, [PartRole::Heading, PartRole::Text, PartRole::Button]);
        assert_eq!(piece.parts[1].runs(), [("Read also: ", false), ("The mill", true)]);
        assert_eq!(piece.parts[1].plain(), "Read also: The mill");
    }

    #[test]
    fn all_pieces_have_a_kind_and_a_language() {
        let pieces = read_all();
        assert!(pieces.len() > 400, "{}", pieces.len());
        let languages: std::collections::BTreeSet<&str> =
            pieces.iter().map(|piece| piece.language.as_str()).collect();
        assert!(languages.len() >= 25, "{languages:?}");
        assert!(pieces.iter().all(|piece| piece.texts().all(|text| !text.is_empty())));
    }
}
