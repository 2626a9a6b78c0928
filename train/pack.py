"""Writes models in the library's file format. src/model.rs documents the layout."""

import json
import struct
import tempfile

import numpy as np

# The file stores votes and log-odds as i8.
I8_MAX = np.iinfo(np.int8).max
# An entry of a table that dechrome-train wrote (train/src/table_file.rs).
ENTRY = np.dtype([("key", "<u4"), ("value", "<f4")])


class Packer:
    """Packs the parts of a model file."""

    def __init__(self, constants):
        self.magic = constants.model_magic.encode()
        self.leaf_mark = constants.leaf_mark
        self.depth = constants.symmetric_tree_depth
        self.limit = constants.log_odds_limit

    def boosted(self, booster):
        """Packs a LightGBM booster with numerical splits and no missing values."""
        trees = [
            self._tree(
                info["tree_structure"],
                lambda n: (n["left_child"], n["right_child"]),
                lambda n: "split_feature" not in n,
                lambda n: (n["split_feature"], _floor_f32(n["threshold"])),
                lambda n: float(np.float32(n["leaf_value"])),
            )
            for info in booster.dump_model()["tree_info"]
        ]
        return _ensemble(trees, 0.0)

    def forest(self, model, kinds):
        """Packs a scikit-learn random forest over kinds. None packs an empty forest."""
        if model is None:
            return _names([], "<B") + _ensemble([], 0.0) + struct.pack("<I", 0)
        rows, trees = [], []
        for estimator in model.estimators_:
            tree = estimator.tree_

            def add_leaf(n, tree=tree):
                share = tree.value[n][0]
                rows.append(np.round(255 * share / share.sum()).astype(np.uint8).tobytes())
                return float(len(rows) - 1)

            trees.append(
                self._tree(
                    0,
                    lambda n, tree=tree: (tree.children_left[n], tree.children_right[n]),
                    lambda n, tree=tree: tree.children_left[n] < 0,
                    lambda n, tree=tree: (int(tree.feature[n]), _floor_f32(tree.threshold[n])),
                    add_leaf,
                )
            )
        packed_rows = struct.pack("<I", len(rows)) + b"".join(rows)
        return _names(kinds, "<B") + _ensemble(trees, 0.0) + packed_rows

    def scorer(self, booster):
        """Packs a CatBoost model with one output: symmetric trees that add up to log-odds."""
        trees, bias = self._symmetric(booster)
        packed = b"".join(questions + leaves.astype("<f4").tobytes() for questions, leaves in trees)
        return struct.pack("<Hf", len(trees), bias[0]) + packed

    def voters(self, booster, kinds):
        """Packs a CatBoost model with one output per kind: symmetric trees whose leaves vote.

        None packs no trees.
        """
        trees, _ = self._symmetric(booster) if booster else ([], 0)
        largest = max((np.abs(leaves).max() for _, leaves in trees), default=I8_MAX)
        unit = largest / I8_MAX
        packed = b"".join(
            questions + np.round(leaves / unit).astype(np.int8).tobytes()
            for questions, leaves in trees
        )
        return _names(kinds, "<B") + struct.pack("<Hf", len(trees), unit) + packed

    def table(self, path):
        """Packs the log-odds table in a file of dechrome-train."""
        entries = np.fromfile(path, ENTRY)
        # The library's tables mark empty slots with key 0. If a key repeats, the last value counts.
        values = dict(zip(entries["key"].tolist(), entries["value"].tolist()))
        keys = sorted(key for key in values if key)
        scale = self.limit / I8_MAX
        steps = np.round([values[key] / scale for key in keys])
        packed = np.clip(steps, -I8_MAX, I8_MAX).astype(np.int8).tobytes()
        return struct.pack("<fI", scale, len(keys)) + np.array(keys, "<u4").tobytes() + packed

    def model(self, names, score, kinds, tables):
        """Joins the packed parts of a model on the features `names`."""
        head = self.magic + _names(names, "<H")
        return head + score + kinds + struct.pack("<B", len(tables)) + b"".join(tables)

    def _tree(self, root, children, is_leaf, split, value):
        """Packs a tree breadth first. The two children of a node are adjacent.

        Returns the depth and the packed nodes.
        """
        order, at, depth = [(root, 0)], 0, 0
        nodes = []
        while at < len(order):
            node, level = order[at]
            depth = max(depth, level)
            if is_leaf(node):
                nodes.append(struct.pack("<HHf", self.leaf_mark, at, value(node)))
            else:
                feature, threshold = split(node)
                nodes.append(struct.pack("<HHf", feature, len(order), threshold))
                order += [(child, level + 1) for child in children(node)]
            at += 1
        return depth, nodes

    def _symmetric(self, booster):
        """Returns the trees of a CatBoost model on numerical features, and the bias.

        A tree is its packed questions and its leaves, one row of values each.
        """
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            booster.save_model(file.name, format="json")
            model = json.load(open(file.name))
        trees = []
        for tree in model["oblivious_trees"]:
            splits = tree["splits"] or []
            asked = [(s["float_feature_index"], _floor_f32(s["border"])) for s in splits]
            # The file's trees all have the same depth. No value exceeds infinity.
            asked += [(0, np.inf)] * (self.depth - len(asked))
            values = np.array(tree["leaf_values"], np.float64).reshape(2 ** len(splits), -1)
            leaves = np.zeros((2**self.depth, values.shape[1]))
            leaves[: len(values)] = values
            questions = b"".join(struct.pack("<Hf", *question) for question in asked)
            trees.append((questions, leaves))
        scale, bias = model["scale_and_bias"]
        assert scale == 1, "the format cannot scale leaves"
        return trees, bias


def _floor_f32(x):
    """Returns the largest f32 that does not exceed `x`.

    For an f32 value, `value <= x` in f64 is then the same as `value <= floor` in f32.
    """
    y = np.float32(x)
    return float(y if float(y) <= x else np.nextafter(y, np.float32(-np.inf)))


def _ensemble(trees, bias):
    out = [struct.pack("<Hf", len(trees), bias)]
    for depth, nodes in trees:
        out += [struct.pack("<BH", depth, len(nodes)), *nodes]
    return b"".join(out)


def _names(names, count_format):
    """Packs a list of names: their number, then each with its length."""
    packed = b"".join(struct.pack("<B", len(name)) + name.encode() for name in names)
    return struct.pack(count_format, len(names)) + packed
