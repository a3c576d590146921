"""Reading from Python: the same records as the command's, in order, whatever goes in."""

import gc
import itertools
import json
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import musnad
import pytest

TEXT = "قال الرئيس الفرنسي إيمانويل ماكرون أمس إن باريس تدعم لبنان."


def test_a_record_has_attributes_that_point_at_the_words():
    record = musnad.read(TEXT, published="2024-05-12", outlet="صحيفة الميناء", title="باريس", url="https://example.org/1", id="a")
    statement = record.statements[0]
    assert statement.content.text == "باريس تدعم لبنان"
    assert record.text[statement.content.start : statement.content.end] == statement.content.text
    assert record.name(statement.speaker) == "إيمانويل ماكرون"
    assert [t.value for t in record.times] == ["2024-05-11"]
    assert (record.outlet, record.title, record.url, record.id) == ("صحيفة الميناء", "باريس", "https://example.org/1", "a")
    for entity in record.entities:
        assert record.entity(entity.id) is entity
        for mention in entity.mentions:
            assert record.text[mention.start : mention.end] == mention.text
    assert len(record.key) == 32
    assert "statements" in repr(record)


def test_records_are_byte_for_byte_those_of_the_command(articles, jsonl, run):
    lines = run("read", jsonl, "--format", "jsonl").splitlines()
    assert len(lines) == len(articles)
    for article, line in zip(articles, lines):
        assert musnad.read(article).to_json() == line
    first = articles[0]
    pretty = run("read", jsonl, "--format", "json")
    record = musnad.read(first)
    assert pretty.startswith(record.to_json(indent=True) + "\n")
    assert json.dumps(record.to_dict(), ensure_ascii=False, indent=2) == record.to_json(indent=True)


def test_records_compare_and_pickle(articles):
    record = musnad.read(articles[0])
    again = pickle.loads(pickle.dumps(record))
    assert again == record and hash(again) == hash(record) and again.events == record.events
    assert musnad.Record.from_json(record.to_json()) == record
    with pytest.raises(ValueError, match="no record"):
        musnad.Record.from_json("{}")


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_many_come_in_order_and_as_they_are_asked_for(articles, threads):
    given = []

    def stream():
        for nth in itertools.count():
            given.append(nth)
            yield {**articles[nth % len(articles)], "id": str(nth)}

    records = musnad.read_many(stream(), threads=threads)
    assert [r.id for r in itertools.islice(records, 100)] == [str(n) for n in range(100)]
    assert len(given) <= 100 + 8 * threads
    expected = [musnad.read(a) for a in articles]
    assert list(musnad.read_many(articles, threads=threads)) == expected


def test_python_goes_on_while_articles_are_read(articles):
    done = threading.Event()
    counted = itertools.count()

    def count():
        while not done.is_set():
            next(counted)

    other = threading.Thread(target=count)
    other.start()
    try:
        assert len(list(musnad.read_many(articles * 2, threads=2))) == 2 * len(articles)
    finally:
        done.set()
        other.join()
    assert next(counted) > 1000


def test_bad_articles_lose_nothing_else(articles):
    mixed = [articles[0], None, 7, {"title": "x"}, {"text": "قال \ud83d"}, {"text": b"bytes"}, articles[1]]
    found = list(musnad.read_many(mixed, errors="yield"))
    assert [isinstance(f, musnad.BadArticle) for f in found] == [False, True, True, True, True, True, False]
    assert [f.index for f in found[1:-1]] == [1, 2, 3, 4, 5]
    for bad, words in zip(found[1:-1], ["NoneType", "int", "no \"text\"", "lone surrogate", "bytes"]):
        assert words in bad.reason
        assert pickle.loads(pickle.dumps(bad)).reason == bad.reason
    assert len(list(musnad.read_many(mixed, errors="skip"))) == 2
    records = musnad.read_many(mixed)
    assert next(records).id == articles[0]["id"]
    with pytest.raises(musnad.BadArticle, match="article 1"):
        next(records)
    with pytest.raises(ValueError):
        musnad.read_many([], errors="ignore")


def test_an_error_of_the_source_comes_in_its_turn(articles):
    def stream():
        yield articles[0]
        raise OSError("disk gone")

    records = musnad.read_many(stream())
    assert next(records).id == articles[0]["id"]
    with pytest.raises(OSError, match="disk gone"):
        next(records)
    with pytest.raises(StopIteration):
        next(records)


@pytest.mark.parametrize("wrong", [None, 7, b"x", ["x"]])
def test_wrong_types_are_told(wrong):
    with pytest.raises(TypeError):
        musnad.read(wrong)
    with pytest.raises((TypeError, ValueError)):
        musnad.read("x", title=wrong or 3)


def test_lone_surrogates_are_told():
    with pytest.raises(ValueError, match="lone surrogate"):
        musnad.read("قال \udc00")


def test_odd_texts_are_read():
    for text in ["", " ", "\x00", "🙂" * 1000, "ا" * 100_000, "a\u202eb", "قال\n" * 20_000]:
        record = musnad.read(text)
        assert record.text == text
        assert json.loads(record.to_json())["text"] == text


def test_an_article_of_twenty_megabytes(articles):
    text = articles[0]["text"]
    long = text * (20_000_000 // len(text.encode()) + 1)
    record = musnad.read(long)
    assert record.limits and record.text == long


def test_an_abandoned_stream_ends_its_threads(articles):
    if not Path("/proc/self/task").is_dir():
        pytest.skip("threads of the system are counted on Linux only")
    for _ in range(100):
        next(musnad.read_many(itertools.cycle(articles), threads=3))
        gc.collect()
    # They end with the article at hand and serve the next stream: never 300 of them.
    assert len(os.listdir("/proc/self/task")) < 150


@pytest.mark.parametrize("threads", [-1, 257, 10**6])
def test_a_wrong_number_of_threads_is_told(threads):
    for read in (lambda: musnad.read_many([TEXT], threads=threads), lambda: musnad.read_tables([TEXT], threads=threads)):
        with pytest.raises(ValueError, match="0 .all cores. to 256"):
            read()


@pytest.mark.parametrize("one", [TEXT, TEXT.encode(), {"text": TEXT}], ids=["str", "bytes", "dict"])
def test_one_article_is_not_taken_for_several(one, tmp_path):
    archive = musnad.Archive(tmp_path / "a.db", create=True)
    for read in (musnad.read_many, musnad.read_tables, archive.add):
        with pytest.raises(TypeError, match="articles should be several"):
            read(one)
    with pytest.raises(TypeError, match="record 1 should be a Record, not str"):
        musnad.to_arrow([musnad.read(TEXT), TEXT])


def test_tokens_and_folding():
    words = musnad.tokens("وللجامعات سياستها.", scheme="d3")
    assert [w.text for w in words] == ["وللجامعات", "سياستها", "."]
    assert len(words[0].segments) > 2 and words[0].pos == "NOUN"
    assert musnad.fold("الإمامُ") == musnad.fold("الامام")
    with pytest.raises(ValueError, match="farasa"):
        musnad.tokens("x", scheme="other")


def test_tokens_are_those_of_the_command(articles, tmp_path, run):
    path = tmp_path / "a.txt"
    path.write_text(articles[0]["text"], encoding="utf-8")
    theirs = [word for line in run("tokens", path, "--format", "json").splitlines() for word in json.loads(line)]
    ours = [token._asdict() for token in musnad.tokens(articles[0]["text"])]
    for token in ours:
        token.pop("sentence")
    assert ours == theirs


def test_pages(tmp_path):
    page = "<html lang=ar><title>قمة</title><h1>قمة في بغداد</h1><div class='entry-content'><p>عقد القادة قمة في بغداد أمس بحضور عشرين رئيسا ووزيرا.</p></div>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "قال الوزير إن المحادثات مثمرة."}\n{"title": "x"}\n', encoding="utf-8")
    records = list(musnad.read_pages(tmp_path))
    assert [bool(r.text) for r in records] == [True, True] and "بغداد" in records[0].text
    assert "بغداد" in musnad.read_page(page.encode()).text
    # Decoded already, whatever the page says of its encoding.
    wrong = page.replace("<title>", '<meta charset="windows-1256"><title>')
    assert musnad.read_page(wrong, content_type="text/html; charset=windows-1256").text == musnad.read_page(page).text
    with pytest.raises(musnad.BadArticle, match="b.jsonl:2"):
        list(musnad.pages(tmp_path))
    assert len(list(musnad.pages(tmp_path, errors="yield"))) == 3
    with pytest.raises(FileNotFoundError):
        list(musnad.pages(tmp_path / "none"))


def test_an_import_loads_no_other_library():
    code = "import sys, musnad; print([m for m in ('numpy', 'pyarrow', 'pandas', 'spacy', 'pyspark') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_types_are_told(tmp_path):
    pytest.importorskip("mypy")
    user = tmp_path / "user.py"
    user.write_text(
        "import musnad\n"
        "record = musnad.read('x')\n"
        "name: str | None = record.name(record.statements[0].speaker)\n"
        "for r in musnad.read_many(['x'], threads=2):\n    n: int = r.events[0].counts[0].start\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", str(user)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_fork_reads_too(articles):
    """Threads that wait for work are not in a fork: it must not wait for them."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork")
    code = """
import json, os, signal, sys, musnad
articles = json.load(sys.stdin)[:3]
keys = lambda: [r.key for r in musnad.read_many(articles, threads=2)]
before = keys()
child = os.fork()
if child == 0:
    signal.alarm(60)
    os._exit(0 if keys() == before and keys() == before else 1)
assert os.waitpid(child, 0)[1] == 0 and keys() == before
"""
    subprocess.run([sys.executable, "-c", code], input=json.dumps(articles), text=True, check=True, timeout=120)
