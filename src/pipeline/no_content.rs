//! Documents without content are returned empty, with the reason.

use crate::decide::no_content;
use crate::document::Document;
use crate::kind::Kind;
use crate::no_content::NoContent;
use crate::verdict::{BlockRecord, Reason};

/// Drops the kept blocks if they are a wall, an error page or the like, and stores the reason why a
/// document is empty.
pub(super) fn mark_no_content(document: &mut Document) {
    let has_kept = document.blocks.iter().any(|block| block.verdict.keep);
    // The caller asked for a block, or it was not judged.
    let is_given = document
        .kept_blocks()
        .any(|block| block.verdict.why.has(Reason::Asked) || block.verdict.why.has(Reason::Rest));
    if is_given {
        return;
    }
    let title = document.title.as_deref().filter(|_| document.is_html);
    if !has_kept {
        let is_asked = |block: &BlockRecord| block.verdict.why.has(Reason::Asked);
        let reason = if document.blocks.iter().any(is_asked) {
            // The caller asked to drop what the document had.
            NoContent::Other
        } else {
            let lines = document.blocks.iter().map(|block| document.block_text(block));
            no_content::reason(lines, title)
        };
        document.confidence = 0.0;
        document.no_content = Some(reason);
        return;
    }
    // The whole document is a wall, or its kept part. The kept lines of a text are its whole when
    // it is cleaned again, so the answer stays the same.
    let kept = document.kept_blocks().map(|block| document.block_text(block));
    let all = document.blocks.iter().map(|block| document.block_text(block));
    let found = no_content::wall(kept, title).or_else(|| no_content::wall(all, title));
    let Some(reason) = found else { return };
    for block in document.blocks.iter_mut().filter(|block| block.verdict.keep) {
        block.verdict.keep = false;
        block.verdict.why.add(Reason::NoContent);
        // A dropped block is not called text.
        if block.verdict.kind.is_text() || block.verdict.kind == Kind::Title {
            block.verdict.kind = Kind::Other;
        }
    }
    document.content.events.clear();
    document.confidence = 0.0;
    document.no_content = Some(reason);
}
