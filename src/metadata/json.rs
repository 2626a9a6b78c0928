//! A lenient reader of JSON, for what pages declare of themselves in scripts.
//!
//! Of the pages that have JSON-LD one in some hundred breaks it: raw line feeds and quotes in strings, commas too many or
//! too few, comments around it, an end that is missing. A strict parser gives nothing then. This one reads whatever is
//! there into an arena, in one pass, and without recursion.

/// Nodes that are read of one text. The largest of the development pages have some thousand.
const MOST_NODES: usize = 50_000;
/// The number that stands for "no node".
const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
enum Data {
    Object,
    Array,
    /// A string, its escapes resolved; a number or a word as it is written.
    Text(String),
}

/// A value with its place.
#[derive(Clone, Debug)]
struct Node {
    key: Option<String>,
    data: Data,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

/// A JSON text. Node 0 is an array of the values at its top.
#[derive(Clone, Debug)]
pub(crate) struct Json {
    nodes: Vec<Node>,
}

/// A value of a [`Json`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'j> {
    json: &'j Json,
    at: u32,
}

impl Json {
    /// Reads a text, sound JSON or not.
    pub(crate) fn read(text: &str) -> Json {
        let mut json = Json { nodes: Vec::new() };
        json.add(NONE, None, Data::Array);
        let mut open = 0;
        let mut key = None;
        let mut rest = text;
        while let Some(c) = rest.chars().next().filter(|_| json.nodes.len() < MOST_NODES) {
            let after = &rest[c.len_utf8()..];
            rest = match c {
                '{' | '[' => {
                    let data = if c == '{' { Data::Object } else { Data::Array };
                    open = json.add(open, key.take(), data);
                    after
                }
                '}' | ']' => {
                    key = None;
                    open = json.nodes[open as usize].parent.min(open);
                    after
                }
                '"' => {
                    let (string, rest) = string(after);
                    match rest.trim_start().strip_prefix(':') {
                        Some(value) if key.is_none() => {
                            key = Some(string);
                            value
                        }
                        _ => {
                            json.add(open, key.take(), Data::Text(string));
                            rest
                        }
                    }
                }
                ',' => {
                    key = None;
                    after
                }
                c if c.is_whitespace() || c == ':' => after,
                _ => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || ",{}[]\"".contains(c))
                        .unwrap_or(rest.len());
                    let (word, rest) = rest.split_at(end);
                    if let Some(key) = key.take().filter(|_| word != "null") {
                        json.add(open, Some(key), Data::Text(word.to_owned()));
                    }
                    rest
                }
            };
        }
        json
    }

    /// Adds a node as the last in `parent`.
    fn add(&mut self, parent: u32, key: Option<String>, data: Data) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Node { key, data, parent, first: NONE, last: NONE, next: NONE });
        if let Some(around) = self.nodes.get_mut(parent as usize) {
            let before = std::mem::replace(&mut around.last, id);
            match self.nodes.get_mut(before as usize) {
                Some(before) => before.next = id,
                None => self.nodes[parent as usize].first = id,
            }
        }
        id
    }

    /// All objects, at whatever depth, in the order of the text.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Value<'_>> {
        let objects = self.nodes.iter().enumerate().filter(|(_, node)| node.data == Data::Object);
        objects.map(|(at, _)| Value { json: self, at: at as u32 })
    }
}

impl<'j> Value<'j> {
    fn node(self) -> &'j Node {
        &self.json.nodes[self.at as usize]
    }

    /// The values in an object or array.
    fn children(self) -> impl Iterator<Item = Value<'j>> {
        let value = move |at: u32| (at != NONE).then_some(Value { at, ..self });
        std::iter::successors(value(self.node().first), move |child| value(child.node().next))
    }

    /// The values of a name in an object; those of an array one by one.
    pub(crate) fn get(self, name: &str) -> impl Iterator<Item = Value<'j>> {
        let named = self.children().filter(move |child| child.node().key.as_deref() == Some(name));
        named.flat_map(|child| {
            let is_array = child.node().data == Data::Array;
            let own = (!is_array).then_some(child);
            own.into_iter().chain(is_array.then(|| child.children()).into_iter().flatten())
        })
    }

    /// A string, number or word.
    pub(crate) fn text(self) -> Option<&'j str> {
        match &self.node().data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first string, number or word of a name.
    pub(crate) fn text_of(self, name: &str) -> Option<&'j str> {
        self.get(name).find_map(Value::text)
    }

    /// The names that it and what is around it go by, from the inside out; values in arrays go by the array's.
    pub(crate) fn path(self) -> impl Iterator<Item = &'j str> {
        let nodes = &self.json.nodes;
        let around = std::iter::successors(nodes.get(self.at as usize), |node| {
            nodes.get(node.parent as usize)
        });
        around.filter_map(|node| node.key.as_deref())
    }
}

/// The string that starts `text`, its escapes resolved, and what comes after its quote.
pub(crate) fn string(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if rest.as_bytes()[at] == b'"' {
            if ends_string(after) {
                return (out, after);
            }
            out.push('"');
            rest = after;
        } else {
            rest = escape(after, &mut out);
        }
    }
    out.push_str(rest);
    (out, "")
}

/// Whether a quote before `after` ends a string: what must follow a string does. Quotes that somebody forgot to escape are
/// followed by other things.
fn ends_string(after: &str) -> bool {
    let next = after.trim_start();
    let space = &after[..after.len() - next.len()];
    next.is_empty()
        || next.starts_with([',', ':', '}', ']'])
        || (next.starts_with('"') && space.contains('\n'))
}

/// Resolves the escape behind a backslash; returns what comes after it. A broken one becomes a space.
fn escape<'t>(text: &'t str, out: &mut String) -> &'t str {
    let Some(c) = text.chars().next() else { return "" };
    let rest = &text[c.len_utf8()..];
    match c {
        'n' | 'r' | 't' => out.push('\n'),
        'b' | 'f' => out.push(' '),
        'u' => {
            let Some((unit, rest)) = code_unit(rest) else {
                out.push(' ');
                return rest;
            };
            let pair = rest.strip_prefix("\\u").and_then(code_unit);
            if let Some((low, rest)) = pair
                && let Some(Ok(c)) = char::decode_utf16([unit, low]).next()
                && unit >= 0xD800
            {
                out.push(c);
                // A unit over the surrogates stands alone.
                return if c.len_utf16() == 2 { rest } else { &text[5..] };
            }
            out.push(char::from_u32(u32::from(unit)).unwrap_or(' '));
            return rest;
        }
        c => out.push(c),
    }
    rest
}

/// The four hexadecimal digits that start `text`, and what comes after them.
fn code_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first<'j>(json: &'j Json, name: &str) -> Option<&'j str> {
        json.objects().find_map(|object| object.text_of(name))
    }

    #[test]
    fn sound_json_is_read() {
        let json = Json::read(
            r#"{"a": "x \"y\" ri\u0076er \ud83d\ude00", "n": 12, "z": null, "l": ["p", {"b": "q"}]}"#,
        );
        assert_eq!(first(&json, "a"), Some("x \"y\" river 😀"));
        assert_eq!((first(&json, "n"), first(&json, "z")), (Some("12"), None));
        assert_eq!(first(&json, "b"), Some("q"));
        let inner = json.objects().nth(1).expect("the object in the list");
        assert_eq!(inner.path().collect::<Vec<_>>(), ["l"]);
        let outer = json.objects().next().expect("the object around it");
        assert_eq!(outer.get("l").filter_map(Value::text).collect::<Vec<_>>(), ["p"]);
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        for (text, expected) in [
            ("{\"a\": \"two\nlines\"}", "two\nlines"),
            ("{\"a\": \"said \"no\" to it\", \"b\": 1}", "said \"no\" to it"),
            ("{\"a\": \"x\"\n \"b\": \"y\"}", "x"),
            ("{\"b\": \"y\",, \"a\": \"x\",}", "x"),
            ("<!-- //<![CDATA[\n{\"a\": \"x\"} //]]> -->", "x"),
            ("{\"b\": [1, 2}, \"a\": \"x\"", "x"),
            ("{\"a\": \"cut of", "cut of"),
            ("{\"a\": \"bad \\u00", "bad  00"),
            ("{\"a\": \"\\ud83d \\uffff\\u0041\"}", "  \u{ffff}A"),
            ("]}]{\"a\": \"x\"}", "x"),
        ] {
            let json = Json::read(text);
            assert_eq!(first(&json, "a"), Some(expected), "{text}");
        }
    }

    #[test]
    fn deep_json_ends() {
        let json = Json::read(&"[{\"a\":".repeat(100_000));
        assert_eq!(json.nodes.len(), MOST_NODES);
    }
}
