//! A byte scanner in front of html5ever, which makes parsing cheap and changes no text.
//!
//! Most bytes of a page are scripts, styles, comments and attributes that nothing here asks for. This stage leaves them
//! out at memory speed, so that html5ever sees a page of a third of the size. It follows the states of the HTML
//! tokenizer, because a wrong guess about where a script ends would lose text. The one thing it cannot follow is the
//! tree, and inside `svg` and `math` the tree decides whether `style` and `title` hold raw text or markup: there it goes
//! on only where both readings agree, and otherwise leaves the rest of the page as it is (but for [`rest`]).

use memchr::memchr;

use tag::{Step, next_step};

mod raw;
mod rest;
mod strip;
mod tag;
#[cfg(test)]
mod tests;

#[allow(unused_imports)] // Until the stage that calls it is there.
pub(crate) use strip::strip_tags;

/// How markup is cut into tags, for others that look at it before it is parsed.
pub(crate) mod markup {
    pub(crate) use super::raw::{bogus_comment_end, comment_end, text_end};
    pub(crate) use super::tag::{Attribute, Step, name_end, next_step};
}

/// What stands in for a comment. One has to: `<pre><!-- -->` and a line feed is not `<pre>` and a line feed, `&am<!-- -->p;`
/// is not `&amp;`. Between two tags it can go.
const EMPTY_COMMENT: &str = "<!---->";

/// Appends `html` to `out` without comments, without the insides of scripts (but for JSON-LD), styles, frames and text
/// areas, and without the attributes that no later stage reads; white space after a tag becomes one space, except in
/// `pre`. Attribute values are never rewritten.
pub(crate) fn prefilter(html: &str, out: &mut String) {
    out.reserve(html.len() / 2);
    let mut filter = Filter { html, at: 0, copied: 0, out, svg: 0, math: 0, pre: 0, lost: false };
    filter.run();
    filter.copy_rest();
}

/// Elements whose start tag changes how what follows is read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Special {
    /// Raw text that nobody reads.
    Unread,
    /// Raw text that is read.
    Read,
    /// Raw text that is read if it is JSON-LD.
    Script,
    /// Opens SVG.
    Svg,
    /// Opens MathML.
    MathMl,
    /// HTML may stand inside this element of SVG or MathML.
    Integration,
    /// After `plaintext` nothing is markup any more, in a `frameset` scripts are not raw text: not worth following.
    Opaque,
    /// `font` and `annotation-xml`, for their attributes.
    Steering,
    /// White space is text.
    Pre,
}

/// The special element of this name, in any case.
fn special(name: &[u8]) -> Option<Special> {
    let mut lower = [0; "annotation-xml".len()];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"iframe" | b"noembed" | b"noframes" | b"style" | b"textarea" => Special::Unread,
        b"title" | b"xmp" => Special::Read,
        b"script" => Special::Script,
        b"svg" => Special::Svg,
        b"math" => Special::MathMl,
        b"desc" | b"foreignobject" | b"mi" | b"mn" | b"mo" | b"ms" | b"mtext" => Special::Integration,
        b"frameset" | b"plaintext" => Special::Opaque,
        b"annotation-xml" | b"font" => Special::Steering,
        b"listing" | b"pre" => Special::Pre,
        _ => return None,
    })
}

/// A start tag, as far as it matters here.
struct StartTag {
    /// One past its `>`.
    end: usize,
    /// Whether it ends in `/>`.
    self_closing: bool,
    /// Whether its `type` is JSON-LD.
    json: bool,
}

/// The state of the scan.
struct Filter<'h, 'o> {
    html: &'h str,
    /// The next byte to look at.
    at: usize,
    /// Everything before this byte is written or dropped.
    copied: usize,
    out: &'o mut String,
    /// Open `svg` elements: at least as many as the tree builder has.
    svg: usize,
    /// Open `math` elements, likewise.
    math: usize,
    /// Open `pre` elements.
    pre: usize,
    /// HTML stood inside SVG or MathML: from here on the end of either is not believed.
    lost: bool,
}

impl Filter<'_, '_> {
    /// Scans until the end of the page, or until the rest is to be copied as it is.
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        while let Some(found) = bytes.get(self.at..).and_then(|rest| memchr(b'<', rest)) {
            let open = self.at + found;
            let done = match bytes.get(open + 1) {
                Some(b'a'..=b'z' | b'A'..=b'Z') => self.start_tag(open),
                Some(b'/') => self.end_tag(open),
                Some(b'!') => self.declaration(open),
                Some(b'?') => self.comment(open, raw::bogus_comment_end(bytes, open + 1)),
                _ => Some(open + 1),
            };
            match done {
                Some(at) => self.at = self.fold(at),
                None => return,
            }
        }
    }

    /// Whether the tree builder may be inside SVG or MathML.
    fn foreign(&self) -> bool {
        self.svg > 0 || self.math > 0 || self.lost
    }

    /// Writes what is not written yet, up to `end`.
    fn copy_to(&mut self, end: usize) {
        self.out.push_str(self.html.get(self.copied..end).unwrap_or_default());
        self.copied = end;
    }

    /// Writes the rest of the page: nothing if it was read to its end, all of it if it could not be followed.
    fn copy_rest(&mut self) {
        let followed = self.at.max(self.copied);
        self.copy_to(followed);
        rest::copy_rest(self.html.get(followed..).unwrap_or_default(), self.out);
    }

    /// Replaces white space at `at` by one space, and returns where it ends.
    fn fold(&mut self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let end = tag::skip_space(bytes, at);
        if self.pre > 0 || end == at || (end == at + 1 && bytes.get(at) == Some(&b' ')) {
            return if self.pre > 0 { at } else { end };
        }
        self.drop(at, end);
        self.out.push(' ');
        end
    }

    /// Drops the bytes from `start` to `end`.
    fn drop(&mut self, start: usize, end: usize) {
        self.copy_to(start);
        self.copied = end;
    }

    /// Drops the rest of the page: it ends inside something that leaves no text.
    fn drop_rest(&mut self, start: usize) -> Option<usize> {
        self.drop(start, self.html.len());
        None
    }

    /// Replaces the comment from `open` to `end`, or to the end of the page. A short one stays, so that the page never
    /// grows.
    fn comment(&mut self, open: usize, end: Option<usize>) -> Option<usize> {
        let Some(end) = end else { return self.drop_rest(open) };
        if end - open <= EMPTY_COMMENT.len() {
            return Some(end);
        }
        self.drop(open, end);
        let bytes = self.html.as_bytes();
        let between_tags = self.at == open && bytes.get(tag::skip_space(bytes, end)) == Some(&b'<');
        if self.pre > 0 || !between_tags {
            self.out.push_str(EMPTY_COMMENT);
        }
        Some(end)
    }

    /// What starts with `<!`: a comment, a document type (kept), or a CDATA section, which is a comment to `>` in HTML
    /// and text to `]]>` in SVG.
    fn declaration(&mut self, open: usize) -> Option<usize> {
        const CDATA: &[u8] = b"[CDATA[";
        let bytes = self.html.as_bytes();
        let start = open + 2;
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return self.comment(open, raw::comment_end(bytes, start + 2));
        }
        let end = raw::bogus_comment_end(bytes, start);
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            return end;
        }
        if rest.starts_with(CDATA) && self.foreign() {
            let inside = bytes.get(start + CDATA.len()..end?).unwrap_or_default();
            return if inside.ends_with(b"]]>") { end } else { None };
        }
        self.comment(open, end)
    }

    /// An end tag, or the bogus comment that `</` before anything but a letter opens.
    fn end_tag(&mut self, open: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let start = open + 2;
        match bytes.get(start)? {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'>' => return Some(start + 1),
            _ => return self.comment(open, raw::bogus_comment_end(bytes, start)),
        }
        let name_end = tag::name_end(bytes, start);
        let mut at = name_end;
        let end = loop {
            match next_step(bytes, at) {
                Step::Attribute(attribute) => at = attribute.end,
                Step::Close { end, .. } => break end,
                Step::Unclosed => return self.drop_rest(open),
            }
        };
        if at > name_end {
            self.drop(name_end, end - 1);
        }
        match special(bytes.get(start..name_end).unwrap_or_default()) {
            Some(Special::Svg) => self.svg = self.svg.saturating_sub(1),
            Some(Special::MathMl) => self.math = self.math.saturating_sub(1),
            Some(Special::Pre) => self.pre = self.pre.saturating_sub(1),
            _ => {}
        }
        Some(end)
    }

    /// A start tag and, if its element holds raw text, what is in the element.
    fn start_tag(&mut self, open: usize) -> Option<usize> {
        let name_end = tag::name_end(self.html.as_bytes(), open + 1);
        let name = self.html.as_bytes().get(open + 1..name_end).unwrap_or_default();
        let special = special(name);
        let Some(tag) = self.attributes(name_end, special) else { return self.drop_rest(open) };
        match special {
            Some(Special::Opaque) => None,
            Some(Special::Svg) => {
                self.svg += usize::from(!tag.self_closing);
                Some(tag.end)
            }
            Some(Special::MathMl) => {
                self.math += usize::from(!tag.self_closing);
                Some(tag.end)
            }
            Some(Special::Pre) => {
                self.pre += 1;
                Some(tag.end)
            }
            Some(Special::Integration | Special::Steering) if self.foreign() => {
                self.lost |= !tag.self_closing && !raw::holds_only_text(self.html.as_bytes(), tag.end, name);
                Some(tag.end)
            }
            Some(Special::Unread | Special::Read | Special::Script) if self.foreign() => {
                raw::holds_only_text(self.html.as_bytes(), tag.end, name).then_some(tag.end)
            }
            Some(Special::Unread) => self.raw_text(tag.end, name, false),
            Some(Special::Read) => self.raw_text(tag.end, name, true),
            Some(Special::Script) => self.script(&tag),
            Some(Special::Integration | Special::Steering) | None => Some(tag.end),
        }
    }

    /// Drops attributes of the start tag whose name ends at `at`. `None` if the page ends in the tag.
    fn attributes(&mut self, mut at: usize, special: Option<Special>) -> Option<StartTag> {
        let bytes = self.html.as_bytes();
        let mut json = false;
        loop {
            match next_step(bytes, at) {
                Step::Attribute(attribute) => {
                    json |= special == Some(Special::Script) && attribute.is_json_type(bytes);
                    if !attribute.is_kept(bytes, special == Some(Special::Steering)) {
                        self.drop_attribute(at, attribute.start, attribute.end);
                    }
                    at = attribute.end;
                }
                Step::Close { end, self_closing } => return Some(StartTag { end, self_closing, json }),
                Step::Unclosed => return None,
            }
        }
    }

    /// Drops the attribute from `start` to `end`, and if possible the gap between it and what stands before it, which
    /// ends at `before`.
    fn drop_attribute(&mut self, before: usize, start: usize, end: usize) {
        match self.html.as_bytes().get(end) {
            // Not before a slash: `<svg id=a x="" />` without the space would be `<svg id=a/>`, an id of `a/`.
            Some(&next) if next == b'>' || raw::is_space(next) => self.drop(before, end),
            _ => {
                self.drop(start, end);
                if self.html.as_bytes().get(start - 1) == Some(&b'/') {
                    // `<svg /x>` must not become `<svg />`, which is another tag.
                    self.out.push(' ');
                }
            }
        }
    }

    /// The inside of an element of raw text that starts at `start`.
    fn raw_text(&mut self, start: usize, name: &[u8], read: bool) -> Option<usize> {
        let end = raw::text_end(self.html.as_bytes(), start, name);
        self.inside(start, end, read)
    }

    /// The inside of a script.
    fn script(&mut self, tag: &StartTag) -> Option<usize> {
        let end = raw::script_end(self.html.as_bytes(), tag.end);
        self.inside(tag.end, end, tag.json)
    }

    /// Drops what stands between `start` and the end tag at `end`, unless it is read.
    fn inside(&mut self, start: usize, end: Option<usize>, read: bool) -> Option<usize> {
        match end {
            _ if read => end,
            None => self.drop_rest(start),
            Some(end) => {
                self.drop(start, end);
                Some(end)
            }
        }
    }
}
