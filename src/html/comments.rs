//! Finds the comments of readers on a page: text, author and date of each.
//!
//! Apart from the verdicts, because only callers who ask for comments pay for this, and because it
//! changes nothing in the kept text.

use std::collections::{BTreeMap, HashMap};

use crate::html::dom::Dom;
use crate::html::name_words::each_word;
use crate::html::outline::{NONE, Outline};
use crate::html::positions::Positions;
use crate::html::segment::{field_of_word, fields_of_items};
use crate::html::tags::Tag;
use crate::kind::Kind;
use crate::metadata::candidates::{CandidateField, FoundComment};
use crate::unicode::{one_spaced, trimmed};
use crate::verdict::{Shape, Verdict};

/// Names of an element that is one comment, in the languages that pages are built in. Sorted.
const UNITS: &[&str] = &[
    "comentario",
    "comment",
    "commentaire",
    "commento",
    "komentarz",
    "kommentar",
    "kommentti",
    "reactie",
];
/// Words that can follow such a name.
const PARTS: &[&str] = &["entry", "item", "node", "single"];
/// Words before such a name in the names of forms, and of the element around all comments.
const FORMS: &[&str] =
    &["add", "block", "box", "leave", "new", "no", "post", "submit", "write", "your"];
/// Names of an element with the author of a comment, in addition to the names for the author of a
/// page.
const AUTHORS: &[&str] = &["commenter", "fn", "name", "nick", "nickname", "poster", "user"];
/// Names of an element with the date of a comment, in addition to the names for the date of a page.
const DATES: &[&str] = &["ago", "commentmetadata", "when"];
/// Longest name or date, in characters.
const LONGEST: usize = 80;
/// Kinds of blocks that are inside comments and not part of their text.
const INTERFACE: &[Kind] = &[
    Kind::Ad,
    Kind::Byline,
    Kind::CommentForm,
    Kind::Counter,
    Kind::Date,
    Kind::Login,
    Kind::Nav,
    Kind::Player,
    Kind::Share,
    Kind::Subscribe,
];

/// Finds the comments among the blocks that are not kept.
pub(crate) fn find_comments(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    verdicts: &[Verdict],
) -> Vec<FoundComment> {
    let finder = CommentFinder { dom, outline, positions, verdicts };
    let mut places = finder.places(|id| finder.is_unit(id));
    if let Some(signature) = finder.repeated_signature(&places) {
        places = finder.places(|id| {
            finder.is_unit(id) || outline.containers[id as usize].signature == signature
        });
    }
    let mut drafts: BTreeMap<u32, CommentDraft> = BTreeMap::new();
    for (id, place) in (0..).zip(&places) {
        let is_term = outline.containers[id as usize].tag == Tag::Dt;
        if place.unit != NONE && (place.unit != id || is_term) {
            finder.read_header(id, drafts.entry(place.unit).or_default());
        }
    }
    let mut comments = Vec::new();
    for (number, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.keep) {
        let block = &outline.blocks[number];
        let place = places[block.container as usize];
        let span = (block.start, block.end);
        let is_all_links = block.links > 0 && block.link_words >= block.words;
        if place.is_control || is_all_links {
            continue;
        }
        if place.unit != NONE {
            let draft = drafts.entry(place.unit).or_default();
            draft.first_block.get_or_insert(number);
            draft.is_comment |= matches!(verdict.kind, Kind::Comment | Kind::CommentForm);
            if INTERFACE.contains(&verdict.kind) {
                draft.interface.push(span);
            } else {
                draft.blocks.push(span);
            }
        } else if verdict.kind == Kind::Comment && !matches!(block.shape, Shape::Heading { .. }) {
            // The page marks up no comment here, so the block is one.
            comments.push((number, FoundComment { spans: vec![span], ..FoundComment::default() }));
        }
    }
    for draft in drafts.into_values() {
        let first_block = draft.first_block;
        if let (Some(block), Some(comment)) = (first_block, draft.finish(&outline.text)) {
            comments.push((block, comment));
        }
    }
    comments.sort_by_key(|(block, _)| *block);
    comments.into_iter().map(|(_, comment)| comment).collect()
}

/// The position of an element relative to comments.
#[derive(Clone, Copy)]
struct CommentPlace {
    /// The innermost comment that the element is or is inside, or [`NONE`].
    unit: u32,
    /// True if the element is inside a form or button of that comment.
    is_control: bool,
}

/// The page whose comments are read.
struct CommentFinder<'p> {
    dom: &'p Dom,
    outline: &'p Outline,
    positions: &'p Positions,
    verdicts: &'p [Verdict],
}

impl<'p> CommentFinder<'p> {
    /// Returns prefix sums of the blocks for which `counts` returns true.
    fn prefix_sums(&self, counts: impl Fn(usize, &Verdict) -> bool) -> Vec<u32> {
        let mut sums = Vec::with_capacity(self.verdicts.len() + 1);
        let mut sum = 0;
        sums.push(sum);
        for (block, verdict) in self.verdicts.iter().enumerate() {
            sum += u32::from(counts(block, verdict));
            sums.push(sum);
        }
        sums
    }

    /// Returns the signature of the comments on a page that does not name them: the tag and classes
    /// that most siblings around blocks of kind `comment` share.
    fn repeated_signature(&self, places: &[CommentPlace]) -> Option<u32> {
        let containers = &self.outline.containers;
        let sums = self.prefix_sums(|block, verdict| {
            let container = self.outline.blocks[block].container;
            let is_unnamed = places[container as usize].unit == NONE;
            !verdict.keep && verdict.kind == Kind::Comment && is_unnamed
        });
        let mut counts: HashMap<(u32, u32), usize> = HashMap::new();
        let mut most = (1, None);
        for container in containers {
            let is_section = !container.inline && container.tag != Tag::P;
            let has_comment = sums[container.first as usize] < sums[container.end as usize];
            if !is_section || !has_comment {
                continue;
            }
            let count = counts.entry((container.parent, container.signature)).or_default();
            *count += 1;
            if *count > most.0 {
                most = (*count, Some(container.signature));
            }
        }
        most.1
    }

    /// Returns the place of each container. A container with kept text is not a comment.
    fn places(&self, is_unit: impl Fn(u32) -> bool) -> Vec<CommentPlace> {
        let kept = self.prefix_sums(|_, verdict| verdict.keep);
        let mut places: Vec<CommentPlace> = Vec::with_capacity(self.outline.containers.len());
        // The last term that opens a comment, and its list.
        let mut term = (NONE, NONE);
        for (id, container) in (0..).zip(&self.outline.containers) {
            let outside = CommentPlace { unit: NONE, is_control: false };
            let parent = places.get(container.parent as usize).copied().unwrap_or(outside);
            let is_dropped = kept[container.first as usize] == kept[container.end as usize];
            if is_dropped && is_unit(id) {
                places.push(CommentPlace { unit: id, is_control: false });
                continue;
            }
            if is_dropped && container.tag == Tag::Dt && self.is_comment_term(id) {
                term = (id, container.parent);
                places.push(CommentPlace { unit: id, is_control: false });
                continue;
            }
            if is_dropped && container.tag == Tag::Dd && container.parent == term.1 {
                places.push(CommentPlace { unit: term.0, is_control: false });
                continue;
            }
            let is_control = matches!(container.tag, Tag::Form | Tag::Button | Tag::Nav);
            places.push(CommentPlace {
                unit: parent.unit,
                is_control: parent.is_control || is_control && parent.unit != NONE,
            });
        }
        places
    }

    fn attribute(&self, id: u32, name: &str) -> Option<&'p str> {
        self.positions.attribute(self.dom, id, name)
    }

    /// Returns the names in an attribute of an element.
    fn names(&self, id: u32, attribute: &str) -> impl Iterator<Item = &'p str> {
        self.attribute(id, attribute).unwrap_or_default().split_ascii_whitespace()
    }

    /// Returns true if the class, the property, a numbered id or the type of an element says that
    /// it is one comment.
    fn is_unit(&self, id: u32) -> bool {
        let is_numbered =
            |name: &str| name.ends_with(|c: char| c.is_ascii_digit()) && is_unit_name(name);
        let is_type = |name: &str| name.ends_with("/Comment") || name.ends_with("/UserComments");
        self.names(id, "class").any(is_unit_name)
            || self.names(id, "itemprop").any(is_unit_name)
            || self.names(id, "id").any(is_numbered)
            || self.names(id, "itemtype").any(is_type)
    }

    /// Returns true if the class of a term of a list says that it belongs to a comment. The comment
    /// continues in the descriptions after it.
    fn is_comment_term(&self, id: u32) -> bool {
        self.names(id, "class").any(|name| {
            let mut has_unit = false;
            each_word(name, |word| has_unit |= UNITS.binary_search(&word).is_ok());
            has_unit
        })
    }

    /// Reads the author and the date from an element inside a comment.
    fn read_header(&self, id: u32, draft: &mut CommentDraft) {
        let Some(field) = self.field(id) else { return };
        let Some((start, end)) = self.span(id) else { return };
        let text = self.outline.text.get(start as usize..end as usize).unwrap_or_default().trim();
        if text.chars().nth(LONGEST).is_some() {
            return;
        }
        draft.header.push((start, end));
        let fact =
            if field == CandidateField::Author { &mut draft.author } else { &mut draft.date };
        // Of nested elements the innermost counts, otherwise the first.
        let is_later = fact.as_ref().is_some_and(|fact| start < fact.start || end > fact.end);
        let machine_readable =
            self.attribute(id, "datetime").filter(|_| field == CandidateField::Date);
        let value = machine_readable.unwrap_or(text).trim();
        let is_worse =
            machine_readable.is_none() && fact.as_ref().is_some_and(|fact| fact.is_attribute);
        if !is_later && !is_worse && !value.is_empty() {
            let is_attribute = machine_readable.is_some();
            *fact = Some(HeaderFact { value: one_spaced(value), start, end, is_attribute });
        }
    }

    /// Returns [`CandidateField::Author`] or [`CandidateField::Date`] if the names of an element
    /// say that it holds the author or the date of a comment.
    fn field(&self, id: u32) -> Option<CandidateField> {
        if self.outline.containers[id as usize].tag == Tag::Time {
            return Some(CandidateField::Date);
        }
        let mut fields = Vec::new();
        for attribute in ["itemprop", "property"] {
            fields.extend(fields_of_items(self.attribute(id, attribute).unwrap_or_default()));
        }
        for attribute in ["class", "itemprop"] {
            fields.extend(self.names(id, attribute).filter_map(field_of_name));
        }
        fields.into_iter().find_map(|field| match field {
            CandidateField::Author => Some(CandidateField::Author),
            CandidateField::Date | CandidateField::Published | CandidateField::Modified => {
                Some(CandidateField::Date)
            }
            _ => None,
        })
    }

    /// Returns the span of an element's text.
    fn span(&self, id: u32) -> Option<(u32, u32)> {
        let container = &self.outline.containers[id as usize];
        if container.inline {
            let span = self.positions.spans[id as usize];
            return Some((span.start, span.end));
        }
        let blocks = self.outline.blocks.get(container.first as usize..container.end as usize)?;
        Some((blocks.first()?.start, blocks.last()?.end))
    }
}

/// Returns the field that the last word of a name says, or the one before `link`.
fn field_of_name(name: &str) -> Option<CandidateField> {
    let mut last = String::new();
    each_word(name, |word| {
        if word != "link" {
            word.clone_into(&mut last);
        }
    });
    if let Some(field) = field_of_word(&last) {
        return Some(field);
    }
    if AUTHORS.contains(&last.as_str()) {
        return Some(CandidateField::Author);
    }
    DATES.contains(&last.as_str()).then_some(CandidateField::Date)
}

/// Returns true for the name of one comment, and false for that of a part of it or of all comments.
fn is_unit_name(name: &str) -> bool {
    let (mut last, mut before) = (String::new(), String::new());
    each_word(name, |word| before = std::mem::replace(&mut last, word.to_owned()));
    let is_unit = |word: &str| UNITS.binary_search(&word).is_ok();
    is_unit(&last) && !FORMS.contains(&&*before) || is_unit(&before) && PARTS.contains(&&*last)
}

/// A comment that is being read.
#[derive(Default)]
struct CommentDraft {
    author: Option<HeaderFact>,
    date: Option<HeaderFact>,
    /// Spans of authors and dates in document order. Inner elements follow their ancestors.
    header: Vec<(u32, u32)>,
    first_block: Option<usize>,
    /// Spans of the blocks that may be its text.
    blocks: Vec<(u32, u32)>,
    /// Spans of the blocks that are interface by their kinds.
    interface: Vec<(u32, u32)>,
    /// True if the model classifies one of the blocks as a comment or a form for comments.
    is_comment: bool,
}

/// The author or the date.
struct HeaderFact {
    value: String,
    start: u32,
    end: u32,
    /// True if the value is from an attribute.
    is_attribute: bool,
}

impl CommentDraft {
    /// Returns the comment, if it has text.
    fn finish(self, text: &str) -> Option<FoundComment> {
        // If the kinds of all blocks say that they are not text, the markup is right.
        let spans = self
            .text_spans(&self.blocks, text)
            .or_else(|| self.text_spans(&self.interface, text))?;
        if !self.is_comment {
            return None;
        }
        Some(FoundComment {
            spans,
            author: self.author.map(|fact| fact.value),
            date: self.date.map(|fact| fact.value),
        })
    }

    /// Returns the spans of the comment's text in some of its blocks: the blocks without author or
    /// date, or, if all contain one, the text beside author and date.
    fn text_spans(&self, blocks: &[(u32, u32)], text: &str) -> Option<Vec<(u32, u32)>> {
        let mut whole_blocks = Vec::new();
        let mut beside_header = Vec::new();
        let mut header = self.header.iter().peekable();
        for &(start, end) in blocks {
            let mut at = start;
            let mut has_header = false;
            while header.next_if(|span| span.1 <= start).is_some() {}
            while let Some(span) = header.peek().filter(|span| span.0 < end) {
                has_header = true;
                beside_header.push((at, span.0.max(at)));
                at = at.max(span.1).min(end);
                if span.1 > end {
                    break;
                }
                header.next();
            }
            if has_header {
                beside_header.push((at, end));
            } else {
                whole_blocks.push((at, end));
            }
        }
        let spans = if whole_blocks.is_empty() { beside_header } else { whole_blocks };
        let has_words = |(start, end): &(u32, u32)| {
            text[*start as usize..*end as usize].contains(char::is_alphanumeric)
        };
        let spans = spans.into_iter().filter_map(|span| trimmed(text, span));
        let spans: Vec<(u32, u32)> = spans.filter(has_words).collect();
        (!spans.is_empty()).then_some(spans)
    }
}
