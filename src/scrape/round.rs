//! One round: a text from its lines to a verdict on each.
//!
//! A long text is judged in pieces, each as a text of its own in the language of the whole, so that what is held besides the
//! text and its verdicts stays bounded.

use crate::decide::lines::{Expected, expected};
use crate::features::sheet::{Part, Sheet};
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::page::{Record, Shape, Verdict};
use crate::scrape::Judge;
use crate::text::{self, Line, Logical};
use crate::units::is_crumbs;

/// Logical lines up to which a text is judged as a whole: more than any text of the development data has. What is known of
/// so many takes some five megabytes.
const PIECE: usize = 4096;

/// One pass over a text.
#[derive(Debug)]
pub(super) struct Round {
    lines: Vec<Line>,
    logical: Vec<Logical>,
    /// What was read of the lines, unless the text was judged in pieces.
    sheet: Option<Sheet>,
    verdicts: Vec<Verdict>,
    /// What the language was detected on.
    sample: String,
    pub(super) language: Option<Language>,
    pub(super) confidence: f32,
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
        let mut round = Round { lines, logical, sheet: None, verdicts: Vec::new(), sample, language, confidence: 0.0 };
        if is_crumbs(round.logical.len(), text.len()) {
            round.verdicts = vec![Verdict::UNJUDGED; round.logical.len()];
            round
        } else if round.logical.len() <= PIECE {
            round.judge_whole(text, before, judge)
        } else {
            round.judge_pieces(text, judge)
        }
    }

    /// Judges all lines together.
    fn judge_whole(mut self, text: &str, before: Option<Before<'_>>, judge: Judge<'_>) -> Round {
        let code = |language: Option<Language>| language.map(|language| language.code);
        let known = before.filter(|before| code(before.round.language) == code(self.language));
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

    /// Judges the lines in pieces of the same length. There is no headline but in the first.
    fn judge_pieces(mut self, text: &str, judge: Judge<'_>) -> Round {
        let pieces = self.logical.len().div_ceil(PIECE);
        let mut sum = Expected::default();
        let mut first = 0u32;
        self.verdicts.reserve_exact(self.logical.len());
        for logical in self.logical.chunks(self.logical.len().div_ceil(pieces)) {
            let end = logical.last().map_or(first, |last| last.last + 1);
            let part = Part { text, lines: &self.lines, logical, first, end };
            let sheet = Sheet::read(part, judge.model.sources(judge.lexicon, self.language));
            let mut verdicts = judge.model.judge(&sheet, judge.options, true);
            sum = sum + expected(&sheet, &verdicts);
            if first > 0 {
                verdicts
                    .iter_mut()
                    .filter(|verdict| verdict.kind == Kind::Title)
                    .for_each(|verdict| verdict.kind = Kind::Head);
            }
            self.verdicts.append(&mut verdicts);
            first = end;
        }
        self.confidence = sum.f1();
        self
    }

    /// Whether the lines were kept without a look at them.
    pub(super) fn is_unjudged(&self) -> bool {
        self.verdicts.first() == Some(&Verdict::UNJUDGED)
    }

    /// Whether the text was judged as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.sheet.is_some()
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
