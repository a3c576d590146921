"""An archive from Python: the same as the command's."""

import musnad
import pytest


@pytest.fixture(scope="module")
def archive(articles, tmp_path_factory):
    archive = musnad.Archive(tmp_path_factory.mktemp("archive") / "press.db", create=True)
    assert len(archive.add(articles)) == len(articles)
    return archive


def test_records_stay_as_they_were_read(archive, articles):
    assert len(archive) == len(articles)
    assert list(archive) == [musnad.read(a) for a in articles]
    with pytest.raises(KeyError):
        archive.record(10_000)


def test_searching_and_asking(archive):
    hits = archive.search("بغداد OR تونس OR الأردن", limit=5)
    assert hits and all(hit.article for hit in hits)
    record = archive.record(hits[0].article)
    assert record.text[hits[0].start : hits[0].end]
    assert archive.count("بغداد OR تونس OR الأردن") >= len(hits)
    assert archive.search("بغداد", target="statements") is not None
    events = archive.events(status="happened", limit=3)
    assert len(events) == 3 and "type" in events[0]
    assert archive.statements(limit=2) and archive.timeline(limit=2) and archive.stories(limit=2)
    assert isinstance(archive.framing(), list)
    with pytest.raises(TypeError, match="no filter speaker"):
        archive.events(speaker="x")
    with pytest.raises(ValueError, match="target"):
        archive.search("x", target="all")


def test_the_same_article_is_there_once(archive, articles):
    n = len(archive)
    assert archive.add(articles[:3]) == [1, 2, 3]
    assert len(archive) == n


def test_no_archive(tmp_path):
    with pytest.raises(OSError, match="no such file"):
        musnad.Archive(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    with pytest.raises(OSError, match="not a database|no Musnad archive"):
        musnad.Archive(tmp_path / "text.db")
