//! TeX sources: cleaning them, telling them from other text, and finding them in text and URLs.

use std::ops::Range;

use memchr::memchr2;

use crate::unicode::{clip, one_spaced};

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    /// Its TeX source, if the page has one that Markdown can have between dollar signs.
    pub(crate) tex: Option<String>,
    /// The formula as a line of text: the source, or the MathML.
    pub(crate) text: String,
    /// True if it has lines of its own.
    pub(crate) is_display: bool,
}

/// Words from which a text without any markup of TeX is a description and not a formula.
const LEAST_WORDS: usize = 3;

/// Bytes of the longest formula that is found in text. Longer ones begin at a sign that opens none.
const LONGEST_FORMULA: usize = 4096;

/// How often a text is searched for closing delimiters. In real text they are near.
const MOST_PASSES: usize = 16;

/// Values of attributes that say how a formula is shown, and are not its source.
const MODES: &[&str] = &["true", "false", "inline", "display", "block", "math", "tex", "latex"];

/// Parts of a URL before which a service has the source as a parameter or a query.
const SERVICES: &[&str] = &["latex", "mathtex", "mimetex", "equation?", "cht=tx", "codecogs"];

/// Parameters of services that draw formulas.
const PARAMETERS: &[&str] = &["tex", "latex", "chl", "eq", "formula", "math"];

/// Pairs of delimiters of formulas in text, and whether they have lines of their own. Longer ones
/// come first.
const DELIMITERS: [(&str, &str, bool); 4] =
    [("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false), ("$", "$", false)];

impl Formula {
    /// Returns a formula with a TeX source.
    pub(crate) fn of_tex(tex: String, is_display: bool) -> Self {
        // Markdown ends a formula at its delimiter, so such a source is written as text.
        if tex.contains(if is_display { "$$" } else { "$" }) {
            return Formula { tex: None, text: tex, is_display };
        }
        Formula { text: tex.clone(), tex: Some(tex), is_display }
    }
}

/// Puts a TeX source on one line and removes its comments, its delimiters and the style that some
/// converters wrap around it. Returns `None` for an empty source.
pub(crate) fn clean_tex(source: &str) -> Option<String> {
    let mut lines = String::new();
    for line in source.lines() {
        lines.push_str(without_comment(line));
        lines.push('\n');
    }
    let folded = one_spaced(&lines);
    let mut inner = folded.as_str();
    for (open, close, _) in DELIMITERS {
        if let Some(rest) = inner.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            inner = rest.trim();
            break;
        }
    }
    for style in ["{\\displaystyle", "{\\textstyle"] {
        if let Some(styled) = inner.strip_prefix(style).and_then(|rest| rest.strip_suffix('}')) {
            inner = styled.trim();
            break;
        }
    }
    (!inner.is_empty()).then(|| inner.to_owned())
}

/// Returns a line up to its comment, which begins at a percent sign without a backslash.
fn without_comment(line: &str) -> &str {
    let mut is_escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'%' && !is_escaped {
            return &line[..at];
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    line
}

/// Returns true if a text in the place of a source is one, and not a description or a setting.
pub(super) fn looks_like_tex(text: &str) -> bool {
    if text.contains(['\\', '^', '{']) {
        return true;
    }
    let is_url = text.contains("://") || text.starts_with(['/', '[', '#']);
    let long_words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2);
    !is_url && !MODES.contains(&text) && long_words.count() < LEAST_WORDS
}

/// Returns the source in the URL of a service that draws formulas.
pub(super) fn tex_in_url(url: &str) -> Option<String> {
    if !SERVICES.iter().any(|service| url.contains(service)) {
        return None;
    }
    let (_, query) = url.split_once('?')?;
    let query = query.replace("&amp;", "&");
    for parameter in query.split('&') {
        if let Some((name, value)) = parameter.split_once('=')
            && PARAMETERS.contains(&name)
        {
            return clean_tex(&percent_decoded(&value.replace('+', " ")));
        }
    }
    // CodeCogs has the source as the whole query.
    url.contains("codecogs").then(|| clean_tex(&percent_decoded(&query))).flatten()
}

/// Decodes the percent-encoded bytes of a URL.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Finds the formulas between delimiters in a text, as ranges of bytes with the delimiters.
pub(crate) fn formulas_in(text: &str) -> Vec<(Range<usize>, Formula)> {
    let mut search = DelimiterSearch { text, bytes_left: text.len() * MOST_PASSES };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = memchr2(b'$', b'\\', &text.as_bytes()[at..]) {
        let start = at + step;
        match search.formula_at(start) {
            Some((end, formula)) => {
                found.push((start..end, formula));
                at = end;
            }
            // The character after a backslash or a dollar sign is escaped, or opens nothing.
            None => at = after_chars(text, start, 2),
        }
    }
    found
}

/// Returns the offset after some characters.
fn after_chars(text: &str, start: usize, count: usize) -> usize {
    text[start..].char_indices().nth(count).map_or(text.len(), |(step, _)| start + step)
}

/// A search for formulas that ends early in hostile text.
struct DelimiterSearch<'t> {
    text: &'t str,
    /// Bytes that may still be searched for closing delimiters.
    bytes_left: usize,
}

impl DelimiterSearch<'_> {
    /// Returns the formula that begins at `start`, and its end.
    fn formula_at(&mut self, start: usize) -> Option<(usize, Formula)> {
        let rest = &self.text[start..];
        let (open, close, is_display) =
            DELIMITERS.into_iter().find(|(open, ..)| rest.starts_with(open))?;
        let inner_start = start + open.len();
        let length = self.closing(inner_start, close)?;
        let end = inner_start + length + close.len();
        let source = &self.text[inner_start..inner_start + length];
        if open == "$" && !is_dollar_formula(source, &self.text[end..]) {
            return None;
        }
        Some((end, Formula::of_tex(clean_tex(source)?, is_display)))
    }

    /// Returns how many bytes after `start` the closing delimiter is. It is outside all braces.
    fn closing(&mut self, start: usize, close: &str) -> Option<usize> {
        let window = &self.text[start..];
        let longest = LONGEST_FORMULA.min(self.bytes_left);
        let window = clip(window, longest);
        let mut at = 0;
        let mut depth = 0_usize;
        while let Some(step) = window[at..].find(['$', '\\', '{', '}']) {
            let here = at + step;
            let rest = &window[here..];
            if rest.starts_with(close) && depth == 0 {
                return Some(here);
            }
            let is_opening = rest.starts_with("\\(") || rest.starts_with("\\[");
            if depth == 0 && (is_opening || rest.starts_with('$') && close.starts_with('$')) {
                self.bytes_left -= here;
                return None;
            }
            at = here + 1;
            match rest.as_bytes()[0] {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                // The next character is escaped, or the name of a command.
                b'\\' => at = after_chars(window, here, 2),
                _ => {}
            }
        }
        self.bytes_left -= window.len();
        None
    }
}

/// Returns true if text between single dollar signs is a formula, by the rules of Pandoc: no space
/// inside the signs, and no digit after them, as in `$5 and $6`.
fn is_dollar_formula(source: &str, after: &str) -> bool {
    let has_space =
        source.starts_with(char::is_whitespace) || source.ends_with(char::is_whitespace);
    !source.is_empty()
        && !has_space
        && !after.starts_with(|c: char| c.is_ascii_digit())
        && looks_like_tex(source)
}
