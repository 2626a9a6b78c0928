//! Decides whether a JSON value can be stored in a column.

use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field};
use serde_json::Value;

/// Returns true if a column of a type can hold a value without a loss. Every column holds null.
pub(super) fn fits_type(value: &Value, data_type: &DataType) -> bool {
    match (data_type, value) {
        (_, Value::Null) => true,
        (DataType::Boolean, _) => value.is_boolean(),
        (DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View, _) => value.is_string(),
        (DataType::Int64, _) => value.is_i64(),
        (DataType::Float64, _) => value.is_number(),
        (DataType::List(item) | DataType::LargeList(item), Value::Array(values)) => {
            values.iter().all(|value| fits_type(value, item.data_type()))
        }
        (DataType::FixedSizeList(item, size), Value::Array(values)) => {
            i32::try_from(values.len()).is_ok_and(|length| length == *size)
                && values.iter().all(|value| fits_type(value, item.data_type()))
        }
        (DataType::Struct(members), Value::Object(values)) => {
            values.iter().all(|(name, value)| match members.find(name) {
                Some((_, member)) => fits_type(value, member.data_type()),
                None => false,
            })
        }
        (DataType::Map(entries, _), Value::Object(values)) => {
            let DataType::Struct(members) = entries.data_type() else { return false };
            let [key, member] = &members[..] else { return false };
            values.iter().all(|(name, value)| {
                fits_leaf(&name.as_str().into(), key.data_type())
                    && fits_type(value, member.data_type())
            })
        }
        (_, Value::Array(_) | Value::Object(_)) => false,
        _ => fits_leaf(value, data_type),
    }
}

/// Returns true if the text of a number, time or date is one of the type.
fn fits_leaf(value: &Value, data_type: &DataType) -> bool {
    let decode = || {
        let field = Field::new("value", data_type.clone(), true);
        let mut decoder =
            ReaderBuilder::new_with_field(field).with_batch_size(1).build_decoder()?;
        decoder.decode(format!("{value}\n").as_bytes())?;
        decoder.flush()
    };
    let decoded: Result<_, ArrowError> = decode();
    decoded.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::TimeUnit;
    use serde_json::json;

    #[test]
    fn values_are_compared_with_types() {
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let group = DataType::Struct(vec![Field::new("n", DataType::Int8, true)].into());
        let list = DataType::List(Field::new("item", DataType::Utf8, true).into());
        for (value, data_type, fits) in [
            (json!("2024-01-02 03:04:05.000006 +00:00"), &time, true),
            (json!("yesterday"), &time, false),
            (json!("1.50"), &DataType::Decimal128(9, 2), true),
            (json!("2024-01-02"), &DataType::Date32, true),
            (json!(300), &DataType::UInt8, false),
            (json!({"n": 7}), &group, true),
            (json!({"n": 700}), &group, false),
            (json!({"m": 7}), &group, false),
            (json!(["a", null]), &list, true),
            (json!(["a", 1]), &list, false),
            (json!("x"), &DataType::Int64, false),
        ] {
            assert_eq!(fits_type(&value, data_type), fits, "{value} {data_type}");
        }
    }
}
