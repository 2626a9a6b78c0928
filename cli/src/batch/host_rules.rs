//! Rules for hosts: what `--rules` says about the pages of some sites.

use std::fs;
use std::sync::OnceLock;

use dechrome::{Cleaner, Kind, Options};
use glob::Pattern;
use serde::Deserialize;

use crate::args::BatchArgs;
use crate::error::Error;

/// The rules of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[serde(default)]
    rule: Vec<RuleTable>,
}

/// A rule as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    /// Patterns of hosts, such as `*.example.org`.
    hosts: Vec<String>,
    #[serde(default)]
    include: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    drop: Vec<String>,
}

/// The rules for hosts, each with its cleaner.
pub(super) struct HostRules {
    rules: Vec<HostRule>,
}

/// A rule for some hosts.
struct HostRule {
    hosts: Vec<Pattern>,
    options: Options,
    /// Made for the first page of a host.
    cleaner: OnceLock<Cleaner>,
}

impl HostRules {
    /// Reads the rules that the arguments name.
    pub(super) fn read(args: &BatchArgs) -> Result<Self, Error> {
        let Some(path) = &args.rules else { return Ok(HostRules { rules: Vec::new() }) };
        let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
        let usage_error = |reason: String| Error::Usage(format!("{}: {reason}", path.display()));
        let file: RulesFile =
            toml::from_str(&text).map_err(|error| usage_error(error.to_string()))?;
        let mut rules = Vec::new();
        for table in &file.rule {
            rules.push(host_rule(args, table).map_err(usage_error)?);
        }
        Ok(HostRules { rules })
    }

    /// Returns the cleaner for the pages of a host, if a rule matches it. The first match counts.
    pub(super) fn cleaner(&self, url: &str) -> Option<&Cleaner> {
        if self.rules.is_empty() {
            return None;
        }
        let host = host_of(url)?;
        let rule = self.rules.iter().find(|rule| rule.matches(&host))?;
        Some(rule.cleaner.get_or_init(|| Cleaner::new(rule.options.clone())))
    }
}

impl HostRule {
    fn matches(&self, host: &str) -> bool {
        self.hosts.iter().any(|pattern| pattern.matches(host))
    }
}

/// Returns a rule with the options of the arguments and its own.
fn host_rule(args: &BatchArgs, table: &RuleTable) -> Result<HostRule, String> {
    let kinds = |names: &[String]| -> Result<Vec<Kind>, String> {
        names.iter().map(|name| name.parse::<Kind>().map_err(|error| error.to_string())).collect()
    };
    let (keep, drop) = (kinds(&table.keep)?, kinds(&table.drop)?);
    let cleaning = args.cleaning.with_rule(&keep, &drop, &table.include, &table.exclude);
    let options = cleaning.options().map_err(|error| error.to_string())?;
    let mut hosts = Vec::new();
    for host in &table.hosts {
        let pattern = Pattern::new(&host.to_ascii_lowercase());
        hosts.push(pattern.map_err(|error| format!("{host}: {error}"))?);
    }
    let options = options.with_source(args.from.source()).with_comments(args.comments);
    Ok(HostRule { hosts, options, cleaner: OnceLock::new() })
}

/// Returns the host of a URL in lower case, without the port.
pub(super) fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if host.is_empty() { None } else { Some(host.to_ascii_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_urls() {
        for (url, host) in [
            ("http://A.example/x", Some("a.example")),
            ("https://user:pass@a.example:8080?x", Some("a.example")),
            ("http://[::1]:80/", Some("[::1]")),
            ("a.example/x", None),
            ("file:///x", None),
        ] {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }
}
