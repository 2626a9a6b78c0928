//! Bags of words, and the measures that compare them.

use std::collections::HashMap;
use std::hash::Hash;

/// Returns the bag of some items: how often each item occurs.
pub(crate) fn bag<T: Eq + Hash>(items: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut bag = HashMap::new();
    for item in items {
        *bag.entry(item).or_insert(0) += 1;
    }
    bag
}

/// Returns the number of items that two bags share.
pub(crate) fn shared<T: Eq + Hash>(a: &HashMap<T, usize>, b: &HashMap<T, usize>) -> usize {
    a.iter().map(|(item, &count)| count.min(b.get(item).copied().unwrap_or(0))).sum()
}

/// Removes the items of `other` from `bag`.
pub(super) fn subtract<T: Eq + Hash>(bag: &mut HashMap<T, usize>, other: &HashMap<T, usize>) {
    for (item, count) in bag {
        *count = count.saturating_sub(other.get(item).copied().unwrap_or(0));
    }
}

/// Returns the harmonic mean of precision and recall.
pub(super) fn f1(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_share_the_smaller_count() {
        assert_eq!(shared(&bag(["a", "a", "b"]), &bag(["a", "b", "b", "c"])), 2);
    }
}
