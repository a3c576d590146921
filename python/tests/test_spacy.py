"""The spaCy component: found by name, its spans are the record's."""

import musnad
import pytest

spacy = pytest.importorskip("spacy")


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("ar")
    nlp.add_pipe("musnad", config={"published": "2024-05-12"})
    return nlp


def test_it_tells_words_entities_statements_and_events(nlp):
    doc = nlp("قال الرئيس الفرنسي إيمانويل ماكرون أمس إن باريس تدعم لبنان. وزار ماكرون بيروت.")
    assert isinstance(doc._.musnad, musnad.Record)
    assert ("إيمانويل ماكرون", "PER") in [(e.text, e.label_) for e in doc.ents]
    lebanon = next(e for e in doc.ents if e.text == "لبنان")
    assert lebanon.kb_id_ == "Q822" and lebanon._.entity.country == "LBN"
    assert doc._.statements[0].text == "باريس تدعم لبنان" and doc._.statements[0]._.statement.act
    assert doc[0].pos_ == "VERB" and doc[0].lemma_
    assert len(list(doc.sents)) == 2
    assert [t.value for t in doc._.musnad.times] == ["2024-05-11"]


def test_it_pipes_and_serves_any_text(nlp, articles):
    docs = list(nlp.pipe([a["text"] for a in articles[:10]] + ["", "hello 🙂"]))
    assert len(docs) == 12
    for doc in docs:
        for span in doc._.events:
            assert span._.event.evidence.text in span.text
