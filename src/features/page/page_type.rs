//! The type of a page, guessed from what its head and address say.

use crate::model::Table;

/// The types that are told apart, those of WCXB.
pub(crate) const TYPES: [&str; 7] =
    ["article", "collection", "documentation", "forum", "listing", "product", "service"];

/// The places of two of them.
pub(super) const ARTICLE: usize = 0;
pub(super) const SERVICE: usize = 6;

/// The probability of each type: a multinomial logistic regression over the page's signs, a table of weights for each type.
pub(super) fn types(signs: &[u32], weights: &[Table; TYPES.len()]) -> [f32; TYPES.len()] {
    let sums = weights
        .each_ref()
        .map(|table| signs.iter().filter_map(|&sign| table.get(sign)).sum::<f32>());
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let odds = sums.map(|sum| (sum - most).exp());
    odds.map(|odd| odd / odds.iter().sum::<f32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_speak_for_types() {
        let mut weights: [Table; TYPES.len()] = Default::default();
        weights[3] = Table::new(&[(1, -1.0), (7, 3.0)]);
        weights[5] = Table::new(&[(9, 2.0)]);
        let none = types(&[1], &weights);
        assert!((none.iter().sum::<f32>() - 1.0).abs() < 1e-6 && none[3] < none[0]);
        assert!(types(&[1, 7], &weights)[3] > 0.5);
        assert!(types(&[1, 7, 9, 11], &weights)[3] < types(&[1, 7], &weights)[3]);
    }
}
