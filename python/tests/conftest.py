"""Fixtures: the corpus, the command, and the command's texts of the corpus."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def corpus(file: str) -> dict[str, bytes]:
    return {
        case.name: (case / file).read_bytes()
        for case in sorted((ROOT / "corpus").iterdir())
        if (case / file).exists()
    }


@pytest.fixture(scope="session")
def pages() -> dict[str, bytes]:
    return corpus("input.html")


@pytest.fixture(scope="session")
def scrapes() -> dict[str, bytes]:
    return corpus("input.txt")


@pytest.fixture(scope="session")
def command() -> Path:
    """The command: `$DECHROME`, or the build in target/."""
    builds = [ROOT / "target" / profile / "dechrome" for profile in ("release", "debug")]
    named = [Path(os.environ["DECHROME"])] if "DECHROME" in os.environ else builds
    found = next((path.resolve() for path in named if path.exists()), None)
    assert found, "run `cargo build` first, or set DECHROME to the path of the command"
    return found


@pytest.fixture(scope="session")
def expected(command) -> dict[str, str]:
    """The text that the command writes for each page."""
    run = [command, "batch", ROOT / "corpus", "--from", "html", "--quiet", "--output", "-"]
    rows = map(json.loads, subprocess.run(run, capture_output=True, check=True).stdout.splitlines())
    return {row["id"].split("/")[0]: row["text"] for row in rows if row["id"].endswith("/input")}
