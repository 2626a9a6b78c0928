//! Facts about one logical line, about lines that follow each other, and about a whole text.

use crate::features::byte_share::ByteShare;
use crate::features::flag;
use crate::features::token_log_odds::TokenLogOdds;
use crate::kind::{Kind, KindSet};
use crate::unicode::Script;

use super::flags::LineFlag;
use super::shape::LineShape;

/// Words from which a line is long. A block of a page is long from 12 words on
/// (`LONG_BLOCK_WORDS`), because lines also hold short paragraphs; each model was trained with its
/// own.
pub(super) const LONG_LINE_WORDS: f32 = 15.0;
/// Distances in lines are clamped to this.
pub(crate) const FARTHEST_LINES: u8 = 99;
/// The kinds whose last and next phrase are looked for: headings and marks of the lines around
/// them.
pub(crate) const TRACKED_KINDS: [Kind; 10] = [
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
/// The first so many of [`TRACKED_KINDS`] open sections. The others only occur near them.
pub(crate) const SECTION_KINDS: usize = 6;
/// Kinds whose phrases are chrome nearly everywhere.
#[rustfmt::skip]
const CHROME_KINDS: [Kind; 10] = [
    Kind::Cookie, Kind::Login, Kind::Subscribe, Kind::Share, Kind::Ad, Kind::Related,
    Kind::CommentForm, Kind::Footer, Kind::Player, Kind::Nav,
];
/// Columns of a line from which a date in it does not count for the lines around: it is part of a
/// sentence.
const DATE_COLUMNS: u32 = 80;

/// The quantities that are summed over the lines, so that a mean over any range is one subtraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineSum {
    LogWords,
    EndsSentence,
    TokenLogOdds,
    SharedTokens,
    ChromePhrase,
    Dated,
    Copies,
}

impl LineSum {
    /// Number of quantities.
    pub(super) const COUNT: usize = LineSum::Copies as usize + 1;
}

/// A logical line. All but the last two facts come from the line alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineFacts {
    pub(crate) shape: LineShape,
    /// Length in words.
    pub(crate) words: f32,
    /// ln(1 + words).
    pub(super) log_words: f32,
    pub(super) log_odds: TokenLogOdds,
    /// Kind of the known phrase that it is, or of the known label that opens it.
    pub(crate) decisive: Option<Kind>,
    /// It is a phrase that announces other articles.
    pub(crate) announces_related: bool,
    /// Kinds of the phrases in it.
    pub(crate) phrases: KindSet,
    /// Kinds of the phrases in the first words of a long line.
    pub(crate) opening_phrases: KindSet,
    /// Key of its words, or of its characters if it has no word.
    pub(super) key: u32,
    /// Key of its characters.
    pub(super) text_key: u32,
    /// Blank lines before it, at most 3.
    pub(crate) blank_before: u8,
    pub(crate) around: LinesAround,
}

/// Facts about a line that depend on other lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinesAround {
    /// Lines of the text with the same tokens, itself included, at most 9.
    pub(super) copies: u8,
    /// Share of its tokens with meaning that also occur in another long line.
    pub(crate) shared_tokens: ByteShare,
    /// Count of these tokens, at most 255.
    pub(crate) shared_token_count: u8,
    /// Share of its tokens with meaning that occur in the last two long lines before it, and in the
    /// next two after it.
    pub(super) tokens_near_before: ByteShare,
    pub(super) tokens_near_after: ByteShare,
    /// Share of the headline's tokens with meaning that occur in it.
    pub(super) headline_tokens: ByteShare,
    /// Length of the run of short lines that it is in, at most 255.
    pub(super) short_run: u8,
    /// Length of the run of lines without the end of a sentence that it is in, at most 255; 0 for
    /// other lines.
    pub(super) open_run: u8,
    /// Indices of its run of short lines and of its paragraph among the text's groups.
    pub(super) run: u32,
    pub(super) paragraph: u32,
    /// Lines since the last and until the next long line, at most [`FARTHEST_LINES`].
    pub(super) since_long: u8,
    pub(super) until_long: u8,
    /// Lines since the last and until the next short line with a phrase of each of
    /// [`TRACKED_KINDS`], at most [`FARTHEST_LINES`].
    pub(crate) since_phrase: [u8; TRACKED_KINDS.len()],
    pub(super) until_phrase: [u8; TRACKED_KINDS.len()],
    /// Lines before it with a chrome phrase.
    pub(super) phrases_before: u32,
    /// Words of all lines before it.
    pub(super) words_before: f32,
    /// Words of the long lines before it, at most 60 each.
    pub(crate) long_words_before: f32,
}

impl LinesAround {
    /// The facts before any other line was read.
    pub(super) const UNKNOWN: LinesAround = LinesAround {
        copies: 1,
        shared_tokens: ByteShare::NONE,
        shared_token_count: 0,
        tokens_near_before: ByteShare::NONE,
        tokens_near_after: ByteShare::NONE,
        headline_tokens: ByteShare::NONE,
        short_run: 0,
        open_run: 0,
        run: 0,
        paragraph: 0,
        since_long: FARTHEST_LINES,
        until_long: FARTHEST_LINES,
        since_phrase: [FARTHEST_LINES; TRACKED_KINDS.len()],
        until_phrase: [FARTHEST_LINES; TRACKED_KINDS.len()],
        phrases_before: 0,
        words_before: 0.0,
        long_words_before: 0.0,
    };
}

impl LineFacts {
    /// Returns the facts without those that depend on other lines.
    pub(super) fn alone(&self, blank_before: u8) -> LineFacts {
        let mut shape = self.shape;
        for flag in LineFlag::BY_OTHER_LINES {
            shape.flags.clear(flag);
        }
        LineFacts { shape, blank_before, around: LinesAround::UNKNOWN, ..*self }
    }

    /// Returns true if a flag is set.
    pub(crate) fn has(&self, flag: LineFlag) -> bool {
        self.shape.flags.has(flag)
    }

    /// Returns true if it contains a date, a time or a word of dates.
    pub(crate) fn is_dated(&self) -> bool {
        self.has(LineFlag::Date) || self.has(LineFlag::Time) || self.has(LineFlag::DateWord)
    }

    /// Returns what it adds to each [`LineSum`], in their order.
    pub(super) fn summands(&self) -> [f64; LineSum::COUNT] {
        let bit = |on: bool| f64::from(u8::from(on));
        let is_short_date = self.shape.columns < DATE_COLUMNS
            && (self.is_dated() || self.phrases.contains(Kind::Date));
        [
            f64::from(self.log_words),
            bit(self.has(LineFlag::EndsSentence)),
            f64::from(self.log_odds.mean),
            f64::from(self.around.shared_tokens.value()),
            bit(self.has_chrome_phrase()),
            bit(is_short_date),
            bit(self.around.copies > 1),
        ]
    }

    /// Returns true if it contains a phrase of a kind that is chrome nearly everywhere.
    pub(crate) fn has_chrome_phrase(&self) -> bool {
        CHROME_KINDS.iter().any(|&kind| self.phrases.contains(kind))
    }

    /// Returns true if such a phrase speaks against the line. A time of day is a phrase of players,
    /// but prose contains it, too.
    pub(crate) fn shows_chrome(&self) -> bool {
        let is_time = |kind| kind == Kind::Player && self.has(LineFlag::Time);
        CHROME_KINDS.iter().any(|&kind| self.phrases.contains(kind) && !is_time(kind))
    }
}

/// Facts about the whole text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TextTotals {
    pub(crate) words: f32,
    pub(super) long_words: f32,
    /// Words of the long lines, at most 60 each.
    pub(super) long_words_capped: f32,
    pub(crate) long_lines: u32,
    /// Lines that end like a sentence.
    pub(super) sentence_lines: u32,
    /// Share of the long lines in the dense segment that end like a sentence, or -1 without any.
    pub(super) dense_sentence_share: f32,
    /// Lines without later copies.
    pub(super) distinct_lines: u32,
    /// Sum of the mean log-odds of the lines.
    pub(super) log_odds: f32,
    /// Lines with a chrome phrase.
    pub(super) phrase_lines: u32,
    /// Lines with an amount of money, with a date or time, with a bullet.
    pub(super) price_lines: u32,
    pub(super) date_lines: u32,
    pub(super) bullet_lines: u32,
    /// Lines of the input, blank ones included.
    pub(super) input_lines: u32,
    /// Medians over the long lines of the dense segment: blank lines before and after, indent. -1
    /// if there are fewer than three.
    pub(super) blank_before: f32,
    pub(super) blank_after: f32,
    pub(super) indent: f32,
    /// The dense segment: the first line, and one past the last.
    pub(crate) dense: (u32, u32),
    /// The likely segment, in which log-odds count as words.
    pub(super) likely: (u32, u32),
    /// The line that is probably the headline.
    pub(super) headline: Option<u32>,
    /// Script of most letters.
    pub(super) script: Option<Script>,
    /// The log-odds know the text's language.
    pub(crate) learned: bool,
    /// How well: registrable domains of the training data in the language, in fiftieths, at most 4.
    pub(crate) domains: f32,
}

/// Sums over lines that follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LineGroup {
    pub(super) lines: f32,
    pub(super) words: f32,
    pub(super) log_odds: f32,
    pub(super) shared_tokens: f32,
    pub(super) phrases: f32,
    pub(super) dates: f32,
    /// Lines with a digit.
    pub(super) digits: f32,
}

impl LineGroup {
    /// Adds a line.
    pub(super) fn add(&mut self, line: &LineFacts) {
        self.lines += 1.0;
        self.words += line.words;
        self.log_odds += line.log_odds.mean;
        self.shared_tokens += line.around.shared_tokens.value().max(0.0);
        self.phrases += flag(line.has_chrome_phrase());
        self.dates += flag(line.is_dated());
        self.digits += flag(line.shape.digit_share.value() > 0.0);
    }
}
