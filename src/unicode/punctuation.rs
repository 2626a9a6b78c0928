//! What single characters are: marks that end, close, quote or separate, and how wide they stand.

/// Marks that end a sentence.
pub(crate) fn is_terminal(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '．'
            | '؟'
            | '।'
            | '॥'
            | '៖'
            | '។'
            | '๚'
            | '๛'
            | '۔'
            | '။'
            | '։'
            | '፡'
            | '።'
            | '｡'
    )
}

/// Marks that may follow the one that ends a sentence: quotation marks and brackets that close.
pub(crate) fn is_closing(c: char) -> bool {
    is_quote(c) || matches!(c, ')' | ']' | '）' | '】' | '》' | '〉' | '*' | '_')
}

/// Quotation marks.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Characters that separate items rather than words.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(
        c,
        '|' | '›'
            | '»'
            | '«'
            | '©'
            | '®'
            | '™'
            | '@'
            | '#'
            | '→'
            | '←'
            | '↑'
            | '↓'
            | '·'
            | '•'
            | '/'
            | '\\'
            | '<'
            | '>'
            | '['
            | ']'
            | '{'
            | '}'
            | '='
            | '~'
            | '^'
            | '+'
            | '_'
            | '*'
            | '▼'
            | '▲'
            | '►'
            | '▶'
            | '◀'
            | '｜'
            | '＞'
            | '＜'
            | '・'
            | '【'
            | '】'
            | '／'
    )
}

/// Candidates of currencies.
pub(crate) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '฿' | '円' | '元' | '₽' | '₩' | '₫' | '₪' | '￥')
}

/// Whether a character takes two columns: East Asian wide and full-width characters, and emoji.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

/// Whether a character takes no column: combining marks and zero-width characters.
fn is_narrow(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036F | 0x0591..=0x05BD | 0x064B..=0x065F | 0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E | 0x0EB1
        | 0x0EB4..=0x0EBC | 0x0EC8..=0x0ECE | 0x1037..=0x103A | 0x17B4..=0x17BD | 0x17C6 | 0x17C9..=0x17D3 | 0x200B..=0x200F | 0xFEFF)
}

/// The columns that a text takes in a terminal.
pub(crate) fn display_width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(width_of).sum() }
}

/// The columns that a character takes.
pub(crate) fn width_of(c: char) -> usize {
    if c.is_ascii() || !(is_wide(c) || is_narrow(c)) { 1 } else { usize::from(is_wide(c)) * 2 }
}

/// Whether a line ends as a sentence does, closing quotation marks and brackets left aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches(is_closing)
        .trim_end()
        .chars()
        .next_back()
        .is_some_and(is_terminal)
}

/// Whether a line, without its indent, opens with a bullet or a list number.
pub(crate) fn opens_with_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    if matches!(
        first,
        '•' | '·'
            | '▪'
            | '◦'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '☆'
            | '★'
            | '◆'
            | '◇'
            | '▶'
            | '►'
            | '・'
    ) {
        return true;
    }
    if matches!(first, '-' | '–' | '—' | '*' | '+' | 'o') {
        return chars.next() == Some(' ');
    }
    let rest = line.strip_prefix('(').unwrap_or(line);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = rest[digits..].chars();
    (1..=2).contains(&digits)
        && matches!(after.next(), Some('.' | ')'))
        && after.next() == Some(' ')
}
