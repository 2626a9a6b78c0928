//! `cargo xtask bless`: writes again what the tests compare with.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::{build_dechrome, command, output, root, run as run_command};
use crate::outcome::Outcome;
use crate::picture;

/// A folder of goldens: for each input `NAME.FROM` there is the output `NAME.TO` of the command.
struct Goldens {
    folder: &'static str,
    from: &'static str,
    to: &'static str,
    args: &'static str,
}

/// Goldens that are outputs of the command.
const GOLDENS: &[Goldens] = &[Goldens {
    folder: "tests/markdown",
    from: "html",
    to: "md",
    // As `tests/markdown.rs` renders them.
    args: "--to markdown --links --images --url https://mill.example/news/ --from html \
           --include *",
}];

/// Tests that write what they compare with, if `BLESS` is set: floors and digests.
const TESTS: &[&str] = &["corpus"];

/// Writes all pinned files. Floors fall only if `allow_lower` is set.
///
/// # Errors
/// If something does not build, a file cannot be written, or a figure is below its floor.
pub(crate) fn run(allow_lower: bool) -> Outcome {
    let dechrome = build_dechrome()?;
    for goldens in GOLDENS {
        write(goldens, &dechrome)?;
    }
    picture::draw(&dechrome)?;
    let bless = if allow_lower { "lower" } else { "raise" };
    for test in TESTS {
        let mut test = command(&format!("cargo test --quiet --test {test}"));
        run_command(test.env("BLESS", bless))?;
    }
    run_command(&mut command("git status --short"))
}

/// Writes the outputs of a folder of goldens.
fn write(goldens: &Goldens, dechrome: &Path) -> Outcome {
    let folder = root().join(goldens.folder);
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", goldens.folder))?;
    let mut inputs: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inputs.retain(|path| path.extension().is_some_and(|extension| extension == goldens.from));
    inputs.sort();
    for input in inputs {
        let mut clean = std::process::Command::new(dechrome);
        let written = output(clean.args(goldens.args.split(' ')).arg(&input))?;
        let path = input.with_extension(goldens.to);
        fs::write(&path, written).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
