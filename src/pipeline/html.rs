//! The HTML pipeline: from markup to blocks with verdicts.

pub(crate) mod page_model;

use crate::content::Content;
use crate::content::build::build_content;
use crate::decide::pages::{Decision, decide};
use crate::document::Document;
use crate::features::page::PageContext;
use crate::html::comments::find_comments;
use crate::html::dom::{Dom, KeptAttributes};
use crate::html::head::DocumentHead;
use crate::html::outline::{Outline, rule_flag};
use crate::html::positions::Positions;
use crate::html::segment::{Segmented, segment};
#[cfg(feature = "rules")]
use crate::html::selectors;
use crate::html::syntax::strip_tags;
use crate::kind::Kind;
use crate::lang;
use crate::options::Options;
use crate::pipeline::resources::Resources;
use crate::pipeline::text;
use crate::text::fragments::is_fragment_flood;
use crate::unicode::word_count;
use crate::verdict::{BlockRecord, Degraded, Reason, Reasons, Shape, Verdict};

/// Least length, in words, of an `articleBody` in JSON-LD that can replace the page's own text.
const LEAST_DECLARED: f32 = 60.0;
/// The kept blocks have at most this share of the words of an `articleBody` that replaces them.
const MISSING_SHARE: f32 = 0.25;
/// The score of the replacing blocks, and the confidence. No development page needs it, so this is
/// not a measured figure.
const DECLARED_SCORE: f32 = 0.5;

/// Cleans a page.
pub(super) fn clean(html: &str, resources: &Resources, options: &Options) -> Document {
    let dom = Dom::parse(html, &options.limits, attributes(options));
    let head = DocumentHead::read(&dom);
    let (rule_flags, rules_degraded) = match_rules(&dom, options);
    let Segmented { outline, positions } = segment(&dom, &rule_flags);

    let mut document = if is_fragment_flood(outline.blocks.len(), html.len()) {
        keep_unjudged(outline)
    } else {
        let context =
            PageContext::new(outline, &head, &resources.lexicon, &resources.page_model.tables);
        let predictions = resources.page_model.predict(&context);
        let mut decision = decide(&context, &predictions, options);
        obey_rules(&context.outline.rule_flags, &mut decision.verdicts);
        build(&dom, context, &positions, decision, options)
    };

    document.title = head.best_title().map(str::to_owned);
    document.degraded = dom.degraded.or(document.degraded).or(rules_degraded);
    document.candidates.put_head_first(head.declared);
    if let Some(body) = head.article_body.filter(|body| is_missing(body, &document)) {
        replace_with_declared(&mut document, &body);
    }
    let rest = html.get(dom.rest..).map(strip_tags).unwrap_or_default();
    if !rest.is_empty() {
        // The tree reached a limit. The markup after that point is judged as plain text.
        let lines = text::judge(&rest, resources, options).blocks;
        document.append_rest(&rest, &lines);
    }
    document
}

/// Builds the document from the blocks and the verdicts on them.
fn build(
    dom: &Dom,
    context: PageContext,
    positions: &Positions,
    decision: Decision,
    options: &Options,
) -> Document {
    let service_share = context.service_probability();
    let outline = context.outline;
    let verdicts = decision.verdicts;
    let kept: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let mut document = Document {
        content: build_content(dom, &outline, positions, &kept),
        confidence: decision.confidence,
        ..Document::default()
    };
    if options.comments {
        document.candidates.comments = find_comments(dom, &outline, positions, &verdicts);
    }
    document.candidates.service_share = service_share;
    fill(document, outline, &verdicts)
}

/// Keeps every block of a page of tiny fragments, unless a rule drops it.
fn keep_unjudged(outline: Outline) -> Document {
    let mut verdicts = vec![Verdict::UNJUDGED; outline.blocks.len()];
    obey_rules(&outline.rule_flags, &mut verdicts);
    let kept = outline.blocks.iter().zip(&verdicts).filter(|(_, verdict)| verdict.keep);
    let document = Document {
        content: Content::of_paragraphs(kept.map(|(block, _)| (block.start, block.end))),
        degraded: Some(Degraded::Fragments),
        ..Document::default()
    };
    fill(document, outline, &verdicts)
}

/// Moves the text, the blocks and the metadata candidates of an outline into a document.
fn fill(mut document: Document, outline: Outline, verdicts: &[Verdict]) -> Document {
    document.is_html = true;
    document.language = lang::detect((0..outline.blocks.len()).map(|block| outline.text_of(block)));
    for (block, &verdict) in outline.blocks.iter().zip(verdicts) {
        let (start, end, shape) = (block.start, block.end, block.shape);
        document.blocks.push(BlockRecord { start, end, shape, verdict });
    }
    document.candidates.all = outline.candidates.all;
    document.candidates.json_ld = outline.candidates.json_ld;
    document.text = outline.text;
    document
}

/// Returns true if the kept blocks contain less than a quarter of the declared article: a script
/// would have put it on the page.
fn is_missing(body: &str, document: &Document) -> bool {
    let declared = word_count(body);
    if declared < LEAST_DECLARED {
        return false;
    }
    let kept: f32 =
        document.kept_blocks().map(|block| word_count(document.block_text(block))).sum();
    kept < declared * MISSING_SHARE
}

/// Replaces the kept blocks with the article that the page's JSON-LD declares, one block per line.
fn replace_with_declared(document: &mut Document, body: &str) {
    for block in document.blocks.iter_mut().filter(|block| block.verdict.keep) {
        block.verdict.keep = false;
        block.verdict.why.add(Reason::Declared);
    }
    document.content.events.clear();
    let mut why = Reasons::default();
    why.add(Reason::Declared);
    let verdict = Verdict { kind: Kind::Body, keep: true, score: DECLARED_SCORE, why };
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let start = document.text.len() as u32;
        document.text.push_str(line);
        let end = document.text.len() as u32;
        document.blocks.push(BlockRecord { start, end, shape: Shape::Paragraph, verdict });
        document.content.push_paragraph(start, end);
    }
    document.confidence = DECLARED_SCORE;
}

/// Returns the attributes that the stages and the user's rules read.
fn attributes(options: &Options) -> KeptAttributes {
    match options {
        #[cfg(feature = "rules")]
        Options { rules, .. } if !rules.is_empty() => KeptAttributes::Named,
        _ => KeptAttributes::Read,
    }
}

/// Matches the user's rules. Returns bits of [`rule_flag`] for each node, or nothing without rules,
/// and whether a rule was given up.
#[cfg(feature = "rules")]
fn match_rules(dom: &Dom, options: &Options) -> (Vec<u8>, Option<Degraded>) {
    let matches = selectors::match_rules(dom, &options.rules);
    (matches.flags, matches.gave_up.then_some(Degraded::Rules))
}

/// Without the feature `rules` there are no rules.
#[cfg(not(feature = "rules"))]
fn match_rules(_: &Dom, _: &Options) -> (Vec<u8>, Option<Degraded>) {
    (Vec::new(), None)
}

/// Applies the user's rules, which override the model. Excluding overrides including.
fn obey_rules(flags: &[u8], verdicts: &mut [Verdict]) {
    for (flags, verdict) in flags.iter().zip(verdicts) {
        if *flags != 0 {
            verdict.obey(flags & rule_flag::EXCLUDED == 0);
        }
    }
}
