//! Input: from bytes to text, and the decision between HTML and plain text.

pub(crate) mod binary;
pub(crate) mod charset;
mod declared_charset;
pub(crate) mod decode;
pub(crate) mod format;
mod hz;
mod tag_end;
mod utf16;

use crate::options::Source;

/// A document to clean, with the facts that came with it from elsewhere.
///
/// ```
/// use dechrome::{Cleaner, Input};
/// let page = b"<title>Rain</title><h1>Rain</h1>\
///     <p>It rained for three days, and on the fourth the <a href=/river>river</a> rose.</p>";
/// let input = Input::new(page).with_url("https://mill.example/2020/05/06/rain");
/// let page = Cleaner::default().clean_input(&input);
/// assert_eq!(page.metadata().published.unwrap().value, "2020-05-06");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Input<'i> {
    pub(crate) content: InputContent<'i>,
    pub(crate) source: Option<Source>,
    pub(crate) charset: Option<&'i str>,
    pub(crate) url: Option<&'i str>,
}

/// The content of a document: its bytes, or its text if it is decoded already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputContent<'i> {
    Bytes(&'i [u8]),
    Text(&'i str),
}

impl<'i> Input<'i> {
    /// Returns a document of these bytes. The options of the [`Cleaner`](crate::Cleaner) say the
    /// rest.
    pub fn new(bytes: &'i (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self::of(InputContent::Bytes(bytes.as_ref()))
    }

    /// Returns a document that is decoded already. No charset counts, neither a given one nor one
    /// that the document declares.
    pub fn from_text(text: &'i str) -> Self {
        Self::of(InputContent::Text(text))
    }

    fn of(content: InputContent<'i>) -> Self {
        Input { content, source: None, charset: None, url: None }
    }

    /// Overrides [`Options::with_source`](crate::Options::with_source).
    pub fn with_source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// Overrides [`Options::with_charset`](crate::Options::with_charset).
    pub fn with_charset(mut self, label: &'i str) -> Self {
        self.charset = Some(label);
        self
    }

    /// Sets the URL of the page. Relative URLs in the page are resolved against it, and the page's
    /// [`Metadata`](crate::Metadata) may come from it: a date in its path, the name of its host.
    /// The page's own declarations count more. Only an absolute URL resolves others: see
    /// [`is_absolute_url`](crate::is_absolute_url).
    pub fn with_url(mut self, url: &'i str) -> Self {
        self.url = Some(url);
        self
    }
}
