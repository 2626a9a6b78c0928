//! A text scrape from its lines to a verdict for each.
//!
//! The verdicts are a fixed point: the kept lines are judged again as a text of their own, and what is dropped there is
//! dropped here, until nothing more is. Cleaning the output again therefore repeats the last of these rounds, which
//! dropped nothing. A text that does not come to rest within [`ROUNDS`] is kept whole, which is at rest by definition;
//! so the work stays linear and the promise holds without exception.

use std::borrow::Cow;

use crate::decide::lines::{Aim, Guess, Opinion, Plan, Thresholds, expected_f1, may_be_title, verdicts};
use crate::features::line::LINE;
use crate::features::shape::Flag;
use crate::features::sheet::{Sheet, Sources};
use crate::features::tokens::language_key;
use crate::features::{names, rows};
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::lexicon::Lexicon;
use crate::model::{Model, ModelError, Table, probability};
use crate::options::Options;
use crate::page::{Reason, Record, Shape, Verdict};
use crate::render::lines::kept_ranges;
use crate::text::{self, Line, Logical};

/// How often the kept lines are judged again. On the development data no text needed more than half as many.
const ROUNDS: usize = 16;
/// Number of the log-odds table in the model file.
const WORDS_TABLE: usize = 0;
/// Number of the table of the languages that the log-odds know.
const LANGUAGES_TABLE: usize = 1;

/// The model of text lines, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineModel {
    model: Model,
    words: Table,
    languages: Table,
    thresholds: Thresholds,
}

impl LineModel {
    /// Loads a model file.
    pub(crate) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::load(bytes, names(LINE))?;
        let (words, languages) = (model.table(WORDS_TABLE), model.table(LANGUAGES_TABLE));
        Ok(LineModel { model, words, languages, thresholds: Thresholds::default() })
    }

    /// The model that comes with the library. It loads, a test says; an empty one stands in if it did not.
    pub(crate) fn builtin() -> Self {
        Self::load(include_bytes!("model/text.bin")).unwrap_or_default()
    }

    /// Replaces the thresholds.
    #[cfg(feature = "train")]
    pub(crate) fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// The phrases, and the log-odds if they know the language.
    fn sources<'s>(&'s self, lexicon: &'s Lexicon, language: Option<Language>) -> Sources<'s> {
        let domains = language.and_then(|language| self.languages.get(language_key(language.code)));
        Sources { lexicon: Some(lexicon), table: domains.map(|_| &self.words), domains: domains.unwrap_or(0.0) }
    }

    /// Verdicts on every line of a sheet. Kinds are asked for where [`wants_kind`] says.
    fn judge(&self, sheet: &Sheet, options: &Options, first: bool) -> Vec<Verdict> {
        let width = LINE.len();
        let rows = rows(LINE, sheet, 0..sheet.entries.len());
        let scores = |aim: Aim| -> Vec<f32> {
            self.model.score.sums(&rows, width, aim.exits()).into_iter().map(probability).collect()
        };
        let mut aim = Aim::new(sheet, options.point, &self.thresholds);
        let mut scores_now = scores(aim);
        if !aim.is_met(sheet, &scores_now) {
            aim = Aim::fallback(&self.thresholds);
            scores_now = scores(aim);
        }
        let scores = scores_now;
        let plan = Plan::new(sheet, &scores, aim);
        let wants = |&line: &usize| wants_kind(sheet, &plan, line, scores[line], first);
        let asked: Vec<usize> = (0..scores.len()).filter(wants).collect();
        let wanted: Vec<f32> =
            asked.iter().flat_map(|&line| &rows[line * width..(line + 1) * width]).copied().collect();
        let opinion = |&score: &f32| Opinion { score, guess: Guess::default() };
        let mut opinions: Vec<Opinion> = scores.iter().map(opinion).collect();
        for (line, votes) in asked.into_iter().zip(self.model.kinds.votes(&wanted, width)) {
            opinions[line].guess = Guess::of(self.model.kinds.kinds(), &votes);
        }
        verdicts(sheet, &opinions, &plan, options)
    }
}

/// Score from which a long line is body.
const SURELY_BODY: f32 = 0.6;

/// Whether the kind of a line matters: it may be dropped, or be the headline, or (the first time that a text is judged) may
/// be a heading or a lead.
fn wants_kind(sheet: &Sheet, plan: &Plan, line: usize, score: f32, first: bool) -> bool {
    let open = first && (score < SURELY_BODY || !sheet.entries[line].has(Flag::Long));
    open || plan.may_drop(sheet, line, score) || may_be_title(sheet, line)
}

/// A cleaned text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaned {
    /// One record a line.
    pub(crate) records: Vec<Record>,
    /// The headline, trimmed.
    pub(crate) title: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) confidence: f32,
}

/// Cleans a text of at most 4 GiB.
pub(crate) fn clean(text: &str, lexicon: &Lexicon, model: &LineModel, options: &Options) -> Cleaned {
    let first = Round::run(text, None, lexicon, model, options);
    let mut cleaned = Cleaned {
        records: first.records(),
        title: first.title(text),
        language: first.language,
        confidence: first.confidence,
    };
    if !settle(text, first, &mut cleaned.records, lexicon, model, options) {
        keep_all(&mut cleaned.records);
    }
    if !cleaned.records.iter().any(|record| record.verdict.keep) {
        cleaned.confidence = 0.0;
    }
    cleaned
}

/// Judges the kept lines again until none is dropped. Whether that point was reached.
fn settle(
    text: &str,
    first: Round,
    records: &mut [Record],
    lexicon: &Lexicon,
    model: &LineModel,
    options: &Options,
) -> bool {
    // The text that was judged last, and for each record where it stands in it.
    let mut last = (Cow::Borrowed(text), first, (0..records.len()).collect::<Vec<usize>>());
    for _ in 0..ROUNDS {
        let written: Vec<usize> = kept_ranges(records).into_iter().flatten().collect();
        if written.len() == last.1.lines.len() || written.is_empty() {
            return true;
        }
        let kept = crate::render::lines::text(text, records);
        let lines: Vec<usize> = written.iter().map(|&at| last.2[at]).collect();
        let round = Round::run(&kept, Some((&last.0, &last.1, &lines)), lexicon, model, options);
        if round.lines.len() != written.len() {
            // A lone CR before a dropped line met the LF of a blank one behind it.
            return false;
        }
        let mut settled = true;
        for (&at, found) in written.iter().zip(&round.records()) {
            if records[at].verdict.keep && !found.verdict.keep {
                records[at].verdict = found.verdict;
                settled = false;
            }
        }
        if settled {
            return true;
        }
        let mut places = last.2;
        written.iter().enumerate().for_each(|(place, &at)| places[at] = place);
        last = (Cow::Owned(kept), round, places);
    }
    false
}

/// Keeps every line.
fn keep_all(records: &mut [Record]) {
    for verdict in records.iter_mut().map(|record| &mut record.verdict) {
        if verdict.kind != Kind::Blank && !verdict.keep {
            verdict.keep = true;
            verdict.kind = Kind::Body;
            verdict.why.add(Reason::Guard);
        }
    }
}

/// One pass over a text.
#[derive(Debug)]
struct Round {
    lines: Vec<Line>,
    logical: Vec<Logical>,
    sheet: Sheet,
    verdicts: Vec<Verdict>,
    /// What the language was detected on.
    sample: String,
    language: Option<Language>,
    confidence: f32,
}

/// The pass before this one: its text, what was found, and for each line of this text its place among the lines of that.
type Before<'b> = (&'b str, &'b Round, &'b [usize]);

impl Round {
    /// Lines, features, scores, verdicts. What a line says by itself is taken from the pass before where there was one.
    fn run(text: &str, before: Option<Before<'_>>, lexicon: &Lexicon, model: &LineModel, options: &Options) -> Round {
        let lines = text::lines(text);
        let logical = text::logical(text, &lines);
        let sample = lang::sample(logical.iter().map(|span| span.of(text, &lines)));
        let language = match before {
            Some((_, round, _)) if round.sample == sample => round.language,
            _ => lang::detect_sample(&sample),
        };
        let sources = model.sources(lexicon, language);
        let known = before.filter(|(_, round, _)| round.language.map(|l| l.code) == language.map(|l| l.code));
        let known = known.and_then(|before| same_lines(text, &lines, &logical, before).map(|at| (&before.1.sheet, at)));
        let sheet = match known {
            Some((sheet, at)) => sheet.again(text, &lines, &logical, &at),
            None => Sheet::read(text, &lines, &logical, sources),
        };
        let verdicts = model.judge(&sheet, options, before.is_none());
        let confidence = expected_f1(&sheet, &verdicts);
        Round { lines, logical, sheet, verdicts, sample, language, confidence }
    }

    /// A record for every line: the verdict of its logical line, or blank.
    fn records(&self) -> Vec<Record> {
        let record =
            |line: &Line| Record { start: line.start, end: line.end, shape: Shape::Line, verdict: Verdict::BLANK };
        let mut records: Vec<Record> = self.lines.iter().map(record).collect();
        for (span, verdict) in self.logical.iter().zip(&self.verdicts) {
            for record in &mut records[span.lines()] {
                record.verdict = *verdict;
            }
        }
        records
    }

    /// The text of the headline.
    fn title(&self, text: &str) -> Option<String> {
        let span = self.logical.iter().zip(&self.verdicts).find(|(_, verdict)| verdict.kind == Kind::Title)?.0;
        Some(span.of(text, &self.lines).split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// For each logical line, the same one of the pass before; nothing if one of them is not the same there.
fn same_lines(text: &str, lines: &[Line], logical: &[Logical], before: Before<'_>) -> Option<Vec<usize>> {
    let (old_text, old, places) = before;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_model_loads() {
        assert_eq!(LineModel::load(include_bytes!("model/text.bin")).map(|_| ()), Ok(()));
    }
}
