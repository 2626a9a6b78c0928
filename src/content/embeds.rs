//! Videos and audio: players of other sites, the elements of HTML, and custom elements such as
//! those of AMP, which also load posts.

use crate::content::Embed;
use crate::content::urls::usable_url;
use crate::html::dom::{Dom, NodeId};
use crate::html::tags::{Tag, is_custom_embed, is_custom_image};
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

/// Elements between a custom element and what is shown in its place: a link, a `noscript`.
const MOST_LEVELS: usize = 3;

/// Returns the video or audio of an element.
pub(super) fn embed(dom: &Dom, id: NodeId) -> Option<Embed> {
    let name = dom.name(id)?;
    if is_in_custom_element(dom, id) {
        return None;
    }
    let url = match Tag::of(name) {
        Tag::Video | Tag::Audio => media_source(dom, id)?.to_owned(),
        Tag::Iframe | Tag::Embed | Tag::Object => player(dom, id)?.to_owned(),
        _ => custom_url(dom, id, name)?,
    };
    let stated = ["title", "aria-label"].iter().find_map(|name| dom.attr_named(id, name));
    let title = one_spaced(stated.unwrap_or_default());
    let title = if title.is_empty() { name_of(&url) } else { title };
    Some(Embed { url, title })
}

/// Returns true inside a custom element that loads an image, a video or a post. Its contents are
/// shown until it has loaded, or in browsers without scripts.
pub(super) fn is_in_custom_element(dom: &Dom, id: NodeId) -> bool {
    let is_custom = |id: NodeId| {
        dom.name(id).is_some_and(|name| is_custom_image(name) || is_custom_embed(name))
    };
    let around = std::iter::successors(dom.parent(id), |&id| dom.parent(id));
    around.take(MOST_LEVELS).any(is_custom)
}

/// Returns the URL of a video, an audio or a post that a custom element loads, mostly by an id.
fn custom_url(dom: &Dom, id: NodeId, name: &str) -> Option<String> {
    let own_id = |attribute| {
        let value = dom.attr_named(id, attribute)?.trim();
        let is_id = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        (is_id && !value.is_empty()).then_some(value)
    };
    let video = || own_id("data-videoid").or_else(|| own_id("videoid"));
    Some(match name {
        "amp-youtube" | "lite-youtube" => format!("https://www.youtube.com/watch?v={}", video()?),
        "amp-vimeo" | "lite-vimeo" => format!("https://vimeo.com/{}", video()?),
        "amp-dailymotion" => format!("https://www.dailymotion.com/video/{}", video()?),
        "amp-twitter" => format!("https://twitter.com/i/status/{}", own_id("data-tweetid")?),
        "amp-instagram" => format!("https://www.instagram.com/p/{}/", own_id("data-shortcode")?),
        "amp-facebook" => usable_url(dom.attr_named(id, "data-href")?)?.to_owned(),
        "amp-soundcloud" => {
            format!("https://api.soundcloud.com/tracks/{}", own_id("data-trackid")?)
        }
        "amp-jwplayer" => {
            let (media, player) = (own_id("data-media-id")?, own_id("data-player-id")?);
            format!("https://cdn.jwplayer.com/players/{media}-{player}.html")
        }
        "amp-brightcove" => {
            let (account, video) = (own_id("data-account")?, own_id("data-video-id")?);
            let player = own_id("data-player").unwrap_or("default");
            let player = format!("https://players.brightcove.net/{account}/{player}_default");
            format!("{player}/index.html?videoId={video}")
        }
        "amp-audio" | "amp-video" => media_source(dom, id)?.to_owned(),
        "amp-video-iframe" => url_of(dom, id)?.to_owned(),
        "amp-iframe" => player(dom, id)?.to_owned(),
        _ => return None,
    })
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
