#!/usr/bin/env python3
"""Compares the command's files with those of other programs: warcio, FastWARC and pyarrow.

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

import pyarrow
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
    drop = lambda row: {key: value for key, value in row.items() if value is not None}
    assert [{**row, "metadata": drop(row["metadata"])} for row in table] == rows
    ids, htmls = zip(*[(name, page) for name, page in pages()])
    for compression in ["none", "snappy", "gzip", "zstd", "lz4"]:
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


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        warc, parquet = check_warc(program, Path(folder)), check_parquet(program, Path(folder))
        print(f"{warc} pages through WARC files agree with warcio and FastWARC")
        print(f"{parquet} pages through Parquet files agree with pyarrow")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
