//! Changes the types in which the columns of a Parquet file are read.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, TimeUnit};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{ConvertedType, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, ParquetMetaDataBuilder};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

/// The type of a column without members: as the file has it, and in Arrow.
type ChangeType<'a> = &'a mut dyn FnMut(&ColumnDescriptor, &DataType) -> DataType;

/// Returns `metadata` with microseconds for times of 96 bits, as Spark wrote them.
///
/// By default they are nanoseconds, which do not reach the year 9999.
pub(super) fn with_long_times(
    metadata: ArrowReaderMetadata,
    options: ArrowReaderOptions,
) -> Result<ArrowReaderMetadata, ParquetError> {
    let is_long = |leaf: &ColumnDescriptor| leaf.physical_type() == PhysicalType::INT96;
    if !metadata.parquet_schema().columns().iter().any(|leaf| is_long(leaf)) {
        return Ok(metadata);
    }
    let columns = changed_schema(&metadata, &mut |leaf, data_type| match is_long(leaf) {
        true => DataType::Timestamp(TimeUnit::Microsecond, None),
        false => data_type.clone(),
    });
    let file = Arc::clone(metadata.metadata());
    ArrowReaderMetadata::try_new(file, options.with_schema(Arc::new(columns)))
}

/// Returns `metadata` with bytes for strings, so that strings that are not UTF-8 can be read.
pub(super) fn with_bytes_for_text(
    metadata: &ArrowReaderMetadata,
) -> Result<ArrowReaderMetadata, ParquetError> {
    let columns = changed_schema(metadata, &mut |leaf, data_type| match is_text(leaf) {
        true => bytes_type(data_type),
        false => data_type.clone(),
    });
    let file = metadata.metadata();
    let facts = file.file_metadata();
    let schema = without_text(facts.schema_descr().root_schema())?;
    let facts = FileMetaData::new(
        facts.version(),
        facts.num_rows(),
        facts.created_by().map(str::to_owned),
        facts.key_value_metadata().cloned(),
        Arc::new(SchemaDescriptor::new(Arc::new(schema))),
        facts.column_orders().cloned(),
    );
    let file = ParquetMetaDataBuilder::new(facts).set_row_groups(file.row_groups().to_vec());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(columns));
    ArrowReaderMetadata::try_new(Arc::new(file.build()), options)
}

/// Returns true if the values of a column have to be UTF-8.
pub(super) fn is_text(leaf: &ColumnDescriptor) -> bool {
    leaf.converted_type() == ConvertedType::UTF8
}

/// Returns the type for the bytes of strings.
fn bytes_type(text: &DataType) -> DataType {
    match text {
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        _ => DataType::Binary,
    }
}

/// Returns a type of a file, with bytes for the strings in it.
fn without_text(own: &Type) -> Result<Type, ParquetError> {
    let info = own.get_basic_info();
    let id = info.has_id().then(|| info.id());
    if own.is_primitive() {
        if info.converted_type() != ConvertedType::UTF8 {
            return Ok(own.clone());
        }
        let builder = Type::primitive_type_builder(own.name(), own.get_physical_type());
        return builder.with_repetition(info.repetition()).with_id(id).build();
    }
    let mut fields = Vec::new();
    for field in own.get_fields() {
        fields.push(Arc::new(without_text(field)?));
    }
    let mut builder = Type::group_type_builder(own.name())
        .with_converted_type(info.converted_type())
        .with_logical_type(info.logical_type_ref().cloned())
        .with_id(id)
        .with_fields(fields);
    // The group of all columns has no repetition.
    if info.has_repetition() {
        builder = builder.with_repetition(info.repetition());
    }
    builder.build()
}

/// Returns the columns in Arrow, with other types for those that have no members.
fn changed_schema(metadata: &ArrowReaderMetadata, change: ChangeType<'_>) -> Schema {
    // Both formats list the members of a column in the same order.
    let mut leaves = metadata.parquet_schema().columns().iter();
    let mut change_next = |data_type: &DataType| match leaves.next() {
        Some(leaf) => change(leaf, data_type),
        None => data_type.clone(),
    };
    let fields = metadata.schema().fields().iter();
    Schema::new(fields.map(|field| changed_field(field, &mut change_next)).collect::<Vec<_>>())
}

/// Returns a column with other types for its members, or for itself if it has none.
fn changed_field(field: &FieldRef, change: &mut dyn FnMut(&DataType) -> DataType) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Struct(members) => {
            DataType::Struct(members.iter().map(|member| changed_field(member, change)).collect())
        }
        DataType::List(item) => DataType::List(changed_field(item, change)),
        DataType::LargeList(item) => DataType::LargeList(changed_field(item, change)),
        DataType::ListView(item) => DataType::ListView(changed_field(item, change)),
        DataType::LargeListView(item) => DataType::LargeListView(changed_field(item, change)),
        DataType::FixedSizeList(item, len) => {
            DataType::FixedSizeList(changed_field(item, change), *len)
        }
        DataType::Map(entries, is_sorted) => {
            DataType::Map(changed_field(entries, change), *is_sorted)
        }
        own => change(own),
    };
    Arc::new(Field::clone(field).with_data_type(data_type))
}
