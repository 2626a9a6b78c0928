"""Memory use does not grow with the number of documents.

DECHROME_DOCUMENTS sets the number of documents. docs/scale.md reports a run with 100,000.
"""

import gc
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import dechrome
import pyarrow
from samples import LINE

DOCUMENTS = int(os.environ.get("DECHROME_DOCUMENTS", "6000"))
# Bytes that the allocator may retain after a free, plus noise.
SLACK = 8 << 20


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def work(documents: int) -> None:
    """Cleans documents in all ways and reads all results."""
    sentence = LINE.removesuffix(".\n")
    scrape = f"Share on Facebook\n{sentence}, said the mayor of {{}}.\n"
    page = f"<title>Rain</title><nav>Home</nav><article><p>{sentence} {{}}.</article>"
    texts = [form.format(number) for number in range(50) for form in (scrape, page)]
    cleaner = dechrome.Cleaner()
    for _ in range(documents // (3 * len(texts))):
        for text in texts:
            page = cleaner.clean(text.encode())
            assert page.text and page.blocks and page.dropped is not None
        assert page.metadata["origins"] and page.json()
        for page in cleaner.clean_many(texts, threads=2):
            assert page.text
        batch = pyarrow.record_batch({"doc": texts})
        assert pyarrow.record_batch(cleaner.clean_batch(batch, "doc")).num_rows == len(texts)
        for wrong in (None, "\ud800"):
            try:
                cleaner.clean(wrong)
            except (TypeError, UnicodeEncodeError):
                pass


def test_memory_is_flat():
    work(DOCUMENTS // 4)
    gc.collect()
    tracemalloc.start()
    before = resident()
    work(DOCUMENTS // 4)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    work(DOCUMENTS // 2)
    gc.collect()
    now, grown = tracemalloc.get_traced_memory()[0], resident() - before
    tracemalloc.stop()
    resident_growth = f"{grown / 1024:.0f} KiB of {resident() >> 20} MiB"
    print(f"{DOCUMENTS} documents: resident +{resident_growth}, Python objects +{now - held} bytes")
    assert now - held < 10_000
    assert grown < SLACK


def test_bytes_are_not_copied():
    code = """
import dechrome, resource
large = b"x" * (300 << 20)
cleaner = dechrome.Cleaner(limits={"input_bytes": 1000})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cleaner.clean(large)
next(cleaner.clean_many([large]))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    grown = int(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
    )
    assert grown < 100, f"{grown} MiB"
