//! Finds the comments of readers on a page: what is dropped of each, who wrote it and when.
//!
//! Apart from the verdicts, because it is done only for those who ask, and changes nothing in what is kept.

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

/// What an element that is one comment is called, in the languages that pages are built in. Sorted.
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
/// What may stand behind one of these.
const PARTS: &[&str] = &["entry", "item", "node", "single"];
/// What stands before one of these in the names of forms, and of what is around all comments.
const FORMS: &[&str] =
    &["add", "block", "box", "leave", "new", "no", "post", "submit", "write", "your"];
/// What an element is called that names the author of a comment, besides what names the author of a page.
const AUTHORS: &[&str] = &["commenter", "fn", "name", "nick", "nickname", "poster", "user"];
/// The same for its date.
const DATES: &[&str] = &["ago", "commentmetadata", "when"];
/// Characters of a name or a date.
const LONGEST: usize = 80;
/// Kinds of what stands in comments and is not their text.
const AROUND: &[Kind] = &[
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
    let page = Source { dom, outline, positions, verdicts };
    let mut places = page.places(|id| page.is_unit(id));
    if let Some(signature) = page.repeated(&places) {
        places = page.places(|id| {
            page.is_unit(id) || outline.containers[id as usize].signature == signature
        });
    }
    let mut drafts: BTreeMap<u32, Draft> = BTreeMap::new();
    for (id, place) in (0..).zip(&places) {
        if place.unit != NONE && place.unit != id {
            page.read(id, drafts.entry(place.unit).or_default());
        }
    }
    let mut remarks = Vec::new();
    for (block, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.keep) {
        let cue = &outline.blocks[block];
        let place = places[cue.container as usize];
        let span = (cue.start, cue.end);
        if place.is_control || cue.links > 0 && cue.link_words >= cue.words {
            continue;
        } else if place.unit != NONE {
            let draft = drafts.entry(place.unit).or_default();
            draft.first.get_or_insert(block);
            draft.is_comment |= matches!(verdict.kind, Kind::Comment | Kind::CommentForm);
            let is_around = AROUND.contains(&verdict.kind);
            (if is_around { &mut draft.around } else { &mut draft.blocks }).push(span);
        } else if verdict.kind == Kind::Comment && !matches!(cue.shape, Shape::Heading(_)) {
            remarks.push((block, FoundComment { spans: vec![span], ..FoundComment::default() }));
        }
    }
    let finished =
        drafts.into_values().filter_map(|draft| Some((draft.first?, draft.finish(&outline.text)?)));
    remarks.extend(finished);
    remarks.sort_by_key(|(first, _)| *first);
    remarks.into_iter().map(|(_, remark)| remark).collect()
}

/// What an element is to comments.
#[derive(Clone, Copy)]
struct Place {
    /// The innermost comment that it is or stands in.
    unit: u32,
    /// Whether it stands in a form or button of that.
    is_control: bool,
}

/// What a page is known by when its comments are read.
struct Source<'p> {
    dom: &'p Dom,
    outline: &'p Outline,
    positions: &'p Positions,
    verdicts: &'p [Verdict],
}

impl<'p> Source<'p> {
    /// How many blocks before each one, and before the end, are such.
    fn sums(&self, is_such: impl Fn(usize, &Verdict) -> bool) -> Vec<u32> {
        let mut sums = vec![0];
        sums.extend(self.verdicts.iter().enumerate().scan(0, |sum, (block, verdict)| {
            *sum += u32::from(is_such(block, verdict));
            Some(*sum)
        }));
        sums
    }

    /// What the comments of a page that does not name them have in common: the tag and classes that most siblings share
    /// in which something of comments stands.
    fn repeated(&self, places: &[Place]) -> Option<u32> {
        let containers = &self.outline.containers;
        let is_unmarked =
            |block: usize| places[self.outline.blocks[block].container as usize].unit == NONE;
        let unmarked = |block, verdict: &Verdict| {
            !verdict.keep && verdict.kind == Kind::Comment && is_unmarked(block)
        };
        let sums = self.sums(unmarked);
        let holds_some = containers.iter().filter(|container| {
            let is_part = !container.inline && container.tag != Tag::P;
            is_part && sums[container.first as usize] < sums[container.end as usize]
        });
        let mut counts: HashMap<(u32, u32), usize> = HashMap::new();
        let mut most = (1, None);
        for container in holds_some {
            let count = counts.entry((container.parent, container.signature)).or_default();
            *count += 1;
            if *count > most.0 {
                most = (*count, Some(container.signature));
            }
        }
        most.1
    }

    /// What each container is to comments, of which some are units. One that holds something of the text is none.
    fn places(&self, is_unit: impl Fn(u32) -> bool) -> Vec<Place> {
        let kept = self.sums(|_, verdict| verdict.keep);
        let mut places: Vec<Place> = Vec::with_capacity(self.outline.containers.len());
        for (id, container) in (0..).zip(&self.outline.containers) {
            let around = places.get(container.parent as usize).copied();
            let around = around.unwrap_or(Place { unit: NONE, is_control: false });
            let is_dropped = kept[container.first as usize] == kept[container.end as usize];
            places.push(if is_dropped && is_unit(id) {
                Place { unit: id, is_control: false }
            } else {
                let is_control = matches!(container.tag, Tag::Form | Tag::Button | Tag::Nav);
                Place {
                    is_control: around.is_control || is_control && around.unit != NONE,
                    ..around
                }
            });
        }
        places
    }

    fn attribute(&self, id: u32, name: &str) -> Option<&'p str> {
        self.positions.attribute(self.dom, id, name)
    }

    /// Names that an element has by an attribute.
    fn names(&self, id: u32, attribute: &str) -> impl Iterator<Item = &'p str> {
        self.attribute(id, attribute).unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether an element is one comment: by its class or property, by an id with a number, by its type.
    fn is_unit(&self, id: u32) -> bool {
        let is_named = |attribute| self.names(id, attribute).any(is_unit_name);
        let is_numbered =
            |name: &str| name.ends_with(|c: char| c.is_ascii_digit()) && is_unit_name(name);
        is_named("class")
            || is_named("itemprop")
            || self.names(id, "id").any(is_numbered)
            || self
                .names(id, "itemtype")
                .any(|kind| kind.ends_with("/Comment") || kind.ends_with("/UserComments"))
    }

    /// Reads what an element in a comment says of its author and date.
    fn read(&self, id: u32, draft: &mut Draft) {
        let Some(field) = self.field(id) else { return };
        let Some((start, end)) = self.span(id) else { return };
        let text = self.outline.text.get(start as usize..end as usize).unwrap_or_default().trim();
        if text.chars().count() > LONGEST {
            return;
        }
        draft.header.push((start, end));
        let fact =
            if field == CandidateField::Author { &mut draft.author } else { &mut draft.date };
        // The innermost of those that stand one in the other, and of others the first.
        let is_next = fact.as_ref().is_some_and(|fact| start < fact.start || end > fact.end);
        let stated = self.attribute(id, "datetime").filter(|_| field == CandidateField::Date);
        let value = stated.unwrap_or(text).trim();
        let is_stated = fact.as_ref().is_some_and(|fact| fact.is_stated);
        if !is_next && !value.is_empty() && (stated.is_some() || !is_stated) {
            *fact =
                Some(Fact { value: one_spaced(value), start, end, is_stated: stated.is_some() });
        }
    }

    /// Whether an element names the author of a comment, or says its date.
    fn field(&self, id: u32) -> Option<CandidateField> {
        if self.outline.containers[id as usize].tag == Tag::Time {
            return Some(CandidateField::Date);
        }
        let items =
            ["itemprop", "property"].into_iter().filter_map(|name| self.attribute(id, name));
        let classes =
            ["class", "itemprop"].into_iter().flat_map(|attribute| self.names(id, attribute));
        let classes = classes.filter_map(|class| {
            let last = last_word(class)?;
            let field = field_of_word(&last);
            field
                .or_else(|| AUTHORS.contains(&&*last).then_some(CandidateField::Author))
                .or_else(|| DATES.contains(&&*last).then_some(CandidateField::Date))
        });
        items.flat_map(fields_of_items).chain(classes).find_map(|field| match field {
            CandidateField::Author => Some(CandidateField::Author),
            CandidateField::Date | CandidateField::Published | CandidateField::Modified => {
                Some(CandidateField::Date)
            }
            _ => None,
        })
    }

    /// Where the text of an element stands.
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

/// The last word of a name.
fn last_word(name: &str) -> Option<String> {
    let mut last = None;
    each_word(name, |word| last = Some(word.to_owned()));
    last
}

/// Whether a name is that of one comment, and not of a part of it or of something for all.
fn is_unit_name(name: &str) -> bool {
    let (mut last, mut before) = (String::new(), String::new());
    each_word(name, |word| before = std::mem::replace(&mut last, word.to_owned()));
    let is_unit = |word: &str| UNITS.binary_search(&word).is_ok();
    is_unit(&last) && !FORMS.contains(&&*before) || is_unit(&before) && PARTS.contains(&&*last)
}

/// A comment that is being read.
#[derive(Default)]
struct Draft {
    author: Option<Fact>,
    date: Option<Fact>,
    /// Where authors and dates stand, in the order of the page; the inner ones behind those around them.
    header: Vec<(u32, u32)>,
    /// Its first block of text.
    first: Option<usize>,
    /// The blocks that may be its text.
    blocks: Vec<(u32, u32)>,
    /// The blocks that stand around the text by their kinds.
    around: Vec<(u32, u32)>,
    /// Whether the model takes one of all these for a comment, or for what stands around comments.
    is_comment: bool,
}

/// What an element says.
struct Fact {
    value: String,
    start: u32,
    end: u32,
    /// Whether an attribute says it.
    is_stated: bool,
}

impl Draft {
    /// The comment, if it has text: the blocks without author or date in them, or if all have some what stands beside. Where
    /// the kinds of all blocks say that they are no text, the markup knows better.
    fn finish(self, text: &str) -> Option<FoundComment> {
        let spans = self.text(&self.blocks, text).or_else(|| self.text(&self.around, text))?;
        let fact = |fact: Option<Fact>| fact.map(|fact| fact.value);
        self.is_comment.then_some(FoundComment {
            spans,
            author: fact(self.author),
            date: fact(self.date),
        })
    }

    /// What is text in some blocks of the comment.
    fn text(&self, blocks: &[(u32, u32)], text: &str) -> Option<Vec<(u32, u32)>> {
        let mut spans = Vec::new();
        let mut beside = Vec::new();
        let mut header = self.header.iter().peekable();
        for &(start, end) in blocks {
            let mut at = start;
            let mut is_header = false;
            while header.next_if(|span| span.1 <= start).is_some() {}
            while let Some(span) = header.peek().filter(|span| span.0 < end) {
                is_header = true;
                beside.push((at, span.0.max(at)));
                at = at.max(span.1).min(end);
                if span.1 > end {
                    break;
                }
                header.next();
            }
            (if is_header { &mut beside } else { &mut spans }).push((at, end));
        }
        let spans = if spans.is_empty() { beside } else { spans };
        let has_words = |(start, end): &(u32, u32)| {
            text[*start as usize..*end as usize].contains(char::is_alphanumeric)
        };
        let spans = spans.into_iter().filter_map(|span| trimmed(text, span));
        let spans: Vec<(u32, u32)> = spans.filter(has_words).collect();
        (!spans.is_empty()).then_some(spans)
    }
}
