//! The keyword arguments of `Cleaner`.

use dechrome::{Kind, KindSet, Limits, OperatingPoint, Options, Rules, Source, is_charset};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString, PyTuple};

use crate::arguments::{
    flag, library_value, number, string, strings, unexpected_type, unknown_name,
};

/// The values of all keywords.
///
/// They can be read back as Python values, so a cleaner can be pickled.
#[derive(Clone, Debug, Default)]
pub(crate) struct CleanerKeywords {
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

impl CleanerKeywords {
    /// Reads the keywords of a call.
    ///
    /// # Errors
    /// `TypeError` for an unknown keyword or a value of the wrong type, `ValueError` for an unknown
    /// name.
    pub(crate) fn read(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut read = CleanerKeywords::default();
        for (name, value) in keywords.into_iter().flatten() {
            read.set(name.cast::<PyString>()?.to_str()?, &value)?;
        }
        Ok(read)
    }

    fn set(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match name {
            "source" => self.source = read_source(value)?,
            "charset" => self.charset = read_charset(value)?,
            "point" => self.point = library_value(name, value)?,
            "keep" => self.keep = read_kinds(name, value)?,
            "drop" => self.drop = read_kinds(name, value)?,
            "include" => self.include = strings(name, value)?,
            "exclude" => self.exclude = strings(name, value)?,
            "comments" => self.comments = flag(name, value)?,
            "limits" => self.limits = read_limits(value)?,
            _ => return Err(PyTypeError::new_err(format!("unknown option `{name}`"))),
        }
        Ok(())
    }

    /// Converts the keywords to the library's options.
    ///
    /// # Errors
    /// `ValueError` for an invalid selector.
    pub(crate) fn options(&self) -> PyResult<Options> {
        let mut options = Options::new()
            .with_source(self.source)
            .with_point(self.point)
            .with_limits(self.limits)
            .with_rules(self.rules()?)
            .with_comments(self.comments)
            .with_kept(kinds(&self.keep))
            .with_dropped(kinds(&self.drop));
        if let Some(label) = &self.charset {
            options = options.with_charset(label);
        }
        Ok(options)
    }

    /// Compiles the selectors of `include` and `exclude`.
    fn rules(&self) -> PyResult<Rules> {
        let mut rules = Rules::new();
        for selector in &self.include {
            rules = rules
                .with_included(selector)
                .map_err(|error| PyValueError::new_err(format!("include: {error}")))?;
        }
        for selector in &self.exclude {
            rules = rules
                .with_excluded(selector)
                .map_err(|error| PyValueError::new_err(format!("exclude: {error}")))?;
        }
        Ok(rules)
    }

    /// Returns all keywords with their values. `CleanerKeywords::read` reads the dict back.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let names = |kinds: &[Kind]| PyTuple::new(py, kinds.iter().map(|kind| kind.name()));
        let limits = PyDict::new(py);
        for (name, value) in limit_fields(&mut self.limits.clone()) {
            limits.set_item(name, *value)?;
        }
        let dict = PyDict::new(py);
        dict.set_item("source", self.source.name())?;
        dict.set_item("charset", self.charset.as_deref())?;
        dict.set_item("point", self.point.name())?;
        dict.set_item("keep", names(&self.keep)?)?;
        dict.set_item("drop", names(&self.drop)?)?;
        dict.set_item("include", PyTuple::new(py, &self.include)?)?;
        dict.set_item("exclude", PyTuple::new(py, &self.exclude)?)?;
        dict.set_item("comments", self.comments)?;
        dict.set_item("limits", limits)?;
        Ok(dict)
    }
}

/// Returns a set of kinds.
fn kinds(kinds: &[Kind]) -> KindSet {
    kinds.iter().copied().collect()
}

/// Reads the argument `source`.
pub(crate) fn read_source(value: &Bound<'_, PyAny>) -> PyResult<Source> {
    library_value("source", value)
}

/// Reads the argument `charset`: an encoding label or `None`.
pub(crate) fn read_charset(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    let label = string("charset", value)?;
    // The library ignores unknown labels, because pages declare many. A caller has misspelled it.
    if !is_charset(&label) {
        return Err(PyValueError::new_err(format!("charset: `{label}` is not an encoding")));
    }
    Ok(Some(label))
}

/// Reads names of kinds.
fn read_kinds(argument: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<Kind>> {
    let mut kinds = Vec::new();
    for name in strings(argument, value)? {
        let kind = name.parse();
        kinds.push(kind.map_err(|error| PyValueError::new_err(format!("{argument}: {error}")))?);
    }
    Ok(kinds)
}

/// Returns the limits with their names.
fn limit_fields(limits: &mut Limits) -> [(&'static str, &mut usize); 4] {
    let Limits { input_bytes, nodes, depth, lines, .. } = limits;
    [("input_bytes", input_bytes), ("nodes", nodes), ("depth", depth), ("lines", lines)]
}

/// Reads the argument `limits`: a mapping of limits or `None`. Absent limits keep their defaults.
fn read_limits(value: &Bound<'_, PyAny>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    if value.is_none() {
        return Ok(limits);
    }
    let mapping =
        value.cast::<PyMapping>().map_err(|_| unexpected_type("limits", "a mapping", value))?;
    for item in mapping.items()? {
        let (name, limit): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let name = string("limits", &name)?;
        let field = limit_fields(&mut limits).into_iter().find(|(known, _)| *known == name);
        let Some((_, field)) = field else {
            let known = limit_fields(&mut limits).map(|(known, _)| known);
            return Err(unknown_name("limits", &name, &known));
        };
        *field = number(&format!("limits: {name}"), 0..=usize::MAX, &limit)?;
    }
    Ok(limits)
}
