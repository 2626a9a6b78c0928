#!/usr/bin/env python3
"""Compares the command's WARC and Parquet files with those of other programs: warcio, FastWARC, pyarrow, DuckDB and Polars.

    cli/tests/peers.py target/debug/dechrome

They read the files that the command writes, and check the digests. The command reads the files that
they write.
"""

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
import pyarrow.parquet
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


def check_warc(program, here):
    expected = {
        row["id"]: row["text"] for row in clean(program, CORPUS, "--from", "html", "-o", "-")
    }
    expected = {Path(name).parts[0]: text for name, text in expected.items()}
    for name, packed in [("theirs.warc", False), ("theirs.warc.gz", True)]:
        write_warc(here / name, packed)
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
    """Pages that are not UTF-8 give one text as files, in WARC, and in a binary column."""
    charsets = ["utf-8", "iso-8859-1", "windows-1251", "gb18030", "shift_jis", "euc-kr"]
    words = {"windows-1251": "Дождь шёл три дня", "gb18030": "雨下了三天", "shift_jis": "雨が三日間降った", "euc-kr": "비가 사흘 동안 내렸다"}
    pages = []
    for charset in charsets:
        text = ", ".join([words.get(charset, "Léon était là")] * 40) + "."
        html = f"<html><head><meta charset={charset}><title>x</title></head><body><article><p>{text}</p><p>{text}</p></article></body></html>"
        pages.append(html.encode(charset))
    with open(here / "bytes.warc", "wb") as out:
        writer = WARCWriter(out, gzip=False)
        for number, page in enumerate(pages):
            (here / "bytes").mkdir(exist_ok=True)
            (here / "bytes" / f"{number}.html").write_bytes(page)
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(f"http://a.example/{number}", "response", payload=io.BytesIO(page), http_headers=http))
    columns = {"id": [str(number) for number in range(len(pages))], "html": pyarrow.array(pages, pyarrow.binary())}
    pyarrow.parquet.write_table(pyarrow.table(columns), here / "bytes.parquet")
    texts = lambda path: [row["text"] for row in clean(program, path, "-o", "-")]
    expected = texts(here / "bytes")
    assert texts(here / "bytes.warc") == expected and texts(here / "bytes.parquet") == expected
    assert all(words.get(charset, "Léon") in text for charset, text in zip(charsets, expected))
    return len(pages)


def check_shards(program, here):
    """Shards of different inputs are read together, with one schema."""
    clean(program, CORPUS, "--from", "html", "-o", here / "shard-{index:03}.parquet", "--shard-rows", "10")
    (here / "empty.txt").write_text("")
    clean(program, here / "empty.txt", "-o", here / "shard-900.parquet")
    clean(program, here / "theirs.warc", "-o", here / "shard-901.parquet")
    shards = sorted(here.glob("shard-*.parquet"))
    rows = sum(pyarrow.parquet.read_metadata(shard).num_rows for shard in shards)
    schemas = {str(pyarrow.parquet.read_schema(shard)) for shard in shards}
    assert len(schemas) == 1, schemas
    assert pyarrow.dataset.dataset(shards).to_table().num_rows == rows
    pattern = str(here / "shard-*.parquet")
    assert duckdb.sql(f"select count(*), count(metadata.url) from '{pattern}'").fetchall()[0][0] == rows
    assert polars.read_parquet(pattern).height == rows
    lines = here / "rows.jsonl"
    clean(program, here / "empty.txt", here / "theirs.warc", "-o", lines)
    assert duckdb.sql(f"select count(*) from read_json('{lines}') where metadata.confidence >= 0").fetchall()[0][0] > 1
    return len(shards)


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        print(f"{check_warc(program, Path(folder))} pages through WARC files agree with warcio and FastWARC")
        print(f"{check_parquet(program, Path(folder))} pages through Parquet files agree with pyarrow")
        print(f"{check_bytes(program, Path(folder))} pages in other encodings agree in all containers")
        print(f"{check_shards(program, Path(folder))} shards are read together by pyarrow, DuckDB and Polars")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
