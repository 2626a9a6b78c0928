//! The verdict on a block: its shape, kind, score and reasons. All stages share these types.

use std::fmt;
use std::ops::Range;

use crate::kind::{Kind, KindSet};

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

/// Reasons a block got its verdict. [`Block::why`] says it in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons {
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

impl Reasons {
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
    pub(crate) why: Reasons,
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
        why: Reasons { bits: Reason::Rest as u16, phrase: None },
    };

    /// The verdict on a line with nothing visible on it.
    pub(crate) const BLANK: Verdict = Verdict {
        kind: Kind::Blank,
        keep: false,
        score: 0.0,
        why: Reasons { bits: 0, phrase: None },
    };
}

/// A block as it is stored: a span of the page's text with its shape and verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockRecord {
    /// First byte in the page's text.
    pub(crate) start: u32,
    /// One past its last byte. In text mode the span includes the line's end.
    pub(crate) end: u32,
    /// Its shape.
    pub(crate) shape: Shape,
    /// What was decided about it.
    pub(crate) verdict: Verdict,
}

impl BlockRecord {
    /// Returns the block's span in the document's text, in bytes.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
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
    Fragments,
    /// A rule of [`Rules`](crate::Rules) took too long on this page, and was given up on the way through it.
    #[cfg(feature = "rules")]
    Rules,
}

impl Degraded {
    /// The reason's name: `input-bytes`, `nodes`, `depth`, `lines`, `fragments` or `rules`.
    pub fn name(self) -> &'static str {
        match self {
            Degraded::InputBytes => "input-bytes",
            Degraded::Nodes => "nodes",
            Degraded::Depth => "depth",
            Degraded::Lines => "lines",
            Degraded::Fragments => "fragments",
            #[cfg(feature = "rules")]
            Degraded::Rules => "rules",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Kind::Blank {
            return f.write_str("blank");
        }
        write!(f, "score {:.2}", self.score)?;
        for (reason, words) in REASONS {
            if self.why.has(*reason) {
                write!(f, ", {words}")?;
            }
        }
        if let Some(phrase) = self.why.phrase {
            write!(f, ", {phrase} phrase")?;
        }
        Ok(())
    }
}
