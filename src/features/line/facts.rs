//! What is known of one logical line, of lines that follow each other, and of a whole document.

use crate::features::line::log_odds::TokenLogOdds;
use crate::features::line::shape::{Flag, Looks, Share};
use crate::kind::{Kind, KindSet};
use crate::unicode::Script;

/// Distances are counted up to this.
pub(crate) const FAR: u8 = 99;
/// The kinds whose last and next phrase are looked for: headings and marks of what is around them.
pub(crate) const SCOPES: [Kind; 10] = [
    Kind::Related,
    Kind::CommentForm,
    Kind::Share,
    Kind::Footer,
    Kind::Subscribe,
    Kind::Ad,
    Kind::Date,
    Kind::Comment,
    Kind::Byline,
    Kind::Tags,
];
/// How many of them, from the first, open sections; the others only stand near them.
pub(crate) const SECTIONS: usize = 6;
/// Kinds whose phrases are chrome nearly wherever they stand.
const CHROME_PHRASES: [Kind; 10] = [
    Kind::Cookie,
    Kind::Login,
    Kind::Subscribe,
    Kind::Share,
    Kind::Ad,
    Kind::Related,
    Kind::CommentForm,
    Kind::Footer,
    Kind::Player,
    Kind::Nav,
];
/// Long lines before and behind a line whose words are compared with its own.
pub(crate) const NEAR_LINES: u32 = 2;
/// Columns of a line from which a date in it is not counted around: it stands in a sentence.
const DATE_WIDTH: u32 = 80;

/// What is added up over the lines, so that a mean over any of them is one subtraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Summed {
    Words,
    Terminals,
    TokenLogOdds,
    Affinity,
    Phrases,
    Dates,
    Copies,
}

impl Summed {
    /// How many there are.
    pub(crate) const COUNT: usize = Summed::Copies as usize + 1;
}

/// A logical line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineFacts {
    /// What it looks like.
    pub(crate) looks: Looks,
    /// Its length in words, and ln(1 + that).
    pub(crate) words: f32,
    pub(crate) log_words: f32,
    /// What the learned table says.
    pub(crate) evidence: TokenLogOdds,
    /// The kind of the phrase or label that it is.
    pub(crate) certain: Option<Kind>,
    /// Whether it is as a whole a phrase that announces other articles.
    pub(crate) heads_related: bool,
    /// The kinds of the phrases in it; of a long line, of those in its first words.
    pub(crate) phrases: KindSet,
    pub(crate) opening: KindSet,
    /// The key of all its tokens.
    pub(crate) key: u32,
    /// Where its tokens start in the sheet's.
    pub(crate) tokens: u32,
    /// Blank lines before it, at most 3.
    pub(crate) blank_before: u8,
    /// How often its text stands in the document, at most 9.
    pub(crate) repeats: u8,
    /// Its share of meaningful tokens that other long lines have too.
    pub(crate) affinity: Share,
    /// How many of them, at most 255.
    pub(crate) affinity_count: u8,
    /// Its share of meaningful tokens that stand in the last or the next [`NEAR_LINES`] long lines.
    pub(crate) near_before: Share,
    pub(crate) near_behind: Share,
    /// Its share of the headline's meaningful tokens.
    pub(crate) title_overlap: Share,
    /// Length of the run of short lines it is in, at most 255.
    pub(crate) short_run: u8,
    /// Length of the run of lines without a sentence's end that it is in, at most 255; 0 for other lines.
    pub(crate) open_run: u8,
    /// The run of short lines, and the paragraph between blank lines, that it is in: indices of the sheet's groups.
    pub(crate) run: u32,
    pub(crate) paragraph: u32,
    /// Lines since the last and until the next long line, at most [`FAR`].
    pub(crate) since_long: u8,
    pub(crate) until_long: u8,
    /// Lines since the last and until the next short line with a phrase of each of [`SCOPES`], at most [`FAR`].
    pub(crate) since: [u8; SCOPES.len()],
    pub(crate) until: [u8; SCOPES.len()],
    /// Lines before it that hold a chrome phrase.
    pub(crate) phrases_before: u32,
    /// Words of all lines before it, and of long lines (at most 60 each).
    pub(crate) words_before: f32,
    pub(crate) long_before: f32,
}

impl LineFacts {
    /// The entry without all that other lines decide.
    pub(crate) fn alone(&self, tokens: u32, blank_before: u8) -> LineFacts {
        let mut looks = self.looks;
        [Flag::Dense, Flag::Copy, Flag::Fused].into_iter().for_each(|flag| looks.flags.clear(flag));
        LineFacts {
            looks,
            tokens,
            blank_before,
            repeats: 1,
            affinity: Share::NONE,
            affinity_count: 0,
            near_before: Share::NONE,
            near_behind: Share::NONE,
            title_overlap: Share::NONE,
            short_run: 0,
            open_run: 0,
            run: 0,
            paragraph: 0,
            since_long: FAR,
            until_long: FAR,
            since: [FAR; SCOPES.len()],
            until: [FAR; SCOPES.len()],
            phrases_before: 0,
            words_before: 0.0,
            long_before: 0.0,
            ..*self
        }
    }

    /// Whether a flag is set.
    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.looks.flags.has(flag)
    }

    /// Whether it holds a date, a time or a word of dates.
    pub(crate) fn is_dated(&self) -> bool {
        self.has(Flag::Date) || self.has(Flag::Time) || self.has(Flag::DateWord)
    }

    /// What is added up over the lines, in the order of [`Summed`].
    pub(crate) fn summed(&self) -> [f64; Summed::COUNT] {
        let bit = |on: bool| f64::from(u8::from(on));
        let dated =
            self.looks.width < DATE_WIDTH && (self.is_dated() || self.phrases.contains(Kind::Date));
        [
            f64::from(self.log_words),
            bit(self.has(Flag::Terminal)),
            f64::from(self.evidence.mean),
            f64::from(self.affinity.value()),
            bit(self.has_chrome_phrase()),
            bit(dated),
            bit(self.repeats > 1),
        ]
    }

    /// Whether it holds a phrase of a kind that is nearly always chrome.
    pub(crate) fn has_chrome_phrase(&self) -> bool {
        CHROME_PHRASES.iter().any(|&kind| self.phrases.contains(kind))
    }
}

/// What is true of the whole document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) words: f32,
    pub(crate) long_words: f32,
    /// As [`LineFacts::long_before`].
    pub(crate) long_capped: f32,
    pub(crate) long_lines: u32,
    pub(crate) terminal_lines: u32,
    /// Share of the long lines in the dense segment that end as sentences do, or -1.
    pub(crate) terminal_share: f32,
    pub(crate) distinct: u32,
    pub(crate) evidence: f32,
    pub(crate) phrases: u32,
    /// Lines with an amount of money, with a date or time, with a bullet.
    pub(crate) prices: u32,
    pub(crate) dates: u32,
    pub(crate) bullets: u32,
    /// Lines of the input, blank ones too.
    pub(crate) input_lines: u32,
    /// Median of the blank lines before and after, and of the indent, of the long lines of the dense segment; -1 if
    /// there are fewer than three.
    pub(crate) blank_before: f32,
    pub(crate) blank_after: f32,
    pub(crate) indent: f32,
    /// The dense segment: first line and one past the last.
    pub(crate) dense: (u32, u32),
    /// The same of the segment that the log-odds see.
    pub(crate) likely: (u32, u32),
    /// The line that is probably the headline.
    pub(crate) title: Option<u32>,
    /// The script of most letters.
    pub(crate) script: Option<Script>,
    /// Whether the log-odds know the document's language.
    pub(crate) learned: bool,
    /// How well: registrable domains of the training data in it, as [`Sources::domains`].
    pub(crate) domains: f32,
}

/// Sums over lines that follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Group {
    pub(crate) lines: f32,
    pub(crate) words: f32,
    pub(crate) evidence: f32,
    pub(crate) affinity: f32,
    pub(crate) phrases: f32,
    pub(crate) dates: f32,
    pub(crate) digits: f32,
}

impl Group {
    /// Adds a line.
    pub(crate) fn add(&mut self, entry: &LineFacts) {
        self.lines += 1.0;
        self.words += entry.words;
        self.evidence += entry.evidence.mean;
        self.affinity += entry.affinity.value().max(0.0);
        self.phrases += f32::from(u8::from(entry.has_chrome_phrase()));
        self.dates += f32::from(u8::from(entry.is_dated()));
        self.digits += f32::from(u8::from(entry.looks.digits.value() > 0.0));
    }
}
