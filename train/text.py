"""text.py DIR: trains the line models on what `dechrome-train text-features --out DIR` wrote, and packs them there.

DIR/text-0.bin to text-4.bin are trained without fold 0 to 4, text-5.bin on everything: that one is copied to src/model/text.bin."""
import argparse
import hashlib
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.tree import DecisionTreeRegressor

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
ROUNDS = 200
# The trees that name kinds: boosted, with a vector of log-odds in each leaf. Each is grown on the gradients of half of the
# rows, scaled by their spread, so that rare kinds count.
KIND_TREES = dict(max_leaf_nodes=64, max_depth=8, min_samples_leaf=5, max_features=0.3)
KIND_ROUNDS, KIND_RATE, KIND_SHARE = 60, 0.25, 0.5
# A leaf's log-odds are at most this for the full rate, and are divided by the sum of the curvatures plus this.
KIND_STEP, KIND_LAMBDA = 4.0, 1.0


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
    """The trees that name kinds, on the lines labelled by hand: softmax boosting, one tree a round for all kinds."""
    at = np.flatnonzero(meta["kind"] < len(KINDS))
    values = np.asarray(rows[at])
    kinds, which = np.unique(meta["kind"][at], return_inverse=True)
    truth = np.eye(len(kinds), dtype=np.float32)[which]
    prior = np.log(truth.mean(0))
    prior -= prior.mean()
    sums, trees = np.tile(prior, (len(at), 1)), []
    random = np.random.RandomState(SEED)
    for number in range(KIND_ROUNDS):
        chance = np.exp(sums - sums.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        gradient, curvature = truth - chance, chance * (1 - chance)
        some = random.rand(len(at)) < KIND_SHARE
        tree = DecisionTreeRegressor(**KIND_TREES, random_state=SEED + number)
        tree.fit(values[some], (gradient / np.sqrt(curvature.mean(0) + 1e-4))[some])
        leaf, count = tree.apply(values), tree.tree_.node_count
        up, down = np.zeros((count, len(kinds))), np.zeros((count, len(kinds)))
        np.add.at(up, leaf, gradient), np.add.at(down, leaf, curvature)
        step = pack.round_votes(KIND_RATE * np.clip(up / (down + KIND_LAMBDA), -KIND_STEP, KIND_STEP))
        sums += step[leaf]
        trees.append((tree.tree_, step))
    return pack.voters(prior, trees, [KINDS[k] for k in kinds])


def exits(booster, rows, meta):
    """Prints how sums after some trees compare with those of all trees: where src/decide/lines.rs may stop adding up."""
    at = np.flatnonzero(meta["body"] >= 0)[::7]
    full = booster.predict(np.asarray(rows[at]), raw_score=True)
    for trees, low, high in ((30, -2.5, 2.0), (40, -2.5, 1.7), (60, -2.5, 1.5), (90, -2.5, 1.5)):
        part = booster.predict(np.asarray(rows[at]), raw_score=True, num_iteration=trees)
        under, over = part < low, part > high
        odds = lambda p: np.log(p / (1 - p))
        print(
            f"{trees} trees: {under.mean():.3f} under {low}, of which over .2 in the end {(full[under] > odds(0.2)).mean():.5f}, times {np.median(full[under] / part[under]):.2f};"
            f" {over.mean():.3f} over {high}, under .5 in the end {(full[over] < odds(0.5)).mean():.5f}, times {np.median(full[over] / part[over]):.2f}"
        )


def table(path):
    entries = np.fromfile(path, ENTRY)
    return pack.table(dict(zip(entries["key"].tolist(), entries["value"].tolist())))


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--only", type=int, help="train the model of this fold only")
    args.add_argument("--no-kinds", action="store_true", help="leave the kind forest empty")
    args.add_argument("--exits", action="store_true", help="print where sums may end early")
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
        if a.exits:
            exits(booster, rows, meta)
        kinds = pack.forest(None, []) if a.no_kinds else kind_model(rows, meta)
        tables = [table(a.folder / f"text-{fold}.{end}") for end in ("table", "languages")]
        packed = pack.model(names, pack.boosted(booster), kinds, tables)
        (a.folder / f"text-{fold}.bin").write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()[:12]
        print(f"fold {fold}: {len(meta)} rows, {len(packed)} bytes, sha256 {digest}, {time.time() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
