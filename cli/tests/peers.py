#!/usr/bin/env python3
"""Compares the command's files with those of warcio, FastWARC, pyarrow, DuckDB and Polars.

    cli/tests/peers.py target/debug/dechrome

They read the files that the command writes, and check the digests. The command reads the files that
they write.
"""

import datetime
import decimal
import gzip
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet
from fastwarc.stream_io import Lz4Writer
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def clean(program, *args, exit_code=0):
    run = subprocess.run(
        [program, "batch", "--quiet", *map(str, args)], capture_output=True, text=True
    )
    assert run.returncode == exit_code, (args, run.returncode, run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]


def pages():
    return [
        (case.name, (case / "input.html").read_bytes())
        for case in sorted(CORPUS.iterdir())
        if (case / "input.html").exists()
    ]


def chunked(body):
    parts = [body[at : at + 1000] for at in range(0, len(body), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def write_warc(path, packed):
    """Writes records of all types, and bodies in all codings."""
    with open(path, "wb") as out:
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "warcio"}))
        for number, (name, page) in enumerate(pages()):
            headers = [("Content-Type", "text/html")]
            if number % 3 == 1:
                headers.append(("Content-Encoding", "gzip"))
                page = gzip.compress(page)
            if number % 2 == 1:
                headers.append(("Transfer-Encoding", "chunked"))
                page = chunked(page)
            url = f"http://corpus.example/{name}"
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            response = writer.create_warc_record(
                url, "response", payload=io.BytesIO(page), http_headers=http
            )
            request = StatusAndHeaders(
                "GET / HTTP/1.1", [("Host", "corpus.example")], is_http_request=True
            )
            writer.write_request_response_pair(
                writer.create_warc_record(url, "request", http_headers=request), response
            )
            writer.write_record(
                writer.create_warc_record(url, "metadata", payload=io.BytesIO(b"a: b\r\n"))
            )
            writer.write_record(
                writer.create_revisit_record(
                    url, "sha1:" + "A" * 32, url, "2024-01-01T00:00:00Z", http_headers=http
                )
            )


def pack_with_lz4(path, packed):
    """Compresses a WARC file with FastWARC: each record is a frame of lz4."""
    with open(path, "rb") as file, open(packed, "wb") as out:
        writer = Lz4Writer(out)
        types = WarcRecordType.any_type
        for record in FastIterator(file, record_types=types, parse_http=False):
            record.write(writer)
        writer.close()


def check_warc(program, here):
    expected = {
        row["id"]: row["text"] for row in clean(program, CORPUS, "--from", "html", "-o", "-")
    }
    expected = {Path(name).parts[0]: text for name, text in expected.items()}
    for name in ["theirs.warc", "theirs.warc.gz", "theirs.warc.lz4"]:
        if name.endswith(".lz4"):
            pack_with_lz4(here / "theirs.warc", here / name)
        else:
            write_warc(here / name, packed=name.endswith(".gz"))
        rows = clean(program, here / name, "-o", "-")
        found = {row["metadata"]["url"].rsplit("/", 1)[1]: row["text"] for row in rows}
        assert found == expected, [key for key in expected if found.get(key) != expected[key]]
    for name in ["ours.warc", "ours.warc.gz"]:
        clean(program, here / "theirs.warc.gz", "-o", here / name)
        texts = []
        with open(here / name, "rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type == "warcinfo":
                    assert not texts and record.rec_headers["WARC-Filename"] == name
                    continue
                assert record.rec_type == "conversion" and record.rec_headers[
                    "WARC-Refers-To"
                ].startswith("<urn:uuid:")
                texts.append(record.content_stream().read().decode())
        assert sorted(texts) == sorted(expected.values()), name
        with open(here / name, "rb") as file:
            records = 0
            for record in FastIterator(file, record_types=WarcRecordType.any_type):
                assert record.verify_block_digest(), record.record_id
                records += 1
        assert records == len(expected) + 1, (name, records)
    return len(expected)


def check_parquet(program, here):
    rows = clean(program, CORPUS, "--from", "html", "-o", "-")
    clean(program, CORPUS, "--from", "html", "-o", here / "ours.parquet")
    table = pyarrow.parquet.read_table(here / "ours.parquet").to_pylist()
    assert table == rows
    ids, htmls = zip(*[(name, page) for name, page in pages()])
    for compression in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        columns = {
            "id": ids,
            "html": [html.decode("utf-8", "replace") for html in htmls],
            "n": list(range(len(ids))),
            "tags": [["a", "b"]] * len(ids),
        }
        pyarrow.parquet.write_table(
            pyarrow.table(columns),
            here / "theirs.parquet",
            compression=compression,
            row_group_size=7,
        )
        read = clean(program, here / "theirs.parquet", "-o", "-")
        assert [row["id"] for row in read] == list(ids), compression
        assert [row["metadata"]["n"] for row in read] == list(range(len(ids)))
        assert all(row["metadata"]["tags"] == ["a", "b"] for row in read)
    return len(rows)


def check_bytes(program, here):
    """Pages that are not UTF-8 give one text as files, in WARC, and in columns of bytes."""
    words = {
        "utf-8": "Léon était là",
        "iso-8859-1": "Léon était là",
        "windows-1251": "Дождь шёл три дня",
        "gb18030": "雨下了三天",
        "shift_jis": "雨が三日間降った",
        "euc-kr": "비가 사흘 동안 내렸다",
    }
    pages = []
    for charset, sentence in words.items():
        text = ", ".join([sentence] * 40) + "."
        head = f"<head><meta charset={charset}><title>x</title></head>"
        body = f"<body><article><p>{text}</p><p>{text}</p></article></body>"
        pages.append(f"<html>{head}{body}</html>".encode(charset))
    (here / "bytes").mkdir()
    with open(here / "bytes.warc", "wb") as out:
        writer = WARCWriter(out, gzip=False)
        for number, page in enumerate(pages):
            (here / "bytes" / f"{number}.html").write_bytes(page)
            url = f"http://a.example/{number}"
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(page), http_headers=http
                )
            )
    ids = [str(number) for number in range(len(pages))]
    table = pyarrow.table({"id": ids, "html": pyarrow.array(pages, pyarrow.binary())})
    pyarrow.parquet.write_table(table, here / "bytes.parquet")
    pyarrow.feather.write_feather(table, here / "bytes.arrow", chunksize=4)
    with pyarrow.ipc.new_stream(here / "bytes.arrows", table.schema) as writer:
        writer.write_table(table, max_chunksize=2)

    def texts(name):
        return [row["text"] for row in clean(program, here / name, "-o", "-")]

    expected = texts("bytes")
    for name in ["bytes.warc", "bytes.parquet", "bytes.arrow", "bytes.arrows"]:
        assert texts(name) == expected, name
    assert all(word in text for word, text in zip(words.values(), expected))
    return len(pages)


def typed_columns(rows):
    """Returns columns of types that JSON does not have, with `rows` rows."""
    time = datetime.datetime(2024, 1, 2, 3, 4, 5, 6000)
    price = decimal.Decimal("12.34")
    return {
        "ms": pyarrow.array([time] * rows, pyarrow.timestamp("ms")),
        "us": pyarrow.array([time] * rows, pyarrow.timestamp("us", "Europe/Berlin")),
        "ns": pyarrow.array([1_700_000_000_123_456_789] * rows, pyarrow.timestamp("ns")),
        "day": pyarrow.array([time.date()] * rows),
        "price": pyarrow.array([price] * rows, pyarrow.decimal128(9, 2)),
        "u64": pyarrow.array([2**64 - 1] * rows, pyarrow.uint64()),
        "f32": pyarrow.array([1.1] * rows, pyarrow.float32()),
        "point": pyarrow.array([{"x": 1, "y": "a"}] * rows),
        "map": pyarrow.array(
            [[("a", 1), ("b", None)]] * rows, pyarrow.map_(pyarrow.string(), pyarrow.int32())
        ),
        "tags": pyarrow.array([["a", None]] * rows),
        "none": pyarrow.array([None] * rows, pyarrow.int16()),
    }


def read_table(path):
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path)
    return pyarrow.feather.read_table(path)


def check_types(program, here):
    """Columns of Parquet and Arrow files keep their types."""
    columns = typed_columns(3)
    table = pyarrow.table({"id": ["a", "b", "c"], "html": ["<p>Rain."] * 3, **columns})
    pyarrow.parquet.write_table(table, here / "types.parquet")
    pyarrow.feather.write_feather(table, here / "types.arrow")
    for name in ["types.parquet", "types.arrow"]:
        for output in [here / "typed.parquet", here / "typed.arrow"]:
            clean(program, here / name, "-o", output, "--schema", "fineweb")
            written = read_table(output)
            for column, values in columns.items():
                found = written.column(column)
                assert found.type == values.type, (name, output.name, column, found.type)
                # Python's datetime does not have the nanoseconds.
                assert found.combine_chunks().equals(values), (name, output.name, column)
    assert polars.read_ipc(here / "typed.arrow").height == 3
    assert duckdb.sql(f"select max(price) from '{here}/typed.parquet'").fetchall() == [
        (decimal.Decimal("12.34"),)
    ]
    return len(columns)


def check_shards(program, here):
    """Shards of different inputs are read together, with one schema."""
    shard = here / "shard-{index:03}.parquet"
    clean(program, CORPUS, "--from", "html", "-o", shard, "--shard-rows", "10")
    (here / "empty.txt").write_text("")
    records = [{"text": "Rain.", "n": None}, {"text": "Rain.", "n": 1}, {"text": "Rain.", "n": "x"}]
    (here / "odd.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    others = [here / "empty.txt", here / "theirs.warc", here / "odd.jsonl"]
    for number, path in enumerate(others):
        shard = here / f"shard-9{number}-{{index}}.parquet"
        clean(program, path, "-o", shard, "--shard-rows", "1")
    shards = sorted(here.glob("shard-*.parquet"))
    rows = sum(pyarrow.parquet.read_metadata(shard).num_rows for shard in shards)
    schemas = {str(pyarrow.parquet.read_schema(shard)) for shard in shards}
    assert len(schemas) == 1, schemas
    assert pyarrow.dataset.dataset(shards).to_table().num_rows == rows
    pattern = str(here / "shard-*.parquet")
    counts = duckdb.sql(f"select count(*), count(metadata.url) from '{pattern}'").fetchall()[0]
    assert counts[0] == rows and counts[1] > 0, counts
    assert polars.read_parquet(pattern).height == rows
    lines = here / "rows.jsonl"
    clean(program, *others, "-o", lines)
    query = f"select count(*) from read_json('{lines}') where metadata.confidence >= 0"
    assert duckdb.sql(query).fetchall()[0][0] > 1
    assert polars.read_ndjson(lines).height > 1
    return len(shards)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        print(f"{check_warc(program, here)} pages through WARC files: as warcio and FastWARC")
        print(f"{check_parquet(program, here)} pages through Parquet files: as pyarrow")
        print(f"{check_bytes(program, here)} pages in other encodings: the same in all containers")
        print(f"{check_types(program, here)} types of columns: as pyarrow")
        print(f"{check_shards(program, here)} shards: read together by pyarrow, DuckDB and Polars")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
