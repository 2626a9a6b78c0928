//! Log-odds of the names on the path from a block's element to the root: tags, classes, ids, roles.

use crate::html::outline::{NONE, Outline};
use crate::model::LogOddsTable;

/// Log-odds of the names of a container and of all its ancestors. 0 if none is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct PathLogOdds {
    pub(super) min: f32,
    pub(super) max: f32,
    pub(super) sum: f32,
    /// Known names.
    pub(super) count: f32,
    /// Elements from the innermost to the one with the lowest value, and with the highest.
    pub(super) min_distance: f32,
    pub(super) max_distance: f32,
    /// Mean of the innermost element that has known names, of the next such element, and of the one
    /// after that.
    pub(super) means: [f32; 3],
}

impl PathLogOdds {
    /// A path without known names.
    const EMPTY: PathLogOdds = PathLogOdds {
        min: 0.0,
        max: 0.0,
        sum: 0.0,
        count: 0.0,
        min_distance: 0.0,
        max_distance: 0.0,
        means: [0.0; 3],
    };

    /// Mean over all known names of the path.
    pub(super) fn mean(&self) -> f32 {
        if self.count > 0.0 { self.sum / self.count } else { 0.0 }
    }

    /// Returns the path with one more element at its inner end, whose known names have these
    /// values.
    fn inside(&self, values: impl Iterator<Item = f32>) -> PathLogOdds {
        let mut path = PathLogOdds {
            min_distance: self.min_distance + 1.0,
            max_distance: self.max_distance + 1.0,
            ..*self
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for value in values {
            let is_first = path.count + count == 0.0;
            if is_first || value < path.min {
                (path.min, path.min_distance) = (value, 0.0);
            }
            if is_first || value > path.max {
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

/// Returns the path of every container.
pub(super) fn path_log_odds(outline: &Outline, table: &LogOddsTable) -> Vec<PathLogOdds> {
    let mut paths: Vec<PathLogOdds> = Vec::with_capacity(outline.containers.len());
    for container in &outline.containers {
        let outer = match container.parent {
            NONE => PathLogOdds::EMPTY,
            parent => paths[parent as usize],
        };
        let names = &outline.tokens[container.tokens.0 as usize..container.tokens.1 as usize];
        paths.push(outer.inside(names.iter().filter_map(|&name| table.get(name))));
    }
    paths
}
