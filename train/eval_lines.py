"""Scores the line model on all sets, and searches thresholds.

    train/eval_lines.py DATA PRED_DIR [--sweep] [--lang] [--all]

PRED_DIR/NAME.jsonl is the output of `dechrome-train text-predict --set NAME`. PRED_DIR is inside
the output folder of `text-features`.

f1: mean F1 score of the kept body words, over texts with at least 20 body words.
loss: share of the body words that are dropped. leak: share of the chrome words that are kept.
lines: share of the chrome lines that are kept. bad5: share of the texts that lose over 5 % of
their body. kind: share of the chrome lines whose kind is right.
"""

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

import constants
from words import WordSplitter

# Converters that print only the main content. Their texts contain little chrome.
EXTRACTORS = ["trafi-recall", "trafilatura-recall", "resiliparse-main"]
# Texts with fewer body words are not scored.
MIN_BODY_WORDS = 20
# A text that keeps less than this share of its body counts as bad.
GOOD_RECALL = 0.95
# Languages with fewer texts get no row of their own.
MIN_TEXTS = 5
# The thresholds of --sweep: the best is searched in the first list, the second is printed.
SEARCHED = np.arange(0.05, 0.8, 0.05)
PRINTED = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3)


def read_gold(path, cache, shared):
    """Returns arrays over all texts (id, lang, type, converter, lines) and over all lines of a set.

    The arrays over lines are: start (the offset of the first byte), body and chrome (numbers of
    words), text (index of the text), is_chrome, and kind.
    """
    if cache.exists():
        arrays = np.load(cache, allow_pickle=True)
        return {name: arrays[name] for name in arrays.files}
    words = WordSplitter(shared.spaceless)
    columns = defaultdict(list)
    for number, row in enumerate(map(json.loads, gzip.open(path, "rt"))):
        columns["id"].append(row["id"])
        columns["lang"].append(str(row.get("lang")))
        columns["type"].append(row.get("type") or "article")
        columns["converter"].append(row.get("converter") or "")
        columns["lines"].append(len(row["lines"]))
        add_lines(columns, row, number, words, shared.min_confidence)
    gold = {name: np.array(values) for name, values in columns.items()}
    cache.parent.mkdir(exist_ok=True, parents=True)
    np.savez(cache, **gold)
    return gold


def add_lines(columns, row, number, words, min_confidence):
    """Adds the lines of a text to the columns."""
    count, start = len(row["lines"]), 0
    confidences = row.get("conf") or [1.0] * count
    shares = row.get("cov") or [0.0] * count
    kinds = row.get("kinds") or [None] * count
    labels = zip(row["lines"], row["labels"], confidences, shares, kinds)
    for line, label, confidence, share, kind in labels:
        is_scored = label in ("body", "chrome", "mixed") and confidence >= min_confidence
        all_words = words.count(line) if is_scored else 0
        body = all_words if label == "body" else all_words * share if label == "mixed" else 0
        columns["start"].append(start)
        columns["body"].append(body)
        columns["chrome"].append(all_words - body)
        columns["text"].append(number)
        columns["is_chrome"].append(label == "chrome" and all_words > 0)
        columns["kind"].append(kind or "")
        start += len(line.encode()) + 1


def read_predictions(path, gold):
    """Returns keep, score and kind of every gold line."""
    index = {id: number for number, id in enumerate(gold["id"])}
    first = np.concatenate([[0], np.cumsum(gold["lines"])])
    count = len(gold["body"])
    keep, score = np.zeros(count, bool), np.zeros(count, np.float32)
    kind = np.full(count, "", object)
    for row in map(json.loads, open(path)):
        text = index[row["id"]]
        starts = gold["start"][first[text] : first[text + 1]]
        lines = row["lines"]
        # A predicted line belongs to the gold line that contains its start.
        at = np.searchsorted(starts, [line["start"] for line in lines], "right") - 1
        for i, line in zip(first[text] + at, lines):
            keep[i] |= line["keep"]
            score[i] = max(score[i], line["score"])
            kind[i] = line["kind"]
    return keep, score, kind


def figures(gold, keep, texts, kind=None):
    """Returns the figures of the texts that the mask selects. None if none of them is scored."""
    count = len(gold["id"])

    def per_text(values):
        return np.bincount(gold["text"], values, count)

    body, chrome = per_text(gold["body"]), per_text(gold["chrome"])
    kept_body, kept_chrome = per_text(gold["body"] * keep), per_text(gold["chrome"] * keep)
    scored = texts & (body >= MIN_BODY_WORDS)
    if not scored.any():
        return None
    body, chrome = body[scored], chrome[scored]
    kept_body, kept_chrome = kept_body[scored], kept_chrome[scored]
    precision = kept_body / np.maximum(kept_body + kept_chrome, 1e-9)
    recall = kept_body / body
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    lines = scored[gold["text"]] & gold["is_chrome"]
    named = lines & (gold["kind"] != "")
    has_kinds = kind is not None and named.any()
    return dict(
        n=scored.sum(),
        f1=f1.mean(),
        loss=1 - kept_body.sum() / body.sum(),
        leak=kept_chrome.sum() / max(1, chrome.sum()),
        lines=keep[lines].mean() if lines.any() else 0,
        bad5=(recall < GOOD_RECALL).mean(),
        kind=(kind[named] == gold["kind"][named]).mean() if has_kinds else 0,
    )


def show(name, found):
    """Prints a row of figures."""
    if found is None:
        return
    percent = {key: 100 * found[key] for key in ("loss", "leak", "lines", "bad5", "kind")}
    print(
        f"{name:26} {found['n']:5} f1 {found['f1']:.4f} loss {percent['loss']:5.2f}"
        f" leak {percent['leak']:5.1f} lines {percent['lines']:5.1f}"
        f" bad5 {percent['bad5']:5.1f} kind {percent['kind']:5.1f}"
    )


def show_sweep(view, gold, score, texts):
    """Prints the threshold with the highest F1 score, and some others."""
    best, best_f1 = None, -1.0
    for threshold in SEARCHED:
        found = figures(gold, score >= threshold, texts)
        if found and found["f1"] > best_f1:
            best, best_f1 = (threshold, found), found["f1"]
    if best is None:
        return
    show(f"{view} max t={best[0]:.2f}", best[1])
    for threshold in PRINTED:
        show(f"   {threshold}", figures(gold, score >= threshold, texts))


def show_languages(gold, keep, kind):
    """Prints a row for each frequent language."""
    languages = sorted(set(gold["lang"]), key=lambda lang: -(gold["lang"] == lang).sum())
    for language in languages:
        texts = gold["lang"] == language
        if texts.sum() >= MIN_TEXTS:
            show("   " + language, figures(gold, keep, texts, kind))


def views(name, gold):
    """Returns the masks of the texts that are reported together, by name."""
    is_extracted = np.isin(gold["converter"], EXTRACTORS)
    if name != "wcxb-dev":
        return {name: np.ones(len(is_extracted), bool)}
    is_article = gold["type"] == "article"
    return {
        "wcxb raw article": is_article & ~is_extracted,
        "wcxb residue article": is_article & is_extracted,
        "wcxb raw other": ~is_article & ~is_extracted,
        "wcxb residue other": ~is_article & is_extracted,
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--sweep", action="store_true", help="keep by score alone, many thresholds")
    parser.add_argument("--lang", action="store_true", help="add rows by language")
    parser.add_argument("--all", action="store_true", help="add rows in which everything is kept")
    args = parser.parse_args()
    folder = args.pred.parent
    shared = constants.load(folder)
    for path in sorted(args.pred.glob("*.jsonl")):
        name = path.stem
        gold_path = args.data / "text" / f"{name}.jsonl.gz"
        gold = read_gold(gold_path, folder / "gold-lines" / f"{name}.npz", shared)
        keep, score, kind = read_predictions(path, gold)
        for view, texts in views(name, gold).items():
            if args.sweep:
                show_sweep(view, gold, score, texts)
            else:
                show(view, figures(gold, keep, texts, kind))
            if args.all:
                show("   keep all", figures(gold, np.ones(len(keep), bool), texts))
        if args.lang and name.startswith("labels"):
            show_languages(gold, keep, kind)


if __name__ == "__main__":
    main()
