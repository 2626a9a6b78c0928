//! The columns of a table, derived from the options, the inputs and JSON rows.

use std::collections::HashMap;

use arrow_schema::extension::Json;
use arrow_schema::{DataType, Field, Fields};
use serde_json::{Map, Value};

use crate::batch::row_schema::{ColumnType, RowColumn};
use crate::batch::write::fits_type::fits_type;

/// The field whose members become columns of a group.
const GROUP_FIELD: &str = "metadata";

/// Largest number of columns of a file or a group. Rows with more fields are not a table.
const MAX_COLUMNS: usize = 1000;

/// Largest integer up to which a double holds all of them: 2^53.
const LARGEST_EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

/// The column with all other fields, as a JSON object.
const OTHER_FIELDS: &str = "other_fields";

impl ColumnType {
    /// Returns the type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => ColumnType::Null,
            Value::Bool(_) => ColumnType::Bool,
            Value::Number(number) if number.is_i64() => {
                let size = number.as_i64().unwrap_or_default().unsigned_abs();
                if size <= LARGEST_EXACT { ColumnType::Int } else { ColumnType::LargeInt }
            }
            // Integers beyond 64 bits and numbers beyond a double keep their digits as JSON.
            Value::Number(number)
                if number.to_string().contains(['.', 'e', 'E'])
                    && number.as_f64().is_some_and(f64::is_finite) =>
            {
                ColumnType::Double
            }
            Value::String(_) => ColumnType::Text,
            _ => ColumnType::Json,
        }
    }

    /// Returns the type that can hold the values of both types.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (ColumnType::Null, one) | (one, ColumnType::Null) => one,
            (one, other) if one == other => one,
            (ColumnType::Int, ColumnType::LargeInt) | (ColumnType::LargeInt, ColumnType::Int) => {
                ColumnType::LargeInt
            }
            (ColumnType::Int, ColumnType::Double) | (ColumnType::Double, ColumnType::Int) => {
                ColumnType::Double
            }
            _ => ColumnType::Json,
        }
    }

    /// Returns the column of a table.
    fn field(self, name: &str) -> Field {
        let data_type = match self {
            ColumnType::Bool => DataType::Boolean,
            ColumnType::Int | ColumnType::LargeInt => DataType::Int64,
            ColumnType::Double => DataType::Float64,
            ColumnType::Null | ColumnType::Text | ColumnType::Json => DataType::Utf8,
        };
        let field = Field::new(name, data_type, true);
        if self == ColumnType::Json { field.with_extension_type(Json::default()) } else { field }
    }
}

/// A column, or a group of columns.
#[derive(Debug)]
enum TableColumn {
    /// A column whose type depends on its values.
    Leaf(ColumnType),
    /// A column that every file has.
    Fixed(ColumnType),
    /// A column with the type that an input declares.
    Declared(DataType),
    Group(TableColumns),
}

/// The columns of a file or a group, in the order of their first value.
#[derive(Debug, Default)]
pub(super) struct TableColumns {
    columns: Vec<(String, TableColumn)>,
    /// Index in `columns` by name.
    index: HashMap<String, usize>,
    /// True if some values have no column of their own.
    has_other_fields: bool,
    /// True if the rows add no columns.
    is_fixed: bool,
}

impl TableColumns {
    /// Returns the columns that every file has, even without rows. The declared ones are beside the
    /// data on the document.
    pub(super) fn new(fixed: &[RowColumn], declared: &[(String, DataType)]) -> Self {
        let mut columns = TableColumns::default();
        for column in fixed {
            match column {
                RowColumn::Leaf(name, column_type) => {
                    columns.push(name, TableColumn::Fixed(*column_type));
                }
                RowColumn::Group(name, members) => {
                    let mut group = TableColumns::default();
                    for (member, column_type) in members {
                        group.push(member, TableColumn::Fixed(*column_type));
                    }
                    columns.push(name, TableColumn::Group(group));
                }
            }
        }
        let level = columns.record_level();
        for (name, data_type) in declared {
            level.push(name, TableColumn::Declared(data_type.clone()));
        }
        columns
    }

    /// Returns the columns that have the fields of records among them.
    fn record_level(&mut self) -> &mut Self {
        match self.index.get(GROUP_FIELD) {
            Some(&index) if matches!(self.columns[index].1, TableColumn::Group(_)) => {
                match &mut self.columns[index].1 {
                    TableColumn::Group(columns) => columns,
                    _ => unreachable!("is a group"),
                }
            }
            _ => self,
        }
    }

    /// Moves all fields without a column into the column of other fields.
    pub(super) fn fix(&mut self) {
        let level = self.record_level();
        (level.is_fixed, level.has_other_fields) = (true, true);
    }

    fn push(&mut self, name: &str, column: TableColumn) {
        self.columns.push((name.to_owned(), column));
        self.index.insert(name.to_owned(), self.columns.len() - 1);
    }

    /// Extends the columns so that they can hold a row.
    pub(super) fn add_row(&mut self, row: &Map<String, Value>) {
        for (name, value) in row {
            let Value::Object(members) = value else {
                self.add_value(name, value);
                continue;
            };
            match self.column(name, name == GROUP_FIELD) {
                Some(TableColumn::Group(columns)) => {
                    for (member, value) in members {
                        columns.add_value(member, value);
                    }
                }
                Some(TableColumn::Leaf(column_type)) => {
                    *column_type = column_type.or(ColumnType::of(value));
                }
                Some(TableColumn::Fixed(_) | TableColumn::Declared(_)) | None => {
                    self.add_value(name, value);
                }
            }
        }
    }

    /// Extends the column of a field so that it can hold a value.
    fn add_value(&mut self, name: &str, value: &Value) {
        match self.column(name, false) {
            Some(TableColumn::Leaf(column_type)) => {
                *column_type = column_type.or(ColumnType::of(value));
            }
            Some(TableColumn::Declared(data_type)) if !fits_type(value, data_type) => {
                self.has_other_fields = true;
            }
            _ => {}
        }
    }

    /// Returns the column of a field. Adds it if it is missing.
    ///
    /// Returns `None` if the field belongs to the column of other fields.
    fn column(&mut self, name: &str, is_group: bool) -> Option<&mut TableColumn> {
        let index = match self.index.get(name) {
            Some(&index) => index,
            None if self.is_fixed || self.columns.len() >= MAX_COLUMNS || name == OTHER_FIELDS => {
                self.has_other_fields = true;
                return None;
            }
            None => {
                let column = if is_group {
                    TableColumn::Group(TableColumns::default())
                } else {
                    TableColumn::Leaf(ColumnType::Null)
                };
                self.push(name, column);
                self.columns.len() - 1
            }
        };
        Some(&mut self.columns[index].1)
    }

    /// Returns the columns of the table.
    pub(super) fn fields(&self) -> Fields {
        let mut fields = Vec::new();
        for (name, column) in &self.columns {
            match column {
                TableColumn::Leaf(column_type) | TableColumn::Fixed(column_type) => {
                    fields.push(column_type.field(name));
                }
                TableColumn::Declared(data_type) => {
                    fields.push(Field::new(name, data_type.clone(), true));
                }
                // Parquet has no groups without columns.
                TableColumn::Group(columns) if columns.columns.is_empty() => {}
                TableColumn::Group(columns) => {
                    fields.push(Field::new(name, DataType::Struct(columns.fields()), false));
                }
            }
        }
        if self.has_other_fields {
            fields.push(ColumnType::Json.field(OTHER_FIELDS));
        }
        fields.into()
    }

    /// Converts a row, so that every value has the type of its column.
    pub(super) fn table_row(&self, mut row: Map<String, Value>) -> Map<String, Value> {
        let mut converted = Map::new();
        let mut others = Map::new();
        for (name, column) in &self.columns {
            let value = row.shift_remove(name).unwrap_or_default();
            let value = match column {
                TableColumn::Leaf(column_type) | TableColumn::Fixed(column_type) => {
                    column_type.converted(value)
                }
                TableColumn::Declared(data_type) if !fits_type(&value, data_type) => {
                    others.insert(name.clone(), value);
                    Value::Null
                }
                TableColumn::Declared(_) => value,
                TableColumn::Group(columns) => {
                    let Value::Object(members) = value else { continue };
                    columns.table_row(members).into()
                }
            };
            converted.insert(name.clone(), value);
        }
        others.extend(row);
        if !others.is_empty() {
            converted.insert(OTHER_FIELDS.to_owned(), Value::Object(others).to_string().into());
        }
        converted
    }
}

impl ColumnType {
    /// Converts a value to the type of a column.
    fn converted(self, value: Value) -> Value {
        match self {
            _ if value.is_null() => value,
            ColumnType::Text if !value.is_string() => value.to_string().into(),
            ColumnType::Json => value.to_string().into(),
            ColumnType::Int | ColumnType::LargeInt if !value.is_i64() => Value::Null,
            ColumnType::Double if !value.is_number() => Value::Null,
            ColumnType::Bool if !value.is_boolean() => Value::Null,
            _ => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_column_holds_all_of_its_values() {
        for (values, column_type) in [
            (json!([null, null]), ColumnType::Null),
            (json!([1, null, 2]), ColumnType::Int),
            (json!([1, 2.5]), ColumnType::Double),
            (json!([9_007_199_254_740_993_i64, 1]), ColumnType::LargeInt),
            (json!([9_007_199_254_740_993_i64, 1, 2.5]), ColumnType::Json),
            (json!(["a", null]), ColumnType::Text),
            (json!(["a", 1]), ColumnType::Json),
            (json!([true, [1]]), ColumnType::Json),
            (json!([true, false]), ColumnType::Bool),
        ] {
            let types = values.as_array().expect("an array").iter().map(ColumnType::of);
            assert_eq!(types.fold(ColumnType::Null, ColumnType::or), column_type, "{values}");
        }
        let number = |text: &str| ColumnType::of(&serde_json::from_str(text).expect("parses"));
        assert_eq!(
            (number("1e400"), number("123456789012345678901")),
            (ColumnType::Json, ColumnType::Json)
        );
    }

    #[test]
    fn fields_without_columns_share_one() {
        let mut columns = TableColumns::default();
        let rows: Vec<Map<String, Value>> = (0..MAX_COLUMNS + 2)
            .map(|n| {
                Map::from_iter([(format!("f{n}"), n.into()), (OTHER_FIELDS.to_owned(), "x".into())])
            })
            .collect();
        rows.iter().for_each(|row| columns.add_row(row));
        let names: Vec<_> = columns.fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!((names.len(), &*names[MAX_COLUMNS]), (MAX_COLUMNS + 1, OTHER_FIELDS));
        let row = columns.table_row(rows[7].clone());
        assert_eq!((&row["f7"], &row["f8"]), (&7.into(), &Value::Null));
        let last = rows.len() - 1;
        let others = columns.table_row(rows[last].clone())[OTHER_FIELDS].clone();
        let others: Value = serde_json::from_str(others.as_str().expect("JSON")).expect("JSON");
        assert_eq!(others, json!({format!("f{last}"): last, OTHER_FIELDS: "x"}));
    }

    #[test]
    fn values_of_another_type_than_the_declared_one_are_other_fields() {
        let declared = [("n".to_owned(), DataType::Int32), ("x".to_owned(), DataType::Int64)];
        let mut columns = TableColumns::new(&[], &declared);
        let row = json!({"n": 1, "x": "no", "y": true});
        columns.add_row(row.as_object().expect("a row"));
        let Value::Object(row) = row else { unreachable!() };
        let row = Value::Object(columns.table_row(row)).to_string();
        assert_eq!(row, r#"{"n":1,"x":null,"y":true,"other_fields":"{\"x\":\"no\"}"}"#);
        assert_eq!(columns.fields().len(), 4);
    }

    #[test]
    fn fixed_columns_do_not_depend_on_the_rows() {
        let mut columns = TableColumns::new(&[], &[]);
        columns.fix();
        columns.add_row(json!({"n": 1}).as_object().expect("a row"));
        let names: Vec<_> = columns.fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, [OTHER_FIELDS]);
    }
}
