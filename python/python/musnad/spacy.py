"""Musnad in a spaCy pipeline: lemmas, parts of speech, entities, statements and events on spaCy's own objects.

>>> import spacy                                                      # doctest: +SKIP
>>> nlp = spacy.blank("ar")                                           # doctest: +SKIP
>>> nlp.add_pipe("musnad", config={"published": "2024-05-12"})         # doctest: +SKIP
>>> doc = nlp("قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.")  # doctest: +SKIP
>>> [(e.text, e.label_, e.kb_id_) for e in doc.ents]                  # doctest: +SKIP
>>> doc._.musnad.statements                                           # doctest: +SKIP

spaCy finds the component by its entry point; nothing has to be imported. Extensions: ``doc._.musnad`` (the record),
``doc._.statements`` and ``doc._.events`` (spans of their words, with ``span._.statement`` and ``span._.event``), ``span._.entity``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

from . import read
from . import tokens as read_tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: spaCy's usual labels.
LABELS = {"person": "PER", "organization": "ORG", "place": "LOC", "other": "MISC"}


class Musnad:
    """The component. spaCy's words stay as they are; where one of ours is one of theirs, it is told what we know of it."""

    def __init__(self, nlp: "Language", published: Optional[str] = None, outlet: Optional[str] = None, words: bool = True) -> None:
        from spacy.tokens import Doc, Span

        self.vocab = nlp.vocab
        self.published = published
        self.outlet = outlet
        self.words = words
        for name, default in (("musnad", None), ("statements", []), ("events", []), ("published", None), ("outlet", None)):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=default)
        for name in ("statement", "event", "entity"):
            if not Span.has_extension(name):
                Span.set_extension(name, default=None)

    def __call__(self, doc: "Doc") -> "Doc":
        from spacy.util import filter_spans

        record = read(doc.text, published=doc._.published or self.published, outlet=doc._.outlet or self.outlet)
        doc._.musnad = record
        if self.words:
            self._annotate(doc)
        named = []
        for entity in record.entities:
            for mention in entity.mentions:
                if mention.form != "name":
                    continue
                span = doc.char_span(
                    mention.start,
                    mention.end,
                    label=LABELS.get(entity.kind, "MISC"),
                    kb_id=entity.wikidata or "",
                    alignment_mode="expand",
                )
                if span is not None:
                    named.append((span, entity))
        kept = filter_spans([span for span, _ in named])
        doc.ents = tuple(kept)
        by_place = {(span.start, span.end): entity for span, entity in named}
        for span in doc.ents:
            span._.entity = by_place.get((span.start, span.end))
        doc._.statements = self._facts(doc, [(s.content, s) for s in record.statements], "statement")
        doc._.events = self._facts(doc, [(v.evidence, v) for v in record.events], "event")
        return doc

    def _facts(self, doc: "Doc", facts: List[Any], kind: str) -> List[Any]:
        found = []
        for words, fact in facts:
            span = doc.char_span(words.start, words.end, label=kind.upper(), alignment_mode="expand")
            if span is not None:
                # Under a name for each kind: spaCy keeps what is set by place, and both may stand at one.
                span._.set(kind, fact)
                found.append(span)
        return found

    def _annotate(self, doc: "Doc") -> None:
        ours: Dict[int, Any] = {token.start: token for token in read_tokens(doc.text)}
        sentences = set()
        last = -1
        for token in ours.values():
            if token.sentence != last:
                sentences.add(token.start)
                last = token.sentence
        for theirs in doc:
            if theirs.i > 0 or theirs.idx in sentences:
                theirs.is_sent_start = theirs.i == 0 or theirs.idx in sentences
            token = ours.get(theirs.idx)
            if token is None or theirs.is_space:
                continue
            theirs.lemma_ = token.lemma
            theirs.pos_ = token.pos
            theirs.tag_ = token.tag
            if token.features != "_":
                theirs.set_morph(token.features)  # type: ignore[attr-defined]


def factory(nlp: "Language", name: str, published: Optional[str], outlet: Optional[str], words: bool) -> Callable[..., Any]:
    """Makes the component; spaCy calls it for ``nlp.add_pipe("musnad")``."""
    return Musnad(nlp, published, outlet, words)


def _register() -> None:
    from spacy.language import Language

    Language.factory(
        "musnad",
        default_config={"published": None, "outlet": None, "words": True},
        assigns=["doc.ents", "token.lemma", "token.pos", "token.tag", "token.morph", "token.is_sent_start", "doc._.musnad"],
        func=factory,
    )


_register()
