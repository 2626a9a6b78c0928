//! The arguments of the filter.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dechrome::RenderOptions;

use crate::args::cleaning::CleaningArgs;
use crate::args::documents::DocumentArgs;

/// The arguments of the filter.
#[derive(Args, Debug)]
pub(crate) struct FilterArgs {
    #[command(flatten)]
    pub(crate) documents: DocumentArgs,
    /// Format of the output
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "lines")]
    to: Option<FilterOutputArg>,
    /// Short for --to json
    #[arg(short, long, conflicts_with_all = ["to", "lines"])]
    json: bool,
    /// Short for --to markdown
    #[arg(short, long, conflicts_with_all = ["to", "json", "lines"])]
    markdown: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write a line with the name of each document before it
    #[arg(long, conflicts_with_all = ["json", "lines"])]
    pub(crate) with_filename: bool,
    /// Keep the URLs of links, in Markdown and HTML
    #[arg(long)]
    links: bool,
    /// Keep images, in Markdown and HTML
    #[arg(long)]
    images: bool,
    /// Write a JSON row for every block, dropped ones too: start, end, kind, keep, score, why, text
    #[arg(long)]
    pub(crate) lines: bool,
    /// Write the title, authors, dates and other metadata before the text, as YAML front matter.
    /// JSON objects always contain them
    #[arg(long, conflicts_with = "lines")]
    pub(crate) with_metadata: bool,
    /// Add the comments of readers to JSON objects, each with its text, author and date
    #[arg(long, conflicts_with = "lines")]
    pub(crate) comments: bool,
    /// URL of the document: a field of JSON rows, and the base of relative links and images
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Exit with 1 if no block was kept
    #[arg(long)]
    pub(crate) exit_status: bool,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
}

impl FilterArgs {
    /// Returns the format of the output.
    pub(crate) fn output_format(&self) -> FilterOutputArg {
        // clap rejects more than one of the three.
        if self.json {
            FilterOutputArg::Json
        } else if self.markdown {
            FilterOutputArg::Markdown
        } else {
            self.to.unwrap_or(FilterOutputArg::Text)
        }
    }

    /// Returns the option that has no effect on the output, if there is one.
    pub(crate) fn useless_option(&self) -> Option<&'static str> {
        let has_links =
            matches!(self.output_format(), FilterOutputArg::Markdown | FilterOutputArg::Html);
        if has_links {
            return None;
        }
        if self.links { Some("--links") } else { self.images.then_some("--images") }
    }

    /// Returns the options of Markdown and HTML output. The document has the URL.
    pub(crate) fn rendering(&self) -> RenderOptions {
        RenderOptions::new().with_links(self.links).with_images(self.images)
    }
}

/// Format of the filter's output, as `--to` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FilterOutputArg {
    /// The kept text
    #[value(alias = "txt")]
    Text,
    /// The kept content with its headings, lists, tables, code and emphasis
    #[value(alias = "md")]
    Markdown,
    /// The same content as an HTML fragment, without scripts, styles and classes
    Html,
    /// One JSON object for each document
    Json,
}
