//! The URLs of an image: which attributes have one, how large its picture is, and which picture it
//! shows.

use std::hash::Hasher;

use crate::content::urls::usable_url;
use crate::hash::Fnv;

/// Endings of the names of image files.
const EXTENSIONS: &[&str] =
    &["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "jfif", "tif", "tiff"];

/// Words in the names of attributes whose URL is an image even without a file extension.
const IMAGE_WORDS: &[&str] =
    &["full", "image", "img", "large", "lazy", "original", "src", "srcset"];

/// Words in the names of attributes with another picture than the image: what is shown before it,
/// instead of it or for a moment.
#[rustfmt::skip]
const OTHER_WORDS: &[&str] = &[
    "alt", "author", "avatar", "bg", "blur", "default", "error", "fallback", "hover", "href",
    "icon", "link", "low", "lqip", "page", "permalink", "pin", "placeholder", "preview", "share",
    "small", "thumb", "thumbnail", "tiny",
];

/// Words of the names of files that are shown before the image is loaded, or never seen.
#[rustfmt::skip]
const PLACEHOLDER_WORDS: &[&str] = &[
    "blank", "clear", "dot", "dummy", "empty", "gray", "grey", "lazy", "lazyload", "load", "loader",
    "loading", "pixel", "placeholder", "px", "shim", "spacer", "spinner", "tracking", "trans",
    "transparent", "white",
];

/// Words that may be beside one of these in a name.
const NEUTRAL_WORDS: &[&str] = &["gif", "image", "images", "img", "s", "x"];

/// Words in a URL that name a version of a picture, and not the picture.
#[rustfmt::skip]
const VERSION_WORDS: &[&str] = &[
    "blur", "crop", "fill", "fit", "freeze", "full", "h", "height", "high", "large", "low", "lqip",
    "max", "medium", "original", "preview", "progressive", "q", "quality", "resize", "resized",
    "scaled", "size", "small", "square", "thumb", "thumbnail", "thumbnails", "thumbs", "tiny",
    "tr", "w", "width",
];

/// Words in a URL before a size or a quality.
#[rustfmt::skip]
const SIZE_WORDS: &[&str] = &[
    "fill", "fit", "h", "height", "max", "q", "quality", "resize", "size", "square", "w", "width",
];

/// Parts of a URL that a script would replace, as in `photo_{width}x.jpg`.
const TEMPLATES: &[&str] = &["{width}", "{height}", "{size}", "{w}", "{{", "${"];

/// A size in pixels that no picture exceeds, for URLs that name none: they have the full picture.
const FULL_SIZE: u32 = 100_000;

/// Sizes that URLs name, in pixels. Smaller and larger numbers are something else.
const SIZES: std::ops::RangeInclusive<u32> = 8..=10_000;

/// A URL of an image with the size of its picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SizedUrl<'p> {
    pub(super) url: &'p str,
    pub(super) size: u32,
}

impl<'p> SizedUrl<'p> {
    /// Returns a URL with the size that it names, or `None` if it cannot be the URL of an image.
    pub(super) fn of(url: &'p str) -> Option<Self> {
        let url = usable_url(url)?;
        // A script would replace these parts.
        if TEMPLATES.iter().any(|template| url.contains(template)) {
            return None;
        }
        if url.contains(char::is_whitespace) && extension(url).is_none() || is_placeholder(url) {
            return None;
        }
        Some(SizedUrl { url, size: named_size(url).unwrap_or(FULL_SIZE) })
    }

    /// Returns true if both sizes are known and this one is larger.
    pub(super) fn is_larger_than(self, other: SizedUrl<'_>) -> bool {
        self.size != FULL_SIZE && other.size != FULL_SIZE && self.size > other.size
    }
}

/// Returns the largest URL of an attribute with one URL or a list of them, if the attribute is for
/// the image.
pub(super) fn url_in_attribute<'p>(name: &str, value: &'p str) -> Option<SizedUrl<'p>> {
    let mut words = name.split(['-', '_']);
    if words.clone().any(|word| OTHER_WORDS.iter().any(|other| word.starts_with(other))) {
        return None;
    }
    if let Some(largest) = largest_in_set(value) {
        return Some(largest);
    }
    let is_list = value.starts_with(['{', '[']) || value.contains(['<', '"']);
    let is_named = words.any(|word| IMAGE_WORDS.iter().any(|known| word.ends_with(known)));
    let is_path = value.contains('/');
    let is_image = extension(value).is_some() && (is_path || is_named)
        || is_named && (value.contains("//") || value.starts_with('/'));
    if is_list || !is_image { None } else { SizedUrl::of(value) }
}

/// Returns the largest URL of a `srcset`, or `None` if the value is not a `srcset`: each of its
/// URLs has a width (`480w`) or a density (`2x`), but the last may have neither.
pub(super) fn largest_in_set(value: &str) -> Option<SizedUrl<'_>> {
    let mut found: Vec<(f32, bool, &str)> = Vec::new();
    let mut rest = value.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    let mut has_descriptor = false;
    while !rest.is_empty() {
        // URLs may contain commas, so a URL ends at white space.
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        let after = after.trim_start();
        let (descriptor, next) = match url.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let scale = descriptor_scale(descriptor.trim());
        has_descriptor |= scale.is_some() && !descriptor.trim().is_empty();
        let (scale, is_width) = scale?;
        found.push((scale, is_width, url.trim_end_matches(',')));
        rest = next.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    if !has_descriptor {
        return None;
    }
    // Most of the largest ones are usable, so few URLs are read. Of equal ones the first is taken.
    found.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    found.into_iter().find_map(|(scale, is_width, url)| {
        let sized = SizedUrl::of(url)?;
        Some(if is_width { SizedUrl { size: scale as u32, ..sized } } else { sized })
    })
}

/// Returns the number of a descriptor, and whether it is a width. Without a descriptor it is `1x`.
fn descriptor_scale(descriptor: &str) -> Option<(f32, bool)> {
    // A height may follow the width.
    let first = descriptor.split_ascii_whitespace().next().unwrap_or("1x");
    let number = first.strip_suffix(['w', 'x'])?.parse().ok()?;
    Some((number, first.ends_with('w')))
}

/// Returns the file extension of an image in a URL.
fn extension(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let (_, extension) = path.rsplit_once('.')?;
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)).then_some(extension)
}

/// Returns true if the name of the file says that it is shown before the image is loaded.
fn is_placeholder(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
    if stem == "1x1" {
        return true;
    }
    let mut has_word = false;
    for word in stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let is_placeholder = PLACEHOLDER_WORDS.contains(&word);
        if !is_placeholder && !NEUTRAL_WORDS.contains(&word) {
            return false;
        }
        has_word |= is_placeholder;
    }
    has_word
}

fn url_words(url: &str) -> impl Iterator<Item = &str> {
    url.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns the size that a URL names: `photo-300x200.jpg`, `?w=640`, `/max/800/`, `/w_640/`,
/// `640w`.
fn named_size(url: &str) -> Option<u32> {
    let mut size = None;
    let mut before = "";
    for word in url_words(url) {
        let named = size_of_word(word)
            .or_else(|| SIZE_WORDS.contains(&before).then(|| word.parse().ok()).flatten());
        size = size.max(named.filter(|size| SIZES.contains(size)));
        before = word;
    }
    size
}

/// Returns the size in a word such as `300x200`, `w640`, `640w` or `640px`.
fn size_of_word(word: &str) -> Option<u32> {
    if let Some((width, height)) = word.split_once('x')
        && let (Ok(width), Ok(height)) = (width.parse::<u32>(), height.parse::<u32>())
    {
        return Some(width.max(height));
    }
    let number = word
        .strip_suffix("px")
        .or_else(|| word.strip_suffix('w'))
        .or_else(|| word.strip_prefix(['w', 'h', 's']))?;
    number.parse().ok()
}

/// Returns a key of the picture of a URL, which is the same for all of its sizes.
pub(super) fn picture_key(url: &str) -> u64 {
    let mut hash = Fnv::default();
    for word in picture_words(url) {
        hash.write(word.as_bytes());
        hash.write(b" ");
    }
    hash.finish()
}

/// Returns the words of a URL that name its picture.
fn picture_words(url: &str) -> impl Iterator<Item = &str> {
    let address = url.split_once("//").map_or(url, |(_, rest)| rest);
    let mut before = "";
    url_words(address).filter(move |&word| {
        let number = word.parse::<u32>();
        let is_size = size_of_word(word).is_some()
            || SIZE_WORDS.contains(&before) && number.is_ok_and(|size| SIZES.contains(&size));
        before = word;
        !is_size && !VERSION_WORDS.contains(&word) && !EXTENSIONS.contains(&word)
    })
}
