"""eval_lines.py DATA PRED_DIR: figures of ../shared/eval/score_lines.py for all sets at once, and thresholds from the scores.

PRED_DIR/NAME.jsonl is what `dechrome-train text-predict --set NAME` wrote. With --sweep, keep is decided by the score alone."""
import argparse
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import numpy as np

# Scripts whose characters are words of their own, as ranges of code points.
SPACELESS = [
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
]
CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in SPACELESS)
WORD = re.compile(f"[{CLASS}]|[^\\W_{CLASS}]+")
RESIDUE = {"trafi-recall", "trafilatura-recall", "resiliparse-main"}


def count(line):
    return len(WORD.findall(line if line.isascii() else unicodedata.normalize("NFKC", line)))


def gold(path, cache):
    """Arrays over all lines of a set: start byte, body words, chrome words, whether chrome, kind, document."""
    if cache.exists():
        z = np.load(cache, allow_pickle=True)
        return {k: z[k] for k in z.files}
    out = defaultdict(list)
    for d, r in enumerate(map(json.loads, gzip.open(path, "rt"))):
        out["id"].append(r["id"]), out["lang"].append(str(r.get("lang"))), out["type"].append(r.get("type") or "article")
        out["conv"].append(r.get("converter") or "")
        n, at = len(r["lines"]), 0
        conf, cov = r.get("conf") or [1.0] * n, r.get("cov") or [0.0] * n
        for i, (line, label) in enumerate(zip(r["lines"], r["labels"])):
            w = count(line) if label in ("body", "chrome", "mixed") and conf[i] >= 0.4 else 0
            b = w if label == "body" else w * cov[i] if label == "mixed" else 0
            out["start"].append(at), out["B"].append(b), out["C"].append(w - b), out["doc"].append(d)
            out["chrome"].append(label == "chrome" and w > 0), out["kind"].append((r.get("kinds") or [None] * n)[i] or "")
            at += len(line.encode()) + 1
        out["lines"].append(n)
    g = {k: np.array(v) for k, v in out.items()}
    cache.parent.mkdir(exist_ok=True, parents=True)
    np.savez(cache, **g)
    return g


def predicted(path, g):
    """keep, score and kind of every gold line."""
    at = {i: k for k, i in enumerate(g["id"])}
    first = np.concatenate([[0], np.cumsum(g["lines"])])
    keep, score, kind = np.zeros(len(g["B"]), bool), np.zeros(len(g["B"]), np.float32), np.full(len(g["B"]), "", object)
    for row in map(json.loads, open(path)):
        d = at[row["id"]]
        s = g["start"][first[d] : first[d + 1]]
        L = row["lines"]
        where = first[d] + np.searchsorted(s, [v["start"] for v in L], "right") - 1
        for i, v in zip(where, L):
            keep[i] |= v["keep"]
            score[i] = max(score[i], v["score"])
            kind[i] = v["kind"]
    return keep, score, kind


def figures(g, keep, docs, kind=None):
    n = len(g["id"])
    add = lambda x: np.bincount(g["doc"], x, n)
    B, C, kb, kc = add(g["B"]), add(g["C"]), add(g["B"] * keep), add(g["C"] * keep)
    m = docs & (B >= 20)
    if not m.any():
        return None
    B, C, kb, kc = B[m], C[m], kb[m], kc[m]
    p, r = kb / np.maximum(kb + kc, 1e-9), kb / B
    f = 2 * p * r / np.maximum(p + r, 1e-9)
    lines = m[g["doc"]] & g["chrome"]
    named = lines & (g["kind"] != "")
    right = (kind[named] == g["kind"][named]).mean() if kind is not None and named.any() else 0
    return dict(n=m.sum(), f1=f.mean(), loss=1 - kb.sum() / B.sum(), leak=kc.sum() / max(1, C.sum()), lines=keep[lines].mean() if lines.any() else 0, bad5=(r < 0.95).mean(), kind=right)


def show(name, x):
    if x:
        print(f"{name:26} {x['n']:5} f1 {x['f1']:.4f} loss {100*x['loss']:5.2f} leak {100*x['leak']:5.1f} lines {100*x['lines']:5.1f} bad5 {100*x['bad5']:5.1f} kind {100*x['kind']:5.1f}")


def views(name, g):
    residue = np.isin(g["conv"], list(RESIDUE))
    if name == "wcxb-dev":
        article = g["type"] == "article"
        return {"wcxb raw article": article & ~residue, "wcxb residue article": article & residue, "wcxb raw other": ~article & ~residue, "wcxb residue other": ~article & residue}
    return {name: np.ones(len(residue), bool)}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data", type=Path), p.add_argument("pred", type=Path)
    p.add_argument("--sweep", action="store_true"), p.add_argument("--lang", action="store_true"), p.add_argument("--all", action="store_true")
    a = p.parse_args()
    total = {}
    for path in sorted(a.pred.glob("*.jsonl")):
        name = path.stem
        g = gold(a.data / "text" / f"{name}.jsonl.gz", a.pred.parent / "gold" / f"{name}.npz")
        keep, score, kind = predicted(path, g)
        for view, docs in views(name, g).items():
            if a.sweep:
                best = max(((figures(g, score >= t, docs), t) for t in np.arange(0.05, 0.8, 0.05)), key=lambda x: x[0]["f1"])
                show(f"{view} max t={best[1]:.2f}", best[0])
                for t in (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3):
                    show(f"   {t}", figures(g, score >= t, docs))
            else:
                show(view, figures(g, keep, docs, kind))
            show(f"   keep all", figures(g, np.ones(len(keep), bool), docs)) if a.all else None
        if a.lang and name.startswith("labels"):
            for lang in sorted(set(g["lang"]), key=lambda x: -(g["lang"] == x).sum()):
                if (g["lang"] == lang).sum() >= 5:
                    show("   " + lang, figures(g, keep, g["lang"] == lang, kind))


if __name__ == "__main__":
    main()
