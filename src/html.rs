//! HTML: from markup to the outline of a page.
//!
//! `syntax` splits markup into tags, and `dom` builds the tree. `segment` walks the tree once and
//! writes an [`outline`]: blocks of text and the containers around them. `positions` records where
//! each container is in the tree and in the text.

pub(crate) mod comments;
pub(crate) mod dom;
pub(crate) mod head;
pub(crate) mod name_words;
pub(crate) mod outline;
pub(crate) mod positions;
pub(crate) mod segment;
#[cfg(feature = "rules")]
pub(crate) mod selectors;
pub(crate) mod syntax;
pub(crate) mod tags;
