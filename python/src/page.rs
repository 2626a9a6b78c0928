//! A cleaned page and its blocks as Python sees them.

use dechrome::{FieldValue, RenderOptions};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::document::Cleaned;

/// A cleaned page: every block with its verdict, and what is known of the page. It does not change.
#[pyclass(frozen, module = "dechrome")]
pub(crate) struct Page {
    page: dechrome::Page,
    text: String,
    /// The address that was given with the document, or None.
    #[pyo3(get)]
    url: Option<String>,
    /// The blocks, once they have been asked for.
    blocks: PyOnceLock<Py<PyTuple>>,
}

impl Page {
    /// The page that a document came to.
    pub(crate) fn new(cleaned: Cleaned, url: Option<String>) -> Self {
        Page { page: cleaned.page, text: cleaned.text, url, blocks: PyOnceLock::new() }
    }

    /// What Markdown and HTML are written with.
    fn rendering(&self, links: bool, images: bool, url: Option<&str>) -> RenderOptions {
        let options = RenderOptions::new().with_links(links).with_images(images);
        match url.or(self.url.as_deref()) {
            Some(url) => options.with_url(url),
            None => options,
        }
    }
}

#[pymethods]
impl Page {
    /// The kept text. Plain text in: the kept lines as they were. HTML in: the kept blocks, with a blank line between
    /// paragraphs, list marks, and tabs between table cells. Empty if nothing was kept.
    #[getter]
    fn text(&self) -> &str {
        &self.text
    }

    /// The title as the page declares it, the name of its site included, or None. `metadata` has it without.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.page.title()
    }

    /// The language, an ISO 639-1 code (639-3 where there is none), or None where there is too little text to tell.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.page.language().map(|language| language.code)
    }

    /// How sure the language is, 0 to 1, or None.
    #[getter]
    fn language_confidence(&self) -> Option<f64> {
        self.page.language().map(|language| rounded(language.confidence))
    }

    /// The F1 that is expected of the text, 0 to 1; 0 where nothing was kept.
    #[getter]
    fn confidence(&self) -> f64 {
        rounded(self.page.confidence())
    }

    /// What the document was judged as: "html" or "text".
    #[getter]
    fn source(&self) -> &'static str {
        source(&self.page)
    }

    /// The encoding that it was read in, by its name in the Encoding Standard; "UTF-8" of a `str`.
    #[getter]
    fn encoding(&self) -> &'static str {
        self.page.encoding()
    }

    /// Whether bytes were replaced with U+FFFD because they mean nothing in that encoding.
    #[getter]
    fn lossy(&self) -> bool {
        self.page.lossy()
    }

    /// Why not all of the document was judged as usual, or None: the budget that ran out ("input-bytes", "nodes", "depth",
    /// "lines" or "rules"), or "crumbs", a flood of pieces of a few letters.
    #[getter]
    fn degraded(&self) -> Option<&'static str> {
        self.page.degraded().map(|degraded| degraded.name())
    }

    /// What is known of the page besides its text, as a dict: title, authors (a list), published and modified (ISO 8601),
    /// site_name, description, canonical, language, declared_language, image, section, tags (a list), license,
    /// page_type, words and characters of the text; what the page does not tell is absent. Under origins stands
    /// where each comes from. Worked out with every access.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = py.detach(|| self.page.metadata());
        let (fields, origins) = (PyDict::new(py), PyDict::new(py));
        for (name, value, origin) in metadata.fields() {
            origins.set_item(name, origin.name())?;
            match value {
                FieldValue::Text(text) => fields.set_item(name, text)?,
                FieldValue::List(texts) => fields.set_item(name, texts)?,
                FieldValue::Count(count) => fields.set_item(name, count)?,
                _ => {}
            }
        }
        fields.set_item("origins", origins)?;
        Ok(fields)
    }

    /// The comments of readers on an HTML page, in its order, if the cleaner was asked for them (`comments=True`): a list of
    /// dicts with `text`, and where the page marks that up `author` and `date` (ISO 8601). They are no part of the text.
    /// Worked out with every access.
    #[getter]
    fn comments<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let comments = py.detach(|| self.page.comments());
        let dict = |comment: dechrome::Comment| {
            let dict = PyDict::new(py);
            dict.set_item("text", comment.text)?;
            comment.author.map_or(Ok(()), |author| dict.set_item("author", author))?;
            comment.date.map_or(Ok(()), |date| dict.set_item("date", date))?;
            Ok(dict)
        };
        comments.into_iter().map(dict).collect()
    }

    /// All blocks, dropped ones too, in the order of the page, as a tuple of `Block`. Of a plain text each line is one.
    #[getter]
    fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let blocks = || {
            let blocks = self.page.blocks().map(|block| Py::new(py, Block::of(block)));
            Ok::<_, PyErr>(PyTuple::new(py, blocks.collect::<PyResult<Vec<_>>>()?)?.unbind())
        };
        Ok(self.blocks.get_or_try_init(py, blocks)?.bind(py).clone())
    }

    /// How many blocks there are; faster than the length of `blocks`.
    #[getter]
    fn block_count(&self) -> usize {
        self.page.blocks().len()
    }

    /// How many of them were kept.
    #[getter]
    fn kept_count(&self) -> usize {
        kept_count(&self.page)
    }

    /// How many characters were dropped of each kind, as a dict; kinds of which none were are absent.
    #[getter]
    fn dropped<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for &kind in dechrome::Kind::ALL {
            let dropped = self.page.blocks().filter(|block| block.kind() == kind && !block.keep());
            let characters: usize = dropped.map(|block| block.text().chars().count()).sum();
            if characters > 0 {
                dict.set_item(kind.name(), characters)?;
            }
        }
        Ok(dict)
    }

    /// The page as one JSON object: the text, what is known of the page, and every block with its verdict.
    fn json(&self, py: Python<'_>) -> String {
        py.detach(|| self.page.json())
    }

    /// The kept content as Markdown: CommonMark with the extensions of GitHub. A plain text stays as it is.
    ///
    /// Args:
    ///     links: write the addresses of links, or only their texts.
    ///     images: write images, or leave them out.
    ///     url: the page's own address, with which addresses are made absolute; `Page.url` by default.
    #[pyo3(signature = (*, links=false, images=false, url=None))]
    fn markdown(&self, py: Python<'_>, links: bool, images: bool, url: Option<&str>) -> String {
        py.detach(|| self.page.markdown(&self.rendering(links, images, url)))
    }

    /// The kept content as HTML, with the same options: a fragment, without scripts, styles and classes.
    #[pyo3(signature = (*, links=false, images=false, url=None))]
    fn html(&self, py: Python<'_>, links: bool, images: bool, url: Option<&str>) -> String {
        py.detach(|| self.page.html(&self.rendering(links, images, url)))
    }

    /// The same page without the kept blocks whose text is that of a kept block before them, white space around it aside.
    /// Cells of tables and preformatted text stay.
    fn without_repeats(&self, py: Python<'_>) -> Page {
        let cleaned = py.detach(|| {
            let mut page = self.page.clone();
            page.drop_repeats();
            Cleaned { text: page.text(), page }
        });
        Page::new(cleaned, self.url.clone())
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        let language = self.page.language().map_or("unknown", |language| language.code);
        let (source, confidence) = (self.source(), self.page.confidence());
        let (kept, count) = (self.kept_count(), self.block_count());
        format!(
            "<Page: {source}, {language}, confidence {confidence:.2}, {kept} of {count} blocks kept>"
        )
    }
}

/// A block of a page with its verdict. It does not change.
#[pyclass(frozen, get_all, module = "dechrome")]
pub(crate) struct Block {
    /// Its text. A line of plain text comes without its line end.
    text: String,
    /// Its first byte. Plain text: in the UTF-8 of the document; HTML: in the texts of all blocks one after the other.
    start: usize,
    /// One past its last byte; of a line of plain text, its end included.
    end: usize,
    /// What it is, one of `KINDS`.
    kind: &'static str,
    /// Whether it is part of the text.
    keep: bool,
    /// The model's probability that it is content, 0 to 1.
    score: f64,
    /// What spoke for the verdict, in words.
    why: String,
}

impl Block {
    fn of(block: dechrome::Block<'_>) -> Self {
        Block {
            text: block.text().to_owned(),
            start: block.span().start,
            end: block.span().end,
            kind: block.kind().name(),
            keep: block.keep(),
            score: rounded(block.score()),
            why: block.why(),
        }
    }
}

#[pymethods]
impl Block {
    fn __repr__(&self) -> String {
        let verdict = if self.keep { "kept" } else { "dropped" };
        format!("<Block: {} {verdict}, {}, {:?}>", self.kind, self.why, self.text)
    }
}

/// What a page was judged as.
pub(crate) fn source(page: &dechrome::Page) -> &'static str {
    if page.is_html() { "html" } else { "text" }
}

/// How many blocks of a page were kept.
pub(crate) fn kept_count(page: &dechrome::Page) -> usize {
    page.blocks().filter(|block| block.keep()).count()
}

/// A probability with the four digits that mean something, as in the rows that the command writes.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}
