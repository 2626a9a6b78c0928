//! Finds chrome phrases of all languages in a line.
//!
//! Every language is always on, because chrome is often in another language than its page. The
//! phrases are the text files in `lexicon/` (`lexicon/README.md` describes them). The build script
//! compiles them into one hash table (`lexicon/compile.rs`), so that a program has nothing to build
//! when it starts.

use crate::kind::{Kind, KindSet};
use crate::unicode::clip;
use crate::unicode::folding::is_in_capitals;
use crate::unicode::marks::is_mark;

#[cfg(test)]
mod compile;
mod fold;
mod phrase_table;

use fold::FoldedText;
use phrase_table::{PhraseEntry, PhraseTable};

/// Characters of a line, marks not counted, beyond which only its opening is searched for phrases.
/// Of the chrome lines in the development data 90 % have at most 58, while longer lines that
/// contain a phrase are mostly body.
const LONGEST_LINE: usize = 90;
/// Bytes of a line beyond which no label is searched, nor a phrase anywhere: [`LONGEST_LINE`]
/// characters of the widest scripts, marks included.
const LONGEST_LINE_BYTES: usize = 400;
/// Bytes at the start of a long line that are its opening: some ten words.
const OPENING_BYTES: usize = 60;
/// Characters that a label may have before its colon.
const LONGEST_LABEL: usize = 40;
/// Separators of several bytes that end a label, besides the ASCII ones: no-break space, full-width
/// colon and bar.
const WIDE_LABEL_ENDS: [&[u8]; 3] = ["\u{a0}".as_bytes(), "：".as_bytes(), "｜".as_bytes()];

/// The phrases in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PhraseMatches {
    /// Kind of the phrase that is the whole line.
    pub(crate) line: Option<Kind>,
    /// Kind of the label that opens the line.
    pub(crate) label: Option<Kind>,
    /// Kinds of all phrases in the line, the two above included.
    pub(crate) parts: KindSet,
    /// Kinds of the phrases in the opening of a long line, whose `parts` are empty.
    pub(crate) opening: KindSet,
    /// Contains the name of a month or weekday, or another word of dates.
    pub(crate) date_word: bool,
}

impl PhraseMatches {
    /// Returns the kind of the phrase that all but settles what the line is: the whole line, or its
    /// label.
    pub(crate) fn decisive(self) -> Option<Kind> {
        self.line.or(self.label)
    }
}

/// The phrases of all languages.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    table: PhraseTable,
}

impl Lexicon {
    /// Opens the lexicon that comes with the library.
    pub(crate) fn builtin() -> Self {
        let table = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
        Lexicon { table: PhraseTable::open(table) }
    }

    /// Returns a finder. It reuses its memory from line to line.
    pub(crate) fn finder(&self) -> PhraseFinder<'_> {
        PhraseFinder { table: &self.table, folded: FoldedText::default() }
    }
}

/// Looks lines up in a lexicon.
#[derive(Debug)]
pub(crate) struct PhraseFinder<'l> {
    table: &'l PhraseTable,
    folded: FoldedText,
}

impl PhraseFinder<'_> {
    /// Finds the phrases in a line.
    pub(crate) fn find(&mut self, line: &str) -> PhraseMatches {
        let line = line.trim();
        let mut found = PhraseMatches::default();
        if line.len() <= LONGEST_LINE_BYTES
            && let Some(label) = label(line)
        {
            self.folded.read(label);
            found.label = self.whole().and_then(|entry| entry.label);
            if found.label.is_none() && is_in_capitals(label) {
                self.folded.read_capitals(label);
                found.label = self.whole().and_then(|entry| entry.label);
            }
        }
        if is_short(line) {
            self.folded.read(line);
            self.add_short(&mut found);
            if is_in_capitals(line) {
                self.folded.read_capitals(line);
                self.add_short(&mut found);
            }
        } else {
            self.folded.read(opening(line));
            // A date in a long line is part of a sentence, so only the kinds count.
            found.opening = self.parts().0;
        }
        for kind in found.line.into_iter().chain(found.label) {
            found.parts = found.parts.with(kind);
        }
        found
    }

    /// Adds the phrases in the folded line, which is short.
    fn add_short(&self, found: &mut PhraseMatches) {
        found.line = found.line.or_else(|| self.whole()?.line);
        let (kinds, date_word) = self.parts();
        found.parts = found.parts.union(kinds);
        found.date_word |= date_word;
    }

    /// Returns the entry of the folded line as a whole.
    fn whole(&self) -> Option<&PhraseEntry> {
        self.table.get(self.folded.hash()?)
    }

    /// Returns the kinds of the phrases in the folded line, and whether it contains a word of
    /// dates.
    fn parts(&self) -> (KindSet, bool) {
        let (mut kinds, mut date_word) = (KindSet::default(), false);
        self.folded.visit_parts(|hash| {
            let Some(entry) = self.table.get(hash) else { return false };
            kinds = kinds.union(entry.parts);
            date_word |= entry.date_word;
            entry.is_prefix
        });
        (kinds, date_word)
    }
}

/// Returns a line in the form in which phrases are compared.
#[cfg(feature = "_train")]
pub(crate) fn folded(line: &str) -> String {
    let mut folded = FoldedText::default();
    folded.read(line);
    folded.text().to_owned()
}

/// Returns true if a line is short enough to be searched as a whole.
fn is_short(line: &str) -> bool {
    if line.len() <= LONGEST_LINE {
        return true;
    }
    line.len() <= LONGEST_LINE_BYTES
        && line.chars().filter(|&c| !is_mark(c)).nth(LONGEST_LINE).is_none()
}

/// Returns the first words of a long line, up to the last space in its first bytes.
fn opening(line: &str) -> &str {
    let start = clip(line, OPENING_BYTES);
    start.rsplit_once(' ').map_or(start, |(words, _)| words)
}

/// Returns the start of a line up to its first colon, bar, tab, no-break space or pair of spaces,
/// if that comes soon enough.
fn label(line: &str) -> Option<&str> {
    let (bytes, mut chars, mut spaces) = (line.as_bytes(), 0, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        let starts_char = byte & 0xC0 != 0x80;
        if chars == LONGEST_LABEL && starts_char {
            return None;
        }
        spaces = if byte == b' ' { spaces + 1 } else { 0 };
        let ends = match byte {
            b':' | b'|' | b'\t' => true,
            b' ' => spaces > 1 && chars > 0,
            0xC2 | 0xEF => WIDE_LABEL_ENDS.iter().any(|end| bytes[at..].starts_with(end)),
            _ => false,
        };
        if ends {
            return Some(&line[..at]);
        }
        chars += usize::from(starts_char);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lexicon with a few phrases of each form.
    fn lexicon() -> Lexicon {
        let file = "# English\n\n\
                    [related label]\nsee also\n\n\
                    [related line]\nmore like this\n\n\
                    [commentform line]\n# comments\n\n\
                    [share part]\nshare\n\n\
                    [cookie part]\nคุกกี้\n\n\
                    [date word]\nmarch\n";
        Lexicon { table: PhraseTable::open(compile::build(compile::phrases("en", file)).leak()) }
    }

    #[test]
    fn lines_labels_and_parts() {
        let lexicon = lexicon();
        let mut finder = lexicon.finder();
        for (line, decisive, part) in [
            ("More like this", Some(Kind::Related), Some(Kind::Related)),
            (" - MORE LIKE THIS … ", Some(Kind::Related), Some(Kind::Related)),
            ("More like this one", None, None),
            ("See also: Rain in spring", Some(Kind::Related), Some(Kind::Related)),
            ("See also  Rain in spring", Some(Kind::Related), Some(Kind::Related)),
            ("See also\u{a0}Rain", Some(Kind::Related), Some(Kind::Related)),
            ("See also the rain in spring", None, None),
            ("1,204 comments", Some(Kind::CommentForm), Some(Kind::CommentForm)),
            ("Share on Facebook", None, Some(Kind::Share)),
            ("Shareholders met", None, None),
            ("เราใช้คุกกี้บนเว็บไซต์", None, Some(Kind::Cookie)),
            ("", None, None),
        ] {
            let found = finder.find(line);
            assert_eq!(found.decisive(), decisive, "{line}");
            let first = Kind::ALL.iter().copied().find(|&kind| found.parts.contains(kind));
            assert_eq!(first, part, "{line}");
        }
        assert!(finder.find("Saturday, March 2, 2024").date_word);
    }

    #[test]
    fn capitals_are_read_without_their_marks() {
        let lexicon = Lexicon::builtin();
        let mut finder = lexicon.finder();
        for (line, decisive, part) in [
            ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: Νέο δρομολόγιο", Some(Kind::Related), Kind::Related),
            ("ΣΧΕΤΙΚΑ ΑΡΘΡΑ", Some(Kind::Related), Kind::Related),
            ("GİRİŞ YAP", Some(Kind::Login), Kind::Login),
            ("KAYIT OL", Some(Kind::Login), Kind::Login),
            ("İlgili haberler", Some(Kind::Related), Kind::Related),
            ("ANZEIGE SCHLIESSEN", Some(Kind::Ad), Kind::Ad),
            ("A LIRE AUSSI", Some(Kind::Related), Kind::Related),
            ("LO MAS LEIDO HOY", Some(Kind::Related), Kind::Related),
        ] {
            let found = finder.find(line);
            assert_eq!(found.decisive(), decisive, "{line}");
            assert!(found.parts.contains(part), "{line}");
        }
        assert_eq!(finder.find("lo mas leido hoy").decisive(), None, "only capitals lose marks");
    }

    #[test]
    fn files_are_well_formed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon");
        for entry in std::fs::read_dir(folder).expect("the folder exists") {
            let path = entry.expect("an entry").path();
            let Some(name) = path.to_str().filter(|name| name.ends_with(".txt")) else {
                continue;
            };
            check_file(name, &std::fs::read_to_string(&path).expect("reads the file"));
        }
    }

    /// Checks the headings of a file, and the order and spelling of its phrases.
    fn check_file(name: &str, content: &str) {
        let mut folded = FoldedText::default();
        let mut heading = None;
        let mut previous = String::new();
        let lines = content.lines().skip_while(|line| !line.starts_with('['));
        for line in lines.filter(|line| !line.is_empty()) {
            if let Some(text) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                heading = compile::parse_heading(text);
                let sound = heading.is_some_and(|(kind, form)| {
                    form != compile::PhraseForm::Word || kind == Kind::Date
                });
                assert!(sound, "{name}: {line}");
                previous.clear();
                continue;
            }
            assert!(heading.is_some(), "{name}: {line} has no heading");
            assert!(*previous < *line, "{name}: {line} is out of order or a double");
            folded.read(line);
            let is_folded = folded.hash().is_some() && line == line.trim() && !line.contains("  ");
            assert!(is_folded, "{name}: {line}");
            let unfolded = line.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
            assert!(!unfolded, "{name}: {line}");
            previous = line.to_owned();
        }
    }

    #[test]
    fn no_decisive_phrase_is_a_body_line_of_the_corpus() {
        let lexicon = Lexicon::builtin();
        let mut finder = lexicon.finder();
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        if !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).exists() {
            return; // The published package has neither tests nor corpus.
        }
        for entry in std::fs::read_dir(corpus).expect("the corpus exists") {
            let path = entry.expect("an entry").path().join("labels.tsv");
            let Ok(labels) = std::fs::read_to_string(&path) else { continue };
            for (kind, line) in labels.lines().filter_map(|line| line.split_once('\t')) {
                if matches!(kind, "body" | "lead") {
                    assert_eq!(finder.find(line).decisive(), None, "{}: {line}", path.display());
                }
            }
        }
    }
}
