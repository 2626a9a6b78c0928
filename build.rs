//! Writes three tables that the library reads in place: the phrases of `src/lexicon/*.txt`, the
//! properties of every character, and the names of `src/metadata/dates/months.txt` in order.

#![allow(dead_code, unreachable_pub, missing_docs)] // Each of these modules holds more than the table needs.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/kind.rs"]
mod kind;
#[path = "src/unicode"]
mod unicode {
    mod char_class;
    pub(crate) use char_class::{Class, Letter};

    /// What the library reads from the table.
    pub(crate) fn letter(c: char) -> Letter {
        Letter::of(c)
    }
}
#[path = "src/lexicon"]
mod lexicon {
    pub(crate) mod compile;
    pub(crate) mod fold;
    pub(crate) mod index;
}

/// The names of months by language.
const MONTHS: &str = "src/metadata/dates/months.txt";

/// Stands for the halves of surrogate pairs, which are no characters.
const LONE: unicode::Letter = unicode::Letter(0);

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src/lexicon");
    println!("cargo:rerun-if-changed={MONTHS}");
    for code in ["build.rs", "src/kind.rs", "src/unicode/char_class.rs"] {
        println!("cargo:rerun-if-changed={code}");
    }
    let files = texts(Path::new("src/lexicon"))?;
    let table = lexicon::compile::build(
        files.iter().flat_map(|content| lexicon::compile::phrases(content)),
    );
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let letters: Vec<u8> = (0..=u32::from(u16::MAX))
        .map(|code| char::from_u32(code).map_or(LONE, unicode::Letter::of).0)
        .collect();
    fs::write(Path::new(&out).join("letters.bin"), letters)?;
    fs::write(Path::new(&out).join("months.txt"), sorted_months(&fs::read_to_string(MONTHS)?))?;
    fs::write(Path::new(&out).join("lexicon.bin"), table)
}

/// Returns a line for each name of a month, sorted: name, tab, language, tab, number of the month.
fn sorted_months(text: &str) -> String {
    let mut names = Vec::new();
    let languages = text.lines().filter(|line| !line.starts_with('#'));
    for (language, months) in languages.filter_map(|line| line.split_once(':')) {
        for (number, month) in (1..).zip(months.split('|')) {
            for name in month.split_ascii_whitespace() {
                names.push(format!("{name}\t{language}\t{number}\n"));
            }
        }
    }
    names.sort();
    names.concat()
}

/// The contents of a folder's text files, in the order of their names.
fn texts(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(fs::read_to_string).collect()
}
