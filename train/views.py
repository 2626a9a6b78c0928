"""views.py DATA OUT DECHROME: the development pages as more converters print them, line by line with the labels they have elsewhere.

OUT/views-hand.jsonl.gz   pages labelled by hand, every converter; labels and kinds of DATA/text/labels-dev
OUT/views-wcxb.jsonl.gz   wcxb-dev pages, two converters that DATA/text/wcxb-dev has not, and an extractor for one in three
OUT/views-trafi.jsonl.gz  trafi-dev pages without hand labels: two converters and an extractor; labels are what DECHROME, the
                          command with the page model, is sure of
OUT/views-moz.jsonl.gz    the same for moz-dev, where the gold text agrees

A word takes the label of the word that it is aligned with (longest common subsequence); a line's share of body is that of its
words, and a line of which less than 70 % is aligned has no label. The rows look like those of DATA/text."""
import argparse
import gzip
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import html2text
import inscriptis
import trafilatura
from bs4 import BeautifulSoup
from rapidfuzz.distance import LCSseq
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from eval_lines import WORD

# The share of a line's words that has to be aligned, and of body words from which (up to which) it is body (chrome).
ALIGNED = 0.7
BODY, CHROME = 0.8, 0.2
# The share of its words from which it is a headline, or of no label (captions).
OWN = 0.6
# Scores from which (up to which) the page model is believed.
SURE_BODY, SURE_CHROME = 0.75, 0.15
# Pairs of words up to which two texts are aligned, and labelled lines that a row has at least.
MOST_PAIRS = 400_000_000
LEAST_LINES = 3
# What this writes, and from which gold texts.
SETS = ["hand", "wcxb", "trafi", "moz"]


def words(text):
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def decode(page):
    """A page as a string, without what would tell a parser another encoding."""
    try:
        text = page.decode()
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", page[:4096])
        try:
            text = page.decode(declared[1].decode() if declared else detect_encoding(page), "replace")
        except LookupError:
            text = bytes_to_str(page, detect_encoding(page))
    text = re.sub(r"<meta[^>]+charset[^>]*>", "", text, flags=re.I)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).replace("\0", "")


def by_html2text(page):
    converter = html2text.HTML2Text()
    converter.ignore_links = converter.ignore_images = converter.ignore_emphasis = True
    converter.body_width = 0
    return converter.handle(page)


def by_soup(page):
    tree = BeautifulSoup(page, "lxml")
    for element in tree(["script", "style", "noscript", "template"]):
        element.decompose()
    return tree.get_text("\n", strip=True)


# Four converters that print all of a page, and two extractors that print what they take for its text.
CONVERTERS = [
    ("resiliparse", partial(extract_plain_text, main_content=False)),
    ("inscriptis", inscriptis.get_text),
    ("html2text", by_html2text),
    ("bs4", by_soup),
    ("trafilatura-recall", partial(trafilatura.extract, favor_recall=True, include_comments=True, include_tables=True)),
    ("resiliparse-main", partial(extract_plain_text, main_content=True)),
]
RAW, ALL = 4, len(CONVERTERS)


def labelled(row):
    """(word, label, kind, share of body, confidence) of the lines of a labelled row."""
    kinds = row.get("kinds") or [None] * len(row["lines"])
    for line, label, kind, confidence, share in zip(row["lines"], row["labels"], kinds, row["conf"], row["cov"]):
        share = {"body": 1.0, "mixed": share}.get(label, 0.0)
        yield from ((word, label, kind, share, confidence) for word in words(line))


def judged(dechrome, page):
    """The same of the blocks of a page, as far as the page model is sure of them."""
    lines = subprocess.run([dechrome, "--from", "html", "--lines"], input=page, capture_output=True, check=True).stdout
    for block in map(json.loads, lines.splitlines()):
        score, sure = block["score"], 1
        if block["kind"] == "title":
            label = "title"
        elif block["keep"] and score > SURE_BODY:
            label = "body"
        elif not block["keep"] and score < SURE_CHROME:
            label = "chrome"
        else:
            label, sure = "mixed", 0
        yield from ((word, label, None, float(label == "body"), sure) for word in words(block["text"]))


def aligned(own, owners, other):
    """For each owner of words, the numbers of the other words that its words are aligned with."""
    found = defaultdict(list)
    for step in LCSseq.opcodes(own, other):
        if step.tag == "equal":
            for at in range(step.src_end - step.src_start):
                found[owners[step.src_start + at]].append(step.dest_start + at)
    return found


def line_label(count, found, gold):
    """Label, kind, confidence and share of body of a line of `count` words; `gold` of them are in the gold text, if there is one."""
    if not count:
        return "blank", None, 1.0, 0.0
    if len(found) < ALIGNED * count:
        return "unk", None, 0.0, 0.0
    share = sum(word[3] for word in found) / len(found)
    confidence = min(word[4] for word in found)
    common, times = Counter(word[1] for word in found).most_common(1)[0]
    if common in ("title", "unk") and times >= OWN * len(found):
        label = common
    else:
        label = "body" if share >= BODY else "chrome" if share <= CHROME else "mixed"
    if gold is not None and (label == "body" and gold < ALIGNED * count or label == "chrome" and gold > (1 - ALIGNED) * count):
        confidence = 0
    kinds = Counter(word[2] for word in found if word[2])
    kind = kinds.most_common(1)[0][0] if kinds and confidence > 0 else None
    return label, kind, float(confidence), round(share, 3)


def view(text, sources, gold):
    """The lines of a text with their labels, kinds, confidences and shares of body; nothing if hardly one has any."""
    lines = [line.rstrip() for line in text.replace("\r", "").replace("\u200b", "").rstrip("\n").split("\n")]
    split = [words(line) for line in lines]
    own = [word for line in split for word in line]
    owners = [number for number, line in enumerate(split) for _ in line]
    if not own or not sources or len(own) * len(sources) > MOST_PAIRS:
        return None
    found = aligned(own, owners, [source[0] for source in sources])
    in_gold = aligned(own, owners, words(gold)) if gold is not None else None
    labels = [
        line_label(len(line), [sources[at] for at in found[number]], None if in_gold is None else len(in_gold[number]))
        for number, line in enumerate(split)
    ]
    if sum(label[2] for label in labels) < LEAST_LINES:
        return None
    return dict(zip(["lines", "labels", "kinds", "conf", "cov"], [lines, *map(list, zip(*labels))]))


def rows(dechrome, job):
    """The set that a page is in, and its rows."""
    name, row, path, converters = job
    page = gzip.open(path).read()
    text = decode(page)
    sources = list(judged(dechrome, page) if name in ("trafi", "moz") else labelled(row))
    made = []
    for converter, convert in (CONVERTERS[number] for number in converters):
        try:
            printed = convert(text) or ""
        except Exception as error:  # A page that one of them cannot read; the others may.
            print(f"{row['id']}: {converter}: {error!r}", file=sys.stderr)
            continue
        seen = view(printed, sources, row.get("text") if name == "moz" else None)
        if seen:
            head = dict(id=f"{row['id'].split('|')[0]}|{converter}", url=row.get("url") or "", type=row.get("type"), converter=converter)
            made.append(json.dumps(head | seen, ensure_ascii=False))
    return name, made


def gold_rows(path):
    return map(json.loads, gzip.open(path, "rt"))


def jobs(data):
    """(set, row, page, converters) of every page."""
    html = data / "html"
    hand = list(gold_rows(data / "text/labels-dev.jsonl.gz"))
    for row in hand:
        path = next(path for name in ("news-dev", "trafi-dev") if (path := html / name / f"{row['id']}.html.gz").exists())
        yield "hand", row, path, range(ALL)
    for row in gold_rows(data / "text/wcxb-dev.jsonl.gz"):
        page, number = row["id"].split("|")[0], int(re.sub(r"\D", "", row["id"].split("|")[0]) or 0)
        if row["converter"] == "trafi-recall":
            continue
        others = [at for at in range(RAW) if CONVERTERS[at][0] != row["converter"]]
        chosen = {others[number % len(others)], others[(number // 7 + 1 + number) % len(others)]}
        yield "wcxb", row, html / "wcxb-dev" / f"{page}.html.gz", sorted(chosen) + [ALL - 1] * (number % 3 == 0)
    known = {row["id"] for row in hand}
    for name in ("trafi", "moz"):
        for number, row in enumerate(gold_rows(html / f"{name}-dev.gold.jsonl.gz")):
            if row["id"] not in known:
                chosen = [number % RAW, (number + 1) % RAW, RAW + number % (ALL - RAW)]
                yield name, dict(row, type="article"), html / f"{name}-dev" / f"{row['id']}.html.gz", chosen


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("data", type=Path), args.add_argument("out", type=Path), args.add_argument("dechrome", type=Path)
    a = args.parse_args()
    made = {name: [] for name in SETS}
    with Pool() as pool:
        for name, lines in pool.imap(partial(rows, a.dechrome.resolve()), jobs(a.data), chunksize=4):
            made[name] += lines
    for name, lines in made.items():
        packed = gzip.compress("".join(line + "\n" for line in lines).encode(), compresslevel=3, mtime=0)
        (a.out / f"views-{name}.jsonl.gz").write_bytes(packed)
        print(f"{name}: {len(lines)} texts", file=sys.stderr)


if __name__ == "__main__":
    main()
