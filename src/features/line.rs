//! The features of a logical line of text.
//!
//! `context` reads a text once: `shape` and the tokens (`features::tokens`) describe each line by
//! itself; `copies`, `segments`, `neighbours` and `vocabulary` compare the lines; `facts` holds the
//! results. `table` names the features and computes them from that context.

pub(crate) mod context;
pub(crate) mod facts;
pub(crate) mod flags;
pub(crate) mod segments;
pub(crate) mod table;
pub(crate) mod text_part;

mod char_counts;
mod copies;
mod neighbours;
mod number_scanner;
mod shape;
mod vocabulary;
