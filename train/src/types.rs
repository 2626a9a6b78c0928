//! Trains the guess at a page's type: a multinomial logistic regression over the signs in its head and address.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dechrome::training::{Entries, PageTables};

/// How many types there are.
pub(crate) const TYPES: usize = PageTables::TYPES.len();
/// Pages on which a sign must be found to get a weight.
const LEAST_PAGES: usize = 4;
/// Strength of the quadratic penalty on the weights: the only one tried.
const PENALTY: f64 = 2.0;
/// Steps of gradient descent by Adam (Kingma and Ba 2015; their constants), and their length.
const STEPS: i32 = 300;
const STEP: f64 = 0.05;
const DECAY: (f64, f64) = (0.9, 0.999);

/// The signs of a page, and its type.
pub(crate) type Page = (Vec<u32>, usize);

/// The number of a type; a page of a set without types is an article.
pub(crate) fn number(name: &str) -> usize {
    PageTables::TYPES.iter().position(|known| *known == name).unwrap_or(0)
}

/// A weight with the running means of its gradient and of its square.
type Weights = [[f64; TYPES]; 3];

/// The table of weights of each type.
pub(crate) fn train<'p>(pages: impl Iterator<Item = &'p Page>) -> [Entries; TYPES] {
    let pages: Vec<&Page> = pages.collect();
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for sign in pages.iter().flat_map(|(signs, _)| signs.iter().collect::<BTreeSet<_>>()) {
        *counts.entry(*sign).or_default() += 1;
    }
    let known: Vec<u32> = counts
        .into_iter()
        .filter(|(_, count)| *count >= LEAST_PAGES)
        .map(|(sign, _)| sign)
        .collect();
    let places: HashMap<u32, usize> =
        known.iter().enumerate().map(|(place, &sign)| (sign, place)).collect();
    let rows: Vec<(Vec<usize>, usize)> = pages
        .iter()
        .map(|(signs, kind)| {
            (signs.iter().filter_map(|sign| places.get(sign).copied()).collect(), *kind)
        })
        .collect();
    let mut weights: Vec<Weights> = vec![[[0.0; TYPES]; 3]; known.len()];
    for step in 1..=STEPS {
        descend(&mut weights, &rows, step);
    }
    std::array::from_fn(|kind| {
        known
            .iter()
            .zip(&weights)
            .map(|(&sign, [weights, ..])| (sign, weights[kind] as f32))
            .collect()
    })
}

/// One step down the gradient of the penalised log loss.
fn descend(weights: &mut [Weights], rows: &[(Vec<usize>, usize)], step: i32) {
    let mut gradients: Vec<[f64; TYPES]> =
        weights.iter().map(|[now, ..]| now.map(|weight| PENALTY * weight)).collect();
    for (places, kind) in rows {
        let mut errors = probabilities(places, weights);
        errors[*kind] -= 1.0;
        for &place in places {
            gradients[place]
                .iter_mut()
                .zip(&errors)
                .for_each(|(gradient, error)| *gradient += error);
        }
    }
    for ([now, mean, square], gradients) in weights.iter_mut().zip(&gradients) {
        for kind in 0..TYPES {
            mean[kind] = DECAY.0 * mean[kind] + (1.0 - DECAY.0) * gradients[kind];
            square[kind] =
                DECAY.1 * square[kind] + (1.0 - DECAY.1) * gradients[kind] * gradients[kind];
            let mean = mean[kind] / (1.0 - DECAY.0.powi(step));
            let square = square[kind] / (1.0 - DECAY.1.powi(step));
            now[kind] -= STEP * mean / (square.sqrt() + 1e-8);
        }
    }
}

/// The probability of each type.
fn probabilities(places: &[usize], weights: &[Weights]) -> [f64; TYPES] {
    let mut sums = [0.0; TYPES];
    for &place in places {
        sums.iter_mut().zip(&weights[place][0]).for_each(|(sum, weight)| *sum += weight);
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
    fn a_sign_that_goes_with_a_type_speaks_for_it() {
        let pages: Vec<Page> = (0..40)
            .map(|page| if page % 2 == 0 { (vec![1, 7], 3) } else { (vec![1, 9], 5) })
            .collect();
        let tables = train(pages.iter());
        let weight = |kind: usize, sign: u32| {
            tables[kind].iter().find(|(key, _)| *key == sign).map(|(_, weight)| *weight)
        };
        assert!(weight(3, 7) > Some(0.5) && weight(3, 9) < Some(-0.5), "{tables:?}");
        assert!(weight(5, 9) > Some(0.5) && weight(0, 7) < Some(0.0), "{tables:?}");
    }
}
