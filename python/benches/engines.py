#!/usr/bin/env python3
"""Measures documents per second of the command, of Python and of the cluster engines.

    python/benches/engines.py FOLDER [ENGINE...] [--documents 1500] [--rounds 3]

FOLDER contains pages (.html, .html.gz). They repeat until there are enough documents. Each engine
runs in its own process, after one round to warm up. `docs/cpu-s` is documents by CPU time of the
engine's whole process tree. Other programs on the machine distort it less than `docs/s`.
"""

import argparse
import gzip
import io
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Pages per batch: about 10 MB.
ROWS = 100
# The number of Parquet files and of WARC files.
FILES = 8


def pages(folder: Path, documents: int) -> list[bytes]:
    files = sorted(
        path for path in folder.rglob("*.html*") if path.name.endswith((".html", ".html.gz"))
    )
    read = [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in files
    ]
    # WARC readers skip pages that they cannot decode. UTF-8 gives every engine the same pages.
    read = [page.decode("utf-8", "replace").encode() for page in read]
    # Sample the whole folder.
    step = max(1, len(read) // documents)
    return list(itertools.islice(itertools.cycle(read[::step]), documents))


def write_inputs(folder: Path, documents: list[bytes]) -> None:
    import pyarrow
    import pyarrow.parquet
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for name in ("pages", "parquet", "warc"):
        (folder / name).mkdir()
    for number, page in enumerate(documents):
        (folder / "pages" / f"{number:06}.html").write_bytes(page)
    for number in range(FILES):
        mine = documents[number::FILES]
        table = pyarrow.table({"id": list(range(number, len(documents), FILES)), "html": mine})
        pyarrow.parquet.write_table(
            table, folder / "parquet" / f"{number}.parquet", row_group_size=ROWS
        )
        with open(folder / "warc" / f"{number}.warc.gz", "wb") as out:
            writer = WARCWriter(out, gzip=True)
            for page in mine:
                http = StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
                )
                headers = {"WARC-Identified-Payload-Type": "text/html"}
                writer.write_record(
                    writer.create_warc_record(
                        "http://a.example/",
                        "response",
                        io.BytesIO(page),
                        http_headers=http,
                        warc_headers_dict=headers,
                    )
                )


# Each engine takes the folder of inputs and returns a function that cleans all of them.


def command(folder: Path, threads: int = 1):
    program = os.environ.get("DECHROME", ROOT / "target" / "release" / "dechrome")
    run = [
        program,
        "batch",
        folder / "pages",
        "--from",
        "html",
        "--threads",
        str(threads),
        "--quiet",
        "--output",
        "-",
    ]
    return lambda: subprocess.run(list(map(str, run)), check=True, stdout=subprocess.DEVNULL)


def many(folder: Path, threads: int = 1):
    import dechrome

    cleaner = dechrome.Cleaner(source="html")

    def run():
        documents = (path.read_bytes() for path in sorted((folder / "pages").iterdir()))
        with open(os.devnull, "w") as out:
            for page in cleaner.clean_many(documents, threads=threads):
                out.write(
                    json.dumps(
                        {
                            "text": page.text,
                            "language": page.language,
                            "confidence": page.confidence,
                        }
                    )
                )

    return run


def batch(folder: Path):
    import dechrome
    import pyarrow
    import pyarrow.parquet

    cleaner = dechrome.Cleaner(source="html")

    def run():
        for file in sorted((folder / "parquet").iterdir()):
            for rows in pyarrow.parquet.ParquetFile(file).iter_batches(ROWS):
                assert pyarrow.record_batch(cleaner.clean_batch(rows, "html"))["text"]

    return run


def pipeline(folder: Path, extractor):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter
    from datatrove.utils.logging import logger

    logger.remove()

    def run():
        with tempfile.TemporaryDirectory() as out:
            LocalPipelineExecutor(
                [WarcReader(str(folder / "warc")), extractor, JsonlWriter(out)],
                logging_dir=f"{out}/logs",
            ).run()

    return run


def datatrove(folder: Path):
    from dechrome.datatrove import DechromeExtractor

    return pipeline(folder, DechromeExtractor())


def trafilatura(folder: Path):
    from datatrove.pipeline.extractors import Trafilatura

    # The default timeout is one second of wall time per page, which a busy machine exceeds.
    return pipeline(folder, Trafilatura(timeout=10))


def spark(folder: Path, workers: int = 1):
    from pyspark.sql import SparkSession

    import dechrome.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local-cluster[{workers},1,2048]")
        .config("spark.executor.memory", "1g")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(ROWS))
        # One file per task.
        .config("spark.sql.files.openCostInBytes", str(128 << 20))
        .getOrCreate()
    )

    def run():
        df = dechrome.spark.clean(
            session.read.parquet(str(folder / "parquet")), "html", source="html"
        )
        df.select("id", "text", "language", "confidence").write.format("noop").mode(
            "overwrite"
        ).save()

    return run


def ray(folder: Path, workers: int = 1):
    import ray
    from ray.cluster_utils import Cluster

    import dechrome.ray

    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    for _ in range(1, workers):
        cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False

    def run():
        # By default Ray puts all these files into one block for one node.
        read = ray.data.read_parquet(str(folder / "parquet")).repartition(
            target_num_rows_per_block=ROWS
        )
        ds = dechrome.ray.clean(read, "html", source="html")
        for _ in ds.select_columns(["id", "text", "language", "confidence"]).iter_batches(
            batch_format="pyarrow"
        ):
            pass

    return run


ENGINES = {
    "command": command,
    "command-2": lambda folder: command(folder, 2),
    "clean_many": many,
    "clean_many-2": lambda folder: many(folder, 2),
    "clean_batch": batch,
    "datatrove": datatrove,
    "trafilatura": trafilatura,
    "spark": spark,
    "spark-2": lambda folder: spark(folder, 2),
    "ray": ray,
    "ray-2": lambda folder: ray(folder, 2),
}


def cpu_seconds() -> float:
    """Returns the CPU seconds of this process and of all its descendants."""
    parents, times = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # proc(5) numbers the fields from 1, and `fields` starts at 3. Field 4 is the parent.
            # 14 to 17 are utime, stime, and both for children that were waited for.
            parents[int(entry.name)] = int(fields[1])
            times[int(entry.name)] = sum(map(int, fields[11:15]))

    def is_descendant(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    ticks = sum(time for process, time in times.items() if is_descendant(process))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(name: str, folder: Path, rounds: int) -> None:
    """Runs an engine and prints the wall time and the CPU time of each round as a JSON line."""
    run = ENGINES[name](folder)
    run()
    for _ in range(rounds):
        wall, cpu = time.monotonic(), cpu_seconds()
        run()
        print(json.dumps([time.monotonic() - wall, cpu_seconds() - cpu]), flush=True)


def run_engine(name: str, folder: str, rounds: int) -> list[tuple[float, float]]:
    """Measures an engine in its own process. Returns wall and CPU seconds of each round."""
    command_line = [sys.executable, __file__, "--one", folder, name, "--rounds", str(rounds)]
    # Clusters may fail while they shut down. Count the rounds, not the exit status.
    lines = subprocess.run(command_line, stdout=subprocess.PIPE).stdout.splitlines()
    # Engines may print other lines too.
    measured = [json.loads(line) for line in lines if line[:1] == b"[" and line[-1:] == b"]"]
    if len(measured) != rounds:
        sys.exit(f"{name}: only {len(measured)} of {rounds} rounds succeeded")
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "engines", nargs="*", default=list(ENGINES), metavar="ENGINE", help=" ".join(ENGINES)
    )
    parser.add_argument("--documents", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        return measure(args.engines[0], args.folder, args.rounds)
    documents = pages(args.folder, args.documents)
    print(f"{len(documents)} documents, {sum(map(len, documents)) / 1e6:.1f} MB")
    print(f"{'':14}{'docs/s':>10}{'docs/cpu-s':>12}")
    with tempfile.TemporaryDirectory() as folder:
        write_inputs(Path(folder), documents)
        for name in args.engines:
            wall, cpu = zip(*run_engine(name, folder, args.rounds))
            per_second = len(documents) / statistics.median(wall)
            per_cpu_second = len(documents) / statistics.median(cpu)
            print(f"{name:14}{per_second:10.1f}{per_cpu_second:12.1f}", flush=True)


if __name__ == "__main__":
    main()
