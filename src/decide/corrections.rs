//! Corrects the verdicts by what a reader of the page sees: whole tables, one copy of each text, no
//! hidden text that nothing on the page shows.
//!
//! Apart from the decision, because these are facts about the page and not about its blocks.

mod copies;
mod hidden;
mod page_view;
mod pull_quotes;
mod tables;

use crate::html::dom::Dom;
use crate::html::outline::Outline;
use crate::html::positions::{Omission, Positions};
use crate::verdict::Verdict;
use page_view::PageView;

/// Corrects the verdicts on the blocks of a page. Verdicts that the caller asked for stay. Returns
/// the texts inside blocks that are not shown.
pub(crate) fn correct(
    dom: &Dom,
    outline: &Outline,
    positions: &Positions,
    verdicts: &mut [Verdict],
) -> Vec<Omission> {
    let view = PageView { dom, outline, positions };
    tables::complete_tables(view, verdicts);
    copies::drop_copies(view, verdicts);
    let omissions = hidden::correct_hidden(view, verdicts);
    pull_quotes::drop_pull_quotes(view, verdicts);
    omissions
}
