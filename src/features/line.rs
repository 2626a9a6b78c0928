//! The features of a logical line of text.

mod char_counts;
pub(crate) mod context;
pub(crate) mod facts;
pub(crate) mod log_odds;
pub(crate) mod shape;
pub(crate) mod table;
pub(crate) mod tokens;
