#!/usr/bin/env python3
"""Cleans pages from and into a local S3 server, with one kill in the middle.

    pip install 'moto[server]' boto3
    cargo build --package dechrome-cli --features remote
    cli/tests/s3.py target/debug/dechrome

The server is moto's. It runs on a free port of this machine. The output has to equal that of the
same run over local files.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PAGES = 200


def start_server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    raise SystemExit("the server does not start")


def records():
    """Returns 200 records with the pages of the corpus, in two files."""
    pages = [path.read_bytes() for path in sorted(CORPUS.glob("*/input.html"))]
    lines = []
    for number in range(PAGES):
        page = pages[number % len(pages)].decode("utf-8", "replace")
        lines.append(json.dumps({"id": str(number), "html": page}) + "\n")
    return {"a.jsonl": "".join(lines[:120]), "b.jsonl": "".join(lines[120:])}


def run(program, here, environment, *args, kill_after=None):
    command = [program, "batch", "--quiet", *args]
    process = subprocess.Popen(command, cwd=here, env=environment, stderr=subprocess.PIPE)
    if kill_after is not None:
        # Kills after the first complete shard has been uploaded.
        while process.poll() is None and not kill_after():
            time.sleep(0.01)
        process.kill()
    _, errors = process.communicate()
    if kill_after is None:
        assert process.returncode == 0, (args, process.returncode, errors.decode())


def check(program, here, environment, client):
    for name, text in records().items():
        client.put_object(Bucket="crawl", Key=f"in/{name}", Body=text.encode())
        (here / "in").mkdir(exist_ok=True)
        (here / "in" / name).write_text(text)

    def names():
        listed = client.list_objects_v2(Bucket="crawl").get("Contents", [])
        return sorted(file["Key"] for file in listed)

    run(program, here, environment, "in", "-o", "whole.jsonl")
    run(program, here, environment, "s3://crawl/in/", "-o", "s3://crawl/out/whole.jsonl")
    body = client.get_object(Bucket="crawl", Key="out/whole.jsonl")["Body"].read()
    assert body == (here / "whole.jsonl").read_bytes()
    run(program, here, environment, "s3://crawl/in/*.jsonl", "-o", "s3://crawl/out/pattern.jsonl")
    body = client.get_object(Bucket="crawl", Key="out/pattern.jsonl")["Body"].read()
    assert body == (here / "whole.jsonl").read_bytes()

    # Shards, killed after the first one, and resumed.
    local = ["in", "-o", "s-{index:02}.jsonl.gz", "--shard-rows", "30", "--threads", "1"]
    run(program, here, environment, *local)
    expected = {path.name: path.read_bytes() for path in here.glob("s-*.jsonl.gz")}
    assert len(expected) == 7, sorted(expected)
    remote = ["s3://crawl/in/", "-o", "s3://crawl/out/s-{index:02}.jsonl.gz", *local[3:]]
    run(program, here, environment, *remote, kill_after=lambda: "out/s-00.jsonl.gz" in names())
    before = [name for name in names() if name.startswith("out/s-")]
    assert 0 < len(before) < 7, before
    run(program, here, environment, *remote, "--resume")
    written = {}
    for name in names():
        if name.startswith("out/s-"):
            body = client.get_object(Bucket="crawl", Key=name)["Body"].read()
            written[name.removeprefix("out/")] = body
    assert written == expected, (sorted(written), sorted(expected))
    left = [path.name for path in here.iterdir() if path.name.startswith(".dechrome")]
    assert all(name.endswith(".resume") for name in left), left
    print(f"{PAGES} pages through S3: the same bytes, also after a kill")


def main():
    program = str(Path(sys.argv[1]).resolve())
    server, endpoint = start_server()
    keys = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    environment = {**os.environ, **keys, "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}
    try:
        os.environ.update(keys)
        client = boto3.client("s3", endpoint_url=endpoint)
        client.create_bucket(Bucket="crawl")
        with tempfile.TemporaryDirectory() as here:
            check(program, Path(here), environment, client)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
