#!/usr/bin/env python3
"""Reads the constants that the library and the training program define.

    train/constants.py FOLDER NAME [KEY]

prints the constant NAME, or its member KEY. `dechrome-train page-features`, `text-features` and
`constants` write FOLDER/constants.json (train/src/constants.rs).
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace


def load(folder):
    """Returns all constants as attributes."""
    return SimpleNamespace(**json.loads((Path(folder) / "constants.json").read_text()))


def main(folder, name, key=None):
    value = getattr(load(folder), name)
    if key is not None:
        value = value[key]
    print(*(value if isinstance(value, list) else [value]))


if __name__ == "__main__":
    main(*sys.argv[1:])
