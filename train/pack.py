"""Packs LightGBM boosters, kind forests and log-odds tables into the library's model format (src/model.rs)."""
import struct

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


# A vote of a line's kind trees: log-odds in steps of 1/127 as a byte, 128 for none.
VOTE = 127


def round_votes(log_odds):
    """Log-odds as they are packed."""
    return np.clip(np.round(log_odds * VOTE), -VOTE, VOTE) / VOTE


def voters(prior, trees, kinds):
    """Boosted trees with a vector of log-odds in each leaf, from scikit-learn trees with a row of votes a node; the prior is
    spread over as many trees of one leaf as it takes."""
    rows, packed = [], []

    def leaf(votes):
        rows.append((np.round(votes * VOTE) + 128).astype(np.uint8).tobytes())
        return float(len(rows) - 1)

    count = int(np.ceil(np.abs(prior).max()))
    packed += [_tree(0, None, lambda n: True, None, lambda n: leaf(round_votes(prior / count))) for _ in range(count)]
    for t, votes in trees:
        packed.append(
            _tree(
                0,
                lambda n, t=t: (t.children_left[n], t.children_right[n]),
                lambda n, t=t: t.children_left[n] < 0,
                lambda n, t=t: (int(t.feature[n]), _f32_floor(t.threshold[n])),
                lambda n, votes=votes: leaf(votes[n]),
            )
        )
    names = b"".join(struct.pack("<B", len(k)) + k.encode() for k in kinds)
    return struct.pack("<B", len(kinds)) + names + _ensemble(packed, 0.0) + struct.pack("<I", len(rows)) + b"".join(rows)


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
