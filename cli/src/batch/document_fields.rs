//! Messages about records that lack the field with the document.

use arrow_schema::{DataType, Field, Fields};
use serde_json::{Map, Value};

use crate::args::BatchArgs;

/// Longest list of field names in a message, in bytes. Names come from the input.
const MAX_LIST_BYTES: usize = 300;

/// Returns why a record or a table without a document failed. `paths` are the fields that it has.
pub(super) fn missing_document(html: &str, text: &str, paths: &[String]) -> String {
    let fields = field_list(paths);
    format!(
        "neither `{html}` nor `{text}`; fields: {fields}; --html-field and --text-field name the \
         field with the document"
    )
}

/// Returns a list of fields: as many as fit into a message.
pub(super) fn field_list(paths: &[String]) -> String {
    let mut list = String::new();
    let mut named = 0;
    for path in paths {
        if list.len() + path.len() > MAX_LIST_BYTES {
            break;
        }
        let separator = if named > 0 { ", " } else { "" };
        list.push_str(&format!("{separator}`{path}`"));
        named += 1;
    }
    let rest = paths.len() - named;
    match (named, rest) {
        (0, 0) => "none".to_owned(),
        (_, 0) => list,
        (0, _) => format!("{rest} with long names"),
        _ => format!("{list} and {rest} others"),
    }
}

/// Returns the paths of the fields of an object, with those inside other objects.
pub(super) fn object_paths(object: &Map<String, Value>) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, value) in object {
        add_paths(&mut paths, name, value.as_object().map(object_paths));
    }
    paths
}

/// Adds the paths of the members of a field, or its own name if it has none.
fn add_paths(paths: &mut Vec<String>, name: &str, members: Option<Vec<String>>) {
    match members {
        Some(members) if !members.is_empty() => {
            paths.extend(members.iter().map(|path| format!("{name}.{path}")));
        }
        _ => paths.push(name.to_owned()),
    }
}

/// Returns why no row of a table has a document, if the columns say so.
pub(super) fn missing_document_column(args: &BatchArgs, columns: &Fields) -> Option<String> {
    let (html, text) = (&*args.html_field, &*args.text_field);
    let has_document = has_column(columns, html) || has_column(columns, text);
    (!has_document).then(|| missing_document(html, text, &column_paths(columns)))
}

/// Returns true if a table has a column. A name with dots is a path into structs too.
fn has_column(columns: &Fields, name: &str) -> bool {
    columns.find(name).is_some()
        || name.split_once('.').is_some_and(|(group, rest)| {
            let members = columns.find(group).and_then(|(_, field)| struct_members(field));
            members.is_some_and(|members| has_column(members, rest))
        })
}

/// Returns the paths of columns, with those inside structs.
fn column_paths(columns: &Fields) -> Vec<String> {
    let mut paths = Vec::new();
    for field in columns {
        add_paths(&mut paths, field.name(), struct_members(field).map(column_paths));
    }
    paths
}

/// Returns the members of a struct, or `None` for other columns.
fn struct_members(field: &Field) -> Option<&Fields> {
    match field.data_type() {
        DataType::Struct(members) => Some(members),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let paths = |count: usize, bytes| vec!["x".repeat(bytes); count];
        assert_eq!(field_list(&[]), "none");
        assert_eq!(field_list(&paths(2, 1)), "`x`, `x`");
        assert_eq!(field_list(&paths(1, 1000)), "1 with long names");
        let list = field_list(&paths(1000, 10));
        assert!(list.len() < MAX_LIST_BYTES + 50 && list.ends_with("` and 979 others"), "{list}");
    }
}
