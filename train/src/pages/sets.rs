//! The labelled sets of pages, and where their files are.

use std::path::{Path, PathBuf};

/// A set of labelled pages.
pub(crate) struct PageSet {
    pub(crate) name: &'static str,
    /// The folder of the pages. `None` if they are in the folders of other sets.
    pub(super) folder: Option<&'static str>,
    /// The file with the gold rows.
    pub(crate) gold: &'static str,
    pub(super) form: GoldForm,
}

/// The form of a set's gold labels.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum GoldForm {
    /// The text of the article.
    Text,
    /// A kind for each line, labelled by hand.
    Lines,
    /// Snippets to keep and snippets to drop.
    Snippets,
}

/// All sets, in the order in which their pages are trained on.
pub(crate) const SETS: [PageSet; 7] = [
    PageSet {
        name: "wcxb",
        folder: Some("wcxb-dev"),
        gold: "html/wcxb-dev.gold.jsonl.gz",
        form: GoldForm::Text,
    },
    PageSet {
        name: "moz",
        folder: Some("moz-dev"),
        gold: "html/moz-dev.gold.jsonl.gz",
        form: GoldForm::Text,
    },
    PageSet {
        name: "labels",
        folder: None,
        gold: "text/labels-dev.jsonl.gz",
        form: GoldForm::Lines,
    },
    PageSet {
        name: "labels2",
        folder: None,
        gold: "text/labels2-dev.jsonl.gz",
        form: GoldForm::Lines,
    },
    PageSet {
        name: "trafi",
        folder: Some("trafi-dev"),
        gold: "html/trafi-dev.gold.jsonl.gz",
        form: GoldForm::Snippets,
    },
    // Recipes: ingredients and steps to keep. Nothing is known of the rest.
    PageSet {
        name: "recipes",
        folder: Some("recipes-dev"),
        gold: "html/recipes-dev.gold.jsonl.gz",
        form: GoldForm::Snippets,
    },
    // Labels of review pages, if `train/review.py` has put some there.
    PageSet {
        name: "review",
        folder: Some("review"),
        gold: "text/review-pages.jsonl.gz",
        form: GoldForm::Lines,
    },
];

/// The folders of the pages that are labelled by hand.
const HAND_LABELLED_FOLDERS: [&str; 4] = ["trafi-dev", "news-dev", "fundus-dev", "omni-dev"];

impl PageSet {
    /// Returns true if the data contains the set. Only the set of review pages can be missing.
    pub(super) fn is_in(&self, data: &Path) -> bool {
        self.name != "review" || data.join(self.gold).exists()
    }

    /// Returns the folder that contains a page of the set.
    pub(super) fn folder_of(&self, data: &Path, id: &str) -> &'static str {
        if let Some(folder) = self.folder {
            return folder;
        }
        let [first, ..] = HAND_LABELLED_FOLDERS;
        let mut folders = HAND_LABELLED_FOLDERS.into_iter();
        folders.find(|folder| page_path(data, folder, id).exists()).unwrap_or(first)
    }
}

/// Returns the path of a page.
pub(super) fn page_path(data: &Path, folder: &str, id: &str) -> PathBuf {
    data.join("html").join(folder).join(format!("{id}.html.gz"))
}
