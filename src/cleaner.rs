//! The two ways in: [`clean`] with the defaults, and a reusable [`Cleaner`].

use crate::input::Input;
use crate::options::{Options, Source};
use crate::page::Page;
#[cfg(feature = "train")]
use crate::pipeline::html::page_model::PageModel;
use crate::pipeline::{self, Resources};

/// Cleans documents with one set of options.
///
/// A new cleaner loads the models, so build one and share it: it is `Send` and `Sync`, and cleaning
/// changes nothing in it.
///
/// # Examples
///
/// ```
/// use dechrome::{Cleaner, OperatingPoint, Options};
///
/// let cleaner = Cleaner::new(Options::new().with_point(OperatingPoint::Precision));
/// let page = cleaner.clean(b"Home\nSign in\n");
/// assert_eq!(page.text(), "");
/// ```
#[derive(Debug)]
pub struct Cleaner {
    options: Options,
    resources: Resources,
}

impl Default for Cleaner {
    fn default() -> Self {
        Cleaner::new(Options::default())
    }
}

impl Cleaner {
    /// Creates a cleaner with these options.
    pub fn new(options: Options) -> Self {
        Cleaner { options, resources: Resources::builtin() }
    }

    /// Replaces the page model.
    #[cfg(feature = "train")]
    pub(crate) fn with_page_model(mut self, model: PageModel) -> Self {
        self.resources.page_model = model;
        self
    }

    /// Cleans one document.
    pub fn clean(&self, input: &[u8]) -> Page {
        self.clean_as(input, self.options.source, self.options.charset.as_deref())
    }

    /// Cleans one document whose format and character encoding are known from elsewhere, for
    /// example from an HTTP header. `source` and `charset` override those of the options.
    pub fn clean_as(&self, input: &[u8], source: Source, charset: Option<&str>) -> Page {
        pipeline::clean(input, source, charset, &self.resources, &self.options).into()
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
        self.clean_str_as(input, self.options.source)
    }

    /// Cleans one decoded document whose format is known from elsewhere. `source` overrides that
    /// of the options.
    pub fn clean_str_as(&self, input: &str, source: Source) -> Page {
        pipeline::clean_str(input, source, &self.resources, &self.options).into()
    }

    /// Cleans one document with all that is known of it, its URL included.
    pub fn clean_input(&self, input: &Input<'_>) -> Page {
        let Options { source, charset, .. } = &self.options;
        let source = input.source.unwrap_or(*source);
        let charset = input.charset.or(charset.as_deref());
        let mut document =
            pipeline::clean(input.bytes, source, charset, &self.resources, &self.options);
        document.url = input.url.map(str::to_owned);
        document.into()
    }
}

/// Cleans one document with the default options. To clean more than one, build a [`Cleaner`].
pub fn clean(input: &[u8]) -> Page {
    Cleaner::default().clean(input)
}
