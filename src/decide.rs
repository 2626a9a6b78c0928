//! From scores to verdicts: the kind of every block and whether it is kept.

pub(crate) mod corrections;
pub(crate) mod lines;
mod main_part;
pub(crate) mod no_content;
pub(crate) mod pages;
pub(crate) mod titles;
