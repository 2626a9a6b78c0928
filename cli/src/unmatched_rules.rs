//! Notes on --include and --exclude selectors that matched nothing.

use dechrome::Page;

use crate::args::CleaningArgs;
use crate::output::print_message;

/// The selectors that have matched nothing so far.
pub(crate) struct UnmatchedRules<'a> {
    /// The option and the selector.
    rules: Vec<(&'static str, &'a str)>,
    has_pages: bool,
    has_texts: bool,
}

impl<'a> UnmatchedRules<'a> {
    /// Returns all selectors of the arguments.
    pub(crate) fn new(args: &'a CleaningArgs) -> Self {
        let rules = args.selectors().collect();
        UnmatchedRules { rules, has_pages: false, has_texts: false }
    }

    /// Removes the selectors that matched an element of a page.
    pub(crate) fn see(&mut self, page: &Page) {
        if page.is_html() {
            self.has_pages = true;
            self.rules.retain(|(_, rule)| page.unmatched_rules().iter().any(|other| other == rule));
        } else {
            self.has_texts = true;
        }
    }

    /// Prints a note for each selector that is left.
    pub(crate) fn print(&self) {
        for (option, rule) in &self.rules {
            if self.has_pages {
                print_message(format_args!("{option}: `{rule}` matched nothing"));
            } else if self.has_texts {
                print_message(format_args!("{option}: `{rule}` has no effect on plain text"));
            }
        }
    }
}
