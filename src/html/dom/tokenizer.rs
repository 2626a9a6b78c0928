//! The tokenizer: splits a page into tokens and passes them to html5ever's tree builder.
//!
//! html5ever has its own tokenizer. This one produces the same tokens (a test compares the trees)
//! in a fraction of the time, because it has the whole page in memory and skips everything that no
//! stage reads: comments, the contents of scripts (except JSON-LD and formulas), styles, frames and
//! text areas, and all but some sixty attributes. It is also linear for a tag of 10^5 attributes,
//! where html5ever's is quadratic, and it can stop between any two tokens.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    self, BufferQueue, CharacterTokens, CommentToken, Doctype, DoctypeToken, EOFToken, EndTag,
    NullCharacterToken, StartTag, TagKind, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memchr3, memmem};

use super::names::NameCache;
use super::sink::{DomSink, NodeHandle};
use crate::html::syntax::{self, AttributeScope, AttributeSpan, TagStep, UNREAD};

#[cfg(test)]
mod tests;

/// Bytes of a document type that are read. The longest real ones have some 120.
const LONGEST_DOCTYPE: usize = 1024;

/// Attributes per tag that are kept only because a user's selector may name them. There is a limit
/// because searching them is linear. Real tags have fewer than 20.
const MOST_NAMED: usize = 64;

/// Elements that the tree builder reopens after it had to close them, at most three with equal
/// names and attributes. Of these elements only the attributes that stages read are kept, so that
/// the tree does not depend on the user's rules. (There are never two open `a`.)
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

/// The attributes of a page's elements that the tree stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeptAttributes {
    /// Those that some stage reads.
    Read,
    /// Also those that a user's selector may name. The tree is the same.
    #[cfg_attr(not(feature = "rules"), allow(dead_code))]
    Named,
}

/// Splits one page into tokens.
pub(super) struct PageTokenizer<'h> {
    html: &'h str,
    /// The page again, as a tendril: the texts that the tree builder gets are parts of it.
    source: StrTendril,
    /// The next byte to read.
    offset: usize,
    attributes: KeptAttributes,
    /// True if the page is XML by its declaration.
    is_xml: bool,
    builder: TreeBuilder<NodeHandle, DomSink>,
    names: NameCache,
}

impl<'h> PageTokenizer<'h> {
    /// Returns a tokenizer at the start of `html`, which must be shorter than `u32::MAX` bytes.
    pub(super) fn new(html: &'h str, attributes: KeptAttributes, sink: DomSink) -> Self {
        // Without scripting the content of `noscript` is ordinary markup.
        let options =
            TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..Default::default() };
        let source = StrTendril::from_slice(html);
        PageTokenizer {
            html,
            source,
            offset: 0,
            attributes,
            is_xml: has_xml_declaration(html),
            builder: TreeBuilder::new(sink, options),
            names: NameCache::default(),
        }
    }

    /// Returns the number of bytes read.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the unfinished tree.
    pub(super) fn sink(&self) -> &DomSink {
        &self.builder.sink
    }

    /// Ends the page here.
    pub(super) fn end(&mut self) {
        self.send(EOFToken);
        self.builder.end();
    }

    /// Returns the tree.
    pub(super) fn into_sink(self) -> DomSink {
        self.builder.sink
    }

    /// Reads a run of text and the tag or comment after it. Returns true if there is more to read.
    pub(super) fn step(&mut self) -> bool {
        let bytes = self.html.as_bytes();
        let open = find(bytes, self.offset, b'<').unwrap_or(bytes.len());
        self.text(self.offset, open, true);
        self.offset = match bytes.get(open + 1) {
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
        self.offset < bytes.len()
    }

    /// Sends a token and ignores the answer.
    fn send(&self, token: Token) {
        let _ = self.builder.process_token(token, 1);
    }

    /// Returns a part of the page.
    fn slice(&self, start: usize, end: usize) -> &'h str {
        self.html.get(start..end).unwrap_or_default()
    }

    /// Returns a part of the page for the tree builder, without a copy.
    fn part(&self, start: usize, end: usize) -> StrTendril {
        match (u32::try_from(start), u32::try_from(end.saturating_sub(start))) {
            (Ok(at), Ok(length)) => self.source.try_subtendril(at, length).unwrap_or_default(),
            _ => StrTendril::new(),
        }
    }

    /// Sends text. If `decoded`, its character references are replaced.
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
                let part = if decoded {
                    syntax::decode(part, false).into()
                } else {
                    normalize_line_ends(part)
                };
                self.send(CharacterTokens(StrTendril::from(part)));
            }
        }
    }

    /// Sends a comment that ends at `end`, or at the end of the page. Its text is not read, but it
    /// must be sent: the parser drops a line feed right after `<pre>`, and keeps one after a
    /// comment.
    fn comment(&self, end: Option<usize>) -> Option<usize> {
        self.send(CommentToken(StrTendril::new()));
        end
    }

    /// Reads the markup after `<!`: a comment, a document type or a CDATA section, which is text in
    /// SVG and MathML and a comment elsewhere.
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

    /// Reads the end tag whose name starts at `start`. `</` before anything but a letter opens a
    /// comment.
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
                TagStep::Attribute(attribute) => at = attribute.end,
                TagStep::Close { end, self_closing } => {
                    let name = self.name(start, name_end);
                    self.send(TagToken(tag(EndTag, name, self_closing, Vec::new())));
                    return Some(end);
                }
                TagStep::Unclosed => return None,
            }
        }
    }

    /// Reads the start tag whose name starts at `start` and, if its element contains raw text, that
    /// text.
    fn start_tag(&mut self, start: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let name_end = syntax::name_end(bytes, start);
        let name = self.name(start, name_end);
        let scope = AttributeScope::of(&name);
        let is_unread = UNREAD.contains(&&*name);
        let names_others = self.attributes == KeptAttributes::Named && !REOPENED.contains(&name);
        let (mut attrs, mut others) = (Vec::new(), Vec::new());
        let mut at = name_end;
        let (end, self_closing) = loop {
            match syntax::next_step(bytes, at) {
                TagStep::Attribute(attribute) => {
                    at = attribute.end;
                    if attribute.is_kept(bytes, scope) {
                        self.attribute(&attribute, &mut attrs);
                    } else if names_others && others.len() < MOST_NAMED {
                        self.attribute(&attribute, &mut others);
                    }
                }
                TagStep::Close { end, self_closing } => break (end, self_closing),
                TagStep::Unclosed => return None,
            }
        };
        others.retain(|other: &Attribute| {
            attrs.iter().all(|attr: &Attribute| attr.name != other.name)
        });
        attrs.append(&mut others);
        let is_read =
            !is_unread || (name == local_name!("script") && attrs.iter().any(is_read_script));
        if self_closing && self.is_empty_in_xml(&name) {
            self.send(TagToken(tag(StartTag, name.clone(), true, attrs)));
            self.send(TagToken(tag(EndTag, name, false, Vec::new())));
            return Some(end);
        }
        match self.builder.process_token(TagToken(tag(StartTag, name, self_closing, attrs)), 1) {
            TokenSinkResult::RawData(kind) => self.raw_text(kind, start..name_end, end, is_read),
            TokenSinkResult::Plaintext => {
                self.raw(end, bytes.len(), false);
                None
            }
            _ => Some(end),
        }
    }

    /// Returns true if `<name/>` is a whole element: always in XML, never in HTML. `<title/>` or
    /// `<script/>` would take the rest of a chapter of an e-book for their text. The tree builder
    /// knows it of SVG and MathML, and `</br>` would be a second line break.
    fn is_empty_in_xml(&self, name: &LocalName) -> bool {
        self.is_xml
            && !matches!(*name, local_name!("br") | local_name!("math") | local_name!("svg"))
            && !self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// Adds an attribute, unless `attrs` has one with its name.
    fn attribute(&mut self, attribute: &AttributeSpan, attrs: &mut Vec<Attribute>) {
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

    /// Reads raw text from `start` up to the end tag of the element whose name is at `name`.
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

    /// Sends raw text. If `decoded`, its character references are replaced.
    fn raw(&self, start: usize, end: usize, decoded: bool) {
        let raw = self.slice(start, end);
        let text =
            if decoded { syntax::decode(raw, false).into() } else { normalize_line_ends(raw) };
        if !text.is_empty() {
            self.send(CharacterTokens(StrTendril::from(text.replace('\0', "\u{fffd}"))));
        }
    }

    /// Returns the name of a tag or an attribute, in lower case.
    fn name(&mut self, start: usize, end: usize) -> LocalName {
        let name = self.slice(start, end);
        self.names.get(name)
    }
}

/// Returns true if a page begins with an XML declaration.
fn has_xml_declaration(html: &str) -> bool {
    html.trim_start()
        .strip_prefix("<?xml")
        .is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// Finds the first `byte` at or after `at`.
fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    memchr(byte, bytes.get(at..)?).map(|found| at + found)
}

/// Returns the token of a tag.
fn tag(
    kind: TagKind,
    name: LocalName,
    self_closing: bool,
    attrs: Vec<Attribute>,
) -> tokenizer::Tag {
    tokenizer::Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }
}

/// Returns true for the `type` of a script that some stage reads: JSON-LD, or a formula of MathJax.
fn is_read_script(attribute: &Attribute) -> bool {
    attribute.name.local == local_name!("type")
        && (is_json_ld_type(&attribute.value) || attribute.value.trim().starts_with("math/tex"))
}

/// Returns true if the `type` of a script is that of JSON-LD, with parameters or without.
pub(crate) fn is_json_ld_type(script_type: &str) -> bool {
    let essence = script_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/ld+json")
}

/// Replaces the line ends in `text` by line feeds.
fn normalize_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a document type, which decides if a `table` closes a `p`. A page has one, so html5ever's
/// own tokenizer is fast enough.
fn doctype(text: &str) -> Doctype {
    let tokenizer = Tokenizer::new(DoctypeSink::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text.get(..LONGEST_DOCTYPE).unwrap_or(text)));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.take()
}

/// Receives html5ever's tokens and stores the document type.
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
