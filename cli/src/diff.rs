//! `dechrome diff`: compares the rows of two runs.

pub(crate) mod changes;
mod pair_rows;
mod report;

use crate::args::DiffArgs;
use crate::diff::changes::DocumentChange;
use crate::diff::pair_rows::{RowPair, pair_rows};
use crate::diff::report::DiffReport;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::output::StdoutWriter;

/// Runs `dechrome diff`. The exit code is that of `diff`: 1 if the runs differ.
pub(crate) fn run(args: &DiffArgs) -> Result<ExitCode, Error> {
    let mut report = DiffReport::default();
    let mut out = StdoutWriter::new();
    let writes_lines = !args.json && !args.summary;
    pair_rows(&args.old, &args.new, |pair| {
        let line = match &pair {
            RowPair::Both(old, new) => {
                let change = DocumentChange::between_rows(old, new);
                report.add(&new.id, &change)
            }
            RowPair::OnlyOld(row) => report.add_lost(row),
            RowPair::OnlyNew(row) => report.add_gained(row),
        };
        match line {
            Some(line) if writes_lines => out.write(&line),
            _ => Ok(()),
        }
    })?;
    out.write(&if args.json { report.json() + "\n" } else { report.text() })?;
    out.flush()?;
    Ok(if report.is_empty() { ExitCode::Success } else { ExitCode::NegativeAnswer })
}
