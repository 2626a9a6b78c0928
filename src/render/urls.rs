//! Addresses of links and images, made absolute.

use std::borrow::Cow;

use oxiri::Iri;

use crate::content::Event;
use crate::document::Document;
use crate::options::RenderOptions;

/// What the addresses of a page are relative to.
#[derive(Debug)]
pub(super) struct Addresses {
    base: Option<Iri<String>>,
    /// Whether there are formulas on the page.
    pub(super) has_math: bool,
}

impl Addresses {
    pub(super) fn new(document: &Document, options: &RenderOptions) -> Self {
        let base = base_url(document, options.url.as_deref());
        let has_math = document.content.events.iter().any(|event| matches!(event, Event::Math(_)));
        Addresses { base, has_math }
    }

    /// An address, absolute if that can be told.
    pub(super) fn absolute<'a>(&self, address: &'a str) -> Cow<'a, str> {
        let spaced = if address.contains(' ') {
            Cow::Owned(address.replace(' ', "%20"))
        } else {
            Cow::Borrowed(address)
        };
        match self.base.as_ref().and_then(|base| base.resolve(&spaced).ok()) {
            Some(absolute) => Cow::Owned(absolute.into_inner()),
            None => spaced,
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
