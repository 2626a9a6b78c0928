//! Hidden text in another language than the page: notices that a script shows, in the language of
//! the visitor.

use crate::html::outline::{NONE, Outline};
use crate::lang::{sample, undoubted};

/// Words of long text in a hidden container from which its language can be detected. Names of
/// products and lines of code have no language.
const LEAST_WORDS: f32 = 25.0;

/// Returns the ranges of blocks in hidden containers whose language differs from that of the
/// visible text. `long` counts the words of long text in a range.
pub(super) fn foreign_ranges(
    outline: &Outline,
    long: impl Fn(usize, usize) -> f32,
) -> Vec<(usize, usize)> {
    let mut hidden = Vec::new();
    for container in &outline.containers {
        let is_outermost =
            container.parent == NONE || outline.containers[container.parent as usize].hidden == 0;
        let (first, end) = (container.first as usize, container.end as usize);
        if container.hidden > 0 && is_outermost && long(first, end) >= LEAST_WORDS {
            hidden.push((first, end));
        }
    }
    // Most pages end here, before the cost of detection.
    if hidden.is_empty() {
        return hidden;
    }
    let is_visible =
        |block: &usize| outline.containers[outline.blocks[*block].element as usize].hidden == 0;
    let visible = (0..outline.blocks.len()).filter(is_visible);
    let Some(language) = language_of(outline, visible) else { return Vec::new() };
    hidden.retain(|&(first, end)| {
        language_of(outline, first..end).is_some_and(|other| other != language)
    });
    hidden
}

/// Returns the language of some blocks if it is beyond doubt.
fn language_of(outline: &Outline, blocks: impl Iterator<Item = usize>) -> Option<&'static str> {
    undoubted(&sample(blocks.map(|block| outline.text_of(block))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::dom::{Dom, KeptAttributes};
    use crate::html::segment::segment;
    use crate::options::Limits;

    #[test]
    fn hidden_notices_in_another_language_are_found() {
        let french = "Votre navigateur peut garder de petits fichiers que nous relirons à la \
            visite suivante. Ils retiennent par exemple la langue que vous avez choisie, et les \
            pages que vous avez ouvertes pendant la visite.";
        let english = "The river left its bed and took the old bridge with it, so that nobody in \
            the village could reach the mill before the spring, and the road to the town was \
            closed for the rest of the year.";
        let found = |hidden: &str| {
            let html = format!(
                "<p>{english}<p>{english}<div style='display:none'><p>{hidden}<p>{hidden}</div>"
            );
            let outline =
                segment(&Dom::parse(&html, &Limits::default(), KeptAttributes::Read), &[]).outline;
            foreign_ranges(&outline, |first, end| {
                outline.blocks[first..end].iter().map(|block| block.words).sum()
            })
        };
        assert_eq!(found(french), [(2, 4)]);
        assert_eq!(found(english), []);
        assert_eq!(found("Bonjour le monde"), []);
    }
}
