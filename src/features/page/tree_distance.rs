//! Distances in the element tree from one container to all others.

use crate::features::flag;
use crate::html::outline::{NONE, Outline};

/// Levels between each container and a target. Inline elements are not levels.
#[derive(Debug)]
pub(super) struct TreeDistance {
    /// Levels from the target up to the smallest common ancestor, by container.
    pub(super) up: Vec<f32>,
    /// Levels from the common ancestor down to the container.
    pub(super) down: Vec<f32>,
    /// The child of the common ancestor on the way down; [`NONE`] for the target and its ancestors.
    pub(super) branch: Vec<u32>,
}

impl TreeDistance {
    /// Measures the distance of every container to `target`.
    pub(super) fn to(outline: &Outline, target: u32) -> TreeDistance {
        let count = outline.containers.len();
        let mut distance = TreeDistance {
            up: vec![0.0; count],
            down: vec![0.0; count],
            branch: vec![NONE; count],
        };
        let mut contains_target = vec![false; count];
        let mut levels = 0.0;
        if (target as usize) < count {
            for id in outline.path(target) {
                contains_target[id as usize] = true;
                distance.up[id as usize] = levels;
                levels += level(outline, id as usize);
            }
        }
        for (id, container) in outline.containers.iter().enumerate() {
            let parent = container.parent as usize;
            // The root has no parent, whose number is greater than any other.
            if contains_target[id] || parent >= id {
                continue;
            }
            distance.up[id] = distance.up[parent];
            distance.down[id] = distance.down[parent] + level(outline, id);
            distance.branch[id] = match distance.branch[parent] {
                NONE => id as u32,
                branch => branch,
            };
        }
        distance
    }
}

/// Returns 1 for a block-level element, 0 for an inline one.
fn level(outline: &Outline, id: usize) -> f32 {
    flag(!outline.containers[id].inline)
}
