//! An HTML page from its markup to a verdict for each block.

use crate::decide::pages::{Decision, judge};
use crate::dom::{Attributes, Dom};
use crate::features::page::{Context, PAGE};
use crate::features::{names, rows};
use crate::html::segment;
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::lexicon::Lexicon;
use crate::markup::strip_tags;
use crate::meta::Head;
use crate::model::{Model, ModelError, Table, probability};
use crate::options::Options;
use crate::outline::mark;
use crate::page::{Degraded, Record, Verdict};
#[cfg(feature = "rules")]
use crate::select;

/// Number of the token table in the model file.
const TOKENS_TABLE: usize = 0;
/// Blocks whose features are held at once: some 300 kB.
const CHUNK: usize = 1024;

/// The model of page blocks, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageModel {
    model: Model,
    tokens: Table,
}

impl PageModel {
    /// Loads a model file.
    pub(crate) fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::load(bytes, names(PAGE))?;
        Ok(PageModel { tokens: model.table(TOKENS_TABLE), model })
    }

    /// The model that comes with the library. It loads, a test says; an empty one stands in if it did not.
    pub(crate) fn builtin() -> Self {
        Self::load(include_bytes!("model/page.bin")).unwrap_or_default()
    }

    /// What the models say about the blocks of a page.
    fn opinions(&self, context: &Context) -> Opinions {
        let blocks = context.outline.blocks.len();
        let (mut scores, mut votes) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        for start in (0..blocks).step_by(CHUNK) {
            let rows = rows(PAGE, context, start..blocks.min(start + CHUNK));
            scores.extend(self.model.score.sums(&rows, PAGE.len(), &[]).into_iter().map(probability));
            votes.extend(self.model.kinds.weights(&rows, PAGE.len()));
        }
        (scores, votes)
    }
}

/// What the models say about each block: the probability that it is content, and the votes on its kind.
type Opinions = (Vec<f32>, Vec<Vec<(Kind, u32)>>);

/// A cleaned page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleaned {
    /// The texts of all blocks.
    pub(crate) text: String,
    /// The blocks with their verdicts.
    pub(crate) records: Vec<Record>,
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
}

/// Cleans a page.
pub(crate) fn clean(html: &str, lexicon: &Lexicon, model: &PageModel, options: &Options) -> Cleaned {
    let dom = Dom::parse(html, &options.limits, attributes(options));
    let head = Head::read(&dom);
    let (marks, gave_up) = marks(&dom, options);
    let context = Context::new(segment(&dom, &marks), &head, lexicon, &model.tokens);
    let (scores, votes) = model.opinions(&context);
    let Decision { mut verdicts, confidence } = judge(&context, &scores, &votes, options);
    let outline = context.outline;
    obey(&outline.marks, &mut verdicts);
    let record = |(cue, verdict): (&crate::outline::Cue, _)| Record {
        start: cue.start,
        end: cue.end,
        shape: cue.shape,
        verdict,
    };
    Cleaned {
        records: outline.blocks.iter().zip(verdicts).map(record).collect(),
        language: lang::detect((0..outline.blocks.len()).map(|block| outline.text_of(block))),
        title: head.best_title().map(str::to_owned),
        rest: html.get(dom.rest..).map(strip_tags).unwrap_or_default(),
        confidence,
        degraded: dom.degraded.or(gave_up),
        text: outline.text,
    }
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
