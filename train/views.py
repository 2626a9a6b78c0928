"""Writes views: texts that more converters print for the development pages, with line labels.

    train/views.py DATA OUT DECHROME

DECHROME is the command with the page model. OUT is the output folder of `page-features`. It gets:

views-hand.jsonl.gz   hand-labelled pages, all converters. The labels and kinds are those of
                      DATA/text/labels-dev.
views-wcxb.jsonl.gz   wcxb-dev pages, two converters that DATA/text/wcxb-dev does not have, and an
                      extractor for one page in three.
views-trafi.jsonl.gz  trafi-dev pages without hand labels, two converters and an extractor. The
                      labels are confident verdicts of DECHROME.
views-moz.jsonl.gz    the same for moz-dev, if the gold text agrees.

A word takes the label of the word that it is aligned with (longest common subsequence). The body
share of a line is that of its words. A line gets no label if too few words are aligned. The rows
have the form of the rows in DATA/text.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import html2text
import inscriptis
import trafilatura
from bs4 import BeautifulSoup
from rapidfuzz.distance import LCSseq
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

import constants
from words import WordSplitter

# The share of a line's words that must be aligned.
MIN_ALIGNED = 0.7
# From this share of body words a line is body. Up to the second it is chrome.
MIN_BODY, MAX_CHROME = 0.8, 0.2
# From this share of words with the label "title" or "unk" (captions) a line takes the label.
MIN_OWN_LABEL = 0.6
# Scores of the page model above the first (below the second) are confident.
SURE_BODY, SURE_CHROME = 0.75, 0.15
# Larger products of two word counts are not aligned: the time grows with the product.
MAX_PAIRS = 400_000_000
# Views with fewer labelled lines are dropped.
MIN_LINES = 3
# The target of a link in Markdown. Its words are not words of the page.
TARGET = re.compile(r"\]\([^)]*\)")
# Bytes at the start of a page that may declare its encoding.
DECLARATION_BYTES = 4096


class LabelledWord(NamedTuple):
    """A word of a labelled line or block."""

    word: str
    label: str
    kind: str | None
    body_share: float
    confidence: float


class LineLabel(NamedTuple):
    """The label of a line of a view."""

    label: str
    kind: str | None
    confidence: float
    body_share: float


class PageJob(NamedTuple):
    """A page, its row in the gold file, and the converters to run on it."""

    view: str
    row: dict
    path: Path
    converters: list


def decode(page):
    """Decodes a page and removes declarations, which may contradict the decoded text."""
    try:
        text = page.decode()
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", page[:DECLARATION_BYTES])
        encoding = declared[1].decode() if declared else detect_encoding(page)
        try:
            text = page.decode(encoding, "replace")
        except LookupError:
            text = bytes_to_str(page, detect_encoding(page))
    text = re.sub(r"<meta[^>]+charset[^>]*>", "", text, flags=re.I)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).replace("\0", "")


def by_html2text(page):
    converter = html2text.HTML2Text()
    converter.ignore_links = converter.ignore_images = converter.ignore_emphasis = True
    converter.body_width = 0
    return converter.handle(page)


def by_markdown(page):
    converter = html2text.HTML2Text()
    converter.body_width = 0
    return converter.handle(page)


def by_soup(page):
    tree = BeautifulSoup(page, "lxml")
    for element in tree(["script", "style", "noscript", "template"]):
        element.decompose()
    return tree.get_text("\n", strip=True)


by_trafilatura = partial(
    trafilatura.extract, favor_recall=True, include_comments=True, include_tables=True
)
# Converters that print the whole page, and then extractors that print what they keep.
CONVERTERS = [
    ("resiliparse", partial(extract_plain_text, main_content=False)),
    ("inscriptis", inscriptis.get_text),
    ("html2text", by_html2text),
    ("bs4", by_soup),
    ("markdown", by_markdown),
    ("trafilatura-recall", by_trafilatura),
    ("resiliparse-main", partial(extract_plain_text, main_content=True)),
]
WHOLE_PAGE, ALL = 5, len(CONVERTERS)


class ViewWriter:
    """Makes the views of a page. Worker processes receive a pickled copy."""

    def __init__(self, dechrome, words):
        self.dechrome = dechrome
        self.words = words

    def views(self, job):
        """Returns the name of the job's view file and its rows."""
        page = gzip.open(job.path).read()
        text = decode(page)
        if job.view in ("views-trafi", "views-moz"):
            sources = list(self.judged_words(page))
        else:
            sources = list(self.gold_words(job.row))
        gold = job.row.get("text") if job.view == "views-moz" else None
        rows = []
        for number in job.converters:
            name, convert = CONVERTERS[number]
            try:
                printed = convert(text) or ""
            except Exception as error:  # Converters fail on some pages. The others may succeed.
                print(f"{job.row['id']}: {name}: {error!r}", file=sys.stderr)
                continue
            lines = self.label_lines(printed, sources, gold)
            if lines:
                head = {
                    "id": f"{job.row['id'].split('|')[0]}|{name}",
                    "url": job.row.get("url") or "",
                    "type": job.row.get("type"),
                    "converter": name,
                }
                rows.append(json.dumps(head | lines, ensure_ascii=False))
        return job.view, rows

    def gold_words(self, row):
        """Yields the words of a labelled row."""
        kinds = row.get("kinds") or [None] * len(row["lines"])
        labels = zip(row["lines"], row["labels"], kinds, row["conf"], row["cov"])
        for line, label, kind, confidence, share in labels:
            body_share = {"body": 1.0, "mixed": share}.get(label, 0.0)
            for word in self.words.split(line):
                yield LabelledWord(word, label, kind, body_share, confidence)

    def judged_words(self, page):
        """Yields the words of a page's blocks, labelled with the verdicts of the page model."""
        command = [self.dechrome, "--from", "html", "--lines"]
        lines = subprocess.run(command, input=page, capture_output=True, check=True).stdout
        for block in map(json.loads, lines.splitlines()):
            score, confidence = block["score"], 1
            if block["kind"] == "title":
                label = "title"
            elif block["keep"] and score > SURE_BODY:
                label = "body"
            elif not block["keep"] and score < SURE_CHROME:
                label = "chrome"
            else:
                label, confidence = "mixed", 0
            body_share = float(label == "body")
            for word in self.words.split(block["text"]):
                yield LabelledWord(word, label, None, body_share, confidence)

    def label_lines(self, text, sources, gold):
        """Returns the lines of a text with their labels, or None if too few have one.

        `gold` is the gold text of the page, or None.
        """
        text = text.replace("\r", "").replace("\u200b", "").rstrip("\n")
        lines = [line.rstrip() for line in text.split("\n")]
        split = [self.words.split(TARGET.sub("]", line)) for line in lines]
        own = [word for line in split for word in line]
        line_of = [number for number, line in enumerate(split) for _ in line]
        if not own or not sources or len(own) * len(sources) > MAX_PAIRS:
            return None
        aligned = align(own, line_of, [source.word for source in sources])
        in_gold = align(own, line_of, self.words.split(gold)) if gold is not None else None
        labels = []
        for number, line in enumerate(split):
            found = [sources[at] for at in aligned[number]]
            gold_count = None if in_gold is None else len(in_gold[number])
            labels.append(label_line(len(line), found, gold_count))
        if sum(label.confidence for label in labels) < MIN_LINES:
            return None
        return {
            "lines": lines,
            "labels": [label.label for label in labels],
            "kinds": [label.kind for label in labels],
            "conf": [label.confidence for label in labels],
            "cov": [label.body_share for label in labels],
        }


def align(own, line_of, other):
    """Returns, for each line, the indices of the words of `other` that its words match."""
    found = defaultdict(list)
    for step in LCSseq.opcodes(own, other):
        if step.tag == "equal":
            for at in range(step.src_end - step.src_start):
                found[line_of[step.src_start + at]].append(step.dest_start + at)
    return found


def label_line(count, found, gold_count):
    """Labels a line of `count` words from the labelled words that it is aligned with.

    `gold_count` of its words are in the gold text. It is None without a gold text.
    """
    if not count:
        return LineLabel("blank", None, 1.0, 0.0)
    if len(found) < MIN_ALIGNED * count:
        return LineLabel("unk", None, 0.0, 0.0)
    share = sum(word.body_share for word in found) / len(found)
    confidence = min(word.confidence for word in found)
    common, times = Counter(word.label for word in found).most_common(1)[0]
    if common in ("title", "unk") and times >= MIN_OWN_LABEL * len(found):
        label = common
    else:
        label = "body" if share >= MIN_BODY else "chrome" if share <= MAX_CHROME else "mixed"
    if gold_count is not None:
        is_missing = label == "body" and gold_count < MIN_ALIGNED * count
        is_gold = label == "chrome" and gold_count > (1 - MIN_ALIGNED) * count
        if is_missing or is_gold:
            confidence = 0
    kinds = Counter(word.kind for word in found if word.kind)
    kind = kinds.most_common(1)[0][0] if kinds and confidence > 0 else None
    return LineLabel(label, kind, float(confidence), round(share, 3))


def read_rows(path):
    return map(json.loads, gzip.open(path, "rt"))


def hand_jobs(data, hand):
    """Yields the hand-labelled pages."""
    folders = ("news-dev", "trafi-dev", "fundus-dev", "omni-dev")
    for row in hand:
        paths = [data / f"html/{name}/{row['id']}.html.gz" for name in folders]
        path = next(path for path in paths if path.exists())
        yield PageJob("views-hand", row, path, list(range(ALL)))


def wcxb_jobs(data):
    """Yields the pages of WCXB. The page's number chooses the converters."""
    for row in read_rows(data / "text/wcxb-dev.jsonl.gz"):
        page = row["id"].split("|")[0]
        number = int(re.sub(r"\D", "", page) or 0)
        if row["converter"] == "trafi-recall":
            continue
        others = [at for at in range(WHOLE_PAGE) if CONVERTERS[at][0] != row["converter"]]
        first = others[number % len(others)]
        second = others[(number // 7 + 1 + number) % len(others)]
        chosen = sorted({first, second})
        if number % 3 == 0:
            chosen.append(ALL - 1)
        yield PageJob("views-wcxb", row, data / f"html/wcxb-dev/{page}.html.gz", chosen)


def judged_jobs(data, name, hand_labelled):
    """Yields the pages of a set that have no hand labels. Their order chooses the converters."""
    extractors = ALL - WHOLE_PAGE
    for number, row in enumerate(read_rows(data / f"html/{name}-dev.gold.jsonl.gz")):
        if row["id"] in hand_labelled:
            continue
        converters = [number % WHOLE_PAGE, (number + 1) % WHOLE_PAGE]
        converters.append(WHOLE_PAGE + number % extractors)
        path = data / f"html/{name}-dev/{row['id']}.html.gz"
        yield PageJob(f"views-{name}", dict(row, type="article"), path, converters)


def jobs(data):
    """Yields all pages."""
    hand = list(read_rows(data / "text/labels-dev.jsonl.gz"))
    hand += read_rows(data / "text/labels2-dev.jsonl.gz")
    yield from hand_jobs(data, hand)
    yield from wcxb_jobs(data)
    hand_labelled = {row["id"] for row in hand}
    for name in ("trafi", "moz"):
        yield from judged_jobs(data, name, hand_labelled)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("dechrome", type=Path)
    args = parser.parse_args()
    shared = constants.load(args.out)
    writer = ViewWriter(args.dechrome.resolve(), WordSplitter(shared.spaceless))
    made = {view: [] for view in shared.views}
    with Pool() as pool:
        for view, rows in pool.imap(writer.views, jobs(args.data), chunksize=4):
            made[view] += rows
    for view, rows in made.items():
        text = "".join(row + "\n" for row in rows)
        packed = gzip.compress(text.encode(), compresslevel=3, mtime=0)
        (args.out / f"{view}.jsonl.gz").write_bytes(packed)
        print(f"{view}: {len(rows)} texts", file=sys.stderr)


if __name__ == "__main__":
    main()
