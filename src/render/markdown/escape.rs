//! Escapes text so that readers of Markdown do not take it for markup.

use crate::unicode::char_facts;

/// Digits of the longest number of a list item in CommonMark.
const MOST_DIGITS: usize = 9;
/// Characters that must be escaped in a bare URL.
const URL_MARKUP: [char; 11] = ['\\', '`', '$', '*', '_', '~', '[', ']', '<', '&', '!'];
/// Bytes of the longest name of a character reference. HTML's longest has 31.
const LONGEST_NAME: usize = 32;

/// The surroundings of a text, as far as they decide what is escaped in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EscapeStyle {
    /// Inside a link, whose text a bracket would end.
    pub(super) in_link: bool,
    /// Inside deleted text, which a tilde could end.
    pub(super) in_deleted: bool,
    /// On a page with formulas, or in a run with code, which may contain a dollar sign. Any other
    /// dollar sign could then begin a formula.
    pub(super) escapes_dollars: bool,
}

/// Writes text of a paragraph or another run.
pub(super) fn push_text(out: &mut String, text: &str, style: EscapeStyle) {
    // A bracket opens nothing if no bracket after it closes a link. One at the end may do so with
    // the text that follows.
    let closer = |pair: &str| text.rfind(pair).map_or(0, |at| at + 1);
    let mut last_link = closer("](").max(closer("][")).max(closer("]:"));
    if text.ends_with(']') {
        last_link = text.len();
    }
    let unmatched = unmatched_brackets(text);
    let mut word = UrlWord::default();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next();
        let is_escaped = match c {
            '\\' | '`' => true,
            '$' => style.escapes_dollars || !after.is_some_and(|c| c.is_ascii_digit()),
            '*' => !(is_space(before) && is_space(after)),
            '_' => !(is_word(before) && is_word(after)),
            '~' => style.in_deleted || !is_space(before) || after.is_none_or(|c| c == '~'),
            '[' => {
                style.in_link
                    || at < last_link
                    || unmatched.binary_search(&at).is_ok()
                    || after == Some('^')
                    || is_task_box(rest)
            }
            ']' => style.in_link,
            // At the start of a link or an image, whose bracket the writer wrote, a footnote mark.
            '^' => out.ends_with('[') && !out.ends_with("\\["),
            '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => may_be_reference(rest),
            '!' => after == Some('['),
            ':' if rest.starts_with("//") => word.has_markup_from(text, at),
            '.' if text[..at].ends_with("www") => word.has_markup_from(text, at),
            _ => false,
        };
        if is_escaped {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Returns the offsets of the brackets that no bracket in the text closes. One in the text after it
/// could, as the end of a link.
fn unmatched_brackets(text: &str) -> Vec<usize> {
    let mut unmatched = Vec::new();
    for (at, bracket) in text.match_indices(['[', ']']) {
        if bracket == "[" {
            unmatched.push(at);
        } else {
            unmatched.pop();
        }
    }
    unmatched
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| char_facts(c).is_word())
}

fn is_space(c: Option<char>) -> bool {
    c.is_some_and(char::is_whitespace)
}

/// A word that may be a bare URL. GitHub's Markdown takes backslashes in a bare URL for a part of
/// it, so one that contains characters that must be escaped must not look like a URL.
#[derive(Clone, Copy, Debug, Default)]
struct UrlWord {
    /// Offset after the word.
    end: usize,
    /// Offset after the last such character.
    markup_end: usize,
}

impl UrlWord {
    /// Returns true if the word at an offset contains such a character after it. The word is read
    /// once.
    fn has_markup_from(&mut self, text: &str, at: usize) -> bool {
        if at >= self.end {
            let word = first_word(&text[at..]);
            let last = word.rfind(URL_MARKUP).map_or(0, |last| at + last + 1);
            *self = UrlWord { end: at + word.len(), markup_end: last };
        }
        at < self.markup_end
    }
}

/// Returns true if a bare URL that continues with `rest` contains characters that must be escaped.
pub(super) fn url_has_markup(rest: &str) -> bool {
    first_word(rest).contains(URL_MARKUP)
}

/// Returns a text up to its first white space.
fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// Returns true if a bare URL right before `text` would continue in it. GitHub's Markdown ends URLs
/// before this punctuation.
pub(super) fn continues_url(text: &str) -> bool {
    first_word(text)
        .contains(|c| !matches!(c, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"'))
}

/// Returns a written word with its bare URLs escaped, so that GitHub's Markdown does not make links
/// of them.
pub(super) fn without_bare_urls(word: &str) -> String {
    word.replace("\\://", "://")
        .replace("://", "\\://")
        .replace("www\\.", "www.")
        .replace("www.", "www\\.")
}

/// Returns true if a bracket before `rest` may begin the box of a task list.
fn is_task_box(rest: &str) -> bool {
    ["x]", "X]", " ]"].iter().any(|task| rest.starts_with(task))
}

/// Returns true if an ampersand before `rest` may begin a character reference.
fn may_be_reference(rest: &str) -> bool {
    let name = rest.bytes().take(LONGEST_NAME);
    let length = name.take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'#').count();
    match rest.as_bytes().get(length) {
        // The text that follows may continue it.
        None => true,
        Some(byte) => length > 0 && *byte == b';',
    }
}

/// Returns the offset at which a line needs a backslash so that it does not begin a heading, list,
/// quotation or other block.
pub(super) fn block_marker_offset(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let first = *bytes.first()?;
    let is_end = |at: usize| bytes.get(at).is_none_or(|&byte| byte == b' ');
    let run_length = |byte: u8| bytes.iter().take_while(|&&other| other == byte).count();
    let is_rule = || bytes.iter().all(|&byte| byte == first || byte == b' ');
    let is_underline =
        || bytes.iter().all(|byte| matches!(byte, b'-' | b'=' | b'+' | b':' | b'|' | b' '));
    match first {
        b'>' => Some(0),
        b'#' if run_length(b'#') <= 6 && is_end(run_length(b'#')) => Some(0),
        b'-' | b'+' | b'*' | b':' if is_end(1) => Some(0),
        b'_' | b'*' if is_rule() => Some(0),
        b'-' | b'=' | b'+' | b':' | b'|' if is_underline() => Some(0),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_marker = matches!(bytes.get(digits), Some(b'.' | b')')) && is_end(digits + 1);
            (digits <= MOST_DIGITS && is_marker).then_some(digits)
        }
        _ => None,
    }
}

/// Writes the URL of a link or image between its parentheses.
pub(super) fn push_url(out: &mut String, url: &str) {
    let is_balanced = has_balanced_parentheses(url);
    for c in url.chars() {
        match c {
            '(' | ')' if !is_balanced => out.extend(['\\', c]),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '&' => out.push_str("&amp;"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
}

fn has_balanced_parentheses(url: &str) -> bool {
    let mut depth = 0_usize;
    for byte in url.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return false,
            b')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Returns the length of the longest run of `c`.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for other in text.chars() {
        run = if other == c { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
