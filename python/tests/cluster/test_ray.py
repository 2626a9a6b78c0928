"""Ray Data on a cluster of two nodes."""

import threading
import time

import dechrome
import dechrome.ray
import pyarrow
import pytest
import ray
from ray.cluster_utils import Cluster

# Bytes of a node's object store. Ray requires at least about 75 MB.
STORE = 200 << 20
# Rows per block.
BLOCK = 100


@pytest.fixture
def cluster():
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False},
    )
    node = cluster.add_node(num_cpus=1, object_store_memory=STORE)
    ray.init(address=cluster.address, log_to_driver=False)
    cluster.wait_for_nodes()
    yield cluster, node
    ray.shutdown()
    cluster.shutdown()


def cleaned(crawl):
    # By default Ray puts all these pages into one block, so one node would clean them all.
    ds = ray.data.read_parquet(str(crawl)).repartition(target_num_rows_per_block=BLOCK)
    return dechrome.ray.clean(ds, "html", source="html")


def texts(ds) -> dict[int, str]:
    return {row["id"]: row["text"] for row in ds.select_columns(["id", "text"]).take_all()}


def test_the_texts_equal_those_of_the_command(cluster, crawl, wanted):
    ds = cleaned(crawl)
    assert texts(ds) == wanted
    assert ds.schema().names[:4] == ["id", "name", "html", "text"]


def test_a_stopped_node_changes_nothing(cluster, crawl, wanted):
    nodes, second = cluster
    result = {}
    job = threading.Thread(target=lambda: result.update(texts(cleaned(crawl))), daemon=True)
    job.start()
    deadline = time.monotonic() + 120
    # The second node works as soon as no core is free.
    while ray.available_resources().get("CPU", 0) > 0:
        assert job.is_alive() and time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(1)
    assert job.is_alive(), "the job ended before the node was stopped"
    nodes.remove_node(second, allow_graceful=False)
    job.join()
    assert result == wanted
    assert sum(node["Alive"] for node in ray.nodes()) == 1


def test_the_callable_cleans_tables():
    step = dechrome.ray.Clean("doc", prefix="dc_", source="text")
    table = pyarrow.table(
        {"doc": pyarrow.chunked_array([["It rained for three days on the old bridge."], [None]])}
    )
    assert step(table)["dc_text"].to_pylist() == [
        dechrome.clean(table["doc"][0].as_py(), source="text").text,
        None,
    ]
    more = dechrome.ray.Clean("doc", also=["markdown"], prefix="x_")(table)
    assert more.column_names[-1] == "x_markdown" and more.num_rows == table.num_rows
    assert step(table.slice(0, 0)).column_names == step(table).column_names
    for column, options, error in [
        ("doc", {"nonsense": 1}, TypeError),
        ("doc", {"source": "pdf"}, ValueError),
    ]:
        with pytest.raises(error):
            dechrome.ray.Clean(column, **options)
    with pytest.raises(KeyError):
        dechrome.ray.Clean("html")(table)
