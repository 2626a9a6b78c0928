//! Formulas: where a page keeps the source of a formula, and which other copies of it the page has.
//!
//! Renderers of formulas leave a source in the page, and beside it the copies that readers see. One
//! of them is written: the TeX source if there is one, or else the formula as a line of text.

use crate::html::dom::{Dom, NodeId};
use crate::html::mathml::{MOST_NODES, linear_text};
use crate::html::tags::{Flow, Tag};
use crate::html::tex::{Formula, clean_tex, looks_like_tex, tex_in_url};

/// Attributes with a TeX source.
pub(crate) const SOURCE_ATTRIBUTES: &[&str] = &[
    "data-latex",
    "data-tex",
    "data-math",
    "data-katex",
    "data-formula",
    "data-equation",
    "data-expr",
];

/// Words in the classes of images that show a formula: of MediaWiki, WordPress, QuickLaTeX, Pandoc.
const IMAGE_CLASSES: &[&str] = &["math", "latex", "tex", "equation", "formula"];

/// Classes of the copies that MathJax 2 makes before the script with the source.
const MATHJAX_CLASSES: &[&str] =
    &["MathJax", "MathJax_CHTML", "MathJax_MathML", "MathJax_Preview", "MathJax_SVG", "mjx-chtml"];

/// The class of the renderings of KaTeX.
const KATEX_CLASS: &str = "katex";

/// Classes of the elements around the renderings of display formulas in MathJax 2.
const MATHJAX_DISPLAYS: &[&str] = &["MathJax_Display", "MJXc-display"];

/// Nodes of a rendering before its first text.
const MOST_NODES_BEFORE_TEXT: usize = 32;

/// Classes of elements in which renderers look for formulas between delimiters: of MathJax, Pandoc,
/// Sphinx, Python-Markdown, Stack Exchange and GitHub.
pub(crate) const TEX_CLASSES: &[&str] = &[
    "arithmatex",
    "js-display-math",
    "js-inline-math",
    "math",
    "math-container",
    "mathjax",
    "mathjax_process",
    "tex2jax_process",
];

/// Words in the URLs of scripts and styles that show formulas between delimiters.
const RENDERERS: &[&str] = &["mathjax", "katex"];

/// Ancestors of a formula that are searched for another source of it.
const MOST_ANCESTORS: usize = 8;

/// Nodes between a copy and the source. MathJax 2 has a preview, a rendering and white space after
/// each; KaTeX and MediaWiki have an element around the MathML.
const MOST_SIBLINGS: usize = 4;

/// Returns the formula of an element, or `None` if it has none, or a copy of one that is elsewhere.
pub(crate) fn formula(dom: &Dom, id: NodeId) -> Option<Formula> {
    let found = match Tag::of(dom.name(id)?) {
        Tag::Math => math_formula(dom, id),
        Tag::Script => script_formula(dom, id),
        Tag::Img => image_formula(dom, id),
        _ => attribute_formula(dom, id),
    }?;
    (!is_copy(dom, id)).then_some(found)
}

/// Returns the formula of an element if no text beside it shows the formula.
pub(crate) fn unseen_formula(dom: &Dom, id: NodeId) -> Option<Formula> {
    let found = formula(dom, id)?;
    (!is_shown_beside(dom, id)).then_some(found)
}

/// Returns true if a rendering of a formula is text of the page.
fn is_shown_beside(dom: &Dom, id: NodeId) -> bool {
    match dom.name(id).map(|name| Tag::of(name)) {
        Some(Tag::Math) => {
            // KaTeX writes MathML, and after it the rendering.
            let Some(parent) = dom.parent(id) else { return false };
            let after = dom.next_sibling(parent);
            after.is_some_and(|after| classes(dom, after).any(|class| class == "katex-html"))
        }
        Some(Tag::Script) => {
            let before = std::iter::successors(dom.prev_sibling(id), |&id| dom.prev_sibling(id));
            let is_mathjax = |&id: &NodeId| {
                let mut classes = classes(dom, id);
                classes.any(|it| MATHJAX_CLASSES.contains(&it) || MATHJAX_DISPLAYS.contains(&it))
            };
            before.take(MOST_SIBLINGS).filter(is_mathjax).any(|id| has_text(dom, id))
        }
        Some(Tag::Img) => false,
        _ => has_text(dom, id),
    }
}

/// Returns true if an element has text near its beginning.
fn has_text(dom: &Dom, id: NodeId) -> bool {
    let mut inside = dom.descendants(id, |_| true).take(MOST_NODES_BEFORE_TEXT);
    inside.any(|id| dom.text(id).is_some_and(|text| !text.trim().is_empty()))
}

/// Returns true if an object may be a formula. Images are not counted, because no copy of a formula
/// has its source in an image.
pub(crate) fn may_be_formula(dom: &Dom, id: NodeId) -> bool {
    match dom.name(id).map(|name| Tag::of(name)) {
        Some(Tag::Math) => true,
        Some(Tag::Script) => is_tex_script(dom, id),
        _ => source_attribute(dom, id).is_some(),
    }
}

/// Returns true if the page loads a script that shows formulas between delimiters, or has formulas
/// that such a script showed.
pub(crate) fn loads_tex_renderer(dom: &Dom) -> bool {
    let is_shown = |class: &str| class == KATEX_CLASS || MATHJAX_CLASSES.contains(&class);
    for id in dom.descendants(dom.root(), |_| true) {
        let Some(name) = dom.name(id) else { continue };
        // Most class attributes have none of these letters, and need not be split.
        let value = dom.attr_named(id, "class").unwrap_or_default();
        let may_be_shown = [KATEX_CLASS, "MathJax", "mjx"].iter().any(|part| value.contains(part));
        if may_be_shown && classes(dom, id).any(is_shown) {
            return true;
        }
        let attribute = match Tag::of(name) {
            Tag::Script => "src",
            Tag::Link => "href",
            _ => continue,
        };
        let url = dom.attr_named(id, attribute).unwrap_or_default().to_ascii_lowercase();
        let kind = dom.attr_named(id, "type").unwrap_or_default();
        if is_tex_script(dom, id)
            || kind.contains("mathjax")
            || RENDERERS.iter().any(|name| url.contains(name))
        {
            return true;
        }
    }
    false
}

/// Returns true if the text of an element is a copy of a formula that is read from elsewhere.
pub(crate) fn is_rendering(dom: &Dom, id: NodeId) -> bool {
    let mut is_mathjax = false;
    for class in classes(dom, id) {
        // KaTeX writes the source in MathML before it, unless its output is HTML only.
        if class == "katex-html" {
            let parent = dom.parent(id);
            return parent.is_some_and(|parent| has_math(dom, parent));
        }
        is_mathjax |= MATHJAX_CLASSES.contains(&class);
    }
    is_mathjax && is_before_script(dom, id) || attribute_formula(dom, id).is_some()
}

/// Returns true if an element is inside a rendering of the same formula, or is an image of a
/// formula that also has a source.
pub(crate) fn is_copy(dom: &Dom, id: NodeId) -> bool {
    let is_image = dom.name(id).is_some_and(|name| Tag::of(name) == Tag::Img);
    let mut node = id;
    for _ in 0..MOST_ANCESTORS {
        let Some(parent) = dom.parent(node) else { return false };
        if is_rendering(dom, parent) {
            return true;
        }
        // MediaWiki puts the image beside the MathML, in an element of their own.
        let is_element_of_formula = classes(dom, parent).any(|it| it == "mwe-math-element");
        if is_image && is_element_of_formula {
            return has_math(dom, parent);
        }
        node = parent;
    }
    false
}

/// Returns true if a copy that MathJax 2 makes is followed by the script with the source.
fn is_before_script(dom: &Dom, id: NodeId) -> bool {
    if siblings_have_script(dom, id) {
        return true;
    }
    // The rendering of a display formula is in a `div` of its own, and the script is after that.
    let Some(parent) = dom.parent(id) else { return false };
    let is_display = classes(dom, parent).any(|class| MATHJAX_DISPLAYS.contains(&class));
    is_display && siblings_have_script(dom, parent)
}

fn siblings_have_script(dom: &Dom, id: NodeId) -> bool {
    let siblings = std::iter::successors(dom.next_sibling(id), |&next| dom.next_sibling(next));
    siblings.take(MOST_SIBLINGS).any(|next| is_tex_script(dom, next))
}

fn is_tex_script(dom: &Dom, id: NodeId) -> bool {
    let is_script = dom.name(id).is_some_and(|name| Tag::of(name) == Tag::Script);
    is_script && dom.attr_named(id, "type").is_some_and(|kind| kind.starts_with("math/tex"))
}

/// Returns true if an element begins with a `math` element.
fn has_math(dom: &Dom, id: NodeId) -> bool {
    let mut inside = dom.descendants(id, |_| true).take(MOST_SIBLINGS);
    inside.any(|id| dom.name(id).is_some_and(|name| Tag::of(name) == Tag::Math))
}

fn classes(dom: &Dom, id: NodeId) -> impl Iterator<Item = &str> {
    dom.attr_named(id, "class").unwrap_or_default().split_ascii_whitespace()
}

/// Reads a `math` element: its TeX annotation, or else its alternative text, or else the MathML.
fn math_formula(dom: &Dom, math: NodeId) -> Option<Formula> {
    let is_display = dom.attr_named(math, "display") == Some("block")
        || classes(dom, math).any(|class| class.contains("display"));
    let tex = tex_annotation(dom, math)
        .or_else(|| source_attribute(dom, math).and_then(clean_tex))
        .or_else(|| clean_tex(dom.attr_named(math, "alttext")?));
    match tex {
        Some(tex) => Some(Formula::of_tex(tex, is_display)),
        None => Some(Formula { tex: None, text: linear_text(dom, math)?, is_display }),
    }
}

fn tex_annotation(dom: &Dom, math: NodeId) -> Option<String> {
    for id in dom.descendants(math, |_| true).take(MOST_NODES) {
        let is_annotation = dom.name(id).is_some_and(|name| *name == *"annotation");
        if !is_annotation {
            continue;
        }
        let encoding = dom.attr_named(id, "encoding").unwrap_or_default().to_ascii_lowercase();
        let mut words = encoding.split(|c: char| !c.is_ascii_alphabetic());
        if words.any(|word| word == "tex" || word == "latex") {
            return clean_tex(&own_text(dom, id));
        }
    }
    None
}

/// Reads a `script` element of type `math/tex`, as MathJax 2 leaves it in the page.
fn script_formula(dom: &Dom, script: NodeId) -> Option<Formula> {
    if !is_tex_script(dom, script) {
        return None;
    }
    let mode = dom.attr_named(script, "type")?;
    let tex = clean_tex(&own_text(dom, script))?;
    Some(Formula::of_tex(tex, mode.contains("display")))
}

/// Reads an image of a formula: its alternative text, or else the source in its URL.
fn image_formula(dom: &Dom, image: NodeId) -> Option<Formula> {
    let url = dom.attr_named(image, "src").unwrap_or_default();
    let is_formula_class = classes(dom, image).any(|class| {
        let mut words = class.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| IMAGE_CLASSES.contains(&word))
    });
    let in_url = tex_in_url(url);
    if !is_formula_class && in_url.is_none() {
        return None;
    }
    let alt = dom.attr_named(image, "alt").and_then(clean_tex);
    let tex = alt.filter(|alt| looks_like_tex(alt)).or(in_url)?;
    let is_display = classes(dom, image).any(|class| class.contains("display"));
    Some(Formula::of_tex(tex, is_display))
}

/// Reads an element with a source in an attribute.
fn attribute_formula(dom: &Dom, id: NodeId) -> Option<Formula> {
    let tex = clean_tex(source_attribute(dom, id)?).filter(|tex| looks_like_tex(tex))?;
    let name = dom.name(id)?;
    // MathJax 4 repeats the source on all parts of its rendering, and in the MathML after it.
    if name.starts_with("mjx-") && (**name != *"mjx-math" || dom.next_sibling(id).is_some()) {
        return None;
    }
    let is_display = Tag::of(name).flow() == Flow::Block
        || dom.attr_named(id, "data-math-style") == Some("display")
        || classes(dom, id).any(|class| class.contains("display") || class.contains("block"));
    Some(Formula::of_tex(tex, is_display))
}

fn source_attribute(dom: &Dom, id: NodeId) -> Option<&str> {
    SOURCE_ATTRIBUTES.iter().find_map(|name| dom.attr_named(id, name))
}

/// Returns the text directly inside an element.
fn own_text(dom: &Dom, id: NodeId) -> String {
    dom.children(id).filter_map(|child| dom.text(child)).collect()
}
