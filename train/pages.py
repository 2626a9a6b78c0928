"""Trains the page model: `python train/pages.py target/train` after `dechrome-train page-features`.

Writes page-model-K.bin for every fold K, and page-model-final.bin. Seeds are fixed and LightGBM is set to be
deterministic: the same input gives the same bytes.
"""
import argparse
import json
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
from sklearn.ensemble import RandomForestClassifier

sys.path.insert(0, str(Path(__file__).parent))
import pack

FOLDS = 5
SEED = 7
# What the library multiplies the log-odds by (src/webpage.rs).
CALIBRATION = 0.8
# How much a page of each set weighs: hand labels are few and right, WCXB is large and has every page type.
SET_WEIGHTS = {"wcxb": 1.5, "moz": 2.0, "labels": 4.0, "trafi": 2.0}
# How much a page that is no article weighs beside one that is: there are half as many, of six types.
OTHER_TYPES = 1.4
# How much a changed copy of a page weighs beside it.
COPY_WEIGHTS = {"unnamed": 0.3, "shortened": 0.2}
# Rows of one page that are trained on; the rest adds time, not accuracy.
MOST_ROWS = 150
PARAMETERS = dict(
    objective="binary", learning_rate=0.05, num_leaves=31, max_depth=8, min_data_in_leaf=100, feature_fraction=0.4,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=5.0, max_bin=63, use_missing=False, feature_pre_filter=False,
    deterministic=True, force_row_wise=True, num_threads=1, verbose=-1, seed=SEED,
)
FOREST = dict(n_estimators=24, max_leaf_nodes=256, min_samples_leaf=5, max_features=0.3, random_state=SEED, n_jobs=1)


class Data:
    """The matrices and labels that dechrome-train wrote."""

    def __init__(self, folder, only=None):
        names = json.loads((folder / "page-names.json").read_text())
        self.names, self.learned, self.types = names["names"], names["learned"], names["types"]
        self.rows = np.fromfile(folder / "page-rows.f32", "<f4").reshape(-1, len(self.names))
        self.folder = folder
        self.pages = [json.loads(line) for line in open(folder / "page-index.jsonl")]
        sizes = [len(page["words"]) for page in self.pages]
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        self.fold = np.repeat([page["fold"] for page in self.pages], sizes)
        self.words = np.concatenate([page["words"] for page in self.pages]).astype(np.float32)
        self.content = np.array([np.nan if y is None else y for page in self.pages for y in page["content"]], np.float32)
        self.kinds = np.array([kind or "" for page in self.pages for kind in page["kinds"]])
        self.set = np.repeat([page["set"] for page in self.pages], sizes)
        self.weight = self._weights()

    def _weights(self):
        """A row's weight: its words over the square root of its page's, times the weight of the set; 0 if it is not trained on."""
        weight = np.zeros(len(self.words), np.float32)
        rng = np.random.RandomState(SEED)
        for page, start, end in zip(self.pages, self.starts, self.starts[1:]):
            known = np.flatnonzero(~np.isnan(self.content[start:end])) + start
            if not len(known):
                continue
            words = np.maximum(self.words[known], 0.5)
            scale = SET_WEIGHTS[page["set"]] / np.sqrt(words.sum()) / 10
            if page["type"] > 0:
                scale *= OTHER_TYPES
            if page["change"]:
                scale *= COPY_WEIGHTS[page["change"]]
            if len(known) > MOST_ROWS:
                kept = np.sort(rng.permutation(len(known))[:MOST_ROWS])
                scale *= len(known) / MOST_ROWS
                known, words = known[kept], words[kept]
            weight[known] = words * scale
        return weight / weight[weight > 0].mean()

    def version(self, number):
        """The rows as a version sees them."""
        columns = np.fromfile(self.folder / f"page-learned-{number}.f32", "<f4").reshape(len(self.rows), -1)
        rows = self.rows
        rows[:, self.learned] = columns
        return rows

    def tables(self, number):
        """The tables of a version: that of tokens, and those of page types."""
        files = [f"page-table-{number}.bin"] + [f"page-type-{number}-{kind}.bin" for kind in self.types]
        entries = [np.fromfile(self.folder / name, [("key", "<u4"), ("value", "<f4")]) for name in files]
        return [dict(zip(each["key"].tolist(), each["value"].tolist())) for each in entries]


def fit(data, rows, out, trees, **changes):
    """Trains the score on the rows outside fold `out`."""
    use = (data.weight > 0) & (data.fold != out)
    labels = (data.content[use] > 0.5).astype(np.float32)
    train = lgb.Dataset(rows[use], labels, weight=data.weight[use], feature_name=[f"f{i}" for i in range(rows.shape[1])],
                        params=dict(max_bin=63, feature_pre_filter=False, use_missing=False))
    return lgb.train(dict(PARAMETERS, **changes), train, trees)


def fit_kinds(data, rows, out):
    """Trains the forest of kinds on the hand-labelled rows outside fold `out`."""
    use = (data.kinds != "") & (data.fold != out)
    # A page's menus must not drown the rest: a row weighs less the more of its kind the page has.
    counts = {}
    page = np.searchsorted(data.starts, np.flatnonzero(use), side="right")
    keys = list(zip(page, data.kinds[use]))
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    weight = np.array([1 / np.sqrt(counts[key]) for key in keys])
    forest = RandomForestClassifier(**FOREST)
    forest.fit(rows[use], data.kinds[use], sample_weight=weight)
    return forest


def reliability(data, scores):
    """Prints how often blocks are content, by their score out of fold, weighed by words, and the expected calibration error."""
    changed = np.repeat([page["change"] is not None for page in data.pages], np.diff(data.starts))
    use = ~np.isnan(scores) & ~np.isnan(data.content) & ~changed
    scores, content, words = scores[use], data.content[use], data.words[use]
    error = 0.0
    for low in np.arange(10) / 10:
        inside = (scores >= low) & (scores < low + 0.1)
        if not inside.any():
            continue
        share = words[inside].sum() / words.sum()
        expected, found = (np.average(each[inside], weights=words[inside] + 1e-9) for each in (scores, content))
        error += share * abs(expected - found)
        print(f"score {low:.1f}: {expected:.3f} expected, {found:.3f} found, {share:.3f} of words")
    print(f"expected calibration error of blocks {error:.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--only", type=int, nargs="+", help=f"versions to train: folds, and {FOLDS} for the final one")
    parser.add_argument("--no-kinds", action="store_true")
    a = parser.parse_args()
    data = Data(a.folder)
    gain = np.zeros(len(data.names))
    scores = np.full(len(data.words), np.nan)
    for version in a.only or range(FOLDS + 1):
        began = time.time()
        rows = data.version(version)
        booster = fit(data, rows, version, a.trees)
        gain += booster.feature_importance("gain")
        log_odds = booster.predict(rows[data.fold == version], raw_score=True)
        scores[data.fold == version] = 1 / (1 + np.exp(-CALIBRATION * log_odds))
        forest = None if a.no_kinds else fit_kinds(data, rows, version)
        if forest is not None and version < FOLDS:
            test = (data.kinds != "") & (data.fold == version)
            print("kinds", round(float((forest.predict(rows[test]) == data.kinds[test]).mean()), 4), flush=True)
        kinds = [] if forest is None else list(forest.classes_)
        content = pack.model(data.names, pack.boosted(booster), pack.forest(forest, kinds), [pack.table(each) for each in data.tables(version)])
        name = "final" if version == FOLDS else version
        (a.folder / f"page-model-{name}.bin").write_bytes(content)
        print(f"page-model-{name}.bin {len(content)} bytes {time.time() - began:.0f} s", flush=True)
    if np.isfinite(scores).any():
        reliability(data, scores)
    order = np.argsort(-gain)
    (a.folder / "page-gain.json").write_text(json.dumps([(data.names[i], round(float(gain[i]), 1)) for i in order]))


if __name__ == "__main__":
    main()
