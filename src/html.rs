//! HTML: from markup to the outline of a page.
//!
//! `syntax` splits markup into tags, and `dom` builds the tree. `segment` walks the tree once and
//! writes an [`outline`]: blocks of text and the containers around them. `positions` records where
//! each container is in the tree and in the text. `omissions` cuts the interface out of the text.
//! `formulas` reads the formulas of a page, whose sources renderers hide in many places.

pub(crate) mod callouts;
pub(crate) mod comments;
pub(crate) mod dom;
pub(crate) mod formulas;
pub(crate) mod head;
pub(crate) mod line_numbers;
pub(crate) mod lists;
mod mathml;
pub(crate) mod name_words;
pub(crate) mod omissions;
pub(crate) mod outline;
pub(crate) mod positions;
pub(crate) mod segment;
#[cfg(feature = "rules")]
pub(crate) mod selectors;
pub(crate) mod styles;
pub(crate) mod syntax;
pub(crate) mod table_grid;
pub(crate) mod tags;
pub(crate) mod tex;
