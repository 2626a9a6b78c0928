//! Runs the shell examples of the documents and compares their output.
//!
//! A fenced block ```` ```text NAME ```` or ```` ```html NAME ```` is a file. In blocks
//! ```` ```console ````, each line `$ COMMAND` is run in a shell, in a folder with those files. The
//! lines after it are the expected output, in which `[..]` matches anything within a line.

#![cfg(unix)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{folder, stdout, write};

/// The documents with examples. The first one has the files of all.
const DOCUMENTS: &[&str] = &[
    include_str!("../../README.md"),
    include_str!("../../docs/command.md"),
    include_str!("../../docs/batch.md"),
    include_str!("../../docs/review.md"),
];

/// A fenced block: the words after the fence, and its content.
type Fence<'r> = (&'r str, &'r str);

/// Returns the fenced blocks of a Markdown text.
fn fences(text: &str) -> Vec<Fence<'_>> {
    let parts: Vec<&str> = text.split("```").collect();
    parts.iter().skip(1).step_by(2).filter_map(|part| part.split_once('\n')).collect()
}

/// Returns the commands of a block, each with its expected output.
fn commands(block: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, output))) => output.push(line),
            (None, None) => panic!("output before the first command: {line}"),
        }
    }
    commands
}

/// Returns true if `line` is `pattern` with any text in the place of each `[..]`.
fn matches(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Runs a command line in a shell that finds `dechrome`.
fn shell(folder: &Path, command: &str) -> String {
    let bin =
        Path::new(env!("CARGO_BIN_EXE_dechrome")).parent().expect("is in a folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)))
        .expect("a path");
    let output =
        Command::new("sh").args(["-c", command]).current_dir(folder).env("PATH", paths).output();
    stdout(&output.expect("runs")).to_owned()
}

/// Runs the commands of a document; returns how many there are.
fn run_examples(folder: &Path, document: &str) -> usize {
    let mut count = 0;
    for (_, block) in fences(document).iter().filter(|(info, _)| *info == "console") {
        for (command, expected) in commands(block) {
            let output = shell(folder, command);
            let lines: Vec<&str> = output.lines().collect();
            let fits = lines.len() == expected.len()
                && lines.iter().zip(&expected).all(|(line, like)| matches(line, like));
            assert!(fits, "$ {command}\n{output}\nexpected:\n{}", expected.join("\n"));
            count += 1;
        }
    }
    count
}

#[test]
fn the_shell_examples_give_the_documented_output() {
    let here = folder("readme");
    for (info, text) in DOCUMENTS.iter().flat_map(|document| fences(document)) {
        if let Some((_, name)) = info.split_once(' ') {
            write(&here.join(name), text);
        }
    }
    let counts: Vec<usize> =
        DOCUMENTS.iter().map(|document| run_examples(&here, document)).collect();
    assert!(counts.iter().all(|count| *count > 1), "{counts:?} commands found");
    assert!(counts.iter().sum::<usize>() > 15, "{counts:?} commands found");
}

#[test]
fn elisions_match_anything() {
    for (line, pattern, fits) in [
        ("abc", "abc", true),
        ("abc", "a[..]c", true),
        ("abc", "[..]", true),
        ("abc", "a[..]b", false),
        ("abc", "ab", false),
    ] {
        assert_eq!(matches(line, pattern), fits, "{line} {pattern}");
    }
}
