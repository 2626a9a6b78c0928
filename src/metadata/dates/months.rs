//! Names of months, in the languages of `months.txt`.

/// The names in byte order, a line for each language that has the name: name, tab, language, tab,
/// number of the month. The build script writes it.
const SORTED_NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/months.txt"));
/// The least number of letters of an abbreviated name.
const SHORTEST: usize = 3;

/// Returns the number of the month that a word names, from 1: in `language`, in English, or in any
/// other language if all that have the name agree.
pub(crate) fn month_number(word: &str, language: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let name = lower.trim_end_matches('.');
    let may_be_abbreviated = name.chars().count() >= SHORTEST;
    let (mut own, mut english) = (NameMatches::default(), NameMatches::default());
    let mut anywhere = UniqueMonth::default();
    // The names that equal the word come first, then those that start with it.
    for entry in entries_from(name) {
        if !entry.name.starts_with(name) || name.is_empty() {
            break;
        }
        let is_whole = entry.name == name;
        if !is_whole && !may_be_abbreviated {
            break;
        }
        if is_whole {
            anywhere.add(entry.number);
        }
        for (code, matches) in [(language, &mut own), ("en", &mut english)] {
            if entry.language == code {
                matches.add(entry.number, is_whole);
            }
        }
    }
    own.month().or(english.month()).or(anywhere.0.flatten())
}

/// The months of one language that match a word.
#[derive(Default)]
struct NameMatches {
    whole: Option<u32>,
    abbreviated: UniqueMonth,
}

impl NameMatches {
    fn add(&mut self, number: u32, is_whole: bool) {
        if is_whole {
            self.whole.get_or_insert(number);
        } else {
            self.abbreviated.add(number);
        }
    }

    /// Returns the month with this name, or else the only one with a name that starts with it.
    fn month(&self) -> Option<u32> {
        self.whole.or(self.abbreviated.0.flatten())
    }
}

/// A month, if all that were added are the same. The outer option is empty until then.
#[derive(Default)]
struct UniqueMonth(Option<Option<u32>>);

impl UniqueMonth {
    fn add(&mut self, number: u32) {
        self.0 = match self.0 {
            None => Some(Some(number)),
            Some(known) => Some(known.filter(|&known| known == number)),
        };
    }
}

/// A line of the table.
struct NameEntry {
    name: &'static str,
    language: &'static str,
    number: u32,
}

impl NameEntry {
    fn parse(line: &'static str) -> Option<NameEntry> {
        let mut fields = line.split('\t');
        let (name, language) = (fields.next()?, fields.next()?);
        Some(NameEntry { name, language, number: fields.next()?.parse().ok()? })
    }
}

/// Returns the entries of the table from the first whose name is not less than `name`.
fn entries_from(name: &str) -> impl Iterator<Item = NameEntry> {
    // A binary search over bytes: each probe moves back to the start of its line.
    let (mut start, mut end) = (0, SORTED_NAMES.len());
    while start < end {
        let middle = start + (end - start) / 2;
        let line = SORTED_NAMES.as_bytes()[..middle].iter().rposition(|&byte| byte == b'\n');
        let line = line.map_or(0, |newline| newline + 1);
        let rest = &SORTED_NAMES[line..];
        let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        if rest.split('\t').next().unwrap_or_default() < name {
            start = line + length;
        } else {
            end = line;
        }
    }
    SORTED_NAMES[start..].lines().filter_map(NameEntry::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the languages of the source file, each with its months.
    fn languages() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
        let lines = include_str!("months.txt").lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter_map(|line| line.split_once(':'));
        lines.map(|(code, months)| (code, months.split('|').collect()))
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(languages().map(|(code, _)| code).is_sorted());
        assert!(SORTED_NAMES.lines().is_sorted());
        let mut names = 0;
        for (code, months) in languages() {
            assert_eq!(months.len(), 12, "{code}");
            for (number, month) in (1..).zip(months) {
                for name in month.split_ascii_whitespace() {
                    assert_eq!(month_number(name, code), Some(number), "{code}: {name}");
                    names += 1;
                }
            }
        }
        assert_eq!(SORTED_NAMES.lines().filter_map(NameEntry::parse).count(), names);
    }

    #[test]
    fn names_cut_short_and_of_other_languages() {
        for (word, language, expected) in [
            ("Sept", "en", Some(9)),
            ("Sept.", "en", Some(9)),
            ("Ma", "en", None),
            ("Ju", "en", None),
            ("März", "en", Some(3)),
            ("listopad", "hr", Some(10)),
            ("listopad", "cs", Some(11)),
            ("listopad", "en", None),
            ("Dez", "de", Some(12)),
            ("by", "en", None),
            ("", "en", None),
            (".", "en", None),
            ("zzz", "en", None),
        ] {
            assert_eq!(month_number(word, language), expected, "{word} {language}");
        }
    }
}
