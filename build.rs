//! Writes what the library reads in place: the phrases of `src/lexicon/*.txt`, the words of
//! `src/lang/function_words/*.txt`, the models of `src/model/*.bin`, the facts about every
//! character, and the names of months in order. It compiles the library's own code for that, so
//! both agree.

// The modules below contain more than the tables need.
#![allow(dead_code, unreachable_pub, unused_imports, missing_docs)]

use std::path::Path;
use std::{env, fs, io};

#[path = "src/hash.rs"]
mod hash;
#[path = "src/kind.rs"]
mod kind;
#[path = "src/names.rs"]
mod names;
#[path = "src/unicode"]
mod unicode {
    pub(crate) mod char_facts;
    pub(crate) mod folding;
    pub(crate) mod marks;
    pub(crate) use char_facts::{CharFacts, WordBreaks};

    /// Replaces the lookup in the table that this script has yet to write.
    pub(crate) fn char_facts(c: char) -> CharFacts {
        CharFacts::of(c)
    }
}
#[path = "src/lang"]
mod lang {
    pub(crate) mod compile_words;
    pub(crate) mod word_table;
}
#[path = "src/lexicon"]
mod lexicon {
    pub(crate) mod compile;
    pub(crate) mod fold;
    pub(crate) mod phrase_table;
}

#[path = "src/model"]
mod model {
    pub(crate) mod compile;
    pub(crate) mod error;
    pub(crate) mod limits;
    pub(crate) mod log_odds_table;
    pub(crate) mod reader;
    pub(crate) mod slots;
    pub(crate) mod symmetric;
    pub(crate) mod votes;
}

/// The names of months by language.
const MONTHS: &str = "src/metadata/dates/months.txt";
/// The models, with the functions that compile them.
const MODELS: [(&str, ModelCompiler); 2] =
    [("page", model::compile::page), ("text", model::compile::text)];
/// Code whose change makes the tables stale.
const CODE: [&str; 7] = [
    "build.rs",
    "src/hash.rs",
    "src/kind.rs",
    "src/names.rs",
    "src/unicode/char_facts.rs",
    "src/unicode/folding.rs",
    "src/unicode/marks.rs",
];
/// Compiles a model file.
type ModelCompiler = fn(&[u8]) -> Result<Vec<u8>, model::error::ModelError>;
/// The entry of the halves of surrogate pairs, which are not characters.
const SURROGATE: unicode::CharFacts = unicode::CharFacts(0);

fn main() -> io::Result<()> {
    for folder in ["src/lang", "src/lexicon", "src/model"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rerun-if-changed={MONTHS}");
    for code in CODE {
        println!("cargo:rerun-if-changed={code}");
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let facts: Vec<u8> = (0..=u32::from(u16::MAX))
        .map(|code| char::from_u32(code).map_or(SURROGATE, unicode::CharFacts::of).0)
        .collect();
    fs::write(Path::new(&out).join("char_facts.bin"), facts)?;
    for (name, compile) in MODELS {
        let model =
            compile(&fs::read(format!("src/model/{name}.bin"))?).map_err(io::Error::other)?;
        fs::write(Path::new(&out).join(format!("{name}_model.bin")), model)?;
    }
    let words = lang::compile_words::build(&text_files(Path::new("src/lang/function_words"))?);
    fs::write(Path::new(&out).join("function_words.bin"), words)?;
    let files = text_files(Path::new("src/lexicon"))?;
    let phrases = files.iter().flat_map(|(name, content)| lexicon::compile::phrases(name, content));
    let table = lexicon::compile::build(phrases);
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

/// Returns the names (without extension) and contents of a folder's text files, in the order of
/// their names.
fn text_files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
