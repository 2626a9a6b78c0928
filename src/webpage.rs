//! An HTML page from its markup to a verdict for each block.

use crate::comments::comments;
use crate::content::Content;
use crate::decide::pages::{Decision, Opinions, judge};
use crate::dom::{Attributes, Dom};
use crate::features::page::{Context, PAGE, Tables};
use crate::features::{names, rows};
use crate::html::{Segmented, segment};
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::lexicon::Lexicon;
use crate::markup::strip_tags;
use crate::meta::Head;
use crate::model::{Exit, Model, ModelError, probability};
use crate::options::Options;
use crate::outline::{Cue, Outline, mark};
use crate::page::{Degraded, Reason, Record, Shape, Verdict, Why};
#[cfg(feature = "rules")]
use crate::select;
use crate::signs::Signs;
use crate::structure::structure;
use crate::units::{is_crumbs, word_count};

/// Number of the token table in the model file.
const TOKENS_TABLE: usize = 0;
/// Number of the first of the tables of page types.
const TYPES_TABLE: usize = 1;
/// Words from which a declared article can stand in for the page's own text.
const LEAST_DECLARED: f32 = 60.0;
/// Share of its words that the kept blocks have at most if it does.
const MISSING_SHARE: f32 = 0.25;
/// The score of its blocks, and the confidence. No page of the development data needs it, so this is no measured figure.
const DECLARED_SCORE: f32 = 0.5;
/// Half of the blocks of a page are chrome beyond doubt after a fifth of the trees. Out of fold none of these ended with a
/// score over .2, and three in a thousand with one over .05; their log-odds grew by four fifths on the mean.
const EXIT: Exit = Exit { trees: 60, low: -2.5, high: f32::INFINITY, rest: 1.8 };
/// What the log-odds are multiplied by: boosted trees are surer than they may be (Guo et al. 2017, temperature scaling).
/// From .75 to .85 little changes in F1; this one loses least.
pub(crate) const CALIBRATION: f32 = 0.8;
/// Blocks whose features are held at once: some 640 kB of them.
const CHUNK: usize = 1024;

/// The model of page blocks, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageModel {
    model: Model,
    tables: Tables,
}

impl PageModel {
    /// Loads a model file.
    pub(crate) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::load(bytes, names(PAGE))?;
        let types = std::array::from_fn(|number| model.table(TYPES_TABLE + number));
        Ok(PageModel { tables: Tables { tokens: model.table(TOKENS_TABLE), types }, model })
    }

    /// The model that comes with the library. It loads, a test says; an empty one stands in if it did not.
    pub(crate) fn builtin() -> Self {
        Self::load(include_bytes!("model/page.bin")).unwrap_or_default()
    }

    /// What the models say about the blocks of a page.
    fn opinions(&self, context: &Context) -> Opinions<'_> {
        let blocks = context.outline.blocks.len();
        let mut opinions = Opinions { kinds: self.model.kinds.kinds(), ..Opinions::default() };
        for start in (0..blocks).step_by(CHUNK) {
            let rows = rows(PAGE, context, start..blocks.min(start + CHUNK));
            let sums = self.model.score.sums(&rows, PAGE.len(), &[EXIT]);
            opinions.scores.extend(sums.into_iter().map(|sum| probability(CALIBRATION * sum)));
            opinions.votes.extend(self.model.kinds.votes(&rows, PAGE.len()));
        }
        opinions
    }
}

/// A cleaned page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaned {
    /// The texts of all blocks.
    pub(crate) text: String,
    /// The blocks with their verdicts.
    pub(crate) records: Vec<Record>,
    /// The kept blocks with their elements.
    pub(crate) content: Content,
    /// The title that the page declares.
    pub(crate) title: Option<String>,
    /// The language of its long blocks.
    pub(crate) language: Option<Language>,
    /// The expected F1 of what is kept.
    pub(crate) confidence: f32,
    /// The budget that ran out, if one did.
    pub(crate) degraded: Option<Degraded>,
    /// The text behind the place where it did, a line a block.
    pub(crate) rest: String,
    /// What the page says of itself.
    pub(crate) signs: Signs,
}

impl Cleaned {
    /// Puts a declared article in the place of what was kept, a block a line.
    fn stand_in(&mut self, body: &str) {
        let mut why = Why::default();
        why.add(Reason::Declared);
        for record in self.records.iter_mut().filter(|record| record.verdict.keep) {
            record.verdict.keep = false;
            record.verdict.why.add(Reason::Declared);
        }
        self.content.events.clear();
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let start = self.text.len() as u32;
            self.text.push_str(line);
            let verdict = Verdict { kind: Kind::Body, keep: true, score: DECLARED_SCORE, why };
            let end = self.text.len() as u32;
            self.records.push(Record { start, end, shape: Shape::Paragraph, verdict });
            self.content.push_paragraph(start, end);
        }
        self.confidence = DECLARED_SCORE;
    }
}

/// Cleans a page.
pub(crate) fn clean(
    html: &str,
    lexicon: &Lexicon,
    model: &PageModel,
    options: &Options,
) -> Cleaned {
    let dom = Dom::parse(html, &options.limits, attributes(options));
    let mut head = Head::read(&dom);
    let (marks, gave_up) = marks(&dom, options);
    let Segmented { outline, trail } = segment(&dom, &marks);
    let context = Context::new(outline, &head, lexicon, &model.tables);
    let crumbs = is_crumbs(context.outline.blocks.len(), html.len());
    let Decision { mut verdicts, confidence } = if crumbs {
        Decision {
            verdicts: vec![Verdict::UNJUDGED; context.outline.blocks.len()],
            confidence: 0.0,
        }
    } else {
        judge(&context, &model.opinions(&context), options)
    };
    let service_share = context.service_share();
    let outline = context.outline;
    obey(&outline.marks, &mut verdicts);
    let missing = head.article_body.as_deref().filter(|body| is_missing(body, &outline, &verdicts));
    let record = |(cue, verdict): (&Cue, _)| Record {
        start: cue.start,
        end: cue.end,
        shape: cue.shape,
        verdict,
    };
    let kept: Vec<bool> = verdicts.iter().map(|verdict: &Verdict| verdict.keep).collect();
    let content = if crumbs {
        let kept = outline.blocks.iter().zip(kept).filter(|(_, kept)| *kept);
        Content::of_paragraphs(kept.map(|(cue, _)| (cue.start, cue.end)))
    } else {
        structure(&dom, &outline, &trail, &kept)
    };
    let remarks = if options.comments && !crumbs {
        comments(&dom, &outline, &trail, &verdicts)
    } else {
        Vec::new()
    };
    let mut cleaned = Cleaned {
        content,
        records: outline.blocks.iter().zip(verdicts).map(record).collect(),
        language: lang::detect((0..outline.blocks.len()).map(|block| outline.text_of(block))),
        title: head.best_title().map(str::to_owned),
        rest: html.get(dom.rest..).map(strip_tags).unwrap_or_default(),
        confidence,
        degraded: dom.degraded.or(crumbs.then_some(Degraded::Crumbs)).or(gave_up),
        signs: Signs {
            remarks,
            service_share,
            ..std::mem::take(&mut head.declared).with(outline.signs)
        },
        text: outline.text,
    };
    if let Some(body) = missing {
        cleaned.stand_in(body);
    }
    cleaned
}

/// Whether a declared article is hardly among the blocks that are kept: what a script would have put on the page.
fn is_missing(body: &str, outline: &Outline, verdicts: &[Verdict]) -> bool {
    let declared = word_count(body);
    let kept = outline
        .blocks
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| verdict.keep)
        .map(|(cue, _)| cue.words);
    declared >= LEAST_DECLARED && kept.sum::<f32>() < declared * MISSING_SHARE
}

/// The attributes that the stages and the user's rules read.
fn attributes(options: &Options) -> Attributes {
    match options {
        #[cfg(feature = "rules")]
        Options { rules, .. } if !rules.is_empty() => Attributes::Named,
        _ => Attributes::Read,
    }
}

/// What the user's rules say of each node, and whether one of them was given up.
#[cfg(feature = "rules")]
fn marks(dom: &Dom, options: &Options) -> (Vec<u8>, Option<Degraded>) {
    let marks = select::marks(dom, &options.rules);
    (marks.of_node, marks.gave_up.then_some(Degraded::Rules))
}

/// Without rules, nothing.
#[cfg(not(feature = "rules"))]
fn marks(_: &Dom, _: &Options) -> (Vec<u8>, Option<Degraded>) {
    (Vec::new(), None)
}

/// Does what rules say of blocks, whatever was decided: dropping outranks keeping.
fn obey(marks: &[u8], verdicts: &mut [Verdict]) {
    for (bits, verdict) in marks.iter().zip(verdicts).filter(|(bits, _)| **bits != 0) {
        verdict.obey(bits & mark::EXCLUDED == 0);
    }
}
