//! The table of features: a name with its unit, and a function.

use crate::features::{Feature, flag};
use crate::kind::Kind;

use super::context::TextContext;
use super::facts::{LineFacts, LineGroup, LineSum};
use super::flags::LineFlag;
use super::segments::blank_after;

/// The value of a neighbour outside the text: far from any value inside.
const OUTSIDE: f32 = -9.0;
/// The value of a comparison with something that the text does not have.
const MISSING: f32 = -9.0;
/// Positions in a segment are clamped to this.
const FARTHEST_POSITION: f32 = 9.0;
/// Differences of indents, in characters, and distances to the headline, in lines, are clamped to
/// this.
const FARTHEST: f32 = 20.0;

/// Returns a flag of a line as 1 or 0.
fn line_flag(context: &TextContext, line: usize, kind: LineFlag) -> f32 {
    flag(context.lines[line].has(kind))
}

/// Returns how a line contains a phrase of a kind: 2 as a whole or as its label, 1 in part, 0.5 in
/// the first words of a long line, 0 not at all.
fn phrase(context: &TextContext, line: usize, kind: Kind) -> f32 {
    let facts = &context.lines[line];
    if facts.decisive == Some(kind) {
        return 2.0;
    }
    if facts.phrases.contains(kind) {
        return 1.0;
    }
    flag(facts.opening_phrases.contains(kind)) / 2.0
}

/// Returns the value of a line `offset` lines away.
fn near(context: &TextContext, line: usize, offset: isize, value: fn(&LineFacts) -> f32) -> f32 {
    line.checked_add_signed(offset).and_then(|at| context.lines.get(at)).map_or(OUTSIDE, value)
}

/// Returns the mean over the lines up to `reach` lines away.
fn mean(context: &TextContext, line: usize, reach: usize, sum: LineSum) -> f32 {
    let (start, end) = (line.saturating_sub(reach), context.lines.len().min(line + reach + 1));
    let sum = context.sums[end][sum as usize] - context.sums[start][sum as usize];
    (sum / (end - start) as f64) as f32
}

/// Returns the position of a line in a segment: 0 at its start, 1 at its end.
fn position_in((start, end): (u32, u32), line: usize) -> f32 {
    if end <= start {
        return MISSING;
    }
    let position = (line as f32 - start as f32) / (end - start) as f32;
    position.clamp(-FARTHEST_POSITION, FARTHEST_POSITION)
}

/// Returns the share of `part` in the text's `whole`.
fn share(part: f32, whole: f32) -> f32 {
    part / whole.max(1.0)
}

/// Returns `own` minus `usual`, or [`MISSING`] if the text has no usual value.
fn minus_usual(own: f32, usual: f32) -> f32 {
    if usual < 0.0 { MISSING } else { own - usual }
}

fn log_words(line: &LineFacts) -> f32 {
    line.log_words
}

fn capitalized(line: &LineFacts) -> f32 {
    line.shape.capitalized_share.value()
}

fn is_dense(line: &LineFacts) -> f32 {
    flag(line.has(LineFlag::Dense))
}

/// Returns the mean over the lines of a group.
fn group_mean(group: &LineGroup, sum: f32) -> f32 {
    sum / group.lines.max(1.0)
}

/// A feature of a line.
const fn line<F: Fn(&TextContext, usize) -> f32 + Sync>(
    name: &'static str,
    value: &'static F,
) -> Feature<TextContext> {
    Feature::new(name, value)
}

/// A feature of the run of short lines that a line is in.
macro_rules! run {
    ($name:literal, |$group:ident| $value:expr) => {
        line($name, &|c: &TextContext, i: usize| {
            let $group = &c.groups[c.lines[i].around.run as usize];
            $value
        })
    };
}

/// A feature of the paragraph that a line is in.
macro_rules! paragraph {
    ($name:literal, |$group:ident| $value:expr) => {
        line($name, &|c: &TextContext, i: usize| {
            let $group = &c.groups[c.lines[i].around.paragraph as usize];
            $value
        })
    };
}

/// A feature of a flag.
macro_rules! flagged {
    ($name:literal, $flag:ident) => {
        line($name, &|c, i| line_flag(c, i, LineFlag::$flag))
    };
}

/// A feature of the phrases of a kind.
macro_rules! phrased {
    ($name:literal, $kind:ident) => {
        line($name, &|c, i| phrase(c, i, Kind::$kind))
    };
}

/// A feature of a neighbour.
macro_rules! nearby {
    ($name:literal, $offset:literal, $value:ident) => {
        line($name, &|c, i| near(c, i, $offset, $value))
    };
}

/// A feature of the lines around.
macro_rules! around {
    ($name:literal, $reach:literal, $sum:ident) => {
        line($name, &|c, i| mean(c, i, $reach, LineSum::$sum))
    };
}

/// A feature of one line's facts.
macro_rules! own {
    ($name:literal, |$line:ident| $value:expr) => {
        line($name, &|c: &TextContext, i: usize| {
            let $line = &c.lines[i];
            $value
        })
    };
}

/// A feature of the whole text, which has `lines` lines.
macro_rules! total {
    ($name:literal, |$totals:ident, $lines:ident| $value:expr) => {
        line($name, &|c: &TextContext, _: usize| {
            let ($totals, $lines) = (&c.totals, c.lines.len() as f32);
            $value
        })
    };
}

/// The features.
///
/// A name ends in its unit where it has one, then in its reach: `log_words_2_around` is the mean
/// over the line and two lines on each side, `log_words_1_before` the value of the line before.
/// Words are effective words (`unicode/words.rs`), `log_words` is ln(1 + words). A neighbour
/// outside the text is [`OUTSIDE`]. The model file stores the names: a new name needs a new file
/// (`train/README.md`).
pub(crate) const LINE: &[Feature<TextContext>] = &[
    // Its own shape.
    own!("line_columns", |l| l.shape.columns as f32),
    own!("line_words", |l| l.words),
    own!("columns_per_word", |l| l.shape.columns as f32 / l.words.max(1.0)),
    own!("longest_piece_chars", |l| f32::from(l.shape.longest_piece)),
    flagged!("ends_sentence", EndsSentence),
    flagged!("ends_colon", EndsColon),
    flagged!("ends_ellipsis", EndsEllipsis),
    line("starts_upper", &|c, i| {
        if c.is_cased() { line_flag(c, i, LineFlag::StartsUpper) } else { -1.0 }
    }),
    line("starts_lower", &|c, i| {
        if c.is_cased() { line_flag(c, i, LineFlag::StartsLower) } else { -1.0 }
    }),
    flagged!("starts_with_bullet", Bullet),
    own!("indent_chars", |l| f32::from(l.shape.indent)),
    line("indent_chars_minus_dense", &|c, i| {
        let difference = f32::from(c.lines[i].shape.indent) - c.totals.indent.max(0.0);
        difference.clamp(-FARTHEST, FARTHEST)
    }),
    own!("commas_per_word", |l| f32::from(l.shape.commas) / l.words.max(1.0)),
    own!("inner_sentences", |l| f32::from(l.shape.inner_sentences)),
    own!("punctuation_share", |l| l.shape.punctuation_share.value()),
    own!("digit_share", |l| l.shape.digit_share.value()),
    own!("letter_share", |l| l.shape.letter_share.value()),
    own!("upper_letter_share", |l| l.shape.upper_letter_share.value()),
    own!("capitalized_piece_share", |l| l.shape.capitalized_share.value()),
    own!("upper_piece_share", |l| l.shape.upper_piece_share.value()),
    own!("separator_chars", |l| f32::from(l.shape.separators)),
    flagged!("has_url", Url),
    flagged!("has_date", Date),
    flagged!("has_time", Time),
    // Phrases in it.
    own!("phrase_decisive", |l| flag(l.decisive.is_some())),
    phrased!("phrase_nav", Nav),
    phrased!("phrase_breadcrumb", Breadcrumb),
    phrased!("phrase_cookie", Cookie),
    phrased!("phrase_login", Login),
    phrased!("phrase_subscribe", Subscribe),
    phrased!("phrase_share", Share),
    phrased!("phrase_ad", Ad),
    phrased!("phrase_related", Related),
    phrased!("phrase_comment", Comment),
    phrased!("phrase_commentform", CommentForm),
    phrased!("phrase_counter", Counter),
    phrased!("phrase_player", Player),
    phrased!("phrase_footer", Footer),
    phrased!("phrase_byline", Byline),
    phrased!("phrase_date", Date),
    phrased!("phrase_credit", Credit),
    phrased!("phrase_tags", Tags),
    // Phrases before and after it, in the order of `TRACKED_KINDS`.
    own!("lines_since_related", |l| f32::from(l.around.since_phrase[0])),
    own!("lines_since_commentform", |l| f32::from(l.around.since_phrase[1])),
    own!("lines_since_share", |l| f32::from(l.around.since_phrase[2])),
    own!("lines_since_footer", |l| f32::from(l.around.since_phrase[3])),
    own!("lines_since_subscribe", |l| f32::from(l.around.since_phrase[4])),
    own!("lines_since_ad", |l| f32::from(l.around.since_phrase[5])),
    own!("lines_since_date", |l| f32::from(l.around.since_phrase[6])),
    own!("lines_since_comment", |l| f32::from(l.around.since_phrase[7])),
    own!("lines_since_byline", |l| f32::from(l.around.since_phrase[8])),
    own!("lines_since_tags", |l| f32::from(l.around.since_phrase[9])),
    own!("lines_until_related", |l| f32::from(l.around.until_phrase[0])),
    own!("lines_until_commentform", |l| f32::from(l.around.until_phrase[1])),
    own!("lines_until_share", |l| f32::from(l.around.until_phrase[2])),
    own!("lines_until_footer", |l| f32::from(l.around.until_phrase[3])),
    own!("lines_until_date", |l| f32::from(l.around.until_phrase[6])),
    own!("lines_until_comment", |l| f32::from(l.around.until_phrase[7])),
    own!("lines_until_tags", |l| f32::from(l.around.until_phrase[9])),
    around!("phrase_share_2_around", 2, ChromePhrase),
    around!("phrase_share_10_around", 10, ChromePhrase),
    around!("date_share_10_around", 10, Dated),
    around!("copy_share_3_around", 3, Copies),
    around!("copy_share_10_around", 10, Copies),
    own!("phrase_lines_before", |l| l.around.phrases_before as f32),
    line("phrase_lines_from_here", &|c, i| {
        (c.totals.phrase_lines - c.lines[i].around.phrases_before) as f32
    }),
    // Learned log-odds of its tokens.
    own!("token_log_odds_mean", |l| l.log_odds.mean),
    own!("token_log_odds_min", |l| l.log_odds.min),
    own!("token_log_odds_start", |l| l.log_odds.start),
    own!("token_log_odds_known_share", |l| l.log_odds.known_share),
    around!("token_log_odds_1_around", 1, TokenLogOdds),
    around!("token_log_odds_2_around", 2, TokenLogOdds),
    around!("token_log_odds_5_around", 5, TokenLogOdds),
    around!("token_log_odds_10_around", 10, TokenLogOdds),
    // Its position.
    line("line_position", &|c, i| share(i as f32, c.lines.len() as f32)),
    line("word_position", &|c, i| share(c.lines[i].around.words_before, c.totals.words)),
    line("lines_from_start", &|_, i| i as f32),
    line("lines_to_end", &|c, i| (c.lines.len() - i) as f32),
    line("long_word_position", &|c, i| {
        share(c.lines[i].around.long_words_before, c.totals.long_words_capped)
    }),
    flagged!("in_dense_segment", Dense),
    line("dense_segment_position", &|c, i| position_in(c.totals.dense, i)),
    line("likely_segment_position", &|c, i| position_in(c.totals.likely, i)),
    own!("lines_since_long", |l| f32::from(l.around.since_long)),
    own!("lines_until_long", |l| f32::from(l.around.until_long)),
    own!("short_run_lines", |l| f32::from(l.around.short_run)),
    own!("open_run_lines", |l| f32::from(l.around.open_run)),
    own!("blank_lines_before", |l| f32::from(l.blank_before)),
    line("blank_lines_after", &|c, i| f32::from(blank_after(&c.lines, i))),
    line("blank_lines_before_minus_dense", &|c, i| {
        minus_usual(f32::from(c.lines[i].blank_before), c.totals.blank_before)
    }),
    line("blank_lines_after_minus_dense", &|c, i| {
        minus_usual(f32::from(blank_after(&c.lines, i)), c.totals.blank_after)
    }),
    // Its words elsewhere.
    own!("copy_lines", |l| f32::from(l.around.copies)),
    flagged!("is_later_copy", SameWords),
    own!("shared_token_share", |l| l.around.shared_tokens.value()),
    own!("shared_token_count", |l| f32::from(l.around.shared_token_count)),
    own!("near_token_share_before", |l| l.around.tokens_near_before.value()),
    own!("near_token_share_after", |l| l.around.tokens_near_after.value()),
    own!("headline_token_share", |l| l.around.headline_tokens.value()),
    line("headline_lines_from", &|c, i| {
        c.totals
            .headline
            .map_or(MISSING, |headline| (i as f32 - headline as f32).clamp(-FARTHEST, FARTHEST))
    }),
    line("dense_sentence_share_minus_own", &|c, i| {
        let usual = c.totals.dense_sentence_share;
        if usual < 0.0 { MISSING } else { usual - line_flag(c, i, LineFlag::EndsSentence) }
    }),
    // Its neighbours.
    line("log_words_next_minus_own", &|c, i| {
        near(c, i, 1, log_words).max(0.0) - c.lines[i].log_words
    }),
    nearby!("log_words_1_before", -1, log_words),
    nearby!("log_words_1_after", 1, log_words),
    nearby!("capitalized_piece_share_2_before", -2, capitalized),
    nearby!("capitalized_piece_share_1_before", -1, capitalized),
    nearby!("capitalized_piece_share_1_after", 1, capitalized),
    nearby!("capitalized_piece_share_2_after", 2, capitalized),
    nearby!("in_dense_segment_1_before", -1, is_dense),
    nearby!("in_dense_segment_1_after", 1, is_dense),
    around!("log_words_1_around", 1, LogWords),
    around!("log_words_2_around", 2, LogWords),
    around!("log_words_5_around", 5, LogWords),
    around!("log_words_10_around", 10, LogWords),
    around!("sentence_share_2_around", 2, EndsSentence),
    around!("sentence_share_5_around", 5, EndsSentence),
    around!("sentence_share_10_around", 10, EndsSentence),
    around!("shared_token_share_2_around", 2, SharedTokens),
    around!("shared_token_share_5_around", 5, SharedTokens),
    around!("shared_token_share_10_around", 10, SharedTokens),
    // The run of short lines and the paragraph that it is in.
    run!("run_token_log_odds", |g| group_mean(g, g.log_odds)),
    run!("run_shared_token_share", |g| group_mean(g, g.shared_tokens)),
    run!("run_phrase_share", |g| group_mean(g, g.phrases)),
    run!("run_date_share", |g| group_mean(g, g.dates)),
    run!("run_digit_line_share", |g| group_mean(g, g.digits)),
    run!("run_words_per_line", |g| group_mean(g, g.words)),
    paragraph!("paragraph_lines", |g| g.lines),
    paragraph!("paragraph_words", |g| g.words),
    paragraph!("paragraph_token_log_odds", |g| group_mean(g, g.log_odds)),
    paragraph!("paragraph_shared_token_share", |g| group_mean(g, g.shared_tokens)),
    paragraph!("paragraph_phrase_share", |g| group_mean(g, g.phrases)),
    around!("token_log_odds_20_around", 20, TokenLogOdds),
    around!("log_words_20_around", 20, LogWords),
    // The text.
    total!("text_lines", |_t, lines| lines),
    total!("text_words_per_line", |t, lines| share(t.words, lines)),
    total!("text_long_line_share", |t, lines| share(t.long_lines as f32, lines)),
    total!("text_long_word_share", |t, _lines| share(t.long_words, t.words)),
    total!("text_sentence_share", |t, lines| share(t.sentence_lines as f32, lines)),
    total!("text_dense_sentence_share", |t, _lines| t.dense_sentence_share),
    total!("text_copy_share", |t, lines| 1.0 - share(t.distinct_lines as f32, lines)),
    total!("text_token_log_odds", |t, lines| share(t.log_odds, lines)),
    total!("text_phrase_share", |t, lines| share(t.phrase_lines as f32, lines)),
    total!("text_blank_line_share", |t, lines| {
        1.0 - share(lines, t.input_lines as f32).min(1.0)
    }),
    total!("text_price_share", |t, lines| share(t.price_lines as f32, lines)),
    total!("text_date_share", |t, lines| share(t.date_lines as f32, lines)),
    total!("text_bullet_share", |t, lines| share(t.bullet_lines as f32, lines)),
    line("text_is_cased", &|c, _| flag(c.is_cased())),
    line("text_has_spaces", &|c, _| flag(c.has_spaces())),
    total!("text_language_is_learned", |t, _lines| flag(t.learned)),
    // Its script, and the marks of converters.
    line("is_other_script", &|c, i| flag(c.is_foreign(i))),
    line("text_other_script_share", &|c, _| c.foreign_share),
    own!("is_one_script", |l| flag(l.shape.one_script)),
    flagged!("is_fused", Fused),
    flagged!("is_doubled", Doubled),
    flagged!("is_question", Question),
    flagged!("has_price", Price),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = crate::features::names(LINE).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
