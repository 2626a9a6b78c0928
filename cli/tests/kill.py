#!/usr/bin/env python3
"""Kills a batch at random moments, resumes it, and compares the outputs with those of a whole run.

    cli/tests/kill.py target/release/dechrome [TIMES]

Each run is killed once or twice, at a moment before the time that a whole run takes.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
OUTPUTS = ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.warc.gz", "out.parquet", "out"]
DOCUMENTS = 2000


def write_inputs(path):
    """Writes the documents of the corpus repeatedly, with some broken lines."""
    documents = [
        (file.suffix, file.read_text("utf-8", "replace"))
        for file in sorted(CORPUS.glob("*/input.*"))
    ]
    with open(path, "w") as out:
        for number in range(DOCUMENTS):
            suffix, text = documents[number % len(documents)]
            field = "html" if suffix == ".html" else "text"
            out.write(
                "no json\n"
                if number % 997 == 5
                else json.dumps({"id": f"{number % 9}/{number}", field: text}) + "\n"
            )


def written(here, output):
    path = here / output
    files = (
        [path, here / "rejects.jsonl"]
        if path.is_file()
        else sorted(path.rglob("*")) + [here / "rejects.jsonl"]
    )
    return {str(file.relative_to(here)): file.read_bytes() for file in files if file.is_file()}


def remove(here, output):
    for name in [output, "rejects.jsonl"]:
        subprocess.run(["rm", "-r", here / name], check=True)
    # A run with --resume leaves its checkpoint.
    (here / f"{output}.resume").unlink(missing_ok=True)


def main(program, times):
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_inputs(here / "in.jsonl")
        same = killed = 0
        for number in range(times):
            output = OUTPUTS[number % len(OUTPUTS)]
            form = ["--to", "txt"] if output == "out" else []
            command = [
                program,
                "batch",
                "in.jsonl",
                "-q",
                "-o",
                output,
                "--rejects",
                "rejects.jsonl",
                "--min-chars",
                "200",
                *form,
            ]
            start = time.monotonic()
            assert subprocess.run(command, cwd=here, stderr=subprocess.DEVNULL).returncode == 3
            took = time.monotonic() - start
            whole = written(here, output)
            remove(here, output)
            for _ in range(chance.choice([1, 2])):
                run = subprocess.Popen([*command, "--resume"], cwd=here, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0, took))
                killed += run.poll() is None
                run.kill()
                run.wait()
            left = (here / f"{output}.part").exists()
            if left or not (here / output).exists():
                ended = subprocess.run(
                    [*command, "--resume"], cwd=here, capture_output=True, text=True
                )
                assert ended.returncode == 3, ended.stderr
            same += written(here, output) == whole
            known = {"in.jsonl", output, f"{output}.resume", "rejects.jsonl"}
            rest = {path.name for path in here.iterdir()} - known
            assert not rest, rest
            remove(here, output)
        print(f"{same} of {times} identical, {killed} kills")
        sys.exit(same < times)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
