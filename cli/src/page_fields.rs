//! The metadata of a page as rows and front matter have it.

use dechrome::Page;
use serde_json::Value;

/// The metadata as an object: the fields, and under `origins` where each comes from.
pub(crate) fn object(page: &Page) -> Value {
    // Strings, numbers and names as keys: there is nothing here that JSON cannot hold.
    serde_json::to_value(page.metadata()).unwrap_or_default()
}

/// The metadata as YAML front matter, a blank line behind it. Strings and lists of JSON are YAML too.
pub(crate) fn front_matter(page: &Page) -> String {
    let metadata = page.metadata();
    let line = |(name, value, _)| {
        Some(format!(
            "{name}: {}\n",
            serde_json::to_string::<dechrome::FieldValue<'_>>(&value).ok()?
        ))
    };
    format!("---\n{}---\n\n", metadata.fields().filter_map(line).collect::<String>())
}
