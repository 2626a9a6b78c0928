//! What can be read off a block's text alone.

/// Characters that end a sentence, in any script.
pub(super) const SENTENCE_ENDS: &[char] =
    &['.', '!', '?', '。', '！', '？', '।', '॥', '؟', '۔', '។', '။', '…'];
/// Commas and their like.
const COMMAS: &[char] = &[',', ';', '，', '、', '؛', '،', '；'];
/// Currency signs.
const CURRENCIES: &[char] = &['$', '€', '£', '¥', '₹', '฿', '₽', '₩', '円', '元'];
/// Candidates that may follow the end of a sentence.
const CLOSERS: &[char] = &['"', '\'', '”', '’', ')', '»', ']', '」', '』', ' ', '\n'];
/// Bytes of a block within which signs and dates are looked for.
const HEAD_BYTES: usize = 240;

/// How a block ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Ending {
    /// With neither of the others.
    #[default]
    Other,
    /// With a full stop, question or exclamation mark.
    Sentence,
    /// With a colon.
    Colon,
    /// With an ellipsis.
    Ellipsis,
}

/// Counts and flags of a block's text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stats {
    pub(super) chars: f32,
    /// Spaced words: runs between white space.
    pub(super) runs: f32,
    pub(super) sentences: f32,
    pub(super) commas: f32,
    /// Runs that start with a capital.
    pub(super) capitals: f32,
    /// Runs with letters behind digits or digits behind letters, or an underscore: addresses, names of files, keys.
    pub(super) mixed: f32,
    pub(super) ending: Ending,
    pub(super) question: bool,
    pub(super) currency: bool,
    /// Has a year, a numeric date or a time of day.
    pub(super) date: bool,
    /// Has both a year and a time of day.
    pub(super) stamp: bool,
}

impl Stats {
    /// Reads a block.
    pub(super) fn of(text: &str) -> Stats {
        let mut stats = Stats { ending: ending(text), ..Stats::default() };
        stats.count_chars(text);
        stats.count_runs(text);
        let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
        // A byte is found faster than one of some characters.
        stats.currency = if head.is_ascii() {
            head.as_bytes().contains(&b'$')
        } else {
            head.contains(CURRENCIES)
        };
        stats.date = text.len() <= HEAD_BYTES && has_date(text.as_bytes());
        stats.stamp = stats.date && is_stamp(text);
        stats
    }

    fn count_chars(&mut self, text: &str) {
        for c in text.chars() {
            self.chars += 1.0;
            self.question |= matches!(c, '?' | '？' | '؟');
            if !c.is_alphanumeric() && c != ' ' {
                self.sentences += f32::from(u8::from(SENTENCE_ENDS.contains(&c)));
                self.commas += f32::from(u8::from(COMMAS.contains(&c)));
            }
        }
    }

    fn count_runs(&mut self, text: &str) {
        for run in text.split_whitespace() {
            self.runs += 1.0;
            self.capitals += f32::from(u8::from(run.starts_with(char::is_uppercase)));
            self.mixed += f32::from(u8::from(is_mixed(run)));
        }
    }
}

/// Whether a run mixes ASCII letters and digits, or holds an underscore.
fn is_mixed(run: &str) -> bool {
    let (mut digit, mut letter, mut underscore) = (false, false, false);
    for byte in run.bytes() {
        digit |= byte.is_ascii_digit();
        letter |= byte.is_ascii_alphabetic();
        underscore |= byte == b'_';
    }
    digit && letter || underscore
}

fn ending(text: &str) -> Ending {
    let text = text.trim_end_matches(CLOSERS);
    match text.chars().next_back() {
        Some('…') => Ending::Ellipsis,
        Some(':' | '：') => Ending::Colon,
        Some(_) if text.ends_with("...") => Ending::Ellipsis,
        Some(c) if SENTENCE_ENDS.contains(&c) => Ending::Sentence,
        _ => Ending::Other,
    }
}

/// Whether a text holds a year from 1900 to 2099, or two numbers of one or two digits with a date's or time's sign between.
pub(super) fn has_date(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if is_year(&text[at..at + digits]) {
            return true;
        }
        let after = at + digits;
        if matches!(digits, 1 | 2)
            && matches!(text.get(after), Some(b'.' | b'/' | b':' | b'-'))
            && text.get(after + 1).is_some_and(u8::is_ascii_digit)
        {
            return true;
        }
        at = after + 1;
    }
    false
}

/// Whether digits are a year from 1900 to 2099.
fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && matches!(&digits[..2], b"19" | b"20")
}

/// Whether a text holds a year from 1900 to 2099 and a time of day: `9:05`, `19時30分`.
fn is_stamp(text: &str) -> bool {
    let year = text.as_bytes().split(|byte| !byte.is_ascii_digit()).any(is_year);
    let time = |(at, sign): (usize, &str)| {
        let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + sign.len()..]);
        before.last().is_some_and(u8::is_ascii_digit)
            && after.iter().take_while(|byte| byte.is_ascii_digit()).count() == 2
    };
    year && (text.match_indices(':').any(time) || text.match_indices('時').any(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_have_a_day_and_a_time() {
        for (text, expected) in [
            ("von Altmüller » So 14. Jan 2024, 09:47", true),
            ("2024年6月9日 19時30分", true),
            ("May 6, 2024", false),
            ("at 9:05", false),
            ("Ratio 3:10 in 2024", true),
            ("Psalm 23:1, edition of 2024", false),
        ] {
            assert_eq!(is_stamp(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_and_names_of_files_are_mixed() {
        for (run, expected) in [
            ("303097ac-d3e5", true),
            ("size_guide", true),
            ("river", false),
            ("2024", false),
            ("4.5", false),
        ] {
            assert_eq!(is_mixed(run), expected, "{run}");
        }
    }

    #[test]
    fn endings_and_dates() {
        for (text, expected) in [
            ("It rained.", Ending::Sentence),
            ("“It rained.” ", Ending::Sentence),
            ("雨が降った。", Ending::Sentence),
            ("See also:", Ending::Colon),
            ("It rained ...", Ending::Ellipsis),
            ("Menu", Ending::Other),
            ("", Ending::Other),
        ] {
            assert_eq!(ending(text), expected, "{text}");
        }
        for (text, expected) in [
            ("2 May 2024", true),
            ("3.5.", true),
            ("10:45", true),
            ("12 people", false),
            ("x20245", false),
        ] {
            assert_eq!(has_date(text.as_bytes()), expected, "{text}");
        }
    }
}
