//! A lenient JSON reader, for the declarations of pages.
//!
//! Of the development pages with JSON-LD some one in a hundred breaks it: raw line feeds and quotes
//! in strings, commas too many or too few, comments around it, a missing end. A strict parser then
//! returns nothing. This one reads the members that are there into an arena, in one pass and
//! without recursion.

/// Nodes that are read from one text. The largest of the development pages have some thousand.
const MAX_NODES: usize = 50_000;
/// The number of a missing node.
const NO_NODE: u32 = u32::MAX;
/// The first surrogate of UTF-16.
const FIRST_SURROGATE: u16 = 0xD800;

/// The content of a node.
#[derive(Clone, Debug, PartialEq)]
enum JsonContent {
    Object,
    Array,
    /// A string with its escapes resolved, or a number or word as written.
    Text(String),
}

/// A value with its links to others.
#[derive(Clone, Debug)]
struct JsonNode {
    key: Option<String>,
    content: JsonContent,
    parent: u32,
    first_child: u32,
    last_child: u32,
    next: u32,
}

/// The values of a JSON text. Node 0 is an array of those at its top.
#[derive(Clone, Debug)]
pub(crate) struct JsonTree {
    nodes: Vec<JsonNode>,
}

/// A value of a [`JsonTree`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonValue<'j> {
    tree: &'j JsonTree,
    node: u32,
}

impl JsonTree {
    /// Reads a text, valid JSON or not.
    pub(crate) fn read(text: &str) -> JsonTree {
        let mut tree = JsonTree { nodes: Vec::new() };
        tree.add(NO_NODE, None, JsonContent::Array);
        let mut parent = 0;
        let mut key = None;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if tree.nodes.len() >= MAX_NODES {
                break;
            }
            let after = &rest[c.len_utf8()..];
            rest = match c {
                '{' | '[' => {
                    let content = if c == '{' { JsonContent::Object } else { JsonContent::Array };
                    parent = tree.add(parent, key.take(), content);
                    after
                }
                '}' | ']' => {
                    key = None;
                    // One too many closes nothing: the parent of node 0 is larger than any node.
                    parent = tree.nodes[parent as usize].parent.min(parent);
                    after
                }
                '"' => {
                    let (string, rest) = read_string(after);
                    match rest.trim_start().strip_prefix(':') {
                        Some(value) if key.is_none() => {
                            key = Some(string);
                            value
                        }
                        _ => {
                            tree.add(parent, key.take(), JsonContent::Text(string));
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
                    let is_end = |c: char| c.is_whitespace() || ",{}[]\"".contains(c);
                    let (word, rest) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
                    // A word without a key is a comment or debris.
                    if let Some(key) = key.take().filter(|_| word != "null") {
                        tree.add(parent, Some(key), JsonContent::Text(word.to_owned()));
                    }
                    rest
                }
            };
        }
        tree
    }

    /// Adds a node as the last child of `parent`. Returns its number.
    fn add(&mut self, parent: u32, key: Option<String>, content: JsonContent) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(JsonNode {
            key,
            content,
            parent,
            first_child: NO_NODE,
            last_child: NO_NODE,
            next: NO_NODE,
        });
        if let Some(parent_node) = self.nodes.get_mut(parent as usize) {
            let before = std::mem::replace(&mut parent_node.last_child, id);
            match self.nodes.get_mut(before as usize) {
                Some(before) => before.next = id,
                None => self.nodes[parent as usize].first_child = id,
            }
        }
        id
    }

    /// Returns all objects, at any depth, in the order of the text.
    pub(crate) fn objects(&self) -> impl Iterator<Item = JsonValue<'_>> {
        let nodes = self.nodes.iter().zip(0..);
        let objects = nodes.filter(|(node, _)| node.content == JsonContent::Object);
        objects.map(|(_, node)| JsonValue { tree: self, node })
    }
}

impl<'j> JsonValue<'j> {
    fn node(self) -> &'j JsonNode {
        &self.tree.nodes[self.node as usize]
    }

    /// Returns the values in an object or array.
    fn children(self) -> impl Iterator<Item = JsonValue<'j>> {
        let value = move |node: u32| (node != NO_NODE).then_some(JsonValue { node, ..self });
        let first = value(self.node().first_child);
        std::iter::successors(first, move |child| value(child.node().next))
    }

    /// Returns the values of a key in an object. An array gives its values one by one.
    pub(crate) fn get(self, key: &str) -> impl Iterator<Item = JsonValue<'j>> {
        let named = self.children().filter(move |child| child.node().key.as_deref() == Some(key));
        named.flat_map(|child| {
            let is_array = child.node().content == JsonContent::Array;
            let single = (!is_array).then_some(child);
            let several = is_array.then(|| child.children());
            single.into_iter().chain(several.into_iter().flatten())
        })
    }

    /// Returns a string, number or word.
    pub(crate) fn text(self) -> Option<&'j str> {
        match &self.node().content {
            JsonContent::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the first string, number or word of a key.
    pub(crate) fn text_of(self, key: &str) -> Option<&'j str> {
        self.get(key).find_map(JsonValue::text)
    }

    /// Returns the keys of the value and its ancestors, from the inside out. Values in arrays have
    /// the array's key.
    pub(crate) fn path(self) -> impl Iterator<Item = &'j str> {
        let nodes = &self.tree.nodes;
        let ancestors = std::iter::successors(nodes.get(self.node as usize), |node| {
            nodes.get(node.parent as usize)
        });
        ancestors.filter_map(|node| node.key.as_deref())
    }
}

/// Reads the string at the start of `text`, after its opening quote. Returns it with its escapes
/// resolved, and the text after the closing quote.
pub(crate) fn read_string(text: &str) -> (String, &str) {
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
            rest = resolve_escape(after, &mut out);
        }
    }
    out.push_str(rest);
    (out, "")
}

/// Returns true if a quote before `after` ends a string: more syntax follows. Text follows
/// after a quote that somebody forgot to escape.
fn ends_string(after: &str) -> bool {
    let next = after.trim_start();
    let space = &after[..after.len() - next.len()];
    next.is_empty()
        || next.starts_with([',', ':', '}', ']'])
        || (next.starts_with('"') && space.contains('\n'))
}

/// Resolves the escape after a backslash. Returns the text after it. An invalid escape becomes a
/// space.
fn resolve_escape<'t>(text: &'t str, out: &mut String) -> &'t str {
    let Some(c) = text.chars().next() else { return "" };
    let rest = &text[c.len_utf8()..];
    match c {
        'n' | 'r' => out.push('\n'),
        'b' | 'f' | 't' => out.push(' '),
        'u' => return resolve_unicode(rest, out),
        c => out.push(c),
    }
    rest
}

/// Resolves one code unit after `\u`, or two that are a surrogate pair. Returns the text after it.
fn resolve_unicode<'t>(text: &'t str, out: &mut String) -> &'t str {
    let Some((unit, rest)) = code_unit(text) else {
        out.push(' ');
        return text;
    };
    let second = rest.strip_prefix("\\u").and_then(code_unit);
    if let Some((second_unit, after_second)) = second
        && let Some(Ok(c)) = char::decode_utf16([unit, second_unit]).next()
        && unit >= FIRST_SURROGATE
    {
        out.push(c);
        // A unit above the surrogates is a character by itself.
        return if c.len_utf16() == 2 { after_second } else { rest };
    }
    out.push(char::from_u32(u32::from(unit)).unwrap_or(' '));
    rest
}

/// Reads four hexadecimal digits at the start of `text`. Returns their value and the text after
/// them.
fn code_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first<'j>(json: &'j JsonTree, name: &str) -> Option<&'j str> {
        json.objects().find_map(|object| object.text_of(name))
    }

    #[test]
    fn sound_json_is_read() {
        let json = JsonTree::read(
            r#"{"a": "x\t\"y\" ri\u0076er \ud83d\ude00", "n": 12, "z": null,
                "l": ["p", {"b": "q"}]}"#,
        );
        assert_eq!(first(&json, "a"), Some("x \"y\" river 😀"));
        assert_eq!((first(&json, "n"), first(&json, "z")), (Some("12"), None));
        assert_eq!(first(&json, "b"), Some("q"));
        let inner = json.objects().nth(1).expect("the object in the list");
        assert_eq!(inner.path().collect::<Vec<_>>(), ["l"]);
        let outer = json.objects().next().expect("the object around it");
        assert_eq!(outer.get("l").filter_map(JsonValue::text).collect::<Vec<_>>(), ["p"]);
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
            let json = JsonTree::read(text);
            assert_eq!(first(&json, "a"), Some(expected), "{text}");
        }
    }

    #[test]
    fn deep_json_ends() {
        let json = JsonTree::read(&"[{\"a\":".repeat(100_000));
        assert_eq!(json.nodes.len(), MAX_NODES);
    }
}
