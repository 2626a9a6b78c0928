//! Parses the names of kinds on the command line.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use dechrome::Kind;

use crate::args::help_text::kind_words;
use crate::args::similar_name::similar_name;

/// Parses a kind in any case, with spaces around it. Completions know all kinds.
#[derive(Clone, Copy)]
pub(crate) struct KindParser;

impl TypedValueParser for KindParser {
    type Value = Kind;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Kind, Error> {
        let text = value.to_string_lossy();
        if let Ok(kind) = text.trim().to_lowercase().parse() {
            return Ok(kind);
        }
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(cmd);
        if let Some(arg) = arg {
            error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
        }
        if let Some(name) = similar_name(text.trim(), Kind::ALL.iter().map(|kind| kind.name())) {
            let suggestion = ContextValue::String(name.to_owned());
            error.insert(ContextKind::SuggestedValue, suggestion);
        }
        error.insert(ContextKind::InvalidValue, ContextValue::String(text.into_owned()));
        let names = Kind::ALL.iter().map(|kind| kind.name().to_owned()).collect();
        error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            Kind::ALL.iter().map(|&kind| PossibleValue::new(kind.name()).help(kind_words(kind))),
        ))
    }
}
