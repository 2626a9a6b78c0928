//! Training data and predictions for HTML pages.

mod arguments;
mod copies;
pub(crate) mod features;
mod labels;
mod planted;
pub(crate) mod plants_measure;
pub(crate) mod predict;
pub(crate) mod sample;
pub(crate) mod sets;
mod tables;
mod types;
