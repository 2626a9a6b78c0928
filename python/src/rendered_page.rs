//! Cleans a document and renders its text, without the interpreter's lock.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dechrome::{Cleaner, Input, Page};

/// A cleaned page with its rendered text.
pub(crate) struct RenderedPage {
    pub(crate) page: Page,
    /// The kept text. The getters of the Python class hold the lock, so it is rendered before.
    pub(crate) text: String,
}

impl RenderedPage {
    /// Renders the text of a page.
    pub(crate) fn new(page: Page) -> Self {
        RenderedPage { text: page.to_text(), page }
    }

    /// Cleans a document.
    ///
    /// # Errors
    /// The message of a panic. The library promises not to panic. If it does, Python gets a
    /// `RuntimeError`, and the worker threads survive.
    pub(crate) fn clean(cleaner: &Cleaner, input: &Input<'_>) -> Result<Self, String> {
        let work = || RenderedPage::new(cleaner.clean_input(input));
        // Unwind safe: cleaning does not change the cleaner, and a panic drops the partial page.
        catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            format!("panic: {}", text.unwrap_or("no message"))
        })
    }

    /// Returns "html" or "text": the form in which the document was judged.
    pub(crate) fn source_name(&self) -> &'static str {
        if self.page.is_html() { "html" } else { "text" }
    }

    /// Returns the number of kept blocks.
    pub(crate) fn kept_count(&self) -> usize {
        self.page.blocks().filter(|block| block.keep()).count()
    }
}
