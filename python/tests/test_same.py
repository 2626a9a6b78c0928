"""A page gives the same text, byte for byte, through every interface."""

import dechrome
import pyarrow


def test_the_texts_equal_those_of_the_command(pages, expected):
    assert len(pages) > 20
    cleaner = dechrome.Cleaner(source="html")
    assert {name: cleaner.clean(page).text for name, page in pages.items()} == {
        name: expected[name] for name in pages
    }


def test_bytes_str_and_buffers_give_the_same(pages, expected):
    cleaner = dechrome.Cleaner(source="html")
    for form in (
        bytes.decode,
        bytearray,
        memoryview,
        lambda page: memoryview(page + page)[: len(page)],
    ):
        assert {name: cleaner.clean(form(page)).text for name, page in pages.items()} == {
            name: expected[name] for name in pages
        }


def test_many_and_batches_give_the_same(pages, expected):
    texts = [expected[name] for name in pages]
    for threads in (1, 2, 7):
        assert [
            page.text
            for page in dechrome.clean_many(pages.values(), threads=threads, source="html")
        ] == texts
    batch = pyarrow.record_batch({"html": list(pages.values())})
    assert (
        pyarrow.record_batch(dechrome.clean_batch(batch, "html", source="html"))["text"].to_pylist()
        == texts
    )
