"""Trains the page models.

    train/pages.py DIR

DIR is the output folder of `dechrome-train page-features`. The models are written there:
page-model-K.bin for each fold K, and page-model-final.bin. Seeds are fixed and LightGBM runs in its
deterministic mode, so the same input gives the same bytes.
"""

import argparse
import json
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.ensemble import RandomForestClassifier

import constants
from pack import Packer

SEED = 7
# The weight of a page by set. Hand labels are few and reliable. WCXB is large and has every type.
SET_WEIGHTS = {"wcxb": 1.5, "moz": 2.0, "labels": 4.0, "trafi": 2.0, "review": 4.0}
# The weight of a page that is not an article. There are half as many as articles, of six types.
OTHER_TYPES_WEIGHT = 1.4
# The weight of an altered copy of a page, by change.
COPY_WEIGHTS = {"unnamed": 0.3, "shortened": 0.2}
# The rows of a page that are trained on. More rows add time, not accuracy.
MAX_ROWS = 150
DATASET = dict(max_bin=63, use_missing=False, feature_pre_filter=False)
PARAMETERS = dict(
    DATASET,
    objective="binary",
    learning_rate=0.05,
    num_leaves=31,
    max_depth=8,
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
FOREST = dict(
    n_estimators=24,
    max_leaf_nodes=256,
    min_samples_leaf=5,
    max_features=0.3,
    random_state=SEED,
    n_jobs=1,
)


class Data:
    """The matrices and labels that dechrome-train wrote."""

    def __init__(self, folder):
        self.folder = folder
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
            if len(labelled) > MAX_ROWS:
                sample = np.sort(rng.permutation(len(labelled))[:MAX_ROWS])
                scale *= len(labelled) / MAX_ROWS
                labelled, words = labelled[sample], words[sample]
            weight[labelled] = words * scale
        return weight / weight[weight > 0].mean()

    def version(self, number):
        """Returns the rows as a version of the training data sees them."""
        path = self.folder / f"page-learned-{number}.f32"
        self.rows[:, self.learned] = np.fromfile(path, "<f4").reshape(len(self.rows), -1)
        return self.rows

    def table_files(self, number):
        """Returns the table files of a version: the tokens' table, and one for each page type."""
        names = [f"page-table-{number}.bin"]
        names += [f"page-type-{number}-{name}.bin" for name in self.constants.page_types]
        return [self.folder / name for name in names]


def fit_scores(data, rows, held, trees):
    """Trains the score on the rows outside fold `held`."""
    use = (data.weight > 0) & (data.fold != held)
    labels = (data.content[use] > data.constants.content_share).astype(np.float32)
    names = [f"f{i}" for i in range(rows.shape[1])]
    train = lgb.Dataset(
        rows[use], labels, weight=data.weight[use], feature_name=names, params=dict(DATASET)
    )
    return lgb.train(dict(PARAMETERS), train, trees)


def fit_kinds(data, rows, held):
    """Trains the forest of kinds on the hand-labelled rows outside fold `held`."""
    use = (data.kinds != "") & (data.fold != held)
    # Menus have many rows and would outweigh the rest. So a row weighs less if its page has more
    # rows of its kind.
    counts = {}
    page = np.searchsorted(data.starts, np.flatnonzero(use), side="right")
    keys = list(zip(page, data.kinds[use]))
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    weight = np.array([1 / np.sqrt(counts[key]) for key in keys])
    forest = RandomForestClassifier(**FOREST)
    forest.fit(rows[use], data.kinds[use], sample_weight=weight)
    return forest


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
    forest = None if args.no_kinds else fit_kinds(data, rows, version)
    is_final = version == data.constants.folds
    if forest is not None and not is_final:
        test = (data.kinds != "") & (data.fold == version)
        accuracy = float((forest.predict(rows[test]) == data.kinds[test]).mean())
        print("kinds", round(accuracy, 4), flush=True)
    packer = Packer(data.constants)
    kinds = packer.forest(forest, [] if forest is None else list(forest.classes_))
    tables = [packer.table(path) for path in data.table_files(version)]
    model = packer.model(data.names, packer.boosted(booster), kinds, tables)
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
    parser.add_argument("--no-kinds", action="store_true", help="do not train the forest of kinds")
    args = parser.parse_args()
    data = Data(args.folder)
    gain = np.zeros(len(data.names))
    scores = np.full(len(data.words), np.nan)
    for version in args.only or range(data.constants.folds + 1):
        booster = train_model(data, version, args)
        gain += booster.feature_importance("gain")
        held = data.fold == version
        log_odds = booster.predict(data.rows[held], raw_score=True)
        scores[held] = 1 / (1 + np.exp(-data.constants.page_calibration * log_odds))
    if np.isfinite(scores).any():
        print_calibration(data, scores)
    order = np.argsort(-gain)
    gains = [(data.names[i], round(float(gain[i]), 1)) for i in order]
    (args.folder / "page-gain.json").write_text(json.dumps(gains))


if __name__ == "__main__":
    main()
