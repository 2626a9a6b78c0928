"""Cleaning on Spark: ``clean`` adds columns of results to a DataFrame, batch by batch on the executors (``mapInArrow``).

    df = dechrome.spark.clean(spark.read.parquet("crawl/"), "html")
    df.select("url", "text", "language").write.parquet("out/")

The executors need the package and pyarrow. Spark hands over 10,000 rows at once, which are many pages: with
``spark.sql.execution.arrow.maxRecordsPerBatch`` at 500 a batch of pages has some 50 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow

from dechrome import Cleaner

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType
    from typing_extensions import Unpack

    from dechrome.typing import Columns, Extra, Options

__all__ = ["clean", "schema"]


def clean(
    df: DataFrame,
    column: str,
    *,
    prefix: str = "",
    also: Iterable[Extra] = (),
    links: bool = False,
    images: bool = False,
    url: str | None = None,
    **options: Unpack[Options],
) -> DataFrame:
    """Cleans a column of a DataFrame.

    Args:
        df: the DataFrame.
        column: the column with the documents, ``string`` or ``binary``. Null stays null.
        prefix: stands before the names of the new columns.
        also: names of more columns: ``markdown``, ``html``, ``metadata`` (a JSON object) and ``comments`` (a JSON array; with
            ``comments=True``).
        links, images: whether Markdown and HTML have the addresses of links, and images.
        url: the column with the pages' addresses, with which those in Markdown and HTML are made absolute.
        options: those of ``dechrome.Cleaner``.

    Returns:
        A DataFrame with all columns of ``df``, and behind them those that ``schema`` adds. Cleaning is done when its rows are
        asked for; a task that is lost is done again, and gives the same.

    Raises:
        TypeError, ValueError: an option that ``Cleaner`` does not take; a column that holds neither strings nor bytes;
            a name that is taken. All of it here, and not on the executors.
        KeyError: there is no such column.
    """
    cleaner = Cleaner(**options)
    columns: Columns = {"prefix": prefix, "also": tuple(also), "links": links, "images": images, "url": url}
    result = schema(df.schema, column, **columns)

    def cleaned(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield pyarrow.record_batch(cleaner.clean_batch(batch, column, **columns))

    return df.mapInArrow(cleaned, result)


def schema(before: StructType, column: str, **columns: Unpack[Columns]) -> StructType:
    """The schema of what ``clean`` makes of a DataFrame with the schema ``before``.

    Args:
        columns: prefix, also, links, images and url, as ``clean`` takes them.

    Raises:
        KeyError: there is no such column.
        TypeError: one holds neither strings nor bytes.
        ValueError: a name is taken, or none in ``also``.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
    from pyspark.sql.types import StructType

    def empty(name: str) -> pyarrow.Array:
        # What the other columns hold plays no part, and Arrow need not know it.
        return pyarrow.array([], to_arrow_type(before[name].dataType) if name in (column, columns.get("url")) else pyarrow.null())

    batch = pyarrow.RecordBatch.from_arrays([empty(name) for name in before.names], before.names)
    after = pyarrow.record_batch(Cleaner().clean_batch(batch, column, **columns)).schema
    added = pyarrow.schema([after.field(at) for at in range(len(before), len(after))])
    return StructType(before.fields + from_arrow_schema(added).fields)
