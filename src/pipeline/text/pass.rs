//! One pass over a text: lines, language, features, scores, verdicts.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::decide::lines::{ExpectedWords, WrittenText, expected_words};
use crate::features::line::context::TextContext;
use crate::features::line::text_part::TextPart;
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::options::Options;
use crate::pipeline::resources::Resources;
use crate::pipeline::text::pieces::{PieceDigest, WHOLE, digest, pieces};
use crate::text::flattened::is_flattened;
use crate::text::fragments::is_fragment_flood;
use crate::text::lines::{LogicalLine, TextLine, logical_lines, split_lines};
use crate::unicode::{clip, one_spaced};
use crate::verdict::{BlockRecord, Degraded, Shape, Verdict};

/// Bytes of the headline that are its title. A line of one endless word can be the headline.
const MAX_TITLE_BYTES: usize = 4096;

/// One pass over a text.
#[derive(Debug)]
pub(super) struct Pass {
    lines: Vec<TextLine>,
    logical: Vec<LogicalLine>,
    /// The features of the lines, if the text was judged as a whole.
    context: Option<TextContext>,
    /// The pieces of which nothing was dropped, if the text was judged in pieces.
    settled: BTreeSet<PieceDigest>,
    verdicts: Vec<Verdict>,
    /// The text that the language was detected on.
    sample: String,
    pub(super) language: Option<Language>,
    pub(super) confidence: f32,
}

/// The pass before this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct PreviousPass<'b> {
    /// Its text.
    pub(super) text: &'b str,
    pub(super) pass: &'b Pass,
    /// For each line of the new text, the index of the same line in the old one.
    pub(super) places: &'b [usize],
}

impl Pass {
    /// Judges a text. Reuses the features of the previous pass where the lines are the same.
    pub(super) fn run(
        text: &str,
        previous: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) -> Pass {
        let lines = split_lines(text);
        let logical = logical_lines(text, &lines);
        let sample = lang::sample(logical.iter().map(|line| line.of(text, &lines)));
        let language = match previous {
            Some(previous) if previous.pass.sample == sample => previous.pass.language,
            _ => lang::detect_sample(&sample, None),
        };
        let mut pass = Pass {
            lines,
            logical,
            context: None,
            settled: BTreeSet::new(),
            verdicts: Vec::new(),
            sample,
            language,
            confidence: 0.0,
        };
        if is_fragment_flood(pass.logical.len(), text.len()) {
            pass.verdicts = vec![Verdict::UNJUDGED; pass.logical.len()];
        } else if pass.logical.len() <= WHOLE {
            pass.judge_whole(text, previous, resources, options);
        } else {
            pass.judge_pieces(text, previous, resources, options);
        }
        pass
    }

    /// Judges all lines together.
    fn judge_whole(
        &mut self,
        text: &str,
        previous: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) {
        let end = self.lines.len() as u32;
        let part = TextPart { text, lines: &self.lines, logical: &self.logical, first: 0, end };
        let model = &resources.line_model;
        let context = match self.known_features(text, previous) {
            Some((known, same_lines)) => known.read_kept(part, &same_lines),
            None => TextContext::read(part, model.tables(&resources.lexicon, self.language)),
        };
        let written = WrittenText { part, language: self.language, lexicon: &resources.lexicon };
        self.verdicts = model.judge(&context, written, options, previous.is_none());
        self.confidence = expected_words(&context, &asked(&self.verdicts, options)).f1();
        self.context = Some(context);
    }

    /// Judges the lines in pieces. Pieces of which the previous pass dropped nothing are not judged
    /// again.
    fn judge_pieces(
        &mut self,
        text: &str,
        previous: Option<PreviousPass<'_>>,
        resources: &Resources,
        options: &Options,
    ) {
        let settled = match previous {
            Some(previous) if previous.pass.has_language(self.language) => &previous.pass.settled,
            _ => &BTreeSet::new(),
        };
        let model = &resources.line_model;
        let mut expected = ExpectedWords::default();
        self.verdicts.reserve_exact(self.logical.len());
        let mut first = 0;
        for logical in pieces(text, &self.lines, &self.logical) {
            let end = logical.last().map_or(first, |last| last.last + 1);
            let part = TextPart { text, lines: &self.lines, logical, first, end };
            let digest = digest(part);
            if settled.contains(&digest) {
                self.verdicts.resize(self.verdicts.len() + logical.len(), Verdict::UNJUDGED);
                self.settled.insert(digest);
                first = end;
                continue;
            }
            let context = TextContext::read(part, model.tables(&resources.lexicon, self.language));
            let written =
                WrittenText { part, language: self.language, lexicon: &resources.lexicon };
            let mut verdicts = model.judge(&context, written, options, previous.is_none());
            expected = expected + expected_words(&context, &asked(&verdicts, options));
            if first > 0 {
                // Only the first piece can have the headline.
                for verdict in verdicts.iter_mut().filter(|verdict| verdict.kind == Kind::Title) {
                    verdict.kind = Kind::Subheading;
                }
            }
            if verdicts.iter().all(|verdict| verdict.keep) {
                self.settled.insert(digest);
            }
            self.verdicts.append(&mut verdicts);
            first = end;
        }
        self.confidence = expected.f1();
    }

    /// Returns the features of the previous pass and, for each logical line, its index there.
    /// `None` if the language or one of the lines differs.
    fn known_features<'b>(
        &self,
        text: &str,
        previous: Option<PreviousPass<'b>>,
    ) -> Option<(&'b TextContext, Vec<usize>)> {
        let previous = previous?;
        if !previous.pass.has_language(self.language) {
            return None;
        }
        let old = previous.pass;
        let context = old.context.as_ref()?;
        let mut at = 0;
        let mut same_lines = Vec::with_capacity(self.logical.len());
        for line in &self.logical {
            let place = *previous.places.get(line.first as usize)? as u32;
            at += old.logical.get(at..)?.iter().position(|other| other.first >= place)?;
            let other = old.logical[at];
            let is_same = other.first == place
                && other.of(previous.text, &old.lines) == line.of(text, &self.lines);
            if !is_same {
                return None;
            }
            same_lines.push(at);
        }
        Some((context, same_lines))
    }

    /// Frees the memory that the next pass does not read.
    pub(super) fn shrink(self) -> Pass {
        if self.is_whole() {
            return self;
        }
        Pass { lines: Vec::new(), logical: Vec::new(), verdicts: Vec::new(), ..self }
    }

    /// Returns true if the text was judged as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.context.is_some()
    }

    /// Returns true if this pass found the same language.
    fn has_language(&self, language: Option<Language>) -> bool {
        self.language.map(|own| own.code) == language.map(|other| other.code)
    }

    /// Returns true if the lines were kept without a verdict of the model.
    fn is_unjudged(&self) -> bool {
        self.verdicts.first() == Some(&Verdict::UNJUDGED)
    }

    /// Returns the reason why the verdicts on `text` are worse than usual, if there is one.
    pub(super) fn degraded(&self, text: &str) -> Option<Degraded> {
        if self.is_unjudged() {
            Some(Degraded::Fragments)
        } else {
            is_flattened(text, &self.lines).then_some(Degraded::Flattened)
        }
    }

    /// Returns the number of lines of the text.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Returns the verdict on every line: that on its logical line, or blank.
    pub(super) fn line_verdicts(&self) -> impl Iterator<Item = Verdict> {
        let mut logical = self.logical.iter().zip(&self.verdicts).peekable();
        (0..self.lines.len() as u32).map(move |line| {
            while logical.next_if(|(span, _)| span.last < line).is_some() {}
            match logical.peek() {
                Some((span, verdict)) if span.first <= line => **verdict,
                _ => Verdict::BLANK,
            }
        })
    }

    /// Returns one block per line.
    pub(super) fn blocks(&self) -> Vec<BlockRecord> {
        let mut blocks = Vec::with_capacity(self.lines.len());
        for (line, verdict) in self.lines.iter().zip(self.line_verdicts()) {
            let (start, end) = (line.start, line.end);
            blocks.push(BlockRecord { start, end, shape: Shape::Line, verdict });
        }
        blocks
    }

    /// Returns the text of the headline, and its first line.
    pub(super) fn title(&self, text: &str) -> Option<(String, usize)> {
        let position = self.verdicts.iter().position(|verdict| verdict.kind == Kind::Title)?;
        let line = self.logical.get(position)?;
        let title = one_spaced(clip(line.of(text, &self.lines), MAX_TITLE_BYTES));
        Some((title, line.first as usize))
    }
}

/// Returns the verdicts as the caller's choice of kinds changes them.
fn asked<'v>(verdicts: &'v [Verdict], options: &Options) -> Cow<'v, [Verdict]> {
    let mut asked = Cow::Borrowed(verdicts);
    if !options.kept.union(options.dropped).is_empty() {
        asked.to_mut().iter_mut().for_each(|verdict| verdict.ask(options.kept, options.dropped));
    }
    asked
}
