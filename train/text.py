"""text.py DIR: trains the line models on what `dechrome-train text-features --out DIR` wrote, and packs them there.

DIR/text-0.bin to text-4.bin are trained without fold 0 to 4, text-5.bin on everything: that one is copied to src/model/text.bin."""
import argparse
import hashlib
import sys
import time
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

import pack

SEED = 1
META = np.dtype([("body", "<f4"), ("weight", "<f4"), ("fold", "u1"), ("set", "u1"), ("kind", "u1")])
ENTRY = np.dtype([("key", "<u4"), ("value", "<f4")])
# Kind names in the order of their numbers in src/kind.rs.
KINDS = (
    "body title lead head caption byline date credit bio tags toc nav breadcrumb cookie login subscribe share ad related "
    "comment commentform counter player footer other"
).split()
# Symmetric trees, each on four fifths of the rows and a quarter of the features; one thread, so that the same data gives
# the same trees.
TREES = dict(
    depth=pack.DEPTH, border_count=63, rsm=0.25, bootstrap_type="Bernoulli", subsample=0.8, boosting_type="Plain",
    random_seed=SEED, thread_count=1, allow_writing_files=False, verbose=False,
)
SCORE = dict(TREES, loss_function="CrossEntropy", iterations=500, learning_rate=0.1, l2_leaf_reg=30, random_strength=3)
KIND = dict(TREES, loss_function="MultiClass", iterations=120, learning_rate=0.18, l2_leaf_reg=3, leaf_estimation_iterations=1)


def read(folder, fold, width):
    meta = np.fromfile(folder / f"text-{fold}.meta", META)
    rows = np.memmap(folder / f"text-{fold}.rows", np.float32, "r", shape=(len(meta), width))
    return rows, meta


def train(options, rows, labels, weight=None):
    booster = CatBoost(options)
    booster.fit(Pool(np.ascontiguousarray(rows), labels, weight=weight))
    return booster


def score_model(rows, meta):
    """The trees that score lines: soft labels for lines that are partly body."""
    at = np.flatnonzero(meta["body"] >= 0)
    weight = meta["weight"][at].astype(np.float64)
    return train(SCORE, rows[at], meta["body"][at], weight / weight.mean())


def kind_model(rows, meta):
    """The trees that name kinds, on the lines labelled by hand, and the names."""
    at = np.flatnonzero(meta["kind"] < len(KINDS))
    booster = train(KIND, rows[at], meta["kind"][at].astype(int))
    return booster, [KINDS[int(k)] for k in booster.classes_]


def table(path):
    entries = np.fromfile(path, ENTRY)
    return pack.table(dict(zip(entries["key"].tolist(), entries["value"].tolist())))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--only", type=int, help="train the model of this fold only")
    args.add_argument("--no-kinds", action="store_true", help="leave out the trees that name kinds")
    args.add_argument("--gain", action="store_true", help="print how much every feature counts")
    a = args.parse_args()
    names = (a.folder / "text-features.txt").read_text().split("\n")
    for fold in range(6) if a.only is None else [a.only]:
        start = time.time()
        rows, meta = read(a.folder, fold, len(names))
        booster = score_model(rows, meta)
        if a.gain:
            for value, name in sorted(zip(booster.get_feature_importance(), names), reverse=True):
                print(f"{name:28} {value:6.2f}")
        kinds = pack.voters(None, []) if a.no_kinds else pack.voters(*kind_model(rows, meta))
        tables = [table(a.folder / f"text-{fold}.{end}") for end in ("table", "languages")]
        packed = pack.model(names, pack.scorer(booster), kinds, tables)
        (a.folder / f"text-{fold}.bin").write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()[:12]
        print(f"fold {fold}: {len(meta)} rows, {len(packed)} bytes, sha256 {digest}, {time.time() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
