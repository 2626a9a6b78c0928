//! Where the page's headline stands among its blocks.

use crate::html::head::DocumentHead;
use crate::html::outline::Outline;

use super::article_containers::Kinship;
use super::repeats::{shared, word_set};

/// Words from which a block is too long to be a headline.
const LONGEST_TITLE: f32 = 60.0;
/// Share of common words from which a block repeats the page's title.
const SAME_TITLE: f32 = 0.5;

/// The headline and what resembles it.
#[derive(Debug)]
pub(super) struct Title {
    /// Jaccard similarity of each block's words and the declared title's.
    pub(super) similarity: Vec<f32>,
    /// The first `h1`.
    pub(super) first_h1: Option<usize>,
    /// The block that repeats the title best; a heading before others.
    pub(super) block: Option<usize>,
    /// Distances to the headline's container; `None` without a headline.
    pub(super) kinship: Option<Kinship>,
}

impl Title {
    /// Looks for the headline.
    pub(super) fn of(outline: &Outline, head: &DocumentHead) -> Title {
        let declared = word_set(head.best_title().unwrap_or_default());
        let mut similarity = Vec::with_capacity(outline.blocks.len());
        for (number, cue) in outline.blocks.iter().enumerate() {
            let set = if cue.words < LONGEST_TITLE {
                word_set(outline.text_of(number))
            } else {
                Vec::new()
            };
            let common = shared(&set, &declared);
            similarity.push(common as f32 / (set.len() + declared.len() - common).max(1) as f32);
        }
        let heading =
            |number: usize| outline.containers[outline.blocks[number].container as usize].heading;
        let first_h1 = (0..outline.blocks.len()).find(|&number| heading(number) == 1);
        let block = best(&similarity, heading);
        let anchor = block.or(first_h1).map(|number| outline.blocks[number].container);
        Title {
            similarity,
            first_h1,
            block,
            kinship: anchor.map(|anchor| Kinship::to(outline, anchor)),
        }
    }
}

/// The block most like the title: among headings, higher ones first; else the first of the most similar.
fn best(similarity: &[f32], heading: impl Fn(usize) -> u8) -> Option<usize> {
    let rank = |number: usize| {
        (heading(number) > 0, similarity[number] - 0.01 * f32::from(heading(number)))
    };
    let like = (0..similarity.len()).filter(|&number| similarity[number] > SAME_TITLE);
    like.fold(None, |best, number| match best {
        Some(best) if rank(number) <= rank(best) => Some(best),
        _ => Some(number),
    })
}
