"""Bad input raises the exception that a Python user expects, with a clear message."""

import array
import sys

import dechrome
import pyarrow
import pytest

DOCUMENTS = [
    (None, TypeError, "got NoneType"),
    (5, TypeError, "bytes, str, bytearray or memoryview, got int"),
    (["x"], TypeError, "got list"),
    (array.array("b"), TypeError, "got array"),
    ("a\ud800b", UnicodeEncodeError, "surrogates not allowed"),
]


@pytest.mark.parametrize(("document", "error", "message"), DOCUMENTS)
def test_documents(document, error, message):
    with pytest.raises(error, match=message):
        dechrome.clean(document)
    with pytest.raises(error, match=message):
        next(dechrome.clean_many([document]))


OPTIONS = [
    ({"sauce": "html"}, TypeError, "unknown option `sauce`"),
    ({"source": "pdf"}, ValueError, "`pdf` is not one of auto, html, text"),
    ({"source": None}, TypeError, "source: expected a str, got NoneType"),
    ({"source": "ht\ud800ml"}, UnicodeEncodeError, "surrogates"),
    ({"charset": 7}, TypeError, "charset: expected a str, got int"),
    ({"point": "fast"}, ValueError, "not one of balanced, precision, recall"),
    ({"keep": "caption"}, TypeError, "keep: expected an iterable of str, got str"),
    ({"keep": 3}, TypeError, "keep: expected an iterable of str, got int"),
    ({"keep": ["advert"]}, ValueError, "keep: unknown kind `advert`"),
    ({"drop": [None]}, TypeError, "drop: expected a str, got NoneType"),
    ({"include": ["p:hover"]}, ValueError, "include: `p:hover` is no CSS selector"),
    ({"exclude": [">"]}, ValueError, "exclude: `>`"),
    ({"comments": 1}, TypeError, "comments: expected a bool, got int"),
    ({"limits": [1]}, TypeError, "limits: expected a mapping, got list"),
    ({"limits": {"seconds": 1}}, ValueError, "limits: `seconds` is not one of input_bytes, nodes"),
    ({"limits": {1: 1}}, TypeError, "limits: expected a str, got int"),
    ({"limits": {"nodes": "many"}}, TypeError, "limits: nodes: expected an int, got str"),
    ({"limits": {"nodes": True}}, TypeError, "limits: nodes: expected an int, got bool"),
    ({"limits": {"nodes": 1.5}}, TypeError, "limits: nodes: expected an int, got float"),
    ({"limits": {"nodes": -1}}, ValueError, "limits: nodes: -1 is not between 0 and"),
    ({"limits": {"nodes": 2**64}}, ValueError, "limits: nodes: 18446744073709551616 is not"),
]


@pytest.mark.parametrize(("options", "error", "message"), OPTIONS)
def test_options(options, error, message):
    batch = pyarrow.record_batch({"html": [b""]})
    for call in (
        lambda: dechrome.Cleaner(**options),
        lambda: dechrome.clean(b"", **options),
        lambda: dechrome.clean_many([], **options),
        lambda: dechrome.clean_batch(batch, "html", **options),
    ):
        with pytest.raises(error, match=message):
            call()


def test_threads_and_iterables():
    for threads, error in [
        (0, ValueError),
        (1025, ValueError),
        (-1, ValueError),
        ("2", TypeError),
        (1.5, TypeError),
    ]:
        with pytest.raises(error, match="threads: "):
            dechrome.clean_many([], threads=threads)
    with pytest.raises(TypeError, match="not iterable"):
        dechrome.clean_many(5)
    # One document in the place of many.
    for document in ["<p>a", b"<p>a", bytearray(b"a"), memoryview(b"a")]:
        with pytest.raises(TypeError, match="documents: expected an iterable of documents, got"):
            dechrome.clean_many(document)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")
def test_an_error_of_many_documents_says_which_one():
    pages = dechrome.clean_many(["a", "b", None, "c", "\ud800"])
    assert [next(pages).block_count for _ in range(2)] == [1, 1]
    for error, note in [(TypeError, "documents[2]"), (UnicodeEncodeError, "documents[4]")]:
        with pytest.raises(error) as raised:
            for _ in pages:
                pass
        assert raised.value.__notes__ == [note]


def test_options_of_one_document():
    cleaner = dechrome.Cleaner()
    for keywords, error in [
        ({"url": 5}, TypeError),
        ({"source": "pdf"}, ValueError),
        ({"charset": 5}, TypeError),
        ({"lang": "en"}, TypeError),
    ]:
        with pytest.raises(error):
            cleaner.clean(b"", **keywords)


def test_an_unknown_charset_is_an_error_and_invalid_bytes_are_replaced():
    text = b"caf\xff is closed until the spring, said the mayor of the village\n"
    page = dechrome.clean(text, source="text")
    assert page.encoding == "windows-1252" or page.lossy
    for clean in (dechrome.clean, dechrome.Cleaner().clean):
        with pytest.raises(ValueError, match="charset: `no-such` is not an encoding"):
            clean(text, charset="no-such")


def test_pages_are_immutable():
    page = dechrome.clean(b"x")
    for name in ("text", "url", "nonsense"):
        with pytest.raises(AttributeError):
            setattr(page, name, "y")
    with pytest.raises(TypeError):
        dechrome.Page()
