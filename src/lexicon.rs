//! Chrome phrases by kind and language: the text files in `lexicon/`, one automaton over all of them.
//!
//! Every language is always on, because chrome is often in another language than its page. `lexicon/README.md`
//! describes the files and tells how to add a language.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::hash::Map;
use crate::kind::{Kind, KindSet};
use crate::units::{Class, is_word_char, script};

mod files;

/// Characters of a line beyond which it is not searched for phrases: of the chrome lines in the development data 90 % have
/// at most 58, while longer lines that hold a phrase are mostly body.
const LONGEST_LINE: usize = 90;
/// Bytes of a line beyond which it is not even folded: [`LONGEST_LINE`] characters of the widest scripts, marks included.
const LONGEST_LINE_BYTES: usize = 400;
/// Characters that a label may have before its colon.
const LONGEST_LABEL: usize = 40;

/// How a phrase of a file has to stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It is the whole line.
    Line,
    /// It opens the line, and a colon, a bar or two spaces follow.
    Label,
    /// It stands anywhere in a short line, as whole words.
    Part,
    /// Only in `date`: the name of a month or weekday, or another word of dates.
    Word,
}

/// What the lexicon finds in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    /// The kind of the phrase that the whole line is.
    pub(crate) line: Option<Kind>,
    /// The kind of the label that opens the line.
    pub(crate) label: Option<Kind>,
    /// The kinds of the phrases in it, the ones above included.
    pub(crate) parts: KindSet,
    /// Whether a word of dates stands in it.
    pub(crate) date_word: bool,
}

impl Hits {
    /// The kind of the phrase that is all but certain.
    pub(crate) fn certain(self) -> Option<Kind> {
        self.line.or(self.label)
    }
}

/// The phrases of all languages, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    lines: Map<Box<str>, Kind>,
    labels: Map<Box<str>, Kind>,
    parts: Option<AhoCorasick>,
    /// Kind of each pattern of `parts`, and whether it is a date word; in the order of the patterns.
    part_kinds: Vec<(Kind, bool)>,
}

impl Lexicon {
    /// The lexicon that comes with the library.
    pub(crate) fn builtin() -> Self {
        Self::compile(files::FILES.iter().flat_map(|(_, content)| phrases(content)))
    }

    /// Compiles phrases. A phrase that stands under several kinds keeps the first as a line or label, and all as a part.
    fn compile<'f>(phrases: impl Iterator<Item = (Kind, Form, &'f str)>) -> Self {
        let (mut lines, mut labels, mut patterns, mut part_kinds) =
            (Map::default(), Map::default(), Vec::new(), Vec::new());
        for (kind, form, phrase) in phrases {
            let folded = fold(phrase);
            match form {
                Form::Line => drop(lines.entry(folded.into_boxed_str()).or_insert(kind)),
                Form::Label => drop(labels.entry(folded.into_boxed_str()).or_insert(kind)),
                Form::Part | Form::Word => {
                    patterns.push(folded);
                    part_kinds.push((kind, form == Form::Word));
                }
            }
        }
        let parts = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns)
            .ok();
        Lexicon { lines, labels, parts, part_kinds }
    }

    /// Looks a line up.
    pub(crate) fn hits(&self, line: &str) -> Hits {
        let line = line.trim();
        let mut hits = Hits::default();
        if line.is_empty() || line.len() > LONGEST_LINE_BYTES {
            return hits;
        }
        hits.label = label(line).and_then(|label| self.labels.get(fold(label).as_str()).copied());
        if line.chars().nth(LONGEST_LINE).is_none() {
            let folded = fold(line);
            hits.line = self.lines.get(folded.as_str()).copied();
            self.find_parts(&folded, &mut hits);
        }
        hits.parts = hits.line.iter().chain(&hits.label).fold(hits.parts, |parts, &kind| parts.with(kind));
        hits
    }

    /// Finds the phrases in a folded line.
    fn find_parts(&self, folded: &str, hits: &mut Hits) {
        let Some(parts) = &self.parts else { return };
        for found in parts.find_overlapping_iter(folded) {
            if !stands_free(folded, found.start(), found.end()) {
                continue;
            }
            match self.part_kinds.get(found.pattern().as_usize()) {
                Some((_, true)) => hits.date_word = true,
                Some((kind, false)) => hits.parts = hits.parts.with(*kind),
                None => {}
            }
        }
    }
}

/// The phrases of a file. Lines before the first heading are comments; those under a heading that names no kind or form
/// are left out (a test of the files finds them).
fn phrases(content: &str) -> impl Iterator<Item = (Kind, Form, &str)> {
    let mut section = None;
    content.lines().filter_map(move |line| {
        let line = line.trim();
        if line.is_empty() {
            return None;
        }
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = parse_heading(heading);
            return None;
        }
        section.map(|(kind, form)| (kind, form, line))
    })
}

/// Reads `kind form`.
fn parse_heading(heading: &str) -> Option<(Kind, Form)> {
    let (kind, form) = heading.split_once(' ')?;
    let form = match form {
        "line" => Form::Line,
        "label" => Form::Label,
        "part" => Form::Part,
        "word" => Form::Word,
        _ => return None,
    };
    Some((kind.parse().ok()?, form))
}

/// Whether the match at `start..end` does not begin or end inside a word. Scripts without spaces have no such borders.
fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let joins = |a: Option<char>, b: Option<char>| a.is_some_and(is_spaced) && b.is_some_and(is_spaced);
    let (before, inside, after) = (&text[..start], &text[start..end], &text[end..]);
    !joins(before.chars().next_back(), inside.chars().next())
        && !joins(inside.chars().next_back(), after.chars().next())
}

/// Whether `c` belongs to words that stand between spaces.
fn is_spaced(c: char) -> bool {
    is_word_char(c) && script(c).is_none_or(|script| script.class() == Class::Spaced)
}

/// The start of a line up to its first colon, bar, tab, no-break space or pair of spaces, if that comes soon enough.
fn label(line: &str) -> Option<&str> {
    let mut previous = ' ';
    for (count, (at, c)) in line.char_indices().enumerate().take(LONGEST_LABEL) {
        if matches!(c, ':' | '：' | '|' | '｜' | '\t' | '\u{a0}') || (c == ' ' && previous == ' ' && count > 0) {
            return Some(&line[..at]);
        }
        previous = c;
    }
    None
}

/// The form in which lines and phrases are compared: lower case, every run of digits one `#`, everything that is neither
/// letter, digit nor apostrophe a single space, none at the ends.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars().map(unify).peekable();
    let mut gap = false;
    let mut number = false;
    while let Some(c) = chars.next() {
        let digit = c.is_numeric() && !c.is_alphabetic();
        let inside_number = number && (c == '.' || c == ',') && chars.peek().is_some_and(|next| next.is_numeric());
        if inside_number || digit && number {
            continue;
        }
        number = digit;
        if !(digit || c == '#' || c == '\'' || is_word_char(c)) {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !folded.is_empty() {
            folded.push(' ');
        }
        if digit || c == '#' {
            folded.push('#');
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded.truncate(folded.trim_end_matches(['\'', ' ']).len());
    folded
}

/// Full-width forms as ASCII, curly apostrophes as straight ones.
fn unify(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' | '\u{02BC}' => '\'',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let file = "# English\n\n[related label]\nsee also\n\n[related line]\nmore like this\n\n[commentform line]\n# comments\n\n\
                    [share part]\nshare\n\n[cookie part]\nคุกกี้\n\n[date word]\nmarch\n";
        Lexicon::compile(phrases(file))
    }

    #[test]
    fn lines_labels_and_parts() {
        let lexicon = lexicon();
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
            let hits = lexicon.hits(line);
            assert_eq!(hits.certain(), certain, "{line}");
            assert_eq!(Kind::ALL.iter().copied().find(|&kind| hits.parts.contains(kind)), part, "{line}");
        }
        assert!(lexicon.hits("Saturday, March 2, 2024").date_word);
    }

    #[test]
    fn folding() {
        for (text, folded) in [
            ("  “Don’t miss” — 1,204 views! ", "don't miss # views"),
            ("ＡＢＣ１２３", "abc#"),
            ("3.5 min", "# min"),
            ("a.b", "a b"),
            ("'tis'", "'tis"),
            ("…", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(folded), folded, "folding twice changes nothing");
        }
    }

    #[test]
    fn files_are_well_formed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".txt").map(str::to_owned))
            .collect();
        found.sort();
        let listed: Vec<&str> = files::FILES.iter().map(|(code, _)| *code).collect();
        assert_eq!(found, listed, "every file is listed once, in order");
        for (code, content) in files::FILES {
            let mut heading = None;
            let mut previous = "";
            for line in content.lines().skip_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()) {
                if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                    heading = parse_heading(name);
                    assert!(
                        heading.is_some_and(|(kind, form)| form != Form::Word || kind == Kind::Date),
                        "{code}: {line}"
                    );
                    previous = "";
                    continue;
                }
                assert!(heading.is_some(), "{code}: {line} stands under no heading");
                assert!(previous < line, "{code}: {line} is out of order or there twice");
                assert!(!fold(line).is_empty() && line == line.trim() && !line.contains("  "), "{code}: {line}");
                assert!(!line.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()), "{code}: {line}");
                previous = line;
            }
        }
    }

    #[test]
    fn no_certain_phrase_is_a_body_line_of_the_corpus() {
        let lexicon = Lexicon::builtin();
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).expect("the corpus is there") {
            let path = entry.expect("an entry").path().join("labels.tsv");
            let Ok(labels) = std::fs::read_to_string(&path) else { continue };
            for (kind, line) in labels.lines().filter_map(|line| line.split_once('\t')) {
                if matches!(kind, "body" | "lead") {
                    assert_eq!(lexicon.hits(line).certain(), None, "{}: {line}", path.display());
                }
            }
        }
    }
}
