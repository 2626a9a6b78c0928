#!/usr/bin/env python3
"""Prints one table of all cross-validated figures for pages.

    train/figures.py DATA OUT DECHROME

OUT has the predictions of `dechrome-train page-predict`. DECHROME is the command that scores them.
If predictions of some folds are missing, the pages of the others are scored.
"""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import constants

# The mark of a row that scores the text with all captions.
CAPTIONS = "with-captions"
# The rows: a name, the set of pages, and the `set` of the gold rows.
ROWS = [
    ("wcxb-dev", "wcxb", None),
    ("moz-dev", "moz", None),
    # Its gold text contains captions, which are not kept by default.
    ("  captions", "moz", CAPTIONS),
    ("trafi-dev", "trafi", None),
    ("labels-dev", "labels", None),
    ("fundus-dev", "labels2", "fundus-dev"),
    ("omni-dev", "labels2", "omni-dev"),
    ("recipes-dev", "recipes", None),
]


def with_captions(path):
    """Writes predictions whose texts contain the captions. Returns the path of the new file."""
    rows = []
    for line in open(path):
        row = json.loads(line)
        lines = [text for text, keep, kind, _ in row["blocks"] if keep or kind == "caption"]
        rows.append(json.dumps({"id": row["id"], "text": "\n".join(lines)}) + "\n")
    new = path.with_suffix(".captions.jsonl")
    new.write_text("".join(rows))
    return new


def score(data, out, dechrome, gold, name, wanted):
    """Returns the last line that `dechrome eval` prints, and its lines by type."""
    path = out / f"pred-{name}.jsonl"
    predicted = {json.loads(line)["id"] for line in open(path)}
    rows = []
    for line in gzip.open(data / gold, "rt"):
        row = json.loads(line)
        if row["id"] in predicted and wanted in (None, CAPTIONS, row.get("set")):
            rows.append(line)
    subset = out / f"gold-{wanted or name}.jsonl.gz"
    with gzip.open(subset, "wt") as file:
        file.writelines(rows)
    if wanted == CAPTIONS:
        path = with_captions(path)
    command = [dechrome, "eval", "--gold", subset, "--pred", path]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return lines[-1], [line for line in lines if line.startswith("type ")]


def main(data, out, dechrome):
    page_gold = constants.load(out).page_gold
    for title, name, wanted in ROWS:
        gold = page_gold[name]
        total, types = score(Path(data), Path(out), dechrome, gold, name, wanted)
        print(f"{title:12} {total}")
        for line in types:
            print(f"{'':12}   {line}")


if __name__ == "__main__":
    main(*sys.argv[1:])
