//! Blocks and verdicts: the types that all stages share.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;
use std::slice;

use crate::kind::{Kind, KindSet};
use crate::names::named_enum;

/// The shape of a block in the document.
///
/// ```
/// use dechrome::Shape;
/// let page = dechrome::clean("<h2>Bridges</h2><ol><li>The old one fell<li>The new one</ol>");
/// let shapes: Vec<Shape> = page.blocks().map(|block| block.shape()).collect();
/// assert!(matches!(shapes[0], Shape::Heading { level: 2, .. }));
/// assert!(matches!(shapes[2], Shape::Item { depth: 1, number: 2, .. }));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum Shape {
    /// A paragraph or any other run of text.
    #[default]
    Paragraph,
    /// A heading.
    #[non_exhaustive]
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// A list item.
    #[non_exhaustive]
    Item {
        /// The number of lists around it, at least 1.
        depth: u8,
        /// Its number in an ordered list, as the page shows it. 0 in an unordered list.
        number: u32,
    },
    /// Preformatted text.
    Code,
    /// A table cell.
    #[non_exhaustive]
    Cell {
        /// Cells of one table row have the same number.
        row: u32,
    },
    /// Text in a block quote.
    Quote,
    /// A line of plain text.
    Line,
}

named_enum! {
    "reason",
    /// A reason for a verdict. The score is always another one.
    ///
    /// A block can have several: [`Block::reasons`](crate::Block::reasons) returns them in the
    /// order of their numbers.
    #[derive(PartialOrd, Ord)]
    #[repr(u8)]
    pub enum Reason {
        /// The block is a known chrome phrase, or opens with a known chrome label.
        Phrase = "phrase",
        /// Readers do not see the block.
        Hidden = "hidden",
        /// Interface of the page, such as an edit link, a copy button or line numbers.
        Interface = "interface",
        /// A cell of a table that is kept.
        Table = "table",
        /// A hidden tab beside one that is kept.
        Panel = "panel",
        /// The title of a kept part of the page.
        Title = "title",
        /// The block is in another script than the document.
        Script = "script",
        /// The block is under a heading that announces chrome.
        Scope = "scope",
        /// The block repeats an earlier one.
        Copy = "copy",
        /// A long line among other long lines. It is kept because only one signal speaks against
        /// it.
        Dense = "dense",
        /// Outside the main part of the document, where a higher score is needed.
        Outside = "outside",
        /// A paragraph with which the article continues after chrome.
        Resumed = "resumed",
        /// Kept so that a document of prose is not emptied.
        Guard = "guard",
        /// The page's JSON-LD has the article, and its markup hardly any of it.
        Declared = "declared",
        /// The caller asked to keep or drop the block, by its kind or by a rule.
        Asked = "asked",
        /// Beyond a limit, or in a document of tiny fragments: judged as plain text, or not at all.
        Rest = "rest",
        /// The form of the block shows its kind, whatever the score: the headline of a text, a date
        /// below it or with a time of day, a caption with its credit, or a line that a converter
        /// glued together.
        Form = "form",
        /// The document is a wall, an error page or the like:
        /// [`Page::no_content`](crate::Page::no_content) says which.
        NoContent = "no-content",
    }
}

impl Reason {
    /// Returns the byte of [`Reasons`] that has the reason's bit, and that bit.
    const fn bit(self) -> (usize, u8) {
        let number = self as usize;
        (number / 8, 1 << (number % 8))
    }

    /// Returns the reason as [`Block::why`](crate::Block::why) words it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Reason::Phrase => "is a known phrase",
            Reason::Hidden => "hidden",
            Reason::Interface => "interface of the page",
            Reason::Table => "in a kept table",
            Reason::Panel => "beside a kept tab",
            Reason::Title => "title of a kept part",
            Reason::Script => "in another script than the document",
            Reason::Scope => "under a heading of this kind",
            Reason::Copy => "repeats an earlier block",
            Reason::Dense => "long line in the dense part",
            Reason::Outside => "outside the main part",
            Reason::Resumed => "the article continues after chrome",
            Reason::Guard => "kept so that the document is not emptied",
            Reason::Declared => "the page's JSON-LD has the article",
            Reason::Asked => "asked for",
            Reason::Rest => "beyond a limit, or not judged",
            Reason::Form => "has the form of this kind",
            Reason::NoContent => "the document has no content",
        }
    }
}

/// The reasons for a verdict, besides the score. `Display` of [`Verdict`] puts them into words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons {
    /// A bit for each [`Reason`]. A document has a set for each block, so it is small.
    pub(crate) bits: [u8; 3],
    /// The kind of the chrome phrase in the block.
    pub(crate) phrase: Option<Kind>,
}

impl Reasons {
    /// Returns the set of one reason.
    const fn of(reason: Reason) -> Self {
        let (byte, bit) = reason.bit();
        let mut reasons = NO_REASONS;
        reasons.bits[byte] |= bit;
        reasons
    }

    /// Adds a reason.
    pub(crate) fn add(&mut self, reason: Reason) {
        let (byte, bit) = reason.bit();
        self.bits[byte] |= bit;
    }

    /// Returns true if `reason` is among the reasons.
    pub(crate) fn has(self, reason: Reason) -> bool {
        let (byte, bit) = reason.bit();
        self.bits[byte] & bit != 0
    }

    /// Returns the reasons in the order of their numbers.
    pub(crate) fn iter(self) -> BlockReasons {
        BlockReasons { all: self, rest: Reason::ALL.iter() }
    }
}

/// The reasons for a verdict, in the order of [`Reason::ALL`].
/// [`Block::reasons`](crate::Block::reasons) returns them.
#[derive(Clone, Debug)]
pub struct BlockReasons {
    all: Reasons,
    rest: slice::Iter<'static, Reason>,
}

impl Iterator for BlockReasons {
    type Item = Reason;

    fn next(&mut self) -> Option<Reason> {
        self.rest.by_ref().copied().find(|&reason| self.all.has(reason))
    }
}

impl FusedIterator for BlockReasons {}

/// No reason but the score.
const NO_REASONS: Reasons = Reasons { bits: [0; 3], phrase: None };

/// The score of blocks that were not judged.
const UNKNOWN: f32 = 0.5;

/// The decision on a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// The kind of the block.
    pub(crate) kind: Kind,
    /// Whether the block is part of the output.
    pub(crate) keep: bool,
    /// The model's probability that the block is content, 0 to 1.
    pub(crate) score: f32,
    /// The other reasons for the verdict.
    pub(crate) why: Reasons,
}

impl Verdict {
    /// Keeps or drops the block at the caller's request.
    pub(crate) fn obey(&mut self, keep: bool) {
        self.keep = keep;
        self.why.add(Reason::Asked);
    }

    /// Keeps or drops the block if the caller asked for its kind. Dropping overrides keeping.
    pub(crate) fn ask(&mut self, kept: KindSet, dropped: KindSet) {
        let keep = if dropped.contains(self.kind) {
            false
        } else if kept.contains(self.kind) {
            true
        } else {
            return;
        };
        if keep != self.keep {
            self.obey(keep);
        }
    }

    /// The verdict on blocks that are kept because they were not judged.
    pub(crate) const UNJUDGED: Verdict =
        Verdict { kind: Kind::Body, keep: true, score: UNKNOWN, why: Reasons::of(Reason::Rest) };

    /// The verdict on a line without visible text.
    pub(crate) const BLANK: Verdict =
        Verdict { kind: Kind::Blank, keep: false, score: 0.0, why: NO_REASONS };
}

/// A block in a [`Document`](crate::document::Document): a span of its text with a shape and a
/// verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BlockRecord {
    /// Offset of its first byte in the document's text.
    pub(crate) start: u32,
    /// Offset after its last byte. In plain text the span includes the line end.
    pub(crate) end: u32,
    /// Its shape in the document.
    pub(crate) shape: Shape,
    /// The decision on it.
    pub(crate) verdict: Verdict,
}

impl BlockRecord {
    /// Returns the block's span in the document's text, in bytes.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

named_enum! {
    "limit",
    /// A limit that the document exceeded, or a form that allows no better verdicts. The result is
    /// complete, but part of it was judged less carefully.
    pub enum Degraded {
        /// The input was longer than [`Limits::input_bytes`](crate::Limits::input_bytes). The rest
        /// was left out.
        InputBytes = "input-bytes",
        /// The tree grew past [`Limits::nodes`](crate::Limits::nodes). The rest was judged as plain
        /// text, and all of a page of more than 2 GiB, which gets no tree.
        Nodes = "nodes",
        /// The tree grew deeper than [`Limits::depth`](crate::Limits::depth). The rest was judged
        /// as plain text, and all of a page whose shadow trees make it deeper.
        Depth = "depth",
        /// The text, or the article that a page's JSON-LD declares, has more lines than
        /// [`Limits::lines`](crate::Limits::lines). The rest was kept as one block.
        Lines = "lines",
        /// The document is a flood of fragments of a few letters, more than any real page has. No
        /// fragment shows what it is, so all were kept without a verdict of the model.
        Fragments = "fragments",
        /// More than half of a plain text is in one line of 500 words or more, as if its line ends
        /// were lost. A line is kept or dropped as a whole, so chrome inside of it stays.
        Flattened = "flattened",
        /// A rule of `Rules` took too many steps and was abandoned midway.
        Rules = "rules",
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Kind::Blank {
            return f.write_str("blank");
        }
        write!(f, "score {:.2}", self.score)?;
        for reason in self.why.iter() {
            write!(f, ", {}", reason.words())?;
        }
        if let Some(phrase) = self.why.phrase {
            write!(f, ", {phrase} phrase")?;
        }
        Ok(())
    }
}
