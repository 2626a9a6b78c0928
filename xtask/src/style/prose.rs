//! Prose in source files: comments, docstrings, and Markdown without its code.

use crate::sources::{File, Language};

/// Sentences that belong together: a comment, a paragraph, a heading or a list item.
#[derive(Clone, Debug, Default)]
pub(super) struct Passage {
    /// Lines of text with their numbers, from 1.
    pub(super) lines: Vec<(usize, String)>,
}

/// Collects lines into passages.
#[derive(Default)]
struct Collector {
    passages: Vec<Passage>,
    open: Passage,
    /// Inside of a fenced code block.
    fenced: bool,
}

impl Collector {
    /// Ends the open passage.
    fn end(&mut self) {
        if !self.open.lines.is_empty() {
            self.passages.push(std::mem::take(&mut self.open));
        }
    }

    /// Adds a line of Markdown, which is what comments hold, too.
    fn push(&mut self, number: usize, line: &str) {
        let line = line.trim();
        if line.starts_with("```") {
            self.fenced = !self.fenced;
            self.end();
            return;
        }
        if self.fenced {
            return;
        }
        let is_item = line.starts_with("- ") || line.starts_with("* ") || line.starts_with('|');
        if line.is_empty() || line.starts_with('#') || is_item {
            self.end();
        }
        if !line.is_empty() {
            self.open.lines.push((number, line.to_owned()));
        }
        if line.starts_with('#') {
            self.end();
        }
    }

    /// Ends the open passage where code follows. A fence that nobody closed ends with the comment.
    fn interrupt(&mut self) {
        self.end();
        self.fenced = false;
    }
}

/// Returns the prose of a file.
pub(super) fn passages(file: &File) -> Vec<Passage> {
    let mut collector = Collector::default();
    match file.language {
        Language::Markdown => {
            for (line, number) in file.text.lines().zip(1..) {
                collector.push(number, line);
            }
        }
        Language::Rust => comments(&mut collector, &file.text, rust_comment),
        Language::Shell => comments(&mut collector, &file.text, hash_comment),
        Language::Python => {
            comments(&mut collector, &file.text, hash_comment);
            collector.interrupt();
            docstrings(&mut collector, &file.text);
        }
    }
    collector.end();
    collector.passages
}

/// Adds the comments that `comment` finds in lines; consecutive ones form a passage.
fn comments(collector: &mut Collector, text: &str, comment: fn(&str) -> Option<&str>) {
    for (line, number) in text.lines().zip(1..) {
        match comment(line) {
            Some(words) => collector.push(number, words),
            None => collector.interrupt(),
        }
    }
}

/// Returns the text of a Rust comment that is alone on its line, or that follows code.
fn rust_comment(line: &str) -> Option<&str> {
    if let Some(words) = line.trim_start().strip_prefix("//") {
        return Some(words.trim_start_matches(['/', '!']));
    }
    // `//` inside of a string, as in a URL, has no space after it or no delimiter before it.
    let (code, words) = line.split_once(" // ")?;
    code.trim_end().ends_with([';', ',', '{', '}', ')']).then_some(words)
}

/// Returns the text of a `#` comment that is alone on its line.
fn hash_comment(line: &str) -> Option<&str> {
    let words = line.trim_start().strip_prefix('#')?;
    (!words.starts_with('!')).then_some(words)
}

/// Adds what is inside of triple quotes.
fn docstrings(collector: &mut Collector, text: &str) {
    let mut inside = false;
    for (line, number) in text.lines().zip(1..) {
        let parts: Vec<&str> = line.split("\"\"\"").collect();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                inside = !inside;
                collector.end();
            }
            if inside {
                collector.push(number, part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the passages of a file.
    fn texts(language: Language, text: &str) -> Vec<String> {
        let file = File { path: String::from("file"), language, text: text.to_owned() };
        let join = |passage: &Passage| {
            passage.lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join(" ")
        };
        passages(&file).iter().map(join).collect()
    }

    #[test]
    fn comments_are_found() {
        let code =
            "//! One\n//! two.\n\nlet a = 1; // three\nlet b = \"http://four\";\n// ```\n// five\n";
        assert_eq!(texts(Language::Rust, code), ["One two.", "three"]);
        assert_eq!(texts(Language::Shell, "#!/bin/sh\n# one\nrun # no\n"), ["one"]);
        let code = "# one\ndef a():\n    \"\"\"Two.\n\n    Three.\"\"\"\n    b = 'no'\n";
        assert_eq!(texts(Language::Python, code), ["one", "Two.", "Three."]);
    }

    #[test]
    fn markdown_has_no_code() {
        let text = "# Head\nOne\ntwo.\n```\ncode\n```\n- three\n- four\n";
        assert_eq!(texts(Language::Markdown, text), ["# Head", "One two.", "- three", "- four"]);
    }
}
