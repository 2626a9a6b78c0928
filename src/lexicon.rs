//! Chrome phrases by kind and language: the text files in `lexicon/`, one table of hashes over all of them.
//!
//! Every language is always on, because chrome is often in another language than its page. `lexicon/README.md`
//! describes the files and tells how to add a language. The build script makes the table (`lexicon/compile.rs`), so that
//! a program that starts has nothing to build.

use crate::kind::{Kind, KindSet};
use crate::unicode::{clip, is_mark};

#[cfg(test)]
mod compile;
mod fold;
mod index;

use fold::Folded;
use index::Index;

/// Characters of a line, marks left aside, beyond which only its opening is searched for phrases: of the chrome lines in the
/// development data 90 % have at most 58, while longer lines that hold a phrase are mostly body.
const LONGEST_LINE: usize = 90;
/// Bytes of a line beyond which no label is looked for, nor a part anywhere: [`LONGEST_LINE`] characters of the widest
/// scripts, marks included.
const LONGEST_LINE_BYTES: usize = 400;
/// Bytes of a long line that are its opening: some ten words.
const OPENING_BYTES: usize = 60;
/// Characters that a label may have before its colon.
const LONGEST_LABEL: usize = 40;

/// What the lexicon finds in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    /// The kind of the phrase that the whole line is.
    pub(crate) line: Option<Kind>,
    /// The kind of the label that opens the line.
    pub(crate) label: Option<Kind>,
    /// The kinds of the phrases in it, the ones above included.
    pub(crate) parts: KindSet,
    /// The kinds of the phrases in the first words of a long line, which has no parts.
    pub(crate) opening: KindSet,
    /// Whether a word of dates stands in it.
    pub(crate) date_word: bool,
}

impl Hits {
    /// The kind of the phrase that is all but certain.
    pub(crate) fn certain(self) -> Option<Kind> {
        self.line.or(self.label)
    }
}

/// The phrases of all languages.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    index: Index,
}

impl Lexicon {
    /// The lexicon that comes with the library.
    pub(crate) fn builtin() -> Self {
        Lexicon { index: Index::open(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"))) }
    }

    /// Something that looks lines up.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { index: &self.index, folded: Folded::default() }
    }
}

/// Looks lines up, one after the other.
#[derive(Debug)]
pub(crate) struct Reader<'l> {
    index: &'l Index,
    folded: Folded,
}

impl Reader<'_> {
    /// Looks a line up.
    pub(crate) fn hits(&mut self, line: &str) -> Hits {
        let line = line.trim();
        let mut hits = Hits::default();
        if line.len() <= LONGEST_LINE_BYTES
            && let Some(label) = label(line)
        {
            self.folded.read(label);
            hits.label = self.folded.whole().and_then(|hash| self.index.get(hash)?.label);
        }
        if is_short(line) {
            self.folded.read(line);
            hits.line = self.folded.whole().and_then(|hash| self.index.get(hash)?.line);
            self.find_parts(&mut hits);
        } else {
            self.folded.read(opening(line));
            let mut found = Hits::default();
            self.find_parts(&mut found);
            hits.opening = found.parts;
        }
        hits.parts =
            hits.line.iter().chain(&hits.label).fold(hits.parts, |parts, &kind| parts.with(kind));
        hits
    }

    /// Finds the phrases in the folded line.
    fn find_parts(&self, hits: &mut Hits) {
        self.folded.visit_parts(|hash| {
            let Some(found) = self.index.get(hash) else { return false };
            hits.parts = hits.parts.union(found.parts);
            hits.date_word |= found.date_word;
            found.goes_on
        });
    }
}

/// A line as phrases are compared.
#[cfg(feature = "train")]
pub(crate) fn folded(line: &str) -> String {
    let mut folded = Folded::default();
    folded.read(line);
    folded.text().to_owned()
}

/// Whether a line has few enough characters to be searched, marks not counted.
fn is_short(line: &str) -> bool {
    line.len() <= LONGEST_LINE
        || line.len() <= LONGEST_LINE_BYTES
            && line.chars().filter(|&c| !is_mark(c)).nth(LONGEST_LINE).is_none()
}

/// The first words of a long line: up to the last space in its first bytes, if there is one.
fn opening(line: &str) -> &str {
    let start = clip(line, OPENING_BYTES);
    start.rsplit_once(' ').map_or(start, |(words, _)| words)
}

/// The start of a line up to its first colon, bar, tab, no-break space or pair of spaces, if that comes soon enough.
fn label(line: &str) -> Option<&str> {
    let (bytes, mut count, mut spaces) = (line.as_bytes(), 0, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        let goes_on = byte & 0xC0 == 0x80;
        if count == LONGEST_LABEL && !goes_on {
            return None;
        }
        spaces = if byte == b' ' { spaces + 1 } else { 0 };
        let ends = match byte {
            b':' | b'|' | b'\t' => true,
            b' ' => spaces > 1 && count > 0,
            0xC2 | 0xEF => {
                ["\u{a0}", "：", "｜"].iter().any(|mark| bytes[at..].starts_with(mark.as_bytes()))
            }
            _ => false,
        };
        if ends {
            return Some(&line[..at]);
        }
        count += usize::from(!goes_on);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let file = "# English\n\n[related label]\nsee also\n\n[related line]\nmore like this\n\n[commentform line]\n# comments\n\n\
                    [share part]\nshare\n\n[cookie part]\nคุกกี้\n\n[date word]\nmarch\n";
        Lexicon { index: Index::open(compile::build(compile::phrases(file)).leak()) }
    }

    #[test]
    fn lines_labels_and_parts() {
        let lexicon = lexicon();
        let mut reader = lexicon.reader();
        for (line, certain, part) in [
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
            let hits = reader.hits(line);
            assert_eq!(hits.certain(), certain, "{line}");
            assert_eq!(
                Kind::ALL.iter().copied().find(|&kind| hits.parts.contains(kind)),
                part,
                "{line}"
            );
        }
        assert!(reader.hits("Saturday, March 2, 2024").date_word);
    }

    #[test]
    fn files_are_well_formed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon");
        let mut folded = Folded::default();
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let Some(code) = path.to_str().and_then(|name| name.strip_suffix(".txt")) else {
                continue;
            };
            let content = std::fs::read_to_string(&path).expect("reads the file");
            let mut heading = None;
            let mut previous = String::new();
            for line in content
                .lines()
                .skip_while(|line| !line.starts_with('['))
                .filter(|line| !line.is_empty())
            {
                if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                    heading = compile::parse_heading(name);
                    assert!(
                        heading.is_some_and(
                            |(kind, form)| form != compile::Form::Word || kind == Kind::Date
                        ),
                        "{code}: {line}"
                    );
                    previous.clear();
                    continue;
                }
                assert!(heading.is_some(), "{code}: {line} stands under no heading");
                assert!(*previous < *line, "{code}: {line} is out of order or there twice");
                folded.read(line);
                assert!(
                    folded.whole().is_some() && line == line.trim() && !line.contains("  "),
                    "{code}: {line}"
                );
                assert!(
                    !line.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()),
                    "{code}: {line}"
                );
                previous = line.to_owned();
            }
        }
    }

    #[test]
    fn no_certain_phrase_is_a_body_line_of_the_corpus() {
        let lexicon = Lexicon::builtin();
        let mut reader = lexicon.reader();
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
            .expect("the corpus is there")
        {
            let path = entry.expect("an entry").path().join("labels.tsv");
            let Ok(labels) = std::fs::read_to_string(&path) else { continue };
            for (kind, line) in labels.lines().filter_map(|line| line.split_once('\t')) {
                if matches!(kind, "body" | "lead") {
                    assert_eq!(reader.hits(line).certain(), None, "{}: {line}", path.display());
                }
            }
        }
    }
}
