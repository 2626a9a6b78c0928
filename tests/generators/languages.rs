//! The texts in `prose/` and `chrome/`, by language.
//!
//! A file has a section for each form of text or kind of chrome, below a heading in brackets. A
//! line of chrome is a piece: ` / ` separates its lines.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use dechrome::{Cleaner, Kind, Options, Source};

/// The texts of one language.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) code: &'static str,
    /// The separator of two sentences.
    pub(crate) gap: &'static str,
    /// Whether lines are wrapped between words.
    pub(crate) wraps: bool,
    prose: Vec<(&'static str, Vec<&'static str>)>,
    pub(crate) chrome: Vec<Piece>,
}

/// A piece of chrome: lines that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) kind: &'static str,
    pub(crate) lines: Vec<&'static str>,
}

macro_rules! languages {
    ($(($code:literal, $gap:literal, $wraps:literal)),+ $(,)?) => {
        &[$((
            $code,
            $gap,
            $wraps,
            include_str!(concat!("prose/", $code, ".txt")),
            include_str!(concat!("chrome/", $code, ".txt")),
        )),+]
    };
}

type File = (&'static str, &'static str, bool, &'static str, &'static str);

/// Code, separator of sentences, whether lines wrap at spaces, prose and chrome of each language.
const FILES: &[File] = languages![
    ("en", " ", true),
    ("de", " ", true),
    ("es", " ", true),
    ("ru", " ", true),
    ("el", " ", true),
    ("ar", " ", true),
    ("he", " ", true),
    ("hi", " ", true),
    ("bn", " ", true),
    ("ta", " ", true),
    ("th", " ", false),
    ("km", "", false),
    ("my", " ", false),
    ("zh", "", false),
    ("ja", "", false),
    ("ko", " ", false),
    ("hy", " ", true),
    ("ka", " ", true),
    ("am", " ", true),
];

/// All languages.
pub(crate) static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| FILES.iter().map(read).collect());

/// Returns the language with a code.
pub(crate) fn language(code: &str) -> &'static Language {
    LANGUAGES.iter().find(|language| language.code == code).expect("a known language")
}

/// The sentences of each language.
pub(crate) static BODIES: LazyLock<Vec<&'static [&'static str]>> =
    LazyLock::new(|| LANGUAGES.iter().map(|language| language.texts("sentence")).collect());

fn read(&(code, gap, wraps, prose, chrome): &File) -> Language {
    let pieces = sections(chrome).into_iter().flat_map(|(kind, lines)| {
        lines.into_iter().map(move |line| Piece { kind, lines: line.split(" / ").collect() })
    });
    Language { code, gap, wraps, prose: sections(prose), chrome: pieces.collect() }
}

/// Returns the lines of a file below each of its headings.
fn sections(file: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines() {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(heading) => sections.push((heading, Vec::new())),
            None => sections.last_mut().expect("a heading comes first").1.push(line),
        }
    }
    sections
}

impl Language {
    /// Returns the texts of a section.
    pub(crate) fn texts(&self, section: &str) -> &[&'static str] {
        self.prose.iter().find(|(name, _)| *name == section).map_or(&[], |(_, texts)| texts)
    }

    /// Returns the words from which a line of a paragraph is never lost. Thai has no mark at the
    /// end of a sentence, and headlines that are as long as short sentences.
    pub(crate) fn long(&self) -> usize {
        if self.code == "th" { 25 } else { 15 }
    }
}

/// Counts words as the library does: a Chinese character is less than one, for example.
pub(crate) fn word_count(text: &str) -> usize {
    static COUNTER: LazyLock<Cleaner> = LazyLock::new(|| {
        let options = Options::new().with_source(Source::Text);
        Cleaner::new(Kind::ALL.iter().fold(options, |options, &kind| options.with_kept(kind)))
    });
    static KNOWN: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);
    let known = KNOWN.lock().expect("no thread panics while it counts").get(text).copied();
    known.unwrap_or_else(|| {
        let words = COUNTER.clean(text.as_bytes()).metadata().words;
        KNOWN.lock().expect("no thread panics while it counts").insert(text.to_owned(), words);
        words
    })
}
