//! Removes Markdown syntax from a line of plain text, so that titles and names are free of it.

use std::borrow::Cow;

/// Characters that Markdown syntax is made of.
const SYNTAX: &[char] = &['#', '*', '_', '[', '`', '>', '\\', '<', '~'];
/// Brackets of one line that are read as links. Lines of prose have fewer.
const MAX_LINKS: usize = 32;
/// Links inside each other: an image in a link.
const MAX_DEPTH: usize = 2;
/// Number signs of the deepest heading.
const MAX_LEVEL: usize = 6;

/// Returns a line without the marks of headings and quotations, emphasis, and the URLs of links.
/// Images are left out.
pub(super) fn plain_line(line: &str) -> Cow<'_, str> {
    if !line.contains(SYNTAX) {
        return Cow::Borrowed(line);
    }
    let mut text = line.trim_start();
    while let Some(rest) = text.strip_prefix("> ") {
        text = rest.trim_start();
    }
    if let Some((_, heading)) = heading(text) {
        text = heading;
    }
    let plain = without_emphasis(&without_links(text, MAX_DEPTH));
    if plain == line { Cow::Borrowed(line) } else { Cow::Owned(plain.trim().to_owned()) }
}

/// Returns the level and the text of an ATX heading: `## Rain ##`.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if !(1..=MAX_LEVEL).contains(&level) || !text.starts_with([' ', '\t']) {
        return None;
    }
    let text = text.trim();
    let without_end = text.trim_end_matches('#');
    let is_end = without_end.is_empty() || without_end.ends_with([' ', '\t']);
    Some((level, if is_end { without_end.trim_end() } else { text }))
}

/// Returns true if a line is nothing but links and images.
pub(super) fn is_all_links(line: &str) -> bool {
    let mut rest = line;
    let mut outside = String::new();
    let mut has_link = false;
    while let Some(start) = rest.find('[') {
        let Some((_, end)) = link_at(&rest[start..]) else { break };
        has_link = true;
        outside.push_str(&rest[..start]);
        rest = &rest[start + end..];
    }
    outside.push_str(rest);
    has_link && !outside.contains(char::is_alphanumeric)
}

/// Replaces links by their texts, to this depth. Images and URLs in angle brackets are left out.
fn without_links(line: &str, depth: usize) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    for _ in 0..MAX_LINKS {
        let Some(at) = rest.find(['[', '<']).filter(|_| depth > 0) else { break };
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        if let Some((text, end)) = link_at(tail) {
            if out.ends_with('!') {
                out.pop();
            } else {
                out.push_str(&without_links(text, depth - 1));
            }
            rest = &tail[end..];
        } else if let Some(end) = autolink_at(tail) {
            rest = &tail[end..];
        } else {
            out.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Reads `[text](url)` or `[text][label]`. Returns the text and the end of the link.
fn link_at(text: &str) -> Option<(&str, usize)> {
    let end = closing(text, '[', ']')?;
    let rest = &text[end..];
    let (open, close) = match rest.chars().next()? {
        '(' => ('(', ')'),
        '[' => ('[', ']'),
        _ => return None,
    };
    Some((&text[1..end - 1], end + closing(rest, open, close)?))
}

/// Reads `<https://…>`. Returns its end.
fn autolink_at(text: &str) -> Option<usize> {
    let end = text.starts_with('<').then(|| text.find('>'))??;
    let url = &text[1..end];
    (url.contains("://") && !url.contains(char::is_whitespace)).then_some(end + 1)
}

/// Returns the end of a bracketed text, its bracket included. Brackets inside must be balanced.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        } else if depth == 0 {
            return None;
        }
    }
    None
}

/// Removes the marks of emphasis, code and deletion around words, and the backslashes of escapes.
fn without_emphasis(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c == '\\' && chars.get(at + 1).is_some_and(char::is_ascii_punctuation) {
            out.push(chars[at + 1]);
            at += 2;
            continue;
        }
        let run = chars[at..].iter().take_while(|&&other| other == c).count();
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + run).copied();
        let is_mark = match c {
            '*' | '_' => run <= 3 && is_outer_edge(before) != is_outer_edge(after),
            '`' => true,
            '~' => run == 2,
            _ => false,
        };
        if !is_mark {
            out.extend(std::iter::repeat_n(c, run));
        }
        at += run;
    }
    out
}

/// Returns true for the end of a text, white space and punctuation.
fn is_outer_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_syntax_is_removed() {
        for (line, expected) in [
            ("# Rain in May", "Rain in May"),
            ("## Rain in May ##", "Rain in May"),
            ("#1 in the charts", "#1 in the charts"),
            ("C# and F#", "C# and F#"),
            ("**Rain** in *May*", "Rain in May"),
            ("__Rain__ in _May_", "Rain in May"),
            ("snake_case_name * 2", "snake_case_name * 2"),
            ("By [Jane Doe](/author/jd) | 3 Sep 2024", "By Jane Doe | 3 Sep 2024"),
            ("# [Rain in May](https://mill.example/(a)/b)", "Rain in May"),
            ("[![Logo](/l.png)](/)", ""),
            ("![Rain](r.png) Rain", "Rain"),
            ("Rain [1] and [May][2]", "Rain [1] and May"),
            ("<https://mill.example/> Rain < 2", "Rain < 2"),
            ("\\# Rain \\*", "# Rain *"),
            ("> **Rain** `x`", "Rain x"),
            ("Rain", "Rain"),
            ("*", "*"),
        ] {
            assert_eq!(plain_line(line), expected, "{line}");
        }
    }

    #[test]
    fn lines_of_nothing_but_links() {
        for (line, expected) in [
            ("[Share](/s) [Tweet](/t) | [Mail](mailto:x)", true),
            ("* [News](/n)", true),
            ("[Rain](/r) in May", false),
            ("Rain", false),
            ("", false),
        ] {
            assert_eq!(is_all_links(line), expected, "{line}");
        }
    }
}
