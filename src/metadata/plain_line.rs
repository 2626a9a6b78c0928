//! Removes Markdown syntax from a line of plain text, so that titles and names are free of it.

use std::borrow::Cow;

use crate::text::markdown::{self, heading};
use crate::unicode::char_facts;

/// Characters that Markdown syntax is made of.
const SYNTAX: &[char] = &['#', '*', '_', '[', '`', '>', '\\', '<', '~'];

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
    let without_links = markdown::without_links(text).text;
    let plain = without_emphasis(&without_autolinks(&without_links));
    if plain == line { Cow::Borrowed(line) } else { Cow::Owned(plain.trim().to_owned()) }
}

/// Returns true if a line is nothing but links and images.
pub(super) fn is_all_links(line: &str) -> bool {
    markdown::without_links(line).sole_links > 0
}

/// Leaves URLs in angle brackets out.
fn without_autolinks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = autolink_at(tail).unwrap_or_else(|| {
            out.push('<');
            1
        });
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

/// Reads `<https://…>`. Returns its end.
fn autolink_at(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find(|c: char| matches!(c, '<' | '>') || c.is_whitespace())?;
    (inside[end..].starts_with('>') && inside[..end].contains("://")).then_some(end + 2)
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
    c.is_none_or(|c| !char_facts(c).is_word())
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
            ("# **கமல் ஹாசன்**", "கமல் ஹாசன்"),
            ("**จันทร์** ไป", "จันทร์ ไป"),
            ("_Jose\u{301}_", "Jose\u{301}"),
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
