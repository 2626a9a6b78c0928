//! The batch: inputs, rows, filters, failures and resumed runs.

#[path = "../common/mod.rs"]
mod common;
mod failures;
mod faults;
mod filters;
mod groups;
mod inputs;
mod losses;
mod resume;
mod rows;
mod shards;
mod tables;
