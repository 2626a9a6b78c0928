"""Types for annotations."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict, Union

if TYPE_CHECKING or sys.version_info < (3, 11):
    from typing_extensions import Unpack
else:
    from typing import Unpack

__all__ = [
    "ArrowArray",
    "ArrowStream",
    "BatchKeywords",
    "Columns",
    "Comment",
    "Document",
    "DocumentOrPair",
    "Extra",
    "Limits",
    "Metadata",
    "Options",
    "Source",
    "Unpack",
]

#: An input document.
Document = Union[bytes, str, bytearray, memoryview]

#: A document of ``clean_many``, with its URL if that is known.
DocumentOrPair = Union[Document, tuple[Document, Union[str, None]]]

#: The name of an optional result column.
Extra = Literal["markdown", "html", "metadata", "comments"]

#: The form of a document. "auto" detects it.
Source = Literal["auto", "html", "text"]


class Limits(TypedDict, total=False):
    """The limits of ``dechrome.Cleaner``."""

    input_bytes: int
    nodes: int
    depth: int
    lines: int


class Options(TypedDict, total=False):
    """The options of ``dechrome.Cleaner``."""

    source: Source
    charset: str | None
    point: Literal["balanced", "precision", "recall"]
    keep: Iterable[str]
    drop: Iterable[str]
    include: Iterable[str]
    exclude: Iterable[str]
    comments: bool
    limits: Limits | Mapping[str, int] | None


class Columns(TypedDict, total=False):
    """The keywords of ``dechrome.Cleaner.clean_batch``."""

    prefix: str
    also: Iterable[Extra]
    links: bool
    images: bool
    url: str | None


class BatchKeywords(Columns, Options, total=False):
    """The keywords of ``dechrome.clean_batch``, ``dechrome.spark.clean`` and ``dechrome.ray``."""


class Metadata(TypedDict, total=False):
    """A page's metadata (``dechrome.Page.metadata``)."""

    title: str
    authors: list[str]
    published: str
    modified: str
    site_name: str
    description: str
    canonical: str
    language: str
    declared_language: str
    image: str
    section: str
    tags: list[str]
    license: str
    page_type: str
    words: int
    characters: int
    origins: dict[str, str]


class Comment(TypedDict, total=False):
    """A reader's comment (``dechrome.Page.comments``). Only ``text`` is always present."""

    text: str
    author: str
    date: str


class ArrowStream(Protocol):
    """An object that exports record batches one after the other, such as a table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """An object that exports Arrow data through the PyCapsule interface."""

    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...
