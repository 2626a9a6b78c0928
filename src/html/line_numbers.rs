//! The classes of elements with the line numbers of code.

/// Classes of elements that hold line numbers.
#[rustfmt::skip]
const LINE_NUMBER_CLASSES: &[&str] = &[
    "CodeMirror-gutter-elt", "CodeMirror-gutter-wrapper", "CodeMirror-gutters",
    "CodeMirror-linenumber", "blob-num", "cm-gutter", "cm-gutterElement", "cm-gutters",
    "code-line-number", "enlighter-line-number", "gl", "gutter", "hljs-ln-line", "hljs-ln-n",
    "hljs-ln-numbers", "line-number", "line-numbers", "line-numbers-rows", "line_number",
    "line_numbers", "linenodiv", "lineno", "linenos", "linenumber", "linenumbers", "ln", "ln-num",
    "lnt", "lntd", "react-syntax-highlighter-line-number", "rouge-gutter", "syntaxhighlighter-gutter",
];

/// Returns true for a class of elements that hold line numbers.
pub(crate) fn is_line_number_class(class: &str) -> bool {
    LINE_NUMBER_CLASSES.contains(&class)
}
