//! Finds the name that was probably meant.

use clap::CommandFactory;

use crate::args::Cli;

/// Least similarity of a suggestion, 0 to 1: that of clap's own suggestions.
const MIN_SIMILARITY: f64 = 0.7;

/// Returns the name that is most similar to a word, if one is similar enough.
pub(crate) fn similar_name<'n>(
    word: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let similarities = names.into_iter().map(|name| (strsim::jaro(word, name), name));
    let best = similarities.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(similarity, _)| *similarity > MIN_SIMILARITY).map(|(_, name)| name)
}

/// Returns the subcommand that is most similar to a word, if one is similar enough.
pub(crate) fn similar_subcommand(word: &str) -> Option<String> {
    let command = Cli::command();
    let names = command.get_subcommands().map(|subcommand| subcommand.get_name());
    similar_name(word, names).map(str::to_owned)
}
