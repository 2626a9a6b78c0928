//! Keeps the article of a web page and drops its chrome: cookie notices, menus, share bars, ads,
//! "See also" lines, related articles, comment boxes, bylines and footers. The input is HTML, or
//! plain text that was already extracted from HTML.
//!
//! ```toml
//! [dependencies]
//! dechrome = "0.1"
//! ```
//!
//! There are two ways in: [`clean`] for one document with the defaults, and a reusable [`Cleaner`].
//!
//! ```
//! let html = "<title>Rain</title><nav><a href=/>Home</a></nav><article><h1>Rain</h1>\
//!     <p>It rained for three days, and on the fourth the river left its bed and took the old \
//!     bridge with it.</p><p>Nobody was hurt, said the mayor, but the road to the mill will stay \
//!     closed until the spring.</p></article><footer>All rights reserved</footer>";
//! let cleaner = dechrome::Cleaner::default();
//! let page = cleaner.clean(html.as_bytes());
//! assert!(page.to_text().contains("It rained for three days"));
//! assert!(!page.to_text().contains("All rights reserved"));
//! for block in page.blocks() {
//!     println!("{:5} {:10} {}", block.keep(), block.kind(), block.text());
//! }
//! ```
//!
//! The input is cut into blocks, every block gets a verdict, and a renderer writes the kept blocks.
//! The same bytes, options and version give the same output. The library does no I/O, starts no
//! threads, reads no clocks and never panics.
//!
//! | to | see |
//! |---|---|
//! | keep or drop more, or blocks of some kinds | [`Options`], [`OperatingPoint`], [`Kind`] |
//! | keep or drop elements by CSS selectors | `Rules` |
//! | give the charset, format or URL that came with a document | [`Input`] |
//! | write Markdown, HTML or JSON | [`Page`], [`RenderOptions`] |
//! | read title, authors and dates | [`Metadata`] |
//! | read blocks with their structure and the reasons of their verdicts | [`Block`], [`Reason`] |
//! | bound the work for hostile documents | [`Limits`], [`Degraded`] |
//!
//! # Features
//!
//! - `rules` (on by default): `Rules`, and the crates `scraper`, `selectors` and `cssparser`.
//! - `serde`: `Serialize` for the parts of a page, for limits and for the names of options, and
//!   `Deserialize` for those that borrow nothing.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::must_use_candidate)]

mod cleaner;
mod content;
mod decide;
mod document;
mod features;
mod hash;
mod html;
mod input;
mod kind;
mod lang;
mod lexicon;
mod metadata;
mod model;
mod names;
#[cfg(feature = "serde")]
mod names_serde;
mod no_content;
mod options;
mod page;
mod pipeline;
mod render;
#[cfg(feature = "rules")]
mod rules;
mod text;
#[cfg(feature = "_train")]
#[doc(hidden)]
#[allow(clippy::must_use_candidate)]
pub mod training;
mod unicode;
mod verdict;

pub use cleaner::{Cleaner, clean};
pub use input::Input;
pub use input::binary::binary_media_type;
pub use input::charset::is_charset;
pub use kind::{Kind, KindSet, KindSetIter};
pub use lang::Language;
pub use metadata::{Comment, FieldValue, Fields, Found, Metadata, Origin};
pub use names::UnknownName;
pub use no_content::NoContent;
pub use options::{Limits, OperatingPoint, Options, RenderOptions, Source};
pub use page::{Block, BlockCell, BlockImage, BlockLink, Blocks, Page};
pub use render::urls::is_absolute_url;
#[cfg(feature = "rules")]
pub use rules::{RuleError, Rules};
pub use verdict::{BlockReasons, Degraded, Reason, Shape};

/// The README, so that the tests run its examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The guide for Rust, likewise.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
struct RustGuide;
