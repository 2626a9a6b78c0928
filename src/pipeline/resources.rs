//! The lexicon and the models of a cleaner.

use crate::lexicon::Lexicon;
use crate::pipeline::html::page_model::PageModel;
use crate::pipeline::text::line_model::LineModel;

/// The lexicon and the models, read in place.
#[derive(Debug)]
pub(crate) struct Resources {
    pub(crate) lexicon: Lexicon,
    pub(crate) page_model: PageModel,
    pub(crate) line_model: LineModel,
}

impl Resources {
    /// Opens the lexicon and the models that come with the library.
    pub(crate) fn builtin() -> Self {
        Resources {
            lexicon: Lexicon::builtin(),
            page_model: PageModel::builtin(),
            line_model: LineModel::builtin(),
        }
    }
}
