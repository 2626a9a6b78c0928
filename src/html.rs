//! HTML: from markup to the outline of a page.
//!
//! `syntax` cuts markup into tags, `dom` builds the tree, `segment` walks it once and leaves an [`outline`]: blocks of text
//! and the containers around them. `positions` remembers where each container came from in the tree.

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
