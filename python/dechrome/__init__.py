r"""Keeps the article of a web page and drops its chrome, in HTML and in plain text somebody already pulled out of HTML.

>>> import dechrome
>>> page = dechrome.clean(b"<nav>Home</nav><article><p>It rained for three days, and on the fourth the river left its bed"
...                       b" and took the old bridge with it.</p></article><footer>All rights reserved</footer>")
>>> page.text
'It rained for three days, and on the fourth the river left its bed and took the old bridge with it.\n'
>>> [(block.kind, block.keep) for block in page.blocks][1]
('body', True)

`clean`, `clean_many` and `clean_batch` take the options of `Cleaner`; who cleans more than once with the same options builds
one. `dechrome.datatrove`, `dechrome.spark` and `dechrome.ray` run it on clusters.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dechrome._dechrome import KINDS, Block, Cleaner, Page, Pages, RecordBatch, __version__

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from dechrome.typing import ArrowArray, Document, Extra, Options

__all__ = [
    "KINDS",
    "Block",
    "Cleaner",
    "Page",
    "Pages",
    "RecordBatch",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
]


def clean(data: Document, *, url: str | None = None, **options: Unpack[Options]) -> Page:
    """Cleans one document.

    Args:
        data: the document. ``bytes`` and ``str`` are not copied; of a ``bytearray`` or ``memoryview`` a copy is read.
        url: its address; ``Page.url`` has it, and Markdown and HTML make the addresses in them absolute with it.
        options: those of ``Cleaner``: source, charset, point, keep, drop, include, exclude, comments, limits.

    Returns:
        The page. A page without an article is a page with nothing kept, and no error.

    Raises:
        TypeError: ``data`` is nothing of that, or there is no such option.
        UnicodeEncodeError: a ``str`` with a lone surrogate.
        ValueError: what ``Cleaner`` raises for values that it does not know.
    """
    return _cleaner(options).clean(data, url=url)


def clean_many(documents: Iterable[Document], *, threads: int | None = None, **options: Unpack[Options]) -> Pages:
    """Cleans many documents in threads, and gives their pages in the order of the documents.

    Args:
        documents: an iterable of what ``clean`` takes. It is read as pages are asked for: at most eight documents for
            each thread, and 64 MiB, are under way.
        threads: 1 to 1024; as many as there are processors by default.
        options: those of ``Cleaner``.

    Returns:
        An iterator over ``Page``.

    Raises:
        TypeError: ``documents`` is no iterable, or there is no such option.
        ValueError: a number of threads out of range, or what ``Cleaner`` raises.
        On the way, when its turn has come: what ``clean`` raises for a document (the next one gives the page after it),
        and what the iterable raises (the end).
    """
    return _cleaner(options).clean_many(documents, threads=threads)


def clean_batch(
    batch: ArrowArray,
    column: str,
    *,
    prefix: str = "",
    also: Iterable[Extra] = (),
    links: bool = False,
    images: bool = False,
    url: str | None = None,
    **options: Unpack[Options],
) -> RecordBatch:
    """Cleans a column of an Arrow record batch, in one thread.

    Args:
        batch: anything with ``__arrow_c_array__``, as ``pyarrow.RecordBatch``.
        column: the column with the documents: ``string`` or ``binary``, ``large`` ones and views too. Null stays null.
        prefix: stands before the names of the new columns.
        also: names of more columns: ``markdown``, ``html``, ``metadata`` (a JSON object) and ``comments`` (a JSON array; with
            ``comments=True``).
        links, images: whether Markdown and HTML have the addresses of links, and images.
        url: the column with the pages' addresses, with which those in Markdown and HTML are made absolute.
        options: those of ``Cleaner``.

    Returns:
        A batch (``pyarrow.record_batch`` and the like read it) with all columns of ``batch``, and behind them text, title,
        language, language_confidence, confidence, source, encoding, degraded, block_count, kept_count and those
        of ``also``, as ``Cleaner.clean_batch`` has them.

    Raises:
        TypeError: ``batch`` is no record batch, or a column holds neither strings nor bytes.
        KeyError: there is no such column.
        ValueError: ``batch`` has a column with the name of a new one; a name in ``also`` that is none of these; Arrow data that
            breaks its own rules.
        OverflowError: more than 2 GiB of text come of one batch.
    """
    return _cleaner(options).clean_batch(batch, column, prefix=prefix, also=also, links=links, images=images, url=url)


def _cleaner(options: Any) -> Cleaner:
    return Cleaner(**options) if options else _default_cleaner()


@functools.cache
def _default_cleaner() -> Cleaner:
    return Cleaner()
