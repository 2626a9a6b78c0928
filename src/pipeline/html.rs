//! The HTML pipeline: from markup to blocks with verdicts.

pub(crate) mod page_model;

use crate::content::Content;
use crate::content::build::build_content;
use crate::decide::corrections::correct;
use crate::decide::pages::{Decision, decide};
use crate::decide::titles::keep_titles;
use crate::document::Document;
use crate::features::page::PageContext;
use crate::html::callouts::Callouts;
use crate::html::comments::find_comments;
use crate::html::dom::{Dom, KeptAttributes};
use crate::html::head::DocumentHead;
use crate::html::omissions::{OmittedBlock, cut_omissions};
use crate::html::outline::{Outline, RuleMatches, rule_flag};
use crate::html::positions::{OmissionKind, Positions};
use crate::html::segment::{Segmented, segment};
#[cfg(feature = "rules")]
use crate::html::selectors;
use crate::html::syntax::strip_tags;
use crate::kind::Kind;
use crate::lang::{self, Language};
use crate::metadata::candidates::CandidateField;
use crate::options::Options;
use crate::pipeline::resources::Resources;
use crate::pipeline::text;
use crate::text::fragments::is_fragment_flood;
use crate::text::lines::judged_len;
use crate::unicode::word_count;
use crate::verdict::{BlockRecord, Degraded, Reason, Reasons, Shape, Verdict};

/// Least length, in words, of an `articleBody` in JSON-LD that can replace the page's own text.
const LEAST_DECLARED: f32 = 60.0;
/// The kept blocks have at most this share of the words of an `articleBody` that replaces them.
const MISSING_SHARE: f32 = 0.25;
/// The score of the replacing blocks, and the confidence. No development page needs it, so this is
/// not a measured figure.
const DECLARED_SCORE: f32 = 0.5;

/// Confidence in the language of the kept text from which the rest of the page is not read.
const SURE_LANGUAGE: f32 = 0.6;

/// Cleans a page.
pub(super) fn clean(html: &str, resources: &Resources, options: &Options) -> Document {
    let limits = options.limits.of_page(html.len());
    let dom = Dom::parse(html, &limits, attributes(options));
    let head = DocumentHead::read(&dom);
    let rules = match_rules(&dom, options);
    let Segmented { outline, mut positions } = segment(&dom, &rules.flags);

    let mut document = if is_fragment_flood(outline.blocks.len(), dom.rest.min(html.len())) {
        keep_unjudged(outline, &mut positions)
    } else {
        let context =
            PageContext::new(outline, &head, &resources.lexicon, &resources.page_model.tables);
        let predictions = resources.page_model.predict(&context);
        let mut decision = decide(&context, &predictions, options);
        let hidden = correct(&dom, &context.outline, &positions, &mut decision.verdicts);
        positions.omissions.extend(hidden);
        build(&dom, context, &mut positions, decision, options)
    };

    document.title = head.best_title().map(str::to_owned);
    let rules_degraded = rules.gave_up.then_some(Degraded::Rules);
    document.degraded = dom.degraded.or(document.degraded).or(rules_degraded);
    document.unmatched_rules = rules.unmatched;
    document.candidates.put_head_first(head.declared);
    if let Some(body) = head.article_body.filter(|body| is_missing(body, &document)) {
        let judged = judged_len(&body, limits.lines.min(limits.nodes));
        replace_with_declared(&mut document, body.split_at(judged));
    }
    let rest = html.get(dom.rest..).map(strip_tags).unwrap_or_default();
    if !rest.is_empty() {
        // The tree reached a limit. The markup after that point is judged as plain text, up to the
        // number of lines that the limit allows.
        let judged = judged_len(&rest, limits.lines.min(limits.nodes));
        let lines = text::judge(&rest[..judged], resources, options).blocks;
        document.append_rest(&rest, judged, &lines);
    }
    document.language = detect_language(&document);
    document
}

/// Detects the language of the kept prose, or of all prose if little is kept. The declared language
/// decides if the text leaves a choice.
fn detect_language(document: &Document) -> Option<Language> {
    let mut candidates = document.candidates.all.iter();
    let declared = candidates.find(|candidate| candidate.field == CandidateField::Language);
    let declared = declared.map(|candidate| candidate.value.as_str());
    let prose = document.blocks.iter().filter(|block| block.shape != Shape::Code);
    let text = |block| document.block_text(block);
    let kept = lang::detect(prose.clone().filter(|block| block.verdict.keep).map(text), declared);
    match kept {
        Some(language) if language.confidence >= SURE_LANGUAGE => kept,
        _ => lang::detect(prose.map(text), declared),
    }
}

/// Builds the document from the blocks and the verdicts on them.
fn build(
    dom: &Dom,
    context: PageContext,
    positions: &mut Positions,
    decision: Decision,
    options: &Options,
) -> Document {
    let service_probability = context.service_probability();
    let mut outline = context.outline;
    let mut verdicts = decision.verdicts;
    let callouts = Callouts::find(dom, &outline, positions);
    keep_titles(dom, &outline, positions, &callouts, options.dropped, &mut verdicts);
    // The last decision: a rule changes no other block than its own.
    obey_rules(&outline.rule_flags, &mut verdicts);
    omit(&mut outline, positions, &mut verdicts);
    let kept: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let mut document = Document {
        content: build_content(dom, &outline, positions, &callouts, &kept),
        confidence: decision.confidence,
        ..Document::default()
    };
    if options.comments {
        document.candidates.comments = find_comments(dom, &outline, positions, &verdicts);
    }
    document.candidates.service_probability = service_probability;
    fill(document, outline, &verdicts)
}

/// Keeps every block of a page of tiny fragments, unless a rule drops it.
fn keep_unjudged(mut outline: Outline, positions: &mut Positions) -> Document {
    let mut verdicts = vec![Verdict::UNJUDGED; outline.blocks.len()];
    obey_rules(&outline.rule_flags, &mut verdicts);
    omit(&mut outline, positions, &mut verdicts);
    let kept = outline.blocks.iter().zip(&verdicts).filter(|(_, verdict)| verdict.keep);
    let document = Document {
        content: Content::of_paragraphs(kept.map(|(block, _)| (block.start, block.end))),
        degraded: Some(Degraded::Fragments),
        ..Document::default()
    };
    fill(document, outline, &verdicts)
}

/// Cuts interface and other omitted text out of the blocks, and drops the blocks that consist of
/// it.
fn omit(outline: &mut Outline, positions: &mut Positions, verdicts: &mut [Verdict]) {
    for OmittedBlock { block, kind } in cut_omissions(outline, positions) {
        let verdict = &mut verdicts[block];
        let is_wanted = verdict.keep && verdict.why.has(Reason::Asked);
        let has_words = outline.text_of(block).contains(char::is_alphanumeric);
        match kind {
            OmissionKind::Excluded => verdict.obey(false),
            _ if is_wanted => {}
            // A heading for screen readers only can be a heading of the article.
            OmissionKind::Unseen if has_words => {}
            OmissionKind::Hidden => {
                verdict.keep = false;
                verdict.why.add(Reason::Hidden);
            }
            OmissionKind::Interface | OmissionKind::Unseen | OmissionKind::Decoration => {
                verdict.keep = false;
                verdict.why.add(Reason::Interface);
            }
        }
    }
}

/// Moves the text, the blocks and the metadata candidates of an outline into a document.
fn fill(mut document: Document, outline: Outline, verdicts: &[Verdict]) -> Document {
    document.is_html = true;
    for (block, &verdict) in outline.blocks.iter().zip(verdicts) {
        let (start, end, shape) = (block.start, block.end, block.shape);
        document.blocks.push(BlockRecord { start, end, shape, verdict });
    }
    document.candidates.all = outline.candidates.all;
    document.candidates.json_ld = outline.candidates.json_ld;
    document.candidates.home_links = outline.candidates.home_links;
    document.text = outline.text;
    document
}

/// Returns true if the page has less than a quarter of the declared article: a script would have
/// put it there. Blocks that the caller asked to drop are on the page, too. Nothing replaces blocks
/// that the caller asked to keep.
fn is_missing(body: &str, document: &Document) -> bool {
    let declared = word_count(body);
    let is_asked = |block: &BlockRecord| block.verdict.why.has(Reason::Asked);
    if declared < LEAST_DECLARED || document.kept_blocks().any(is_asked) {
        return false;
    }
    let on_page = document.blocks.iter().filter(|block| block.verdict.keep || is_asked(block));
    let words: f32 = on_page.map(|block| word_count(document.block_text(block))).sum();
    words < declared * MISSING_SHARE
}

/// Replaces the kept blocks with the article that the page's JSON-LD declares, one block per line.
/// The `rest` of the article, after as many lines as the limits allow, is one block.
fn replace_with_declared(document: &mut Document, (body, rest): (&str, &str)) {
    for block in document.blocks.iter_mut().filter(|block| block.verdict.keep) {
        block.verdict.keep = false;
        block.verdict.why.add(Reason::Declared);
    }
    document.content.events.clear();
    let mut why = Reasons::default();
    why.add(Reason::Declared);
    let mut add = |text: &str, why| {
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        let start = document.text.len() as u32;
        document.text.push_str(text);
        let end = document.text.len() as u32;
        let verdict = Verdict { kind: Kind::Body, keep: true, score: DECLARED_SCORE, why };
        document.blocks.push(BlockRecord { start, end, shape: Shape::Paragraph, verdict });
        document.content.push_paragraph(start, end);
        true
    };
    for line in body.lines() {
        add(line, why);
    }
    why.add(Reason::Rest);
    if add(rest, why) {
        document.degraded = document.degraded.or(Some(Degraded::Lines));
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

/// Matches the user's rules.
#[cfg(feature = "rules")]
fn match_rules(dom: &Dom, options: &Options) -> RuleMatches {
    selectors::match_rules(dom, &options.rules)
}

/// Without the feature `rules` there are no rules.
#[cfg(not(feature = "rules"))]
fn match_rules(_: &Dom, _: &Options) -> RuleMatches {
    RuleMatches::default()
}

/// Applies the user's rules, which override the model. Excluding overrides including.
fn obey_rules(flags: &[u8], verdicts: &mut [Verdict]) {
    for (flags, verdict) in flags.iter().zip(verdicts) {
        if *flags != 0 {
            verdict.obey(flags & rule_flag::EXCLUDED == 0);
        }
    }
}
