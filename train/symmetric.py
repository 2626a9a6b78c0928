"""Trains symmetric trees with CatBoost: the scores of lines, and the kinds of lines and blocks."""

import numpy as np
from catboost import CatBoost, Pool

# Each tree sees four fifths of the rows and a quarter of the features. With one thread, the same
# data gives the same trees.
TREES = dict(
    border_count=63,
    rsm=0.25,
    bootstrap_type="Bernoulli",
    subsample=0.8,
    boosting_type="Plain",
    thread_count=1,
    allow_writing_files=False,
    verbose=False,
)
KINDS = dict(
    loss_function="MultiClass",
    iterations=120,
    learning_rate=0.18,
    l2_leaf_reg=3,
    leaf_estimation_iterations=1,
)


def fit(options, seed, depth, rows, targets, weight=None):
    """Returns trees of a depth that are trained on rows with targets."""
    booster = CatBoost(dict(TREES, random_seed=seed, depth=depth, **options))
    booster.fit(Pool(np.ascontiguousarray(rows), targets, weight=weight))
    return booster


def fit_kinds(seed, depth, rows, numbers, kinds, weight=None):
    """Returns trees that vote on kinds, and the names of these. Kinds are given by number."""
    booster = fit(KINDS, seed, depth, rows, numbers, weight)
    return booster, [kinds[int(number)] for number in booster.classes_]
