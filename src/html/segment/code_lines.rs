//! Lines of code in elements of their own, outside `pre`: the style sheets of highlighters and
//! editors keep their white space.

use crate::html::dom::{Dom, NodeId};
use crate::html::tags::Tag;

/// Classes of the elements of lines, as the first class of the element: of prism-react-renderer,
/// CodeMirror, Monaco and others.
const LINE_CLASSES: &[&str] = &[
    "code-line",
    "CodeLine",
    "CodeMirror-line",
    "cm-line",
    "highlight-line",
    "token-line",
    "view-line",
];

/// Returns true if an element is a line of code.
pub(super) fn is_code_line(dom: &Dom, id: NodeId, tag: Tag) -> bool {
    if !matches!(tag, Tag::Div | Tag::Pre | Tag::P) {
        return false;
    }
    let classes = dom.attr_named(id, "class").unwrap_or_default();
    LINE_CLASSES.iter().any(|class| match classes.strip_prefix(class) {
        Some(rest) => rest.is_empty() || rest.starts_with(' '),
        None => false,
    })
}
