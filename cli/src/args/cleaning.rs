//! Options of the cleaner, which all subcommands share.

use clap::Args;
use dechrome::{Kind, KindSet, OperatingPoint, Options, Rules, is_charset};
use serde::Serialize;

use crate::args::kind_parser::KindParser;
use crate::error::Error;

/// Heading of these options in the help.
const CLEANING: &str = "What is kept";

/// Options that decide which blocks are kept.
#[derive(Args, Clone, Debug, Serialize)]
pub(crate) struct CleaningArgs {
    /// Keep blocks of these kinds too (comma-separated, repeatable)
    #[arg(long, value_name = "KINDS", value_delimiter = ',', help_heading = CLEANING)]
    #[arg(value_parser = KindParser, hide_possible_values = true)]
    keep: Vec<Kind>,
    /// Drop blocks of these kinds too; overrides --keep (comma-separated, repeatable)
    #[arg(long, value_name = "KINDS", value_delimiter = ',', help_heading = CLEANING)]
    #[arg(value_parser = KindParser, hide_possible_values = true)]
    drop: Vec<Kind>,
    /// Keep the contents of page elements that match this CSS selector; overrides --keep and
    /// --drop (repeatable)
    #[arg(long, value_name = "CSS", help_heading = CLEANING)]
    include: Vec<String>,
    /// Drop the contents of page elements that match this CSS selector; overrides --include
    /// (repeatable)
    #[arg(long, value_name = "CSS", help_heading = CLEANING)]
    exclude: Vec<String>,
    /// Drop more blocks: precision counts more than recall
    #[arg(long, conflicts_with = "recall", help_heading = CLEANING)]
    precision: bool,
    /// Keep more blocks: recall counts more than precision
    #[arg(long, help_heading = CLEANING)]
    recall: bool,
    /// Character encoding from outside the document, such as an HTTP header
    #[arg(long, value_name = "LABEL", help_heading = CLEANING)]
    charset: Option<String>,
}

impl CleaningArgs {
    /// Returns the library's options for these arguments.
    pub(crate) fn options(&self) -> Result<Options, Error> {
        let mut options =
            Options::new().with_point(self.operating_point()).with_rules(self.rules()?);
        if let Some(label) = &self.charset {
            // The library ignores unknown labels, because pages declare many. A caller has
            // misspelled it.
            if !is_charset(label) {
                return Err(Error::Usage(format!("--charset: `{label}` is not an encoding")));
            }
            options = options.with_charset(label);
        }
        let (kept, dropped): (KindSet, KindSet) =
            (self.keep.iter().copied().collect(), self.drop.iter().copied().collect());
        Ok(options.with_kept(kept).with_dropped(dropped))
    }

    /// Returns these arguments with more kinds and selectors.
    pub(crate) fn with_rule(
        &self,
        keep: &[Kind],
        drop: &[Kind],
        include: &[String],
        exclude: &[String],
    ) -> Self {
        let mut args = self.clone();
        args.keep.extend_from_slice(keep);
        args.drop.extend_from_slice(drop);
        args.include.extend_from_slice(include);
        args.exclude.extend_from_slice(exclude);
        args
    }

    /// Returns the character encoding that the user declares.
    pub(crate) fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// Returns the selectors, each with its option.
    pub(crate) fn selectors(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let included = self.include.iter().map(|selector| ("--include", &**selector));
        included.chain(self.exclude.iter().map(|selector| ("--exclude", &**selector)))
    }

    /// Returns the rules of --include and --exclude.
    fn rules(&self) -> Result<Rules, Error> {
        let usage_error =
            |option: &'static str| move |error| Error::Usage(format!("{option}: {error}"));
        let mut rules = Rules::new();
        for selector in &self.include {
            rules = rules.with_included(selector).map_err(usage_error("--include"))?;
        }
        for selector in &self.exclude {
            rules = rules.with_excluded(selector).map_err(usage_error("--exclude"))?;
        }
        Ok(rules)
    }

    fn operating_point(&self) -> OperatingPoint {
        // clap rejects --precision together with --recall.
        if self.precision {
            OperatingPoint::Precision
        } else if self.recall {
            OperatingPoint::Recall
        } else {
            OperatingPoint::Balanced
        }
    }
}
