"""Puts the labels that `dechrome review` exports into the development data as the set `review`.

    python3 train/review.py LABELS PAGES DATA

LABELS is the exported file, PAGES the folder that was reviewed, DATA the development data.
docs/review.md describes the rows. Labels of an earlier call are replaced.
"""

import argparse
import gzip
import json
import shutil
from pathlib import Path


def find_page(folder, page_id):
    """Returns the bytes of the page with an id: a path below the folder, without the extension."""
    for extension in (".html", ".htm", ".html.gz"):
        path = folder / f"{page_id}{extension}"
        if path.is_file():
            data = path.read_bytes()
            return gzip.decompress(data) if extension.endswith(".gz") else data
    raise SystemExit(f"no page {page_id} in {folder}")


def write_rows(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("data", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.labels.read_text("utf-8").splitlines() if line]
    # Parts of the document are missing from cut rows.
    rows = [row for row in rows if not row.get("cut")]
    texts = [row for row in rows if row.get("source") == "text"]
    pages = [row for row in rows if row.get("source") != "text"]
    folder = args.data / "html" / "review"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, row in enumerate(pages):
        page = find_page(args.pages, row["id"])
        # Ids are paths, but the pages of a set are files of one folder.
        row["id"] = f"{number}-{row['id'].replace('/', '-')}"
        # Pages are trained on by kind. A block of which only the verdict is known gets a kind that
        # agrees with it.
        defaults = {"body": "body", "chrome": "other"}
        labels = zip(row["kinds"], row["labels"])
        row["kinds"] = [kind or defaults.get(label) for kind, label in labels]
        (folder / f"{row['id']}.html.gz").write_bytes(gzip.compress(page, mtime=0))
    write_rows(args.data / "text" / "review.jsonl.gz", texts)
    write_rows(args.data / "text" / "review-pages.jsonl.gz", pages)
    print(f"{len(pages)} pages, {len(texts)} texts")


if __name__ == "__main__":
    main()
