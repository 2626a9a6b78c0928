"""Cleans datasets of Ray Data.

    ds = dechrome.ray.clean(ray.data.read_parquet("crawl/"), "html")
    ds.select_columns(["url", "text", "language"]).write_parquet("out/")

The workers need the packages ``dechrome`` and ``pyarrow``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow

from dechrome import Cleaner
from dechrome._keywords import split_batch_keywords

if TYPE_CHECKING:
    from ray.data import Dataset
    from typing_extensions import Unpack

    from dechrome.typing import BatchKeywords

__all__ = ["Clean", "clean"]


class Clean:
    """Adds result columns to a batch, as a callable for ``Dataset.map_batches``.

        ds.map_batches(dechrome.ray.Clean("html"), batch_format="pyarrow")

    Args:
        column: the column that contains the documents, strings or bytes. A null gives nulls.
        keywords: prefix, also, links, images and url: see ``dechrome.Cleaner.clean_batch``. All
            other keywords are options of ``dechrome.Cleaner``.

    Raises:
        TypeError, ValueError: for an option that ``Cleaner`` does not accept.
    """

    def __init__(self, column: str, **keywords: Unpack[BatchKeywords]) -> None:
        self.column = column
        self.columns, options = split_batch_keywords(keywords)
        self.cleaner = Cleaner(**options)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """Returns ``table`` with the result columns after its own columns."""
        # A table without rows has no batches. An empty batch still adds the columns.
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        cleaned = []
        for batch in batches:
            result = self.cleaner.clean_batch(batch, self.column, **self.columns)
            cleaned.append(pyarrow.record_batch(result))
        return pyarrow.Table.from_batches(cleaned)


def clean(
    ds: Dataset, column: str, *, ray_options: dict[str, Any] | None = None, **keywords: Any
) -> Dataset:
    """Cleans a column of a dataset.

    Args:
        ds: the dataset.
        column, keywords: see ``Clean``.
        ray_options: keywords for ``Dataset.map_batches``, such as ``batch_size`` (rows) and
            ``num_cpus``.

    Returns:
        A dataset with the result columns after the columns of ``ds``. Ray repeats the tasks of a
        lost worker, and they give the same results.
    """
    step = Clean(column, **keywords)
    return ds.map_batches(step, batch_format="pyarrow", **(ray_options or {}))
