//! The arguments of `dechrome review`.

use std::path::PathBuf;

use clap::Args;

use crate::args::batch::{BatchArgs, InputFormatArg};
use crate::args::cleaning::CleaningArgs;
use crate::args::threads::parse_threads;

/// The arguments of `dechrome review`.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReviewArgs {
    /// Folders, patterns, documents and files of records, as for `batch`
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// HTML file to write; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Show this number of documents, chosen by chance
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub(crate) sample: usize,
    /// Number that determines the choice. The same seed chooses the same ids
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Choose among documents that meet these conditions, such as 'confidence<.6 language=de'.
    /// Fields: confidence, kept (share of the words), words (kept ones), blocks, language, source,
    /// degraded, no_content, id, title, url. Operators: < <= > >= = != and ~ (contains)
    #[arg(long = "where", value_name = "CONDITIONS")]
    pub(crate) conditions: Vec<String>,
    /// Rows that `dechrome batch` wrote earlier of the same inputs. Documents that differ come
    /// first
    #[arg(long, value_name = "OLD")]
    pub(crate) against: Option<PathBuf>,
    /// Format of the inputs, and the files that are read in folders
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = InputFormatArg::Auto)]
    from: InputFormatArg,
    /// Record field with plain text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// Record field with HTML; it overrides the text
    #[arg(long, value_name = "NAME", default_value = "html")]
    html_field: String,
    /// Record field with the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
    /// Record field with the URL
    #[arg(long, value_name = "NAME", default_value = "url")]
    url_field: String,
    /// Threads to clean in, 1 to 1024; by default one for each processor
    #[arg(long, value_name = "N", value_parser = parse_threads)]
    threads: Option<usize>,
    /// Print no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    cleaning: CleaningArgs,
}

impl ReviewArgs {
    /// Returns the arguments of a batch that reads the same documents.
    pub(crate) fn batch(&self) -> BatchArgs {
        let args = self.clone();
        let mut batch = BatchArgs::reading(args.inputs, args.output, args.cleaning);
        batch.from = args.from;
        batch.text_field = args.text_field;
        batch.html_field = args.html_field;
        batch.id_field = args.id_field;
        batch.url_field = args.url_field;
        batch.threads = args.threads;
        batch
    }
}
