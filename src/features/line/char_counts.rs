//! One pass over the characters of a line: everything about its shape that is a count.

use crate::unicode::punctuation::{is_closing, is_currency, is_separator, is_terminal, width_of};
use crate::unicode::{Class, Letter, Script, letter};

/// What a pass over the characters of a line counts.
#[derive(Debug, Default)]
pub(crate) struct CharCounts {
    pub(crate) chars: u32,
    pub(crate) width: u32,
    pub(crate) letters: u32,
    pub(crate) upper: u32,
    pub(crate) digits: u32,
    pub(crate) punctuation: u32,
    pub(crate) separators: u32,
    pub(crate) commas: u32,
    pub(crate) sentences: u32,
    /// Pieces between white space.
    pub(crate) pieces: u32,
    pub(crate) capitalized: u32,
    pub(crate) capitals: u32,
    pub(crate) longest: u32,
    pub(crate) price: bool,
    pub(crate) scripts: [u32; Script::COUNT],
    pub(crate) numbers: Numbers,
    piece: Piece,
    /// The last character that is no closing mark, and whether white space followed it.
    pub(crate) open_end: Option<char>,
    pub(crate) gap: bool,
    pub(crate) last: char,
}

/// The piece between white space that is being read.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    chars: u32,
    letters: u32,
    upper: u32,
    starts_upper: bool,
}

impl CharCounts {
    /// Takes a whole line.
    pub(crate) fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            match c {
                _ if word > 0 => self.word(c, &rest.as_bytes()[1..word]),
                ' ' => self.space(),
                _ => self.feed(c),
            }
            rest = &rest[word.max(c.len_utf8())..];
        }
        self.space();
    }

    /// Takes a run of ASCII letters: what [`CharCounts::feed`] does for each, all at once.
    fn word(&mut self, first: char, letters: &[u8]) {
        self.numbers.feed(first);
        self.chars += 1;
        self.width += 1;
        self.letter(letter(first), Script::Latin);
        self.gap = false;
        self.last = first;
        let count = letters.len() as u32;
        let upper = letters.iter().filter(|letter| letter.is_ascii_uppercase()).count() as u32;
        self.chars += count;
        self.width += count;
        self.scripts[Script::Latin as usize] += count;
        self.letters += count;
        self.upper += upper;
        self.piece.chars += count;
        self.piece.letters += count;
        self.piece.upper += upper;
        self.last = letters.last().map_or(self.last, |&last| char::from(last));
    }

    /// Takes a space: what [`CharCounts::feed`] does for any other white space, and the last character of a currency stays the last
    /// one.
    fn space(&mut self) {
        self.numbers.feed(' ');
        self.end_piece();
        self.gap = true;
        self.width += 1;
        self.last = if is_currency(self.last) { self.last } else { ' ' };
    }

    /// Takes any other character.
    fn feed(&mut self, c: char) {
        self.numbers.feed(c);
        let known = letter(c);
        if c.is_whitespace() || c.is_control() {
            self.end_piece();
            self.gap = true;
            self.width += 1;
        } else {
            self.chars += 1;
            self.width += width_of(c) as u32;
            match known.script() {
                Some(script) => self.letter(known, script),
                None => self.sign(c, known),
            }
            self.gap = false;
        }
        let amount = |sign: char, digit: Letter| is_currency(sign) && digit.is_number();
        self.price |= amount(self.last, known) || amount(c, letter(self.last));
        self.last = c;
    }

    /// A letter or mark.
    fn letter(&mut self, known: Letter, script: Script) {
        let upper = script.is_cased() && known.is_upper();
        if self.open_end.take().is_some_and(is_terminal)
            && (script.class() == Class::Cjk || self.gap && (upper || !script.is_cased()))
        {
            self.sentences += 1;
        }
        self.scripts[script as usize] += 1;
        self.letters += 1;
        self.upper += u32::from(upper);
        if script.class() != Class::Spaced {
            self.end_piece();
            return;
        }
        self.piece.starts_upper |= self.piece.letters == 0 && upper;
        self.piece.letters += 1;
        self.piece.upper += u32::from(upper);
        self.piece.chars += 1;
    }

    /// A digit, punctuation mark or symbol.
    fn sign(&mut self, c: char, known: Letter) {
        self.piece.chars += 1;
        if known.is_number() {
            self.digits += 1;
            self.open_end = None;
            return;
        }
        self.punctuation += 1;
        self.separators += u32::from(is_separator(c));
        self.commas += u32::from(matches!(c, ',' | '،' | '、' | '，' | ';' | '；'));
        if !is_closing(c) {
            self.open_end = Some(c);
        }
    }

    /// White space, or a character of a script written without it.
    fn end_piece(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        if piece.chars > 0 {
            self.pieces += 1;
            self.longest = self.longest.max(piece.chars);
            self.capitalized += u32::from(piece.starts_upper);
            self.capitals += u32::from(piece.letters > 1 && piece.upper == piece.letters);
        }
    }

    /// The script of most letters, and whether no other stands beside it.
    pub(crate) fn main_script(&self) -> (Option<Script>, bool) {
        let mut best: Option<Script> = None;
        for script in Script::ALL {
            if self.scripts[script as usize] > best.map_or(0, |best| self.scripts[best as usize]) {
                best = Some(script);
            }
        }
        let pure = best.is_some_and(|best| {
            Script::ALL
                .iter()
                .all(|other| self.scripts[*other as usize] == 0 || best.mixes_with(*other))
        });
        (best, pure)
    }
}

/// Finds dates and times among the digits of a line.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// Digits of the number being read, and its value (of at most nine digits).
    pub(crate) digits: u32,
    pub(crate) value: u32,
    /// Numbers that `.`, `/` or `-` join before it.
    pub(crate) joined: u32,
    /// The number before it had one or two digits and a colon behind it.
    pub(crate) hours: bool,
    pub(crate) date: bool,
    pub(crate) time: bool,
}

impl Numbers {
    /// Takes the next character.
    pub(crate) fn feed(&mut self, c: char) {
        if let Some(digit) = c.to_digit(10) {
            self.digits += 1;
            self.value = if self.digits < 9 { self.value * 10 + digit } else { self.value };
            return;
        }
        if self.digits == 0 {
            self.joined = 0;
            self.hours = false;
            return;
        }
        // Years of the common era that pages speak of, and the Buddhist era's, which Thai pages use.
        let year = self.digits == 4 && matches!(self.value, 1900..=2099 | 2500..=2599);
        self.date |= year || self.joined >= 2 && (2..=4).contains(&self.digits);
        self.date |= self.digits <= 4 && matches!(c, '年' | '月' | '日' | '년' | '월' | '일');
        self.time |= self.hours && self.digits == 2;
        self.joined =
            if matches!(c, '.' | '/' | '-') && self.digits <= 4 { self.joined + 1 } else { 0 };
        self.hours = c == ':' && self.digits <= 2;
        self.digits = 0;
        self.value = 0;
    }
}
