//! Trains the classifier of page types: a multinomial logistic regression over the signs in a
//! page's head and URL.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dechrome::training::{Entries, PageTables};

/// The number of types.
pub(super) const TYPES: usize = PageTables::TYPES.len();
/// The number of the type of a page whose set has no types.
pub(super) const ARTICLE: usize = 0;
/// A sign must occur on this many pages to get a weight.
const MIN_PAGES: usize = 4;
/// The strength of the quadratic penalty on the weights. No other value was tried.
const PENALTY: f64 = 2.0;
/// The number of steps of Adam, and the step size.
const STEPS: i32 = 300;
const STEP_SIZE: f64 = 0.05;
/// The constants of Adam (Kingma and Ba 2015): decay of the two means, and epsilon.
const MEAN_DECAY: f64 = 0.9;
const SQUARE_DECAY: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// A page with a known type.
pub(super) struct TypedPage {
    pub(super) signs: Vec<u32>,
    /// The number of the type.
    pub(super) page_type: usize,
}

/// A page whose signs are indices of weights.
struct IndexedPage {
    signs: Vec<usize>,
    page_type: usize,
}

/// The weights of a sign, one per type, with the state of Adam.
#[derive(Clone, Default)]
struct SignWeights {
    weights: [f64; TYPES],
    /// The running mean of the gradients.
    means: [f64; TYPES],
    /// The running mean of the squared gradients.
    squares: [f64; TYPES],
}

/// Returns the number of a type. An unknown name counts as article.
pub(super) fn type_number(name: &str) -> usize {
    PageTables::TYPES.iter().position(|known| *known == name).unwrap_or(ARTICLE)
}

/// Trains a table of weights for each type.
pub(super) fn train<'p>(pages: impl Iterator<Item = &'p TypedPage>) -> [Entries; TYPES] {
    let pages: Vec<&TypedPage> = pages.collect();
    let signs = frequent_signs(&pages);
    let indices: HashMap<u32, usize> =
        signs.iter().enumerate().map(|(index, &sign)| (sign, index)).collect();
    let mut indexed = Vec::new();
    for page in pages {
        let signs = page.signs.iter().filter_map(|sign| indices.get(sign).copied()).collect();
        indexed.push(IndexedPage { signs, page_type: page.page_type });
    }
    let mut weights = vec![SignWeights::default(); signs.len()];
    for step in 1..=STEPS {
        descend(&mut weights, &indexed, step);
    }
    std::array::from_fn(|page_type| {
        let weights = weights.iter().map(|sign| sign.weights[page_type] as f32);
        signs.iter().copied().zip(weights).collect()
    })
}

/// Returns the signs that occur on at least [`MIN_PAGES`] pages, in ascending order.
fn frequent_signs(pages: &[&TypedPage]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for page in pages {
        for &sign in page.signs.iter().collect::<BTreeSet<_>>() {
            *counts.entry(sign).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= MIN_PAGES);
    counts.into_keys().collect()
}

/// Takes one step of Adam on the log loss with the penalty.
fn descend(weights: &mut [SignWeights], pages: &[IndexedPage], step: i32) {
    let mut gradients: Vec<[f64; TYPES]> =
        weights.iter().map(|sign| sign.weights.map(|weight| PENALTY * weight)).collect();
    for page in pages {
        let mut errors = probabilities(&page.signs, weights);
        errors[page.page_type] -= 1.0;
        for &sign in &page.signs {
            for (gradient, error) in gradients[sign].iter_mut().zip(&errors) {
                *gradient += error;
            }
        }
    }
    // Adam corrects the bias of the means, which start at 0.
    let mean_correction = 1.0 - MEAN_DECAY.powi(step);
    let square_correction = 1.0 - SQUARE_DECAY.powi(step);
    for (sign, gradients) in weights.iter_mut().zip(&gradients) {
        for (page_type, gradient) in gradients.iter().enumerate() {
            let mean = &mut sign.means[page_type];
            *mean = MEAN_DECAY * *mean + (1.0 - MEAN_DECAY) * gradient;
            let square = &mut sign.squares[page_type];
            *square = SQUARE_DECAY * *square + (1.0 - SQUARE_DECAY) * gradient * gradient;
            let (mean, square) = (*mean / mean_correction, *square / square_correction);
            sign.weights[page_type] -= STEP_SIZE * mean / (square.sqrt() + EPSILON);
        }
    }
}

/// Returns the probability of each type.
fn probabilities(signs: &[usize], weights: &[SignWeights]) -> [f64; TYPES] {
    let mut sums = [0.0; TYPES];
    for &sign in signs {
        for (sum, weight) in sums.iter_mut().zip(&weights[sign].weights) {
            *sum += weight;
        }
    }
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let odds = sums.map(|sum| (sum - most).exp());
    let all: f64 = odds.iter().sum();
    odds.map(|odd| odd / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_one_type_gets_a_high_weight() {
        let page = |number: usize| match number % 2 {
            0 => TypedPage { signs: vec![1, 7], page_type: 3 },
            _ => TypedPage { signs: vec![1, 9], page_type: 5 },
        };
        let pages: Vec<TypedPage> = (0..40).map(page).collect();
        let tables = train(pages.iter());
        let weight = |page_type: usize, sign: u32| {
            tables[page_type].iter().find(|(key, _)| *key == sign).map(|(_, weight)| *weight)
        };
        assert!(weight(3, 7) > Some(0.5) && weight(3, 9) < Some(-0.5), "{tables:?}");
        assert!(weight(5, 9) > Some(0.5) && weight(0, 7) < Some(0.0), "{tables:?}");
    }
}
