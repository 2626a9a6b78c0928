//! Makes a Parquet file of rows of JSON.
//!
//! The columns are known when all rows are: so rows are written as JSON first, and this reads them twice, once for the
//! columns and once for what is in them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::error::Error;

/// Rows of a row group, and bytes of JSON after which it ends in any case.
const GROUP: (usize, usize) = (10_000, 32 << 20);
/// The column whose members are columns of a group.
const NESTED: &str = "metadata";
/// Columns of a file, or of a group. Rows that have more fields between them than this are no table.
const MOST_COLUMNS: usize = 1000;
/// The column that holds the other fields, as JSON.
const OTHERS: &str = "other_fields";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ColumnType {
    /// Nothing yet.
    Null,
    Bool,
    Int,
    Double,
    Text,
    /// Anything else, as JSON.
    Json,
}

impl ColumnType {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => ColumnType::Null,
            Value::Bool(_) => ColumnType::Bool,
            Value::Number(number) if number.is_i64() => ColumnType::Int,
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

    /// What holds both.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (ColumnType::Null, kind) | (kind, ColumnType::Null) => kind,
            (one, other) if one == other => one,
            (ColumnType::Int | ColumnType::Double, ColumnType::Int | ColumnType::Double) => {
                ColumnType::Double
            }
            _ => ColumnType::Json,
        }
    }

    /// The column of this name.
    fn column(self, name: &str) -> Result<Type, ParquetError> {
        let (physical, logical) = match self {
            ColumnType::Bool => (Physical::BOOLEAN, None),
            ColumnType::Int => (Physical::INT64, None),
            ColumnType::Double => (Physical::DOUBLE, None),
            ColumnType::Null | ColumnType::Text => {
                (Physical::BYTE_ARRAY, Some(LogicalType::String))
            }
            ColumnType::Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
        };
        let column =
            Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        column.with_logical_type(logical).build()
    }
}

/// The columns in the order in which they came up, and for a group those in it.
#[derive(Debug, Default)]
struct ParquetColumns {
    all: Vec<(String, ParquetColumn)>,
    places: HashMap<String, usize>,
    /// Whether there are fields beyond the columns.
    has_others: bool,
}

#[derive(Debug)]
enum ParquetColumn {
    Leaf(ColumnType),
    Group(ParquetColumns),
}

impl ParquetColumns {
    /// Takes in a row.
    fn add(&mut self, row: &Map<String, Value>, is_top: bool) {
        for (name, value) in row {
            let is_group = is_top && name == NESTED && value.is_object();
            match (self.column(name, is_group), value) {
                (Some(ParquetColumn::Group(columns)), Value::Object(members)) => {
                    columns.add(members, false)
                }
                (Some(ParquetColumn::Leaf(kind)), value) => *kind = kind.or(ColumnType::of(value)),
                (Some(ParquetColumn::Group(_)) | None, _) => {}
            }
        }
    }

    /// The column of this name, which is made if there is none. None if there are too many.
    fn column(&mut self, name: &str, is_group: bool) -> Option<&mut ParquetColumn> {
        let place = match self.places.get(name) {
            Some(&place) => place,
            None if self.all.len() >= MOST_COLUMNS || name == OTHERS => {
                self.has_others = true;
                return None;
            }
            None => {
                let column = if is_group {
                    ParquetColumn::Group(ParquetColumns::default())
                } else {
                    ParquetColumn::Leaf(ColumnType::Null)
                };
                self.all.push((name.to_owned(), column));
                self.places.insert(name.to_owned(), self.all.len() - 1);
                self.all.len() - 1
            }
        };
        self.all.get_mut(place).map(|(_, column)| column)
    }

    /// The columns as Parquet has them. A group without members has none.
    fn types(&self) -> Result<Vec<Arc<Type>>, ParquetError> {
        let mut types = Vec::new();
        for (name, column) in &self.all {
            match column {
                ParquetColumn::Leaf(kind) => types.push(Arc::new(kind.column(name)?)),
                ParquetColumn::Group(columns) if columns.all.is_empty() => {}
                ParquetColumn::Group(columns) => {
                    let group =
                        Type::group_type_builder(name).with_repetition(Repetition::REQUIRED);
                    types.push(Arc::new(group.with_fields(columns.types()?).build()?));
                }
            }
        }
        if self.has_others {
            types.push(Arc::new(ColumnType::Json.column(OTHERS)?));
        }
        Ok(types)
    }

    /// The leaves in the order of their types.
    fn leaves<'c>(&'c self, around: Option<&'c str>) -> Vec<LeafColumn<'c>> {
        let mut leaves = Vec::new();
        for (name, column) in &self.all {
            match column {
                ParquetColumn::Leaf(kind) => {
                    leaves.push(LeafColumn { around, columns: self, name: Some(name), kind: *kind })
                }
                ParquetColumn::Group(columns) => leaves.extend(columns.leaves(Some(name))),
            }
        }
        leaves.extend(self.has_others.then_some(LeafColumn {
            around,
            columns: self,
            name: None,
            kind: ColumnType::Json,
        }));
        leaves
    }
}

/// A column that holds values.
struct LeafColumn<'c> {
    /// The group that it stands in.
    around: Option<&'c str>,
    /// The columns among which it stands.
    columns: &'c ParquetColumns,
    /// None for the one that holds the fields beyond the columns.
    name: Option<&'c str>,
    kind: ColumnType,
}

impl LeafColumn<'_> {
    /// What it holds of a row.
    fn value(&self, row: &Map<String, Value>) -> Value {
        let fields = match self.around {
            Some(around) => row.get(around).and_then(Value::as_object),
            None => Some(row),
        };
        let Some(fields) = fields else { return Value::Null };
        if let Some(name) = self.name {
            return fields.get(name).cloned().unwrap_or_default();
        }
        let others = fields.iter().filter(|(name, _)| !self.columns.places.contains_key(*name));
        let others: Map<String, Value> =
            others.map(|(name, value)| (name.clone(), value.clone())).collect();
        if others.is_empty() { Value::Null } else { Value::Object(others) }
    }
}

/// Writes the rows in `spool` as a Parquet file.
pub(in crate::batch) fn convert(spool: &Path, target: &Path) -> Result<(), Error> {
    let mut columns = ParquetColumns::default();
    // A file without rows has these all the same.
    for name in ["text", "id"] {
        columns.column(name, false);
    }
    each_group(spool, |rows| {
        rows.iter().for_each(|row| columns.add(row, true));
        Ok(())
    })?;
    let wrong = |error: ParquetError| Error::Usage(format!("{}: {error}", target.display()));
    let schema = columns
        .types()
        .and_then(|types| Type::group_type_builder("row").with_fields(types).build());
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = File::create(target).map_err(|error| Error::file(target, error))?;
    let mut writer =
        SerializedFileWriter::new(file, Arc::new(schema.map_err(wrong)?), Arc::new(properties))
            .map_err(wrong)?;
    let leaves = columns.leaves(None);
    each_group(spool, |rows| {
        let mut group = writer.next_row_group().map_err(wrong)?;
        for leaf in &leaves {
            let Some(mut column) = group.next_column().map_err(wrong)? else { break };
            let values: Vec<Value> = rows.iter().map(|row| leaf.value(row)).collect();
            write(&mut column, leaf.kind, &values).map_err(wrong)?;
            column.close().map_err(wrong)?;
        }
        group.close().map_err(wrong)?;
        Ok(())
    })?;
    let file = writer.into_inner().map_err(wrong)?;
    file.sync_data().map_err(|error| Error::file(target, error))
}

/// Reads rows, a group at a time.
fn each_group(
    spool: &Path,
    mut take: impl FnMut(&[Map<String, Value>]) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = File::open(spool).map_err(|error| Error::file(spool, error))?;
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| Error::file(spool, error))?;
        rows.push(
            serde_json::from_str(&line).map_err(|error| Error::record(spool, number + 1, error))?,
        );
        bytes += line.len();
        if rows.len() >= GROUP.0 || bytes >= GROUP.1 {
            take(&rows)?;
            rows.clear();
            bytes = 0;
        }
    }
    if rows.is_empty() { Ok(()) } else { take(&rows) }
}

/// Writes a column of a row group.
fn write(
    column: &mut SerializedColumnWriter<'_>,
    kind: ColumnType,
    values: &[Value],
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_null())).collect();
    let levels = Some(&levels[..]);
    let there = values.iter().filter(|value| !value.is_null());
    match kind {
        ColumnType::Bool => {
            let values: Vec<bool> = there.filter_map(Value::as_bool).collect();
            column.typed::<BoolType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Int => {
            let values: Vec<i64> = there.filter_map(Value::as_i64).collect();
            column.typed::<Int64Type>().write_batch(&values, levels, None)?;
        }
        ColumnType::Double => {
            let values: Vec<f64> = there.filter_map(Value::as_f64).collect();
            column.typed::<DoubleType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Null | ColumnType::Text => {
            let values: Vec<ByteArray> =
                there.filter_map(Value::as_str).map(ByteArray::from).collect();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
        }
        ColumnType::Json => {
            let values: Vec<ByteArray> =
                there.map(|value| ByteArray::from(value.to_string().as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, levels, None)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_column_holds_all_of_its_values() {
        for (values, kind) in [
            (json!([null, null]), ColumnType::Null),
            (json!([1, null, 2]), ColumnType::Int),
            (json!([1, 2.5]), ColumnType::Double),
            (json!(["a", null]), ColumnType::Text),
            (json!(["a", 1]), ColumnType::Json),
            (json!([true, [1]]), ColumnType::Json),
            (json!([true, false]), ColumnType::Bool),
        ] {
            let all = values.as_array().expect("an array").iter().map(ColumnType::of);
            assert_eq!(all.fold(ColumnType::Null, ColumnType::or), kind, "{values}");
        }
        let number = |text: &str| ColumnType::of(&serde_json::from_str(text).expect("parses"));
        assert_eq!(
            (number("1e400"), number("123456789012345678901")),
            (ColumnType::Json, ColumnType::Json)
        );
    }
    #[test]
    fn fields_beyond_the_columns_share_one() {
        let mut columns = ParquetColumns::default();
        let rows: Vec<Map<String, Value>> = (0..MOST_COLUMNS + 2)
            .map(|n| Map::from_iter([(format!("f{n}"), n.into()), (OTHERS.to_owned(), "x".into())]))
            .collect();
        rows.iter().for_each(|row| columns.add(row, true));
        let leaves = columns.leaves(None);
        assert_eq!(
            (leaves.len(), columns.types().expect("builds").len()),
            (MOST_COLUMNS + 1, MOST_COLUMNS + 1)
        );
        assert_eq!((leaves[7].value(&rows[7]), leaves[7].value(&rows[8])), (7.into(), Value::Null));
        let last = rows.len() - 1;
        assert_eq!(
            leaves[MOST_COLUMNS].value(&rows[last]),
            json!({format!("f{last}"): last, OTHERS: "x"})
        );
    }
}
