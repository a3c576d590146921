"""Tables: one schema in the wheel and in Parquet, every library takes them, one row for one row."""

import json

import musnad
import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

FLAT = ("articles", "entities", "times", "statements", "events", "designations", "claims")


@pytest.fixture(scope="module")
def table(articles):
    return pa.Table.from_pylist(articles)


def test_one_row_for_each_row_and_the_same_records(articles, table):
    read = pa.table(musnad.read_arrow(table, json=True))
    assert read.num_rows == len(articles)
    assert read["error"].null_count == read.num_rows
    for article, line, key in zip(articles, read["record"].to_pylist(), read["article"].to_pylist()):
        record = musnad.read(article)
        assert (line, key) == (record.to_json(), record.key)
    nested = read.to_pylist()
    for row, article in zip(nested, articles):
        record = musnad.read(article)
        assert [s["text"] for s in row["statements"]] == [s.content.text for s in record.statements]
        assert [v["type"] for v in row["events"]] == [v.type for v in record.events]
        assert [e["name"] for e in row["entities"]] == [e.name for e in record.entities]


def test_the_schema_tells_its_version_and_what_columns_mean():
    schema = pa.schema(musnad.schema("statements"))
    assert schema.metadata[b"musnad.schema"] == musnad.SCHEMA.encode()
    assert b"chain" in schema.field("chain").metadata[b"about"] or schema.field("chain").metadata[b"about"]
    assert pa.schema(musnad.schema()).field("statements").type.value_type.field("cues").type.value_type.num_fields == 4
    with pytest.raises(ValueError, match="no table"):
        musnad.schema("facts")


def test_flat_tables_are_the_nested_one_unnested(articles, table):
    tables = {name: pa.table(t) for name, t in musnad.read_tables(table, FLAT).items()}
    nested = pa.table(musnad.read_arrow(table)).to_pylist()
    for name in FLAT[1:]:
        rows = [{"article": row["article"], **fact} for row in nested for fact in row[name]]
        assert tables[name].to_pylist() == rows, name
    again = musnad.read_tables(articles, FLAT)
    assert all(pa.table(again[name]) == tables[name] for name in FLAT)
    records = [musnad.read(a) for a in articles]
    assert pa.table(musnad.to_arrow(records, "events")) == tables["events"]
    assert pa.table(musnad.to_arrow(records)) == pa.table(musnad.read_arrow(table)).combine_chunks()


def test_parquet_of_the_archive_holds_the_same(articles, tmp_path):
    archive = musnad.Archive(tmp_path / "a.db", create=True)
    archive.add(articles)
    assert archive.export(tmp_path / "out") == len(articles)
    tables = {name: pa.table(t) for name, t in musnad.read_tables(articles, FLAT).items()}
    for name in FLAT:
        stored = pq.read_table(tmp_path / f"out/{name}.parquet")
        assert stored.schema.names == tables[name].schema.names
        assert stored.to_pylist() == tables[name].to_pylist(), name
        for field, wanted in zip(stored.schema, tables[name].schema):
            assert (field.name, field.type, field.nullable) == (wanted.name, wanted.type, wanted.nullable)
    meta = pq.read_metadata(tmp_path / "out/events.parquet").metadata
    assert meta[b"musnad.schema"] == musnad.SCHEMA.encode() and "actors" in json.loads(meta[b"musnad.columns"])
    theirs = pq.read_table(tmp_path / "out/occurrences.parquet").to_pylist()
    assert theirs == pa.table(archive.occurrences()).to_pylist()
    claims = tables["claims"]
    assert pa.table(musnad.occurrences(claims)).to_pylist() == theirs
    shuffled = claims.take(list(reversed(range(claims.num_rows))))
    assert pa.table(musnad.occurrences(pa.concat_tables([shuffled, claims]))).to_pylist() == theirs
    with pytest.raises(OSError, match="exists"):
        archive.export(tmp_path / "out")
    archive.export(tmp_path / "out", force=True)
    (tmp_path / "out/mine.txt").write_text("x")
    with pytest.raises(OSError, match="mine.txt"):
        archive.export(tmp_path / "out", force=True)


def test_every_library_takes_the_tables_and_gives_them(articles):
    polars = pytest.importorskip("polars")
    pandas = pytest.importorskip("pandas")
    duckdb = pytest.importorskip("duckdb")
    expected = pa.table(musnad.read_arrow(pa.Table.from_pylist(articles))).column("article").to_pylist()
    frame = polars.DataFrame(articles)
    from_polars = polars.DataFrame(musnad.read_arrow(frame))
    assert from_polars["article"].to_list() == expected
    assert from_polars["events"].list.len().sum() > 0
    from_pandas = pa.table(musnad.read_arrow(pandas.DataFrame(articles))).to_pandas()
    assert from_pandas["article"].tolist() == expected
    statements = pa.table(musnad.read_tables(articles, ["statements"])["statements"])
    n = duckdb.sql("select count(*), count(distinct speaker_name) from statements").fetchall()[0]
    assert n[0] == statements.num_rows and n[1] > 1
    relation = duckdb.sql("select id, text, outlet, published, title, url from frame")
    assert pa.table(musnad.read_arrow(relation.to_arrow_table()))["article"].to_pylist() == expected
    occurrences = polars.DataFrame(musnad.occurrences(polars.DataFrame(musnad.read_tables(frame, ["claims"])["claims"])))
    assert len(occurrences) > 0


def test_rows_that_cannot_be_read_are_rows_with_a_reason(articles):
    text = articles[0]["text"]
    long = text * (20_000_000 // len(text.encode()) + 1)
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\x00\x00\x00\x00\x03\x00\x00\x00"), pa.py_buffer(b"ab\xff")])
    column = pa.chunked_array([pa.array([text, None, long, ""]), broken, pa.array([text])])
    table = pa.table({"text": column, "id": [str(n) for n in range(6)]})
    read = pa.table(musnad.read_arrow(table, threads=2))
    assert read["id"].to_pylist() == ["0", "1", "2", "3", "4", "5"]
    errors = read["error"].to_pylist()
    assert errors[1] == "text is null" and "UTF-8 at byte 2" in errors[4]
    assert [errors[n] for n in (0, 2, 3, 5)] == [None] * 4
    assert read["limits"].to_pylist()[2], "a text of 20 MB is read in part, and says so"
    assert read["events"].to_pylist()[0] == read["events"].to_pylist()[5]
    assert pa.table(musnad.read_tables(table, ["articles"])["articles"]).num_rows == 4


@pytest.mark.parametrize(
    "table, words",
    [
        (pa.table({"body": ["x"]}), 'no column "text"'),
        (pa.table({"text": [1, 2]}), "should hold text"),
        (pa.table({"text": ["x"], "outlet": [[1]]}), '"outlet"'),
        (pa.table({"text": [{"a": 1}]}), "should hold text"),
    ],
)
def test_wrong_columns_are_told_before_anything_is_read(table, words):
    with pytest.raises(TypeError, match=words):
        musnad.read_arrow(table)


def test_texts_of_any_width(articles):
    text = [a["text"] for a in articles[:3]]
    expected = [musnad.read(t).key for t in text]
    for kind in (pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()):
        column = pa.array([t.encode() for t in text] if "binary" in str(kind) else text, kind)
        assert pa.table(musnad.read_arrow(pa.table({"text": column})))["article"].to_pylist() == expected
    days = pa.table({"text": text, "published": pa.array([19_000] * 3, pa.date32()), "outlet": pa.array(["أ"] * 3).dictionary_encode()})
    assert pa.table(musnad.read_arrow(days))["published"].to_pylist() == ["2022-01-08"] * 3
    with pytest.raises(TypeError, match="Arrow C data interface"):
        musnad.read_arrow([{"text": "x"}])


def test_a_stream_is_taken_once_and_may_be_left(articles, table):
    stream = musnad.read_arrow(pa.table({"text": [a["text"] for a in articles] * 10}))
    reader = pa.RecordBatchReader.from_stream(stream)
    assert reader.read_next_batch().num_rows > 0
    reader.close()
    with pytest.raises(ValueError, match="taken already"):
        pa.RecordBatchReader.from_stream(stream)


def test_an_error_of_the_source_is_told(articles):
    def batches():
        yield pa.RecordBatch.from_pydict({"text": ["x"]})
        raise OSError("disk gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
    with pytest.raises(Exception, match="disk gone"):
        pa.table(musnad.read_arrow(reader))


def test_corrupt_parquet_is_an_error_not_a_result(articles, tmp_path):
    archive = musnad.Archive(tmp_path / "a.db", create=True)
    archive.add(articles[:5])
    archive.export(tmp_path / "out")
    path = tmp_path / "out/articles.parquet"
    whole = path.read_bytes()
    for cut in (3, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:cut])
        with pytest.raises((pa.ArrowInvalid, OSError)):
            musnad.read_arrow(pq.read_table(path))
