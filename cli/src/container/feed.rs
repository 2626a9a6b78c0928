//! Feeds: RSS, Atom and JSON Feed.

use atom_syndication::{Entry, Feed};
use dechrome::Source;
use rss::{Channel, Item};
use serde_json::Value;

use super::contained_document::ContainedDocument;
use crate::input::without_bom;

/// Reads the items of a feed that have text, in the feed's order.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<ContainedDocument>, String> {
    let bytes = without_bom(bytes).trim_ascii_start();
    let documents = if bytes.starts_with(b"{") {
        json_feed(bytes)
    } else if let Ok(channel) = Channel::read_from(bytes) {
        channel.items().iter().filter_map(rss_item).collect()
    } else {
        let feed = Feed::read_from(bytes).map_err(|error| format!("a damaged feed: {error}"))?;
        feed.entries().iter().filter_map(atom_entry).collect()
    };
    if documents.is_empty() { Err("a feed without text".into()) } else { Ok(documents) }
}

/// Returns the document of an item of RSS: its content, or else its description.
fn rss_item(item: &Item) -> Option<ContainedDocument> {
    let text = first_filled([item.content(), item.description()])?;
    // Descriptions are plain text or HTML, and do not say which.
    let source = if text.contains('<') { Source::Html } else { Source::Text };
    Some(document(text, source, item.link(), item.title()))
}

/// Returns the document of an entry of Atom: its content, or else its summary.
fn atom_entry(entry: &Entry) -> Option<ContainedDocument> {
    let content = entry.content().and_then(|content| content.value());
    let summary = entry.summary().map(|summary| summary.as_str());
    let text = first_filled([content, summary])?;
    let content_type = entry.content().and_then(|content| content.content_type());
    let is_html = content.is_some() && content_type.is_some_and(|name| name.contains("html"));
    let source = if is_html || text.contains('<') { Source::Html } else { Source::Text };
    // A link without a relation is the page itself (RFC 4287, 4.2.7.2).
    let links = entry.links();
    let link = links.iter().find(|link| link.rel() == "alternate").or(links.first());
    Some(document(text, source, link.map(|link| link.href()), Some(entry.title().as_str())))
}

/// Returns the documents of a JSON Feed (jsonfeed.org, version 1.1).
fn json_feed(bytes: &[u8]) -> Vec<ContainedDocument> {
    let feed: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let mut documents = Vec::new();
    for item in feed["items"].as_array().into_iter().flatten() {
        let field = |name: &str| item[name].as_str();
        let Some(text) =
            first_filled([field("content_html"), field("content_text"), field("summary")])
        else {
            continue;
        };
        let is_html = field("content_html") == Some(text);
        let source = if is_html { Source::Html } else { Source::Text };
        documents.push(document(text, source, field("url"), field("title")));
    }
    documents
}

/// Returns the document of an item. Items in HTML are the body of a page, so their title is put
/// where a page has it.
fn document(
    text: &str,
    source: Source,
    url: Option<&str>,
    title: Option<&str>,
) -> ContainedDocument {
    let title = title.filter(|title| !title.trim().is_empty());
    let text = match title {
        Some(title) if source == Source::Html => {
            format!("<title>{}</title>{text}", title.replace('&', "&amp;").replace('<', "&lt;"))
        }
        _ => text.to_owned(),
    };
    ContainedDocument { text, source, url: url.map(str::to_owned), title: title.map(str::to_owned) }
}

/// Returns the first text that is not blank.
fn first_filled<const N: usize>(texts: [Option<&str>; N]) -> Option<&str> {
    texts.into_iter().flatten().find(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text, format and URL of each document.
    fn documents(feed: &str) -> Vec<(String, Source, Option<String>)> {
        let documents = read(feed.as_bytes()).expect("reads");
        documents
            .into_iter()
            .map(|document| (document.text, document.source, document.url))
            .collect()
    }

    #[test]
    fn items_of_all_formats_are_documents() {
        let url = Some("https://mill.example/1".to_owned());
        let html =
            ("<title>R&amp;D</title><p>It rained.</p>".to_owned(), Source::Html, url.clone());
        let rss = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
            <channel><title>M</title><item><title>R&amp;D</title><link>https://mill.example/1</link>\
            <description>Short</description><content:encoded><![CDATA[<p>It rained.</p>]]>\
            </content:encoded></item><item><title>Empty</title></item>\
            <item><description>Dry &amp; cold</description></item></channel></rss>";
        assert_eq!(documents(rss), [html.clone(), ("Dry & cold".to_owned(), Source::Text, None)]);
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>M</title><id>m</id>\
            <updated>2024-01-02T00:00:00Z</updated><entry><title>R&amp;D</title><id>1</id>\
            <updated>2024-01-02T00:00:00Z</updated><link href='https://mill.example/1'/>\
            <content type='html'>&lt;p>It rained.&lt;/p></content></entry></feed>";
        assert_eq!(documents(atom), std::slice::from_ref(&html));
        let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\
            \"url\":\"https://mill.example/1\",\"title\":\"R&D\",\"content_html\":\"<p>It rained.</p>\"},{\"id\":2}]}";
        assert_eq!(documents(json), [html]);
    }

    #[test]
    fn damaged_feeds_are_errors() {
        for feed in ["<rss><channel>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "{"] {
            assert!(read(feed.as_bytes()).is_err(), "{feed}");
        }
    }
}
