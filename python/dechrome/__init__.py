r"""Extracts the article from HTML pages and from plain text that was extracted from HTML.

>>> import dechrome
>>> page = dechrome.clean(
...     b"<nav>Home</nav><article><p>It rained for three days, and on the fourth the river left its"
...     b" bed and took the bridge with it.</p></article><footer>All rights reserved</footer>"
... )
>>> page.text
'It rained for three days, and on the fourth the river left its bed and took the bridge with it.\n'
>>> [(block.kind, block.keep) for block in page.blocks][1]
('body', True)

``clean``, ``clean_many`` and ``clean_batch`` accept the options of ``Cleaner``. To clean repeatedly
with the same options, build one ``Cleaner`` and call its methods. ``dechrome.datatrove``,
``dechrome.spark`` and ``dechrome.ray`` clean on clusters.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, overload

from dechrome._dechrome import KINDS, Block, Cleaner, Page, Pages, RecordBatch, Table, __version__
from dechrome._keywords import split_batch_keywords

# Imported at run time too, so that `typing.get_type_hints` finds them.
from dechrome.typing import (
    ArrowArray,
    ArrowStream,
    BatchKeywords,
    Document,
    DocumentOrPair,
    Options,
    Unpack,
)

__all__ = [
    "KINDS",
    "Block",
    "Cleaner",
    "Page",
    "Pages",
    "RecordBatch",
    "Table",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
]


def clean(data: Document, *, url: str | None = None, **options: Unpack[Options]) -> Page:
    """Cleans one document.

    Args:
        data, url: see ``Cleaner.clean``.
        options: see ``Cleaner``.

    Raises:
        TypeError, ValueError, UnicodeEncodeError: see ``Cleaner`` and ``Cleaner.clean``.
    """
    return _cleaner(options).clean(data, url=url)


def clean_many(
    documents: Iterable[DocumentOrPair], *, threads: int | None = None, **options: Unpack[Options]
) -> Pages:
    """Cleans many documents in threads. Returns an iterator over the pages, in document order.

    Args:
        documents, threads: see ``Cleaner.clean_many``.
        options: see ``Cleaner``.

    Raises:
        TypeError, ValueError: see ``Cleaner`` and ``Cleaner.clean_many``.
    """
    return _cleaner(options).clean_many(documents, threads=threads)


@overload
def clean_batch(
    batch: ArrowArray, column: str, **keywords: Unpack[BatchKeywords]
) -> RecordBatch: ...
@overload
def clean_batch(batch: ArrowStream, column: str, **keywords: Unpack[BatchKeywords]) -> Table: ...
def clean_batch(
    batch: ArrowArray | ArrowStream, column: str, **keywords: Unpack[BatchKeywords]
) -> RecordBatch | Table:
    """Cleans a column of an Arrow record batch or table, in one thread.

    Args:
        batch, column: see ``Cleaner.clean_batch``.
        keywords: prefix, also, links, images and url: see ``Cleaner.clean_batch``. All other
            keywords are options of ``Cleaner``.

    Raises:
        TypeError, KeyError, ValueError, OverflowError: see ``Cleaner`` and ``Cleaner.clean_batch``.
    """
    columns, options = split_batch_keywords(keywords)
    return _cleaner(options).clean_batch(batch, column, **columns)


def _cleaner(options: Any) -> Cleaner:
    return Cleaner(**options) if options else _default_cleaner()


@functools.cache
def _default_cleaner() -> Cleaner:
    return Cleaner()
