//! A text, read for the features of its lines: the facts about each logical line, and about the
//! whole text.

use crate::features::token_log_odds::TokenLogOdds;
use crate::features::tokens::{TokenLists, Tokens};
use crate::hash::key;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::model::LogOddsTable;
use crate::text::markdown::{without_heading_marks, without_links};
use crate::unicode::{Script, WordBreaks};

use super::copies::{count_copies, mark_fused, mark_licensed_works, mark_titles};
use super::facts::{LONG_LINE_WORDS, LineFacts, LineGroup, LineSum, LinesAround, TextTotals};
use super::flags::LineFlag;
use super::neighbours::{measure_distances, measure_runs, sum_groups};
use super::segments::{SEGMENT_CAP, find_headline, find_segments, measure_dense};
use super::shape::line_shape;
use super::text_part::TextPart;
use super::vocabulary::compare_words;

/// Words from which a line is long if it ends like a sentence.
const LONG_SENTENCE_WORDS: f32 = 8.0;

/// The tables that lines are looked up in. Either can be left out: the model does not know each
/// language, and training leaves both out for some texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineTables<'s> {
    pub(crate) lexicon: Option<&'s Lexicon>,
    /// Log-odds of tokens, if they know the text's language.
    pub(crate) log_odds: Option<&'s LogOddsTable>,
    /// Registrable domains of the training data in the language, in fiftieths, at most 4.
    pub(crate) domains: f32,
}

/// A text, read for the features of its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextContext {
    /// Its logical lines.
    pub(crate) lines: Vec<LineFacts>,
    pub(crate) totals: TextTotals,
    /// Runs of short lines (and single other lines), then paragraphs.
    pub(super) groups: Vec<LineGroup>,
    /// Prefix sums over the lines.
    pub(super) sums: Vec<[f64; LineSum::COUNT]>,
    /// Share of the lines in another script than the text.
    pub(super) foreign_share: f32,
    tokens: TokenLists,
}

impl TextContext {
    /// Reads the logical lines of a text.
    pub(crate) fn read(part: TextPart<'_>, tables: LineTables<'_>) -> Self {
        let mut context = TextContext::default();
        context.totals.input_lines = part.end - part.first;
        context.totals.learned = tables.log_odds.is_some();
        context.totals.domains = tables.domains;
        context.read_lines(part, tables);
        context.compare_lines(part);
        context
    }

    /// Reads a text whose logical lines are the lines `kept` of this one. The facts that each line
    /// has by itself are copied.
    pub(crate) fn read_kept(&self, part: TextPart<'_>, kept: &[usize]) -> Self {
        let mut context = TextContext::default();
        context.totals.input_lines = part.end - part.first;
        context.totals.learned = self.totals.learned;
        context.totals.domains = self.totals.domains;
        context.lines.reserve_exact(kept.len());
        for (blank_before, &line) in part.blank_before().zip(kept) {
            context.lines.push(self.lines[line].alone(blank_before));
            context.tokens.push(self.tokens.of(line));
        }
        context.compare_lines(part);
        context
    }

    /// Reads the facts that every line has by itself.
    fn read_lines(&mut self, part: TextPart<'_>, tables: LineTables<'_>) {
        let mut tokens = Tokens::default();
        let mut finder = tables.lexicon.map(Lexicon::finder);
        self.lines.reserve_exact(part.logical.len());
        for (logical, blank_before) in part.logical.iter().zip(part.blank_before()) {
            let plain = without_links(part.text_of(logical));
            let line = &*plain.text;
            tokens.read(line);
            let searched = without_heading_marks(line.trim_start());
            let phrases = finder.as_mut().map(|finder| finder.find(searched)).unwrap_or_default();
            let mut shape = line_shape(line);
            let is_long = tokens.words >= LONG_LINE_WORDS
                || tokens.words >= LONG_SENTENCE_WORDS && shape.flags.has(LineFlag::EndsSentence);
            shape.flags.set(LineFlag::DateWord, phrases.date_word);
            shape.flags.set(LineFlag::Long, is_long);
            shape.flags.set(LineFlag::AllLinks, plain.sole_links > 0);
            let is_bar = plain.sole_links > 1 || tokens.words == 0.0;
            shape.flags.set(LineFlag::LinkBar, plain.sole_links > 0 && is_bar);
            let text_key = key(0, line.trim());
            let log_odds = tables.log_odds.map(|table| TokenLogOdds::of(&tokens.keys, table));
            self.lines.push(LineFacts {
                shape,
                words: tokens.words,
                log_words: tokens.words.ln_1p(),
                log_odds: log_odds.unwrap_or_default(),
                decisive: phrases.decisive(),
                announces_related: phrases.line == Some(Kind::Related),
                phrases: phrases.parts,
                opening_phrases: phrases.opening,
                key: if tokens.keys.is_empty() { text_key } else { tokens.line_key() },
                text_key,
                blank_before,
                around: LinesAround::UNKNOWN,
            });
            self.tokens.push(&tokens.keys);
        }
    }

    /// Fills in the facts that depend on several lines. Later steps use the results of earlier
    /// ones.
    fn compare_lines(&mut self, part: TextPart<'_>) {
        self.count_totals();
        let (lines, totals) = (&mut self.lines, &mut self.totals);
        totals.distinct_lines = count_copies(lines);
        find_segments(lines, totals);
        measure_dense(lines, totals);
        measure_distances(lines);
        measure_runs(lines);
        totals.headline = find_headline(lines, totals);
        compare_words(lines, &self.tokens, totals.headline);
        self.groups = sum_groups(lines);
        mark_fused(lines, part);
        mark_licensed_works(lines, &self.tokens);
        mark_titles(lines, &self.tokens);
        self.sum_lines();
        let foreign = (0..self.lines.len()).filter(|&line| self.is_foreign(line)).count();
        self.foreign_share = foreign as f32 / self.lines.len().max(1) as f32;
    }

    /// Computes the totals, and for each line the totals before it.
    fn count_totals(&mut self) {
        let totals = &mut self.totals;
        let mut scripts = [0f32; Script::COUNT];
        for line in &mut self.lines {
            line.around.words_before = totals.words;
            line.around.long_words_before = totals.long_words_capped;
            line.around.phrases_before = totals.phrase_lines;
            totals.words += line.words;
            totals.log_odds += line.log_odds.mean;
            totals.phrase_lines += u32::from(line.has_chrome_phrase());
            totals.sentence_lines += u32::from(line.has(LineFlag::EndsSentence));
            totals.price_lines += u32::from(line.has(LineFlag::Price));
            totals.date_lines += u32::from(line.has(LineFlag::Date) || line.has(LineFlag::Time));
            totals.bullet_lines += u32::from(line.has(LineFlag::Bullet));
            if line.has(LineFlag::Long) {
                totals.long_lines += 1;
                totals.long_words += line.words;
                totals.long_words_capped += line.words.min(SEGMENT_CAP);
            }
            if let Some(script) = line.shape.script {
                scripts[script as usize] += line.words;
            }
        }
        totals.script = Script::with_most(&scripts);
    }

    /// Computes the prefix sums.
    fn sum_lines(&mut self) {
        let mut sums = [0.0; LineSum::COUNT];
        self.sums.reserve_exact(self.lines.len() + 1);
        self.sums.push(sums);
        for line in &self.lines {
            for (sum, summand) in sums.iter_mut().zip(line.summands()) {
                *sum += summand;
            }
            self.sums.push(sums);
        }
    }

    /// Returns true if a line is in another script than the text.
    pub(crate) fn is_foreign(&self, line: usize) -> bool {
        match (self.lines[line].shape.script, self.totals.script) {
            (Some(own), Some(main)) => !own.mixes_with(main),
            _ => false,
        }
    }

    /// Returns true if the text's script has upper and lower case.
    pub(super) fn is_cased(&self) -> bool {
        self.totals.script.is_some_and(Script::is_cased)
    }

    /// Returns true if the text's script has spaces between words.
    pub(crate) fn has_spaces(&self) -> bool {
        self.totals.script.is_none_or(|script| script.word_breaks() == WordBreaks::Spaces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::{logical_lines, split_lines};

    #[test]
    fn facts_by_other_lines_are_not_copied() {
        let text = "Old bridge at dawn\n\nOld bridge at dawn by A. Miller is licensed under CC BY-SA 4.0\n";
        let lines = split_lines(text);
        let logical = logical_lines(text, &lines);
        let end = lines.len() as u32;
        let part = TextPart { text, lines: &lines, logical: &logical, first: 0, end };
        let tables = LineTables { lexicon: None, log_odds: None, domains: 0.0 };
        let both = TextContext::read(part, tables);
        assert!(both.lines[0].has(LineFlag::LicensedWork));
        let part = TextPart { logical: &logical[..1], ..part };
        assert!(!both.read_kept(part, &[0]).lines[0].has(LineFlag::LicensedWork));
    }
}
