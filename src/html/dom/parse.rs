//! Parsing with limits.
//!
//! The tree builder is linear on real pages, but some 43 kB of markup make it build millions of
//! nodes, and deep nesting makes each of its steps walk the whole stack of open elements. So the
//! parser compares the number of nodes with the limit after each tag, and the depth every few
//! kilobytes. It cannot see the depth that shadow trees add, so the complete tree is measured
//! again.

use super::arena::DEPTH_CHECK_BYTES;
use super::sink::DomSink;
use super::tokenizer::{KeptAttributes, PageTokenizer};
use super::tree::Dom;
use crate::options::Limits;
use crate::verdict::Degraded;

/// Longest page, in bytes, that is parsed. The offsets in the tree have 32 bits, so a longer page
/// is judged as plain text.
const LONGEST_PAGE: usize = 1 << 31;

/// Nodes that a page of any size may have, in addition to one node per byte.
pub(super) const FREE_NODES: usize = 64;

impl Dom {
    /// Parses `html` as a document, with scripting off, until it ends or a limit is reached.
    pub(crate) fn parse(html: &str, limits: &Limits, attributes: KeptAttributes) -> Dom {
        let nodes = limits.nodes.min(html.len().saturating_add(FREE_NODES));
        if html.len() > LONGEST_PAGE {
            return DomSink::new(nodes, 0).into_dom(Some(Degraded::Nodes), 0, limits.depth);
        }
        let sink = DomSink::new(nodes, html.len());
        let mut tokenizer = PageTokenizer::new(html, attributes, sink);
        let mut next_check = DEPTH_CHECK_BYTES;
        while tokenizer.step() {
            let exceeded = if tokenizer.sink().is_full() {
                Some(Degraded::Nodes)
            } else if tokenizer.offset() >= next_check && tokenizer.sink().is_deeper(limits.depth) {
                Some(Degraded::Depth)
            } else {
                None
            };
            if exceeded.is_some() {
                let rest = tokenizer.offset();
                return tokenizer.into_sink().into_dom(exceeded, rest, limits.depth);
            }
            if tokenizer.offset() >= next_check {
                next_check = tokenizer.offset() + DEPTH_CHECK_BYTES;
            }
        }
        tokenizer.end();
        tokenizer.into_sink().into_dom(None, html.len(), limits.depth)
    }
}
