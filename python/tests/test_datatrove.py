"""The datatrove steps in pipelines."""

import gzip
import io
import json
import runpy
import sys
from pathlib import Path

import dechrome
import pytest
from datatrove.data import Document
from dechrome.datatrove import DechromeExtractor, DechromeLines
from samples import LINE, PAGE
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).resolve().parents[2]


def write_warc(path, pages):
    with open(path, "wb") as out:
        writer = WARCWriter(out, gzip=True)
        for name, page in pages:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"http://corpus.example/{name}", "response", io.BytesIO(page), http_headers=http
                )
            )


@pytest.mark.parametrize("tasks", [1, 2])
def test_the_example_pipeline_from_warc_to_jsonl(tmp_path, monkeypatch, pages, expected, tasks):
    all_pages = list(pages.items())
    (tmp_path / "warcs").mkdir()
    for number in range(2):
        write_warc(tmp_path / "warcs" / f"{number}.warc.gz", all_pages[number::2])
    monkeypatch.setattr(
        sys,
        "argv",
        ["warc_to_jsonl.py", str(tmp_path / "warcs"), str(tmp_path / "out"), str(tasks)],
    )
    runpy.run_path(str(ROOT / "python" / "examples" / "warc_to_jsonl.py"), run_name="__main__")
    rows = [
        json.loads(line)
        for file in sorted((tmp_path / "out" / "rows").iterdir())
        for line in gzip.open(file)
    ]
    assert len(list((tmp_path / "out" / "rows").iterdir())) == tasks
    found = {row["metadata"]["url"].rsplit("/", 1)[1]: row for row in rows}
    assert {name: row["text"] for name, row in found.items()} == {
        name: expected[name] for name in pages if expected[name]
    }
    for name, row in found.items():
        page = dechrome.clean(pages[name], source="html")
        known = {
            "language": page.language,
            "language_confidence": page.language_confidence,
            "confidence": page.confidence,
            "block_count": page.block_count,
            "kept_count": page.kept_count,
            "dropped": page.dropped,
        }
        assert {key: row["metadata"][key] for key in known} == known
    stats = json.loads((tmp_path / "out" / "logs" / "stats.json").read_text())
    step = next(step["stats"] for step in stats if "dechrome" in step["name"])
    count = lambda value: value["total"] if isinstance(value, dict) else value
    assert count(step["extracted"]) == len(pages) and count(step["forwarded"]) == len(rows)


def run(step, *texts):
    return list(
        step.run(
            Document(text=text, id=str(number), metadata={"url": "u"})
            for number, text in enumerate(texts)
        )
    )


def test_lines_are_cleaned_as_text(scrapes):
    texts = [scrape.decode() for scrape in scrapes.values()]
    found = {doc.id: doc for doc in run(DechromeLines(), *texts)}
    wanted = {
        str(number): dechrome.clean(text, source="text").text for number, text in enumerate(texts)
    }
    assert {number: doc.text for number, doc in found.items()} == {
        number: text for number, text in wanted.items() if text
    }
    assert all(
        doc.metadata["url"] == "u" and doc.metadata["confidence"] > 0 for doc in found.values()
    )


def test_options_reach_the_cleaner():
    assert [doc.text for doc in run(DechromeExtractor(source="auto"), LINE)] == [LINE]
    assert run(DechromeLines(drop=["body"]), LINE) == []
    with pytest.raises(TypeError):
        DechromeLines(nonsense=1)


def test_markdown_and_metadata():
    document = Document(text=PAGE, id="1", metadata={"url": "https://a.example/news"})
    [found] = DechromeExtractor(markdown=True, links=True, metadata=True).run([document])
    page = dechrome.clean(PAGE, url="https://a.example/news")
    assert (
        found.text == page.markdown(links=True) and "[river](https://a.example/river)" in found.text
    )
    assert found.metadata["page"] == page.metadata and found.metadata["page"]["authors"] == [
        "Jane Doe"
    ]
    assert DechromeExtractor(markdown=True).extract(PAGE) == page.markdown()
    [plain] = DechromeExtractor().run([Document(text=PAGE, id="1", metadata={"url": 7})])
    assert plain.text == page.text and "page" not in plain.metadata


def test_a_document_that_cannot_be_cleaned_is_counted():
    step = DechromeLines()
    assert [doc.id for doc in run(step, "\ud800", LINE, "", None)] == ["1"]
    assert {
        name: step.stats[name].total for name in ("total", "dropped", "forwarded", "clean_error")
    } == {"total": 4, "dropped": 3, "forwarded": 1, "clean_error": 2}
