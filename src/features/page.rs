//! The features of a block of an HTML page.
//!
//! `context` reads a page once and keeps the result of each module here; `table` names the
//! features and computes them from that context; `questions` is what the decisions ask.

mod announcements;
mod article_span;
mod block_distance;
mod block_tokens;
mod container_sums;
mod context;
mod foreign_language;
mod headline;
mod main_container;
mod named_containers;
mod other_articles;
mod page_totals;
mod page_type;
mod path_log_odds;
mod plain_view;
mod questions;
mod readability;
mod repetition;
mod summary_overlap;
mod table;
mod text_stats;
mod tree_distance;
mod word_log_odds;

pub(crate) use context::{CHROME_PHRASES, LearnedTables, PageContext, STAMP_WORDS};
#[cfg(feature = "_train")]
pub(crate) use page_type::PAGE_TYPES;
pub(crate) use table::PAGE;
#[cfg(feature = "_train")]
pub(crate) use word_log_odds::word_keys;
