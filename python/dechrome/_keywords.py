"""The keywords that ``clean_batch`` and the functions for Spark and Ray share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dechrome.typing import Columns, Options


def split_batch_keywords(keywords: Mapping[str, Any]) -> tuple[Columns, Options]:
    """Splits keywords into those of ``Cleaner.clean_batch`` and the options of ``Cleaner``.

    ``Cleaner`` rejects unknown keywords, so they count as options.
    """
    columns: Any = {}
    options: Any = {}
    for name, value in keywords.items():
        (columns if name in Columns.__annotations__ else options)[name] = value
    also = columns.get("also")
    # Spark and Ray pickle the keywords and use them for every batch, which consumes an iterator. A
    # str is not split into characters here: the cleaner rejects it with a clear message.
    if isinstance(also, Iterable) and not isinstance(also, str):
        columns["also"] = tuple(also)
    return columns, options
