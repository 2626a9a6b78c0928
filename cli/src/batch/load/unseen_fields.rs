//! Notes on the names of fields that no record has.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value};

use crate::args::BatchArgs;
use crate::batch::read::job::TableRow;
use crate::output::print_message;

/// The names of fields that the arguments give, and whether a record has had them.
pub(super) struct UnseenFields<'a> {
    fields: Vec<GivenField<'a>>,
    has_records: AtomicBool,
}

/// A field that the arguments name.
struct GivenField<'a> {
    option: &'static str,
    name: &'a str,
    is_seen: AtomicBool,
}

impl<'a> UnseenFields<'a> {
    /// Returns the names that are not the default ones.
    pub(super) fn new(args: &'a BatchArgs) -> Self {
        let names: [(&'static str, &'static str, &'a str); 4] = [
            ("--id-field", "id", &args.id_field),
            ("--text-field", "text", &args.text_field),
            ("--html-field", "html", &args.html_field),
            ("--url-field", "url", &args.url_field),
        ];
        let given = names.into_iter().filter(|(_, default, name)| default != name);
        let fields = given.map(|(option, _, name)| GivenField {
            option,
            name,
            is_seen: AtomicBool::new(false),
        });
        UnseenFields { fields: fields.collect(), has_records: AtomicBool::new(false) }
    }

    /// Notes which of the fields a record has.
    pub(super) fn see(&self, row: &TableRow) {
        if self.fields.is_empty() {
            return;
        }
        self.has_records.store(true, Ordering::Relaxed);
        for field in &self.fields {
            if !field.is_seen.load(Ordering::Relaxed) && has_field(row, field.name) {
                field.is_seen.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Prints a note for each field that no record has.
    pub(super) fn print(&self) {
        if !self.has_records.load(Ordering::Relaxed) {
            return;
        }
        for field in &self.fields {
            if !field.is_seen.load(Ordering::Relaxed) {
                let GivenField { option, name, .. } = field;
                print_message(format_args!("{option}: no record has the field `{name}`"));
            }
        }
    }
}

/// Returns true if a row has a field. A name with dots is a path into objects too.
fn has_field(row: &TableRow, name: &str) -> bool {
    row.documents.iter().any(|(own, _)| own == name) || has_member(&row.fields, name)
}

/// Returns true if an object has a field, or if the name is the path to one.
pub(super) fn has_member(fields: &Map<String, Value>, name: &str) -> bool {
    fields.contains_key(name)
        || name.split_once('.').is_some_and(|(object, rest)| {
            let members = fields.get(object).and_then(Value::as_object);
            members.is_some_and(|members| has_member(members, rest))
        })
}
