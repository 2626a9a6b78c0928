//! The tokenizer: cuts a page into tokens and hands them to html5ever's tree builder.
//!
//! html5ever has a tokenizer of its own. This one cuts the same tokens (a test compares the trees) in a fraction of the
//! time, because it has the whole page in hand and leaves out what no stage reads: comments, the insides of scripts (but
//! for JSON-LD and formulas), styles, frames and text areas, and all but some forty attributes. It is also linear where the
//! other is quadratic, in a tag of 10^5 attributes, and it can stop between any two tokens.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, CommentToken, Doctype, DoctypeToken, EOFToken, EndTag,
    NullCharacterToken, StartTag, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memchr3, memmem};

use super::Attributes;
use super::sink::{Handle, Sink};
use crate::html::syntax::{self, Step, UNREAD};

#[cfg(test)]
mod tests;

/// Bytes of a document type beyond which it is taken for an unknown one. The longest real ones have some 120.
const LONGEST_DOCTYPE: usize = 1024;

/// Attributes of a tag that are kept beside those that some stage reads, where users' selectors may name them: looking
/// for one among the others is linear. Real tags have less than 20.
const MOST_NAMED: usize = 64;

/// Elements that the tree builder opens again after it had to close them, three at most that are alike in name and
/// attributes. It compares none of these but those that are kept anyway, lest the tree depend on what is asked for.
/// (It never has two open `a`.)
const REOPENED: &[LocalName] = &[
    local_name!("b"),
    local_name!("big"),
    local_name!("code"),
    local_name!("em"),
    local_name!("font"),
    local_name!("i"),
    local_name!("nobr"),
    local_name!("s"),
    local_name!("small"),
    local_name!("strike"),
    local_name!("strong"),
    local_name!("tt"),
    local_name!("u"),
];

/// A page on its way into the tree.
pub(super) struct Tokens<'h> {
    html: &'h str,
    /// The page once more: the texts that the tree builder gets are parts of it.
    source: StrTendril,
    /// The next byte to look at.
    at: usize,
    /// Which attributes are kept.
    attributes: Attributes,
    builder: TreeBuilder<Handle, Sink>,
}

impl<'h> Tokens<'h> {
    /// At the start of `html`, which must be shorter than `u32::MAX`.
    pub(super) fn new(html: &'h str, attributes: Attributes, sink: Sink) -> Self {
        // Without scripting `noscript` is ordinary markup.
        let options =
            TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..Default::default() };
        let source = StrTendril::from_slice(html);
        Tokens { html, source, at: 0, attributes, builder: TreeBuilder::new(sink, options) }
    }

    /// The byte up to which the page is read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What the tree builder builds.
    pub(super) fn sink(&self) -> &Sink {
        &self.builder.sink
    }

    /// Tells the tree builder that the page ends here.
    pub(super) fn end(&mut self) {
        self.send(EOFToken);
        self.builder.end();
    }

    /// What the tree builder has built.
    pub(super) fn into_sink(self) -> Sink {
        self.builder.sink
    }

    /// Reads a text and what stands between `<` and `>` after it. Returns whether more of the page is left.
    pub(super) fn step(&mut self) -> bool {
        let bytes = self.html.as_bytes();
        let open = find(bytes, self.at, b'<').unwrap_or(bytes.len());
        self.text(self.at, open, true);
        self.at = match bytes.get(open + 1) {
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.start_tag(open + 1),
            Some(b'/') => self.end_tag(open + 2),
            Some(b'!') => self.declaration(open + 2),
            Some(b'?') => self.comment(syntax::bogus_comment_end(bytes, open + 2)),
            _ => {
                self.text(open, open + 1, false);
                Some(open + 1)
            }
        }
        .unwrap_or(bytes.len());
        self.at < bytes.len()
    }

    /// Hands over a token whose answer does not matter.
    fn send(&self, token: Token) {
        let _ = self.builder.process_token(token, 1);
    }

    /// A part of the page.
    fn slice(&self, start: usize, end: usize) -> &'h str {
        self.html.get(start..end).unwrap_or_default()
    }

    /// A part of the page for the tree builder, not copied.
    fn part(&self, start: usize, end: usize) -> StrTendril {
        match (u32::try_from(start), u32::try_from(end.saturating_sub(start))) {
            (Ok(at), Ok(length)) => self.source.try_subtendril(at, length).unwrap_or_default(),
            _ => StrTendril::new(),
        }
    }

    /// Hands over text of ordinary markup; `decoded` if it may hold character references.
    fn text(&self, start: usize, end: usize, decoded: bool) {
        let text = self.slice(start, end);
        if memchr3(b'&', b'\r', b'\0', text.as_bytes()).is_none() {
            if start < end {
                self.send(CharacterTokens(self.part(start, end)));
            }
            return;
        }
        for (number, part) in text.split('\0').enumerate() {
            if number > 0 {
                self.send(NullCharacterToken);
            }
            if !part.is_empty() {
                let part = if decoded { syntax::decode(part, false).into() } else { lines(part) };
                self.send(CharacterTokens(StrTendril::from(part)));
            }
        }
    }

    /// A comment that ends at `end`, or at the end of the page. It says nothing, but a line feed after `<pre>` is dropped,
    /// and after a comment is not.
    fn comment(&self, end: Option<usize>) -> Option<usize> {
        self.send(CommentToken(StrTendril::new()));
        end
    }

    /// What comes after `<!`: a comment, a document type or a CDATA section, which is text in SVG and MathML and a
    /// comment elsewhere.
    fn declaration(&mut self, start: usize) -> Option<usize> {
        const CDATA: &[u8] = b"[CDATA[";
        let bytes = self.html.as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return self.comment(syntax::comment_end(bytes, start + 2));
        }
        let end = syntax::bogus_comment_end(bytes, start);
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            self.send(DoctypeToken(doctype(self.slice(start - 2, end.unwrap_or(bytes.len())))));
            return end;
        }
        if rest.starts_with(CDATA)
            && self.builder.adjusted_current_node_present_but_not_in_html_namespace()
        {
            let end = memmem::find(rest, b"]]>").map(|found| start + found);
            self.text(start + CDATA.len(), end.unwrap_or(bytes.len()), false);
            return end.map(|end| end + 3);
        }
        self.comment(end)
    }

    /// The end tag whose name starts at `start`, or the comment that `</` before anything but a letter opens.
    fn end_tag(&mut self, start: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        match bytes.get(start) {
            Some(b'a'..=b'z' | b'A'..=b'Z') => {}
            Some(b'>') => return Some(start + 1),
            Some(_) => return self.comment(syntax::bogus_comment_end(bytes, start)),
            None => {
                self.text(start - 2, start, false);
                return None;
            }
        }
        let name_end = syntax::name_end(bytes, start);
        let mut at = name_end;
        loop {
            match syntax::next_step(bytes, at) {
                Step::Attribute(attribute) => at = attribute.end,
                Step::Close { end, self_closing } => {
                    self.send(TagToken(tag(
                        EndTag,
                        self.name(start, name_end),
                        self_closing,
                        Vec::new(),
                    )));
                    return Some(end);
                }
                Step::Unclosed => return None,
            }
        }
    }

    /// The start tag whose name starts at `start` and, if its element holds raw text, that text.
    fn start_tag(&mut self, start: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let name_end = syntax::name_end(bytes, start);
        let name = self.name(start, name_end);
        let is_steering = matches!(name, local_name!("font") | local_name!("annotation-xml"));
        let is_unread = UNREAD.contains(&&*name);
        let names_others = self.attributes == Attributes::Named && !REOPENED.contains(&name);
        let (mut attrs, mut others) = (Vec::new(), Vec::new());
        let mut at = name_end;
        let (end, self_closing) = loop {
            match syntax::next_step(bytes, at) {
                Step::Attribute(attribute) => {
                    at = attribute.end;
                    if attribute.is_kept(bytes, is_steering) {
                        self.attribute(&attribute, &mut attrs);
                    } else if names_others && others.len() < MOST_NAMED {
                        self.attribute(&attribute, &mut others);
                    }
                }
                Step::Close { end, self_closing } => break (end, self_closing),
                Step::Unclosed => return None,
            }
        };
        others.retain(|other: &Attribute| {
            attrs.iter().all(|attr: &Attribute| attr.name != other.name)
        });
        attrs.append(&mut others);
        let is_read =
            !is_unread || (name == local_name!("script") && attrs.iter().any(is_read_script));
        match self.builder.process_token(TagToken(tag(StartTag, name, self_closing, attrs)), 1) {
            TokenSinkResult::RawData(kind) => self.raw_text(kind, start..name_end, end, is_read),
            TokenSinkResult::Plaintext => {
                self.raw(end, bytes.len(), false);
                None
            }
            _ => Some(end),
        }
    }

    /// Adds an attribute, unless there is one of its name.
    fn attribute(&self, attribute: &syntax::Attribute, attrs: &mut Vec<Attribute>) {
        let local = self.name(attribute.start, attribute.name_end);
        if attrs.iter().any(|attr| attr.name.local == local) {
            return;
        }
        let raw = self.slice(attribute.value, attribute.value_end);
        let value = match memchr3(b'&', b'\r', b'\0', raw.as_bytes()) {
            None => self.part(attribute.value, attribute.value_end),
            Some(_) => StrTendril::from(syntax::decode(raw, true).replace('\0', "\u{fffd}")),
        };
        attrs.push(Attribute { name: QualName::new(None, ns!(), local), value });
    }

    /// The text from `start` on that only the end tag of the element named at `name` ends.
    fn raw_text(
        &self,
        kind: RawKind,
        name: std::ops::Range<usize>,
        start: usize,
        is_read: bool,
    ) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let end = match kind {
            RawKind::ScriptData => syntax::script_end(bytes, start),
            _ => syntax::text_end(bytes, start, bytes.get(name)?),
        };
        if is_read {
            self.raw(start, end.unwrap_or(bytes.len()), kind == RawKind::Rcdata);
        }
        end
    }

    /// Hands over raw text; `decoded` if character references stand for something in it.
    fn raw(&self, start: usize, end: usize, decoded: bool) {
        let raw = self.slice(start, end);
        let text = if decoded { syntax::decode(raw, false).into() } else { lines(raw) };
        if !text.is_empty() {
            self.send(CharacterTokens(StrTendril::from(text.replace('\0', "\u{fffd}"))));
        }
    }

    /// The name of a tag or an attribute.
    fn name(&self, start: usize, end: usize) -> LocalName {
        let name = self.slice(start, end);
        if name.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'\0') {
            LocalName::from(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
        } else {
            LocalName::from(name)
        }
    }
}

/// The first `byte` at or after `at`.
fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    memchr(byte, bytes.get(at..)?).map(|found| at + found)
}

/// A tag.
fn tag(kind: TagKind, name: LocalName, self_closing: bool, attrs: Vec<Attribute>) -> Tag {
    Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }
}

/// Whether this is the `type` of a script that some stage reads: JSON-LD, or a formula of MathJax.
fn is_read_script(attribute: &Attribute) -> bool {
    let value = attribute.value.trim();
    attribute.name.local == local_name!("type")
        && (value.eq_ignore_ascii_case("application/ld+json") || value.starts_with("math/tex"))
}

/// `text` with its line ends made line feeds.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a document type, which decides how `table` behaves in `p`. It comes once a page, so html5ever's tokenizer does.
fn doctype(text: &str) -> Doctype {
    let tokenizer = Tokenizer::new(DoctypeSink::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text.get(..LONGEST_DOCTYPE).unwrap_or(text)));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.take()
}

/// Takes the document type out of the tokens.
#[derive(Default)]
struct DoctypeSink {
    found: std::cell::RefCell<Doctype>,
}

impl TokenSink for DoctypeSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let DoctypeToken(doctype) = token {
            *self.found.borrow_mut() = doctype;
        }
        TokenSinkResult::Continue
    }
}
