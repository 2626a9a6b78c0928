//! `dechrome batch --config FILE`: options from a TOML file, by their long names.
//!
//! The file's options are put before those of the command line, so that there is one parser of both, and what the command
//! line says last wins.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use toml::{Table, Value};

use crate::args::Cli;
use crate::error::Error;

/// The option that names the file.
const OPTION: &str = "--config";
/// The command that takes it.
const COMMAND: &str = "batch";
/// The key for inputs, which are no option.
const INPUTS: &str = "inputs";

/// The arguments with those of the configuration in them, if one is named.
pub(crate) fn expand(args: impl IntoIterator<Item = OsString>) -> Result<Vec<OsString>, Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    let is_batch = args.get(1).is_some_and(|command| command == COMMAND);
    let Some(path) = is_batch.then(|| named(&args)).flatten() else { return Ok(args) };
    let path = Path::new(&path);
    let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    let wrong = |reason: String| Error::Usage(format!("{}: {reason}", path.display()));
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| wrong(error.to_string().trim_end().to_owned()))?;
    let more = options(&table).map_err(wrong)?;
    args.splice(2..2, more.into_iter().map(OsString::from));
    Ok(args)
}

/// The file that the arguments name.
fn named(args: &[OsString]) -> Option<OsString> {
    let mut args = args.iter().skip(2).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == OPTION {
            return args.next().cloned();
        }
        if let Some(path) = arg.to_str().and_then(|arg| arg.strip_prefix(OPTION)?.strip_prefix('='))
        {
            return Some(path.into());
        }
    }
    None
}

/// The arguments that a configuration stands for.
fn options(table: &Table) -> Result<Vec<String>, String> {
    let cli = Cli::command();
    let known = cli.find_subcommand(COMMAND).into_iter().flat_map(|batch| batch.get_arguments());
    let known: Vec<&str> =
        known.filter_map(|option| option.get_long()).filter(|name| *name != &OPTION[2..]).collect();
    let mut args = Vec::new();
    for (key, value) in table {
        if key != INPUTS && !known.contains(&key.as_str()) {
            return Err(format!("unknown key `{key}`"));
        }
        let values = match value {
            Value::Array(values) => &values[..],
            value => std::slice::from_ref(value),
        };
        for value in values {
            let argument = match value {
                Value::String(text) if key == INPUTS => text.clone(),
                _ if key == INPUTS => return Err(format!("`{INPUTS}` is a list of strings")),
                Value::Boolean(true) => format!("--{key}"),
                Value::Boolean(false) => continue,
                Value::String(text) => format!("--{key}={text}"),
                Value::Integer(number) => format!("--{key}={number}"),
                Value::Float(number) => format!("--{key}={number}"),
                _ => {
                    return Err(format!(
                        "`{key}` is neither a string, a number, true or false, nor a list of these"
                    ));
                }
            };
            args.push(argument);
        }
    }
    Ok(args)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(text: &str) -> Result<String, String> {
        options(&text.parse().expect("is TOML")).map(|args| args.join(" "))
    }

    #[test]
    fn keys_are_the_long_names_of_options() {
        let text = "output = 'o'\nlang = ['en', 'de']\nmin-confidence = 0.5\nskip-empty = true\nlines = false\ninputs = ['a', 'b']";
        let expected = "--output=o --lang=en --lang=de --min-confidence=0.5 --skip-empty a b";
        let sorted = |text: &str| {
            let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            words.sort();
            words
        };
        assert_eq!(sorted(&args(text).expect("is sound")), sorted(expected));
        for (text, reason) in [
            ("outptu = 'o'", "`outptu`"),
            ("config = 'x'", "`config`"),
            ("[lang]", "`lang`"),
            ("inputs = 1", "inputs"),
        ] {
            assert!(args(text).expect_err(text).contains(reason));
        }
    }

    #[test]
    fn the_file_is_found_among_the_arguments() {
        let find = |args: &[&str]| named(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(find(&["dechrome", "batch", "x", "--config", "f"]), Some("f".into()));
        assert_eq!(find(&["dechrome", "batch", "--config=g", "x"]), Some("g".into()));
        assert_eq!(find(&["dechrome", "batch", "--", "--config", "f"]), None);
    }
}
