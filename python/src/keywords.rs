//! The keywords that say how documents are cleaned.

use dechrome::{Kind, Limits, OperatingPoint, Options, Rules, Source};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyMapping, PyString, PyTuple};

use crate::batch::{EXTRAS, Extra};

/// The names of [`Source`].
const SOURCES: &[(&str, Source)] =
    &[("auto", Source::Auto), ("html", Source::Html), ("text", Source::Text)];

/// The names of [`OperatingPoint`].
const POINTS: &[(&str, OperatingPoint)] = &[
    ("balanced", OperatingPoint::Balanced),
    ("precision", OperatingPoint::Precision),
    ("recall", OperatingPoint::Recall),
];

/// What the keywords said. The library's options cannot be asked what they are, and these can: so a cleaner can be pickled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keywords {
    pub(crate) source: Source,
    pub(crate) charset: Option<String>,
    point: OperatingPoint,
    keep: Vec<Kind>,
    drop: Vec<Kind>,
    include: Vec<String>,
    exclude: Vec<String>,
    comments: bool,
    limits: Limits,
}

impl Keywords {
    /// Reads keywords; one that is not known is a `TypeError`, as with any function.
    pub(crate) fn read(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut read = Keywords::default();
        for (name, value) in keywords.into_iter().flatten() {
            read.set(name.cast::<PyString>()?.to_str()?, &value)?;
        }
        Ok(read)
    }

    /// Takes in one keyword.
    fn set(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match name {
            "source" => self.source = read_source(value)?,
            "charset" => self.charset = read_charset(value)?,
            "point" => self.point = named(name, POINTS, value)?,
            "keep" => self.keep = kinds(name, value)?,
            "drop" => self.drop = kinds(name, value)?,
            "include" => self.include = strings(name, value)?,
            "exclude" => self.exclude = strings(name, value)?,
            "comments" => self.comments = flag(name, value)?,
            "limits" => self.limits = limits(value)?,
            _ => return Err(PyTypeError::new_err(format!("there is no option `{name}`"))),
        }
        Ok(())
    }

    /// The library's options for them. A selector that cannot be read is a `ValueError`.
    pub(crate) fn options(&self) -> PyResult<Options> {
        let mut options =
            Options::new().with_source(self.source).with_point(self.point).with_limits(self.limits);
        if let Some(label) = &self.charset {
            options = options.with_charset(label);
        }
        options = self.keep.iter().fold(options, |options, &kind| options.with_kept(kind));
        options = self.drop.iter().fold(options, |options, &kind| options.with_dropped(kind));
        Ok(options.with_rules(self.rules()?).with_comments(self.comments))
    }

    /// The rules of `include` and `exclude`.
    fn rules(&self) -> PyResult<Rules> {
        let wrong =
            |name: &'static str| move |error| PyValueError::new_err(format!("{name}: {error}"));
        let mut rules = Rules::new();
        for selector in &self.include {
            rules = rules.with_included(selector).map_err(wrong("include"))?;
        }
        for selector in &self.exclude {
            rules = rules.with_excluded(selector).map_err(wrong("exclude"))?;
        }
        Ok(rules)
    }

    /// All keywords with their values.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let kinds = |kinds: &[Kind]| PyTuple::new(py, kinds.iter().map(|kind| kind.name()));
        let limits = PyDict::new(py);
        for (name, value) in limit_names(&mut self.limits.clone()) {
            limits.set_item(name, *value)?;
        }
        let dict = PyDict::new(py);
        dict.set_item("source", name_of(SOURCES, self.source))?;
        dict.set_item("charset", self.charset.as_deref())?;
        dict.set_item("point", name_of(POINTS, self.point))?;
        dict.set_item("keep", kinds(&self.keep)?)?;
        dict.set_item("drop", kinds(&self.drop)?)?;
        dict.set_item("include", PyTuple::new(py, &self.include)?)?;
        dict.set_item("exclude", PyTuple::new(py, &self.exclude)?)?;
        dict.set_item("comments", self.comments)?;
        dict.set_item("limits", limits)?;
        Ok(dict)
    }
}

/// Reads what a document is taken for.
pub(crate) fn read_source(value: &Bound<'_, PyAny>) -> PyResult<Source> {
    named("source", SOURCES, value)
}

/// Reads the names of more columns, each counted once.
pub(crate) fn read_extras(value: &Bound<'_, PyAny>) -> PyResult<Vec<Extra>> {
    let mut extras = Vec::new();
    for item in items("also", value)? {
        let extra = named("also", EXTRAS, &item?)?;
        if !extras.contains(&extra) {
            extras.push(extra);
        }
    }
    Ok(extras)
}

/// Reads an encoding's label.
pub(crate) fn read_charset(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() { Ok(None) } else { string("charset", value).map(Some) }
}

/// Reads a name out of a table.
fn named<T: Copy>(name: &str, table: &[(&str, T)], value: &Bound<'_, PyAny>) -> PyResult<T> {
    let value = string(name, value)?;
    table.iter().find(|(known, _)| *known == value).map(|&(_, meant)| meant).ok_or_else(|| {
        let known: Vec<&str> = table.iter().map(|&(known, _)| known).collect();
        PyValueError::new_err(format!("{name}: `{value}` is none of {}", known.join(", ")))
    })
}

/// The name that a table has for a value.
pub(crate) fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: T) -> Option<&'static str> {
    table.iter().find(|(_, meant)| *meant == value).map(|&(name, _)| name)
}

/// Reads a string.
fn string(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let wrong =
        || PyTypeError::new_err(format!("{name}: a str is needed, not {}", type_name(value)));
    value.cast::<PyString>().map_err(|_| wrong())?.extract()
}

/// Reads True or False.
fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let wrong =
        |_| PyTypeError::new_err(format!("{name}: a bool is needed, not {}", type_name(value)));
    value.extract().map_err(wrong)
}

/// Reads strings out of an iterable. A string is one itself, and never what is meant.
fn strings(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    items(name, value)?.map(|item| string(name, &item?)).collect()
}

/// What an iterable of strings gives.
fn items<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
    let wrong = || {
        PyTypeError::new_err(format!(
            "{name}: an iterable of str is needed, not {}",
            type_name(value)
        ))
    };
    if value.is_instance_of::<PyString>() {
        return Err(wrong());
    }
    value.try_iter().map_err(|_| wrong())
}

/// Reads the names of kinds.
fn kinds(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<Kind>> {
    let kind = |text: String| {
        text.parse().map_err(|error| PyValueError::new_err(format!("{name}: {error}")))
    };
    strings(name, value)?.into_iter().map(kind).collect()
}

/// The budgets by their names.
fn limit_names(limits: &mut Limits) -> [(&'static str, &mut usize); 4] {
    let Limits { input_bytes, nodes, depth, lines, .. } = limits;
    [("input_bytes", input_bytes), ("nodes", nodes), ("depth", depth), ("lines", lines)]
}

/// Reads budgets; those that are not named stay as they are by default.
fn limits(value: &Bound<'_, PyAny>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    if value.is_none() {
        return Ok(limits);
    }
    let wrong =
        |_| PyTypeError::new_err(format!("limits: a mapping is needed, not {}", type_name(value)));
    for item in value.cast::<PyMapping>().map_err(wrong)?.items()? {
        let (name, budget): (String, Bound<'_, PyAny>) = item.extract()?;
        let place = limit_names(&mut limits).into_iter().find(|(known, _)| *known == name);
        let Some((_, place)) = place else {
            return Err(PyValueError::new_err(format!("limits: there is no budget `{name}`")));
        };
        *place = budget.extract()?;
    }
    Ok(limits)
}

/// The name of a value's type, for messages.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "that".into(), |name| name.to_string())
}
