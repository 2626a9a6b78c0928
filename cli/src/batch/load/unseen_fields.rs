//! Notes on the names of fields that no record has.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::BatchArgs;
use crate::batch::document_fields::{field_list, object_paths};
use crate::batch::read::job::TableRow;
use crate::output::print_message;

/// The names of fields that the arguments give, and whether a record has had them.
pub(super) struct UnseenFields<'a> {
    fields: Vec<GivenField<'a>>,
    /// The fields of the first record.
    first_record: OnceLock<Vec<String>>,
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
        UnseenFields { fields: fields.collect(), first_record: OnceLock::new() }
    }

    /// Notes which of the fields a record has.
    pub(super) fn see(&self, row: &TableRow) {
        if self.fields.is_empty() {
            return;
        }
        self.first_record.get_or_init(|| object_paths(&row.fields));
        for field in &self.fields {
            if !field.is_seen.load(Ordering::Relaxed) && row.has_field(field.name) {
                field.is_seen.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Prints a note for each field that no record has.
    pub(super) fn print(&self) {
        let Some(paths) = self.first_record.get() else { return };
        for field in &self.fields {
            if !field.is_seen.load(Ordering::Relaxed) {
                let GivenField { option, name, .. } = field;
                let fields = field_list(paths);
                print_message(format_args!(
                    "{option}: no record has the field `{name}`; the first one has {fields}"
                ));
            }
        }
    }
}
