//! `cargo xtask style`: measures what `STYLE.md` asks for, and fails over the limits.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::sources::{self, File};

mod layout;
mod links;
mod paths;
mod phrases;
mod prose;
mod style_hit;

use style_hit::Hit;

/// Occurrences of a phrase for each 1,000 words. The aim is zero, but a few uses are right.
const PHRASES_PER_1000: f64 = 0.3;

/// Limits on the other measures: the most hits that pass.
const LIMITS: &[(&str, usize)] = &[
    (layout::LONG_LINE, 0),
    // Text inside string literals, which rustfmt leaves alone: data of tests for the most part.
    (layout::LONG_LITERAL, 260),
    (layout::LONG_FUNCTION, 0),
    (layout::LONG_FILE, 0),
    (layout::REPEATED_TYPE, 5),
    (links::BROKEN, 0),
    (paths::MISSING, 0),
];

/// Measures the files below the given paths; all without paths. `--hits` prints each hit.
///
/// # Errors
/// If a measure is over its limit.
pub(crate) fn run(args: &[&str]) -> Outcome {
    let paths: Vec<&str> = args.iter().copied().filter(|arg| *arg != "--hits").collect();
    let files = sources::files(&paths)?;
    let (words, mut hits) = phrases::find(&files);
    hits.extend(layout::find(&files));
    hits.extend(links::find(&files));
    hits.extend(paths::find(&files));
    if args.contains(&"--hits") {
        for Hit { measure, path, line, detail } in &hits {
            println!("{path}:{line}: {measure}: {detail}");
        }
    }
    report(&files, words, &hits)
}

/// Prints a row for each measure.
///
/// # Errors
/// If one is over its limit.
fn report(files: &[File], words: usize, hits: &[Hit]) -> Outcome {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for hit in hits {
        *counts.entry(hit.measure).or_default() += 1;
    }
    let count = |measure| counts.get(measure).copied().unwrap_or(0);
    println!("{} files, {words} words of comments and documents", files.len());
    let mut over = Vec::new();
    for &measure in phrases::NAMES {
        let rate = 1000.0 * count(measure) as f64 / words.max(1) as f64;
        println!(
            "{measure:36} {:5}  {rate:.2} of {PHRASES_PER_1000} per 1,000 words",
            count(measure)
        );
        if rate > PHRASES_PER_1000 {
            over.push(measure);
        }
    }
    for &(measure, limit) in LIMITS {
        println!("{measure:36} {:5}  of {limit}", count(measure));
        if count(measure) > limit {
            over.push(measure);
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(format!(
        "over the limit: {}\n`cargo xtask style --hits` prints the places",
        over.join("; ")
    ))
}
