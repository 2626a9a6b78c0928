//! The batch: inputs, rows, filters, failures and resumed runs.

#[path = "../common/mod.rs"]
mod common;
mod failures;
mod filters;
mod inputs;
mod resume;
mod rows;
