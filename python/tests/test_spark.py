"""Spark on a cluster of two worker processes on this machine, one of them killed while it works."""

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import musnad
import pytest

pytestmark = pytest.mark.spark
pyspark = pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
if shutil.which("java") is None or not Path("/proc").is_dir():
    pytest.skip("Spark needs Java: apt-get install default-jre-headless", allow_module_level=True)

FLAT = ("articles", "entities", "times", "statements", "events", "designations", "claims")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("musnad-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.executor.memory", "1g")
        .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark, articles):
    return spark.createDataFrame(articles).repartition(6).cache()


def rows(frame):
    return frame.toArrow().to_pylist()


def test_records_are_byte_for_byte_those_of_the_reader(frame, articles):
    import musnad.spark

    found = {row["id"]: row for row in rows(musnad.spark.read(frame, json=True))}
    assert len(found) == len(articles)
    for article in articles:
        record = musnad.read(article)
        row = found[article["id"]]
        assert (row["record"], row["article"], row["error"]) == (record.to_json(), record.key, None)


def test_tables_and_occurrences_are_those_of_the_archive(frame, articles, tmp_path):
    import musnad.spark
    import pyarrow.parquet as pq

    archive = musnad.Archive(tmp_path / "a.db", create=True)
    archive.add(articles)
    archive.export(tmp_path / "out")
    musnad.spark.write(musnad.spark.read(frame), str(tmp_path / "facts"))
    order = {"articles": "article", "occurrences": "occurrence"}
    for name in (*musnad.spark.TABLES, "occurrences"):
        ours = pq.read_table(tmp_path / f"out/{name}.parquet")
        theirs = pq.read_table(tmp_path / f"facts/{name}")
        assert theirs.schema.names == ours.schema.names
        key = lambda row: row[order[name]] if name in order else (row["article"], row.get("start", 0), repr(row))
        assert sorted(theirs.to_pylist(), key=key) == sorted(ours.to_pylist(), key=key), name
    assert pq.read_table(tmp_path / "facts/bad").num_rows == 0


def test_bad_rows_go_aside_with_reasons_and_nothing_is_lost(spark, articles):
    import musnad.spark
    from pyspark.sql import types as T

    schema = T.StructType([T.StructField("id", T.StringType()), T.StructField("text", T.BinaryType())])
    text = articles[0]["text"].encode()
    long = text * (20_000_000 // len(text) + 1)
    given = [("good", text), ("null", None), ("latin", b"ab\xff"), ("long", long), ("empty", b"")]
    records = musnad.spark.read(spark.createDataFrame(given, schema).repartition(3)).cache()
    assert records.count() == len(given)
    bad = {row["id"]: row["error"] for row in rows(musnad.spark.bad(records))}
    assert set(bad) == {"null", "latin"} and bad["null"] == "text is null" and "UTF-8" in bad["latin"]
    assert musnad.spark.table(records, "articles").count() == 3


def test_wrong_columns_are_told_before_a_job_starts(spark):
    import musnad.spark

    with pytest.raises(ValueError, match='no column "text"'):
        musnad.spark.read(spark.createDataFrame([("x",)], ["body"]))
    with pytest.raises(TypeError, match="'text' is bigint"):
        musnad.spark.read(spark.createDataFrame([(1,)], ["text"]))


def executors(session):
    """Process ids of this session's executors."""
    application = session.sparkContext.applicationId
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # It has ended since.
        if words[0].endswith("java") and application in words and any("CoarseGrainedExecutorBackend" in w for w in words):
            found.append(int(process.name))
    return sorted(found)


def test_a_worker_killed_during_the_job_loses_nothing(spark, frame, articles):
    import musnad.spark

    many = frame.crossJoin(spark.range(20)).drop("id").withColumnRenamed("id", "nth")
    many = many.withColumn("id", many["url"]).repartition(24)
    before = executors(spark)
    assert len(before) == 2, "two worker processes"
    done = {}

    def job():
        done["rows"] = musnad.spark.read(many).select("article", "error").toArrow()

    worker = threading.Thread(target=job)
    worker.start()
    tracker = spark.sparkContext.statusTracker()
    deadline = time.monotonic() + 300
    killed = False
    while worker.is_alive() and time.monotonic() < deadline:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if not killed and any(stage and stage.numTasks == 24 and 2 <= stage.numCompletedTasks < 20 for stage in stages):
            os.kill(before[0], signal.SIGKILL)
            killed = True
        worker.join(timeout=0.02)
    worker.join()
    assert killed, "the job was over before a worker could be killed"
    keys = [row["article"] for row in done["rows"].to_pylist()]
    expected = [musnad.read({**a, "id": a["url"]}).key for a in articles] * 20
    assert sorted(keys) == sorted(expected), "exactly one result for each row"
    assert before[0] not in executors(spark)


def test_corrupt_parquet_fails_and_says_which_file(spark, frame, tmp_path):
    import musnad.spark

    frame.repartition(2).write.parquet(str(tmp_path / "articles"))
    part = next((tmp_path / "articles").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(Exception, match="(?i)parquet"):
        musnad.spark.read(spark.read.parquet(str(tmp_path / "articles"))).count()
