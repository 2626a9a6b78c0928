//! The page model: from the features of a page's blocks to scores and votes on kinds.

use crate::decide::pages::Predictions;
use crate::features::page::{LearnedTables, PAGE, PageContext};
use crate::features::{columns, names};
#[cfg(feature = "_train")]
use crate::model::compile;
use crate::model::ensemble::EarlyExit;
use crate::model::symmetric::{Answers, LANES};
use crate::model::{BlockModel, ModelError, RowGroups, probability};

/// `src/model/page.bin`, as the build script compiled it.
const BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/page_model.bin"));
/// Position of the table of element tokens in the model file.
const NAMES_TABLE: usize = 0;
/// Position of the first table of page types in the model file.
const TYPES_TABLE: usize = 1;
/// Position of the table of words, which follows those of the seven page types.
const WORDS_TABLE: usize = 8;
/// Half of the blocks of a page are chrome beyond doubt after a tenth of the trees. On two folds,
/// at most two in a thousand of these ended with a score over .2, and no set's F1 changed by more
/// than .0005. Their log-odds were 3.7 times as high at the end.
const EXIT: EarlyExit = EarlyExit { trees: 30, low: -1.7, growth: 3.7 };
/// Factor on the log-odds, because boosted trees are overconfident (Guo et al. 2017, temperature
/// scaling). Between .75 and .85 the F1 hardly changes; .8 costs least.
pub(crate) const CALIBRATION: f32 = 0.8;
/// Blocks whose features are held at once, about 640 kB of them.
const CHUNK: usize = 1024;

/// The model of page blocks, ready for use.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageModel {
    model: BlockModel,
    pub(super) tables: LearnedTables,
}

impl PageModel {
    /// Compiles and opens a model file. It stays in memory as long as the program runs.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a model file, or if the model was trained on other features.
    #[cfg(feature = "_train")]
    pub(crate) fn load(file: &[u8]) -> Result<Self, ModelError> {
        Self::open(compile::page(file)?.leak())
    }

    /// Opens a compiled model.
    fn open(bytes: &'static [u8]) -> Result<Self, ModelError> {
        let model = BlockModel::open(bytes, names(PAGE))?;
        let types = std::array::from_fn(|number| model.table(TYPES_TABLE + number));
        let (names, words) = (model.table(NAMES_TABLE), model.table(WORDS_TABLE));
        Ok(PageModel { tables: LearnedTables { names, types, words }, model })
    }

    /// Opens the model that comes with the library. A test proves that it opens; an empty model
    /// replaces it otherwise.
    pub(crate) fn builtin() -> Self {
        Self::open(BUILTIN).unwrap_or_default()
    }

    /// Predicts the score and the kind of each block.
    pub(super) fn predict(&self, context: &PageContext) -> Predictions<'_> {
        let BlockModel { score, kinds: voter, .. } = &self.model;
        let blocks = context.outline.blocks.len();
        let (mut scores, mut votes) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        let mut answers = Answers::default();
        for start in (0..blocks).step_by(CHUNK) {
            let range = start..blocks.min(start + CHUNK);
            let columns = columns(PAGE, context, range.clone());
            for (number, group) in columns.chunks_exact(PAGE.len()).enumerate() {
                let wanted = std::array::from_fn(|lane| number * LANES + lane < range.len());
                votes.extend(voter.votes(group, wanted, &mut answers));
            }
            // The last group is padded.
            votes.truncate(range.end);
            let rows = RowGroups::new(columns, PAGE.len(), range.len());
            for log_odds in score.sums(&rows, EXIT) {
                scores.push(probability(CALIBRATION * log_odds));
            }
        }
        Predictions { scores, votes, voter }
    }
}
