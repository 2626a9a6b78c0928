//! The columns that Parquet and Arrow inputs declare, with their types.
//!
//! Tables of the output have these columns even if all values are null, so that the outputs of
//! several runs fit together.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields};

use crate::args::{BatchArgs, InputFormatArg};
use crate::batch::inputs::input_file::{InputFile, InputOrigin};
use crate::batch::read::arrow::arrow_schema;
use crate::batch::read::parquet::read_metadata;
use crate::catch_panic::catch_panic;
use crate::input;
use crate::remote;

/// Returns the columns of the inputs that rows get from their records, in the order of the files.
///
/// A column that two inputs declare with different types is not in the list.
pub(super) fn declared_columns(args: &BatchArgs, inputs: &[InputFile]) -> Vec<(String, DataType)> {
    let mut columns: Vec<(String, Option<DataType>)> = Vec::new();
    for input in inputs {
        let Some(fields) = declared_fields(args, input) else { continue };
        for (name, data_type) in record_columns(args, &fields) {
            match columns.iter_mut().find(|(own, _)| *own == name) {
                None => columns.push((name, Some(data_type))),
                Some((_, own)) if own.as_ref() == Some(&data_type) => {}
                Some((_, own)) => *own = None,
            }
        }
    }
    columns.into_iter().filter_map(|(name, data_type)| Some((name, data_type?))).collect()
}

/// Returns the columns of a file. `None` if it declares none, or if they are not known before the
/// file is read: those of pipes and of remote Parquet files.
fn declared_fields(args: &BatchArgs, input: &InputFile) -> Option<Fields> {
    let is_table = |format| matches!(format, InputFormatArg::Parquet | InputFormatArg::Arrow);
    // Opening all pages of a large folder would take long.
    let may_be_table = match input.named {
        Some(named) => is_table(named),
        None => is_table(args.from) || input.origin == InputOrigin::Named,
    };
    let is_remote = remote::url_of(&input.path).is_some();
    if !may_be_table || (!is_remote && !input.path.is_file()) {
        return None;
    }
    if !is_remote && let Some(fields) = parquet_fields(&input.path) {
        return Some(fields);
    }
    if matches!(input.named, Some(InputFormatArg::Parquet)) {
        return None;
    }
    Some(arrow_schema(input::open(&input.path).ok()?)?.fields().clone())
}

/// Returns the columns of a Parquet file. `None` if it is another file or corrupt.
fn parquet_fields(path: &Path) -> Option<Fields> {
    let file = File::open(path).ok()?;
    let metadata = catch_panic(|| read_metadata(&file));
    Some(metadata.ok()?.ok()?.schema().fields().clone())
}

/// Returns the columns that rows get from records with these columns.
///
/// The document, its id and its URL are not among them. The members of `metadata` take its place.
fn record_columns(args: &BatchArgs, fields: &Fields) -> Vec<(String, DataType)> {
    let mut taken = vec![&*args.id_field, &args.html_field];
    if args.url_field != "url" {
        taken.push(&args.url_field);
    }
    // The text stays a field of records with HTML.
    if fields.find(&args.html_field).is_none() {
        taken.push(&args.text_field);
    }
    let mut columns: Vec<(String, DataType)> = Vec::new();
    for field in fields {
        let Some(field) = without_paths(field, "", &taken) else { continue };
        let members = match field.data_type() {
            DataType::Struct(members) if field.name() == "metadata" => members.clone(),
            _ => Fields::from(vec![field.clone()]),
        };
        for member in &members {
            let Some(data_type) = written_type(member.data_type()) else { continue };
            let is_url = member.name() == "url" && args.url_field != "url";
            let name = if is_url { "input_url".to_owned() } else { member.name().clone() };
            let is_known = columns.iter().any(|(own, _)| *own == name)
                || (members.len() > 1 && fields.find(&name).is_some());
            if !is_known {
                columns.push((name, data_type));
            }
        }
    }
    columns
}

/// Returns a column without the members at some paths. `None` if the column itself is at one.
fn without_paths(field: &FieldRef, parent: &str, paths: &[&str]) -> Option<FieldRef> {
    let path = format!("{parent}{}", field.name());
    if paths.contains(&&*path) {
        return None;
    }
    let DataType::Struct(members) = field.data_type() else { return Some(Arc::clone(field)) };
    let parent = format!("{path}.");
    let members: Fields =
        members.iter().filter_map(|member| without_paths(member, &parent, paths)).collect();
    if members.is_empty() {
        return None;
    }
    Some(Arc::new(Field::new(field.name(), DataType::Struct(members), true)))
}

/// Returns the type with which a column is written: its own, or text for bytes. `None` if its
/// values have no JSON form from which it can be restored.
fn written_type(data_type: &DataType) -> Option<DataType> {
    let member = |field: &FieldRef| {
        let data_type = written_type(field.data_type())?;
        Some(Arc::new(Field::new(field.name(), data_type, true)))
    };
    Some(match data_type {
        DataType::Null
        | DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => DataType::Utf8,
        DataType::Dictionary(_, values) => written_type(values)?,
        DataType::List(item) => DataType::List(member(item)?),
        DataType::LargeList(item) => DataType::LargeList(member(item)?),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(member(item)?, *size),
        DataType::Struct(members) => {
            DataType::Struct(members.iter().map(member).collect::<Option<Fields>>()?)
        }
        DataType::Map(entries, is_sorted) => {
            let DataType::Struct(members) = entries.data_type() else { return None };
            let [key, value] = &members[..] else { return None };
            let key = Field::new(key.name(), written_type(key.data_type())?, false);
            let members = Fields::from(vec![Arc::new(key), member(value)?]);
            let entries = Field::new(entries.name(), DataType::Struct(members), false);
            DataType::Map(Arc::new(entries), *is_sorted)
        }
        DataType::Interval(_)
        | DataType::Union(..)
        | DataType::RunEndEncoded(..)
        | DataType::ListView(_)
        | DataType::LargeListView(_) => return None,
        _ => data_type.clone(),
    })
}
