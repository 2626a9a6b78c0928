//! One round: a text from its lines to a verdict on each.
//!
//! A long text is judged in pieces, each as a text of its own in the language of the whole, so that what is held besides the
//! text and its verdicts stays bounded. Pieces end where their lines say, not after so many of them: where nothing was dropped, the next
//! pass finds the same pieces, and need not judge them again.

use std::hash::Hasher;

use crate::decide::lines::{Expected, expected};
use crate::features::sheet::{Part, Sheet};
use crate::hash::{Fnv, Map};
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::page::{Record, Shape, Verdict};
use crate::scrape::Judge;
use crate::text::{self, Line, Logical};
use crate::units::is_crumbs;

/// Logical lines up to which a text is judged as a whole: more than any text of the development data has. What is known of
/// so many takes some five megabytes.
const PIECE: usize = 4096;
/// Logical lines that a piece has at least and at most, but for the last one; between these it ends before a line whose hash has
/// these bits unset: one in 2,048.
const PIECE_SIZES: (usize, usize) = (PIECE / 2, 2 * PIECE);
const ENDS: u64 = PIECE as u64 / 2 - 1;

/// One pass over a text.
#[derive(Debug)]
pub(super) struct Round {
    lines: Vec<Line>,
    logical: Vec<Logical>,
    /// What was read of the lines, unless the text was judged in pieces.
    sheet: Option<Sheet>,
    /// The pieces that it was judged in.
    pieces: Vec<Piece>,
    verdicts: Vec<Verdict>,
    /// What the language was detected on.
    sample: String,
    pub(super) language: Option<Language>,
    pub(super) confidence: f32,
}

/// A piece of a long text.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first logical line, and one past its last.
    logical: (usize, usize),
    /// Its first line, and one past its last.
    lines: (u32, u32),
    /// Whether nothing of it was dropped.
    at_rest: bool,
}

/// The pass before this one: its text, what was found, and for each line of this text its place among the lines of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before<'b> {
    pub(super) text: &'b str,
    pub(super) round: &'b Round,
    pub(super) places: &'b [usize],
}

impl Round {
    /// Lines, features, scores, verdicts. What a line says by itself is taken from the pass before where there was one.
    pub(super) fn run(text: &str, before: Option<Before<'_>>, judge: Judge<'_>) -> Round {
        let lines = text::lines(text);
        let logical = text::logical(text, &lines);
        let sample = lang::sample(logical.iter().map(|span| span.of(text, &lines)));
        let language = match before {
            Some(before) if before.round.sample == sample => before.round.language,
            _ => lang::detect_sample(&sample),
        };
        let mut round = Round {
            lines,
            logical,
            sheet: None,
            pieces: Vec::new(),
            verdicts: Vec::new(),
            sample,
            language,
            confidence: 0.0,
        };
        if is_crumbs(round.logical.len(), text.len()) {
            round.verdicts = vec![Verdict::UNJUDGED; round.logical.len()];
            round
        } else if round.logical.len() <= PIECE {
            round.judge_whole(text, before, judge)
        } else {
            round.judge_pieces(text, before, judge)
        }
    }

    /// Judges all lines together.
    fn judge_whole(mut self, text: &str, before: Option<Before<'_>>, judge: Judge<'_>) -> Round {
        let known = before.filter(|before| before.round.is_in(self.language));
        let known = known.and_then(|before| {
            Some((before.round.sheet.as_ref()?, same_lines(text, &self.lines, &self.logical, before)?))
        });
        let part = Part { text, lines: &self.lines, logical: &self.logical, first: 0, end: self.lines.len() as u32 };
        let sheet = match known {
            Some((sheet, at)) => sheet.again(part, &at),
            None => Sheet::read(part, judge.model.sources(judge.lexicon, self.language)),
        };
        self.verdicts = judge.model.judge(&sheet, judge.options, before.is_none());
        self.confidence = expected(&sheet, &self.verdicts).f1();
        self.sheet = Some(sheet);
        self
    }

    /// Judges the lines in pieces, but those that are at rest. There is no headline but in the first.
    fn judge_pieces(mut self, text: &str, before: Option<Before<'_>>, judge: Judge<'_>) -> Round {
        let known = before.filter(|before| before.round.is_in(self.language));
        let at_rest = known.map(|before| before.round.pieces_at_rest(before.text)).unwrap_or_default();
        let mut sum = Expected::default();
        self.verdicts.reserve_exact(self.logical.len());
        self.pieces = pieces(text, &self.lines, &self.logical);
        for number in 0..self.pieces.len() {
            let piece = self.pieces[number];
            let part = self.part(text, piece);
            if at_rest.get(part.bytes()).is_some_and(|logical| same_shape(logical, part.logical)) {
                self.verdicts.resize(piece.logical.1, Verdict::UNJUDGED);
                self.pieces[number].at_rest = true;
                continue;
            }
            let sheet = Sheet::read(part, judge.model.sources(judge.lexicon, self.language));
            let mut verdicts = judge.model.judge(&sheet, judge.options, before.is_none());
            sum = sum + expected(&sheet, &verdicts);
            let titles = verdicts.iter_mut().filter(|verdict| number > 0 && verdict.kind == Kind::Title);
            titles.for_each(|verdict| verdict.kind = Kind::Head);
            self.pieces[number].at_rest = verdicts.iter().all(|verdict| verdict.keep);
            self.verdicts.append(&mut verdicts);
        }
        self.confidence = sum.f1();
        self
    }

    /// A piece of its text.
    fn part<'t>(&'t self, text: &'t str, piece: Piece) -> Part<'t> {
        let logical = &self.logical[piece.logical.0..piece.logical.1];
        Part { text, lines: &self.lines, logical, first: piece.lines.0, end: piece.lines.1 }
    }

    /// The pieces of which nothing was dropped: their text, and their logical lines.
    fn pieces_at_rest<'t>(&'t self, text: &'t str) -> Map<&'t str, &'t [Logical]> {
        let at_rest = self.pieces.iter().filter(|piece| piece.at_rest).map(|&piece| self.part(text, piece));
        at_rest.map(|part| (part.bytes(), part.logical)).collect()
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
            spans.peek().filter(|(span, _)| span.first <= line).map_or(Verdict::BLANK, |(_, verdict)| **verdict)
        })
    }

    /// A record for every line.
    pub(super) fn records(&self) -> Vec<Record> {
        let record = |(line, verdict): (&Line, Verdict)| Record {
            start: line.start,
            end: line.end,
            shape: Shape::Line,
            verdict,
        };
        self.lines.iter().zip(self.line_verdicts()).map(record).collect()
    }

    /// The text of the headline.
    pub(super) fn title(&self, text: &str) -> Option<String> {
        let span = self.logical.iter().zip(&self.verdicts).find(|(_, verdict)| verdict.kind == Kind::Title)?.0;
        Some(span.of(text, &self.lines).split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The pieces of a long text.
fn pieces(text: &str, lines: &[Line], logical: &[Logical]) -> Vec<Piece> {
    let ends = |line: &Logical| {
        let mut hash = Fnv::default();
        hash.write(line.of(text, lines).as_bytes());
        hash.finish() & ENDS == 0
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |end: usize| {
        let (start, first) = pieces.last().map_or((0, 0), |piece| (piece.logical.1, piece.lines.1));
        let last = logical[start..end].last().map_or(first, |line| line.last + 1);
        pieces.push(Piece { logical: (start, end), lines: (first, last), at_rest: false });
        end
    };
    let mut start = 0;
    for (at, line) in logical.iter().enumerate() {
        let length = at - start;
        if length >= PIECE_SIZES.1 || length >= PIECE_SIZES.0 && ends(line) {
            start = push(at);
        }
    }
    push(logical.len());
    pieces
}

/// Whether two pieces of the same text have the same logical lines.
fn same_shape(one: &[Logical], other: &[Logical]) -> bool {
    let shape = |logical: &[Logical]| {
        let first = logical.first().map_or(0, |line| line.first);
        logical.iter().map(|line| (line.first - first, line.last - first)).collect::<Vec<_>>()
    };
    shape(one) == shape(other)
}

/// For each logical line, the same one of the pass before; nothing if one of them is not the same there.
fn same_lines(text: &str, lines: &[Line], logical: &[Logical], before: Before<'_>) -> Option<Vec<usize>> {
    let Before { text: old_text, round: old, places } = before;
    let mut at = 0;
    let mut found = Vec::with_capacity(logical.len());
    for span in logical {
        let place = *places.get(span.first as usize)? as u32;
        at += old.logical.get(at..)?.iter().position(|other| other.first >= place)?;
        let same = old.logical[at].first == place && old.logical[at].of(old_text, &old.lines) == span.of(text, lines);
        found.push(same.then_some(at)?);
    }
    Some(found)
}
