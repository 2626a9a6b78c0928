//! Sentence ends, commas, quotes, brackets, separators, currency signs and bullets, in every
//! script.
//!
//! The features of pages and those of lines count different subsets of some of these, and each
//! model was trained with its own. The subsets are named here, side by side, so that the next
//! training can use the whole sets for both.

/// A set of characters. ASCII, which is most punctuation of most texts, is looked up in a bit mask.
struct CharSet {
    ascii: u128,
    chars: &'static [char],
}

impl CharSet {
    const fn new(chars: &'static [char]) -> CharSet {
        let (mut ascii, mut at) = (0, 0);
        while at < chars.len() {
            if chars[at].is_ascii() {
                ascii |= 1 << chars[at] as u32;
            }
            at += 1;
        }
        CharSet { ascii, chars }
    }

    const fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> c as u32 & 1 == 1;
        }
        let mut at = 0;
        while at < self.chars.len() {
            if self.chars[at] == c {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Marks that end a sentence, for pages and for lines.
const SENTENCE_ENDS: CharSet =
    CharSet::new(&['.', '!', '?', '…', '。', '！', '？', '।', '॥', '؟', '۔', '។', '။']);
/// Marks that end a sentence, for lines only: full-width and half-width stops, Thai, Khmer,
/// Armenian and Ethiopic marks.
const LINE_SENTENCE_ENDS: CharSet = CharSet::new(&['．', '｡', '๚', '๛', '៖', '։', '፡', '።']);
/// Commas and semicolons, for pages and for lines.
const COMMAS: CharSet = CharSet::new(&[',', ';', '，', '、', '،', '；']);
/// The Arabic semicolon, for pages only.
const PAGE_COMMA: char = '؛';
/// Signs of currencies, for pages and for lines.
const CURRENCIES: &[char] = &['$', '€', '£', '¥', '₹', '฿', '₽', '₩', '円', '元'];
/// Signs of currencies, for lines only: dong, shekel, full-width yen.
const LINE_CURRENCIES: &[char] = &['₫', '₪', '￥'];
/// Quotation marks.
const QUOTES: CharSet = CharSet::new(&[
    '"', '\'', '“', '”', '„', '«', '»', '‘', '’', '‚', '‹', '›', '「', '」', '『', '』',
]);
/// Closing brackets, and the characters that end emphasis in Markdown.
const CLOSING_BRACKETS: CharSet = CharSet::new(&[')', ']', '）', '】', '》', '〉', '*', '_']);
/// Characters that the features of pages skip at the end of a block, before they look for the end
/// of a sentence.
pub(crate) const PAGE_CLOSERS: &[char] =
    &['"', '\'', '”', '’', ')', '»', ']', '」', '』', ' ', '\n'];
/// Characters that separate items rather than words.
#[rustfmt::skip]
const SEPARATORS: CharSet = CharSet::new(&[
    '|', '@', '#', '/', '\\', '<', '>', '[', ']', '{', '}', '=', '~', '^', '+', '_', '*',
    '›', '»', '«', '©', '®', '™', '→', '←', '↑', '↓', '·', '•', '▼', '▲', '►', '▶', '◀',
    '｜', '＞', '＜', '・', '【', '】', '／',
]);
/// Bullets that need no space after them.
#[rustfmt::skip]
const BULLETS: &[char] = &[
    '•', '·', '▪', '◦', '‣', '●', '○', '■', '□', '☆', '★', '◆', '◇', '▶', '►', '・',
];
/// Bullets if a space follows.
const SPACED_BULLETS: &[char] = &['-', '–', '—', '*', '+', 'o'];
/// Digits of a list number, at most.
const LIST_NUMBER_DIGITS: usize = 2;

/// Returns true for a mark that ends a sentence.
pub(crate) fn is_sentence_end(c: char) -> bool {
    is_page_sentence_end(c) || LINE_SENTENCE_ENDS.contains(c)
}

/// Returns true for a mark that ends a sentence, as the features of pages count them.
pub(crate) const fn is_page_sentence_end(c: char) -> bool {
    SENTENCE_ENDS.contains(c)
}

/// Returns true for a question mark.
pub(crate) const fn is_question_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '؟')
}

/// Returns true for a colon.
pub(crate) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Returns true for a comma or semicolon, as the features of lines count them.
pub(crate) fn is_line_comma(c: char) -> bool {
    COMMAS.contains(c)
}

/// Returns true for a comma or semicolon, as the features of pages count them.
pub(crate) const fn is_page_comma(c: char) -> bool {
    COMMAS.contains(c) || c == PAGE_COMMA
}

/// Returns true for a sign of a currency.
pub(crate) fn is_currency(c: char) -> bool {
    CURRENCIES.contains(&c) || LINE_CURRENCIES.contains(&c)
}

/// Returns true if `text` contains a sign of a currency, as the features of pages count them.
pub(crate) fn has_page_currency(text: &str) -> bool {
    // One byte is found faster than one of several characters.
    if text.is_ascii() { text.as_bytes().contains(&b'$') } else { text.contains(CURRENCIES) }
}

/// Returns true for a quotation mark.
pub(crate) fn is_quote(c: char) -> bool {
    QUOTES.contains(c)
}

/// Returns true for a mark that may follow the end of a sentence: a quotation mark or a closing
/// bracket.
pub(crate) fn is_closing(c: char) -> bool {
    is_quote(c) || CLOSING_BRACKETS.contains(c)
}

/// Marks of footnotes and signs of the end.
const END_NOTES: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§■□▪▫◆◼◾●∎↩\u{fe0e}\u{fe0f}";
/// Bytes of the longest note in brackets: two agencies, "(dpa/afp)".
const BRACKETED_BYTES: usize = 12;

/// Returns true for a character that separates items rather than words.
pub(crate) fn is_separator(c: char) -> bool {
    SEPARATORS.contains(c)
}

/// Returns true if a line ends like a sentence. Closing quotation marks and brackets are skipped.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(is_closing).trim_end();
    line.chars().next_back().is_some_and(is_sentence_end)
}

/// Returns true if a line ends like a sentence, notes after it aside: footnotes ("[1]", "¹"), an
/// agency ("(dpa)"), and signs of the end ("■").
pub(crate) fn ends_annotated_sentence(line: &str) -> bool {
    let mut line = line.trim_end();
    loop {
        let rest = without_last_note(line);
        if rest.len() == line.len() {
            return ends_sentence(line);
        }
        line = rest;
    }
}

/// Returns a line without a note at its end.
fn without_last_note(line: &str) -> &str {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || END_NOTES.contains(c));
    for (open, close) in [('[', ']'), ('(', ')')] {
        let inside = line.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
        if let Some((before, note)) = inside
            && (1..=BRACKETED_BYTES).contains(&note.len())
            && note.chars().all(|c| c.is_alphanumeric() || c == '/')
        {
            return before.trim_end();
        }
    }
    line
}

/// Returns true if a line without indent starts with a bullet or a list number.
pub(crate) fn opens_with_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    if BULLETS.contains(&first) {
        return true;
    }
    if SPACED_BULLETS.contains(&first) {
        return chars.next() == Some(' ');
    }
    let rest = line.strip_prefix('(').unwrap_or(line);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = rest[digits..].chars();
    (1..=LIST_NUMBER_DIGITS).contains(&digits)
        && matches!(after.next(), Some('.' | ')'))
        && after.next() == Some(' ')
}
