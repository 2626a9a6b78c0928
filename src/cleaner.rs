//! The two ways in: [`clean`] with the defaults, and a reusable [`Cleaner`].

use std::fmt;
use std::sync::Arc;

use crate::input::Input;
use crate::options::Options;
use crate::page::Page;
#[cfg(feature = "_train")]
use crate::pipeline::html::page_model::PageModel;
use crate::pipeline::{self, Resources};

/// Cleans documents with one set of options.
///
/// Build one and share or clone it: it is `Send` and `Sync`, and cleaning changes nothing in it.
///
/// # Examples
///
/// ```
/// use dechrome::{Cleaner, OperatingPoint, Options};
///
/// let cleaner = Cleaner::new(Options::new().with_point(OperatingPoint::Precision));
/// let page = cleaner.clean(b"Home\nSign in\n");
/// assert_eq!(page.to_text(), "");
/// assert_eq!(cleaner.options().point(), OperatingPoint::Precision);
/// ```
#[derive(Clone)]
pub struct Cleaner {
    options: Options,
    resources: Arc<Resources>,
}

/// Writes the options. The models would be megabytes of numbers.
impl fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cleaner").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Default for Cleaner {
    fn default() -> Self {
        Cleaner::new(Options::default())
    }
}

impl Cleaner {
    /// Creates a cleaner with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Cleaner { options, resources: Arc::new(Resources::builtin()) }
    }

    /// Creates a cleaner with other options that shares the models of this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use dechrome::{Cleaner, Options, Source};
    ///
    /// let cleaner = Cleaner::default();
    /// let texts = cleaner.with_options(Options::new().with_source(Source::Text));
    /// assert_eq!(texts.clean("<p>Home").full_text(), "<p>Home");
    /// ```
    #[must_use]
    pub fn with_options(&self, options: Options) -> Self {
        Cleaner { options, resources: Arc::clone(&self.resources) }
    }

    /// Returns the options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Replaces the page model.
    #[cfg(feature = "_train")]
    pub(crate) fn with_page_model(mut self, model: PageModel) -> Self {
        self.resources = Arc::new(Resources { page_model: model, ..Resources::builtin() });
        self
    }

    /// Cleans one document of any encoding.
    pub fn clean(&self, input: impl AsRef<[u8]>) -> Page {
        self.clean_input(&Input::new(input.as_ref()))
    }

    /// Cleans one document that is decoded already. Nothing that it declares about its encoding
    /// counts.
    ///
    /// # Examples
    ///
    /// ```
    /// let cleaner = dechrome::Cleaner::default();
    /// let page = cleaner.clean_str("<meta charset=latin1><p>The rain’s over.");
    /// assert!(page.blocks().any(|block| block.text() == "The rain’s over."));
    /// ```
    pub fn clean_str(&self, input: &str) -> Page {
        self.clean_input(&Input::from_text(input))
    }

    /// Cleans one document with the facts that came with it: its format, charset and URL.
    pub fn clean_input(&self, input: &Input<'_>) -> Page {
        pipeline::clean(input, &self.resources, &self.options).into()
    }
}

/// Cleans one document with the default options. To clean more than one, build a [`Cleaner`].
///
/// ```
/// let page = dechrome::clean("Sign in\n\nIt rained for three days in the valley of the river.\n");
/// assert_eq!(page.to_text(), "It rained for three days in the valley of the river.\n");
/// ```
pub fn clean(input: impl AsRef<[u8]>) -> Page {
    Cleaner::default().clean(input)
}
