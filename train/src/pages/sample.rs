//! Pages with labels for their blocks.

use std::collections::HashSet;
use std::path::Path;

use dechrome::Kind;
use dechrome::training::ParsedPage;
use serde_json::Value;

use super::labels::{match_lines, match_snippets, match_text};
use super::sets::{GoldForm, PageSet, SETS, page_path};
use super::types::type_number;
use crate::error::Result;
use crate::folds::{domain, fold};
use crate::gold::{bytes, field, rows};

/// A block counts as content if more than this share of its words is content.
pub(crate) const CONTENT_SHARE: f32 = 0.5;

/// A page to train on.
pub(super) struct PageSample {
    /// The name of the set.
    pub(super) set: &'static str,
    /// The folder of the page.
    pub(super) folder: &'static str,
    pub(super) id: String,
    /// The registrable domain.
    pub(super) domain: String,
    pub(super) fold: usize,
    /// The number of the page's type.
    pub(super) page_type: usize,
    pub(super) page: ParsedPage,
    /// For each block, the share of its words that is content. `None` if it is unknown.
    pub(super) content: Vec<Option<f32>>,
    /// For each block, its kind. `None` if it is unknown.
    pub(super) kinds: Vec<Option<Kind>>,
    /// The name of the change, if the page is an altered copy.
    pub(super) change: Option<&'static str>,
    /// The blocks that were planted.
    pub(super) planted: Vec<usize>,
}

impl PageSample {
    /// Returns an altered copy with other blocks and their labels.
    pub(super) fn changed(
        &self,
        change: &'static str,
        page: ParsedPage,
        content: Vec<Option<f32>>,
        kinds: Vec<Option<Kind>>,
    ) -> PageSample {
        PageSample {
            set: self.set,
            folder: self.folder,
            id: self.id.clone(),
            domain: self.domain.clone(),
            fold: self.fold,
            page_type: self.page_type,
            page,
            content,
            kinds,
            change: Some(change),
            planted: Vec::new(),
        }
    }

    /// Returns true if a block is known to be content.
    pub(super) fn is_content(&self, block: usize) -> bool {
        self.content[block].is_some_and(|share| share > CONTENT_SHARE)
    }
}

/// Reads all labelled pages.
pub(super) fn read_all(data: &Path) -> Result<Vec<PageSample>> {
    let mut samples = Vec::new();
    let mut hand_labelled: HashSet<String> = HashSet::new();
    for set in SETS.iter().filter(|set| set.is_in(data)) {
        for row in rows(&data.join(set.gold))? {
            let id = field(&row, "id");
            // Some pages with snippets are also labelled by hand, which is more reliable.
            if set.form == GoldForm::Snippets && hand_labelled.contains(id) {
                continue;
            }
            if set.form == GoldForm::Lines {
                hand_labelled.insert(id.to_owned());
            }
            samples.push(read(data, set, &row)?);
        }
    }
    Ok(samples)
}

/// Reads the page of a gold row.
fn read(data: &Path, set: &PageSet, row: &Value) -> Result<PageSample> {
    let id = field(row, "id");
    let folder = set.folder_of(data, id);
    let page = ParsedPage::new(&bytes(&page_path(data, folder, id))?);
    let (mut content, kinds) = match set.form {
        GoldForm::Text => (match_text(&page, field(row, "text")), None),
        GoldForm::Snippets => (match_snippets(&page, row), None),
        GoldForm::Lines => {
            let labels = match_lines(&page, row)?;
            (labels.content, Some(labels.kinds))
        }
    };
    if kinds.is_none() {
        forget_captions(&page, &mut content);
    }
    let domain = domain(field(row, "url"), id);
    Ok(PageSample {
        set: set.name,
        folder,
        id: id.to_owned(),
        fold: fold(&domain),
        domain,
        page_type: type_number(field(row, "type")),
        kinds: kinds.unwrap_or_else(|| vec![None; content.len()]),
        content,
        page,
        change: None,
        planted: Vec::new(),
    })
}

/// Removes the labels of captions. Sets without kinds do not agree on whether captions are content.
fn forget_captions(page: &ParsedPage, content: &mut [Option<f32>]) {
    for (block, label) in content.iter_mut().enumerate() {
        if page.is_figcaption(block) {
            *label = None;
        }
    }
}
