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
        trees = [self._tree(info["tree_structure"]) for info in booster.dump_model()["tree_info"]]
        return struct.pack("<Hf", len(trees), 0.0) + b"".join(trees)

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

    def _tree(self, root):
        """Packs a tree breadth first. The two children of a node are adjacent."""
        order, nodes = [root], []
        for at, node in enumerate(order):
            if "split_feature" not in node:
                value = float(np.float32(node["leaf_value"]))
                nodes.append(struct.pack("<HHf", self.leaf_mark, at, value))
                continue
            threshold = _floor_f32(node["threshold"])
            nodes.append(struct.pack("<HHf", node["split_feature"], len(order), threshold))
            order += [node["left_child"], node["right_child"]]
        return struct.pack("<H", len(nodes)) + b"".join(nodes)

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


def _names(names, count_format):
    """Packs a list of names: their number, then each with its length."""
    packed = b"".join(struct.pack("<B", len(name)) + name.encode() for name in names)
    return struct.pack(count_format, len(names)) + packed
