"""Fixtures of the cluster tests."""

import itertools

import pyarrow
import pyarrow.parquet
import pytest

ROWS = 3000
FILES = 12


@pytest.fixture(scope="session")
def crawl(tmp_path_factory, pages):
    """A folder of Parquet files (id, name, html) that repeat the pages of the corpus."""
    folder = tmp_path_factory.mktemp("crawl")
    rows = list(zip(range(ROWS), itertools.cycle(pages.items())))
    for number in range(FILES):
        mine = rows[number::FILES]
        columns = {
            "id": [id for id, _ in mine],
            "name": [name for _, (name, _) in mine],
            "html": [page for _, (_, page) in mine],
        }
        pyarrow.parquet.write_table(pyarrow.table(columns), folder / f"{number}.parquet")
    return folder


@pytest.fixture(scope="session")
def wanted(expected, pages):
    """The expected text of each row of the crawl."""
    return {id: expected[name] for id, name in zip(range(ROWS), itertools.cycle(pages))}
