"""Musnad (مُسنَد) reads Arabic news into sourced facts: who said or did what, to whom, when, where, and according to whom.

>>> import musnad
>>> record = musnad.read("قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.", published="2024-05-12")
>>> record.statements[0].content.text
'باريس تدعم لبنان'
>>> record.name(record.statements[0].chain[-1])
'إيمانويل ماكرون'

Positions are code points, as Python counts them: ``record.text[span.start:span.end] == span.text``.
Unknown is ``None``, never a guess. The import costs nothing; models are loaded when something is first read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Union

from . import _musnad
from ._musnad import SCHEMA, __version__, fold
from .record import (
    Block,
    Count,
    Cue,
    Designation,
    Entity,
    Event,
    Limit,
    Mention,
    Record,
    Span,
    Statement,
    Time,
    Token,
)

if TYPE_CHECKING:
    import os
    from datetime import date

    ArticleLike = Union[str, Mapping[str, Any]]

__all__ = [
    "SCHEMA",
    "Archive",
    "BadArticle",
    "Block",
    "Count",
    "Cue",
    "Designation",
    "Entity",
    "Event",
    "Limit",
    "Mention",
    "Record",
    "Span",
    "Statement",
    "Time",
    "Token",
    "__version__",
    "fold",
    "occurrences",
    "pages",
    "read",
    "read_arrow",
    "read_many",
    "read_pages",
    "read_tables",
    "schema",
    "search",
    "to_arrow",
    "tokens",
]


class BadArticle(ValueError):
    """An article that could not be read: its number in the input, and why.

    ``read_many`` raises it, or yields it with ``errors="yield"``; what comes after it is read in any case.
    """

    def __init__(self, index: int, reason: str, origin: Optional[str] = None) -> None:
        super().__init__(f"{origin or f'article {index}'}: {reason}")
        #: Which article of the input, from 0.
        self.index = index
        #: Why it could not be read.
        self.reason = reason
        #: Where it was found, for articles out of files.
        self.origin = origin

    def __reduce__(self) -> Any:
        return (BadArticle, (self.index, self.reason, self.origin))


def read(
    text: "ArticleLike",
    *,
    published: "Union[str, date, None]" = None,
    outlet: Optional[str] = None,
    title: Optional[str] = None,
    url: Optional[str] = None,
    id: Optional[str] = None,
) -> Record:
    """Reads one article.

    ``text`` is the text itself, or a mapping with ``"text"`` and what is known beside it. Without ``published``, "أمس" has no date.

    Raises ``TypeError`` or ``ValueError`` for what is no text (a lone surrogate is none).
    """
    if published is None and outlet is None and title is None and url is None and id is None:
        return Record(_musnad.read(text))
    item: Dict[str, Any] = dict(text) if isinstance(text, Mapping) else {"text": text}
    given = {"published": published, "outlet": outlet, "title": title, "url": url, "id": id}
    item.update({name: value for name, value in given.items() if value is not None})
    return Record(_musnad.read(item))


def read_many(articles: "Iterable[ArticleLike]", *, threads: int = 0, errors: str = "raise") -> Iterator[Record]:
    """Reads articles in order, on ``threads`` cores (0: all), a few ahead of what is asked for; memory stays small.

    Python goes on while articles are read. ``errors``: ``"raise"`` raises :class:`BadArticle` at a bad article (the iterator can be
    asked for the next one), ``"yield"`` gives it in the place of a record, ``"skip"`` leaves it out.
    """
    if errors not in ("raise", "yield", "skip"):
        raise ValueError(f"errors is 'raise', 'yield' or 'skip', not {errors!r}")
    return _Records(_musnad.Many(_several(articles), threads), errors)


class _Records(Iterator[Record]):
    __slots__ = ("_errors", "_index", "_many")

    def __init__(self, many: "_musnad.Many", errors: str) -> None:
        self._many = many
        self._errors = errors
        self._index = -1

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> Record:
        while True:
            raw = next(self._many)
            self._index += 1
            if not isinstance(raw, str):
                return Record(raw)
            bad = BadArticle(self._index, raw)
            if self._errors == "raise":
                raise bad
            if self._errors == "yield":
                return bad  # type: ignore[return-value]


def tokens(text: str, *, scheme: str = "ud") -> List[Token]:
    """Words with segments, part of speech, lemma, features and names. ``scheme`` cuts words as ``"ud"``, ``"d3"`` or ``"farasa"`` do.

    >>> [t.lemma for t in tokens("أعلنت الحكومة سياستها")][0]
    'أعلن'
    """
    return [Token(*token) for token in _musnad.tokens(text, scheme)]


def pages(path: "Union[str, os.PathLike[str]]", *, errors: str = "raise") -> Iterator[Dict[str, Optional[str]]]:
    """The articles of a file or folder: HTML, feeds, WARC, JSONL, JSON, plain text, each also as .gz or .zst.

    Gives dictionaries that :func:`read` and :func:`read_many` take. ``errors`` as in :func:`read_many`.
    """
    for index, (origin, article, why) in enumerate(_musnad.Pages(path)):
        if article is not None:
            yield article
        elif errors == "raise":
            raise BadArticle(index, why or "", origin)
        elif errors == "yield":
            yield BadArticle(index, why or "", origin)  # type: ignore[misc]


def read_pages(path: "Union[str, os.PathLike[str]]", *, threads: int = 0, errors: str = "skip") -> Iterator[Record]:
    """Reads the articles of a file or folder, in order; see :func:`pages` and :func:`read_many`."""
    good = pages(path, errors="skip" if errors == "yield" else errors)
    return read_many(good, threads=threads, errors=errors)


def read_page(html: Union[bytes, str], *, url: Optional[str] = None, content_type: Optional[str] = None) -> Record:
    """Reads the article of one HTML page; ``content_type`` is the value of the HTTP header, if there was one.

    ``str`` has been decoded already: what the page or the header says of its encoding is passed over.
    """
    if isinstance(html, str):
        html, content_type = html.encode("utf-8", "replace"), "text/html; charset=utf-8"
    return Record(_musnad.read(_musnad.page(html, url, content_type)))


def read_arrow(articles: Any, *, threads: int = 0, json: bool = False) -> "_musnad.Stream":
    """Reads a table of articles: anything with the Arrow C data interface (pyarrow, Polars, DuckDB, pandas from 2.2 on).

    The column ``text`` is needed; ``id``, ``url``, ``outlet``, ``published`` and ``title`` are used where they are. Gives a stream
    of batches of the table ``records`` (docs/schema.md): exactly one row for each row given, in order; ``error`` tells why a
    row could not be read. With ``json``, the column ``record`` holds the whole record. Take it with ``pyarrow.table(stream)``,
    ``polars.DataFrame(stream)``, ``pyarrow.RecordBatchReader.from_stream(stream)``.
    """
    return _musnad.read_arrow(_articles(articles), threads, json)


def read_tables(
    articles: Any,
    tables: Sequence[str] = ("articles", "entities", "statements", "events", "times", "designations"),
    *,
    threads: int = 0,
) -> "Dict[str, _musnad.Batches]":
    """Reads articles into flat tables, linked by ``article`` and names such as ``e1``: the tables of ``musnad export --format parquet``.

    ``articles`` is a table as in :func:`read_arrow`, or an iterable of articles or records.
    """
    if hasattr(articles, "__arrow_c_stream__") or hasattr(articles, "__arrow_c_array__"):
        return _musnad.read_tables(_articles(articles), list(tables), threads)
    given = list(_several(articles))
    made = iter(read_many((item for item in given if not isinstance(item, Record)), threads=threads))
    raws = [(item if isinstance(item, Record) else next(made))._raw for item in given]
    return {table: _musnad.to_arrow(raws, table, False) for table in tables}


def to_arrow(records: Iterable[Record], table: str = "records", *, json: bool = False) -> "_musnad.Batches":
    """Records as a table of Arrow: ``records`` (one row each, facts inside), or a flat one such as ``statements`` (docs/schema.md)."""
    given = list(records)
    for nth, record in enumerate(given):
        if not isinstance(record, Record):
            raise TypeError(f"record {nth} should be a Record, not {type(record).__name__}")
    return _musnad.to_arrow([record._raw for record in given], table, json)


def schema(table: str = "records") -> "_musnad.Batches":
    """The schema of a table, as an object with ``__arrow_c_schema__``; each field's metadata says what it means."""
    return _musnad.arrow_schema_of(table)


def occurrences(claims: Any) -> "_musnad.Batches":
    """Brings tellings of one event together, exactly as an archive does: the table ``claims`` in, ``occurrences`` out."""
    return _musnad.occurrences(claims)


def search(archive: "Union[str, os.PathLike[str], Archive]", query: str, **options: Any) -> "List[Hit]":
    """Searches an archive file; see :meth:`Archive.search`."""
    return (archive if isinstance(archive, Archive) else Archive(archive)).search(query, **options)


def _several(articles: "Iterable[ArticleLike]") -> "Iterable[ArticleLike]":
    """Articles; one alone would be taken for its letters or keys."""
    if isinstance(articles, (str, bytes, Mapping)):
        raise TypeError(f"articles should be several, such as a list of them; this is one {type(articles).__name__}")
    return articles


def _articles(table: Any) -> Any:
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return table
    raise TypeError(
        f"{type(table).__name__} has no Arrow C data interface: pass a pyarrow or Polars table, or a pandas DataFrame from pandas 2.2 on"
    )


from .archive import Archive, Hit  # noqa: E402
