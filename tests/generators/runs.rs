//! How the properties are tried.

use std::hash::{BuildHasher, RandomState};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestRunner};

/// Cases of a property, unless `PROPTEST_CASES` says otherwise.
pub(crate) const CASES: u32 = 1000;

/// Returns the configuration of a property.
///
/// Each run has a new seed, or `PROPTEST_RNG_SEED`. The seed is printed, and a failing test shows
/// it. The failing case is added to `NAME.proptest-regressions` beside the test, which later runs
/// try first.
#[allow(clippy::print_stdout, reason = "a failing test shows what it printed")]
pub(crate) fn config() -> Config {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let cases = number("PROPTEST_CASES").map_or(CASES, |cases| cases as u32);
    let seed = number("PROPTEST_RNG_SEED").unwrap_or_else(|| RandomState::new().hash_one(0));
    println!("PROPTEST_RNG_SEED={seed} PROPTEST_CASES={cases}");
    let regressions = FileFailurePersistence::WithSource("proptest-regressions");
    Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: Some(Box::new(regressions)),
        ..Config::default()
    }
}

/// Returns 1,000 generated values, enough to measure shares.
pub(crate) fn samples<S: Strategy>(strategy: S) -> impl Iterator<Item = S::Value> {
    let mut runner = TestRunner::new(config());
    (0..CASES).map(move |_| {
        strategy.new_tree(&mut runner).expect("the generators reject nothing").current()
    })
}
