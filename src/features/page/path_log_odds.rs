//! Log-odds of the tag, class, id and role tokens on the path from a block's element to the root.

use crate::html::outline::{NONE, Outline};
use crate::model::Table;

/// The tokens of a container and of all around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub(super) min: f32,
    pub(super) max: f32,
    pub(super) sum: f32,
    pub(super) count: f32,
    /// Elements since the one with the least token, from the inside.
    pub(super) min_distance: f32,
    /// Elements since the one with the greatest token.
    pub(super) max_distance: f32,
    /// Mean of the innermost element that has known tokens, of the next, and of the one after that.
    pub(super) means: [f32; 3],
}

/// The path with no known token.
const EMPTY: Path = Path {
    min: 0.0,
    max: 0.0,
    sum: 0.0,
    count: 0.0,
    min_distance: 0.0,
    max_distance: 0.0,
    means: [0.0; 3],
};

impl Path {
    /// Mean over all tokens of the path.
    pub(super) fn mean(&self) -> f32 {
        if self.count > 0.0 { self.sum / self.count } else { 0.0 }
    }

    /// The path with the element of one more container on its inner end.
    fn inside(&self, values: impl Iterator<Item = f32>) -> Path {
        let mut path = Path {
            min_distance: self.min_distance + 1.0,
            max_distance: self.max_distance + 1.0,
            ..*self
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for value in values {
            if path.count + count == 0.0 || value < path.min {
                (path.min, path.min_distance) = (value, 0.0);
            }
            if path.count + count == 0.0 || value > path.max {
                (path.max, path.max_distance) = (value, 0.0);
            }
            sum += value;
            count += 1.0;
        }
        if count > 0.0 {
            path.means = [sum / count, self.means[0], self.means[1]];
            path.sum += sum;
            path.count += count;
        }
        path
    }
}

/// The path of every container.
pub(super) fn paths(outline: &Outline, table: &Table) -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::with_capacity(outline.containers.len());
    for container in &outline.containers {
        let outer = if container.parent == NONE { EMPTY } else { paths[container.parent as usize] };
        let tokens = &outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
        paths.push(outer.inside(tokens.iter().filter_map(|&token| table.get(token))));
    }
    paths
}
