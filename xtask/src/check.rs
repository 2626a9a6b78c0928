//! `cargo xtask check`: what must hold before the tests run. `.ci/run` calls it, too.

use crate::commands::{command, output, run as run_command};
use crate::outcome::Outcome;
use crate::style;

/// A step and its name.
type Step = (&'static str, fn() -> Outcome);

/// The steps, in their order.
const STEPS: &[Step] = &[
    ("format", format),
    ("style", || style::run(&[])),
    ("lints", lints),
    ("documentation", documentation),
    ("dependencies of the library", dependencies),
    ("layers", layers),
];

/// Crates that the library must not bring: command lines, threads, file formats.
const FOREIGN: &[&str] =
    &["clap", "crossbeam", "num_cpus", "parquet", "rayon", "threadpool", "tokio"];

/// Runs all steps, also after one has failed.
///
/// # Errors
/// If a step fails.
pub(crate) fn run() -> Outcome {
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        println!("== {name}");
        if let Err(message) = step() {
            println!("{message}");
            failed.push(*name);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

fn format() -> Outcome {
    run_command(&mut command("cargo fmt --all --check"))?;
    run_command(&mut command("cargo fmt --manifest-path python/Cargo.toml --check"))
}

fn lints() -> Outcome {
    // Without the benchmarks: the programs they compare with bring 62 crates.
    let all = "cargo clippy --workspace --exclude dechrome-bench --all-targets --quiet --";
    run_command(command(all).args(["-D", "warnings"]))?;
    let lean = "cargo clippy --package dechrome --no-default-features --quiet --";
    run_command(command(lean).args(["-D", "warnings"]))
}

fn documentation() -> Outcome {
    let mut doc = command("cargo doc --no-deps --quiet --package dechrome --package dechrome-cli");
    run_command(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn dependencies() -> Outcome {
    let tree =
        output(&mut command("cargo tree --quiet --package dechrome --edges normal --prefix none"))?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let found: Vec<&str> = names.filter(|name| FOREIGN.contains(name)).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("the library must not depend on {}", found.join(", ")))
}

fn layers() -> Outcome {
    // Without `--package`, so that `cargo test` uses the same build.
    run_command(&mut command("cargo test --quiet --test layers"))
}
