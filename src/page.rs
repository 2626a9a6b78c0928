//! The shared words of the pipeline: a page, its blocks and what was decided about them.

use std::collections::HashSet;
use std::ops::Range;

use crate::content::Content;
use crate::kind::{Kind, KindSet};
use crate::lang::Language;
use crate::metadata::{Comment, Metadata};
use crate::options::RenderOptions;
use crate::render;
use crate::resolve;
use crate::signs::Signs;

/// The shape of a block in the page, as far as rendering needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Shape {
    /// A paragraph or any other run of text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A list item.
    Item {
        /// How many lists stand around it; 1 for a list that is in no other.
        depth: u8,
        /// Its number in an ordered list, from 1; 0 in an unordered one.
        number: u32,
    },
    /// Preformatted text.
    Code,
    /// A table cell.
    Cell {
        /// Cells of one table row have the same number.
        row: u32,
    },
    /// Text in a block quote.
    Quote,
    /// A line of plain text.
    Line,
}

/// Why a block got its verdict. [`Block::why`] says it in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Why {
    /// A set of [`Reason`]s.
    pub(crate) bits: u16,
    /// The kind of chrome phrase that the block is or holds.
    pub(crate) phrase: Option<Kind>,
}

/// One reason for a verdict; the score is always another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Reason {
    /// The whole line is a known chrome phrase, or opens with a known chrome label.
    Phrase = 1,
    /// Not shown to a reader.
    Hidden = 2,
    /// Written in another script than the page.
    Script = 4,
    /// Stands under a heading that announces chrome.
    Scope = 8,
    /// A long line among other long lines: kept, because only one signal speaks against it.
    Dense = 16,
    /// Kept so that a page of prose is not emptied.
    Guard = 32,
    /// The caller asked for this block, or against it, by its kind or by a rule.
    Asked = 64,
    /// Past a budget, or part of a document of crumbs: judged as plain text, or not at all.
    Rest = 128,
    /// An exact copy of an earlier block.
    Copy = 256,
    /// The article stands in the page's JSON-LD, and hardly in its markup.
    Declared = 512,
}

/// The reasons with their words, in the order in which they are told.
const REASONS: &[(Reason, &str)] = &[
    (Reason::Phrase, "is a known phrase"),
    (Reason::Hidden, "hidden"),
    (Reason::Script, "in another script than the page"),
    (Reason::Scope, "under a heading of this kind"),
    (Reason::Copy, "repeats an earlier block"),
    (Reason::Dense, "long line in the dense part"),
    (Reason::Guard, "kept so that the page is not emptied"),
    (Reason::Declared, "the page's JSON-LD has the article"),
    (Reason::Asked, "asked for"),
    (Reason::Rest, "past the budget"),
];

impl Why {
    /// Adds a reason.
    pub(crate) fn add(&mut self, reason: Reason) {
        self.bits |= reason as u16;
    }

    /// Whether `reason` is among the reasons.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.bits & reason as u16 != 0
    }
}

/// The score of what was not judged.
const UNKNOWN: f32 = 0.5;

/// What was decided about a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// What the block is.
    pub(crate) kind: Kind,
    /// Whether it is part of the output.
    pub(crate) keep: bool,
    /// The model's probability that the block is content, 0 to 1.
    pub(crate) score: f32,
    /// What else spoke for the verdict.
    pub(crate) why: Why,
}

impl Verdict {
    /// Keeps or drops the block because the caller asked for that.
    pub(crate) fn obey(&mut self, keep: bool) {
        self.keep = keep;
        self.why.add(Reason::Asked);
    }

    /// Does so if the caller asked for its kind, and that changes anything; dropping outranks keeping.
    pub(crate) fn ask(&mut self, kept: KindSet, dropped: KindSet) {
        let asked = if dropped.contains(self.kind) {
            Some(false)
        } else {
            kept.contains(self.kind).then_some(true)
        };
        if let Some(keep) = asked.filter(|&keep| keep != self.keep) {
            self.obey(keep);
        }
    }

    /// The verdict on what is kept because it was not judged.
    pub(crate) const UNJUDGED: Verdict = Verdict {
        kind: Kind::Body,
        keep: true,
        score: UNKNOWN,
        why: Why { bits: Reason::Rest as u16, phrase: None },
    };

    /// The verdict on a line with nothing visible on it.
    pub(crate) const BLANK: Verdict =
        Verdict { kind: Kind::Blank, keep: false, score: 0.0, why: Why { bits: 0, phrase: None } };
}

/// A block as it is stored: a span of the page's text with its shape and verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    /// First byte in the page's text.
    pub(crate) start: u32,
    /// One past its last byte. In text mode the span includes the line's end.
    pub(crate) end: u32,
    /// Its shape.
    pub(crate) shape: Shape,
    /// What was decided about it.
    pub(crate) verdict: Verdict,
}

/// A budget that ran out while the page was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Degraded {
    /// The input was longer than [`Limits::input_bytes`](crate::Limits::input_bytes); the rest was left out.
    InputBytes,
    /// The tree grew past [`Limits::nodes`](crate::Limits::nodes); the rest was judged as plain text.
    Nodes,
    /// The tree grew deeper than [`Limits::depth`](crate::Limits::depth); the rest was judged as plain text.
    Depth,
    /// The text has more lines than [`Limits::lines`](crate::Limits::lines); the rest was kept as one block.
    Lines,
    /// The document is a flood of pieces of a few letters each, more than any real page has. No piece of it says what it is,
    /// so none was judged, and all were kept.
    Crumbs,
    /// A rule of [`Rules`](crate::Rules) took too long on this page, and was given up on the way through it.
    #[cfg(feature = "rules")]
    Rules,
}

impl Degraded {
    /// The reason's name: `input-bytes`, `nodes`, `depth`, `lines`, `crumbs` or `rules`.
    pub fn name(self) -> &'static str {
        match self {
            Degraded::InputBytes => "input-bytes",
            Degraded::Nodes => "nodes",
            Degraded::Depth => "depth",
            Degraded::Lines => "lines",
            Degraded::Crumbs => "crumbs",
            #[cfg(feature = "rules")]
            Degraded::Rules => "rules",
        }
    }
}

/// A cleaned page: every block with its verdict. Dropping is the renderer's act.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Plain text: the input. HTML: the texts of the blocks, one after the other.
    pub(crate) text: String,
    pub(crate) records: Vec<Record>,
    /// Of an HTML page.
    pub(crate) content: Content,
    pub(crate) is_html: bool,
    pub(crate) title: Option<String>,
    pub(crate) encoding: &'static str,
    pub(crate) lossy: bool,
    pub(crate) language: Option<Language>,
    pub(crate) confidence: f32,
    pub(crate) degraded: Option<Degraded>,
    /// Whether the comments of readers were asked for.
    pub(crate) has_comments: bool,
    /// What the page says of itself; [`Page::metadata`] makes sense of it.
    pub(crate) signs: Signs,
}

impl Page {
    /// The kept text. Plain text in: the kept lines, byte for byte. HTML in: the kept blocks, with a blank line between
    /// paragraphs, list marks, and tabs between table cells.
    pub fn text(&self) -> String {
        render::text(self)
    }

    /// The kept content as Markdown, with its headings, lists, tables, code, quotations, emphasis, footnotes and
    /// formulas: CommonMark with the extensions of GitHub, and definition lists as PHP Markdown Extra has them. What would be
    /// markup in the page's text is escaped. The words are those of the text, but that the marks of footnotes are numbers in
    /// their order, and links from footnotes back to them are left out. A plain text stays as it is: if it is Markdown, it was so before.
    pub fn markdown(&self, options: &RenderOptions) -> String {
        render::markdown(self, options)
    }

    /// The kept content as HTML, without scripts, styles, classes and all other attributes than the addresses of links and
    /// images: what Markdown has, as elements. A fragment, not a document.
    pub fn html(&self, options: &RenderOptions) -> String {
        render::html(self, options)
    }

    /// The page as one JSON object: the kept text, what is known of the page, and every block with its verdict.
    pub fn json(&self) -> String {
        render::json(self)
    }

    /// All blocks, dropped ones too, in the order of the page. Plain text in: each line is one block, and the spans tile the input.
    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = Block<'_>> + ExactSizeIterator {
        self.records.iter().map(|record| Block { text: &self.text, record })
    }

    /// Where what [`Page::text`] is made of stands, as ranges of the bytes that [`Block::span`] counts, in their order. Plain text
    /// in: joined they are the kept text, the blank lines in it among them, which are no kept blocks. HTML in: the kept blocks.
    pub fn kept_spans(&self) -> Vec<Range<usize>> {
        render::kept_spans(self)
    }

    /// Drops kept blocks whose text is that of a kept block before them, white space around it aside; returns how many.
    /// Cells of tables and preformatted text stay: what is repeated there has a meaning where it stands.
    pub fn drop_repeats(&mut self) -> usize {
        let Page { text, records, .. } = self;
        let mut seen = HashSet::new();
        let mut count = 0;
        for record in records.iter_mut().filter(|record| record.verdict.keep) {
            let stays = matches!(record.shape, Shape::Cell { .. } | Shape::Code);
            if !stays && !seen.insert(text[record.start as usize..record.end as usize].trim()) {
                record.verdict.keep = false;
                record.verdict.why.add(Reason::Copy);
                count += 1;
            }
        }
        count
    }

    /// The language of the page, if it has enough text to tell.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// How good the result probably is, 0 to 1: the F1 that the kept text is expected to reach. 0 when nothing was kept.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// The budget that ran out, if one did.
    pub fn degraded(&self) -> Option<Degraded> {
        self.degraded
    }

    /// What is known of the page besides its text: title, authors, dates and the like. It is worked out with every call.
    pub fn metadata(&self) -> Metadata {
        resolve::metadata(self)
    }

    /// The comments of readers on an HTML page, in its order, if [`Options::with_comments`](crate::Options::with_comments)
    /// asked for them. They are no part of the text: what is kept, because the model took it for the page's content (as the
    /// posts of a forum are), is not among them. A comment is what the page marks up as one; where it does not, the element
    /// that is repeated most around what the model takes for comments, and without such a one a block.
    pub fn comments(&self) -> Vec<Comment> {
        resolve::comments(self)
    }

    /// The title that the page declares (HTML), the name of its site included, or shows (plain text). The title without it
    /// is in the [`Page::metadata`].
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Whether the input was judged as HTML, not as plain text.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// The encoding that the input was read in, by its name in the [Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels).
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Adds what was judged as text after the tree's budget ran out. Text that would take the page past 4 GiB is left out.
    pub(crate) fn append_rest(&mut self, text: &str, records: &[Record]) {
        let start = self.text.len() as u32;
        if u32::try_from(self.text.len() + text.len()).is_err() {
            return;
        }
        self.text.push_str(text);
        for record in records.iter().filter(|record| record.verdict.kind != Kind::Blank) {
            let mut verdict = record.verdict;
            verdict.why.add(Reason::Rest);
            let line = &text[record.start as usize..record.end as usize];
            let end = start + record.start + line.trim_end_matches(['\n', '\r']).len() as u32;
            let start = start + record.start;
            self.records.push(Record { start, end, shape: Shape::Paragraph, verdict });
            if verdict.keep {
                self.content.push_paragraph(start, end);
            }
        }
    }

    /// Keeps what stands behind the lines that were judged, the bytes from `start`, if there is anything.
    pub(crate) fn keep_rest(&mut self, start: usize) {
        if start == self.text.len() {
            return;
        }
        let end = self.text.len() as u32;
        self.records.push(Record {
            start: start as u32,
            end,
            shape: Shape::Line,
            verdict: Verdict::UNJUDGED,
        });
        self.degraded = Some(Degraded::Lines);
    }

    /// Whether bytes were replaced with U+FFFD because they mean nothing in that encoding.
    pub fn lossy(&self) -> bool {
        self.lossy
    }
}

/// A block of a [`Page`] with its verdict.
#[derive(Clone, Copy, Debug)]
pub struct Block<'p> {
    text: &'p str,
    record: &'p Record,
}

impl<'p> Block<'p> {
    /// The block's text. A line of plain text comes without its line end.
    pub fn text(&self) -> &'p str {
        let whole = &self.text[self.span()];
        if self.record.shape == Shape::Line { whole.trim_end_matches(['\n', '\r']) } else { whole }
    }

    /// Where the block stands: plain text, the line's bytes in the input (after decoding), its end included; HTML,
    /// bytes in the texts of all blocks one after the other.
    pub fn span(&self) -> Range<usize> {
        self.record.start as usize..self.record.end as usize
    }

    /// The block's shape.
    pub fn shape(&self) -> Shape {
        self.record.shape
    }

    /// What the block is.
    pub fn kind(&self) -> Kind {
        self.record.verdict.kind
    }

    /// Whether the block is part of the output.
    pub fn keep(&self) -> bool {
        self.record.verdict.keep
    }

    /// The model's probability that the block is content, 0 to 1.
    pub fn score(&self) -> f32 {
        self.record.verdict.score
    }

    /// What spoke for the verdict, in words.
    pub fn why(&self) -> String {
        let Verdict { kind, score, why, .. } = self.record.verdict;
        if kind == Kind::Blank {
            return String::from("blank");
        }
        let mut words = format!("score {score:.2}");
        for (_, reason) in REASONS.iter().filter(|(reason, _)| why.has(*reason)) {
            words.push_str(", ");
            words.push_str(reason);
        }
        if let Some(phrase) = why.phrase {
            words.push_str(&format!(", {phrase} phrase"));
        }
        words
    }
}
