"""Types for annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypedDict, Union

__all__ = ["ArrowArray", "Columns", "Comment", "Document", "Extra", "Limits", "Metadata", "Options", "Source"]

#: A document.
Document = Union[bytes, str, bytearray, memoryview]

#: A column beside the usual ones.
Extra = Literal["markdown", "html", "metadata", "comments"]

#: What a document is taken for.
Source = Literal["auto", "html", "text"]


class Limits(TypedDict, total=False):
    """Budgets, as ``dechrome.Cleaner`` has them."""

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
    """What ``dechrome.Cleaner.clean_batch`` takes besides a batch and a column."""

    prefix: str
    also: Iterable[Extra]
    links: bool
    images: bool
    url: str | None


class Metadata(TypedDict, total=False):
    """What is known of a page besides its text (``dechrome.Page.metadata``)."""

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
    """The comment of a reader (``dechrome.Page.comments``). It always has a text."""

    text: str
    author: str
    date: str


class ArrowArray(Protocol):
    """What gives Arrow data by the PyCapsule interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
