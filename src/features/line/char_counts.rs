//! One pass over the characters of a line that counts everything about its shape.

use crate::unicode::punctuation::{
    is_closing, is_currency, is_line_comma, is_sentence_end, is_separator,
};
use crate::unicode::width::char_width;
use crate::unicode::{CharFacts, Script, WordBreaks, char_facts};

use super::number_scanner::NumberScanner;

/// The counts of a line. A *piece* is a run between white space, or a character of a script without
/// spaces.
#[derive(Debug, Default)]
pub(super) struct CharCounts {
    pub(super) chars: u32,
    /// Columns in a terminal.
    pub(super) columns: u32,
    pub(super) letters: u32,
    pub(super) upper_letters: u32,
    pub(super) digits: u32,
    pub(super) punctuation: u32,
    pub(super) separators: u32,
    pub(super) commas: u32,
    /// Sentences that end before the line does.
    pub(super) inner_sentences: u32,
    pub(super) pieces: u32,
    /// Pieces that start in upper case.
    pub(super) capitalized_pieces: u32,
    /// Pieces of two or more letters, all in upper case.
    pub(super) upper_pieces: u32,
    /// Characters of the longest piece.
    pub(super) longest_piece: u32,
    /// Contains an amount of money.
    pub(super) has_price: bool,
    pub(super) numbers: NumberScanner,
    /// Letters of each script.
    scripts: [u32; Script::COUNT],
    piece: Piece,
    /// The last punctuation mark since a letter or digit. Closing marks are skipped.
    last_mark: Option<char>,
    /// The character before the next one was white space.
    after_space: bool,
    last: char,
}

/// The piece that is being read.
#[derive(Debug, Default)]
struct Piece {
    chars: u32,
    letters: u32,
    upper_letters: u32,
    starts_upper: bool,
}

impl CharCounts {
    /// Counts a line.
    pub(super) fn of(line: &str) -> CharCounts {
        let mut counts = CharCounts::default();
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            match c {
                _ if letters > 0 => counts.read_ascii_word(c, &rest.as_bytes()[1..letters]),
                ' ' => counts.read_space(),
                _ => counts.read_char(c),
            }
            rest = &rest[letters.max(c.len_utf8())..];
        }
        counts.read_space();
        counts
    }

    /// Counts a run of ASCII letters at once. The result is that of [`CharCounts::read_char`] for
    /// each of them.
    fn read_ascii_word(&mut self, first: char, others: &[u8]) {
        self.numbers.read(first);
        self.chars += 1;
        self.columns += 1;
        self.count_letter(char_facts(first), Script::Latin);
        self.after_space = false;
        let count = others.len() as u32;
        let upper = others.iter().filter(|letter| letter.is_ascii_uppercase()).count() as u32;
        self.chars += count;
        self.columns += count;
        self.scripts[Script::Latin as usize] += count;
        self.letters += count;
        self.upper_letters += upper;
        self.piece.chars += count;
        self.piece.letters += count;
        self.piece.upper_letters += upper;
        self.last = others.last().map_or(first, |&last| char::from(last));
    }

    /// Counts a space like any other white space, except that a currency sign before it stays the
    /// last character: an amount may follow.
    fn read_space(&mut self) {
        self.numbers.read(' ');
        self.end_piece();
        self.after_space = true;
        self.columns += 1;
        if !is_currency(self.last) {
            self.last = ' ';
        }
    }

    /// Counts any character.
    fn read_char(&mut self, c: char) {
        self.numbers.read(c);
        let facts = char_facts(c);
        if c.is_whitespace() || c.is_control() {
            self.end_piece();
            self.after_space = true;
            self.columns += 1;
        } else {
            self.chars += 1;
            self.columns += char_width(c) as u32;
            match facts.script() {
                Some(script) => self.count_letter(facts, script),
                None => self.count_sign(c, facts),
            }
            self.after_space = false;
        }
        // An amount has its currency before or after the number.
        self.has_price |= facts.is_number() && is_currency(self.last)
            || char_facts(self.last).is_number() && is_currency(c);
        self.last = c;
    }

    /// Counts a letter or mark.
    fn count_letter(&mut self, facts: CharFacts, script: Script) {
        let is_upper = script.is_cased() && facts.is_upper();
        // A letter after the end of a sentence starts the next one: after a space, in upper case if
        // the script has case.
        if self.last_mark.take().is_some_and(is_sentence_end) {
            let starts_sentence = script.word_breaks() == WordBreaks::Cjk
                || self.after_space && (is_upper || !script.is_cased());
            self.inner_sentences += u32::from(starts_sentence);
        }
        self.scripts[script as usize] += 1;
        self.letters += 1;
        self.upper_letters += u32::from(is_upper);
        if script.word_breaks() != WordBreaks::Spaces {
            self.end_piece();
            return;
        }
        self.piece.starts_upper |= self.piece.letters == 0 && is_upper;
        self.piece.letters += 1;
        self.piece.upper_letters += u32::from(is_upper);
        self.piece.chars += 1;
    }

    /// Counts a digit, punctuation mark or symbol.
    fn count_sign(&mut self, c: char, facts: CharFacts) {
        self.piece.chars += 1;
        if facts.is_number() {
            self.digits += 1;
            self.last_mark = None;
            return;
        }
        self.punctuation += 1;
        self.separators += u32::from(is_separator(c));
        self.commas += u32::from(is_line_comma(c));
        if !is_closing(c) {
            self.last_mark = Some(c);
        }
    }

    /// Ends the piece: at white space, or at a character of a script without spaces.
    fn end_piece(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        if piece.chars > 0 {
            self.pieces += 1;
            self.longest_piece = self.longest_piece.max(piece.chars);
            self.capitalized_pieces += u32::from(piece.starts_upper);
            let all_upper = piece.letters > 1 && piece.upper_letters == piece.letters;
            self.upper_pieces += u32::from(all_upper);
        }
    }

    /// Returns the script of most letters, and true if no foreign one occurs with it.
    pub(super) fn main_script(&self) -> (Option<Script>, bool) {
        let main = Script::with_most(&self.scripts);
        let Some(found) = main else { return (None, false) };
        let is_single = Script::ALL
            .into_iter()
            .all(|other| self.scripts[other as usize] == 0 || found.mixes_with(other));
        (main, is_single)
    }
}
