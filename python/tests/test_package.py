"""The package agrees with the crate, and the stubs agree with the module."""

import ast
import importlib.metadata
import re
import tomllib
import typing
from pathlib import Path

import dechrome
from dechrome import _dechrome

ROOT = Path(__file__).resolve().parents[2]


def test_the_versions_of_package_and_crate_are_equal():
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]
    package = tomllib.loads((ROOT / "python" / "Cargo.toml").read_text())["package"]
    assert {key: package[key] for key in workspace} == workspace
    assert dechrome.__version__ == importlib.metadata.version("dechrome") == workspace["version"]


def test_stubs_list_all_attributes():
    folder = Path(dechrome.__file__).parent
    assert (folder / "py.typed").exists()
    classes = {
        node.name: node
        for node in ast.parse((folder / "_dechrome.pyi").read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    for name in ("Cleaner", "Pages", "Page", "Block", "RecordBatch"):
        stubbed = {node.name for node in classes[name].body if isinstance(node, ast.FunctionDef)}
        there = {
            attribute
            for attribute in vars(getattr(_dechrome, name))
            if not attribute.startswith("__")
        }
        assert {attribute for attribute in stubbed if not attribute.startswith("__")} == there, name


def test_everything_has_a_docstring():
    for name in dechrome.__all__:
        thing = getattr(dechrome, name)
        if callable(thing):
            assert thing.__doc__, name
            for attribute, value in vars(thing).items():
                assert attribute.startswith("__") or value.__doc__, f"{name}.{attribute}"


def test_the_readme_examples_run(tmp_path, monkeypatch, capsys):
    readme = (ROOT / "README.md").read_text()
    for name, text in re.findall(r"^```(?:html|text) (\S+)\n(.*?)^```$", readme, re.M | re.S):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    for document in ("README.md", "docs/python.md"):
        text = (ROOT / document).read_text()
        examples = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
        assert examples, document
        for example in examples:
            exec(compile(example, document, "exec"), {})
            assert "It rained" in capsys.readouterr().out, document


def test_annotations_are_found_at_run_time():
    for function in (dechrome.clean, dechrome.clean_many, dechrome.clean_batch):
        hints = typing.get_type_hints(function)
        assert "return" in hints and len(hints) >= 3, function
