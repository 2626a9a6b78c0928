//! The features of a line of text.
//!
//! Lengths that are averaged or compared are logarithms, ln(1 + x). A neighbour that does not exist has the value [`OUTSIDE`].

use crate::features::Feature;
use crate::features::line::context::TextContext;
use crate::features::line::facts::{Group, LineFacts, Summed};
use crate::features::line::shape::Flag;
use crate::kind::Kind;

/// The value of a neighbour outside the document: far from any that a line inside can have.
const OUTSIDE: f32 = -9.0;
/// The value of a comparison with something that the document does not have.
const MISSING: f32 = -9.0;

/// 1 or 0.
fn bit(on: bool) -> f32 {
    f32::from(u8::from(on))
}

/// A flag of a line as 1 or 0.
fn flag(sheet: &TextContext, line: usize, flag: Flag) -> f32 {
    bit(sheet.entries[line].has(flag))
}

/// How a line holds a phrase of a kind: 2 as a whole or as its label, 1 in part, half in the first words of a long line, 0
/// not at all.
fn phrase(sheet: &TextContext, line: usize, kind: Kind) -> f32 {
    let entry = &sheet.entries[line];
    if entry.certain == Some(kind) {
        return 2.0;
    }
    bit(entry.phrases.contains(kind)).max(bit(entry.opening.contains(kind)) / 2.0)
}

/// The value of a line `offset` lines away.
fn near(sheet: &TextContext, line: usize, offset: isize, value: fn(&LineFacts) -> f32) -> f32 {
    line.checked_add_signed(offset).and_then(|at| sheet.entries.get(at)).map_or(OUTSIDE, value)
}

/// The mean over the lines up to `reach` lines away.
fn mean(sheet: &TextContext, line: usize, reach: usize, summed: Summed) -> f32 {
    let (start, end) = (line.saturating_sub(reach), sheet.entries.len().min(line + reach + 1));
    ((sheet.sums[end][summed as usize] - sheet.sums[start][summed as usize]) / (end - start) as f64)
        as f32
}

/// Where a line stands in a segment: 0 at its start, 1 at its end.
fn position_in((start, end): (u32, u32), line: usize) -> f32 {
    if end > start {
        ((line as f32 - start as f32) / (end - start) as f32).clamp(-9.0, 9.0)
    } else {
        MISSING
    }
}

/// The share of `part` in the document's `whole`.
fn share(part: f32, whole: f32) -> f32 {
    part / whole.max(1.0)
}

/// ln of the ratio of two lines' words.
fn ratio(sheet: &TextContext, line: usize, offset: isize) -> f32 {
    near(sheet, line, offset, words).max(0.0) - sheet.entries[line].log_words
}

fn words(entry: &LineFacts) -> f32 {
    entry.log_words
}

fn terminal(entry: &LineFacts) -> f32 {
    bit(entry.has(Flag::Terminal))
}

fn capitalized(entry: &LineFacts) -> f32 {
    entry.looks.capitalized.value()
}

fn dense(entry: &LineFacts) -> f32 {
    bit(entry.has(Flag::Dense))
}

/// The mean over the lines of a group.
fn group_mean(group: &Group, sum: f32) -> f32 {
    sum / group.lines.max(1.0)
}

/// A feature of the run of short lines that a line is in.
macro_rules! run {
    ($name:literal, |$group:ident| $value:expr) => {
        ($name, |s: &TextContext, i: usize| {
            let $group = &s.groups[s.entries[i].run as usize];
            $value
        })
    };
}

/// A feature of the paragraph that a line is in.
macro_rules! paragraph {
    ($name:literal, |$group:ident| $value:expr) => {
        ($name, |s: &TextContext, i: usize| {
            let $group = &s.groups[s.entries[i].paragraph as usize];
            $value
        })
    };
}

/// A feature of a flag.
macro_rules! flagged {
    ($name:literal, $flag:ident) => {
        ($name, |s, i| flag(s, i, Flag::$flag))
    };
}

/// A feature of the phrases of a kind.
macro_rules! phrased {
    ($name:literal, $kind:ident) => {
        ($name, |s, i| phrase(s, i, Kind::$kind))
    };
}

/// A feature of a neighbour.
macro_rules! nearby {
    ($name:literal, $offset:literal, $value:ident) => {
        ($name, |s, i| near(s, i, $offset, $value))
    };
}

/// A feature of the lines around.
macro_rules! around {
    ($name:literal, $reach:literal, $value:ident) => {
        ($name, |s, i| mean(s, i, $reach, Summed::$value))
    };
}

/// A feature of one line's entry.
macro_rules! own {
    ($name:literal, |$entry:ident| $value:expr) => {
        ($name, |s: &TextContext, i: usize| {
            let $entry = &s.entries[i];
            $value
        })
    };
}

/// A feature of the whole document.
macro_rules! total {
    ($name:literal, |$sheet:ident, $totals:ident| $value:expr) => {
        ($name, |$sheet: &TextContext, _: usize| {
            let $totals = &$sheet.totals;
            $value
        })
    };
}

/// The features of a line, by name.
pub(crate) const LINE: &[Feature<TextContext>] = &[
    // Its own shape.
    own!("width", |e| e.looks.width as f32),
    own!("words", |e| e.words),
    own!("word-width", |e| e.looks.width as f32 / e.words.max(1.0)),
    own!("longest-piece", |e| f32::from(e.looks.longest)),
    flagged!("terminal", Terminal),
    flagged!("ends-colon", Colon),
    flagged!("ends-ellipsis", Ellipsis),
    ("upper-start", |s, i| if s.is_cased() { flag(s, i, Flag::UpperStart) } else { -1.0 }),
    ("lower-start", |s, i| if s.is_cased() { flag(s, i, Flag::LowerStart) } else { -1.0 }),
    flagged!("bullet", Bullet),
    own!("indent", |e| f32::from(e.looks.indent)),
    ("indent-against-dense", |s, i| {
        (f32::from(s.entries[i].looks.indent) - s.totals.indent.max(0.0)).clamp(-20.0, 20.0)
    }),
    own!("commas", |e| f32::from(e.looks.commas) / e.words.max(1.0)),
    own!("sentences", |e| f32::from(e.looks.sentences)),
    own!("punctuation", |e| e.looks.punctuation.value()),
    own!("digits", |e| e.looks.digits.value()),
    own!("letters", |e| e.looks.letters.value()),
    own!("upper", |e| e.looks.upper.value()),
    own!("capitalized", |e| e.looks.capitalized.value()),
    own!("capitals", |e| e.looks.capitals.value()),
    own!("separators", |e| f32::from(e.looks.separators)),
    flagged!("url", Url),
    flagged!("date", Date),
    flagged!("time", Time),
    // Phrases in it.
    own!("certain", |e| bit(e.certain.is_some())),
    phrased!("nav", Nav),
    phrased!("breadcrumb", Breadcrumb),
    phrased!("cookie", Cookie),
    phrased!("login", Login),
    phrased!("subscribe", Subscribe),
    phrased!("share", Share),
    phrased!("ad", Ad),
    phrased!("related", Related),
    phrased!("comment", Comment),
    phrased!("commentform", CommentForm),
    phrased!("counter", Counter),
    phrased!("player", Player),
    phrased!("footer", Footer),
    phrased!("byline", Byline),
    phrased!("date-phrase", Date),
    phrased!("credit", Credit),
    phrased!("tags", Tags),
    // Scope: the phrases before and behind it.
    own!("since-related", |e| f32::from(e.since[0])),
    own!("since-commentform", |e| f32::from(e.since[1])),
    own!("since-share", |e| f32::from(e.since[2])),
    own!("since-footer", |e| f32::from(e.since[3])),
    own!("since-subscribe", |e| f32::from(e.since[4])),
    own!("since-ad", |e| f32::from(e.since[5])),
    own!("since-date", |e| f32::from(e.since[6])),
    own!("since-comment", |e| f32::from(e.since[7])),
    own!("since-byline", |e| f32::from(e.since[8])),
    own!("since-tags", |e| f32::from(e.since[9])),
    own!("until-related", |e| f32::from(e.until[0])),
    own!("until-commentform", |e| f32::from(e.until[1])),
    own!("until-share", |e| f32::from(e.until[2])),
    own!("until-footer", |e| f32::from(e.until[3])),
    own!("until-date", |e| f32::from(e.until[6])),
    own!("until-comment", |e| f32::from(e.until[7])),
    own!("until-tags", |e| f32::from(e.until[9])),
    around!("phrases-2", 2, Phrases),
    around!("phrases-10", 10, Phrases),
    around!("dates-10", 10, Dates),
    around!("copies-3", 3, Copies),
    around!("copies-10", 10, Copies),
    own!("phrases-before", |e| e.phrases_before as f32),
    ("phrases-behind", |s, i| (s.totals.phrases - s.entries[i].phrases_before) as f32),
    // What the learned table says of its words.
    own!("evidence", |e| e.evidence.mean),
    own!("evidence-min", |e| e.evidence.min),
    own!("evidence-start", |e| e.evidence.start),
    own!("evidence-known", |e| e.evidence.known),
    around!("evidence-1", 1, TokenLogOdds),
    around!("evidence-2", 2, TokenLogOdds),
    around!("evidence-5", 5, TokenLogOdds),
    around!("evidence-10", 10, TokenLogOdds),
    // Where it stands.
    ("position", |s, i| share(i as f32, s.entries.len() as f32)),
    ("word-position", |s, i| share(s.entries[i].words_before, s.totals.words)),
    ("from-start", |_, i| i as f32),
    ("from-end", |s, i| (s.entries.len() - i) as f32),
    ("long-before", |s, i| share(s.entries[i].long_before, s.totals.long_capped)),
    flagged!("dense", Dense),
    ("dense-position", |s, i| position_in(s.totals.dense, i)),
    ("likely-position", |s, i| position_in(s.totals.likely, i)),
    own!("since-long", |e| f32::from(e.since_long)),
    own!("until-long", |e| f32::from(e.until_long)),
    own!("short-run", |e| f32::from(e.short_run)),
    own!("open-run", |e| f32::from(e.open_run)),
    own!("blank-before", |e| f32::from(e.blank_before)),
    ("blank-after", |s, i| f32::from(s.blank_after(i))),
    ("blank-before-against-dense", |s, i| {
        if s.totals.blank_before < 0.0 {
            MISSING
        } else {
            f32::from(s.entries[i].blank_before) - s.totals.blank_before
        }
    }),
    ("blank-after-against-dense", |s, i| {
        if s.totals.blank_after < 0.0 {
            MISSING
        } else {
            f32::from(s.blank_after(i)) - s.totals.blank_after
        }
    }),
    // Its words elsewhere.
    own!("repeats", |e| f32::from(e.repeats)),
    flagged!("copy", Copy),
    own!("affinity", |e| e.affinity.value()),
    own!("affinity-count", |e| f32::from(e.affinity_count)),
    own!("near-before", |e| e.near_before.value()),
    own!("near-behind", |e| e.near_behind.value()),
    own!("title-overlap", |e| e.title_overlap.value()),
    ("title-distance", |s, i| {
        s.totals.title.map_or(MISSING, |title| (i as f32 - title as f32).clamp(-20.0, 20.0))
    }),
    ("terminal-against-dense", |s, i| {
        if s.totals.terminal_share < 0.0 {
            MISSING
        } else {
            s.totals.terminal_share - terminal(&s.entries[i])
        }
    }),
    // Its neighbours.
    ("words-against-next", |s, i| ratio(s, i, 1)),
    nearby!("words-1", -1, words),
    nearby!("words+1", 1, words),
    nearby!("capitalized-2", -2, capitalized),
    nearby!("capitalized-1", -1, capitalized),
    nearby!("capitalized+1", 1, capitalized),
    nearby!("capitalized+2", 2, capitalized),
    nearby!("dense-1", -1, dense),
    nearby!("dense+1", 1, dense),
    around!("mean-words-1", 1, Words),
    around!("mean-words-2", 2, Words),
    around!("mean-words-5", 5, Words),
    around!("mean-words-10", 10, Words),
    around!("terminals-2", 2, Terminals),
    around!("terminals-5", 5, Terminals),
    around!("terminals-10", 10, Terminals),
    around!("affinity-2", 2, Affinity),
    around!("affinity-5", 5, Affinity),
    around!("affinity-10", 10, Affinity),
    // The lines that it stands together with.
    run!("run-evidence", |g| group_mean(g, g.evidence)),
    run!("run-affinity", |g| group_mean(g, g.affinity)),
    run!("run-phrases", |g| group_mean(g, g.phrases)),
    run!("run-dates", |g| group_mean(g, g.dates)),
    run!("run-digits", |g| group_mean(g, g.digits)),
    run!("run-words", |g| group_mean(g, g.words)),
    paragraph!("paragraph-lines", |g| g.lines),
    paragraph!("paragraph-words", |g| g.words),
    paragraph!("paragraph-evidence", |g| group_mean(g, g.evidence)),
    paragraph!("paragraph-affinity", |g| group_mean(g, g.affinity)),
    paragraph!("paragraph-phrases", |g| group_mean(g, g.phrases)),
    around!("evidence-20", 20, TokenLogOdds),
    around!("mean-words-20", 20, Words),
    // The document.
    total!("all-lines", |s, _t| s.entries.len() as f32),
    total!("all-mean-words", |s, t| share(t.words, s.entries.len() as f32)),
    total!("all-long-lines", |s, t| share(t.long_lines as f32, s.entries.len() as f32)),
    total!("all-long-words", |_s, t| share(t.long_words, t.words)),
    total!("all-terminal", |s, t| share(t.terminal_lines as f32, s.entries.len() as f32)),
    total!("all-long-terminal", |_s, t| t.terminal_share),
    total!("all-copies", |s, t| 1.0 - share(t.distinct as f32, s.entries.len() as f32)),
    total!("all-evidence", |s, t| share(t.evidence, s.entries.len() as f32)),
    total!("all-phrases", |s, t| share(t.phrases as f32, s.entries.len() as f32)),
    total!("all-blank", |s, t| 1.0 - share(s.entries.len() as f32, t.input_lines as f32).min(1.0)),
    total!("all-prices", |s, t| share(t.prices as f32, s.entries.len() as f32)),
    total!("all-dates", |s, t| share(t.dates as f32, s.entries.len() as f32)),
    total!("all-bullets", |s, t| share(t.bullets as f32, s.entries.len() as f32)),
    total!("cased", |s, _t| bit(s.is_cased())),
    total!("spaced", |s, _t| bit(s.is_spaced())),
    total!("learned", |_s, t| bit(t.learned)),
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
