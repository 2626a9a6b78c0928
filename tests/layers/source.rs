//! Rust source without comments, strings and unit tests.

/// Removes comments, string literals, `pub(in ...)` and `mod tests { ... }` from Rust code. Line
/// breaks stay.
pub(crate) fn code_only(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(end) = raw_string_end(rest) {
            end
        } else if rest.starts_with("pub(in ") {
            out.push_str("pub ");
            rest.find(')').map_or(rest.len(), |at| at + 1)
        } else if c == '"' {
            string_end(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(rest.len(), |at| at + 2)
        } else {
            out.push(c);
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

/// Returns the length of the string literal that `rest` starts with.
fn string_end(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == '"' && !is_escaped {
            return at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    rest.len()
}

/// Returns the length of the raw string literal that `rest` starts with.
fn raw_string_end(rest: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    hashes[count..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(count));
    let start = count + 2;
    Some(rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()))
}

#[test]
fn comments_and_strings_are_removed() {
    let source = "use a::b; // crate::c\npub(in crate::x) let x = \"crate::\\\"d\"; let y = r#\"crate::e\"#; '\"';\n\
        #[cfg(test)]\nmod tests {\nuse crate::f;";
    assert_eq!(code_only(source), "use a::b; \npub  let x = ; let y = ; ;");
}
