//! Turns the job of a batch into a document.

pub(super) mod http_response;
pub(super) mod json_record;
