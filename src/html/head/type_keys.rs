//! Keys of everything that says which type a page has: the words of its URL and of its outermost
//! classes, and the types it declares.

use crate::hash::key;
use crate::html::name_words::each_word;

/// Key spaces.
mod space {
    /// Words of the host, without the last label.
    pub(super) const HOST: u8 = b'H';
    /// Words of the path, without its last segment.
    pub(super) const PATH: u8 = b'P';
    /// Words of the last segment of the path.
    pub(super) const LAST: u8 = b'L';
    /// The form of the URL. One key of this space is on every page.
    pub(super) const SHAPE: u8 = b'S';
    /// Words of the classes and ids of `html`, `body` and `main`.
    pub(super) const CLASS: u8 = b'C';
    /// `og:type`.
    pub(super) const DECLARED: u8 = b'D';
    /// Types of schema.org.
    pub(super) const SCHEMA: u8 = b'T';
}

/// From this number of dashes on, the last segment of a path is a headline, whose words say nothing
/// about the type of the page.
const HEADLINE_DASHES: usize = 3;
/// From this number of adjacent digits on, they are a number.
const LONG_NUMBER: usize = 4;

/// The keys of a page.
#[derive(Debug, Default)]
pub(super) struct TypeKeys {
    keys: Vec<u32>,
}

impl TypeKeys {
    /// Returns the keys that every page has.
    pub(super) fn new() -> Self {
        TypeKeys { keys: vec![key(space::SHAPE, "page")] }
    }

    /// Returns the keys, sorted, each once.
    pub(super) fn into_sorted(mut self) -> Vec<u32> {
        self.keys.sort_unstable();
        self.keys.dedup();
        self.keys
    }

    fn add(&mut self, space: u8, word: &str) {
        self.keys.push(key(space, word));
    }

    /// Adds the `og:type`, which is in lower case.
    pub(super) fn add_declared(&mut self, page_type: &str) {
        self.add(space::DECLARED, page_type);
    }

    /// Adds the types that a JSON-LD text names.
    pub(super) fn add_json_ld(&mut self, json: &str) {
        for schema_type in types_in(json) {
            self.add(space::SCHEMA, schema_type);
        }
    }

    /// Adds the words of a class or id of an outermost element.
    pub(super) fn add_class(&mut self, value: &str) {
        each_word(value, |word| self.add(space::CLASS, word));
    }

    /// Adds the words of the page's URL, its depth, and the form of its last segment.
    pub(super) fn add_url(&mut self, url: Option<&str>) {
        let Some(url) = url else { return self.add(space::SHAPE, "none") };
        let (host, path) = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", url),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('.').map_or("", |(name, _)| name);
        each_word(&host.to_ascii_lowercase(), |word| self.add(space::HOST, word));
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let depth = ["depth 0", "depth 1", "depth 2", "depth 3", "deep"][segments.len().min(4)];
        self.add(space::SHAPE, depth);
        if let Some((last, parents)) = segments.split_last() {
            for segment in parents {
                each_word(&segment.to_ascii_lowercase(), |word| self.add(space::PATH, word));
            }
            self.add_last_segment(last);
        }
    }

    /// Adds the keys of the last segment: that of a headline has many words, that of a list few.
    fn add_last_segment(&mut self, last: &str) {
        let dashes = last.bytes().filter(|&byte| byte == b'-').count();
        let shapes = ["0 dashes", "1 dash", "2 dashes", "3 dashes", "4 dashes", "dashes"];
        self.add(space::SHAPE, shapes[dashes.min(5)]);
        if dashes < HEADLINE_DASHES {
            each_word(&last.to_ascii_lowercase(), |word| self.add(space::LAST, word));
        }
        if last.as_bytes().windows(LONG_NUMBER).any(|run| run.iter().all(u8::is_ascii_digit)) {
            self.add(space::SHAPE, "number");
        }
        if [".html", ".htm", ".php"].iter().any(|extension| last.ends_with(extension)) {
            self.add(space::SHAPE, "file");
        }
    }
}

/// Returns the types that a JSON-LD text names, valid JSON or not. Of a list of types it returns
/// the first.
fn types_in(json: &str) -> impl Iterator<Item = &str> {
    json.split("\"@type\"").skip(1).map(|named| {
        let value =
            named.trim_start_matches([' ', ':', '[', '\n', '\r', '\t']).trim_start_matches('"');
        let end = value.find('"').unwrap_or(0);
        value[..end].rsplit('/').next().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_and_classes_give_keys() {
        let mut shop = TypeKeys::new();
        shop.add_url(Some("https://shop.example/product/blue-mug?x=1"));
        shop.add_class("single-product");
        let mut expected = vec![
            key(space::SHAPE, "page"),
            key(space::HOST, "shop"),
            key(space::PATH, "product"),
            key(space::LAST, "blue"),
            key(space::LAST, "mug"),
            key(space::CLASS, "single"),
            key(space::CLASS, "product"),
            key(space::SHAPE, "depth 2"),
            key(space::SHAPE, "1 dash"),
        ];
        expected.sort_unstable();
        assert_eq!(shop.into_sorted(), expected);
    }

    #[test]
    fn a_headline_in_a_url_gives_its_form_and_no_words() {
        let mut story = TypeKeys::new();
        story.add_url(Some("/2024/rain-falls-on-the-plain-51234.html"));
        let keys = story.into_sorted();
        for shape in ["number", "file"] {
            assert!(keys.contains(&key(space::SHAPE, shape)), "{shape}");
        }
        assert!(!keys.contains(&key(space::LAST, "rain")));
    }

    #[test]
    fn a_page_without_url_has_two_keys() {
        let mut keys = TypeKeys::new();
        keys.add_url(None);
        assert_eq!(keys.into_sorted().len(), 2);
    }

    #[test]
    fn json_ld_types_are_found_in_valid_and_broken_json() {
        let types: Vec<&str> = types_in(
            "{\"@graph\":[{\"@type\" : [\"Product\"]},\
             {\"@type\":\"https://schema.org/ItemList\",}",
        )
        .collect();
        assert_eq!(types, ["Product", "ItemList"]);
    }
}
