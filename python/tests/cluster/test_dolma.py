"""Dolma's mixer removes the spans in the command's attributes.

The test loads only the mixer, a Rust module inside the package. The rest of Dolma needs about
twenty more packages.
"""

import gzip
import importlib.util
import json
import subprocess
import sysconfig
from pathlib import Path

import dechrome


def mixer():
    module = next(Path(sysconfig.get_path("platlib"), "dolma").glob("dolma.*.so"))
    spec = importlib.util.spec_from_file_location("dolma", module)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return lambda config: loaded.mixer_entrypoint(json.dumps(config))


def test_the_mixer_removes_the_dropped_lines(tmp_path, scrapes, command):
    documents, attributes = (
        tmp_path / "documents" / "0.jsonl.gz",
        tmp_path / "attributes" / "dechrome" / "0.jsonl.gz",
    )
    for file in (documents, attributes):
        file.parent.mkdir(parents=True)
    # Line ends other than LF, and characters of two to four bytes: spans count characters.
    texts = {name: text.decode() for name, text in scrapes.items()} | {
        "emoji": "😀 Share on Facebook\r\n" * 3 + "Ünder the břidge.\n"
    }
    with gzip.open(documents, "wt") as out:
        for name, text in texts.items():
            out.write(json.dumps({"id": name, "text": text, "source": "corpus"}) + "\n")
    run = [
        command,
        "batch",
        documents,
        "--schema",
        "dolma",
        "--emit",
        "attributes",
        "--quiet",
        "--output",
        attributes,
    ]
    subprocess.run(list(map(str, run)), check=True)
    mixer()(
        {
            "streams": [
                {
                    "name": "mixed",
                    "documents": [str(documents)],
                    "attributes": ["dechrome"],
                    "output": {
                        "path": str(tmp_path / "out"),
                        "max_size_in_bytes": 1 << 30,
                        "discard_fields": [],
                        "min_text_length": 0,
                    },
                    "span_replacement": [
                        {
                            "span": "$.attributes.dechrome__drop",
                            "min_score": 0.5,
                            "replacement": "",
                            "syntax": "jsonpath",
                        }
                    ],
                }
            ],
            "work_dir": {"input": str(tmp_path / "in-work"), "output": str(tmp_path / "out-work")},
            "processes": 1,
            "shuffle": False,
        }
    )
    rows = [
        json.loads(line) for file in (tmp_path / "out").rglob("*.gz") for line in gzip.open(file)
    ]
    found = {row["id"]: row["text"] for row in rows}
    expected = {name: dechrome.clean(text, source="text").text for name, text in texts.items()}
    assert found == {name: text for name, text in expected.items() if text or name in found}
    assert sum(found[name] != texts[name] for name in found) > 10
