//! Text after the options in the help and on the manual pages: kinds, examples, exit status.

use dechrome::Kind;

/// A kind with a word or two, in the order in which they are printed.
const KINDS: &[(Kind, &str)] = &[
    (Kind::Body, "running text"),
    (Kind::Subheading, "a heading of the text"),
    (Kind::Lead, "the standfirst"),
    (Kind::Title, "the headline"),
    (Kind::Byline, "author, reporter"),
    (Kind::Date, "dates, reading time"),
    (Kind::Caption, "captions of images"),
    (Kind::Credit, "photo credits"),
    (Kind::Bio, "about the author"),
    (Kind::Tags, "keywords, categories"),
    (Kind::Toc, "table of contents"),
    (Kind::Breadcrumb, "path to the page"),
    (Kind::Ad, "advertisements"),
    (Kind::Comment, "readers' comments"),
    (Kind::CommentForm, "forms, counts of comments"),
    (Kind::Cookie, "cookie notices"),
    (Kind::Counter, "views, likes, votes"),
    (Kind::Footer, "copyright, imprint"),
    (Kind::Login, "log in, paywall"),
    (Kind::Nav, "menus, pagers, search"),
    (Kind::Player, "players, galleries"),
    (Kind::Related, "teasers, see also"),
    (Kind::Share, "share buttons"),
    (Kind::Subscribe, "newsletters, apps"),
    (Kind::Other, "other chrome"),
    (Kind::Blank, "empty lines of texts"),
];

/// Columns of a kind and its words, two of which fit in a line.
const KIND_COLUMNS: usize = 40;

/// The examples and exit codes of a command.
#[derive(Debug)]
pub(crate) struct CommandHelp {
    /// Empty for the filter.
    name: &'static str,
    pub(crate) examples: &'static [&'static str],
    pub(crate) exit_codes: &'static [(&'static str, &'static str)],
}

const DONE: (&str, &str) = ("0", "done; a reader that closed the pipe is not an error");
const FAILED: (&str, &str) = ("2", "wrong arguments, or a file that could not be read or written");

const BATCH_FAILED: (&str, &str) = (
    "2",
    "wrong arguments, a file that could not be read or written, or a batch with too many errors",
);

const COMMANDS: &[CommandHelp] = &[
    CommandHelp {
        name: "",
        examples: &[
            "curl -sL https://example.com/ | dechrome --url https://example.com/ | less",
            "dechrome --markdown --links page.html -o page.md",
            "dechrome explain page.html",
            "dechrome batch crawl.warc.gz --output articles.parquet",
        ],
        exit_codes: &[
            DONE,
            ("1", "nothing was kept (with --exit-status only), or two runs differ (diff)"),
            BATCH_FAILED,
            ("3", "some documents of a batch or a review failed"),
            ("130", "a batch was interrupted; the documents cleaned by then have been written"),
        ],
    },
    CommandHelp {
        name: "batch",
        examples: &[
            "dechrome batch crawl.warc.gz --output articles.parquet",
            "dechrome batch pages/ --to markdown --output cleaned/",
            "dechrome batch records.jsonl --html-field html --output - | jq -r .text",
            "dechrome batch crawl/*.warc.gz --output en.parquet --resume --lang en --min-chars 500",
        ],
        exit_codes: &[
            DONE,
            BATCH_FAILED,
            ("3", "some documents failed; the others have been written"),
            ("130", "interrupted; the documents cleaned by then have been written"),
        ],
    },
    CommandHelp {
        name: "explain",
        examples: &[
            "dechrome explain page.html",
            "dechrome explain --color always page.html | less -R",
            "dechrome explain --to html page.html > verdicts.html",
        ],
        exit_codes: &[DONE, FAILED],
    },
    CommandHelp {
        name: "review",
        examples: &[
            "dechrome review crawl.warc.gz --sample 200 --output review.html",
            "dechrome review pages/ --against old.jsonl --output changes.html",
        ],
        exit_codes: &[DONE, FAILED, ("3", "some documents failed; the others are in the file")],
    },
    CommandHelp {
        name: "stats",
        examples: &["dechrome stats articles.jsonl", "dechrome stats --json out/*.jsonl.gz"],
        exit_codes: &[DONE, FAILED],
    },
    CommandHelp {
        name: "diff",
        examples: &[
            "dechrome diff old.jsonl new.jsonl",
            "dechrome diff --json old.jsonl.gz new.jsonl.gz",
        ],
        exit_codes: &[("0", "the runs are equal"), ("1", "the runs differ"), FAILED],
    },
    CommandHelp {
        name: "schema",
        examples: &["dechrome schema", "dechrome schema batch > rows.schema.json"],
        exit_codes: &[DONE, FAILED],
    },
    CommandHelp {
        name: "eval",
        examples: &["dechrome eval --corpus corpus", "dechrome eval --gold labels.jsonl pages/"],
        exit_codes: &[DONE, FAILED],
    },
];

/// Returns the examples and exit codes of a subcommand, or of the filter for an empty name.
pub(crate) fn command_help(name: &str) -> Option<&'static CommandHelp> {
    COMMANDS.iter().find(|help| help.name == name)
}

/// Returns what a kind is, in a word or two.
pub(crate) fn kind_words(kind: Kind) -> &'static str {
    KINDS.iter().find(|(other, _)| *other == kind).map_or("", |(_, words)| words)
}

/// Returns the kinds with their words: those that are kept by default and those that are not.
pub(crate) fn kinds() -> String {
    let mut text = String::new();
    let is_kept = |kind: Kind| kind.is_content() && kind != Kind::Caption;
    for (heading, kept) in [
        ("Kept by default (title: of texts, and of few pages)", true),
        ("Dropped by default", false),
    ] {
        text.push_str(&format!("{}{heading}:\n", if kept { "" } else { "\n" }));
        let kinds: Vec<_> = KINDS.iter().filter(|(kind, _)| is_kept(*kind) == kept).collect();
        for pair in kinds.chunks(2) {
            let mut line = String::new();
            for (kind, words) in pair {
                line.push_str(&format!(
                    "  {:<KIND_COLUMNS$}",
                    format!("{:<12} {words}", kind.name())
                ));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// Returns the text after the options of a command's help.
pub(crate) fn after_help(name: &str) -> String {
    let mut text = String::new();
    if name.is_empty() {
        text.push_str(&format!("Kinds of blocks (--keep and --drop)\n{}\n", kinds()));
    }
    let Some(help) = command_help(name) else { return text };
    text.push_str("Examples:\n");
    for example in help.examples {
        text.push_str(&format!("  {example}\n"));
    }
    text.push_str("\nExit status:\n");
    for (code, meaning) in help.exit_codes {
        text.push_str(&format!("  {code:<4} {meaning}\n"));
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;
    use crate::args::Cli;

    #[test]
    fn all_kinds_are_named_where_they_belong() {
        let kinds = kinds();
        let (kept, dropped) = kinds.split_once("Dropped by default").expect("both lists");
        for kind in Kind::ALL {
            let is_kept = kind.is_content() && *kind != Kind::Caption;
            let list = if is_kept { kept } else { dropped };
            let mut words = list.split(|c: char| !c.is_ascii_lowercase());
            assert!(words.any(|word| word == kind.name()), "{}", kind.name());
            assert!(!kind_words(*kind).is_empty(), "{}", kind.name());
        }
        assert!(kinds.lines().all(|line| line.len() <= 80), "{kinds}");
    }

    #[test]
    fn examples_are_valid_and_all_commands_have_some() {
        for command in Cli::command().get_subcommands() {
            assert!(command_help(command.get_name()).is_some(), "{}", command.get_name());
        }
        for example in COMMANDS.iter().flat_map(|help| help.examples) {
            let command = example.split(" | ").find(|part| part.starts_with("dechrome"));
            let command = command.expect(example).split(" > ").next().unwrap_or_default();
            if let Err(error) = Cli::try_parse_from(command.split(' ')) {
                panic!("{example}: {error}");
            }
        }
    }
}
