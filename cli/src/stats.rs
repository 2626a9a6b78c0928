//! `dechrome stats`: the tables that `dechrome review` draws, for any number of rows.

pub(crate) mod measure;
pub(crate) mod tables;

use crate::args::StatsArgs;
use crate::error::Error;
use crate::output::StdoutWriter;
use crate::result_rows::RowReader;
use crate::stats::measure::DocumentMeasure;
use crate::stats::tables::StatsTables;

/// Runs `dechrome stats`.
pub(crate) fn run(args: &StatsArgs) -> Result<(), Error> {
    let mut tables = StatsTables::default();
    for path in &args.rows {
        for row in RowReader::open(path)? {
            tables.add(&DocumentMeasure::of_row(&row?));
        }
    }
    let mut out = StdoutWriter::new();
    let report = if args.json { tables.json() + "\n" } else { tables.text() };
    out.write(&report)?;
    out.flush()
}
