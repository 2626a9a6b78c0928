//! The columns of rows. They depend on the options alone, so that files of several runs fit
//! together.

use std::collections::HashSet;

use arrow_schema::DataType;

use crate::args::{BatchArgs, RowContent, RowSchema};

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ColumnType {
    /// The type of a column that has only null values.
    Null,
    Bool,
    Int,
    /// Integers of which one has more digits than a double holds.
    LargeInt,
    Double,
    Text,
    /// Any other value, as JSON text.
    Json,
}

/// A column with a fixed name and type.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RowColumn {
    Leaf(&'static str, ColumnType),
    Group(&'static str, Vec<(&'static str, ColumnType)>),
}

/// Columns whose values come from the record, if it has them. The crawl of a WARC record gives all
/// of them.
pub(super) const RECORD_COLUMNS: [(&str, ColumnType); 7] = [
    ("url", ColumnType::Text),
    ("title", ColumnType::Text),
    ("date", ColumnType::Text),
    ("http_status", ColumnType::Int),
    ("identified_language", ColumnType::Text),
    ("truncated", ColumnType::Text),
    ("damage", ColumnType::Text),
];

/// Returns the name of the column with the confidence in the language.
pub(super) fn language_score_name(schema: RowSchema) -> &'static str {
    if schema == RowSchema::Fineweb { "language_score" } else { "language_confidence" }
}

/// Returns the columns with data on the document.
pub(super) fn document_columns(args: &BatchArgs) -> Vec<(&'static str, ColumnType)> {
    let mut columns = vec![
        ("language", ColumnType::Text),
        (language_score_name(args.schema), ColumnType::Double),
        ("confidence", ColumnType::Double),
        ("degraded", ColumnType::Text),
        ("no_content", ColumnType::Text),
        ("encoding", ColumnType::Text),
        ("source", ColumnType::Text),
    ];
    columns.extend(RECORD_COLUMNS);
    columns.push(("status", ColumnType::Text));
    if args.dedupe_lines {
        columns.push(("repeats", ColumnType::Int));
    }
    if args.with_metadata {
        columns.push(("page", ColumnType::Json));
    }
    columns
}

/// Field names that rows of some schema, or of some documents, have in addition to the measured
/// fields. Fields of records must not replace them.
const RESERVED_NAMES: [&str; 7] = ["text", "id", "lines", "comments", "page", "status", "repeats"];

/// The names of a row's fields.
pub(super) struct TakenNames(HashSet<String>);

impl TakenNames {
    /// Returns the names that no field of a record gets.
    pub(super) fn new(columns: &[(&'static str, ColumnType)]) -> Self {
        let names = columns.iter().map(|(name, _)| *name).chain(RESERVED_NAMES);
        TakenNames(names.map(str::to_owned).collect())
    }

    /// Returns a name for a field of a record: its own, with the prefix `input_` as often as
    /// needed.
    pub(super) fn free(&mut self, mut name: String) -> String {
        while !self.0.insert(name.clone()) {
            name.insert_str(0, "input_");
        }
        name
    }
}

/// Returns true if rows have the other fields of their records.
pub(super) fn has_record_fields(args: &BatchArgs) -> bool {
    let is_attributes = args.emit == RowContent::Attributes && !args.lines;
    !is_attributes && args.schema != RowSchema::Plain
}

/// Returns the columns of rows for the columns that inputs declare.
pub(super) fn declared_row_columns(
    args: &BatchArgs,
    declared: &[(String, DataType)],
) -> Vec<(String, DataType)> {
    let mut columns = Vec::new();
    if !has_record_fields(args) {
        return columns;
    }
    let mut taken = TakenNames::new(&document_columns(args));
    for (name, data_type) in declared {
        let is_own = RECORD_COLUMNS.iter().any(|(own, _)| own == name);
        // The column `source` of Dolma has the name of the data set.
        let is_source = args.schema == RowSchema::Dolma && name == "dataset";
        if !is_own && !is_source {
            columns.push((taken.free(name.clone()), data_type.clone()));
        }
    }
    columns
}

/// Returns the columns that every row has. Rows also have the other fields of their records.
pub(super) fn row_columns(args: &BatchArgs) -> Vec<RowColumn> {
    let leaf = RowColumn::Leaf;
    let (text, id) = (leaf("text", ColumnType::Text), leaf("id", ColumnType::Text));
    if args.emit == RowContent::Attributes && !args.lines {
        return vec![id, leaf("attributes", ColumnType::Json)];
    }
    let document = document_columns(args);
    let mut columns = match args.schema {
        RowSchema::Datatrove => vec![text, id, RowColumn::Group("metadata", document)],
        RowSchema::Dolma => vec![
            id,
            text,
            leaf("source", ColumnType::Text),
            leaf("created", ColumnType::Text),
            RowColumn::Group("metadata", document),
        ],
        RowSchema::Fineweb => {
            let document = document.into_iter().map(|(name, column_type)| leaf(name, column_type));
            [text, id].into_iter().chain(document).collect()
        }
        RowSchema::Plain => {
            let (url, title) = (leaf("url", ColumnType::Text), leaf("title", ColumnType::Text));
            vec![id, url, title, text]
        }
    };
    if args.lines || args.emit == RowContent::Lines {
        columns.push(leaf("lines", ColumnType::Json));
    }
    if args.comments {
        columns.push(leaf("comments", ColumnType::Json));
    }
    columns
}
