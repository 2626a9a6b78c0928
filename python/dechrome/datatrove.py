"""Steps for datatrove pipelines.

``DechromeExtractor`` replaces datatrove's extractors after a ``WarcReader``. ``DechromeLines``
cleans text that was extracted before. Both clean in the task's own process. The cleaner limits its
own work, so they need no sandbox process with a timeout.

    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter
    from dechrome.datatrove import DechromeExtractor

    LocalPipelineExecutor([WarcReader("crawl/"), DechromeExtractor(), JsonlWriter("out/")]).run()

A document keeps its ``id`` and its ``metadata``. The step adds these fields to the metadata:

    language, language_confidence   ISO 639 code and confidence, 0 to 1 (absent if unknown)
    confidence                      the expected F1 score of the text, 0 to 1
    degraded                        the limit that was reached (absent if none was)
    block_count, kept_count         the numbers of all blocks and of kept blocks
    dropped                         the number of dropped characters by kind
    page                            ``dechrome.Page.metadata`` (with ``metadata=True``)

Like every extractor, a step drops documents without text. It also drops a document that it cannot
clean, for example one with a lone surrogate. It counts these as ``clean_error`` and logs the first.
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


class _CleanStep(BaseExtractor):
    """The base of the steps, which differ only in the default ``source``."""

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
        """Returns the kept text of a document."""
        return self._render(self.cleaner.clean(text))

    def _render(self, page: Page) -> str:
        if self.markdown:
            return page.markdown(links=self.links, images=self.images)
        return page.text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Cleans each document and yields those that have text left."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                page = self._clean(doc)
                text = self._render(page) if page else ""
            if not page or not text:
                self.stat_update(StatHints.dropped)
                continue
            doc.text = text
            doc.metadata.update(_page_fields(page))
            if self.metadata:
                doc.metadata["page"] = page.metadata
            self.stat_update(StatHints.forwarded)
            self.update_doc_stats(doc)
            yield doc

    def _clean(self, doc: Document) -> Page | None:
        try:
            url = doc.metadata.get("url")
            page = self.cleaner.clean(doc.text, url=url if isinstance(url, str) else None)
        except (TypeError, UnicodeEncodeError) as error:
            self.stat_update("clean_error")
            if not self._warned_error:
                logger.warning(f"{doc.id}: {error}. Dropped. Further errors are not logged.")
                self._warned_error = True
            return None
        self.stat_update("extracted")
        for kind, characters in page.dropped.items():
            self.stat_update(f"dropped_{kind}", value=characters, unit="characters")
        return page


class DechromeExtractor(_CleanStep):
    """Extracts the article from HTML pages, as a ``WarcReader`` yields them.

    Args:
        markdown: True to write the text as Markdown.
        links, images: True to write links and images in Markdown. The document's ``url`` resolves
            relative URLs.
        metadata: True to add the page's metadata as ``page``.
        options: see ``dechrome.Cleaner``. The default of ``source`` is "html".
    """

    name = "🧽 dechrome"
    _source = "html"


class DechromeLines(_CleanStep):
    """Drops chrome lines from text that was extracted before, such as WET files.

    Args:
        metadata: True to add the text's metadata as ``page``.
        options: see ``dechrome.Cleaner``. The default of ``source`` is "text".
    """

    name = "🧽 dechrome lines"
    _source = "text"


def _page_fields(page: Page) -> dict[str, Any]:
    """Returns the metadata fields that a step adds to every document."""
    fields = {
        "language": page.language,
        "language_confidence": page.language_confidence,
        "confidence": page.confidence,
        "degraded": page.degraded,
        "block_count": page.block_count,
        "kept_count": page.kept_count,
        "dropped": page.dropped,
    }
    return {name: value for name, value in fields.items() if value is not None}
