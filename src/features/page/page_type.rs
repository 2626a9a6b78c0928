//! The type of a page, guessed from its head and URL.

use crate::model::LogOddsTable;

/// The types that are distinguished: those of the WCXB data set.
pub(crate) const PAGE_TYPES: [&str; 7] =
    ["article", "collection", "documentation", "forum", "listing", "product", "service"];

/// The index of one of them.
pub(super) const SERVICE: usize = 6;

/// Returns the probability of each type: a multinomial logistic regression over the keys of the
/// page's type words, with a table of weights for each type.
pub(super) fn type_probabilities(
    words: &[u32],
    weights: &[LogOddsTable; PAGE_TYPES.len()],
) -> [f32; PAGE_TYPES.len()] {
    let sums = weights
        .each_ref()
        .map(|table| words.iter().filter_map(|&word| table.get(word)).sum::<f32>());
    // Softmax. The largest sum is subtracted so that no power overflows.
    let largest = sums.iter().copied().fold(f32::MIN, f32::max);
    let odds = sums.map(|sum| (sum - largest).exp());
    odds.map(|odd| odd / odds.iter().sum::<f32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_raise_the_probability_of_their_type() {
        let mut weights: [LogOddsTable; PAGE_TYPES.len()] = Default::default();
        weights[3] = LogOddsTable::new(&[(1, -1.0), (7, 3.0)]);
        weights[5] = LogOddsTable::new(&[(9, 2.0)]);
        let probabilities = |words: &[u32]| type_probabilities(words, &weights);
        let bias_only = probabilities(&[1]);
        assert!((bias_only.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(bias_only[3] < bias_only[0]);
        assert!(probabilities(&[1, 7])[3] > 0.5);
        assert!(probabilities(&[1, 7, 9, 11])[3] < probabilities(&[1, 7])[3]);
    }
}
