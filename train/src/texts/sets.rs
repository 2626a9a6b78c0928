//! The labelled sets of texts.

/// A set of labelled texts.
pub(crate) struct TextSet {
    /// The name of its file, without `.jsonl.gz`.
    pub(crate) name: &'static str,
    /// The weight of a document. Hand labels are few and reliable, so they weigh more.
    pub(super) weight: f32,
    /// The share of texts with a planted copy.
    pub(super) planted: f32,
    /// True for views: texts that `train/views.py` makes from pages of the development data.
    pub(crate) is_view: bool,
}

/// The set of labels from review pages. It exists if `train/review.py` has put some there.
pub(crate) const REVIEW: &str = "review";

/// All sets. Views follow the labelled sets.
pub(crate) const SETS: [TextSet; 15] = [
    set("wcxb-dev", 1.0),
    set("labels-raw-dev", 4.0),
    set("labels-residue-dev", 4.0),
    set("labels2-raw-dev", 4.0),
    set("labels2-residue-dev", 4.0),
    set("cleaneval-dev", 1.0),
    set("gtrends-dev", 1.0),
    set("thai-dev", 5.0),
    set("jp-dev", 3.0),
    set("zh-dev", 5.0),
    set(REVIEW, 4.0),
    view("views-hand", 1.5),
    view("views-trafi", 1.5),
    view("views-moz", 1.5),
    view("views-wcxb", 0.5),
];

/// The share of texts with a planted copy in the large sets.
const PLANTED: f32 = 0.4;

const fn set(name: &'static str, weight: f32) -> TextSet {
    TextSet { name, weight, planted: if weight > 1.0 { 1.0 } else { PLANTED }, is_view: false }
}

const fn view(name: &'static str, weight: f32) -> TextSet {
    TextSet { name, weight, planted: 0.0, is_view: true }
}
