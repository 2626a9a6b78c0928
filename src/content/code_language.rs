//! The language of code, as highlighters name it in classes and attributes.

use crate::content::context::BuildContext;
use crate::html::tags::Tag;

/// Ancestors of code whose classes may name its language. A listing in a table with line numbers
/// has five of them.
const MOST_ANCESTORS: usize = 6;

/// Prefixes of classes that name a language: Prism and highlight.js, GitHub, Sphinx, Org mode,
/// SyntaxHighlighter. Longer ones come before their own prefixes.
const PREFIXES: &[&str] =
    &["language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "src-", "brush:"];

/// Classes that say that another class of the element is a language: highlight.js, Pandoc, Jekyll
/// and Hexo, Org mode, SyntaxHighlighter, Shiki.
const COMPANIONS: &[&str] =
    &["hljs", "sourceCode", "highlight", "src", "brush:", "syntaxhighlighter", "shiki"];

/// Languages that a class without a prefix may name. Sorted.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "apache", "asm", "awk", "bash", "basic", "bat", "batch", "c", "c++", "clojure", "cmake",
    "cobol", "coffeescript", "console", "cpp", "cs", "csharp", "css", "csv", "cuda", "d",
    "dart", "delphi", "diff", "docker", "dockerfile", "elixir", "elm", "erlang", "fortran",
    "fsharp", "gherkin", "glsl", "go", "golang", "graphql", "groovy", "haskell", "hcl", "html",
    "http", "ini", "java", "javascript", "jinja", "jinja2", "js", "json", "json5", "jsonc",
    "jsx", "julia", "kotlin", "kt", "latex", "less", "lisp", "lua", "makefile", "markdown",
    "matlab", "md", "mermaid", "nginx", "nim", "nix", "objc", "objective-c", "objectivec",
    "ocaml", "pascal", "perl", "php", "plsql", "powershell", "prolog", "properties", "protobuf",
    "ps1", "puppet", "py", "python", "python3", "qml", "r", "rb", "rs", "ruby", "rust", "sass",
    "scala", "scheme", "scss", "sh", "shell", "solidity", "sql", "svelte", "swift", "tcl",
    "terraform", "tex", "toml", "ts", "tsx", "typescript", "vb", "vbnet", "verilog", "vhdl",
    "vim", "vue", "wasm", "xml", "yaml", "yml", "zig", "zsh",
];

/// Names in the place of a language that say nothing.
#[rustfmt::skip]
const NO_LANGUAGES: &[&str] = &[
    "auto", "default", "no-highlight", "nohighlight", "none", "notranslate", "plain",
    "plaintext", "text", "txt",
];

/// Bytes of the longest name of a language.
const LONGEST_NAME: usize = 20;

/// Returns the language of code in a container, as the first `code` element inside it or its
/// ancestors name it. `block` is the first block of the code.
pub(super) fn code_language(
    context: BuildContext<'_>,
    container: u32,
    block: usize,
) -> Option<Box<str>> {
    if let Some(inner) = first_code_element(context, container, block)
        && let Some(language) = named_language(context, inner)
    {
        return Some(language);
    }
    let mut ancestors = context.outline.path(container).take(MOST_ANCESTORS);
    ancestors.find_map(|id| named_language(context, id))
}

/// Returns the first `code` element of a container that opens before the text of `block`.
fn first_code_element(context: BuildContext<'_>, container: u32, block: usize) -> Option<u32> {
    let start = context.block(block).start;
    for id in container + 1..context.positions.opened[block] {
        if context.positions.spans[id as usize].start > start {
            return None;
        }
        if context.outline.containers[id as usize].tag == Tag::Code {
            return Some(id);
        }
    }
    None
}

/// Returns the language that an element's attributes name.
fn named_language(context: BuildContext<'_>, id: u32) -> Option<Box<str>> {
    if let Some(language) = attribute_language(context, id).and_then(clean_name) {
        return Some(language);
    }
    for class in context.classes(id) {
        let rest = PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix));
        if let Some(language) = rest.and_then(clean_name) {
            return Some(language);
        }
    }
    if !context.classes(id).any(|class| COMPANIONS.contains(&class)) {
        return None;
    }
    let mut names = context.classes(id).filter_map(clean_name);
    names.find(|name| LANGUAGES.binary_search(&&**name).is_ok())
}

/// Returns the language in an attribute of its own. `lang` is a human language, except on `pre`
/// elements of some sites.
fn attribute_language(context: BuildContext<'_>, id: u32) -> Option<&str> {
    for name in ["data-lang", "data-language"] {
        if let Some(value) = context.attribute(id, name) {
            return Some(value);
        }
    }
    let is_pre = context.outline.containers[id as usize].tag.is_preformatted();
    context.attribute(id, "lang").filter(|lang| is_pre && LANGUAGES.contains(lang))
}

/// Returns the name of a language in lower case, or `None` if it cannot be one.
fn clean_name(name: &str) -> Option<Box<str>> {
    let name = name.trim_end_matches(';').to_ascii_lowercase();
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'-' | b'.' | b'_');
    let fits = (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_allowed);
    (fits && !NO_LANGUAGES.contains(&name.as_str())).then(|| name.into())
}
