"""`clean_batch` on Arrow record batches."""

import json
import struct

import dechrome
import pyarrow as pa
import pytest
from samples import LINE, PAGE

DOCUMENT = "Share on Facebook\n" + LINE
ADDED = {
    "text": pa.string(),
    "title": pa.string(),
    "language": pa.string(),
    "language_confidence": pa.float32(),
    "confidence": pa.float32(),
    "source": pa.string(),
    "encoding": pa.string(),
    "degraded": pa.string(),
    "no_content": pa.string(),
    "block_count": pa.int32(),
    "kept_count": pa.int32(),
}


def clean(batch, *args, **keywords):
    return pa.record_batch(dechrome.clean_batch(batch, *args, **keywords))


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.large_binary(),
        pa.binary_view(),
    ],
)
def test_all_forms_of_strings_and_bytes(kind):
    is_text = kind in (pa.string(), pa.large_string(), pa.string_view())
    value = DOCUMENT if is_text else DOCUMENT.encode()
    batch = pa.record_batch({"id": [7, 8, 9], "doc": pa.array([value, None, value[:0]], kind)})
    rows = clean(batch, "doc").to_pylist()
    page = dechrome.clean(DOCUMENT)
    assert rows[0] == {
        "id": 7,
        "doc": value,
        "text": page.text,
        "title": page.title,
        "language": "en",
        "language_confidence": pytest.approx(page.language_confidence, abs=1e-4),
        "confidence": pytest.approx(page.confidence, abs=1e-4),
        "source": "text",
        "encoding": "UTF-8",
        "degraded": None,
        "no_content": None,
        "block_count": 2,
        "kept_count": page.kept_count,
    }
    assert rows[1] == {"id": 8, "doc": None, **dict.fromkeys(ADDED)}
    assert (rows[2]["text"], rows[2]["block_count"], rows[2]["language"]) == ("", 0, None)


def test_results_follow_the_columns_of_the_batch():
    schema = pa.schema(
        [
            pa.field("n", pa.int8(), nullable=False),
            pa.field("l", pa.list_(pa.string())),
            pa.field("doc", pa.string(), metadata={"a": "b"}),
        ],
        {"c": "d"},
    )
    batch = pa.RecordBatch.from_pylist(
        [{"n": 1, "l": ["x", None], "doc": DOCUMENT}, {"n": 2, "l": None, "doc": None}], schema
    )
    cleaned = clean(batch, "doc", prefix="dc_")
    assert cleaned.select(["n", "l", "doc"]).equals(batch, check_metadata=True)
    assert cleaned.schema.names == ["n", "l", "doc", *(f"dc_{name}" for name in ADDED)]
    assert [field.type for field in cleaned.schema][3:] == list(ADDED.values())
    assert cleaned.schema.metadata == {b"c": b"d"}


def test_extra_columns_equal_the_values_of_the_page():
    batch = pa.record_batch({"doc": [PAGE, None], "at": ["https://a.example/news/", None]})
    cleaned = clean(
        batch,
        "doc",
        also=["markdown", "metadata", "html", "comments", "html"],
        links=True,
        url="at",
        comments=True,
    )
    assert cleaned.schema.names[-4:] == ["markdown", "metadata", "html", "comments"]
    row, null_row = cleaned.to_pylist()
    page = dechrome.clean(PAGE, url="https://a.example/news/", comments=True)
    assert (
        row["markdown"] == page.markdown(links=True)
        and "[river](https://a.example/river)" in row["markdown"]
    )
    assert row["html"] == page.html(links=True)
    assert json.loads(row["metadata"]) == page.metadata and page.metadata["authors"] == ["Jane Doe"]
    assert json.loads(row["comments"]) == page.comments
    assert null_row == {"doc": None, "at": None, **dict.fromkeys(cleaned.schema.names[2:])}
    plain = clean(batch, "doc", also=("markdown",)).to_pylist()[0]
    assert plain["markdown"] == page.markdown() and "](" not in plain["markdown"]


def test_slices_and_empty_batches():
    batch = pa.record_batch({"doc": [DOCUMENT, "x", DOCUMENT, None]})
    assert clean(batch.slice(2), "doc")["text"].to_pylist() == [dechrome.clean(DOCUMENT).text, None]
    empty = clean(batch.slice(0, 0), "doc")
    assert empty.num_rows == 0 and empty.schema.names == ["doc", *ADDED]


def test_the_charset_option_decodes_bytes():
    batch = pa.record_batch({"doc": ["Река ушла".encode("koi8-r")]})
    assert clean(batch, "doc", charset="koi8-r")["encoding"].to_pylist() == ["KOI8-R"]


def test_the_result_describes_itself_and_can_be_read_twice():
    cleaned = dechrome.clean_batch(pa.record_batch({"doc": [DOCUMENT]}), "doc")
    assert (cleaned.num_rows, cleaned.column_names) == (1, ["doc", *ADDED])
    assert repr(cleaned).startswith("<RecordBatch: 1 rows of doc, text, ")
    assert pa.record_batch(cleaned).equals(pa.record_batch(cleaned))
    assert pa.schema(cleaned) == pa.record_batch(cleaned).schema
    assert (
        pa.record_batch(dechrome.clean_batch(cleaned, "text", prefix="again_"))["again_text"]
        == pa.record_batch(cleaned)["text"]
    )


def test_invalid_arguments_are_errors():
    batch = pa.record_batch({"doc": [DOCUMENT], "n": [1], "title": ["x"]})
    for args, error, message in [
        ((batch, "text"), KeyError, "no column `text`; the columns are doc, n, title"),
        ((batch, "n"), TypeError, "column `n`: expected strings or bytes, got Int64"),
        ((batch, "doc"), ValueError, "already has a column `title`"),
        ((None, "doc"), TypeError, "expected an Arrow record batch or table, got NoneType"),
        ((pa.table(batch), "doc"), ValueError, "already has a column `title`"),
        (
            (pa.array([DOCUMENT]), "doc"),
            TypeError,
            "expected an Arrow record batch or table, got StringArray",
        ),
        (
            (pa.chunked_array([[DOCUMENT]]), "doc"),
            TypeError,
            "expected an Arrow record batch or table, got ChunkedArray",
        ),
        ((batch, 5), TypeError, "str"),
    ]:
        with pytest.raises(error, match=message):
            dechrome.clean_batch(*args)
    for keywords, error, message in [
        (
            {"also": ["pdf"]},
            ValueError,
            "also: `pdf` is not one of markdown, html, metadata, comments",
        ),
        ({"also": "markdown"}, TypeError, "also: expected an iterable of str, got str"),
        ({"also": [1]}, TypeError, "also: expected a str, got int"),
        ({"url": "at"}, KeyError, "no column `at`"),
        ({"url": "n"}, TypeError, "strings or bytes, got Int64"),
    ]:
        with pytest.raises(error, match=message):
            dechrome.clean_batch(batch, "doc", prefix="x_", **keywords)


@pytest.mark.parametrize(
    ("offsets", "values", "message"),
    [((0, 1000, 2), b"xy", "offset"), ((0, 1, 2), b"\xff\xfe", "(?i)utf")],
)
def test_invalid_arrow_data_is_an_error(offsets, values, message):
    buffers = [None, pa.py_buffer(struct.pack("<3i", *offsets)), pa.py_buffer(values)]
    invalid = pa.Array.from_buffers(pa.string(), 2, buffers)
    with pytest.raises(ValueError, match=message):
        dechrome.clean_batch(pa.RecordBatch.from_arrays([invalid], ["doc"]), "doc")


def clean_texts(data):
    """Returns the texts of a cleaned table or batch, as pyarrow reads it."""
    cleaned = dechrome.clean_batch(data, "html")
    read = pa.table if isinstance(cleaned, dechrome.Table) else pa.record_batch
    return read(cleaned).column("text").to_pylist()


def test_tables_and_data_frames_are_cleaned():
    pages = [PAGE, None, PAGE.upper()]
    batch = pa.record_batch({"html": pages})
    expected = clean_texts(batch)
    assert len(expected) == 3 and expected[1] is None
    table = pa.Table.from_batches([batch.slice(0, 2), batch.slice(2)])
    assert clean_texts(table) == expected
    cleaned = dechrome.clean_batch(table, "html")
    assert (cleaned.num_rows, cleaned.column_names[0]) == (3, "html")
    assert repr(cleaned).startswith("<Table: 3 rows of html, text")
    empty = dechrome.clean_batch(table.slice(0, 0), "html")
    assert pa.table(empty).schema == pa.table(cleaned).schema
    pandas = pytest.importorskip("pandas")
    assert clean_texts(pandas.DataFrame({"html": pages})) == expected
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"html": pages})
    assert polars.DataFrame(dechrome.clean_batch(frame, "html"))["text"].to_list() == expected


def test_dictionary_null_and_view_columns_are_cleaned():
    text = PAGE
    expected = clean_texts(pa.record_batch({"html": [text, None, text]}))
    for array in [
        pa.array([text, None, text]).dictionary_encode(),
        pa.array([text.encode(), None, text.encode()]).dictionary_encode(),
        pa.array([text, None, text], pa.string_view()),
        pa.array([text.encode(), None, text.encode()], pa.binary_view()),
    ]:
        assert clean_texts(pa.record_batch({"html": array})) == expected, array.type
    assert clean_texts(pa.record_batch({"html": pa.nulls(2)})) == [None, None]


def test_an_empty_dictionary_has_no_documents():
    documents = pa.array([PAGE, None]).dictionary_encode()
    # The schema of a cleaned table is that of an empty batch, whose dictionary is empty.
    table = dechrome.clean_batch(pa.table({"html": documents}), "html")
    assert pa.table(table)["text"].to_pylist() == [dechrome.clean(PAGE).text, None]
    nulls = pa.nulls(2, pa.dictionary(pa.int32(), pa.string()))
    assert clean_texts(pa.record_batch({"html": nulls})) == [None, None]


def test_a_list_is_neither_a_batch_nor_a_table():
    with pytest.raises(TypeError, match="record batch or table"):
        dechrome.clean_batch([PAGE], "html")
