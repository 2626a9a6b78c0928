//! Guesses at the container of the article: the deepest one with a share of the long text.

use crate::features::flag;
use crate::html::outline::Outline;

use super::container_sums::between;

/// A container that may hold the article.
#[derive(Clone, Copy, Debug)]
pub(super) struct MainContainer {
    pub(super) container: u32,
    first: u32,
    end: u32,
}

impl MainContainer {
    /// Returns the container with this number, or an empty one without it.
    pub(super) fn new(outline: &Outline, container: u32) -> Self {
        match outline.containers.get(container as usize) {
            Some(found) => MainContainer { container, first: found.first, end: found.end },
            None => MainContainer { container: 0, first: 0, end: 0 },
        }
    }

    /// Returns 1 for a block in the container, 0 for others.
    pub(super) fn contains(&self, block: usize) -> f32 {
        flag((self.first as usize..self.end as usize).contains(&block))
    }

    /// Returns the position of a block: 0 at the container's start, 1 at its end, less before and
    /// more after it.
    pub(super) fn position(&self, block: usize) -> f32 {
        let blocks = self.end.saturating_sub(self.first).max(1);
        (block as f32 - self.first as f32) / blocks as f32
    }
}

/// Returns the deepest container with at least `share` of the long text. `long` holds the prefix
/// sums of it over blocks.
pub(super) fn deepest(outline: &Outline, long: &[f32], share: f32) -> MainContainer {
    let all = long.last().copied().unwrap_or(0.0);
    let least = share * all;
    let mut best = 0;
    if all > 0.0 {
        for (id, container) in outline.containers.iter().enumerate() {
            let inside = between(long, container.first as usize, container.end as usize);
            if !container.inline
                && inside >= least
                && container.depth > outline.containers[best].depth
            {
                best = id;
            }
        }
    }
    MainContainer::new(outline, best as u32)
}
