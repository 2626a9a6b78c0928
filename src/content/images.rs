//! Images: the largest version of each picture, once, without spacers and tracking pixels.
//!
//! Pages that load images late have the same picture several times: a placeholder or a thumbnail,
//! URLs in attributes that a script reads, the sources of a `picture`, and a copy in `noscript`.

use crate::content::Image;
use crate::content::context::BuildContext;
use crate::content::embeds::is_in_custom_element;
use crate::content::image_urls::{SizedUrl, largest_in_set, picture_key, url_in_attribute};
use crate::content::urls::usable_url;
use crate::html::dom::{Dom, NodeId};
use crate::html::positions::Point;
use crate::html::tags::{Tag, is_custom_image};
use crate::unicode::one_spaced;

/// Width and height, in pixels, up to which an image is a spacer or a tracking pixel.
const LARGEST_SPACER: f32 = 3.0;

/// Attributes of an image without a URL of it, or with one that is read in its own way.
const OTHER_ATTRIBUTES: &[&str] =
    &["alt", "class", "href", "id", "src", "srcset", "style", "title"];

/// Last parts of the paths of images that count visits.
#[rustfmt::skip]
const COUNTER_PATHS: &[&str] = &[
    "b", "beacon", "collect", "count", "counter", "hit", "impression", "p", "pixel", "ping", "tr",
    "track", "tracking",
];

/// Words in the hosts of images that count visits.
const COUNTER_HOSTS: &[&str] =
    &["analytics", "beacon", "doubleclick", "pixel", "scorecardresearch", "tracker", "tracking"];

/// Elements between an image and the `noscript` or the sibling of it that contains the image.
const MOST_LEVELS: usize = 4;

/// Sources of a `picture` that are read.
const MOST_SOURCES: usize = 32;

/// Points before and after an image among which its copies are. Galleries have longer rows.
const ROW_REACH: usize = 16;

/// An image of a row: images with no text between them.
#[derive(Debug)]
struct RowImage<'p> {
    node: NodeId,
    /// `None` if the image is not shown.
    url: Option<SizedUrl<'p>>,
    /// The key of its picture.
    picture: Option<u64>,
    /// True if the URL is from an attribute that a script reads, so it is the right one.
    is_lazy: bool,
    alt: String,
    /// The `noscript` that contains it.
    noscript: Option<NodeId>,
}

/// Reads the images of a page. It keeps the last row, because its images are asked for one by one.
#[derive(Debug, Default)]
pub(super) struct ImageReader {
    /// The positions of the images of the row among the points.
    row: std::ops::Range<usize>,
    images: Vec<Option<Image>>,
}

impl ImageReader {
    /// Returns the image at a position, or `None` if it is a copy, a placeholder or not for
    /// readers.
    pub(super) fn image(&mut self, context: BuildContext<'_>, position: usize) -> Option<Image> {
        if !self.row.contains(&position) {
            self.row = row_around(context, position);
            let points = &context.positions.points[self.row.clone()];
            self.images = read_row(context.dom, points);
        }
        self.images.get(position - self.row.start)?.clone()
    }
}

/// Returns the positions of the points with no text between them around a position.
fn row_around(context: BuildContext<'_>, position: usize) -> std::ops::Range<usize> {
    let points = &context.positions.points;
    let at = points[position].at;
    let mut start = position;
    while start > 0 && position - start < ROW_REACH && points[start - 1].at == at {
        start -= 1;
    }
    let mut end = position + 1;
    while end < points.len() && end - position < ROW_REACH && points[end].at == at {
        end += 1;
    }
    start..end
}

/// Returns the image of each point of a row.
fn read_row(dom: &Dom, points: &[Point]) -> Vec<Option<Image>> {
    let mut row: Vec<Option<RowImage>> = Vec::new();
    for point in points {
        row.push(is_image(dom, point.node).then(|| read_image(dom, point.node)));
    }
    for later in 1..row.len() {
        let (before, rest) = row.split_at_mut(later);
        let Some(image) = &mut rest[0] else { continue };
        // The nearest image first: the copy in `noscript` is beside its image.
        if before.iter_mut().rev().flatten().any(|other| merge(dom, other, image)) {
            rest[0] = None;
        }
    }
    let into_image = |image: Option<RowImage>| {
        let image = image?;
        let url = image.url?.url.to_owned();
        let link = link_around(dom, &image).map(str::to_owned);
        Some(Image { url, alt: image.alt, caption: String::new(), link })
    };
    row.into_iter().map(into_image).collect()
}

/// Returns true for an image that readers see.
fn is_image(dom: &Dom, id: NodeId) -> bool {
    dom.name(id).is_some_and(|name| Tag::of(name) == Tag::Img || is_custom_image(name))
        && !is_in_custom_element(dom, id)
}

/// Returns true if two images of a row show the same picture. The first is then the larger version.
fn merge<'p>(dom: &Dom, first: &mut RowImage<'p>, second: &mut RowImage<'p>) -> bool {
    let Some(other) = second.url else { return false };
    let prefers_other = if let Some(one) = first.url
        && first.picture == second.picture
    {
        other.size > one.size
    } else if is_fallback_of(dom, second, first) {
        // The image that a script would replace is a thumbnail, unless the script's URL is known.
        !first.is_lazy || first.url.is_none()
    } else if first.url.is_some() && is_fallback_of(dom, first, second) {
        second.is_lazy
    } else {
        return false;
    };
    if prefers_other {
        (first.url, first.picture) = (second.url, second.picture);
    }
    if first.alt.is_empty() {
        first.alt = std::mem::take(&mut second.alt);
    }
    true
}

/// Returns true if an image is the copy of another in a `noscript` beside it.
fn is_fallback_of(dom: &Dom, fallback: &RowImage<'_>, image: &RowImage<'_>) -> bool {
    let (Some(noscript), None) = (fallback.noscript, image.noscript) else { return false };
    // Some pages have the copy first, but never beside an image that has another copy.
    let mut before = std::iter::successors(dom.prev_sibling(noscript), |&id| dom.prev_sibling(id));
    if let Some(sibling) = before.find(|&id| dom.name(id).is_some()) {
        return contains(dom, sibling, image.node);
    }
    let mut after = std::iter::successors(dom.next_sibling(noscript), |&id| dom.next_sibling(id));
    after.find(|&id| dom.name(id).is_some()).is_some_and(|it| contains(dom, it, image.node))
}

/// Returns true if a node is an image or one of its innermost ancestors.
fn contains(dom: &Dom, id: NodeId, image: NodeId) -> bool {
    ancestors(dom, image).any(|node| node == id)
}

/// Returns a node and its innermost ancestors.
fn ancestors(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(id), |&id| dom.parent(id)).take(MOST_LEVELS + 1)
}

fn has_tag(dom: &Dom, id: NodeId, tag: Tag) -> bool {
    dom.name(id).is_some_and(|name| Tag::of(name) == tag)
}

/// Reads an image with the largest URL that it has.
fn read_image(dom: &Dom, node: NodeId) -> RowImage<'_> {
    let alt = one_spaced(dom.attr_named(node, "alt").unwrap_or_default());
    let noscript = ancestors(dom, node).find(|&id| has_tag(dom, id, Tag::Noscript));
    let mut image = RowImage { node, url: None, picture: None, is_lazy: false, alt, noscript };
    if is_spacer(dom, node) {
        return image;
    }
    let lazy = lazy_url(dom, node);
    let shown = shown_url(dom, node);
    image.url = match (lazy, shown) {
        (Some(lazy), Some(shown)) if shown.is_larger_than(lazy) => Some(shown),
        (Some(lazy), _) => Some(lazy),
        (None, Some(shown)) => Some(linked_url(dom, node, shown).unwrap_or(shown)),
        (None, None) => source_url(dom, node),
    };
    image.is_lazy = lazy.is_some();
    if image.alt.is_empty() && image.url.is_some_and(|url| counts_visits(url.url)) {
        image.url = None;
    }
    image.picture = image.url.map(|url| picture_key(url.url));
    image
}

/// Returns true for an image of a few pixels.
fn is_spacer(dom: &Dom, image: NodeId) -> bool {
    ["width", "height"].iter().any(|name| {
        let value = dom.attr_named(image, name).unwrap_or_default().trim();
        let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        // Some pages give the size in per cent.
        let size = if value.ends_with('%') { None } else { value[..end].parse::<f32>().ok() };
        size.is_some_and(|size| size <= LARGEST_SPACER)
    })
}

/// Returns the largest URL of the attributes that a script reads.
fn lazy_url(dom: &Dom, image: NodeId) -> Option<SizedUrl<'_>> {
    let mut largest: Option<SizedUrl<'_>> = None;
    for attribute in dom.attrs(image) {
        if OTHER_ATTRIBUTES.contains(&&*attribute.name) {
            continue;
        }
        let Some(found) = url_in_attribute(&attribute.name, &attribute.value) else { continue };
        if largest.is_none_or(|largest| found.size > largest.size) {
            largest = Some(found);
        }
    }
    largest
}

/// Returns the largest URL that a browser may show without a script.
fn shown_url(dom: &Dom, image: NodeId) -> Option<SizedUrl<'_>> {
    let in_set = dom.attr_named(image, "srcset").and_then(largest_in_set);
    let in_src = dom.attr_named(image, "src").and_then(SizedUrl::of);
    match (in_set, in_src) {
        (Some(in_set), Some(in_src)) if in_src.is_larger_than(in_set) => Some(in_src),
        (Some(in_set), _) => Some(in_set),
        (None, in_src) => in_src,
    }
}

/// Returns the URL of the link around an image, unless it leads to the same picture, or opens it in
/// a box on the page.
fn link_around<'d>(dom: &'d Dom, image: &RowImage<'_>) -> Option<&'d str> {
    let linked = usable_url(href_around(dom, image.node)?)?;
    (!linked.starts_with('#') && Some(picture_key(linked)) != image.picture).then_some(linked)
}

/// Returns the URL of a link around a thumbnail, if it leads to the same picture in a larger size.
fn linked_url<'d>(dom: &'d Dom, image: NodeId, shown: SizedUrl<'_>) -> Option<SizedUrl<'d>> {
    let linked = url_in_attribute("src", href_around(dom, image)?)?;
    (linked.size > shown.size && picture_key(linked.url) == picture_key(shown.url))
        .then_some(linked)
}

/// Returns the URL of the nearest link around an image.
fn href_around(dom: &Dom, image: NodeId) -> Option<&str> {
    let link = ancestors(dom, image).find(|&id| has_tag(dom, id, Tag::A))?;
    dom.attr_named(link, "href")
}

/// Returns the largest URL of the sources of a `picture`. Those in older formats are preferred,
/// because every reader shows them.
fn source_url(dom: &Dom, image: NodeId) -> Option<SizedUrl<'_>> {
    let picture = dom.parent(image).filter(|&parent| has_tag(dom, parent, Tag::Picture))?;
    let mut best: Option<(bool, SizedUrl<'_>)> = None;
    for source in dom.children(picture).take(MOST_SOURCES) {
        if !has_tag(dom, source, Tag::Source) {
            continue;
        }
        let own = dom.attr_named(source, "srcset");
        let in_set = own.and_then(|set| largest_in_set(set).or_else(|| SizedUrl::of(set)));
        let Some(found) = in_set.or_else(|| lazy_url(dom, source)) else { continue };
        let kind = dom.attr_named(source, "type").unwrap_or_default();
        let is_old = !kind.contains("webp") && !kind.contains("avif");
        let is_better =
            best.is_none_or(|(known_old, known)| (is_old, found.size) > (known_old, known.size));
        if is_better {
            best = Some((is_old, found));
        }
    }
    best.map(|(_, found)| found)
}

/// Returns true if a URL without an image of its own counts visits.
fn counts_visits(url: &str) -> bool {
    let address = url.split_once("//").map_or("", |(_, rest)| rest);
    let host = address.split('/').next().unwrap_or_default();
    if host.split(['.', '-']).any(|word| COUNTER_HOSTS.contains(&word)) {
        return true;
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = file.strip_suffix(".gif").or_else(|| file.strip_suffix(".php")).unwrap_or(file);
    COUNTER_PATHS.contains(&stem)
}
