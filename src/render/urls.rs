//! Makes the URLs of links and images absolute.

use std::borrow::Cow;

use oxiri::Iri;

use crate::document::Document;
use crate::options::RenderOptions;

/// Resolves the URLs of a page.
#[derive(Debug)]
pub(super) struct UrlResolver {
    base: Option<Iri<String>>,
}

impl UrlResolver {
    /// Takes the base from the caller's URL and the page's `base` element.
    pub(super) fn new(document: &Document, options: &RenderOptions) -> Self {
        let page_url = options.url.as_ref().and_then(|url| Iri::parse(url.clone()).ok());
        let declared = document.content.base.as_deref();
        let base = match (page_url, declared) {
            (Some(page_url), Some(declared)) => page_url.resolve(declared).ok().or(Some(page_url)),
            (Some(page_url), None) => Some(page_url),
            (None, Some(declared)) => Iri::parse(declared.to_owned()).ok(),
            (None, None) => None,
        };
        UrlResolver { base }
    }

    /// Returns an absolute URL, or the URL itself if it cannot be resolved.
    pub(super) fn absolute<'a>(&self, url: &'a str) -> Cow<'a, str> {
        let escaped =
            if url.contains(' ') { url.replace(' ', "%20").into() } else { Cow::Borrowed(url) };
        match self.base.as_ref().and_then(|base| base.resolve(&escaped).ok()) {
            Some(absolute) => Cow::Owned(absolute.into_inner()),
            None => escaped,
        }
    }
}
