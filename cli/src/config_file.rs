//! `dechrome batch --config FILE`: reads options from a TOML file.
//!
//! Keys are the long names of options. The options of the file are inserted before those of the
//! command line, and clap parses both. Keys that the command line sets are left out.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap::parser::ValueSource;
use toml::{Table, Value};

use crate::args::{Cli, similar_name};
use crate::error::Error;

/// The option that names the file.
const OPTION: &str = "--config";

/// The only subcommand that takes the option.
const COMMAND: &str = "batch";

/// The key for the input paths, which are positional arguments on the command line.
const INPUTS: &str = "inputs";

/// Returns the arguments, with those of the configuration file inserted if one is named.
pub(crate) fn expand_args(
    args: impl IntoIterator<Item = OsString>,
) -> Result<Vec<OsString>, Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_none_or(|command| command != COMMAND) {
        return Ok(args);
    }
    let Some(path) = config_path(&args) else { return Ok(args) };
    let path = Path::new(&path);
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    let usage_error = |reason: &str| Error::Usage(format!("{}: {reason}", path.display()));
    let table: Table =
        text.parse().map_err(|error: toml::de::Error| usage_error(error.to_string().trim_end()))?;
    let given = given_keys(&args);
    let options = options(&table, &given).map_err(|reason| usage_error(&reason))?;
    // After the program's name and the subcommand, before the options of the command line.
    args.splice(2..2, options.into_iter().map(OsString::from));
    Ok(args)
}

/// Returns the configuration file that the arguments name.
fn config_path(args: &[OsString]) -> Option<OsString> {
    let mut args = args.iter().skip(2).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == OPTION {
            return args.next().cloned();
        }
        let value = arg.to_str().and_then(|arg| arg.strip_prefix(OPTION)?.strip_prefix('='));
        if let Some(path) = value {
            return Some(path.into());
        }
    }
    None
}

/// Returns the keys that the command line sets.
fn given_keys(args: &[OsString]) -> Vec<String> {
    // The file can set options that the command line has to set without it. Other errors are found
    // when all arguments are parsed.
    let command = Cli::command().ignore_errors(true);
    let Ok(matches) = command.try_get_matches_from(args) else { return Vec::new() };
    let Some(batch) = matches.subcommand_matches(COMMAND) else { return Vec::new() };
    let is_given = |id: &str| {
        let source = batch.try_contains_id(id).is_ok().then(|| batch.value_source(id)).flatten();
        source == Some(ValueSource::CommandLine)
    };
    let cli = Cli::command();
    let options = cli.find_subcommand(COMMAND).into_iter().flat_map(|batch| batch.get_arguments());
    options
        .filter(|option| is_given(option.get_id().as_str()))
        .map(|option| option.get_long().unwrap_or(option.get_id().as_str()).to_owned())
        .collect()
}

/// Returns the arguments that are equivalent to a configuration, without the keys in `given`.
fn options(table: &Table, given: &[String]) -> Result<Vec<String>, String> {
    let known = known_options();
    let mut args = Vec::new();
    for (key, value) in table {
        if key != INPUTS && !known.contains(key) {
            let similar = similar_name(key, known.iter().map(String::as_str));
            let hint = similar.map(|name| format!("; `{name}` is similar")).unwrap_or_default();
            return Err(format!("unknown key `{key}`{hint}"));
        }
        // A list in both places would be one list.
        if given.contains(key) {
            continue;
        }
        // A list repeats the option.
        let values = match value {
            Value::Array(values) => &values[..],
            value => std::slice::from_ref(value),
        };
        for value in values {
            args.extend(argument(key, value)?);
        }
    }
    Ok(args)
}

/// Returns the long names of the options that a configuration can set.
fn known_options() -> Vec<String> {
    let cli = Cli::command();
    let Some(batch) = cli.find_subcommand(COMMAND) else { return Vec::new() };
    let names = batch.get_arguments().filter_map(|option| option.get_long());
    // A configuration cannot name another configuration.
    names.filter(|name| *name != &OPTION[2..]).map(str::to_owned).collect()
}

/// Returns the argument for one value, or `None` for an option that is off.
fn argument(key: &str, value: &Value) -> Result<Option<String>, String> {
    if key == INPUTS {
        return match value {
            Value::String(path) => Ok(Some(path.clone())),
            _ => Err(format!("`{INPUTS}` is a list of strings")),
        };
    }
    match value {
        Value::Boolean(true) => Ok(Some(format!("--{key}"))),
        Value::Boolean(false) => Ok(None),
        Value::String(text) => Ok(Some(format!("--{key}={text}"))),
        Value::Integer(number) => Ok(Some(format!("--{key}={number}"))),
        Value::Float(number) => Ok(Some(format!("--{key}={number}"))),
        _ => Err(format!(
            "`{key}` is neither a string, a number, true or false, nor a list of these"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(text: &str) -> Result<String, String> {
        options(&text.parse().expect("is TOML"), &[]).map(|args| args.join(" "))
    }

    #[test]
    fn keys_are_the_long_names_of_options() {
        let text = "output = 'o'\nlang = ['en', 'de']\nmin-confidence = 0.5\nskip-empty = true\n\
            lines = false\ninputs = ['a', 'b']";
        let expected = "--output=o --lang=en --lang=de --min-confidence=0.5 --skip-empty a b";
        let sorted = |text: &str| {
            let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            words.sort();
            words
        };
        assert_eq!(sorted(&args(text).expect("is sound")), sorted(expected));
        for (text, reason) in [
            ("outptu = 'o'", "unknown key `outptu`; `output` is similar"),
            ("min_chars = 5", "unknown key `min_chars`; `min-chars` is similar"),
            ("config = 'x'", "`config`"),
            ("[lang]", "`lang`"),
            ("inputs = 1", "inputs"),
        ] {
            assert!(args(text).expect_err(text).contains(reason));
        }
    }

    #[test]
    fn keys_of_the_command_line_are_known() {
        let given = |args: &[&str]| {
            let args = [&["dechrome", "batch", "--config", "f"], args].concat();
            given_keys(&args.into_iter().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(given(&[]), ["config"]);
        assert_eq!(given(&["a", "-q", "--lang=en"]), ["inputs", "lang", "config", "quiet"]);
        assert_eq!(given(&["-o", "x", "--keep", "ad", "--", "--lang"])[..2], ["inputs", "output"]);
    }

    #[test]
    fn the_file_is_found_among_the_arguments() {
        let find =
            |args: &[&str]| config_path(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(find(&["dechrome", "batch", "x", "--config", "f"]), Some("f".into()));
        assert_eq!(find(&["dechrome", "batch", "--config=g", "x"]), Some("g".into()));
        assert_eq!(find(&["dechrome", "batch", "--", "--config", "f"]), None);
    }
}
