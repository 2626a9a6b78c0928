//! Training data and predictions for HTML pages.

mod arguments;
mod copies;
pub(crate) mod features;
mod labels;
pub(crate) mod predict;
pub(crate) mod sample;
pub(crate) mod sets;
mod tables;
mod types;
