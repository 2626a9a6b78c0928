"""Spark in local-cluster mode: the master and the executors are separate processes."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import dechrome
import dechrome.spark
import pytest
from pyspark.sql import SparkSession
from pyspark.sql import types as T
from samples import PAGE


@pytest.fixture(scope="module")
def spark():
    # The executors need this interpreter, which has the package.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        # Two workers of one core and 1 GiB each.
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.executor.memory", "512m")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .config("spark.sql.files.maxPartitionBytes", "400000")
        .config("spark.sql.files.openCostInBytes", "0")
        .getOrCreate()
    )
    yield session
    session.stop()


def executors() -> list[int]:
    """Returns the process ids of this program's executors."""
    parents, found = {}, []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes()
            parents[int(entry.name)] = int(
                (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
            )
        except (OSError, ValueError):
            continue
        if b"CoarseGrainedExecutorBackend" in command:
            found.append(int(entry.name))

    def ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid == os.getpid()

    return [pid for pid in found if ours(pid)]


def texts(df) -> dict[int, str]:
    return {row["id"]: row["text"] for row in df.select("id", "text").collect()}


def test_the_texts_equal_those_of_the_command(spark, crawl, wanted):
    df = dechrome.spark.clean(spark.read.parquet(str(crawl)), "html", source="html")
    assert df.columns[:3] == ["id", "name", "html"]
    assert texts(df) == wanted
    assert len(executors()) == 2


def test_a_killed_executor_changes_nothing(spark, crawl, wanted):
    df = dechrome.spark.clean(spark.read.parquet(str(crawl)), "html", source="html")
    result = {}
    job = threading.Thread(target=lambda: result.update(texts(df)), daemon=True)
    job.start()
    tracker = spark.sparkContext.statusTracker()

    def completed() -> int:
        return sum(
            tracker.getStageInfo(stage).numCompletedTasks
            for stage in tracker.getActiveStageIds()
            if tracker.getStageInfo(stage)
        )

    deadline = time.monotonic() + 120
    while completed() < 2:
        assert job.is_alive() and time.monotonic() < deadline
        time.sleep(0.02)
    before = executors()
    os.kill(before[0], signal.SIGKILL)
    assert job.is_alive(), "the job ended before the executor was killed"
    job.join()
    assert result == wanted
    assert before[0] not in executors()


def test_the_schema_describes_the_result(spark):
    df = spark.createDataFrame(
        [(1, "Share on Facebook\nIt rained for three days on the old bridge.\n"), (2, None)],
        "n int not null, doc string",
    )
    cleaned = dechrome.spark.clean(df, "doc", prefix="dc_", source="text")
    assert cleaned.schema == dechrome.spark.schema(df.schema, "doc", prefix="dc_")
    assert cleaned.schema.fields[:2] == df.schema.fields
    assert [field.name for field in cleaned.schema.fields[2:5]] == [
        "dc_text",
        "dc_title",
        "dc_language",
    ]
    assert (
        cleaned.schema["dc_confidence"].dataType == T.FloatType()
        and cleaned.schema["dc_block_count"].dataType == T.IntegerType()
    )
    first, second = cleaned.orderBy("n").collect()
    assert (
        first["dc_text"] == dechrome.clean(first["doc"], source="text").text
        and second["dc_text"] is None
    )


def test_markdown_and_metadata_are_columns(spark):
    df = spark.createDataFrame([(PAGE, "https://a.example/")], "doc string, at string")
    [row] = dechrome.spark.clean(
        df, "doc", also=["markdown", "metadata"], links=True, url="at"
    ).collect()
    page = dechrome.clean(PAGE, url="https://a.example/")
    assert (
        row["markdown"] == page.markdown(links=True)
        and json.loads(row["metadata"]) == page.metadata
    )


def test_invalid_arguments_are_errors_before_the_job_runs(spark):
    df = spark.createDataFrame([(1, "x", "y")], "n int, doc string, title string")
    for keywords, error in [
        ({"column": "html"}, KeyError),
        ({"column": "n"}, TypeError),
        ({"column": "doc"}, ValueError),
        ({"column": "doc", "prefix": "x", "source": "pdf"}, ValueError),
        ({"column": "doc", "prefix": "x", "nonsense": 1}, TypeError),
        ({"column": "doc", "prefix": "x", "also": ["pdf"]}, ValueError),
        ({"column": "doc", "prefix": "x", "url": "n"}, TypeError),
    ]:
        with pytest.raises(error):
            dechrome.spark.clean(df, **keywords)
