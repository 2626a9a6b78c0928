"""Cleaning on Ray Data: ``Clean`` is a callable for ``Dataset.map_batches``, and ``clean`` calls it.

    ds = dechrome.ray.clean(ray.data.read_parquet("crawl/"), "html")
    ds.select_columns(["url", "text", "language"]).write_parquet("out/")

The workers need the package and pyarrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow

from dechrome import Cleaner

if TYPE_CHECKING:
    from ray.data import Dataset
    from typing_extensions import Unpack

    from dechrome.typing import Options

__all__ = ["Clean", "clean"]


class Clean:
    """Adds columns of results to a batch.

        ds.map_batches(dechrome.ray.Clean("html"), batch_format="pyarrow")

    Args:
        column: the column with the documents, strings or bytes. Null stays null.
        prefix: stands before the names of the new columns.
        options: those of ``dechrome.Cleaner``.

    Raises:
        TypeError, ValueError: an option that ``Cleaner`` does not take.
    """

    def __init__(self, column: str, *, prefix: str = "", **options: Unpack[Options]) -> None:
        self.column = column
        self.prefix = prefix
        self.cleaner = Cleaner(**options)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """All columns of ``table``, and behind them those that ``dechrome.Cleaner.clean_batch`` adds."""
        # A table without rows has no batches, and columns all the same.
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        cleaned = (self.cleaner.clean_batch(batch, self.column, prefix=self.prefix) for batch in batches)
        return pyarrow.Table.from_batches([pyarrow.record_batch(batch) for batch in cleaned])


def clean(ds: Dataset, column: str, *, prefix: str = "", ray_options: dict[str, Any] | None = None, **options: Unpack[Options]) -> Dataset:
    """Cleans a column of a dataset.

    Args:
        ds: the dataset.
        column, prefix, options: those of ``Clean``.
        ray_options: keywords for ``Dataset.map_batches``, such as ``batch_size`` (rows) and ``num_cpus``.

    Returns:
        A dataset with all columns of ``ds``, and behind them those that ``dechrome.Cleaner.clean_batch`` adds. A task that is
        lost is done again, and gives the same.
    """
    step = Clean(column, prefix=prefix, **options)
    return ds.map_batches(step, batch_format="pyarrow", **(ray_options or {}))
