//! The columns of a Parquet file, derived from JSON rows.

use std::collections::HashMap;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::batch::row_schema::{ColumnType, RowColumn};

/// The field whose members become columns of a group.
const GROUP_FIELD: &str = "metadata";

/// Largest number of columns of a file or a group. Rows with more fields are not a table.
const MAX_COLUMNS: usize = 1000;

/// The column with all other fields, as a JSON object.
const OTHER_FIELDS: &str = "other_fields";

impl ColumnType {
    /// Returns the type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => ColumnType::Null,
            Value::Bool(_) => ColumnType::Bool,
            Value::Number(number) if number.is_i64() => ColumnType::Int,
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
            (ColumnType::Int | ColumnType::Double, ColumnType::Int | ColumnType::Double) => {
                ColumnType::Double
            }
            _ => ColumnType::Json,
        }
    }

    /// Returns the Parquet type of a column.
    fn parquet_type(self, name: &str) -> Result<Type, ParquetError> {
        let (physical, logical) = match self {
            ColumnType::Bool => (PhysicalType::BOOLEAN, None),
            ColumnType::Int => (PhysicalType::INT64, None),
            ColumnType::Double => (PhysicalType::DOUBLE, None),
            ColumnType::Null | ColumnType::Text => {
                (PhysicalType::BYTE_ARRAY, Some(LogicalType::String))
            }
            ColumnType::Json => (PhysicalType::BYTE_ARRAY, Some(LogicalType::Json)),
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}

/// A column, or a group of columns.
#[derive(Debug)]
enum ParquetColumn {
    /// A column whose type depends on its values.
    Leaf(ColumnType),
    /// A column that every file has.
    Fixed(ColumnType),
    Group(ParquetColumns),
}

/// The columns of a file or a group, in the order of their first value.
#[derive(Debug, Default)]
pub(super) struct ParquetColumns {
    columns: Vec<(String, ParquetColumn)>,
    /// Index in `columns` by name.
    index: HashMap<String, usize>,
    /// True if some fields have no column of their own.
    has_other_fields: bool,
}

impl ParquetColumns {
    /// Returns the columns that every file has, even without rows.
    pub(super) fn new(fixed: &[RowColumn]) -> Self {
        let mut columns = ParquetColumns::default();
        for column in fixed {
            match column {
                RowColumn::Leaf(name, column_type) => {
                    columns.push(name, ParquetColumn::Fixed(*column_type));
                }
                RowColumn::Group(name, members) => {
                    let mut group = ParquetColumns::default();
                    for (member, column_type) in members {
                        group.push(member, ParquetColumn::Fixed(*column_type));
                    }
                    columns.push(name, ParquetColumn::Group(group));
                }
            }
        }
        columns
    }

    fn push(&mut self, name: &str, column: ParquetColumn) {
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
                Some(ParquetColumn::Group(columns)) => {
                    for (member, value) in members {
                        columns.add_value(member, value);
                    }
                }
                Some(ParquetColumn::Leaf(column_type)) => {
                    *column_type = column_type.or(ColumnType::of(value));
                }
                Some(ParquetColumn::Fixed(_)) | None => {}
            }
        }
    }

    /// Extends the column of a field so that it can hold a value.
    fn add_value(&mut self, name: &str, value: &Value) {
        if let Some(ParquetColumn::Leaf(column_type)) = self.column(name, false) {
            *column_type = column_type.or(ColumnType::of(value));
        }
    }

    /// Returns the column of a field. Adds it if it is missing.
    ///
    /// Returns `None` if the field belongs to the column of other fields.
    fn column(&mut self, name: &str, is_group: bool) -> Option<&mut ParquetColumn> {
        let index = match self.index.get(name) {
            Some(&index) => index,
            None if self.columns.len() >= MAX_COLUMNS || name == OTHER_FIELDS => {
                self.has_other_fields = true;
                return None;
            }
            None => {
                let column = if is_group {
                    ParquetColumn::Group(ParquetColumns::default())
                } else {
                    ParquetColumn::Leaf(ColumnType::Null)
                };
                self.push(name, column);
                self.columns.len() - 1
            }
        };
        Some(&mut self.columns[index].1)
    }

    /// Returns the Parquet types of the columns.
    pub(super) fn parquet_types(&self) -> Result<Vec<Arc<Type>>, ParquetError> {
        let mut types = Vec::new();
        for (name, column) in &self.columns {
            match column {
                ParquetColumn::Leaf(column_type) | ParquetColumn::Fixed(column_type) => {
                    types.push(Arc::new(column_type.parquet_type(name)?));
                }
                // Parquet has no groups without columns.
                ParquetColumn::Group(columns) if columns.columns.is_empty() => {}
                ParquetColumn::Group(columns) => {
                    let group = Type::group_type_builder(name)
                        .with_repetition(Repetition::REQUIRED)
                        .with_fields(columns.parquet_types()?);
                    types.push(Arc::new(group.build()?));
                }
            }
        }
        if self.has_other_fields {
            types.push(Arc::new(ColumnType::Json.parquet_type(OTHER_FIELDS)?));
        }
        Ok(types)
    }

    /// Returns the columns that hold values, in the order of the Parquet types.
    pub(super) fn leaves(&self) -> Vec<LeafColumn<'_>> {
        self.leaves_of(None)
    }

    /// Returns the columns that hold values, if these are the columns of `group`.
    fn leaves_of<'c>(&'c self, group: Option<&'c str>) -> Vec<LeafColumn<'c>> {
        let mut leaves = Vec::new();
        for (name, column) in &self.columns {
            match column {
                ParquetColumn::Leaf(column_type) | ParquetColumn::Fixed(column_type) => {
                    leaves.push(LeafColumn {
                        group,
                        columns: self,
                        name: Some(name),
                        column_type: *column_type,
                    });
                }
                ParquetColumn::Group(columns) => leaves.extend(columns.leaves_of(Some(name))),
            }
        }
        if self.has_other_fields {
            leaves.push(LeafColumn {
                group,
                columns: self,
                name: None,
                column_type: ColumnType::Json,
            });
        }
        leaves
    }
}

/// A column that holds values.
pub(super) struct LeafColumn<'c> {
    /// The group that contains the column.
    group: Option<&'c str>,
    /// The columns at the same level.
    columns: &'c ParquetColumns,
    /// The field. `None` for the column of other fields.
    name: Option<&'c str>,
    pub(super) column_type: ColumnType,
}

impl LeafColumn<'_> {
    /// Returns the value of the column in a row.
    pub(super) fn value(&self, row: &Map<String, Value>) -> Value {
        let fields = match self.group {
            Some(group) => row.get(group).and_then(Value::as_object),
            None => Some(row),
        };
        let Some(fields) = fields else { return Value::Null };
        if let Some(name) = self.name {
            return self.converted(fields.get(name).cloned().unwrap_or_default());
        }
        let mut others = Map::new();
        for (name, value) in fields {
            if !self.columns.index.contains_key(name) {
                others.insert(name.clone(), value.clone());
            }
        }
        if others.is_empty() { Value::Null } else { Value::Object(others) }
    }

    /// Converts a value of a record to the type of a column that every file has.
    fn converted(&self, value: Value) -> Value {
        match self.column_type {
            ColumnType::Text if !value.is_string() && !value.is_null() => value.to_string().into(),
            ColumnType::Int if !value.is_i64() => Value::Null,
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
        let mut columns = ParquetColumns::default();
        let rows: Vec<Map<String, Value>> = (0..MAX_COLUMNS + 2)
            .map(|n| {
                Map::from_iter([(format!("f{n}"), n.into()), (OTHER_FIELDS.to_owned(), "x".into())])
            })
            .collect();
        rows.iter().for_each(|row| columns.add_row(row));
        let leaves = columns.leaves();
        assert_eq!(
            (leaves.len(), columns.parquet_types().expect("builds").len()),
            (MAX_COLUMNS + 1, MAX_COLUMNS + 1)
        );
        assert_eq!((leaves[7].value(&rows[7]), leaves[7].value(&rows[8])), (7.into(), Value::Null));
        let last = rows.len() - 1;
        assert_eq!(
            leaves[MAX_COLUMNS].value(&rows[last]),
            json!({format!("f{last}"): last, OTHER_FIELDS: "x"})
        );
    }
}
