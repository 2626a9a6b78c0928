//! Rows of `dechrome --lines`, as far as the picture needs them.

/// A block with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: String,
    pub(super) keep: bool,
    pub(super) text: String,
}

/// Reads a row: `{…,"kind":"nav","keep":false,…,"text":"Home"}`.
pub(super) fn read(line: &str) -> Option<Row> {
    let kind = string(after(line, "\"kind\":")?)?;
    let keep = after(line, "\"keep\":")?.starts_with("true");
    let text = string(after(line, "\"text\":")?)?;
    Some(Row { kind, keep, text: text.split_whitespace().collect::<Vec<_>>().join(" ") })
}

/// Returns the rest of a line after the first occurrence of a key.
fn after<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    line.split_once(key).map(|(_, rest)| rest)
}

/// Decodes the JSON string at the start of a text.
fn string(text: &str) -> Option<String> {
    let mut chars = text.strip_prefix('"')?.chars();
    let mut string = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(string),
            '\\' => string.push(match chars.next()? {
                'n' | 'r' | 't' => ' ',
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&code, 16).ok()?)?
                }
                other => other,
            }),
            other => string.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        let line = r#"{"start":0,"kind":"nav","keep":false,"score":0.1,"text":"A \"b\"\n\u00a9"}"#;
        let row = Row { kind: "nav".into(), keep: false, text: "A \"b\" ©".into() };
        assert_eq!(read(line), Some(row));
        assert_eq!(read("{}"), None);
    }
}
