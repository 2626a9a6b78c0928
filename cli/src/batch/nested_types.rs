//! Changes the types inside nested types.

use std::sync::Arc;

use arrow_schema::{DataType, FieldRef};

/// Returns a type in which `change` has replaced the type itself, or types of its members.
///
/// `change` returns `None` for a type that it does not replace.
pub(super) fn with_types(
    data_type: &DataType,
    change: &dyn Fn(&DataType) -> Option<DataType>,
) -> DataType {
    if let Some(changed) = change(data_type) {
        return changed;
    }
    let member = |field: &FieldRef| {
        let changed = with_types(field.data_type(), change);
        Arc::new(field.as_ref().clone().with_data_type(changed))
    };
    match data_type {
        DataType::List(item) => DataType::List(member(item)),
        DataType::LargeList(item) => DataType::LargeList(member(item)),
        DataType::FixedSizeList(item, size) => DataType::FixedSizeList(member(item), *size),
        DataType::Struct(members) => DataType::Struct(members.iter().map(member).collect()),
        DataType::Map(entries, is_sorted) => DataType::Map(member(entries), *is_sorted),
        _ => data_type.clone(),
    }
}
