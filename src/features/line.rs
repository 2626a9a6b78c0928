//! The features of a logical line of text.
//!
//! `context` reads a text once: `shape`, `tokens` and `token_log_odds` describe each line by
//! itself; `copies`, `segments`, `neighbours` and `vocabulary` compare the lines; `facts` holds the
//! results. `table` names the features and computes them from that context.

pub(crate) mod context;
pub(crate) mod facts;
pub(crate) mod flags;
pub(crate) mod segments;
pub(crate) mod table;
pub(crate) mod text_part;
pub(crate) mod token_log_odds;
pub(crate) mod tokens;

mod byte_share;
mod char_counts;
mod copies;
mod neighbours;
mod number_scanner;
mod shape;
mod vocabulary;
