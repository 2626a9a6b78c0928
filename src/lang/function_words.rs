//! Detects a language by its function words alone.
//!
//! Comparing a text with the letter statistics of seventy languages takes half as long as
//! everything else together. Most texts do not need it: if enough of their words are function words
//! of one language, and few are of any other, the text is in that language.

use crate::unicode::words;

/// A set of languages, one bit each.
type LanguageSet = u16;
const DE: LanguageSet = 1;
const EN: LanguageSet = 1 << 1;
const ES: LanguageSet = 1 << 2;
const FR: LanguageSet = 1 << 3;
const IT: LanguageSet = 1 << 4;
const NL: LanguageSet = 1 << 5;
const PL: LanguageSet = 1 << 6;
const PT: LanguageSet = 1 << 7;
const SV: LanguageSet = 1 << 8;

/// The codes of the languages, in the order of their bits. Spanish, Dutch and Swedish share most
/// function words with a neighbour (Catalan, Afrikaans, Norwegian). They have no code: they are
/// counted, so that their texts are not taken for another language, but words alone do not decide
/// for them.
const CODES: [Option<&str>; 9] =
    [Some("de"), Some("en"), None, Some("fr"), Some("it"), None, Some("pl"), Some("pt"), None];

/// Common function words of these languages in ASCII, sorted. A word of several languages counts
/// for each.
#[rustfmt::skip]
const WORDS: &[(&str, LanguageSet)] = &[
    ("aber", DE), ("aby", PL), ("alla", IT | SV), ("also", EN | DE), ("anche", IT), ("and", EN),
    ("ao", PT), ("are", EN), ("as", EN | ES | PT), ("at", EN | SV), ("att", SV), ("auch", DE),
    ("auf", DE), ("aus", DE), ("aux", FR), ("av", SV), ("avec", FR), ("be", EN), ("bij", NL),
    ("bis", DE), ("but", EN), ("by", EN), ("che", IT), ("com", PT), ("como", ES | PT),
    ("con", ES | IT), ("czy", PL), ("da", IT | PT | DE), ("dal", IT), ("dans", FR),
    ("das", DE | PT), ("dat", NL), ("de", ES | FR | NL | PT | SV), ("del", ES | IT), ("della", IT),
    ("dem", DE), ("den", DE | SV), ("der", DE | NL), ("des", DE | FR), ("det", SV), ("di", IT),
    ("die", DE | NL), ("dla", PL), ("do", PL | PT), ("dos", PT), ("du", FR | DE | SV), ("ein", DE),
    ("eine", DE), ("einen", DE), ("einer", DE), ("el", ES), ("em", PT), ("en", ES | FR | NL | SV),
    ("er", DE | NL), ("es", DE | ES), ("est", FR), ("et", FR), ("ett", SV), ("for", EN),
    ("from", EN), ("gli", IT), ("had", EN | NL), ("hat", DE), ("have", EN), ("het", NL),
    ("his", EN), ("i", EN | IT | PL | SV), ("ich", DE), ("ik", NL), ("il", FR | IT), ("im", DE),
    ("in", EN | DE | IT | NL), ("is", EN | NL), ("ist", DE), ("it", EN), ("its", EN), ("jak", PL),
    ("jest", PL), ("la", ES | FR | IT), ("las", ES), ("le", FR | IT), ("les", FR), ("lo", ES | IT),
    ("los", ES | DE), ("mais", FR | PT), ("med", SV), ("met", EN | NL), ("mit", DE),
    ("na", PL | PT), ("naar", NL), ("nach", DE), ("nel", IT), ("nicht", DE), ("nie", PL),
    ("niet", NL), ("no", EN | ES | PT), ("noch", DE), ("non", FR | IT), ("not", EN), ("nous", FR),
    ("o", PL | PT), ("och", SV), ("od", PL), ("of", EN | NL), ("om", NL | SV), ("on", EN | FR),
    ("ook", NL), ("or", EN), ("os", PT), ("ou", FR | PT), ("par", FR), ("para", ES | PT),
    ("pas", FR), ("per", IT), ("pero", ES), ("plus", FR), ("po", PL), ("por", ES | PT),
    ("pour", FR), ("przez", PL), ("qu", FR), ("que", ES | FR | PT), ("qui", FR | IT),
    ("se", ES | IT | PT | SV), ("sich", DE), ("sie", DE), ("sind", DE), ("som", SV), ("sono", IT),
    ("su", ES | IT), ("sur", FR), ("te", ES | NL), ("that", EN), ("the", EN), ("their", EN),
    ("they", EN), ("this", EN), ("till", EN | SV), ("to", EN | PL), ("um", DE | PT), ("uma", PT),
    ("un", ES | FR | IT), ("una", ES | IT), ("und", DE), ("une", FR), ("van", NL), ("var", SV),
    ("vi", IT | SV), ("voor", NL), ("vous", FR), ("w", PL), ("was", EN | DE | NL), ("we", EN | NL),
    ("were", EN), ("wie", DE | NL), ("will", EN | DE), ("with", EN), ("wordt", NL), ("wurde", DE),
    ("y", ES), ("you", EN), ("z", PL), ("za", PL), ("ze", NL | PL), ("zijn", NL), ("zu", DE),
    ("zum", DE), ("zur", DE),
];

/// A text with fewer words is not decided on.
const MIN_WORDS: u32 = 25;
/// One word in so many must be a function word of the language. In English and German prose one in
/// three is listed, in Polish one in seven.
const SHARE: u32 = 8;
/// For so many function words of the language, the next one may have two at most.
const LEAD: u32 = 3;
/// Letters of the longest listed word.
const LONGEST: usize = 5;

/// Returns the code of the language whose function words dominate a text.
pub(super) fn decide(text: &str) -> Option<&'static str> {
    let (mut counts, mut all) = ([0u32; CODES.len()], 0u32);
    for word in words(text) {
        all += 1;
        let mut set = languages_of(word.text);
        while set != 0 {
            counts[set.trailing_zeros() as usize] += 1;
            // Clears the lowest bit.
            set &= set - 1;
        }
    }
    let best = (0..counts.len()).max_by_key(|&at| counts[at])?;
    let next = (0..counts.len()).filter(|&at| at != best).map(|at| counts[at]).max()?;
    let is_enough = all >= MIN_WORDS && counts[best] * SHARE >= all;
    let leads = counts[best] * 2 >= next * LEAD;
    if is_enough && leads { CODES[best] } else { None }
}

/// Returns the languages that have `word` among their function words.
fn languages_of(word: &str) -> LanguageSet {
    let mut buffer = [0u8; LONGEST];
    let Some(lower) = buffer.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = &*lower;
    WORDS.binary_search_by(|(other, _)| other.as_bytes().cmp(lower)).map_or(0, |at| WORDS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_short() {
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(WORDS.iter().all(|(word, set)| word.len() <= LONGEST && *set != 0));
    }

    #[test]
    fn only_clear_cases_are_decided() {
        let english = "The river left its bed and took the old bridge with it, so that nobody in \
            the village could reach the mill on the other bank, where the flour was, until the \
            men had built a raft out of the doors of the barn and it was strong enough.";
        assert_eq!(decide(english), Some("en"));
        assert_eq!(
            decide("The river left its bed and took the old bridge."),
            None,
            "too short to say"
        );
        assert_eq!(decide(&"Lorem ipsum dolor sit amet. ".repeat(20)), None);
        assert_eq!(
            decide(&"the river and the bridge, la rivière et le pont. ".repeat(20)),
            None,
            "two languages"
        );
    }
}
