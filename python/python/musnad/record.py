"""What was read from an article, as plain values. Every class is a named tuple: it compares, unpacks and pickles as one."""

from __future__ import annotations

import json as _json
from typing import Any, Dict, List, NamedTuple, Optional

from . import _musnad


class Span(NamedTuple):
    """Words of the text: ``record.text[start:end] == text``."""

    start: int
    end: int
    text: str


class Block(NamedTuple):
    """A run of the text: body, title, byline, caption, related, boilerplate."""

    kind: str
    start: int
    end: int
    text: str


class Mention(NamedTuple):
    """Words that name, describe or stand for an entity; ``form`` is name, nominal or pronoun."""

    start: int
    end: int
    text: str
    form: str


class Entity(NamedTuple):
    """Someone or something the article names, or an unnamed one that speaks or acts."""

    id: str
    #: person, organization, place, other
    kind: str
    named: bool
    name: str
    #: Wikidata item, where certain
    wikidata: Optional[str]
    #: ISO 3166-1 alpha-3
    country: Optional[str]
    #: PLOVER sector
    sector: Optional[str]
    mentions: List[Mention]


class Time(NamedTuple):
    """An expression of time and its ISO 8601 / TIMEX3 value, or ``None``."""

    id: str
    start: int
    end: int
    text: str
    value: Optional[str]
    #: What it was resolved against: published, text, none
    anchor: str


class Cue(NamedTuple):
    """Words that tell of a hop of the chain; ``of`` is the entity whose saying it is."""

    start: int
    end: int
    text: str
    of: Optional[str]


class Statement(NamedTuple):
    """What someone is reported to have said."""

    id: str
    #: Entities from the source nearest the reader to the speaker
    chain: List[str]
    cues: List[Cue]
    act: str
    direct: bool
    content: Span
    quotes: List[Span]
    addressee: List[str]
    time: Optional[str]
    #: positive or negative
    polarity: str

    @property
    def speaker(self) -> Optional[str]:
        """The last entity of the chain."""
        return self.chain[-1] if self.chain else None


class Count(NamedTuple):
    """A number told with an event."""

    #: killed, injured, arrested, kidnapped, displaced, released
    what: str
    count: int  # type: ignore[assignment]
    approximate: bool
    start: int
    end: int
    text: str


class Event(NamedTuple):
    """What one actor did to or with another, as PLOVER 2.0 codes it."""

    id: str
    type: str
    mode: Optional[str]
    context: List[str]
    #: CAMEO code, numbered as in ICEWS 1.1b3
    cameo: Optional[str]
    actors: List[str]
    recipients: List[str]
    #: ISO date or a prefix of one
    date: Optional[str]
    place: Optional[str]
    #: happened, ongoing, planned, denied, hypothetical
    status: str
    #: Whose word it rests on; empty where the article itself tells it
    chain: List[str]
    trigger: Span
    evidence: Span
    counts: List[Count]
    confidence: float


class Designation(NamedTuple):
    """A name that takes a side: whom it means, its neutral twin, and whose voice uses it (``None``: the outlet's)."""

    start: int
    end: int
    text: str
    entity: Optional[str]
    #: hostile or favourable
    stance: str
    neutral: str
    voice: Optional[str]


class Limit(NamedTuple):
    """What was cut off or refused, from which code point, and why."""

    what: str
    at: int
    why: str


class Token(NamedTuple):
    """A word and what is known of it alone."""

    start: int
    end: int
    text: str
    #: Proclitics, stem, enclitics
    segments: List[str]
    #: Universal part of speech
    pos: str
    #: Our own, finer one
    tag: str
    lemma: str
    #: The lemma folded
    key: str
    #: Features as Universal Dependencies write them; ``_`` for none
    features: str
    #: ``B-person``, ``I-place`` … inside a name
    name: Optional[str]
    #: Which sentence, from 0
    sentence: int


class Record:
    """Everything read from one article. It stays outside Python until it is looked at."""

    __slots__ = ("_dict", "_parts", "_raw")

    def __init__(self, raw: "_musnad.Raw") -> None:
        self._raw = raw
        self._dict: Optional[Dict[str, Any]] = None
        self._parts: Dict[str, Any] = {}

    @classmethod
    def from_json(cls, json: str) -> "Record":
        """A record from the JSON that :meth:`to_json` or ``musnad read`` wrote."""
        return cls(_musnad.Raw.from_json(json))

    def to_json(self, *, indent: bool = False) -> str:
        """JSON, byte for byte as ``musnad read --format jsonl`` prints it, or ``--format json`` with ``indent``."""
        return self._raw.to_json(indent)

    def to_dict(self) -> Dict[str, Any]:
        """The record as dictionaries and lists (``musnad.record/1``); yours to change."""
        made: Dict[str, Any] = _json.loads(self._raw.to_json(False))
        return made

    @property
    def _plain(self) -> Dict[str, Any]:
        if self._dict is None:
            self._dict = self.to_dict()
        return self._dict

    def _list(self, name: str, make: Any) -> List[Any]:
        if name not in self._parts:
            self._parts[name] = [make(value) for value in self._plain[name]]
        found: List[Any] = self._parts[name]
        return found

    @property
    def key(self) -> str:
        """The article's key in tables and archives: of its text and what is known beside it."""
        return self._raw.key()

    @property
    def text(self) -> str:
        """The text, as given."""
        return str(self._plain["text"])

    @property
    def model(self) -> str:
        """Which models read it."""
        return str(self._plain["model"])

    @property
    def id(self) -> Optional[str]:
        """The identifier that was given."""
        return self._article("id")

    @property
    def url(self) -> Optional[str]:
        """Its address."""
        return self._article("url")

    @property
    def outlet(self) -> Optional[str]:
        """Who published it."""
        return self._article("outlet")

    @property
    def published(self) -> Optional[str]:
        """When."""
        return self._article("published")

    @property
    def title(self) -> Optional[str]:
        """Its headline."""
        return self._article("title")

    def _article(self, name: str) -> Optional[str]:
        found: Optional[str] = self._plain["article"][name]
        return found

    @property
    def blocks(self) -> List[Block]:
        """What each run of the text is."""
        if "blocks" not in self._parts:
            self._parts["blocks"] = [Block(**b) for b in self._plain["article"]["blocks"]]
        found: List[Block] = self._parts["blocks"]
        return found

    @property
    def entities(self) -> List[Entity]:
        """Who and what."""
        return self._list("entities", lambda e: Entity(**{**e, "mentions": [Mention(**m) for m in e["mentions"]]}))

    @property
    def times(self) -> List[Time]:
        """When."""
        return self._list("times", lambda t: Time(**t))

    @property
    def statements(self) -> List[Statement]:
        """Who said what, and through whom it came."""
        return self._list(
            "statements",
            lambda s: Statement(
                **{
                    **s,
                    "cues": [Cue(**c) for c in s["cues"]],
                    "content": Span(**s["content"]),
                    "quotes": [Span(**q) for q in s["quotes"]],
                }
            ),
        )

    @property
    def events(self) -> List[Event]:
        """Who did what to whom."""
        return self._list(
            "events",
            lambda v: Event(
                **{
                    **v,
                    "trigger": Span(**v["trigger"]),
                    "evidence": Span(**v["evidence"]),
                    "counts": [Count(**c) for c in v.get("counts", ())],
                }
            ),
        )

    @property
    def designations(self) -> List[Designation]:
        """Names that take a side."""
        return self._list("designations", lambda d: Designation(**d))

    @property
    def limits(self) -> List[Limit]:
        """What was cut off."""
        return self._list("limits", lambda item: Limit(**item))

    def entity(self, id: Optional[str]) -> Optional[Entity]:
        """The entity that facts of this record call ``e1``, ``e2`` …"""
        if "by id" not in self._parts:
            self._parts["by id"] = {entity.id: entity for entity in self.entities}
        found: Optional[Entity] = self._parts["by id"].get(id)
        return found

    def name(self, id: Optional[str]) -> Optional[str]:
        """Its name."""
        entity = self.entity(id)
        return entity.name if entity else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> Any:
        return (Record.from_json, (self.to_json(),))

    def __repr__(self) -> str:
        n = {part: len(self._plain[part]) for part in ("entities", "statements", "events")}
        what = ", ".join(f"{count} {part}" for part, count in n.items())
        return f"<musnad.Record {self.title or self.text[:40]!r}: {what}>"
