"""Trains the page models.

    train/pages.py DIR

DIR is the output folder of `dechrome-train page-features`. The models are written there:
page-model-K.bin for each fold K, and page-model-final.bin. Seeds are fixed and LightGBM runs in its
deterministic mode, so the same input gives the same bytes.
"""

import argparse
import json
import time
import zlib
from pathlib import Path

import lightgbm as lgb
import numpy as np

import constants
import symmetric
from pack import Packer

SEED = 7
# The seed of the trees for kinds.
KINDS_SEED = 1
# The weight of a page by set. Hand labels are few and reliable. WCXB is large and has every type.
# Of recipes, only ingredients and steps are labelled.
SET_WEIGHTS = {
    "wcxb": 1.5,
    "moz": 1.5,
    "labels": 4.0,
    "labels2": 4.0,
    "trafi": 2.0,
    "recipes": 1.0,
    "review": 4.0,
}
# The weight of a page that is not an article. There are half as many as articles, of six types.
OTHER_TYPES_WEIGHT = 1.4
# The weight of an altered copy of a page, by change.
COPY_WEIGHTS = {"unnamed": 0.3, "shortened": 0.2, "planted": 0.3}
# The factor on the weight of a planted block. Boxes are short, but every page has other ones.
PLANT_WEIGHT = 10.0
# One page in this many, and every copy without names, is trained on without the log-odds of words.
# The tables know some languages from a few sites, and a model that trusts words everywhere loses
# pages in the others (labels-dev: 5.7 % of the body words, and 2.0 % with this, on one fold).
WITHOUT_WORDS = 3
WORD_PREFIX = "word_log_odds_"
# The rows of one kind on a page that the trees for kinds are trained on.
MAX_KIND_ROWS = 12
# The rows of a page that are trained on, and of an altered copy, which weighs less. More rows add
# time, and .002 of F1 on wcxb-dev at twice as many.
MAX_ROWS, MAX_COPY_ROWS = 60, 20
# The rows and trees of --quick.
QUICK_ROWS, QUICK_TREES = 30, 120
DATASET = dict(max_bin=63, use_missing=False, feature_pre_filter=False)
PARAMETERS = dict(
    DATASET,
    objective="binary",
    num_leaves=32,
    max_depth=10,
    min_data_in_leaf=100,
    feature_fraction=0.4,
    bagging_fraction=0.7,
    bagging_freq=1,
    lambda_l2=5.0,
    deterministic=True,
    force_row_wise=True,
    num_threads=1,
    verbose=-1,
    seed=SEED,
)
# The number of trees times the learning rate.
RATE_TREES = 15.0


class Data:
    """The matrices and labels that dechrome-train wrote."""

    def __init__(self, folder, max_rows):
        self.folder = folder
        self.max_rows = max_rows
        self.constants = constants.load(folder)
        header = json.loads((folder / "page-names.json").read_text())
        self.names, self.learned = header["names"], header["learned"]
        self.rows = np.fromfile(folder / "page-rows.f32", "<f4").reshape(-1, len(self.names))
        self.pages = [json.loads(line) for line in open(folder / "page-index.jsonl")]
        sizes = [len(page["words"]) for page in self.pages]
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        self.fold = np.repeat([page["fold"] for page in self.pages], sizes)
        self.words = np.concatenate([page["words"] for page in self.pages]).astype(np.float32)
        content = [np.nan if y is None else y for page in self.pages for y in page["content"]]
        self.content = np.array(content, np.float32)
        self.kinds = np.array([kind or "" for page in self.pages for kind in page["kinds"]])
        self.weight = self._weights()

    def _weights(self):
        """Returns the weight of each row, 0 for rows that are not trained on.

        It is the row's words over the square root of its page's words, times the page's weight.
        """
        weight = np.zeros(len(self.words), np.float32)
        rng = np.random.RandomState(SEED)
        for page, start, end in zip(self.pages, self.starts, self.starts[1:]):
            labelled = np.flatnonzero(~np.isnan(self.content[start:end])) + start
            if not len(labelled):
                continue
            words = np.maximum(self.words[labelled], 0.5)
            scale = SET_WEIGHTS[page["set"]] / np.sqrt(words.sum()) / 10
            if not page["is_article"]:
                scale *= OTHER_TYPES_WEIGHT
            if page["change"]:
                scale *= COPY_WEIGHTS[page["change"]]
            planted = np.isin(labelled - start, page["planted"])
            factor = np.where(planted, PLANT_WEIGHT, 1.0)
            others = np.flatnonzero(~planted)
            most = MAX_COPY_ROWS if page["change"] else self.max_rows
            if len(others) > most:
                factor[others] *= len(others) / most
                factor[rng.permutation(others)[most:]] = 0
            weight[labelled] = words * scale * factor
        return weight / weight[weight > 0].mean()

    def version(self, number):
        """Returns the rows as a version of the training data sees them."""
        path = self.folder / f"page-learned-{number}.f32"
        self.rows[:, self.learned] = np.fromfile(path, "<f4").reshape(len(self.rows), -1)
        words = [at for at, name in enumerate(self.names) if name.startswith(WORD_PREFIX)]
        for page, start, end in zip(self.pages, self.starts, self.starts[1:]):
            is_chosen = zlib.crc32(page["id"].encode()) % WITHOUT_WORDS == 0
            # The fold that is held out is scored as the library scores it.
            if (is_chosen or page["change"] == "unnamed") and page["fold"] != number:
                self.rows[start:end, words] = 0
        return self.rows

    def table_files(self, number):
        """Returns the table files of a version: of names, of each page type, and of words."""
        names = [f"page-table-{number}.bin"]
        names += [f"page-type-{number}-{name}.bin" for name in self.constants.page_types]
        names.append(f"page-words-{number}.bin")
        return [self.folder / name for name in names]


def fit_scores(data, rows, held, trees):
    """Trains the score on the rows outside fold `held`."""
    use = (data.weight > 0) & (data.fold != held)
    labels = (data.content[use] > data.constants.content_share).astype(np.float32)
    names = [f"f{i}" for i in range(rows.shape[1])]
    train = lgb.Dataset(
        rows[use], labels, weight=data.weight[use], feature_name=names, params=dict(DATASET)
    )
    return lgb.train(dict(PARAMETERS, learning_rate=RATE_TREES / trees), train, trees)


def fit_kinds(data, rows, held):
    """Trains the trees for kinds on the hand-labelled rows outside fold `held`.

    Returns also the names of the kinds.
    """
    # Menus have many rows and would outweigh the rest. So a row weighs less if its page has more
    # rows of its kind, and some are left out.
    rng = np.random.RandomState(SEED)
    at, weight = [], []
    for page, start in zip(data.pages, data.starts):
        if page["fold"] == held or page["change"] not in (None, "planted"):
            continue
        kinds = data.kinds[start : start + len(page["words"])]
        for kind in sorted(set(kinds) - {""}):
            found = np.flatnonzero(kinds == kind) + start
            if page["change"]:
                found = found[np.isin(found - start, page["planted"])]
            sample = np.sort(rng.permutation(found)[:MAX_KIND_ROWS])
            at.append(sample)
            weight += [np.sqrt(len(found)) / max(1, len(sample))] * len(sample)
    at = np.concatenate(at)
    names, numbers = np.unique(data.kinds[at], return_inverse=True)
    depth = data.constants.symmetric_tree_depth
    return symmetric.fit_kinds(KINDS_SEED, depth, rows[at], numbers, names.tolist(), weight)


def print_kinds(data, rows, held, trees, names):
    """Prints the share of the hand-labelled blocks of fold `held` whose kind is right."""
    changed = np.repeat([page["change"] is not None for page in data.pages], np.diff(data.starts))
    test = (data.kinds != "") & (data.fold == held) & ~changed
    if test.any():
        found = np.array(names)[trees.predict(rows[test]).argmax(axis=1)]
        print("kinds", round(float((found == data.kinds[test]).mean()), 4), flush=True)


def print_calibration(data, scores):
    """Prints the share of content by out-of-fold score, and the expected calibration error.

    Blocks weigh by their words. Altered copies do not count.
    """
    changed = np.repeat([page["change"] is not None for page in data.pages], np.diff(data.starts))
    use = ~np.isnan(scores) & ~np.isnan(data.content) & ~changed
    scores, content, words = scores[use], data.content[use], data.words[use]
    error = 0.0
    for low in np.arange(10) / 10:
        inside = (scores >= low) & (scores < low + 0.1)
        if not inside.any():
            continue
        share = words[inside].sum() / words.sum()
        weights = words[inside] + 1e-9
        expected = np.average(scores[inside], weights=weights)
        found = np.average(content[inside], weights=weights)
        error += share * abs(expected - found)
        print(f"score {low:.1f}: {expected:.3f} expected, {found:.3f} found, {share:.3f} of words")
    print(f"expected calibration error of blocks {error:.4f}", flush=True)


def train_model(data, version, args):
    """Trains and writes the model of a version. Returns the booster."""
    began = time.time()
    rows = data.version(version)
    booster = fit_scores(data, rows, version, args.trees)
    packer = Packer(data.constants)
    if args.no_kinds:
        kinds = packer.voters(None, [])
    else:
        trees, names = fit_kinds(data, rows, version)
        print_kinds(data, rows, version, trees, names)
        kinds = packer.voters(trees, names)
    tables = [packer.table(path) for path in data.table_files(version)]
    model = packer.model(data.names, packer.boosted(booster), kinds, tables)
    is_final = version == data.constants.folds
    name = f"page-model-{'final' if is_final else version}.bin"
    (data.folder / name).write_bytes(model)
    print(f"{name} {len(model)} bytes {time.time() - began:.0f} s", flush=True)
    return booster


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument(
        "--only", type=int, nargs="+", help="train these versions: folds, or their number for all"
    )
    parser.add_argument("--no-kinds", action="store_true", help="do not train trees for kinds")
    parser.add_argument("--quick", action="store_true", help="one fold, fewer trees and rows")
    args = parser.parse_args()
    if args.quick:
        args.only, args.trees = args.only or [0], QUICK_TREES
    data = Data(args.folder, QUICK_ROWS if args.quick else MAX_ROWS)
    gain = np.zeros(len(data.names))
    scores = np.full(len(data.words), np.nan)
    for version in args.only or range(data.constants.folds + 1):
        booster = train_model(data, version, args)
        gain += booster.feature_importance("gain")
        held = data.fold == version
        log_odds = booster.predict(data.rows[held], raw_score=True)
        scores[held] = 1 / (1 + np.exp(-data.constants.page_calibration * log_odds))
    np.save(args.folder / f"page-scores-{'-'.join(map(str, args.only or ['all']))}.npy", scores)
    if np.isfinite(scores).any():
        print_calibration(data, scores)
    order = np.argsort(-gain)
    gains = [(data.names[i], round(float(gain[i]), 1)) for i in order]
    (args.folder / "page-gain.json").write_text(json.dumps(gains))


if __name__ == "__main__":
    main()
