//! One pass: a text from its lines to a verdict on each.
//!
//! A long text is judged in pieces, each as a text of its own in the language of the whole, so that what is held besides the
//! text and its verdicts stays bounded. Pieces end where their lines say, not after so many of them: where nothing was dropped, the next
//! pass finds the same pieces, and need not judge them again.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use crate::decide::lines::{Expected, expected};
use crate::features::line::context::TextContext;
use crate::features::line::text_part::TextPart;
use crate::hash::Fnv;
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::options::Options;
use crate::pipeline::Resources;
use crate::text::fragments::is_fragment_flood;
use crate::text::lines::{LogicalLine, TextLine, logical_lines, split_lines};
use crate::unicode::one_spaced;
use crate::verdict::{BlockRecord, Shape, Verdict};

/// Logical lines up to which a text is judged as a whole: more than any text of the development data has. What is known of
/// so many takes some five megabytes.
const PIECE: usize = 4096;
/// Logical lines that a piece has at least and at most, but for the last one; between these it ends before a line whose hash has
/// these bits unset: one in 2,048.
const PIECE_SIZES: (usize, usize) = (PIECE / 2, 2 * PIECE);
const ENDS: u64 = PIECE as u64 / 2 - 1;

/// One pass over a text.
#[derive(Debug)]
pub(super) struct Pass {
    lines: Vec<TextLine>,
    logical: Vec<LogicalLine>,
    /// What was read of the lines, unless the text was judged in pieces.
    sheet: Option<TextContext>,
    /// The pieces of which nothing was dropped, if it was.
    at_rest: BTreeSet<Digest>,
    verdicts: Vec<Verdict>,
    /// What the language was detected on.
    sample: String,
    pub(super) language: Option<Language>,
    pub(super) confidence: f32,
}

/// The pass before this one: its text, what was found, and for each line of this text its place among the lines of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct PreviousPass<'b> {
    pub(super) text: &'b str,
    pub(super) pass: &'b Pass,
    pub(super) places: &'b [usize],
}

impl Pass {
    /// Lines, features, scores, verdicts. What a line says by itself is taken from the pass before where there was one.
    pub(super) fn run(
        text: &str,
        before: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) -> Pass {
        let lines = split_lines(text);
        let logical = logical_lines(text, &lines);
        let sample = lang::sample(logical.iter().map(|span| span.of(text, &lines)));
        let language = match before {
            Some(before) if before.pass.sample == sample => before.pass.language,
            _ => lang::detect_sample(&sample),
        };
        let mut round = Pass {
            lines,
            logical,
            sheet: None,
            at_rest: BTreeSet::new(),
            verdicts: Vec::new(),
            sample,
            language,
            confidence: 0.0,
        };
        if is_fragment_flood(round.logical.len(), text.len()) {
            round.verdicts = vec![Verdict::UNJUDGED; round.logical.len()];
            round
        } else if round.logical.len() <= PIECE {
            round.judge_whole(text, before, resources, options)
        } else {
            round.judge_pieces(text, before, resources, options)
        }
    }

    /// Judges all lines together.
    fn judge_whole(
        mut self,
        text: &str,
        before: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) -> Pass {
        let known = before.filter(|before| before.pass.is_in(self.language));
        let known = known.and_then(|before| {
            Some((
                before.pass.sheet.as_ref()?,
                same_lines(text, &self.lines, &self.logical, before)?,
            ))
        });
        let part = TextPart {
            text,
            lines: &self.lines,
            logical: &self.logical,
            first: 0,
            end: self.lines.len() as u32,
        };
        let sheet = match known {
            Some((sheet, at)) => sheet.read_kept(part, &at),
            None => TextContext::read(
                part,
                resources.line_model.tables(&resources.lexicon, self.language),
            ),
        };
        self.verdicts = resources.line_model.judge(&sheet, options, before.is_none());
        self.confidence = expected(&sheet, &self.verdicts).f1();
        self.sheet = Some(sheet);
        self
    }

    /// Judges the lines in pieces, but those that are at rest. There is no headline but in the first.
    fn judge_pieces(
        mut self,
        text: &str,
        before: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) -> Pass {
        let known = before.filter(|before| before.pass.is_in(self.language));
        let mut sum = Expected::default();
        self.verdicts.reserve_exact(self.logical.len());
        let mut first = 0;
        for logical in pieces(text, &self.lines, &self.logical) {
            let end = logical.last().map_or(first, |last| last.last + 1);
            let part = TextPart { text, lines: &self.lines, logical, first, end };
            let digest = digest(part);
            if known.is_some_and(|before| before.pass.at_rest.contains(&digest)) {
                self.verdicts.resize(self.verdicts.len() + logical.len(), Verdict::UNJUDGED);
                self.at_rest.insert(digest);
            } else {
                let sheet = TextContext::read(
                    part,
                    resources.line_model.tables(&resources.lexicon, self.language),
                );
                let mut verdicts = resources.line_model.judge(&sheet, options, before.is_none());
                sum = sum + expected(&sheet, &verdicts);
                let titles =
                    verdicts.iter_mut().filter(|verdict| first > 0 && verdict.kind == Kind::Title);
                titles.for_each(|verdict| verdict.kind = Kind::Subheading);
                if verdicts.iter().all(|verdict| verdict.keep) {
                    self.at_rest.insert(digest);
                }
                self.verdicts.append(&mut verdicts);
            }
            first = end;
        }
        self.confidence = sum.f1();
        self
    }

    /// What the next pass asks for: of a text judged in pieces, which ones are at rest.
    pub(super) fn remembered(self) -> Pass {
        if self.is_whole() {
            return self;
        }
        Pass { lines: Vec::new(), logical: Vec::new(), verdicts: Vec::new(), ..self }
    }

    /// Whether the text was judged as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.sheet.is_some()
    }

    /// Whether a text is in the language of this one.
    fn is_in(&self, language: Option<Language>) -> bool {
        self.language.map(|own| own.code) == language.map(|other| other.code)
    }

    /// Whether the lines were kept without a look at them.
    pub(super) fn is_unjudged(&self) -> bool {
        self.verdicts.first() == Some(&Verdict::UNJUDGED)
    }

    /// How many lines the text has.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The verdict on every line: that on its logical line, or blank.
    pub(super) fn line_verdicts(&self) -> impl Iterator<Item = Verdict> {
        let mut spans = self.logical.iter().zip(&self.verdicts).peekable();
        (0..self.lines.len() as u32).map(move |line| {
            while spans.next_if(|(span, _)| span.last < line).is_some() {}
            spans
                .peek()
                .filter(|(span, _)| span.first <= line)
                .map_or(Verdict::BLANK, |(_, verdict)| **verdict)
        })
    }

    /// A record for every line.
    pub(super) fn blocks(&self) -> Vec<BlockRecord> {
        let record = |(line, verdict): (&TextLine, Verdict)| BlockRecord {
            start: line.start,
            end: line.end,
            shape: Shape::Line,
            verdict,
        };
        self.lines.iter().zip(self.line_verdicts()).map(record).collect()
    }

    /// The text of the headline.
    pub(super) fn title(&self, text: &str) -> Option<String> {
        let span = self
            .logical
            .iter()
            .zip(&self.verdicts)
            .find(|(_, verdict)| verdict.kind == Kind::Title)?
            .0;
        Some(one_spaced(span.of(text, &self.lines)))
    }
}

/// The pieces of a long text.
fn pieces<'l>(
    text: &str,
    lines: &[TextLine],
    logical: &'l [LogicalLine],
) -> Vec<&'l [LogicalLine]> {
    let ends = |line: &LogicalLine| {
        let mut hash = Fnv::default();
        hash.write(line.of(text, lines).as_bytes());
        hash.finish() & ENDS == 0
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, line) in logical.iter().enumerate() {
        let length = at - start;
        if length >= PIECE_SIZES.1 || length >= PIECE_SIZES.0 && ends(line) {
            pieces.push(&logical[start..at]);
            start = at;
        }
    }
    pieces.push(&logical[start..]);
    pieces
}

/// What a piece is known by: its text and its logical lines, in two hashes that have nothing in common.
type Digest = (u64, u64);

/// The digest of a piece.
fn digest(part: TextPart<'_>) -> Digest {
    let (mut fnv, mut sip) = (Fnv::default(), DefaultHasher::new());
    let lines = part.lines.get(part.first as usize..part.end as usize).unwrap_or_default();
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        let bytes = &part.text.as_bytes()[first.start as usize..last.end as usize];
        fnv.write(bytes);
        sip.write(bytes);
    }
    for line in part.logical {
        let shape = u64::from(line.first - part.first) << 32 | u64::from(line.last - part.first);
        fnv.write_u64(shape);
        sip.write_u64(shape);
    }
    (fnv.finish(), sip.finish())
}

/// For each logical line, the same one of the pass before; nothing if one of them is not the same there.
fn same_lines(
    text: &str,
    lines: &[TextLine],
    logical: &[LogicalLine],
    before: PreviousPass<'_>,
) -> Option<Vec<usize>> {
    let PreviousPass { text: old_text, pass: old, places } = before;
    let mut at = 0;
    let mut found = Vec::with_capacity(logical.len());
    for span in logical {
        let place = *places.get(span.first as usize)? as u32;
        at += old.logical.get(at..)?.iter().position(|other| other.first >= place)?;
        let same = old.logical[at].first == place
            && old.logical[at].of(old_text, &old.lines) == span.of(text, lines);
        found.push(same.then_some(at)?);
    }
    Some(found)
}
