//! Values of a page, in the form that rows and front matter use.

use dechrome::{FieldValue, Page};
use serde_json::Value;

/// Returns the metadata as a JSON object. Its member `origins` names the source of each field.
pub(crate) fn metadata_json(page: &Page) -> Value {
    // Serializing cannot fail: metadata has only strings and numbers, and its keys are strings.
    serde_json::to_value(page.metadata()).unwrap_or_default()
}

/// Returns the metadata as YAML front matter, followed by a blank line.
pub(crate) fn front_matter(page: &Page) -> String {
    let metadata = page.metadata();
    let mut text = String::from("---\n");
    for (name, value, _) in metadata.fields() {
        // JSON strings and lists are valid YAML.
        if let Ok(value) = serde_json::to_string::<FieldValue<'_>>(&value) {
            text.push_str(&format!("{name}: {value}\n"));
        }
    }
    text + "---\n\n"
}

/// Rounds a score to four decimal places, so that rows do not contain the noise of the rest.
pub(crate) fn rounded_score(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
