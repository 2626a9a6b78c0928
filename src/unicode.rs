//! Characters, words and scripts: the facts about text that need no dictionary.
//!
//! - `char_facts`: the script and category of one character, computed from ranges.
//! - `char_table`: the same facts, looked up in a table that the build script writes.
//! - `words`: runs of word characters, and the length of a text in words.
//! - `punctuation`: sentence ends, commas, quotes, currencies, bullets.
//! - `marks`: characters that are drawn on or beside the letter before them.
//! - `folding`: forms of one character that readers take for the same.
//! - `width`: columns in a terminal.
//! - `spacing`: clipping, trimming and collapsing of white space.

pub(crate) mod char_facts;
pub(crate) mod char_table;
pub(crate) mod folding;
pub(crate) mod marks;
pub(crate) mod punctuation;
pub(crate) mod spacing;
pub(crate) mod width;
pub(crate) mod words;

pub(crate) use char_facts::{CharFacts, Script, WordBreaks};
pub(crate) use char_table::{char_facts, is_alphanumeric, main_script, script};
pub(crate) use spacing::{clip, one_spaced, trimmed};
pub(crate) use words::{Word, letter_word_count, word_count, words};
