"""`clean_many` keeps the order of the documents and reads only as many as it needs."""

import gc
import itertools
import os
import pickle
import re
import threading
import time
import weakref

import dechrome
import pytest
from samples import LINE as SENTENCE

# `LINE` of samples.py with a number.
LINE = SENTENCE.removesuffix(".\n") + ", number {}.\n"


def texts(numbers):
    return (LINE.format(number) for number in numbers)


def test_pages_come_in_the_order_of_the_documents():
    documents = [LINE.format(number) * (1 + number % 17) for number in range(300)]
    for threads in (1, 2, 5):
        assert [page.text for page in dechrome.clean_many(documents, threads=threads)] == documents


def test_the_number_of_pending_documents_is_bounded():
    read = itertools.count()
    pages = dechrome.clean_many(
        (LINE.format(next(read)) for _ in itertools.repeat(None)), threads=2
    )
    assert next(read) == 0
    for _ in range(100):
        next(pages)
    assert 101 <= next(read) <= 100 + 2 * 8 + 1


def test_a_large_document_is_cleaned_alone():
    large = b"x" * (65 << 20)
    read = []
    documents = (read.append(number) or large for number in range(5))
    next(dechrome.clean_many(documents, threads=4, limits={"input_bytes": 100}))
    assert read == [0]


def test_an_invalid_document_raises_at_its_position():
    pages = dechrome.clean_many([LINE.format(1), None, LINE.format(2)], threads=2)
    assert next(pages).text == LINE.format(1)
    with pytest.raises(TypeError, match="got NoneType"):
        next(pages)
    assert next(pages).text == LINE.format(2)
    assert list(pages) == []


def test_documents_can_have_urls():
    html = "<article><p>" + LINE.format('<a href="b">1</a>') + "</p></article>"
    first, last = "https://a.example/x/", "https://b.example/"
    pairs = [(html, first), (html, None), html, (html.encode(), last)]
    pages = list(dechrome.clean_many(iter(pairs), threads=2))
    assert [page.url for page in pages] == [first, None, None, last]
    assert f"({first}b)" in pages[0].markdown(links=True)
    assert pickle.loads(pickle.dumps(pages[0])).url == first
    for pair, message in [
        ((html,), "a tuple is (document, url), and not 1 items"),
        ((html, 1), "url: expected a str, got int"),
        ((None, "https://a.example/"), "document: expected bytes"),
    ]:
        with pytest.raises(TypeError, match=re.escape(message)):
            next(dechrome.clean_many([pair]))


def test_an_error_of_the_iterable_ends_the_pages():
    def documents():
        yield LINE.format(1)
        raise OSError("the disk failed")

    pages = dechrome.clean_many(documents())
    assert next(pages).text == LINE.format(1)
    with pytest.raises(OSError, match="the disk failed"):
        next(pages)
    assert list(pages) == []


def test_threads_end_with_the_iterator():
    pages = dechrome.clean_many(texts(itertools.count()), threads=3)
    next(pages)
    tasks = lambda: len(os.listdir("/proc/self/task"))
    busy = tasks()
    del pages
    deadline = time.monotonic() + 20
    while tasks() > busy - 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert tasks() <= busy - 3


def test_another_thread_can_take_over_the_iterator():
    pages = dechrome.clean_many(texts(range(50)), threads=2)
    first = next(pages)
    rest = []
    thread = threading.Thread(target=lambda: rest.extend(pages))
    thread.start()
    thread.join()
    assert [first.text] + [page.text for page in rest] == list(texts(range(50)))


def test_a_cycle_through_the_iterable_is_collected():
    class Documents:
        def __iter__(self):
            return self

        def __next__(self):
            return b"x"

    documents = Documents()
    documents.pages = dechrome.clean_many(documents)
    reference = weakref.ref(documents)
    del documents
    gc.collect()
    assert reference() is None
