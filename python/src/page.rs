//! The Python classes `Page` and `Block`.

use dechrome::{Block, Comment, FieldValue, Kind, RenderOptions};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::page_origin::{PageOrigin, RestoreArguments};
use crate::rendered_page::RenderedPage;

/// A cleaned page: its blocks with their verdicts, and its metadata. It is immutable.
///
/// A page holds a reference to its document. It is pickled as the document and the options, and
/// cleaned again when it is loaded.
#[pyclass(frozen, name = "Page", module = "dechrome")]
pub(crate) struct PyPage {
    rendered: RenderedPage,
    /// The URL that was passed with the document, or None.
    #[pyo3(get)]
    url: Option<String>,
    /// The tuple that `blocks` returns. It is built at the first access.
    blocks: PyOnceLock<Py<PyTuple>>,
    origin: PageOrigin,
    /// True if repeats were dropped after cleaning.
    is_without_repeats: bool,
}

impl PyPage {
    /// Wraps a page for Python.
    pub(crate) fn new(rendered: RenderedPage, url: Option<String>, origin: PageOrigin) -> Self {
        let blocks = PyOnceLock::new();
        PyPage { rendered, url, blocks, origin, is_without_repeats: false }
    }

    /// Returns the options for Markdown and HTML.
    fn rendering(&self, links: bool, images: bool, url: Option<&str>) -> RenderOptions {
        let options = RenderOptions::new().with_links(links).with_images(images);
        match url.or(self.url.as_deref()) {
            Some(url) => options.with_url(url),
            None => options,
        }
    }
}

#[pymethods]
impl PyPage {
    /// The kept text. For plain text: the kept lines, unchanged. For HTML: the kept blocks, with
    /// blank lines between paragraphs, list marks, and tabs between table cells.
    #[getter]
    fn text(&self) -> &str {
        &self.rendered.text
    }

    /// The title that the page declares, or None. It may include the site's name;
    /// `metadata["title"]` does not.
    #[getter]
    fn title(&self) -> Option<String> {
        self.rendered.page.title()
    }

    /// The language, or None if the text is too short to detect it. An ISO 639-1 code, or an ISO
    /// 639-3 code for a language without one.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.rendered.page.language().map(|language| language.code)
    }

    /// The confidence of the language, 0 to 1, or None.
    #[getter]
    fn language_confidence(&self) -> Option<f64> {
        self.rendered.page.language().map(|language| rounded(language.confidence))
    }

    /// The expected F1 score of the text, 0 to 1. It is 0 if nothing was kept.
    #[getter]
    fn confidence(&self) -> f64 {
        rounded(self.rendered.page.confidence())
    }

    /// The form in which the document was judged: "html" or "text".
    #[getter]
    fn source(&self) -> &'static str {
        self.rendered.source_name()
    }

    /// The encoding of the document, by its name in the Encoding Standard. "UTF-8" for a `str`.
    #[getter]
    fn encoding(&self) -> &'static str {
        self.rendered.page.encoding()
    }

    /// True if the document contained bytes that are invalid in its encoding. U+FFFD replaces them.
    #[getter]
    fn lossy(&self) -> bool {
        self.rendered.page.lossy()
    }

    /// The limit that was reached: "input-bytes", "nodes", "depth", "lines" or "rules". "fragments"
    /// if the document is a flood of blocks of a few letters, which are not judged; "flattened" if
    /// most of a text is in one line, which cannot be cut. None otherwise.
    #[getter]
    fn degraded(&self) -> Option<&'static str> {
        self.rendered.page.degraded().map(|degraded| degraded.name())
    }

    /// The reason why nothing was kept: "forbidden", "missing", "error", "captcha", "script",
    /// "consent", "login", "paywall", "parked", "placeholder", "age", "region", or "other" if no
    /// known phrase says it. None if something was kept.
    #[getter]
    fn no_content(&self) -> Option<&'static str> {
        self.rendered.page.no_content().map(|reason| reason.name())
    }

    /// The page's metadata as a dict: title, authors (a list), published and modified (ISO 8601),
    /// site_name, description, canonical, language, declared_language, image, section, tags (a
    /// list), license, page_type, and the numbers of words and characters of the text. Unknown
    /// fields are absent. `origins` maps each field to its origin. Each access computes the dict.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = py.detach(|| self.rendered.page.metadata());
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

    /// The readers' comments on an HTML page, in page order, if the cleaner has `comments=True`: a
    /// list of dicts with `text`, and `author` and `date` (ISO 8601) if the page marks them up.
    /// `text` does not include them. Each access computes the list.
    #[getter]
    fn comments<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let comments = py.detach(|| self.rendered.page.comments());
        comments.into_iter().map(|comment| comment_dict(py, comment)).collect()
    }

    /// All blocks, also the dropped ones, in page order, as a tuple of `Block`. Each line of a
    /// plain text is a block.
    #[getter]
    fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let tuple = self.blocks.get_or_try_init(py, || {
            let mut blocks = Vec::new();
            for block in self.rendered.page.blocks() {
                blocks.push(Py::new(py, PyBlock::new(block))?);
            }
            PyResult::Ok(PyTuple::new(py, blocks)?.unbind())
        })?;
        Ok(tuple.bind(py).clone())
    }

    /// The number of blocks. It is faster than `len(page.blocks)`.
    #[getter]
    fn block_count(&self) -> usize {
        self.rendered.page.blocks().len()
    }

    /// The number of kept blocks.
    #[getter]
    fn kept_count(&self) -> usize {
        self.rendered.kept_count()
    }

    /// The number of dropped characters by kind, as a dict without zeros.
    #[getter]
    fn dropped<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for &kind in Kind::ALL {
            let mut characters = 0;
            for block in self.rendered.page.blocks() {
                if block.kind() == kind && !block.keep() {
                    characters += block.text().chars().count();
                }
            }
            if characters > 0 {
                dict.set_item(kind.name(), characters)?;
            }
        }
        Ok(dict)
    }

    /// Returns the page as one JSON object: text, metadata, and all blocks with their verdicts.
    fn json(&self, py: Python<'_>) -> String {
        py.detach(|| self.rendered.page.to_json())
    }

    /// Returns the kept content as GitHub Flavored Markdown. Plain text is returned unchanged.
    ///
    /// Args:
    ///     links: True to write links, False to write their texts only.
    ///     images: True to write images.
    ///     url: the page's URL, which resolves relative URLs. The default is `Page.url`.
    #[pyo3(signature = (*, links=false, images=false, url=None))]
    fn markdown(&self, py: Python<'_>, links: bool, images: bool, url: Option<&str>) -> String {
        py.detach(|| self.rendered.page.to_markdown(&self.rendering(links, images, url)))
    }

    /// Returns the kept content as an HTML fragment without scripts, styles and classes. The
    /// arguments are those of `markdown`.
    #[pyo3(signature = (*, links=false, images=false, url=None))]
    fn html(&self, py: Python<'_>, links: bool, images: bool, url: Option<&str>) -> String {
        py.detach(|| self.rendered.page.to_html(&self.rendering(links, images, url)))
    }

    /// Returns a copy of the page that drops each kept block whose text repeats an earlier kept
    /// block. Surrounding white space is ignored. Table cells and preformatted text stay.
    fn without_repeats(&self, py: Python<'_>) -> PyPage {
        let rendered = py.detach(|| {
            let mut page = self.rendered.page.clone();
            page.drop_repeats();
            RenderedPage::new(page)
        });
        let page = PyPage::new(rendered, self.url.clone(), self.origin.clone());
        PyPage { is_without_repeats: true, ..page }
    }

    /// Pickles the page as its document and options.
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (RestoreArguments<'py>, bool))> {
        let restore = py.import("dechrome._dechrome")?.getattr("_restore_page")?;
        let arguments = self.origin.arguments(py, self.url.as_deref())?;
        Ok((restore, (arguments, self.is_without_repeats)))
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        let source = self.source();
        let language = self.language().unwrap_or("unknown");
        let confidence = self.rendered.page.confidence();
        let (kept, count) = (self.kept_count(), self.block_count());
        let verdicts = format!("{kept} of {count} blocks kept");
        format!("<Page: {source}, {language}, confidence {confidence:.2}, {verdicts}>")
    }
}

/// Returns a reader's comment as a dict.
fn comment_dict(py: Python<'_>, comment: Comment) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("text", comment.text)?;
    if let Some(author) = comment.author {
        dict.set_item("author", author)?;
    }
    if let Some(date) = comment.date {
        dict.set_item("date", date)?;
    }
    Ok(dict)
}

/// A block of a page with its verdict. It is immutable.
#[pyclass(frozen, get_all, name = "Block", module = "dechrome")]
pub(crate) struct PyBlock {
    /// The text. A line of plain text does not include its line end.
    text: String,
    /// The offset of the first byte. Plain text: in the document's UTF-8 form. HTML: in the
    /// concatenated texts of all blocks.
    start: usize,
    /// The offset after the last byte. A line of plain text includes its line end.
    end: usize,
    /// The kind, one of `KINDS`.
    kind: &'static str,
    /// True if `Page.text` includes the block.
    keep: bool,
    /// The model's probability that the block is content, 0 to 1.
    score: f64,
    /// The reasons for the verdict, in words.
    why: String,
}

impl PyBlock {
    fn new(block: Block<'_>) -> Self {
        PyBlock {
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
impl PyBlock {
    fn __repr__(&self) -> String {
        let verdict = if self.keep { "kept" } else { "dropped" };
        format!("<Block: {} {verdict}, {}, {:?}>", self.kind, self.why, self.text)
    }
}

/// Rounds a probability to four decimal places, as in the command's JSON rows.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}
