"""Trains the line models.

    train/text.py DIR

DIR is the output folder of `dechrome-train text-features`. The models are written there. Model
text-K.bin does not train on fold K. The last one trains on everything.
"""

import argparse
import hashlib
import sys
import time
from pathlib import Path

import numpy as np

import constants
import symmetric
from pack import Packer

# With 1 and 3, single lines of `corpus/` are lost that this seed keeps (docs/experiments.md).
SEED = 2
# The labels of a row, as train/src/texts/features.rs writes them. A line without a kind has a
# number that is not one of the kinds. A line that trains only the kinds has a negative body share.
NO_KIND = 255
LABELS = np.dtype(
    [("body", "<f4"), ("weight", "<f4"), ("fold", "u1"), ("set", "u1"), ("kind", "u1")]
)
# The share of rows and the number of trees of --quick.
QUICK_SHARE, QUICK_TREES = 0.35, 300
SCORE = dict(
    loss_function="CrossEntropy",
    iterations=500,
    learning_rate=0.1,
    l2_leaf_reg=30,
    random_strength=3,
)


def read_rows(folder, fold, width):
    """Returns the feature rows and the labels of a model."""
    labels = np.fromfile(folder / f"text-{fold}.meta", LABELS)
    shape = (len(labels), width)
    return np.memmap(folder / f"text-{fold}.rows", np.float32, "r", shape=shape), labels


def train_scores(rows, labels, depth):
    """Trains the trees that score lines. Lines that are partly body have soft labels."""
    at = np.flatnonzero(labels["body"] >= 0)
    weight = labels["weight"][at].astype(np.float64)
    return symmetric.fit(
        SCORE, SEED, depth, rows[at], labels["body"][at], weight / weight.mean()
    )


def train_kinds(rows, labels, depth, kinds):
    """Trains the trees that name kinds, on the hand-labelled lines. Returns also the names."""
    at = np.flatnonzero(labels["kind"] < len(kinds))
    return symmetric.fit_kinds(SEED, depth, rows[at], labels["kind"][at].astype(int), kinds)


def sample(labels, share):
    """Returns a sorted random sample of the rows without kinds, and all rows with kinds."""
    rng = np.random.RandomState(SEED)
    is_kept = (labels["kind"] != NO_KIND) & (rng.rand(len(labels)) < 2 * share)
    return np.flatnonzero(is_kept | (rng.rand(len(labels)) < share))


def train_model(args, shared, names, fold):
    """Trains and writes the model of a fold."""
    start = time.time()
    packer, depth = Packer(shared), shared.symmetric_tree_depth
    rows, labels = read_rows(args.folder, fold, len(names))
    if args.quick:
        at = sample(labels, QUICK_SHARE)
        rows, labels = rows[at], labels[at]
    booster = train_scores(rows, labels, depth)
    if args.gain:
        importance = zip(booster.get_feature_importance(), names)
        for value, name in sorted(importance, reverse=True):
            print(f"{name:28} {value:6.2f}")
    if args.no_kinds:
        kinds = packer.voters(None, [])
    else:
        kinds = packer.voters(*train_kinds(rows, labels, depth, shared.kinds))
    tables = [packer.table(args.folder / f"text-{fold}.{end}") for end in ("table", "languages")]
    model = packer.model(names, packer.scorer(booster), kinds, tables)
    (args.folder / f"text-{fold}.bin").write_bytes(model)
    digest, seconds = hashlib.sha256(model).hexdigest()[:12], time.time() - start
    size = f"{len(labels)} rows, {len(model)} bytes"
    print(f"fold {fold}: {size}, sha256 {digest}, {seconds:.0f} s", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=int, help="train the model of this fold only")
    parser.add_argument("--no-kinds", action="store_true", help="do not train trees for kinds")
    parser.add_argument("--quick", action="store_true", help="one fold, fewer rows and trees")
    parser.add_argument("--gain", action="store_true", help="print the importance of each feature")
    args = parser.parse_args()
    if args.quick:
        args.only = 0 if args.only is None else args.only
        SCORE.update(iterations=QUICK_TREES, learning_rate=0.15)
    shared = constants.load(args.folder)
    names = (args.folder / "text-features.txt").read_text().split("\n")
    for fold in range(shared.folds + 1) if args.only is None else [args.only]:
        train_model(args, shared, names, fold)


if __name__ == "__main__":
    main()
