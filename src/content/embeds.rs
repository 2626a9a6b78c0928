//! Videos and audio: players of other sites, and the elements of HTML.

use crate::content::Embed;
use crate::content::urls::usable_url;
use crate::html::dom::{Dom, NodeId};
use crate::html::tags::Tag;
use crate::unicode::one_spaced;

/// Beginnings of words in the URLs of players.
const MEDIA_WORDS: &[&str] = &["audio", "embed", "player", "podcast", "video", "watch"];

/// Words in the URLs of other frames: advertising, maps, forms and buttons.
#[rustfmt::skip]
const OTHER_WORDS: &[&str] = &[
    "ad", "ads", "adserver", "adservice", "chat", "comments", "consent", "doubleclick", "form",
    "forms", "googlesyndication", "googletagmanager", "like", "login", "maps", "newsletter",
    "recaptcha", "share", "signup", "subscribe", "survey", "widget", "widgets",
];

/// Width and height, in pixels, up to which a frame is hidden.
const LARGEST_HIDDEN: f32 = 3.0;

/// Children of a `video` or `audio` element that may be its sources.
const MOST_SOURCES: usize = 16;

/// Returns the video or audio of an element.
pub(super) fn embed(dom: &Dom, id: NodeId) -> Option<Embed> {
    let name = dom.name(id)?;
    let url = match Tag::of(name) {
        Tag::Video | Tag::Audio => media_source(dom, id)?.to_owned(),
        Tag::Iframe | Tag::Embed | Tag::Object => player(dom, id)?.to_owned(),
        _ if **name == *"lite-youtube" => {
            format!("https://www.youtube.com/watch?v={}", dom.attr_named(id, "videoid")?.trim())
        }
        _ => return None,
    };
    let stated = ["title", "aria-label"].iter().find_map(|name| dom.attr_named(id, name));
    let title = one_spaced(stated.unwrap_or_default());
    let title = if title.is_empty() { name_of(&url) } else { title };
    Some(Embed { url, title })
}

/// Returns the URL of a `video` or `audio` element, or of its first source.
fn media_source(dom: &Dom, id: NodeId) -> Option<&str> {
    let sources = dom.children(id).take(MOST_SOURCES);
    std::iter::once(id).chain(sources).find_map(|id| url_of(dom, id))
}

/// Returns the URL of a frame or plug-in that plays a video or audio. Hidden frames talk to other
/// sites.
fn player(dom: &Dom, id: NodeId) -> Option<&str> {
    let is_tiny = ["width", "height"].iter().any(|name| {
        let size = dom.attr_named(id, name).unwrap_or_default().trim_end_matches("px").parse();
        size.is_ok_and(|size: f32| size <= LARGEST_HIDDEN)
    });
    let style = dom.attr_named(id, "style").unwrap_or_default();
    if is_tiny || style.contains("none") || style.contains("hidden") {
        return None;
    }
    let url = url_of(dom, id)?;
    let address = url.split_once("//").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let mut is_player = false;
    for word in address.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_ascii_lowercase();
        if OTHER_WORDS.contains(&word.as_str()) {
            return None;
        }
        is_player |= MEDIA_WORDS.iter().any(|known| word.starts_with(known));
    }
    is_player.then_some(url)
}

/// Returns the URL of an element, perhaps from an attribute that a script reads.
fn url_of(dom: &Dom, id: NodeId) -> Option<&str> {
    for attribute in dom.attrs(id) {
        let name = &*attribute.name;
        let is_url = name == "src" || name == "data" || name.starts_with("data-");
        let is_source = name == "data" || name.contains("src");
        if is_url
            && is_source
            && let Some(url) = usable_url(&attribute.value)
        {
            return Some(url);
        }
    }
    None
}

/// Returns the file or the host of a URL, for an embed without a title.
fn name_of(url: &str) -> String {
    let (address, has_host) = match url.split_once("//") {
        Some((_, rest)) => (rest, true),
        None => (url, false),
    };
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let host = if has_host { parts.next().unwrap_or_default() } else { "" };
    match parts.next_back() {
        Some(file) if host.is_empty() || file.contains('.') => file.to_owned(),
        _ => host.strip_prefix("www.").unwrap_or(host).to_owned(),
    }
}
