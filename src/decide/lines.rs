//! Verdicts on the lines of a text.
//!
//! A line is dropped if its score is under the operating point's threshold, if it is as a whole (or opens with a label
//! that is) a known chrome phrase, or if it is short and written in another script than the document. A long line
//! inside the dense segment goes only on two signals. A document that has prose is never emptied.

use crate::features::line::context::TextContext;
use crate::features::line::facts::{FARTHEST_LINES, LineFacts, SECTION_KINDS, TRACKED_KINDS};
use crate::features::line::flags::LineFlag;
use crate::kind::Kind;
use crate::model::likeliest;
use crate::model::symmetric::Votes;
use crate::options::OperatingPoint;
use crate::verdict::{Reason, Reasons, Verdict};

/// Scores under which a line is dropped. Found on the cross-validated development data (`src/model/text.md`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Thresholds {
    /// About one body word in a hundred is lost.
    pub(crate) balanced: f32,
    /// The highest F1.
    pub(crate) precision: f32,
    /// Some two body words in a thousand are lost.
    pub(crate) recall: f32,
    /// The balanced point of texts in a language that the log-odds do not know; that and the precision point of texts without the
    /// lines of an article, or with more to drop than the model can vouch for.
    pub(crate) unknown: f32,
    /// The balanced point of a language that the training data has few domains of.
    pub(crate) thin: f32,
    /// The same where words are written without spaces: there the few domains are fewer sites still.
    pub(crate) unspaced: f32,
    /// The precision point of articles in a language that the log-odds do not know: found with models that had not seen Thai and
    /// Japanese.
    pub(crate) unlearned: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            balanced: 0.2,
            precision: 0.45,
            recall: 0.01,
            unknown: 0.065,
            thin: 0.1,
            unspaced: 0.03,
            unlearned: 0.25,
        }
    }
}

/// Fiftieths of domains from which the training data knows a language well.
const WELL_KNOWN: f32 = 3.0;
/// The share of a document's expected body words that may stand in lines under the threshold: beyond it the model does
/// not know what it is looking at, and drops less. In languages that it knows well, in others, and at the
/// precision point.
const UNSURE: [f32; 3] = [0.18, 0.12, 0.4];
/// The F1 that has to be expected of a document's verdicts. Of the development data's documents under it the ones with much
/// body lost two thirds of it: lists of errata, of code, of results.
const LEAST_EXPECTED: f32 = 0.5;
/// Words up to which a line in another script is chrome by itself: of the development data's lines of one foreign
/// script all were, but longer ones are quotations.
const FOREIGN_WORDS: f32 = 12.0;
/// Words up to which a line can be the work of a converter: a headline with a path of three before it.
const ARTEFACT_WORDS: f32 = 32.0;
/// Words up to which the one phrase in a line names it.
const NAMING_WORDS: f32 = 3.0;
/// Kinds whose phrases stand for nothing else.
const NAMED: [Kind; 6] =
    [Kind::Cookie, Kind::Breadcrumb, Kind::Counter, Kind::Login, Kind::Comment, Kind::CommentForm];
/// Log-odds by which the trees have to prefer another kind to the one that a phrase names otherwise: menus have entries that
/// are phrases of other kinds. Believing all phrases named .66 of the chrome lines of labels-raw-dev right, a few .71.
const NAMING_LEAD: f32 = 1.0;
/// Words up to which a known phrase needs no second signal.
const PHRASE_WORDS: f32 = 15.0;
/// Score above which a label in front of other words is not believed.
const LABEL_SCORE: f32 = 0.97;
/// Lines behind a heading of its kind that count as its section.
const SCOPE_LINES: u8 = 12;
/// Lines from the start of the dense segment up to which the headline is looked for.
pub(crate) const TITLE_MARGIN: usize = 3;
/// The share that the forest has to give a line for it to be the headline.
const TITLE_SHARE: f32 = 0.15;
/// Words that it has fewer than.
const TITLE_WORDS: f32 = 40.0;
/// The score that a headline without the forest's vote, and the paragraph behind it, have at least; and the lines at
/// the top among which it is looked for.
const HEADLINE_SCORE: f32 = 0.5;
const HEADLINE_LINES: usize = 12;
/// How much lower than the threshold a score is a second signal by itself.
const SURE: f32 = 0.35;
/// How much lower it has to be where the other signal is a heading above: in a document of few long lines, where a single
/// "Read more: …" or newsletter line has most of the text in its scope, and in others.
const UNDER_HEADING: [f32; 2] = [0.4, 0.65];
/// Lines behind the dense segment that are still guarded as if they were in it: notes on who contributed.
const DENSE_MARGIN: usize = 2;
/// Long lines up to which a document is too short for its dense segment to be sure.
const FEW_LONG_LINES: u32 = 5;
/// The threshold, as a multiple and at most, for lines behind a heading that announces other
/// articles; long lines left aside, unless they
/// end in an ellipsis as teasers do.
const SECTION: (f32, f32) = (2.5, 0.6);
/// The score of a long line that ends such a section.
const SECTION_END: f32 = 0.8;

/// What the models say about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Opinion {
    /// The probability that it is body.
    pub(crate) score: f32,
    /// What the forest says; nothing where it was not asked.
    pub(crate) guess: Guess,
}

/// What the forest says about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Guess {
    /// The share of the headline, 0 to 1.
    title: f32,
    /// The likeliest of body, lead and subheading, and of the kinds of chrome; a phrase that names the line counts with those.
    content: Option<Kind>,
    chrome: Option<Kind>,
}

impl Guess {
    /// Reads the votes on `kinds`, each worth `unit` of log-odds, about a line.
    pub(crate) fn of(kinds: &[Kind], votes: &Votes, unit: f32, entry: &LineFacts) -> Self {
        let best = |allowed: fn(Kind) -> bool| likeliest(kinds, votes, allowed);
        let top = kinds.iter().zip(votes).map(|(_, &votes)| votes).max().unwrap_or(0);
        let title = kinds
            .iter()
            .zip(votes)
            .find(|(kind, _)| **kind == Kind::Title)
            .map_or(i16::MIN, |(_, &votes)| votes);
        let behind = |votes: i16| (f32::from(top) - f32::from(votes)) * unit;
        // Shares that are far from enough for a headline are not worth their exponentials.
        let near = (behind(title) < 2.0).then(|| {
            let all: f32 = kinds.iter().zip(votes).map(|(_, &votes)| (-behind(votes)).exp()).sum();
            (-behind(title)).exp() / all
        });
        let chrome = best(is_chrome);
        let lead = |kind| {
            let (_, own) = kinds.iter().zip(votes).find(|(other, _)| **other == kind)?;
            Some((f32::from(chrome?.1) - f32::from(*own)) * unit)
        };
        let close = |kind| lead(kind).is_some_and(|lead| lead < NAMING_LEAD);
        let named = named(entry).filter(|kind| NAMED.contains(kind) || close(*kind));
        Guess {
            title: near.unwrap_or(0.0),
            content: best(Kind::is_text).map(|(kind, _)| kind),
            chrome: named.or(chrome.map(|(kind, _)| kind)),
        }
    }
}

/// Whether a dropped line can be of a kind.
fn is_chrome(kind: Kind) -> bool {
    !matches!(kind, Kind::Body | Kind::Lead | Kind::Subheading | Kind::Title | Kind::Blank)
}

/// The score that each line of a document has to reach.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    least: Vec<f32>,
}

impl Plan {
    /// Settles them, from the model's scores of all lines.
    pub(crate) fn new(sheet: &TextContext, scores: &[f32], aim: Aim) -> Self {
        let threshold = aim.threshold;
        let higher = (threshold * SECTION.0).min(SECTION.1).max(threshold);
        let sections = sections(sheet, scores);
        let least = sheet.lines.iter().enumerate().zip(sections).map(|((line, entry), section)| {
            let prose = entry.has(LineFlag::Long)
                && (guarded(sheet, line) || !entry.has(LineFlag::EndsEllipsis));
            if section && !prose { higher } else { threshold }
        });
        Plan { least: least.collect() }
    }

    /// Whether a line may be dropped.
    pub(crate) fn may_drop(&self, sheet: &TextContext, line: usize, score: f32) -> bool {
        let entry = &sheet.lines[line];
        score < self.least[line]
            || entry.decisive.is_some()
            || artefact(entry).is_some()
            || sheet.is_foreign(line)
    }
}

/// Whether a line stands where, and looks as, the headline may.
pub(crate) fn may_be_title(sheet: &TextContext, line: usize) -> bool {
    let entry = &sheet.lines[line];
    line < sheet.totals.dense.0 as usize + TITLE_MARGIN
        && entry.words < TITLE_WORDS
        && entry.decisive.is_none()
        && !entry.has(LineFlag::Fused)
        && !sheet.is_foreign(line)
}

/// Decides on every line of a sheet.
pub(crate) fn verdicts(sheet: &TextContext, opinions: &[Opinion], plan: &Plan) -> Vec<Verdict> {
    let title = title(sheet, opinions);
    let verdict = |(line, opinion): (usize, &Opinion)| {
        if title == Some(line) {
            headline(opinion)
        } else {
            judge(sheet, line, opinion, plan.least[line])
        }
    };
    let mut verdicts: Vec<Verdict> = opinions.iter().enumerate().map(verdict).collect();
    guard(sheet, opinions, &mut verdicts);
    verdicts
}

/// Which lines stand in a list of other articles: behind a line that is as a whole a phrase of that kind, up to a long
/// line that is surely body.
fn sections(sheet: &TextContext, scores: &[f32]) -> Vec<bool> {
    let mut inside = false;
    let line = |(entry, &score): (&LineFacts, &f32)| {
        inside &= !(entry.has(LineFlag::Long) && score >= SECTION_END);
        let here = inside;
        inside |= entry.announces_related;
        here
    };
    sheet.lines.iter().zip(scores).map(line).collect()
}

/// What a document's lines are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Aim {
    /// The score that lines have to reach.
    threshold: f32,
    /// The share of the expected body words that may stand in lines under it.
    limit: f32,
}

impl Aim {
    /// The aim for a document whose scores are not known yet: the threshold of the operating point, but a lower one where the
    /// words of its language are not known, or where it is no article.
    pub(crate) fn new(sheet: &TextContext, point: OperatingPoint, thresholds: &Thresholds) -> Self {
        let well_known = sheet.totals.domains >= WELL_KNOWN;
        let (threshold, limit) = match point {
            OperatingPoint::Recall => (thresholds.recall, f32::INFINITY),
            OperatingPoint::Precision if !sheet.totals.learned && is_article(sheet) => {
                (thresholds.unlearned, f32::INFINITY)
            }
            _ if !(sheet.totals.learned && is_article(sheet)) => {
                (thresholds.unknown, f32::INFINITY)
            }
            OperatingPoint::Precision => (thresholds.precision, UNSURE[2]),
            OperatingPoint::Balanced if well_known => (thresholds.balanced, UNSURE[0]),
            OperatingPoint::Balanced if sheet.has_spaces() => (thresholds.thin, UNSURE[1]),
            OperatingPoint::Balanced => (thresholds.unspaced, UNSURE[1]),
        };
        Aim { threshold, limit }
    }

    /// Whether the model is sure enough of what it would drop. If not, [`Aim::fallback`] is the aim.
    pub(crate) fn is_met(self, sheet: &TextContext, scores: &[f32]) -> bool {
        expected_loss(sheet, scores, self.threshold) <= self.limit
    }

    /// Whether enough can be expected of the verdicts that came of it.
    pub(crate) fn is_sure(self, expected: Expected) -> bool {
        self.limit.is_infinite() || expected.f1() >= LEAST_EXPECTED
    }

    /// The aim where another is not met.
    pub(crate) fn fallback(thresholds: &Thresholds) -> Self {
        Aim { threshold: thresholds.unknown, limit: f32::INFINITY }
    }
}

/// The share of the expected body words that stand in lines under a threshold.
fn expected_loss(sheet: &TextContext, scores: &[f32], threshold: f32) -> f32 {
    let (mut all, mut lost) = (0.0f32, 0.0f32);
    for (entry, &score) in sheet.lines.iter().zip(scores) {
        let expected = entry.words * score;
        all += expected;
        lost += if score < threshold { expected } else { 0.0 };
    }
    if all > 0.0 { lost / all } else { 0.0 }
}

/// Whether a document has the lines of an article: some long ones that end as sentences do.
fn is_article(sheet: &TextContext) -> bool {
    sheet.totals.long_lines >= 2
}

/// The headline: the line before the first long one that the forest is surest of.
fn title(sheet: &TextContext, opinions: &[Opinion]) -> Option<usize> {
    let end = (sheet.totals.dense.0 as usize + TITLE_MARGIN).min(sheet.lines.len());
    let mut best: Option<(usize, f32)> = None;
    for line in (0..end).filter(|&line| may_be_title(sheet, line)) {
        let share = opinions[line].guess.title;
        if share >= TITLE_SHARE && best.is_none_or(|(_, other)| share >= other) {
            best = Some((line, share));
        }
    }
    best.map(|(line, _)| line).or_else(|| line_before_prose(sheet, opinions))
}

/// The headline of a document whose lines the forest is unsure of: the last line before the first long one, if it is
/// likely to be kept and long enough.
fn line_before_prose(sheet: &TextContext, opinions: &[Opinion]) -> Option<usize> {
    let prose = |line: &usize| {
        sheet.lines[*line].has(LineFlag::Long) && opinions[*line].score >= HEADLINE_SCORE
    };
    let first = (0..sheet.lines.len()).find(prose)?;
    let entry = &sheet.lines[first.checked_sub(1)?];
    let fits = (4.0..=28.0).contains(&entry.words)
        && entry.decisive.is_none()
        && (!entry.has(LineFlag::EndsSentence) || entry.has(LineFlag::Question));
    (fits && opinions[first - 1].score >= HEADLINE_SCORE && first <= HEADLINE_LINES)
        .then_some(first - 1)
}

/// The verdict on the headline.
fn headline(opinion: &Opinion) -> Verdict {
    Verdict { kind: Kind::Title, keep: true, score: opinion.score, why: Reasons::default() }
}

/// The verdict on any other line.
fn judge(sheet: &TextContext, line: usize, opinion: &Opinion, threshold: f32) -> Verdict {
    let entry = &sheet.lines[line];
    let mut why = Reasons::default();
    let scope = scope(entry);
    let certain =
        entry.decisive.filter(|_| entry.words <= PHRASE_WORDS || opinion.score < threshold);
    let certain = certain.filter(|_| opinion.score < LABEL_SCORE);
    let foreign = sheet.is_foreign(line) && entry.shape.one_script && entry.words <= FOREIGN_WORDS;
    if certain.is_some() {
        why.add(Reason::Phrase);
    }
    if foreign {
        why.add(Reason::Script);
    }
    let artefact = artefact(entry);
    let mut keep =
        certain.is_none() && artefact.is_none() && !foreign && opinion.score >= threshold;
    if !keep && entry.has(LineFlag::Long) && guarded(sheet, line) {
        let signals = [
            opinion.score < threshold * SURE,
            entry.decisive.is_some() || entry.has_chrome_phrase(),
            // A share bar announces nothing long.
            scope.is_some_and(|kind| kind != Kind::Share)
                && opinion.score < threshold * under_heading(sheet),
            sheet.is_foreign(line),
            entry.has(LineFlag::Copy),
        ];
        if !signals.contains(&true) {
            keep = true;
            why.add(Reason::Dense);
        }
    }
    if !keep && scope.is_some() {
        why.add(Reason::Scope);
    }
    if !keep && entry.has(LineFlag::Copy) {
        why.add(Reason::Copy);
    }
    why.phrase = phrase(entry);
    // The trees hardly know the words of a notice in another script than the page; a phrase says more.
    let notice = sheet.is_foreign(line) && entry.words > FOREIGN_WORDS;
    let dropped = artefact.or(why.phrase.filter(|_| notice));
    let kind = if keep {
        kept_kind(entry, opinion)
    } else {
        dropped.unwrap_or_else(|| dropped_kind(entry, opinion))
    };
    Verdict { kind, keep, score: opinion.score, why }
}

/// The share of the threshold that a long line under a chrome heading has to fall below.
fn under_heading(sheet: &TextContext) -> f32 {
    UNDER_HEADING[usize::from(sheet.totals.long_lines > FEW_LONG_LINES)]
}

/// Whether a line stands in the dense segment or just behind it, or anywhere in a document too short to have a sure one.
fn guarded(sheet: &TextContext, line: usize) -> bool {
    let (start, end) = sheet.totals.dense;
    sheet.totals.long_lines <= FEW_LONG_LINES
        || (start as usize..end as usize + DENSE_MARGIN).contains(&line)
}

/// What a line glued together by a converter is: a path to the page in front of its headline, or a site's name twice.
fn artefact(entry: &LineFacts) -> Option<Kind> {
    let short = entry.words <= ARTEFACT_WORDS && !entry.has(LineFlag::EndsSentence);
    if short && entry.has(LineFlag::Fused) {
        Some(Kind::Breadcrumb)
    } else {
        (short && entry.has(LineFlag::Doubled)).then_some(Kind::Nav)
    }
}

/// The first kind of phrase in a line.
fn phrase(entry: &LineFacts) -> Option<Kind> {
    entry.decisive.or_else(|| Kind::ALL.iter().copied().find(|&kind| entry.phrases.contains(kind)))
}

/// The kind of the section that a line stands in, if a heading opened one not long ago.
fn scope(entry: &LineFacts) -> Option<Kind> {
    let nearest = TRACKED_KINDS
        .iter()
        .zip(entry.around.since_phrase)
        .take(SECTION_KINDS)
        .min_by_key(|(_, since)| *since);
    nearest.filter(|(_, since)| *since <= SCOPE_LINES.min(FARTHEST_LINES)).map(|(kind, _)| *kind)
}

/// The kind of a kept line that is not the headline.
fn kept_kind(entry: &LineFacts, opinion: &Opinion) -> Kind {
    let kind = opinion.guess.content.unwrap_or(Kind::Body);
    if kind == Kind::Subheading && entry.has(LineFlag::Long) { Kind::Body } else { kind }
}

/// The kind of a dropped line.
fn dropped_kind(entry: &LineFacts, opinion: &Opinion) -> Kind {
    opinion.guess.chrome.or_else(|| named(entry)).unwrap_or(Kind::Other)
}

/// The kind of chrome that a phrase names a line by: it is the whole line, its label, or the only one in a few words.
fn named(entry: &LineFacts) -> Option<Kind> {
    let mut phrases =
        Kind::ALL.iter().copied().filter(|&kind| is_chrome(kind) && entry.phrases.contains(kind));
    let (first, second) = (phrases.next(), phrases.next());
    let alone = first.filter(|_| second.is_none() && entry.words <= NAMING_WORDS);
    entry.decisive.filter(|&kind| is_chrome(kind)).or(alone)
}

/// Keeps the dense segment of a document that has prose but would lose all of it.
fn guard(sheet: &TextContext, opinions: &[Opinion], verdicts: &mut [Verdict]) {
    let prose =
        |line: usize| sheet.lines[line].has(LineFlag::Long) && sheet.lines[line].decisive.is_none();
    let lines = 0..sheet.lines.len();
    if lines.clone().any(|line| verdicts[line].keep && prose(line)) {
        return;
    }
    let dense = sheet.totals.dense;
    for line in (dense.0 as usize..dense.1 as usize).filter(|&line| prose(line)) {
        verdicts[line].keep = true;
        verdicts[line].kind = kept_kind(&sheet.lines[line], &opinions[line]);
        verdicts[line].why.add(Reason::Guard);
    }
}

/// Words, as far as the scores let expect: of body among the kept lines, of all kept lines, of body in all lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Expected {
    hit: f32,
    kept: f32,
    body: f32,
}

impl Expected {
    /// The F1 that the kept lines are expected to reach.
    pub(crate) fn f1(self) -> f32 {
        let both = self.kept + self.body;
        if both > 0.0 { 2.0 * self.hit / both } else { 0.0 }
    }
}

impl std::ops::Add for Expected {
    type Output = Expected;

    fn add(self, other: Expected) -> Expected {
        Expected {
            hit: self.hit + other.hit,
            kept: self.kept + other.kept,
            body: self.body + other.body,
        }
    }
}

/// What can be expected of the verdicts on a sheet's lines.
pub(crate) fn expected(sheet: &TextContext, verdicts: &[Verdict]) -> Expected {
    let mut sum = Expected::default();
    for (entry, verdict) in
        sheet.lines.iter().zip(verdicts).filter(|(_, verdict)| verdict.kind != Kind::Title)
    {
        let body = entry.words * verdict.score;
        sum.body += body;
        if verdict.keep {
            sum.hit += body;
            sum.kept += entry.words;
        }
    }
    sum
}
