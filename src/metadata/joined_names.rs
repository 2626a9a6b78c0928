//! Declarations of authors that join or explain names with signs instead of words.

use crate::metadata::name_words::is_full_name;
use crate::unicode::{Script, script};

/// Signs between the names of persons.
const SIGNS: &[&str] = &[" & ", " + ", " / ", "、"];
/// Characters of a Chinese name.
const CHINESE_NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// Returns the persons that a declaration lists between signs: "Jane Doe & Joe Bloggs". Returns
/// `None` if a part is something else: "Rivers & Sons".
pub(super) fn persons_between_signs(text: &str) -> Option<Vec<String>> {
    SIGNS.iter().find(|sign| text.contains(**sign)).and_then(|sign| {
        let parts = text.split(sign).map(|part| without_note(part.trim()));
        parts.map(|part| is_person(part).then(|| part.to_owned())).collect()
    })
}

/// Returns the name in a declaration of feeds: "jane@mill.example (Jane Doe)".
pub(super) fn name_beside_address(text: &str) -> Option<&str> {
    let (address, name) = text.strip_suffix(')')?.split_once(" (")?;
    (address.contains('@') && !address.contains(' ')).then_some(name)
}

/// Returns a person without a place or employer in parentheses: "Jane Doe (Rivers)".
fn without_note(text: &str) -> &str {
    let Some((name, _)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else {
        return text;
    };
    if is_full_name(name) { name } else { text }
}

fn is_person(text: &str) -> bool {
    let is_han = |c: char| script(c) == Some(Script::Han);
    is_full_name(text) || text.chars().all(is_han) && CHINESE_NAME.contains(&text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_separate_persons_only() {
        for (text, expected) in [
            ("Jane Doe & Joe Bloggs", Some(vec!["Jane Doe", "Joe Bloggs"])),
            ("Jane Doe / Joe Bloggs / Ann Lee", Some(vec!["Jane Doe", "Joe Bloggs", "Ann Lee"])),
            ("Jane Doe (Rivers) & Joe Bloggs (Hills)", Some(vec!["Jane Doe", "Joe Bloggs"])),
            ("王小明、李四", Some(vec!["王小明", "李四"])),
            ("Rivers & Sons", None),
            ("Jane Doe | The Mill", None),
            ("Jane Doe", None),
        ] {
            let names = expected.map(|names| names.into_iter().map(str::to_owned).collect());
            assert_eq!(persons_between_signs(text), names, "{text}");
        }
    }

    #[test]
    fn feeds_have_the_name_beside_the_address() {
        for (text, expected) in [
            ("jane@mill.example (Jane Doe)", Some("Jane Doe")),
            ("Jane Doe (Rivers)", None),
            ("Jane Doe", None),
        ] {
            assert_eq!(name_beside_address(text), expected);
        }
    }
}
