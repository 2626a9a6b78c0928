"""`clean` and the attributes of `Page` and `Block`."""

import copy
import doctest
import json
import pickle
import threading

import dechrome
import pytest
from samples import LINE

LINES = (
    "Home\nSign in\nShare on Facebook\n\n"
    "It rained for three days, and on the fourth the river left its bed and took the old bridge"
    " with it, said the mayor.\n\n"
    "Advertisement\n\n"
    "Nobody was hurt, but the road to the mill will stay closed until the spring,"
    " when a new bridge is to be built.\n\n"
    "Related articles\nSubscribe to our newsletter\n"
)
PAGE = (
    "<!doctype html><title>River - The Mill Courier</title><meta name=author content='Jane Doe'>"
    "<nav><a href=/>Home</a></nav><article><h1>River</h1>"
    "<p class=a>It rained for three days, and on the fourth the river left its bed and took the old"
    " bridge with it, so that nobody could reach the mill.</p>"
    "<p class=b>Nobody was hurt, said the mayor, but the road to the mill will stay closed until"
    " the spring, because the engineers want to look at the banks.</p></article>"
    "<footer>© 2024 The Mill Courier. All rights reserved.</footer>"
)

COMMENT = {
    "text": "I saw it from my window, and I have never seen it so high.",
    "author": "Joe",
    "date": "2020-05-06",
}
COMMENTED = PAGE.replace(
    "<footer>",
    "<section id=comments><div class=comment id=comment-1><b class=author>Joe</b>"
    f"<time datetime=2020-05-06>6 May</time><p>{COMMENT['text']}</p></div></section><footer>",
)


def test_a_page_without_content_says_why():
    page = dechrome.clean("<title>404</title><h1>404</h1><p>Page not found</p>")
    assert (page.text, page.confidence, page.no_content) == ("", 0, "missing")
    assert dechrome.clean(PAGE).no_content is None


def test_a_page_has_text_and_metadata():
    page = dechrome.clean(PAGE, url="https://mill.example/river")
    assert (
        "It rained for three days" in page.text
        and "Home" not in page.text
        and str(page) == page.text
    )
    assert (page.title, page.language, page.source, page.encoding) == (
        "River",
        "en",
        "html",
        "UTF-8",
    )
    assert 0.5 < page.confidence <= 1 and 0 < page.language_confidence <= 1
    assert (page.url, page.lossy, page.degraded) == ("https://mill.example/river", False, None)
    assert page.metadata["title"] == "River" and page.metadata["authors"] == ["Jane Doe"]
    assert page.metadata["origins"]["authors"] == "meta" and page.metadata["characters"] == len(
        page.text
    )
    assert repr(page).startswith("<Page: html, en, confidence 0.")


def test_blocks_have_verdicts():
    page = dechrome.clean(LINES)
    assert [block.text for block in page.blocks] == LINES.splitlines()
    assert (
        b"".join(LINES.encode()[block.start : block.end] for block in page.blocks).decode() == LINES
    )
    assert [block.text for block in page.blocks if block.keep] == [
        line for line in page.text.splitlines() if line
    ]
    share = page.blocks[2]
    assert (share.kind, share.keep, share.score < 0.5) == (
        "share",
        False,
        True,
    ) and "share phrase" in share.why
    assert {block.kind for block in page.blocks} <= set(dechrome.KINDS)
    assert (page.block_count, page.kept_count) == (
        len(page.blocks),
        sum(block.keep for block in page.blocks),
    )
    assert page.dropped["share"] == sum(
        len(block.text) for block in page.blocks if block.kind == "share" and not block.keep
    )
    assert repr(share) == f'<Block: share dropped, {share.why}, "Share on Facebook">'


def test_json_agrees_with_the_attributes():
    page = dechrome.clean(PAGE)
    row = json.loads(page.json())
    assert (
        row["text"] == page.text
        and row["metadata"] == page.metadata
        and len(row["blocks"]) == page.block_count
    )
    assert [block["score"] for block in row["blocks"]] == [block.score for block in page.blocks]


def test_markdown_and_html():
    page = dechrome.clean(
        PAGE.replace("the old bridge", "<a href=bridge>the <b>old</b> bridge</a>"),
        url="https://mill.example/a/river",
        keep=["title"],
    )
    assert "# River\n" in page.markdown() and "took the **old** bridge with" in page.markdown()
    assert "[the **old** bridge](https://mill.example/a/bridge)" in page.markdown(links=True)
    assert "(https://b.example/bridge)" in page.markdown(links=True, url="https://b.example/")
    assert "<h1>River</h1>" in page.html() and 'href="https://mill.example/a/bridge"' in page.html(
        links=True
    )
    assert dechrome.clean(LINES).markdown() == dechrome.clean(LINES).text
    with_image = dechrome.clean(
        PAGE.replace("<figure>", "").replace("and took", "<img src=b.png alt=Bridge> and took"),
        url="https://mill.example/",
    )
    assert (
        "b.png" not in with_image.markdown()
        and "![Bridge](https://mill.example/b.png)" in with_image.markdown(images=True)
    )


def test_repeats_can_be_dropped():
    page = dechrome.clean(LINE * 2)
    assert page.text == LINE * 2 and page.without_repeats().text == LINE and page.text == LINE * 2


def test_a_page_without_an_article_is_no_error():
    for nothing in (b"", "", bytearray(), memoryview(b"")):
        page = dechrome.clean(nothing)
        assert (page.text, page.blocks, page.language, page.confidence, page.dropped) == (
            "",
            (),
            None,
            0,
            {},
        )


# Each option, a document, and a check that fails without the option.
OPTIONS = [
    ({"source": "text"}, PAGE, lambda page: page.source == "text"),
    (
        {"charset": "koi8-r"},
        "Река ушла".encode("windows-1251"),
        lambda page: page.encoding == "KOI8-R",
    ),
    (
        {"point": "recall"},
        LINES,
        lambda page: page.kept_count >= dechrome.clean(LINES, point="precision").kept_count,
    ),
    ({"keep": ["share", "nav"]}, LINES, lambda page: "Share on Facebook" in page.text),
    ({"drop": {"body"}}, LINES, lambda page: "It rained" not in page.text),
    ({"include": ["footer"]}, PAGE, lambda page: "All rights reserved" in page.text),
    (
        {"exclude": [".a"]},
        PAGE,
        lambda page: "It rained" not in page.text and "Nobody" in page.text,
    ),
    (
        {"comments": True},
        COMMENTED,
        lambda page: page.comments == [COMMENT] and COMMENT["text"] not in page.text,
    ),
    (
        {"limits": {"input_bytes": 9}},
        LINES,
        lambda page: len(page.text) <= 9 and page.degraded == "input-bytes",
    ),
    ({"limits": {"nodes": 9}}, PAGE, lambda page: page.degraded == "nodes"),
    ({"limits": {"depth": 9}}, "<div>" * 400 + PAGE * 9, lambda page: page.degraded == "depth"),
    ({"limits": {"lines": 2}}, LINES, lambda page: page.degraded == "lines"),
]


@pytest.mark.parametrize(("options", "document", "holds"), OPTIONS)
def test_every_option_changes_something_and_survives_pickling(options, document, holds):
    cleaner = dechrome.Cleaner(**options)
    assert holds(cleaner.clean(document))
    plain = dechrome.clean(document).json()
    assert dechrome.clean(document, **options).json() == cleaner.clean(document).json()
    assert plain != cleaner.clean(document).json() or "point" in options
    for copied in (
        pickle.loads(pickle.dumps(cleaner)),
        copy.deepcopy(cleaner),
        dechrome.Cleaner(**cleaner.options),
    ):
        assert (
            copied.options == cleaner.options
            and copied.clean(document).json() == cleaner.clean(document).json()
        )


def test_pages_survive_pickling(pages, scrapes):
    html, text = next(iter(pages.values())), next(iter(scrapes.values()))
    cleaner = dechrome.Cleaner(point="recall", comments=True)
    made = [
        cleaner.clean(html, url="http://a.example/x", source="html"),
        cleaner.clean("a\n\na\n" + text.decode(), source="text").without_repeats(),
        cleaner.clean(bytearray("Léon était là".encode("latin-1")), charset="latin1"),
        next(cleaner.clean_many([memoryview(html)])),
    ]
    for page in made:
        again = pickle.loads(pickle.dumps(page))
        assert (again.json(), again.url, again.encoding) == (page.json(), page.url, page.encoding)
        assert again.markdown(links=True) == page.markdown(links=True)
        assert again.comments == page.comments


def test_the_operating_points_differ(scrapes):
    kept = {
        point: sum(dechrome.clean(text, point=point).kept_count for text in scrapes.values())
        for point in ("precision", "balanced", "recall")
    }
    assert kept["precision"] < kept["balanced"] < kept["recall"]


def test_arguments_of_one_document_override_the_options():
    cleaner = dechrome.Cleaner(source="html", charset="windows-1251")
    assert cleaner.clean(LINES, source="text").source == "text"
    assert cleaner.clean("Река".encode("koi8-r"), charset="koi8-r").encoding == "KOI8-R"
    assert cleaner.clean("Река ушла").encoding == "UTF-8"


def test_options_can_be_read_back():
    options = dechrome.Cleaner(keep=["caption"], limits={"lines": 5}).options
    assert options["keep"] == ("caption",) and options["limits"] == {
        "input_bytes": 2**32 - 1,
        "nodes": 500_000,
        "depth": 512,
        "lines": 5,
    }
    assert "keep=('caption',)" in repr(dechrome.Cleaner(keep=["caption"]))


def test_other_threads_run_while_a_document_is_cleaned():
    done, counted = threading.Event(), 0
    worker = threading.Thread(target=lambda: (dechrome.clean(LINES * 5000), done.set()))
    worker.start()
    # If cleaning held the interpreter's lock, this loop would run once.
    while not done.wait(0.001):
        counted += 1
    worker.join()
    assert counted > 5


def test_the_docstring_example_of_the_package():
    assert doctest.testmod(dechrome).failed == 0 < doctest.testmod(dechrome).attempted
