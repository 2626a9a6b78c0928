"""Cleans DataFrames of Spark on the executors (``mapInArrow``).

    df = dechrome.spark.clean(spark.read.parquet("crawl/"), "html")
    df.select("url", "text", "language").write.parquet("out/")

The executors need the packages ``dechrome`` and ``pyarrow``. Spark passes batches of 10,000 rows by
default, which is too many for pages. If ``spark.sql.execution.arrow.maxRecordsPerBatch`` is 500, a
batch of pages has about 50 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow

from dechrome import Cleaner
from dechrome._keywords import split_batch_keywords

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType
    from typing_extensions import Unpack

    from dechrome.typing import BatchKeywords, Columns

__all__ = ["clean", "schema"]


def clean(df: DataFrame, column: str, **keywords: Unpack[BatchKeywords]) -> DataFrame:
    """Cleans a column of a DataFrame.

    Args:
        df: the DataFrame.
        column: the column that contains the documents, ``string`` or ``binary``. A null gives
            nulls.
        keywords: prefix, also, links, images and url: see ``dechrome.Cleaner.clean_batch``. All
            other keywords are options of ``dechrome.Cleaner``.

    Returns:
        A DataFrame with the result columns (``schema``) after the columns of ``df``. Spark cleans
        when it needs the rows. It repeats the tasks of a lost executor, and they give the same
        results.

    Raises:
        TypeError, ValueError: for an option that ``Cleaner`` does not accept, a column that
            contains neither strings nor bytes, or a name that is already taken. They are raised
            here, not on the executors.
        KeyError: if a column does not exist.
    """
    columns, options = split_batch_keywords(keywords)
    cleaner = Cleaner(**options)
    result = schema(df.schema, column, **columns)

    def clean_batches(
        batches: Iterable[pyarrow.RecordBatch],
    ) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield pyarrow.record_batch(cleaner.clean_batch(batch, column, **columns))

    return df.mapInArrow(clean_batches, result)


def schema(before: StructType, column: str, **columns: Unpack[Columns]) -> StructType:
    """Returns the schema that ``clean`` gives to a DataFrame with the schema ``before``.

    Args:
        columns: prefix, also, links, images and url: see ``dechrome.Cleaner.clean_batch``.

    Raises:
        KeyError: if a column does not exist.
        TypeError: if a column contains neither strings nor bytes.
        ValueError: if a name is already taken, or ``also`` contains an unknown name.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
    from pyspark.sql.types import StructType

    read_columns = (column, columns.get("url"))

    def empty_column(name: str) -> pyarrow.Array:
        # The cleaner does not look at the other columns, and Arrow may not know their types.
        is_read = name in read_columns
        return pyarrow.array(
            [], to_arrow_type(before[name].dataType) if is_read else pyarrow.null()
        )

    arrays = [empty_column(name) for name in before.names]
    batch = pyarrow.RecordBatch.from_arrays(arrays, before.names)
    after = pyarrow.record_batch(Cleaner().clean_batch(batch, column, **columns)).schema
    added = pyarrow.schema([after.field(at) for at in range(len(before), len(after))])
    return StructType(before.fields + from_arrow_schema(added).fields)
