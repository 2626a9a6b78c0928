//! Learned models: decision trees over named features, and tables of log-odds.
//!
//! Each model is one binary file. The build script compiles its tables (`compile.rs`), and the
//! library reads the result in place, so a program has next to nothing to load. `page.bin` scores
//! the blocks of HTML pages, `text.bin` the lines of plain text. The cards beside them say how they
//! were trained and how well they do. `train/pack.py` writes this layout (little endian):
//!
//! ```text
//! magic      8 bytes "DECHROM1"
//! names      u16 count; per feature: u8 length, name
//! scores     the log-odds that a block is content, or a line body
//!   page.bin u16 trees, f32 bias; per tree: u16 nodes; per node: u16 feature (0xFFFF: leaf),
//!            u16 left child, f32 threshold or leaf value
//!   text.bin u16 trees, f32 bias; per tree: conditions, 64 f32 leaf values
//! kinds      u8 count; per kind: u8 length, name
//! votes      u16 trees, f32 log-odds per vote; per tree: conditions, per leaf of 64: one i8 per
//!            kind
//! tables     u8 count; per table: f32 scale, u32 count, u32 keys (ascending), i8 values
//!
//! conditions six of: u16 feature, f32 threshold; the first is the lowest bit of the leaf's index
//! ```
//!
//! A row moves to the left child if its value is at most the threshold. The right child follows the
//! left one.

mod block_model;
#[cfg(any(test, feature = "_train"))]
pub(crate) mod compile;
pub(crate) mod ensemble;
mod error;
mod limits;
mod log_odds_table;
pub(crate) mod reader;
mod row_groups;
#[cfg(any(test, feature = "_train"))]
mod slots;
pub(crate) mod symmetric;
mod votes;

pub(crate) use block_model::BlockModel;
#[cfg_attr(not(feature = "_train"), expect(unreachable_pub, reason = "public for training"))]
pub use error::ModelError;
pub(crate) use log_odds_table::LogOddsTable;
pub(crate) use reader::ModelReader;
pub(crate) use row_groups::RowGroups;
pub(crate) use votes::{KindVotes, VoteCounts, probability};
