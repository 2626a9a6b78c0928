"""Cleaning on Ray Data: ``Clean`` is a callable for ``Dataset.map_batches``, and ``clean`` calls it.

    ds = dechrome.ray.clean(ray.data.read_parquet("crawl/"), "html")
    ds.select_columns(["url", "text", "language"]).write_parquet("out/")

The workers need the package and pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow

from dechrome import Cleaner

if TYPE_CHECKING:
    from ray.data import Dataset
    from typing_extensions import Unpack

    from dechrome.typing import Columns, Extra, Options

__all__ = ["Clean", "clean"]


class Clean:
    """Adds columns of results to a batch.

        ds.map_batches(dechrome.ray.Clean("html"), batch_format="pyarrow")

    Args:
        column: the column with the documents, strings or bytes. Null stays null.
        prefix: stands before the names of the new columns.
        also: names of more columns: ``markdown``, ``html``, ``metadata`` (a JSON object) and ``comments`` (a JSON array; with
            ``comments=True``).
        links, images: whether Markdown and HTML have the addresses of links, and images.
        url: the column with the pages' addresses, with which those in Markdown and HTML are made absolute.
        options: those of ``dechrome.Cleaner``.

    Raises:
        TypeError, ValueError: an option that ``Cleaner`` does not take.
    """

    def __init__(
        self,
        column: str,
        *,
        prefix: str = "",
        also: Iterable[Extra] = (),
        links: bool = False,
        images: bool = False,
        url: str | None = None,
        **options: Unpack[Options],
    ) -> None:
        self.column = column
        self.columns: Columns = {"prefix": prefix, "also": tuple(also), "links": links, "images": images, "url": url}
        self.cleaner = Cleaner(**options)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """All columns of ``table``, and behind them those that ``dechrome.Cleaner.clean_batch`` adds."""
        # A table without rows has no batches, and columns all the same.
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        cleaned = (self.cleaner.clean_batch(batch, self.column, **self.columns) for batch in batches)
        return pyarrow.Table.from_batches([pyarrow.record_batch(batch) for batch in cleaned])


def clean(ds: Dataset, column: str, *, ray_options: dict[str, Any] | None = None, **keywords: Any) -> Dataset:
    """Cleans a column of a dataset.

    Args:
        ds: the dataset.
        column, keywords: those of ``Clean``.
        ray_options: keywords for ``Dataset.map_batches``, such as ``batch_size`` (rows) and ``num_cpus``.

    Returns:
        A dataset with all columns of ``ds``, and behind them those that ``dechrome.Cleaner.clean_batch`` adds. A task that is
        lost is done again, and gives the same.
    """
    step = Clean(column, **keywords)
    return ds.map_batches(step, batch_format="pyarrow", **(ray_options or {}))
