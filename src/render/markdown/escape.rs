//! What would be markup, written so that it is read as text.

/// Digits of the number of a list item.
const MOST_DIGITS: usize = 9;
/// Bytes of the name of a character reference: the longest in HTML has 31.
const LONGEST_NAME: usize = 32;

/// How text is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// In a link, whose text a bracket would end.
    pub(super) in_link: bool,
    /// In deleted text, which a tilde could end.
    pub(super) in_deleted: bool,
    /// On a page with formulas, or beside code, which may hold a dollar sign: any other may begin a formula.
    pub(super) has_math: bool,
}

/// Writes text that stands in a line.
pub(super) fn push_text(out: &mut String, text: &str, style: Style) {
    // A bracket opens nothing if none after it closes a link, or may do so with what comes behind the text.
    let closes = |pair: &str| text.rfind(pair).map(|at| at + 1);
    let open_end = if text.ends_with(']') { Some(text.len()) } else { None };
    let last_link = [closes("]("), closes("]["), closes("]:"), open_end]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(0);
    let last_bracket = text.rfind(']');
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next();
        let is_escaped = match c {
            '\\' | '`' => true,
            '$' => style.has_math || !after.is_some_and(|c| c.is_ascii_digit()),
            '*' => !(is_space(before) && is_space(after)),
            '_' => !(is_word(before) && is_word(after)),
            '~' => style.in_deleted || !is_space(before) || after.is_none_or(|c| c == '~'),
            '[' => {
                style.in_link
                    || at < last_link
                    || last_bracket.is_none_or(|last| at > last)
                    || after == Some('^')
                    || is_task(rest)
            }
            ']' => style.in_link,
            '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => is_reference(rest),
            '!' => after == Some('['),
            ':' if rest.starts_with("//") => has_escapes(rest),
            '.' if text[..at].ends_with("www") => has_escapes(rest),
            _ => false,
        };
        if is_escaped {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn is_space(c: Option<char>) -> bool {
    c.is_some_and(char::is_whitespace)
}

/// Whether an address with this behind it has what must be escaped. Where GitHub's Markdown makes links of addresses, it takes
/// backslashes for a part of them; so those with such signs are not to be seen as addresses.
pub(super) fn has_escapes(rest: &str) -> bool {
    let address = rest.split(char::is_whitespace).next().unwrap_or_default();
    address.contains(['\\', '`', '$', '*', '_', '~', '[', ']', '<', '&', '!'])
}

/// Whether a text right behind an address is a part of it: signs at its end are not.
pub(super) fn is_in_address(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    word.contains(|c| !matches!(c, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"'))
}

/// A word that was written, its addresses such that they are none.
pub(super) fn without_addresses(word: &str) -> String {
    word.replace("\\://", "://")
        .replace("://", "\\://")
        .replace("www\\.", "www.")
        .replace("www.", "www\\.")
}

/// Whether a bracket with this behind it may be a box to tick.
fn is_task(rest: &str) -> bool {
    ["x]", "X]", " ]"].iter().any(|task| rest.starts_with(task))
}

/// Whether an ampersand with this behind it may be a character reference.
fn is_reference(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(LONGEST_NAME)
        .take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'#')
        .count();
    match rest.as_bytes().get(name) {
        // It may go on with what comes behind the text.
        None => true,
        Some(byte) => name > 0 && *byte == b';',
    }
}

/// Where a line that is written needs a backslash, lest it be taken for something else than a line of a paragraph.
pub(super) fn line_start(line: &str) -> Option<usize> {
    let first = *line.as_bytes().first()?;
    let ends = |at: usize| line.as_bytes().get(at).is_none_or(|&byte| byte == b' ');
    let run = |byte: u8| line.bytes().take_while(|&other| other == byte).count();
    let is_rule = || line.bytes().all(|byte| byte == first || byte == b' ');
    let is_underline =
        || line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'+' | b':' | b'|' | b' '));
    match first {
        b'>' => Some(0),
        b'#' if run(b'#') <= 6 && ends(run(b'#')) => Some(0),
        b'-' | b'+' | b'*' | b':' if ends(1) => Some(0),
        b'_' | b'*' if is_rule() => Some(0),
        b'-' | b'=' | b'+' | b':' | b'|' if is_underline() => Some(0),
        b'0'..=b'9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_mark = matches!(line.as_bytes().get(digits), Some(b'.' | b')'));
            (digits <= MOST_DIGITS && is_mark && ends(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// The address of a link or image, between its parentheses.
pub(super) fn push_address(out: &mut String, address: &str) {
    let is_balanced = {
        let mut depth = 0_i64;
        let steps = address.bytes().map(|byte| i64::from(byte == b'(') - i64::from(byte == b')'));
        steps.into_iter().all(|step| {
            depth += step;
            depth >= 0
        }) && depth == 0
    };
    for c in address.chars() {
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

/// The longest run of `c`.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for other in text.chars() {
        run = if other == c { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
