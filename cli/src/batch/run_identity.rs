//! Decides whether a run can continue another one.

use std::fs;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

use crate::args::BatchArgs;
use crate::batch::digest::hex;
use crate::batch::inputs::input_file::InputFile;
use crate::error::Error;

/// Everything that decides the bytes of the output.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct RunIdentity {
    version: String,
    /// The options that change the output, by their long names.
    options: Map<String, Value>,
    /// Digest of the rules, and of the inputs' paths, sizes and times of change.
    inputs: String,
}

impl RunIdentity {
    /// Returns the identity of a run.
    pub(super) fn of(args: &BatchArgs, inputs: &[InputFile]) -> Result<Self, Error> {
        let options = serde_json::to_value(args)
            .map_err(|error| Error::Usage(format!("the options have no JSON form: {error}")))?;
        let mut hash = Sha1::new();
        if let Some(path) = &args.rules {
            hash.update(fs::read(path).map_err(|error| Error::file(path, error))?);
        }
        for input in inputs {
            let path = input.path.as_os_str().as_encoded_bytes();
            // Lengths before the parts, so that other parts give other bytes.
            for number in [path.len() as u128, input.size as u128, input.modified.as_nanos()] {
                hash.update(number.to_le_bytes());
            }
            hash.update(path);
        }
        Ok(RunIdentity {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options: options.as_object().cloned().unwrap_or_default(),
            inputs: hex(&hash.finalize()),
        })
    }

    /// Returns the names of what differs between two runs; empty if one can continue the other.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        let mut names = Vec::new();
        if self.version != other.version {
            names.push(format!("version {}", other.version));
        }
        for name in self.options.keys().chain(other.options.keys()) {
            // All options have their long names, and the inputs have none.
            let flag = if name == "inputs" { "the inputs".to_owned() } else { format!("--{name}") };
            if self.options.get(name) != other.options.get(name) && !names.contains(&flag) {
                names.push(flag);
            }
        }
        if names.is_empty() && self.inputs != other.inputs {
            names.push("the content of an input or of --rules".to_owned());
        }
        names
    }
}
