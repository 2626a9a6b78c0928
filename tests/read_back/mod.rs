//! Compares the Markdown and HTML of a page with its kept words. The tests and the fuzz target of
//! Markdown use it.

use comrak::{Options as MarkdownOptions, markdown_to_html};
use dechrome::{Block, Page, RenderOptions};
use scraper::{ElementRef, Html};

/// Returns the HTML that a reader of Markdown makes of it.
fn read_back(markdown: &str) -> String {
    let mut options = MarkdownOptions::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.math_dollars = true;
    options.render.r#unsafe = true;
    markdown_to_html(markdown, &options)
}

/// Inline elements of our HTML.
const INLINE: &[&str] =
    &["a", "code", "del", "em", "img", "q", "rp", "rt", "ruby", "span", "strong", "sub", "sup"];

/// Other inline elements of pages.
const OTHER_INLINE: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "big", "cite", "data", "dfn", "font", "i", "ins", "kbd", "label",
    "mark", "nobr", "s", "samp", "small", "strike", "time", "tt", "u", "var", "wbr",
];

/// Elements whose text is not shown.
const UNREAD: &[&str] =
    &["script", "style", "template", "title", "noscript", "textarea", "option", "svg"];

/// Returns the words of HTML. Block elements separate words.
fn words(html: &str) -> Vec<String> {
    let mut text = String::new();
    push_words(Html::parse_fragment(html).root_element(), &mut text);
    text.split_whitespace().map(str::to_owned).collect()
}

/// Adds the shown text of an element.
pub(crate) fn push_words(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        if let Some(part) = child.value().as_text() {
            text.push_str(part);
        } else if let Some(inner) = ElementRef::wrap(child) {
            let name = inner.value().name();
            if is_formula(inner) {
                continue;
            }
            let gap = if INLINE.contains(&name) || OTHER_INLINE.contains(&name) { "" } else { " " };
            text.push_str(gap);
            if !UNREAD.contains(&name) {
                push_words(inner, text);
            }
            text.push_str(gap);
        }
    }
}

/// Returns true for a formula in our HTML, and in that of a reader of Markdown.
fn is_formula(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.attr("data-math-style").is_some()
        || value.name() == "span" && value.attr("class") == Some("math")
}

/// Returns true if the characters of `part` are characters of `whole`, in their order.
fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|c| rest.any(|other| other == c))
}

/// Returns the words of the kept blocks.
pub(crate) fn kept_words(page: &Page) -> Vec<String> {
    let kept: Vec<&str> = page.blocks().filter(Block::keep).map(|block| block.text()).collect();
    kept.join("\n").split_whitespace().map(str::to_owned).collect()
}

/// Returns all words joined, without the brackets and marks that plain text has around ruby text
/// and scripts.
fn letters(words: &[String]) -> String {
    words.concat().replace(['(', ')', '{', '}', '^', '_'], "")
}

/// Returns the options without links and images, and with both.
pub(crate) fn renderings() -> [RenderOptions; 2] {
    let all = RenderOptions::new()
        .with_links(true)
        .with_images(true)
        .with_url("https://mill.example/news/");
    [RenderOptions::new(), all]
}

/// Returns the runs of letters in some words, sorted.
fn sorted_words(words: &[String]) -> Vec<&str> {
    let runs = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphabetic()));
    let mut sorted: Vec<&str> = runs.filter(|run| !run.is_empty()).collect();
    sorted.sort_unstable();
    sorted
}

/// How the words of Markdown or HTML are compared with the kept words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Comparison {
    Equal,
    /// The same letters: plain text has marks around ruby text and scripts.
    Letters,
    /// The same words with letters, in any order: readers of Markdown number and link footnotes
    /// themselves and move them to the end.
    AnyOrder,
    /// The same letters, in any order.
    LettersInAnyOrder,
    /// More letters: links to videos have titles of their own.
    More,
    /// Fewer letters: formulas are written from a source, or are text in plain text only.
    Fewer,
    /// Both, so nothing is compared.
    Skipped,
}

impl Comparison {
    /// Returns the comparison for a page with this HTML.
    fn of(html: &str, form: &str, markdown: &str) -> Self {
        let has_embeds = html.contains("class=\"embed\"");
        let formulas = html.matches("class=\"math\"").count();
        // Markdown has formulas without a TeX source as text like any other.
        let sources = html.matches("class=\"math\">\\").count();
        let has_notes = form == "Markdown" && markdown.contains("[^");
        let has_loose_text = form == "Markdown" && sources < formulas;
        if has_loose_text || formulas > 0 && (has_embeds || has_notes) || has_embeds && has_notes {
            return Comparison::Skipped;
        }
        if formulas > 0 {
            return Comparison::Fewer;
        }
        if has_embeds {
            return Comparison::More;
        }
        let has_marks = ["<rt>", "<sup>", "<sub>"].iter().any(|tag| html.contains(tag));
        match (has_notes, has_marks) {
            (true, true) => Comparison::LettersInAnyOrder,
            (true, false) => Comparison::AnyOrder,
            (false, true) => Comparison::Letters,
            (false, false) => Comparison::Equal,
        }
    }

    fn holds(self, found: &[String], kept: &[String]) -> bool {
        match self {
            Comparison::Equal => found == kept,
            Comparison::Letters => letters(found) == letters(kept),
            Comparison::AnyOrder => sorted_words(found) == sorted_words(kept),
            Comparison::LettersInAnyOrder => {
                let sorted = |words: &[String]| {
                    let all = words.concat();
                    let mut sorted: Vec<char> = all.chars().filter(|c| c.is_alphabetic()).collect();
                    sorted.sort_unstable();
                    sorted
                };
                sorted(found) == sorted(kept)
            }
            Comparison::More => is_subsequence(&letters(kept), &letters(found)),
            Comparison::Fewer => is_subsequence(&letters(found), &letters(kept)),
            Comparison::Skipped => true,
        }
    }
}

/// Removes the words of the captions below images, which the text does not have.
fn without_captions(page: &Page, mut found: Vec<String>) -> Vec<String> {
    let mut from = 0;
    for image in page.blocks().flat_map(|block| block.images()) {
        let caption = words(&image.caption.replace('&', "&amp;").replace('<', "&lt;"));
        let same = |window: &[String]| window == caption;
        if !caption.is_empty()
            && let Some(at) = found[from..].windows(caption.len()).position(same)
        {
            from += at;
            found.drain(from..from + caption.len());
        }
    }
    found
}

/// Returns the first difference between the kept words of a page and its Markdown or HTML.
pub(crate) fn wrong(page: &Page) -> Option<String> {
    let kept = kept_words(page);
    for options in renderings() {
        let (markdown, html) = (page.to_markdown(&options), page.to_html(&options));
        for (form, written, found) in
            [("Markdown", &markdown, words(&read_back(&markdown))), ("HTML", &html, words(&html))]
        {
            let has_images = html.contains("<img ");
            let found = if has_images { without_captions(page, found) } else { found };
            if !Comparison::of(&html, form, &markdown).holds(&found, &kept) {
                let at = kept.iter().zip(&found).take_while(|(one, other)| one == other).count();
                let part =
                    |all: &[String]| all[at.saturating_sub(2)..all.len().min(at + 6)].join(" ");
                return Some(format!(
                    "{form} has {:?} for {:?}:\n{written}",
                    part(&found),
                    part(&kept)
                ));
            }
        }
    }
    None
}

/// Returns the first element or attribute of HTML output that is not allowed.
pub(crate) fn unclean(html: &str) -> Option<String> {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "html", "blockquote", "br", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "input", "li", "ol", "p", "pre", "table", "tbody", "td", "th", "tr", "ul",
    ];
    #[rustfmt::skip]
    const ATTRIBUTES: &[&str] = &[
        "a class", "a href", "code class", "img alt", "img src", "input checked", "input disabled",
        "input type", "li value", "ol type", "span class",
    ];
    let tree = Html::parse_fragment(html);
    let elements = tree.root_element().descendants().filter_map(ElementRef::wrap);
    for element in elements {
        let name = element.value().name();
        if !NAMES.contains(&name) && !INLINE.contains(&name) {
            return Some(name.to_owned());
        }
        for (attribute, value) in element.value().attrs() {
            let known = matches!(attribute, "dir" | "lang")
                || ATTRIBUTES.contains(&format!("{name} {attribute}").as_str());
            if !known || value.trim_start().to_ascii_lowercase().starts_with("javascript") {
                return Some(format!("{name} {attribute}={value}"));
            }
        }
    }
    None
}
