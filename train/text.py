"""text.py DIR: trains the line models on what `dechrome-train text-features --out DIR` wrote, and packs them there.

DIR/text-0.bin to text-4.bin are trained without fold 0 to 4, text-5.bin on everything: that one is copied to src/model/text.bin."""
import argparse
import hashlib
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.ensemble import RandomForestClassifier

import pack

SEED = 1
META = np.dtype([("body", "<f4"), ("weight", "<f4"), ("fold", "u1"), ("set", "u1"), ("kind", "u1")])
ENTRY = np.dtype([("key", "<u4"), ("value", "<f4")])
# Kind names in the order of their numbers in src/kind.rs.
KINDS = (
    "body title lead head caption byline date credit bio tags toc nav breadcrumb cookie login subscribe share ad related "
    "comment commentform counter player footer other"
).split()
BOOST = dict(
    objective="cross_entropy", learning_rate=0.1, num_leaves=63, max_depth=8, min_data_in_leaf=60, feature_fraction=0.5,
    bagging_fraction=0.8, bagging_freq=1, lambda_l2=2.0, max_bin=63, use_missing=False, num_threads=1, seed=SEED,
    deterministic=True, force_row_wise=True, verbose=-1,
)
ROUNDS = 120


def read(folder, fold, width):
    meta = np.fromfile(folder / f"text-{fold}.meta", META)
    rows = np.memmap(folder / f"text-{fold}.rows", np.float32, "r", shape=(len(meta), width))
    return rows, meta


def score_model(rows, meta, rounds, options):
    """The booster that scores lines: soft labels for lines that are partly body."""
    at = np.flatnonzero(meta["body"] >= 0)
    weight = meta["weight"][at].astype(np.float64)
    data = lgb.Dataset(np.asarray(rows[at]), meta["body"][at], weight=weight / weight.mean(), params=dict(max_bin=options["max_bin"]))
    return lgb.train(options, data, rounds)


def kind_model(rows, meta):
    """The forest that names kinds, on the lines labelled by hand. Rare kinds weigh more, by the tenth root."""
    at = np.flatnonzero(meta["kind"] < len(KINDS))
    kinds, counts = np.unique(meta["kind"][at], return_counts=True)
    weight = dict(zip(kinds, (counts.max() / counts) ** 0.1))
    forest = RandomForestClassifier(
        n_estimators=24, max_leaf_nodes=256, max_depth=14, min_samples_leaf=3, max_features=0.3, max_samples=0.5, random_state=SEED, n_jobs=1
    )
    forest.fit(np.asarray(rows[at]), meta["kind"][at], np.array([weight[k] for k in meta["kind"][at]]))
    return pack.forest(forest, [KINDS[k] for k in forest.classes_])


def table(path):
    entries = np.fromfile(path, ENTRY)
    return pack.table(dict(zip(entries["key"].tolist(), entries["value"].tolist())))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--only", type=int, help="train the model of this fold only")
    args.add_argument("--no-kinds", action="store_true", help="leave the kind forest empty")
    args.add_argument("--gain", action="store_true", help="print the gain of every feature")
    args.add_argument("--leaves", type=int, default=BOOST["num_leaves"])
    args.add_argument("--rounds", type=int, default=ROUNDS)
    a = args.parse_args()
    names = (a.folder / "text-features.txt").read_text().split("\n")
    options = dict(BOOST, num_leaves=a.leaves)
    for fold in range(6) if a.only is None else [a.only]:
        start = time.time()
        rows, meta = read(a.folder, fold, len(names))
        booster = score_model(rows, meta, a.rounds, options)
        if a.gain:
            gain = booster.feature_importance("gain")
            for i in np.argsort(-gain):
                print(f"{names[i]:28} {100 * gain[i] / gain.sum():6.2f}")
        kinds = pack.forest(None, []) if a.no_kinds else kind_model(rows, meta)
        tables = [table(a.folder / f"text-{fold}.{end}") for end in ("table", "languages")]
        packed = pack.model(names, pack.boosted(booster), kinds, tables)
        (a.folder / f"text-{fold}.bin").write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()[:12]
        print(f"fold {fold}: {len(meta)} rows, {len(packed)} bytes, sha256 {digest}, {time.time() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
