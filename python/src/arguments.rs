//! Converts Python arguments to Rust values. Each error message starts with the argument's name.

use std::ops::RangeInclusive;
use std::str::FromStr;

use dechrome::UnknownName;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyIterator, PyString};

/// Looks up the string `value` in a table of accepted names.
///
/// # Errors
/// `TypeError` if `value` is not a `str`, `ValueError` if the table does not contain it.
pub(crate) fn named_value<T: Copy>(
    argument: &str,
    table: &[(&str, T)],
    value: &Bound<'_, PyAny>,
) -> PyResult<T> {
    let value = string(argument, value)?;
    for &(name, meaning) in table {
        if name == value {
            return Ok(meaning);
        }
    }
    let names: Vec<&str> = table.iter().map(|&(name, _)| name).collect();
    Err(unknown_name(argument, &value, &names))
}

/// Parses a string that names a value of the library.
///
/// # Errors
/// `TypeError` if `value` is not a `str`, `ValueError` if the library does not know the name.
pub(crate) fn library_value<T: FromStr<Err = UnknownName>>(
    argument: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<T> {
    let name = string(argument, value)?;
    name.parse().map_err(|error: UnknownName| unknown_name(argument, &name, error.known()))
}

/// Returns a `ValueError` for a name that is not one of those that are known.
pub(crate) fn unknown_name(argument: &str, name: &str, known: &[&str]) -> PyErr {
    PyValueError::new_err(format!("{argument}: `{name}` is not one of {}", known.join(", ")))
}

/// Returns the name that a table gives to `value`.
pub(crate) fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: T) -> Option<&'static str> {
    table.iter().find(|(_, meaning)| *meaning == value).map(|&(name, _)| name)
}

/// Reads a `str`.
pub(crate) fn string(argument: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    value.cast::<PyString>().map_err(|_| unexpected_type(argument, "a str", value))?.extract()
}

/// Reads a number in a range.
///
/// # Errors
/// `TypeError` if `value` is not an `int`, `ValueError` if it is outside the range. A `bool` is an
/// `int` to Python, but a caller who passes one means something else.
pub(crate) fn number(
    argument: &str,
    range: RangeInclusive<usize>,
    value: &Bound<'_, PyAny>,
) -> PyResult<usize> {
    if value.is_instance_of::<PyBool>() {
        return Err(unexpected_type(argument, "an int", value));
    }
    match value.extract() {
        Ok(number) if range.contains(&number) => return Ok(number),
        // Negative numbers and those of more than 64 bits overflow.
        Err(error) if !error.is_instance_of::<PyOverflowError>(value.py()) => {
            return Err(unexpected_type(argument, "an int", value));
        }
        _ => {}
    }
    let (start, end) = (range.start(), range.end());
    Err(PyValueError::new_err(format!("{argument}: {value} is not between {start} and {end}")))
}

/// Reads a `bool`.
pub(crate) fn flag(argument: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.extract().map_err(|_| unexpected_type(argument, "a bool", value))
}

/// Reads all strings of an iterable.
pub(crate) fn strings(argument: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    iterate(argument, value)?.map(|item| string(argument, &item?)).collect()
}

/// Iterates over an iterable of strings.
pub(crate) fn iterate<'py>(
    argument: &str,
    value: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyIterator>> {
    let error = || unexpected_type(argument, "an iterable of str", value);
    // Python iterates over a str by characters. A caller who passes one has forgotten the list.
    if value.is_instance_of::<PyString>() {
        return Err(error());
    }
    value.try_iter().map_err(|_| error())
}

/// Returns a `TypeError` for an argument of the wrong type.
pub(crate) fn unexpected_type(argument: &str, expected: &str, value: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!("{argument}: expected {expected}, got {}", type_name(value)))
}

/// Returns the name of the value's Python type.
fn type_name(value: &Bound<'_, PyAny>) -> String {
    match value.get_type().name() {
        Ok(name) => name.to_string(),
        Err(_) => "an unknown type".into(),
    }
}
