"""Packs boosters, kind forests and log-odds tables into the library's model format (src/model.rs)."""
import json
import struct
import tempfile

import numpy as np

LEAF = 0xFFFF


def _tree(root, children, is_leaf, split, value):
    """Lays a tree out breadth first, the two children of a node side by side. Returns (depth, packed nodes)."""
    order, at, depth = [(root, 0)], 0, 0
    nodes = []
    while at < len(order):
        node, level = order[at]
        depth = max(depth, level)
        if is_leaf(node):
            nodes.append(struct.pack("<HHf", LEAF, at, value(node)))
        else:
            feature, threshold = split(node)
            nodes.append(struct.pack("<HHf", feature, len(order), threshold))
            order += [(child, level + 1) for child in children(node)]
        at += 1
    return depth, nodes


def _f32_floor(x):
    """The largest f32 that is not above x: `value <= x` in f64 is then `value <= floor` in f32, for values that are f32."""
    y = np.float32(x)
    return float(y if float(y) <= x else np.nextafter(y, np.float32(-np.inf)))


def _ensemble(trees, bias):
    out = [struct.pack("<Hf", len(trees), bias)]
    for depth, nodes in trees:
        out += [struct.pack("<BH", depth, len(nodes)), *nodes]
    return b"".join(out)


def boosted(booster, scale=1.0, bias=0.0):
    """An ensemble from a LightGBM booster with numerical splits and without missing values."""
    trees = [
        _tree(
            info["tree_structure"],
            lambda n: (n["left_child"], n["right_child"]),
            lambda n: "split_feature" not in n,
            lambda n: (n["split_feature"], _f32_floor(n["threshold"])),
            lambda n: float(np.float32(n["leaf_value"] * scale)),
        )
        for info in booster.dump_model()["tree_info"]
    ]
    return _ensemble(trees, bias)


def forest(model, kinds):
    """A kind forest from a scikit-learn random forest; None packs an empty one."""
    if model is None:
        return struct.pack("<B", 0) + _ensemble([], 0.0) + struct.pack("<I", 0)
    rows, packed = [], []
    for estimator in model.estimators_:
        t = estimator.tree_

        def leaf(n, t=t):
            share = t.value[n][0]
            rows.append(np.round(255 * share / share.sum()).astype(np.uint8).tobytes())
            return float(len(rows) - 1)

        packed.append(
            _tree(
                0,
                lambda n, t=t: (t.children_left[n], t.children_right[n]),
                lambda n, t=t: t.children_left[n] < 0,
                lambda n, t=t: (int(t.feature[n]), _f32_floor(t.threshold[n])),
                leaf,
            )
        )
    names = b"".join(struct.pack("<B", len(k)) + k.encode() for k in kinds)
    return struct.pack("<B", len(kinds)) + names + _ensemble(packed, 0.0) + struct.pack("<I", len(rows)) + b"".join(rows)


# Levels of a symmetric tree in the file, and the most that a vote can be.
DEPTH, VOTE = 6, 127


def _symmetric(booster):
    """The trees of a CatBoost model on numerical features: for each its questions, packed, and its leaves as rows of values;
    and the bias."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        booster.save_model(file.name, format="json")
        model = json.load(open(file.name))
    trees = []
    for tree in model["oblivious_trees"]:
        asked = [(s["float_feature_index"], _f32_floor(s["border"])) for s in tree["splits"] or []]
        asked += [(0, np.inf)] * (DEPTH - len(asked))
        values = np.array(tree["leaf_values"], np.float64).reshape(2 ** len(tree["splits"] or []), -1)
        leaves = np.zeros((2**DEPTH, values.shape[1]))
        leaves[: len(values)] = values
        trees.append((b"".join(struct.pack("<Hf", *question) for question in asked), leaves))
    scale, bias = model["scale_and_bias"]
    assert scale == 1, "leaves are not scaled"
    return trees, bias


def scorer(booster):
    """Symmetric trees that add up to log-odds, from a CatBoost model with one output."""
    trees, bias = _symmetric(booster)
    packed = b"".join(questions + leaves.astype("<f4").tobytes() for questions, leaves in trees)
    return struct.pack("<Hf", len(trees), bias[0]) + packed


def voters(booster, kinds):
    """Symmetric trees whose leaves vote on kinds, from a CatBoost model with an output a kind; no trees for None."""
    trees, _ = _symmetric(booster) if booster else ([], 0)
    names = b"".join(struct.pack("<B", len(k)) + k.encode() for k in kinds)
    unit = max((np.abs(leaves).max() for _, leaves in trees), default=VOTE) / VOTE
    packed = b"".join(questions + np.round(leaves / unit).astype(np.int8).tobytes() for questions, leaves in trees)
    return struct.pack("<B", len(kinds)) + names + struct.pack("<Hf", len(trees), unit) + packed


def table(entries, limit=4.0):
    """A log-odds table from {u32 key: value}; values beyond +-limit are clipped, the rest rounded to limit/127."""
    keys = sorted(k for k in entries if k)
    scale = limit / 127
    values = np.clip(np.round([entries[k] / scale for k in keys]), -127, 127).astype(np.int8)
    return struct.pack("<fI", scale, len(keys)) + np.array(keys, "<u4").tobytes() + values.tobytes()


def model(names, score, kinds, tables):
    """The whole file from packed parts."""
    head = b"DECHROM1" + struct.pack("<H", len(names)) + b"".join(struct.pack("<B", len(n)) + n.encode() for n in names)
    return head + score + kinds + struct.pack("<B", len(tables)) + b"".join(tables)
