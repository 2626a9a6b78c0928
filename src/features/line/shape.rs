//! The shape of a line: everything that is known without any word or any other line.

use crate::features::byte_share::ByteShare;
use crate::features::licences::states_licence;
use crate::features::years::is_timestamp;
use crate::unicode::Script;
use crate::unicode::punctuation::{
    ends_annotated_sentence, ends_sentence, is_colon, is_question_mark, is_quote, opens_with_bullet,
};

use super::char_counts::CharCounts;
use super::flags::{LineFlag, LineFlags};

/// The longest piece that is measured, in characters. Longer ones are URLs or glued words alike.
const LONGEST_PIECE: u32 = 40;

/// The shape of a line. A *piece* is a run between white space, or a character of a script without
/// spaces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LineShape {
    pub(crate) flags: LineFlags,
    /// Columns in a terminal.
    pub(crate) columns: u32,
    /// Characters of the longest piece, at most 40.
    pub(super) longest_piece: u8,
    /// White space before the first visible character, in characters, at most 255.
    pub(super) indent: u8,
    /// Commas in any script, at most 255.
    pub(super) commas: u8,
    /// Sentences that end before the line does, at most 255.
    pub(super) inner_sentences: u8,
    /// Bars, arrows, brackets and other characters that separate items, at most 255.
    pub(crate) separators: u8,
    /// Share of punctuation and symbols among the characters.
    pub(super) punctuation_share: ByteShare,
    /// Share of digits among the characters.
    pub(crate) digit_share: ByteShare,
    /// Share of letters among the characters.
    pub(super) letter_share: ByteShare,
    /// Share of upper-case letters among the letters; none in scripts without case.
    pub(super) upper_letter_share: ByteShare,
    /// Share of pieces that start in upper case; none in scripts without case.
    pub(super) capitalized_share: ByteShare,
    /// Share of pieces in upper case; none in scripts without case.
    pub(super) upper_piece_share: ByteShare,
    /// Script of most of its letters.
    pub(crate) script: Option<Script>,
    /// All its letters are of that script, or of one that mixes with it.
    pub(crate) one_script: bool,
}

/// Returns the shape of a line, or of the lines of a wrapped one. Something visible is in it.
pub(super) fn line_shape(line: &str) -> LineShape {
    let line = line.trim_end();
    let visible = line.trim_start();
    let counts = CharCounts::of(visible);
    let (script, one_script) = counts.main_script();
    let is_cased = script.is_some_and(Script::is_cased);
    let share = |part: u32| ByteShare::new(part as f32, counts.chars as f32);
    let share_if_cased = |part: u32, whole: u32| {
        if is_cased { ByteShare::new(part as f32, whole as f32) } else { ByteShare::NONE }
    };
    LineShape {
        flags: flags(visible, &counts, is_cased),
        columns: counts.columns,
        longest_piece: counts.longest_piece.min(LONGEST_PIECE) as u8,
        indent: at_most_255(line[..line.len() - visible.len()].chars().count()),
        commas: at_most_255(counts.commas as usize),
        inner_sentences: at_most_255(counts.inner_sentences as usize),
        separators: at_most_255(counts.separators as usize),
        punctuation_share: share(counts.punctuation),
        digit_share: share(counts.digits),
        letter_share: share(counts.letters),
        upper_letter_share: share_if_cased(counts.upper_letters, counts.letters),
        capitalized_share: share_if_cased(counts.capitalized_pieces, counts.pieces),
        upper_piece_share: share_if_cased(counts.upper_pieces, counts.pieces),
        script,
        one_script,
    }
}

/// Returns a count in a byte.
fn at_most_255(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Returns the flags that a line's own text decides.
fn flags(visible: &str, counts: &CharCounts, is_cased: bool) -> LineFlags {
    let mut flags = LineFlags::default();
    let last = visible.chars().next_back().unwrap_or(' ');
    let plain = visible.trim_start_matches('#').trim_start();
    let is_opening =
        |c: char| is_quote(c) || matches!(c, '(' | '[' | '¿' | '¡' | '-' | '•' | '*' | ' ');
    let start = plain.chars().find(|&c| !is_opening(c)).unwrap_or(' ');
    let ends = ends_sentence(visible);
    flags.set(LineFlag::EndsSentence, ends);
    flags.set(LineFlag::EndsAnnotated, ends || ends_annotated_sentence(visible));
    flags.set(LineFlag::EndsColon, is_colon(last));
    flags.set(LineFlag::EndsEllipsis, last == '…' || visible.ends_with("..."));
    flags.set(LineFlag::StartsUpper, is_cased && start.is_uppercase());
    flags.set(LineFlag::StartsLower, is_cased && start.is_lowercase());
    flags.set(LineFlag::Bullet, opens_with_bullet(plain));
    flags.set(LineFlag::Url, contains_url(visible));
    flags.set(LineFlag::Date, counts.numbers.date);
    flags.set(LineFlag::Time, counts.numbers.time);
    let may_be_stamp = counts.numbers.date && counts.numbers.time;
    flags.set(LineFlag::Timestamp, may_be_stamp && is_timestamp(visible));
    flags.set(LineFlag::Price, counts.has_price);
    flags.set(LineFlag::Question, is_question_mark(last));
    flags.set(LineFlag::Doubled, is_doubled(visible));
    flags.set(LineFlag::Licence, states_licence(visible));
    flags.set(LineFlag::TopHeading, visible.starts_with("# "));
    flags
}

/// Returns true if a line is one text twice without a space between: "Daily RainDaily Rain". The
/// text has at least two words.
fn is_doubled(line: &str) -> bool {
    let half = line.len() / 2;
    line.len().is_multiple_of(2)
        && line.is_char_boundary(half)
        && line[..half] == line[half..]
        && line[..half].contains(' ')
        && !line[..half].ends_with(' ')
}

/// Top-level domains that mark a URL without a scheme: the most frequent ones of the development
/// data.
#[rustfmt::skip]
const TOP_LEVEL_DOMAINS: [&str; 15] = [
    "com", "org", "net", "de", "fr", "es", "pl", "jp", "cn", "th", "ru", "it", "uk", "info", "io",
];

/// Returns true if a line contains a URL or a mail address.
fn contains_url(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Few of a text's full stops are inside a word, so most lines end here.
    let may_be_url = |at: usize| match bytes[at] {
        b':' => bytes[at + 1..].starts_with(b"//"),
        b'.' => {
            bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) || bytes[..at].ends_with(b"www")
        }
        _ => true,
    };
    memchr::memchr3_iter(b':', b'@', b'.', bytes).any(may_be_url)
        && line.split_whitespace().any(is_url)
}

/// Returns true if a piece between spaces is a URL or a mail address.
fn is_url(piece: &str) -> bool {
    if piece.contains("://") || piece.starts_with("www.") {
        return true;
    }
    if piece.find('@').is_some_and(|at| at > 0 && piece[at..].contains('.')) {
        return true;
    }
    let Some((name, end)) = piece.rsplit_once('.') else { return false };
    let domain = end.split(['/', ',', ')']).next().unwrap_or_default();
    !name.is_empty() && TOP_LEVEL_DOMAINS.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(line: &str, flag: LineFlag) -> bool {
        line_shape(line).flags.has(flag)
    }

    #[test]
    fn flags_by_line() {
        for (line, flag, expected) in [
            ("It rained.", LineFlag::EndsSentence, true),
            ("It rained.[1] [a]", LineFlag::EndsAnnotated, true),
            ("It rained.¹", LineFlag::EndsAnnotated, true),
            ("It rained. (dpa/afp) ■", LineFlag::EndsAnnotated, true),
            ("It rained (dpa)", LineFlag::EndsAnnotated, false),
            ("It rained. [show all notes]", LineFlag::EndsAnnotated, false),
            ("He said: “It rained.”", LineFlag::EndsSentence, true),
            ("雨が降った。」", LineFlag::EndsSentence, true),
            ("बारिश हुई।", LineFlag::EndsSentence, true),
            ("Read more", LineFlag::EndsSentence, false),
            ("March 2, 2024", LineFlag::Date, true),
            ("2.3.24", LineFlag::Date, true),
            ("2567", LineFlag::Date, true),
            ("3月2日", LineFlag::Date, true),
            ("1.5 litres", LineFlag::Date, false),
            ("12:30 Uhr", LineFlag::Time, true),
            ("12: 30", LineFlag::Time, false),
            ("€ 20", LineFlag::Price, true),
            ("20 円", LineFlag::Price, false),
            ("20円", LineFlag::Price, true),
            ("- item", LineFlag::Bullet, true),
            ("12) item", LineFlag::Bullet, true),
            ("12.5 items", LineFlag::Bullet, false),
            ("-5 degrees", LineFlag::Bullet, false),
            ("write to a@b.org", LineFlag::Url, true),
            ("see example.com", LineFlag::Url, true),
            ("the end.", LineFlag::Url, false),
            ("“rain", LineFlag::StartsLower, true),
            ("ฝน", LineFlag::StartsUpper, false),
            ("Daily RainDaily Rain", LineFlag::Doubled, true),
            ("Daily Rain Daily Rain", LineFlag::Doubled, false),
            ("tomtom", LineFlag::Doubled, false),
        ] {
            assert_eq!(flagged(line, flag), expected, "{line} {flag:?}");
        }
    }

    #[test]
    fn counts() {
        let shape = line_shape("  It RAINED. Then, it stopped. | 12");
        assert_eq!((shape.indent, shape.inner_sentences), (2, 1));
        assert_eq!((shape.commas, shape.separators), (1, 1));
        assert_eq!(shape.script, Some(Script::Latin));
        assert!((shape.upper_piece_share.value() - 1.0 / 7.0).abs() < 0.01);
        assert_eq!(line_shape("雨が降った。晴れた。").inner_sentences, 1);
        assert_eq!(line_shape("雨が降った").upper_letter_share, ByteShare::NONE);
    }
}
