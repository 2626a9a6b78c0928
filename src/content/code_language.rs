//! The language of code, as highlighters name it in classes and attributes.

use crate::content::context::BuildContext;
use crate::html::tags::Tag;

/// Ancestors of code whose classes may name its language. A listing of SyntaxHighlighter has seven
/// of them.
const MOST_ANCESTORS: usize = 7;

/// Prefixes of classes that name a language: Prism and highlight.js, GitHub, Sphinx, Org mode,
/// SyntaxHighlighter, Crayon. Longer ones come before their own prefixes.
const PREFIXES: &[&str] = &[
    "language-",
    "lang-",
    "lang:",
    "highlight-source-",
    "highlight-text-",
    "highlight-",
    "src-",
    "brush:",
];

/// Classes that say that another class of the element is a language: highlight.js, Pandoc, Jekyll
/// and Hexo, Org mode, SyntaxHighlighter, Shiki, Python-Markdown, Prettify.
const COMPANIONS: &[&str] = &[
    "brush:",
    "codehilite",
    "highlight",
    "hljs",
    "prettyprint",
    "shiki",
    "sourceCode",
    "src",
    "syntaxhighlighter",
];

/// Attributes that name a language, of several highlighters and of Medium.
const ATTRIBUTES: &[&str] = &[
    "data-lang",
    "data-language",
    "data-code-language",
    "data-code-block-lang",
    "data-enlighter-language",
];

/// Languages whose names are also words or letters that classes have for other reasons.
const AMBIGUOUS: &[&str] = &["basic", "c", "d", "less", "r"];

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

/// Letters up to which a name may be that of a human language, as in `lang-en`.
const LONGEST_HUMAN: usize = 3;

/// Elements between code and the element with a label before it, and nodes of that element.
const MOST_LEVELS: usize = 2;
const MOST_NODES: usize = 8;

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
    ancestors
        .find_map(|id| named_language(context, id))
        .or_else(|| label_language(context, container))
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
    let tag = context.outline.containers[id as usize].tag;
    let is_code = tag.is_preformatted() || tag == Tag::Code;
    // On other elements, `lang-en` is the language of the page.
    let fits = |name: &str| is_code || name.len() > LONGEST_HUMAN || is_known(name);
    for attribute in ATTRIBUTES {
        let value = context.attribute(id, attribute);
        if let Some(language) = value.and_then(clean_name).filter(|name| fits(name)) {
            return Some(language);
        }
    }
    if is_code && let Some(language) = context.attribute(id, "lang").filter(|name| is_known(name)) {
        return Some(language.into());
    }
    let mut has_companion = false;
    for class in context.classes(id) {
        has_companion |= COMPANIONS.contains(&class);
        let rest = PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix));
        let is_scope = class.starts_with("highlight-");
        let name = rest.map(|rest| if is_scope { scope_language(rest) } else { rest });
        if let Some(language) = name.and_then(clean_name).filter(|name| fits(name)) {
            return Some(language);
        }
    }
    if !has_companion && !is_code {
        return None;
    }
    let mut names = context.classes(id).filter_map(clean_name);
    names.find(|name| is_known(name) && (has_companion || !AMBIGUOUS.contains(&&**name)))
}

/// Returns the language of a scope of GitHub: "html-basic", "css-scss".
fn scope_language(scope: &str) -> &str {
    match scope.split_once('-') {
        Some(("html", "basic")) => "html",
        Some(("html" | "css", inner)) => inner,
        _ => scope,
    }
}

/// Returns the language in a label above code: the text of the element before it, or before the
/// element around it.
fn label_language(context: BuildContext<'_>, container: u32) -> Option<Box<str>> {
    let dom = context.dom;
    let mut node = context.positions.spans.get(container as usize)?.node;
    for _ in 0..MOST_LEVELS {
        let mut before = std::iter::successors(dom.prev_sibling(node), |&id| dom.prev_sibling(id));
        if let Some(label) = before.find(|&id| dom.name(id).is_some()) {
            let mut text = String::new();
            for id in dom.descendants(label, |_| true).take(MOST_NODES) {
                text.push_str(dom.text(id).unwrap_or_default().trim());
                if text.len() > LONGEST_NAME {
                    return None;
                }
            }
            return clean_name(&text).filter(|name| is_known(name));
        }
        node = dom.parent(node)?;
    }
    None
}

fn is_known(name: &str) -> bool {
    LANGUAGES.binary_search(&name).is_ok()
}

/// Returns the name of a language in lower case, or `None` if it cannot be one. Settings may follow
/// the name.
fn clean_name(name: &str) -> Option<Box<str>> {
    let name = name.split([';', ',', '{', ':']).next().unwrap_or_default().to_ascii_lowercase();
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'-' | b'.' | b'_');
    let fits = (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_allowed);
    (fits && !NO_LANGUAGES.contains(&name.as_str())).then(|| name.into())
}
