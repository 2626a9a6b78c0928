//! Code: preformatted blocks, lines of code that stand in blocks of their own, languages and line numbers.

use std::ops::Range;

use crate::html::tags::Tag;

use super::Source;

/// Class names of what shows line numbers.
const GUTTERS: &[&str] = &[
    "blob-num",
    "gl",
    "gutter",
    "hljs-ln-numbers",
    "line-number",
    "line-numbers",
    "line_numbers",
    "linenodiv",
    "lineno",
    "linenos",
    "linenumber",
    "linenumbers",
    "ln",
    "lnt",
    "rouge-gutter",
];

/// Elements around code whose classes may name its language: that of a listing in a table with line numbers stands around
/// five of them.
const LOOK_AROUND: usize = 6;

/// Prefixes behind which a class names a language: Prism and highlight.js, GitHub, Sphinx, Org mode.
const PREFIXES: &[&str] =
    &["language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "src-", "brush:"];

/// Classes that say that the class after them, or the one before, is a language: highlight.js, Pandoc, Jekyll and Hexo,
/// Org mode, SyntaxHighlighter.
const COMPANIONS: &[&str] =
    &["hljs", "sourceCode", "highlight", "src", "brush:", "syntaxhighlighter", "shiki"];

/// Languages that stand in a class without a prefix. Sorted.
const LANGUAGES: &[&str] = &[
    "apache",
    "asm",
    "awk",
    "bash",
    "basic",
    "bat",
    "batch",
    "c",
    "c++",
    "clojure",
    "cmake",
    "cobol",
    "coffeescript",
    "console",
    "cpp",
    "cs",
    "csharp",
    "css",
    "csv",
    "cuda",
    "d",
    "dart",
    "delphi",
    "diff",
    "docker",
    "dockerfile",
    "elixir",
    "elm",
    "erlang",
    "fortran",
    "fsharp",
    "gherkin",
    "glsl",
    "go",
    "golang",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "jinja",
    "jinja2",
    "js",
    "json",
    "json5",
    "jsonc",
    "jsx",
    "julia",
    "kotlin",
    "kt",
    "latex",
    "less",
    "lisp",
    "lua",
    "makefile",
    "markdown",
    "matlab",
    "md",
    "mermaid",
    "nginx",
    "nim",
    "nix",
    "objc",
    "objective-c",
    "objectivec",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "plsql",
    "powershell",
    "prolog",
    "properties",
    "protobuf",
    "ps1",
    "puppet",
    "py",
    "python",
    "python3",
    "qml",
    "r",
    "rb",
    "rs",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "sh",
    "shell",
    "solidity",
    "sql",
    "svelte",
    "swift",
    "tcl",
    "terraform",
    "tex",
    "toml",
    "ts",
    "tsx",
    "typescript",
    "vb",
    "vbnet",
    "verilog",
    "vhdl",
    "vim",
    "vue",
    "wasm",
    "xml",
    "yaml",
    "yml",
    "zig",
    "zsh",
];

/// Names of languages that say nothing.
const NONE: &[&str] = &[
    "auto",
    "default",
    "no-highlight",
    "nohighlight",
    "none",
    "notranslate",
    "plain",
    "plaintext",
    "text",
    "txt",
];

/// Code that begins at a block.
#[derive(Debug)]
pub(super) struct Code {
    /// The element that holds it.
    pub(super) container: u32,
    /// Its lines, those that are not kept among them.
    pub(super) blocks: Range<usize>,
    /// Its language.
    pub(super) language: Option<Box<str>>,
}

/// The code that begins at a kept block.
pub(super) fn starting(source: Source<'_>, block: usize) -> Option<Code> {
    let cue = source.cue(block);
    let tag = |id: u32| source.outline.containers[id as usize].tag;
    let outermost =
        source.outline.path(cue.container).filter(|&id| tag(id).is_preformatted()).last();
    let (container, end) = match outermost {
        Some(pre) => (pre, source.blocks_in(pre).end),
        None => (cue.container, lines_from(source, block)?),
    };
    Some(Code { container, blocks: block..end, language: language(source, container, block) })
}

/// One past the last of the lines of code that begin at a block: blocks that are code and nothing else, one below the other
/// in one element, or one of several lines.
fn lines_from(source: Source<'_>, block: usize) -> Option<usize> {
    let parent = |block: usize| {
        let container = source.outline.containers.get(source.cue(block).container as usize)?;
        matches!(container.tag, Tag::Div | Tag::P | Tag::Td).then_some(container.parent)
    };
    let goes_on = |&next: &usize| {
        source.kept.get(next) == Some(&true)
            && is_code(source, next)
            && parent(next).is_some()
            && parent(next) == parent(block)
    };
    if !is_code(source, block) {
        return None;
    }
    let end = (block + 1..source.kept.len())
        .take_while(goes_on)
        .last()
        .map_or(block + 1, |last| last + 1);
    (end > block + 1 || source.outline.text_of(block).contains('\n')).then_some(end)
}

/// Whether a block is code from end to end.
fn is_code(source: Source<'_>, block: usize) -> bool {
    let cue = source.cue(block);
    matches!(cue.inner_tag, Tag::Code | Tag::Samp | Tag::Tt) && cue.code_words >= cue.words
}

/// Whether an element holds nothing but the number of a line.
pub(super) fn is_line_number(source: Source<'_>, id: u32) -> bool {
    is_number(source.text(id).trim()) && source.classes(id).any(|class| GUTTERS.contains(&class))
}

/// Whether a block holds nothing but the numbers of lines.
pub(super) fn is_gutter(source: Source<'_>, block: usize) -> bool {
    let mut numbers = source.outline.text_of(block).split_whitespace();
    let around = source.outline.path(source.cue(block).container).take(LOOK_AROUND);
    numbers.all(is_number)
        && around.into_iter().any(|id| source.classes(id).any(|class| GUTTERS.contains(&class)))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The language of code, by the attributes of the elements around it and of the first one in it.
fn language(source: Source<'_>, container: u32, block: usize) -> Option<Box<str>> {
    let start = source.cue(block).start;
    let inside = (container + 1..source.positions.opened[block])
        .take_while(|&id| source.positions.spans[id as usize].start <= start)
        .find(|&id| source.outline.containers[id as usize].tag == Tag::Code);
    let around = source.outline.path(container).take(LOOK_AROUND);
    inside.into_iter().chain(around).find_map(|id| language_of(source, id))
}

/// The language that an element's attributes name.
fn language_of(source: Source<'_>, id: u32) -> Option<Box<str>> {
    let is_pre = source.outline.containers[id as usize].tag.is_preformatted();
    let stated =
        ["data-lang", "data-language"].into_iter().find_map(|name| source.attribute(id, name));
    let stated = stated
        .or_else(|| source.attribute(id, "lang").filter(|lang| is_pre && LANGUAGES.contains(lang)));
    if let Some(language) = stated.and_then(clean_language) {
        return Some(language);
    }
    let prefixed = |class| {
        PREFIXES.iter().find_map(|prefix| str::strip_prefix(class, prefix)).and_then(clean_language)
    };
    if let Some(language) = source.classes(id).find_map(prefixed) {
        return Some(language);
    }
    let has_companion = source.classes(id).any(|class| COMPANIONS.contains(&class));
    let bare = |class: &str| {
        clean_language(class).filter(|name| LANGUAGES.binary_search(&&**name).is_ok())
    };
    has_companion.then(|| source.classes(id).find_map(bare)).flatten()
}

/// The name of a language in lower case, if it can be one.
fn clean_language(name: &str) -> Option<Box<str>> {
    let name = name.trim_end_matches(';').to_ascii_lowercase();
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'-' | b'.' | b'_');
    let fits =
        (1..=20).contains(&name.len()) && name.bytes().all(is_name) && !NONE.contains(&&*name);
    fits.then(|| name.into())
}
