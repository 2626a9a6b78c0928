//! Links between documents that lead nowhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::root;
use crate::sources::{File, Language};
use crate::style::style_hit::Hit;

pub(super) const BROKEN: &str = "broken links in documents";

/// Returns the relative links of Markdown files whose file or heading does not exist.
pub(super) fn find(files: &[File]) -> Vec<Hit> {
    let documents = || files.iter().filter(|file| file.language == Language::Markdown);
    let anchors: BTreeMap<String, BTreeSet<String>> =
        documents().map(|file| (file.path.clone(), headings(&file.text))).collect();
    let mut hits = Vec::new();
    for file in documents() {
        for (line, target) in targets(&file.text) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = resolve(&file.path, path);
            let is_there = root().join(&path).exists();
            // A file outside of the measured ones has unknown headings.
            let has_anchor = anchor.is_empty()
                || anchors.get(&path).is_none_or(|headings| headings.contains(anchor));
            if !is_there || !has_anchor {
                let (measure, detail) = (BROKEN, target.to_owned());
                hits.push(Hit { measure, path: file.path.clone(), line, detail });
            }
        }
    }
    hits
}

/// Returns the lines of a document outside of fenced code, with their numbers.
pub(super) fn outside_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((number, line))
    })
}

/// Returns the targets of a document's relative links, with their lines.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    for (number, line) in outside_code(text) {
        for rest in line.split("](").skip(1) {
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            if !target.contains("://") && !target.starts_with("mailto:") {
                targets.push((number, target));
            }
        }
    }
    targets
}

/// Returns the anchors that GitHub gives the headings of a document.
fn headings(text: &str) -> BTreeSet<String> {
    outside_code(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// Returns a relative path of a document as a path from the root.
pub(super) fn resolve(document: &str, path: &str) -> String {
    if path.is_empty() {
        return document.to_owned();
    }
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_links_are_found() {
        let text = "# One `two` – three\n[a](#one-two--three) [b](#four) [c](../STYLE.md)\n\
            [d](none.md) [e](https://none.example/)\n```\n[f](none)\n```\n";
        let file = File {
            path: String::from("docs/models.md"),
            language: Language::Markdown,
            text: text.to_owned(),
        };
        let found: Vec<String> = find(&[file]).into_iter().map(|hit| hit.detail).collect();
        assert_eq!(found, ["#four", "none.md"]);
    }
}
