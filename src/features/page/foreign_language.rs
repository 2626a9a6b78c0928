//! Hidden text in another language than the page: notices that a script shows, translated for the visitor and not the page.

use crate::html::outline::{NONE, Outline};
use crate::lang::{sample, undoubted};

/// Words of long text in a hidden container from which its language can be told; names of products and lines of code tell none.
const LEAST_WORDS: f32 = 25.0;

/// The ranges of blocks in hidden containers of another language than that of what is not hidden; `long` counts
/// the words of long text in a range.
pub(super) fn foreign(
    outline: &Outline,
    long: impl Fn(usize, usize) -> f32,
) -> Vec<(usize, usize)> {
    let hidden: Vec<(usize, usize)> = outline
        .containers
        .iter()
        .filter(|container| {
            container.hidden > 0
                && (container.parent == NONE
                    || outline.containers[container.parent as usize].hidden == 0)
        })
        .map(|container| (container.first as usize, container.end as usize))
        .filter(|&(first, end)| long(first, end) >= LEAST_WORDS)
        .collect();
    if hidden.is_empty() {
        return hidden;
    }
    let language = |blocks: &mut dyn Iterator<Item = usize>| {
        undoubted(&sample(blocks.map(|block| outline.text_of(block))))
    };
    let is_shown =
        |block: &usize| outline.containers[outline.blocks[*block].element as usize].hidden == 0;
    let Some(shown) = language(&mut (0..outline.blocks.len()).filter(is_shown)) else {
        return Vec::new();
    };
    hidden
        .into_iter()
        .filter(|&(first, end)| language(&mut (first..end)).is_some_and(|code| code != shown))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    #[test]
    fn a_hidden_notice_in_another_language_is_foreign() {
        let french = "Votre navigateur peut garder de petits fichiers que nous relirons à la visite suivante. Ils retiennent \
            par exemple la langue que vous avez choisie, et les pages que vous avez ouvertes pendant la visite.";
        let english = "The river left its bed and took the old bridge with it, so that nobody in the village could reach the \
            mill before the spring, and the road to the town was closed for the rest of the year.";
        let found = |hidden: &str| {
            let html = format!(
                "<p>{english}<p>{english}<div style='display:none'><p>{hidden}<p>{hidden}</div>"
            );
            let outline =
                segment(&Dom::parse(&html, &Limits::default(), KeptAttributes::Read), &[]).outline;
            foreign(&outline, |first, end| {
                outline.blocks[first..end].iter().map(|cue| cue.words).sum()
            })
        };
        assert_eq!(found(french), [(2, 4)]);
        assert_eq!(found(english), []);
        assert_eq!(found("Bonjour le monde"), []);
    }
}
