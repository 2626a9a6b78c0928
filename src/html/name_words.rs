//! Splits the names that authors of pages give into words: classes, ids, parts of URLs.

use crate::hash::{key, key_of_ascii_lower};

/// The key space of the words of names.
const NAME: u8 = b'.';
/// Bytes of an attribute that are read. Generated class lists can be long, and their first names
/// are enough.
pub(crate) const LONGEST_NAMES: usize = 300;
/// Letters of a word. Shorter and longer runs are hashes and counters.
const WORD_LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// Returns the key of a word in lower case.
pub(crate) fn name_key(word: &str) -> u32 {
    key(NAME, word)
}

/// Calls `visit` with the key of each word of a class, id or similar name.
pub(crate) fn each_word_key(value: &str, mut visit: impl FnMut(u32)) {
    each_run(value, |word| visit(key_of_ascii_lower(NAME, word)));
}

/// Calls `visit` with each word of a class, id or similar name, in lower case. Words are runs of
/// ASCII letters, split at the humps of camel case.
pub(crate) fn each_word(value: &str, mut visit: impl FnMut(&str)) {
    let mut buffer = [0u8; *WORD_LENGTH.end()];
    each_run(value, |word| {
        let lower = &mut buffer[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(lower) {
            visit(lower);
        }
    });
}

/// Calls `visit` with each word in the case of the name.
#[inline]
fn each_run(value: &str, mut visit: impl FnMut(&[u8])) {
    let value = &value.as_bytes()[..value.len().min(LONGEST_NAMES)];
    let mut at = 0;
    while at < value.len() {
        let end = hump_end(value, at);
        if end == at {
            at += 1;
            continue;
        }
        if WORD_LENGTH.contains(&(end - at)) {
            visit(&value[at..end]);
        }
        at = end;
    }
}

/// Returns the end of the word at `start`: `[A-Z]?[a-z]+`, or capitals up to the one that starts
/// the next word.
fn hump_end(value: &[u8], start: usize) -> usize {
    let lower = |at: usize| value.get(at).is_some_and(u8::is_ascii_lowercase);
    let upper = |at: usize| value.get(at).is_some_and(u8::is_ascii_uppercase);
    let mut end = start + usize::from(upper(start));
    if lower(end) {
        while lower(end) {
            end += 1;
        }
        return end;
    }
    while upper(end) && !lower(end + 1) {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("post-body entry__title", vec!["post", "body", "entry", "title"]),
            ("mostRead relatedHTMLBox", vec!["most", "read", "related", "html", "box"]),
            ("c-x1 a 3f9", vec!["xa"; 0]),
            ("übersicht", vec!["bersicht"]),
        ] {
            let mut words = Vec::new();
            each_word(name, |word| words.push(word.to_owned()));
            assert_eq!(words, expected, "{name}");
        }
    }

    #[test]
    fn only_the_start_of_a_long_list_is_read() {
        let mut count = 0;
        each_word(&"box ".repeat(1000), |_| count += 1);
        assert_eq!(count, LONGEST_NAMES / "box ".len());
    }
}
