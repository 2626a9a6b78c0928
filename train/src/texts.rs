//! Training data and predictions for plain texts.

pub(crate) mod features;
pub(crate) mod labelled_text;
mod log_odds;
pub(crate) mod phrases;
mod planted;
pub(crate) mod plants_measure;
pub(crate) mod predict;
pub(crate) mod rules;
pub(crate) mod sets;
pub(crate) mod speed;
