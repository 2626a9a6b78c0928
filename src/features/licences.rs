//! Statements of the Creative Commons licence that an image or the page is under.

/// How the licences of Creative Commons are named in all languages.
const LICENCE_NAMES: [&str; 4] = ["CC BY", "CC-BY", "CC0", "Creative Commons"];
/// How the words for *licensed* and *licence* begin in Germanic, Romance and Slavic languages.
const WORD_STARTS: [&str; 5] = ["licen", "lizen", "lisen", "лиценз", "ліценз"];
/// Characters before the name of a licence in which the word for it is searched: "is licensed under
/// the terms of the".
const WORD_REACH: usize = 40;

/// Most words of a line or block that does nothing but state a licence: a long name of a work, an
/// author and a source.
pub(crate) const LICENCE_WORDS: f32 = 40.0;

/// Returns true if a line says what is under a licence of Creative Commons: "“Low tide” by Ada
/// Brook is licensed under CC BY 4.0". A line that begins with the word for a licence states a fact
/// about something else: "Licence: CC BY".
pub(crate) fn states_licence(line: &str) -> bool {
    memchr::memchr_iter(b'C', line.as_bytes()).any(|at| {
        LICENCE_NAMES.iter().any(|name| line[at..].starts_with(name)) && ends_licensed(&line[..at])
    })
}

/// Returns true if the end of a text has the word for *licensed*, with another word before it.
fn ends_licensed(text: &str) -> bool {
    let start = text.char_indices().rev().take(WORD_REACH).last().map_or(0, |(start, _)| start);
    let end = text[start..].to_lowercase();
    WORD_STARTS
        .iter()
        .any(|word| end.find(word).is_some_and(|at| end[..at].contains(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use super::states_licence;

    #[test]
    fn statements_of_licences() {
        for (line, expected) in [
            ("“Low tide” by Ada Brook is licensed under CC BY 4.0", true),
            ("This work is licensed under a Creative Commons Attribution 4.0 licence.", true),
            ("Foto: Jan Meer, lizenziert unter CC-BY-SA 3.0", true),
            ("Cette photo est sous licence Creative Commons", true),
            ("Текст доступен по лицензии CC BY-SA 4.0", true),
            ("Licence: CC BY", false),
            ("  - Licence: CC BY", false),
            ("The council calls it a licence to print money", false),
            ("Most journals chose CC BY in the end", false),
            ("", false),
        ] {
            assert_eq!(states_licence(line), expected, "{line}");
        }
    }
}
