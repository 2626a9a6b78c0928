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
        UrlResolver { base: base_url(document, options.url.as_deref()) }
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

/// Returns the URL that the page's relative URLs are resolved against: its own one, as given here or
/// with the document, or the one that it declares.
pub(crate) fn base_url(document: &Document, url: Option<&str>) -> Option<Iri<String>> {
    let own = url.or(document.url.as_deref()).and_then(|url| Iri::parse(url.to_owned()).ok());
    let declared = document.content.base.as_deref();
    match (own, declared) {
        (Some(own), Some(declared)) => own.resolve(declared).ok().or(Some(own)),
        (Some(own), None) => Some(own),
        (None, declared) => declared.and_then(|declared| Iri::parse(declared.to_owned()).ok()),
    }
}
