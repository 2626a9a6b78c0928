//! Blocks and verdicts: the types that all stages share.

use std::fmt;
use std::ops::Range;

use crate::kind::{Kind, KindSet};

/// The shape of a block in the document.
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
        /// The number of lists around it, at least 1.
        depth: u8,
        /// Its number in an ordered list, as the page shows it. 0 in an unordered list.
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

/// The reasons for a verdict, besides the score. `Display` of [`Verdict`] puts them into words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons {
    /// Bits of [`Reason`].
    pub(crate) bits: u32,
    /// The kind of the chrome phrase in the block.
    pub(crate) phrase: Option<Kind>,
}

/// A reason for a verdict. The score is always another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Reason {
    /// The block is a known chrome phrase, or opens with a known chrome label.
    Phrase = 1,
    /// Readers do not see the block.
    Hidden = 2,
    /// The block is in another script than the document.
    Script = 4,
    /// The block is under a heading that announces chrome.
    Scope = 8,
    /// A long line among other long lines. It is kept because only one signal speaks against it.
    Dense = 16,
    /// Kept so that a document of prose is not emptied.
    Guard = 32,
    /// The caller asked to keep or drop the block, by its kind or by a rule.
    Asked = 64,
    /// Beyond a limit, or in a document of tiny fragments: judged as plain text, or not at all.
    Rest = 128,
    /// The block repeats an earlier one.
    Copy = 256,
    /// The page's JSON-LD has the article, and its markup hardly any of it.
    Declared = 512,
    /// Interface of the page, such as an edit link, a copy button or line numbers.
    Interface = 1024,
    /// A cell of a table that is kept.
    Table = 8192,
    /// A hidden tab beside one that is kept.
    Panel = 4096,
    /// The title of a kept part of the page.
    Title = 2048,
    /// The page is a wall, an error page or the like.
    NoContent = 16384,
    /// A paragraph with which the article continues after chrome.
    Resumed = 32768,
}

/// The reasons in words, in the order in which they are printed.
const REASONS: &[(Reason, &str)] = &[
    (Reason::Phrase, "is a known phrase"),
    (Reason::Hidden, "hidden"),
    (Reason::Interface, "interface of the page"),
    (Reason::Table, "in a kept table"),
    (Reason::Panel, "beside a kept tab"),
    (Reason::Title, "title of a kept part"),
    (Reason::Script, "in another script than the page"),
    (Reason::Scope, "under a heading of this kind"),
    (Reason::Copy, "repeats an earlier block"),
    (Reason::Dense, "long line in the dense part"),
    (Reason::Resumed, "the article continues after chrome"),
    (Reason::Guard, "kept so that the page is not emptied"),
    (Reason::Declared, "the page's JSON-LD has the article"),
    (Reason::NoContent, "the page has no content"),
    (Reason::Asked, "asked for"),
    (Reason::Rest, "past the budget"),
];

impl Reasons {
    /// Adds a reason.
    pub(crate) fn add(&mut self, reason: Reason) {
        self.bits |= reason as u32;
    }

    /// Returns true if `reason` is among the reasons.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.bits & reason as u32 != 0
    }
}

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
    pub(crate) const UNJUDGED: Verdict = Verdict {
        kind: Kind::Body,
        keep: true,
        score: UNKNOWN,
        why: Reasons { bits: Reason::Rest as u32, phrase: None },
    };

    /// The verdict on a line without visible text.
    pub(crate) const BLANK: Verdict = Verdict {
        kind: Kind::Blank,
        keep: false,
        score: 0.0,
        why: Reasons { bits: 0, phrase: None },
    };
}

/// A block in a [`Document`](crate::document::Document): a span of its text with a shape and a
/// verdict.
#[derive(Clone, Copy, Debug)]
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

/// A limit that the document exceeded, or a form that allows no better verdicts. The result is
/// complete, but part of it was judged less carefully.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Degraded {
    /// The input was longer than [`Limits::input_bytes`](crate::Limits::input_bytes). The rest was
    /// left out.
    InputBytes,
    /// The tree grew past [`Limits::nodes`](crate::Limits::nodes). The rest was judged as plain
    /// text.
    Nodes,
    /// The tree grew deeper than [`Limits::depth`](crate::Limits::depth). The rest was judged as
    /// plain text.
    Depth,
    /// The text has more lines than [`Limits::lines`](crate::Limits::lines). The rest was kept as
    /// one block.
    Lines,
    /// The document is a flood of fragments of a few letters, more than any real page has. No
    /// fragment shows what it is, so all were kept without a verdict of the model.
    Fragments,
    /// More than half of a plain text is in one line of 500 words or more, as if its line ends were
    /// lost. A line is kept or dropped as a whole, so chrome inside of it stays.
    Flattened,
    /// A rule of [`Rules`](crate::Rules) took too many steps and was abandoned midway.
    #[cfg(feature = "rules")]
    Rules,
}

impl Degraded {
    /// Returns the name of the limit: `input-bytes`, `nodes`, `depth`, `lines`, `fragments`,
    /// `flattened` or `rules`.
    pub fn name(self) -> &'static str {
        match self {
            Degraded::InputBytes => "input-bytes",
            Degraded::Nodes => "nodes",
            Degraded::Depth => "depth",
            Degraded::Lines => "lines",
            Degraded::Fragments => "fragments",
            Degraded::Flattened => "flattened",
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
