"""Steps of datatrove pipelines.

``DechromeExtractor`` takes the place of datatrove's extractors behind a ``WarcReader``; ``DechromeLines`` cleans text that
somebody extracted before. Both run in the process of the task: budgets are inside the cleaner, so there is no sandbox to
start, to feed and to kill.

    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter
    from dechrome.datatrove import DechromeExtractor

    LocalPipelineExecutor([WarcReader("crawl/"), DechromeExtractor(), JsonlWriter("out/")], tasks=8).run()

A document keeps its ``id`` and its ``metadata``; to these are added

    language, language_confidence   ISO 639 code, and how sure it is, 0 to 1 (absent where there is too little text to tell)
    confidence                      the F1 that is expected of the text, 0 to 1
    degraded                        the budget that ran out (absent if none did)
    block_count, kept_count         how many blocks there were, and how many were kept
    dropped                         characters that were dropped, by kind
    page                            with ``metadata=True``: title, authors, dates and the like (``dechrome.Page.metadata``)

A document of which nothing is left is dropped, as by any extractor. One that cannot be cleaned (a lone surrogate in its text) is
dropped, counted as ``clean_error``, and told in the log the first time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

from dechrome import Cleaner, Page

if TYPE_CHECKING:
    from datatrove.data import Document, DocumentsPipeline
    from typing_extensions import Unpack

    from dechrome.typing import Options, Source

__all__ = ["DechromeExtractor", "DechromeLines"]


class _Step(BaseExtractor):
    """What the steps share: they differ in what they take documents for."""

    _requires_dependencies: list[str] = []
    _source: Source

    def __init__(
        self,
        *,
        markdown: bool = False,
        links: bool = False,
        images: bool = False,
        metadata: bool = False,
        **options: Unpack[Options],
    ) -> None:
        super().__init__()
        options.setdefault("source", self._source)
        self.cleaner = Cleaner(**options)
        self.markdown = markdown
        self.links = links
        self.images = images
        self.metadata = metadata

    def extract(self, text: str) -> str:
        """The kept text of a document."""
        return self._text(self.cleaner.clean(text))

    def _text(self, page: Page) -> str:
        return page.markdown(links=self.links, images=self.images) if self.markdown else page.text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Cleans each document, and passes on those that have text left."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                page = self._cleaned(doc)
                text = self._text(page) if page else ""
            if not page or not text:
                self.stat_update(StatHints.dropped)
                continue
            doc.text = text
            doc.metadata.update(_known(page))
            if self.metadata:
                doc.metadata["page"] = page.metadata
            self.stat_update(StatHints.forwarded)
            self.update_doc_stats(doc)
            yield doc

    def _cleaned(self, doc: Document) -> Page | None:
        try:
            url = doc.metadata.get("url")
            page = self.cleaner.clean(doc.text, url=url if isinstance(url, str) else None)
        except (TypeError, UnicodeEncodeError) as error:
            self.stat_update("clean_error")
            if not self._warned_error:
                logger.warning(f"{doc.id}: {error}. Skipping the document. This is told of the first one only.")
                self._warned_error = True
            return None
        self.stat_update("extracted")
        for kind, characters in page.dropped.items():
            self.stat_update(f"dropped_{kind}", value=characters, unit="characters")
        return page


class DechromeExtractor(_Step):
    """Takes the article out of HTML pages, as a ``WarcReader`` gives them.

    Args:
        markdown: whether the text is Markdown.
        links, images: whether Markdown has the addresses of links (absolute, by the document's ``url``), and images.
        metadata: whether what the page tells of itself goes into ``page``.
        options: those of ``dechrome.Cleaner``; ``source`` is "html" if nothing else is said.
    """

    name = "🧽 dechrome"
    _source = "html"


class DechromeLines(_Step):
    """Drops the lines of chrome from text that was extracted already, as of WET files and older crawls.

    Args:
        metadata: whether what the text tells of itself goes into ``page``.
        options: those of ``dechrome.Cleaner``; ``source`` is "text" if nothing else is said.
    """

    name = "🧽 dechrome lines"
    _source = "text"


def _known(page: Page) -> dict[str, Any]:
    """What the metadata of a document gets."""
    known = {
        "language": page.language,
        "language_confidence": page.language_confidence,
        "confidence": page.confidence,
        "degraded": page.degraded,
        "block_count": page.block_count,
        "kept_count": page.kept_count,
        "dropped": page.dropped,
    }
    return {name: value for name, value in known.items() if value is not None}
