"""An archive: one SQLite file of articles and facts, as ``musnad add`` makes it."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Union

from . import _musnad, _several
from .record import Record

if TYPE_CHECKING:
    import os


class Hit(NamedTuple):
    """A hit of a search: what it is, where it stands, and the passage with the words found."""

    #: Row of the article, statement, event or entity
    id: int
    #: Row of its article
    article: int
    title: Optional[str]
    outlet: Optional[str]
    published: Optional[str]
    url: Optional[str]
    #: Who said it (statements), what happened (events), kind (entities)
    who: Optional[str]
    text: str
    start: int
    end: int


class Archive:
    """An archive file, open for reading; :meth:`add` writes.

    >>> archive = Archive("press.db")                                   # doctest: +SKIP
    >>> [hit.title for hit in archive.search("غزة speaker:غوتيريش")]      # doctest: +SKIP
    """

    def __init__(self, path: "Union[str, os.PathLike[str]]", *, create: bool = False) -> None:
        self._file = _musnad.File(path, create)

    def __len__(self) -> int:
        return len(self._file.ids())

    def __iter__(self) -> Iterator[Record]:
        """The records of all current articles."""
        for row in self._file.ids():
            yield Record(self._file.record(row))

    def record(self, article: int) -> Record:
        """The record of the article in this row, exactly as it was read; ``KeyError`` if there is none."""
        return Record(self._file.record(article))

    def search(
        self,
        query: str,
        *,
        target: Optional[str] = None,
        newest: bool = False,
        limit: int = 20,
        offset: int = 0,
        width: int = 160,
    ) -> List[Hit]:
        """Words, "phrases", -words, OR, ``speaker:``, ``outlet:``, ``from:``, ``to:``, ``type:``, ``country:``.

        ``target`` is articles, statements, events or entities; else the query tells.
        """
        hits, _ = self._file.search(query, target, newest, limit, offset, width)
        return [Hit(**hit) for hit in json.loads(hits)]

    def count(self, query: str, *, target: Optional[str] = None) -> int:
        """How many hits a query has in all."""
        return self._file.search(query, target, False, 1, 0, 40)[1]

    def events(self, **filters: Any) -> List[Dict[str, Any]]:
        """Events with filters: ``by``, ``to_whom``, ``entity``, ``outlet``, ``from_``, ``to``, ``type``, ``status``, ``country``, ``limit`` …"""
        return self._ask("events", filters)

    def statements(self, **filters: Any) -> List[Dict[str, Any]]:
        """Statements with filters: ``by``, ``entity``, ``outlet``, ``from_``, ``to``, ``act``, ``country``, ``limit`` …"""
        return self._ask("statements", filters)

    def timeline(self, **filters: Any) -> List[Dict[str, Any]]:
        """What happened, each event once, with its tellings and what they disagree on (``disputed=True``)."""
        return self._ask("timeline", filters)

    def framing(self, **filters: Any) -> List[Dict[str, Any]]:
        """Which outlet calls whom what."""
        return self._ask("framing", filters)

    def stories(self, **filters: Any) -> List[Dict[str, Any]]:
        """Articles on the same news."""
        return self._ask("stories", filters)

    def _ask(self, question: str, filters: Mapping[str, Any]) -> List[Dict[str, Any]]:
        known = {"entity", "by", "to_whom", "outlet", "from", "to", "type", "act", "status", "country", "disputed", "occurrence", "story", "limit"}
        named = {name.rstrip("_"): value for name, value in filters.items()}
        unknown = sorted(set(named) - known)
        if unknown:
            raise TypeError(f"no filter {', '.join(unknown)}: {', '.join(sorted(known))}")
        table = json.loads(self._file.ask(question, json.dumps(named, default=str)))
        return [dict(zip(table["columns"], row)) for row in table["rows"]]

    def add(self, articles: Iterable[Any], *, merge: bool = True) -> List[int]:
        """Adds articles in one transaction and gives their rows; what is there already is not added again."""
        rows = self._file.add(list(_several(articles)), datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
        if merge:
            self._file.merge()
        return rows

    def merge(self) -> int:
        """Merges what was added into stories and occurrences; gives the number of days merged."""
        return self._file.merge()

    def occurrences(self) -> "_musnad.Batches":
        """The table ``occurrences`` (docs/schema.md), as the archive merged it, with corrections."""
        return self._file.occurrences()

    def export(self, folder: "Union[str, os.PathLike[str]]", *, force: bool = False) -> int:
        """Writes all tables as Parquet into a new folder; gives the number of articles."""
        return self._file.export(folder, force)
