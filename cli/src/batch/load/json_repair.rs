//! Repairs JSON that Python and other writers write, and that is not JSON.

/// Depth of arrays and objects from which a value is replaced. `serde_json` reads 127 levels.
const MAX_DEPTH: usize = 100;

/// The replacement for a value that cannot be read.
const NULL: &[u8] = b"null";

/// The replacement for half of a surrogate pair.
const REPLACEMENT_ESCAPE: &[u8] = b"\\ufffd";

/// Returns a line of JSON in which these are replaced:
///
/// - `NaN`, `Infinity` and `-Infinity`, by `null`,
/// - values below [`MAX_DEPTH`] levels, by `null`,
/// - halves of surrogate pairs and bytes that are not UTF-8, by U+FFFD,
/// - control characters in strings, by their escapes.
pub(super) fn repaired(line: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(line);
    let mut repair = JsonRepair { rest: text.as_bytes(), out: Vec::new() };
    repair.run();
    repair.out
}

/// The state of a repair.
struct JsonRepair<'l> {
    rest: &'l [u8],
    out: Vec<u8>,
}

impl JsonRepair<'_> {
    fn run(&mut self) {
        let mut depth = 0_usize;
        while let Some(&byte) = self.rest.first() {
            match byte {
                b'"' => self.copy_string(),
                b'{' | b'[' if depth >= MAX_DEPTH => self.skip_value(),
                b'N' | b'I' | b'-' => self.copy_number(),
                _ => {
                    if matches!(byte, b'{' | b'[') {
                        depth += 1;
                    } else if matches!(byte, b'}' | b']') {
                        depth = depth.saturating_sub(1);
                    }
                    self.take(1);
                }
            }
        }
    }

    /// Copies bytes.
    fn take(&mut self, count: usize) {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.out.extend_from_slice(taken);
        self.rest = rest;
    }

    /// Replaces a word that is not JSON. Copies a minus sign otherwise.
    fn copy_number(&mut self) {
        for word in [&b"NaN"[..], b"Infinity", b"-Infinity", b"-NaN"] {
            if self.rest.starts_with(word) {
                self.out.extend_from_slice(NULL);
                self.rest = &self.rest[word.len()..];
                return;
            }
        }
        self.take(1);
    }

    /// Copies a string with its quotation marks.
    fn copy_string(&mut self) {
        self.take(1);
        while let Some(&byte) = self.rest.first() {
            match byte {
                b'"' => return self.take(1),
                b'\\' => self.copy_escape(),
                0..0x20 => {
                    self.out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                    self.rest = &self.rest[1..];
                }
                _ => self.take(1),
            }
        }
    }

    /// Copies an escape. Replaces half of a surrogate pair.
    fn copy_escape(&mut self) {
        let unit = code_unit(self.rest);
        let next = self.rest.get(6..).and_then(code_unit);
        match unit {
            Some(0xd800..0xdc00) if matches!(next, Some(0xdc00..0xe000)) => self.take(12),
            Some(0xd800..0xe000) => {
                self.out.extend_from_slice(REPLACEMENT_ESCAPE);
                self.rest = &self.rest[6..];
            }
            _ => self.take(2),
        }
    }

    /// Replaces an array or object.
    fn skip_value(&mut self) {
        self.out.extend_from_slice(NULL);
        let (mut depth, mut is_in_string, mut is_escaped) = (0_usize, false, false);
        for (at, &byte) in self.rest.iter().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = is_in_string,
                b'"' => is_in_string = !is_in_string,
                b'{' | b'[' if !is_in_string => depth += 1,
                b'}' | b']' if !is_in_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &self.rest[at + 1..];
                return;
            }
        }
        self.rest = &[];
    }
}

/// Returns the code unit of an escape such as `\u00e9` at the start of `text`.
fn code_unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_json_is_replaced() {
        let deep = "[".repeat(300) + &"]".repeat(300);
        let flat = "[".repeat(MAX_DEPTH) + "null" + &"]".repeat(MAX_DEPTH);
        for (line, expected) in [
            (r#"{"a":NaN,"b":[-Infinity,Infinity]}"#, r#"{"a":null,"b":[null,null]}"#),
            (r#"{"a":"NaN -Infinity","b":-1.5e3}"#, r#"{"a":"NaN -Infinity","b":-1.5e3}"#),
            (r#"{"a":"\ud83d\ude00 \ud83d x \ude00"}"#, r#"{"a":"\ud83d\ude00 \ufffd x \ufffd"}"#),
            (r#"{"a":"\\ud83d \" \n"}"#, r#"{"a":"\\ud83d \" \n"}"#),
            ("{\"a\":\"x\ty\"}", r#"{"a":"x\u0009y"}"#),
            (&deep, &flat),
            (r#"{"a":"#, r#"{"a":"#),
            (r#"{"a":"\"#, r#"{"a":"\"#),
        ] {
            assert_eq!(String::from_utf8_lossy(&repaired(line.as_bytes())), expected, "{line}");
        }
        assert_eq!(repaired(b"{\"a\":\"x\xffy\"}"), "{\"a\":\"x\u{fffd}y\"}".as_bytes());
    }
}
