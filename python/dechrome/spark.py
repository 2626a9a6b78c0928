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

    from dechrome.typing import Options

__all__ = ["clean", "schema"]


def clean(df: DataFrame, column: str, *, prefix: str = "", **options: Unpack[Options]) -> DataFrame:
    """Cleans a column of a DataFrame.

    Args:
        df: the DataFrame.
        column: the column with the documents, ``string`` or ``binary``. Null stays null.
        prefix: stands before the names of the new columns.
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
    result = schema(df.schema, column, prefix=prefix)

    def cleaned(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield pyarrow.record_batch(cleaner.clean_batch(batch, column, prefix=prefix))

    return df.mapInArrow(cleaned, result)


def schema(before: StructType, column: str, *, prefix: str = "") -> StructType:
    """The schema of what ``clean`` makes of a DataFrame with the schema ``before``.

    Raises:
        KeyError: there is no such column.
        TypeError: it holds neither strings nor bytes.
        ValueError: a name is taken.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
    from pyspark.sql.types import StructType

    def empty(name: str) -> pyarrow.Array:
        # What the other columns hold plays no part, and Arrow need not know it.
        return pyarrow.array([], to_arrow_type(before[name].dataType) if name == column else pyarrow.null())

    batch = pyarrow.RecordBatch.from_arrays([empty(name) for name in before.names], before.names)
    after = pyarrow.record_batch(Cleaner().clean_batch(batch, column, prefix=prefix)).schema
    added = pyarrow.schema([after.field(at) for at in range(len(before), len(after))])
    return StructType(before.fields + from_arrow_schema(added).fields)
