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


def many_of(spark, frame):
    """Twenty of each article in 24 partitions."""
    many = frame.crossJoin(spark.range(20)).drop("id").withColumnRenamed("id", "nth")
    return many.withColumn("id", many["url"]).repartition(24)


def keys_of_many(articles):
    return sorted([musnad.read({**a, "id": a["url"]}).key for a in articles] * 20)


def kill_one_during(spark, job):
    """Runs a job of 24 tasks and kills one of the two workers when some of them are done."""
    for _ in range(300):
        if len(before := executors(spark)) == 2:
            break
        time.sleep(0.2)  # The one after an earlier kill is still starting.
    assert len(before) == 2, "two worker processes"
    failed = []

    def told():
        try:
            job()
        except Exception as error:
            failed.append(error)

    worker = threading.Thread(target=told)
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
    assert not failed, failed
    assert killed, "the job was over before a worker could be killed"
    assert before[0] not in executors(spark)


def test_a_worker_killed_during_the_job_loses_nothing(spark, frame, articles):
    import musnad.spark

    many = many_of(spark, frame)
    done = {}
    kill_one_during(spark, lambda: done.update(rows=musnad.spark.read(many).select("article", "error").toArrow()))
    keys = [row["article"] for row in done["rows"].to_pylist()]
    assert sorted(keys) == keys_of_many(articles), "exactly one result for each row"


def visible(folder):
    """All files and folders that a job left."""
    return sorted(f.name for f in folder.iterdir() if not f.name.endswith(".crc"))


def test_a_worker_killed_while_it_stores_loses_and_doubles_nothing(spark, frame, articles, tmp_path):
    import musnad.spark
    import pyarrow.parquet as pq

    out = tmp_path / "records"
    many = many_of(spark, frame)
    kill_one_during(spark, lambda: musnad.spark.read_to(many, str(out)))
    stored = pq.read_table(out, columns=["article"])["article"].to_pylist()
    assert sorted(stored) == keys_of_many(articles)
    assert [name for name in visible(out) if not name.startswith("part-")] == ["_SUCCESS"]


def test_read_to_stores_what_spark_would_have_written(spark, frame, articles, tmp_path):
    import musnad.spark
    import pyarrow.parquet as pq

    musnad.spark.read(frame, json=True).write.parquet(str(tmp_path / "theirs"))
    # More partitions than articles: some tasks have no row and leave no file.
    ours = musnad.spark.read_to(frame.repartition(3 * len(articles)), str(tmp_path / "ours"), json=True)
    order = lambda row: row["article"]
    assert sorted(rows(ours), key=order) == sorted(rows(spark.read.parquet(str(tmp_path / "theirs"))), key=order)
    assert spark.read.parquet(str(tmp_path / "ours")).schema.simpleString() == musnad.spark.schema("records").simpleString()
    part = pq.ParquetFile(next((tmp_path / "ours").glob("*.parquet")))
    assert part.schema_arrow.metadata[b"musnad.table"] == b"records"
    assert part.metadata.row_group(0).column(0).compression == "SNAPPY"


@pytest.fixture
def s3():
    """An S3 server on this machine, with a bucket "news"."""
    from moto.server import ThreadedMotoServer
    from pyarrow import fs

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = fs.S3FileSystem(
        access_key="key",
        secret_key="secret",
        region="us-east-1",
        scheme="http",
        endpoint_override=f"{host}:{port}",
        allow_bucket_creation=True,
    )
    store.create_dir("news")
    yield store
    server.stop()


def test_read_to_stores_on_s3(spark, frame, articles, s3):
    import musnad.spark
    import pyarrow.parquet as pq
    from pyarrow import fs

    out = "s3://news/facts/2024 سنة/records"
    inside = out.removeprefix("s3://")
    stored = musnad.spark.read_to(frame, out, json=True, filesystem=s3)
    expected = sorted(musnad.read(a).to_json() for a in articles)
    # As other programs find it there, and as it comes back.
    assert sorted(pq.read_table(inside, filesystem=s3)["record"].to_pylist()) == expected
    assert sorted(row["record"] for row in rows(stored)) == expected
    names = [file.base_name for file in s3.get_file_info(fs.FileSelector(inside))]
    assert [name for name in names if not name.startswith("part-")] == ["_SUCCESS"]
    with pytest.raises(FileExistsError, match="exists already"):
        musnad.spark.read_to(frame, out, filesystem=s3)
    assert musnad.spark.read_to(frame, out, mode="append", filesystem=s3).count() == 2 * len(articles)
    assert musnad.spark.read_to(frame.limit(1), out, mode="overwrite", filesystem=s3).count() == 1
    assert musnad.spark.read_to(frame, out, mode="ignore", filesystem=s3).count() == 1


def test_a_job_that_fails_shows_nothing_on_s3(frame, tmp_path, s3):
    import musnad.spark
    from pyarrow import fs

    with pytest.raises(Exception, match="the source broke"):
        musnad.spark.read_to(breaking(frame, tmp_path, 99), "s3://news/records", filesystem=s3)
    # A task that was still writing may leave its file aside.
    left = s3.get_file_info(fs.FileSelector("news/records", recursive=True, allow_not_found=True))
    assert [file.path for file in left if not file.path.startswith("news/records/_unfinished")] == []
    # All other tables are Spark's to write: without a connector that is told before anything is read.
    with pytest.raises(ValueError, match="Spark has no connector"):
        musnad.spark.write(frame, "s3://news/facts")


def test_modes_of_read_to(spark, frame, articles, tmp_path):
    import musnad.spark

    out, n = str(tmp_path / "records"), len(articles)
    assert musnad.spark.read_to(frame, out).count() == n
    with pytest.raises(FileExistsError, match="exists already"):
        musnad.spark.read_to(frame, out)
    with pytest.raises(ValueError, match="should be errorifexists"):
        musnad.spark.read_to(frame, out, mode="replace")
    assert musnad.spark.read_to(frame, out, mode="append").count() == 2 * n
    assert musnad.spark.read_to(frame.limit(1), out, mode="ignore").count() == 2 * n
    assert musnad.spark.read_to(frame.limit(1), out, mode="overwrite").count() == 1
    with pytest.raises(ValueError, match="pyarrow cannot open it"):
        musnad.spark.read_to(frame, "http://127.0.0.1:1/records")


def breaking(frame, folder, times):
    """The same articles, from a source that gives some of them and then fails, so many times."""

    def run(batches):
        for batch in batches:
            for nth in range(batch.num_rows):
                yield batch.slice(nth, 1)
        from pyspark import TaskContext

        if TaskContext.get().partitionId() == 1 and TaskContext.get().attemptNumber() < times:
            (folder / f"broke{TaskContext.get().attemptNumber()}").touch()
            raise OSError("the source broke")

    return frame.mapInArrow(run, frame.schema)


def test_a_task_that_fails_and_runs_again_stores_its_rows_once(frame, articles, tmp_path):
    import musnad.spark

    out = tmp_path / "records"
    stored = musnad.spark.read_to(breaking(frame, tmp_path, 2), str(out))
    assert (tmp_path / "broke1").exists(), "two attempts failed"
    assert sorted(row["article"] for row in rows(stored.select("article"))) == sorted(musnad.read(a).key for a in articles)
    assert [name for name in visible(out) if not name.startswith("part-")] == ["_SUCCESS"]


def test_a_job_that_fails_leaves_what_was_there(frame, articles, tmp_path):
    import musnad.spark

    out = tmp_path / "records"
    with pytest.raises(Exception, match="the source broke"):
        musnad.spark.read_to(breaking(frame, tmp_path, 99), str(out))
    assert not out.exists()
    musnad.spark.read_to(frame, str(out))
    before = visible(out)
    with pytest.raises(Exception, match="the source broke"):
        musnad.spark.read_to(breaking(frame, tmp_path, 99), str(out), mode="overwrite")
    assert visible(out) == before


def test_a_folder_that_a_task_cannot_see_is_told(articles, tmp_path):
    import musnad.spark
    from pyarrow import fs

    batches = iter(pa.table(musnad.to_arrow([musnad.read(articles[0])])).to_batches())
    with pytest.raises(FileNotFoundError, match="a path that all machines share"):
        musnad.spark._store(batches, fs.LocalFileSystem(), str(tmp_path / "elsewhere"), "part.parquet", "snappy")


def test_write_takes_articles_too(frame, articles, tmp_path):
    import musnad.spark
    import pyarrow.parquet as pq

    musnad.spark.write(frame, str(tmp_path / "facts"), tables=["statements", "occurrences"])
    musnad.spark.write(musnad.spark.read(frame), str(tmp_path / "same"), tables=["statements", "occurrences"])
    for name in ("records", "statements", "occurrences", "bad"):
        one, other = (sorted(pq.read_table(tmp_path / folder / name).to_pylist(), key=repr) for folder in ("facts", "same"))
        assert one == other, name


def test_corrupt_parquet_fails_and_says_which_file(spark, frame, tmp_path):
    import musnad.spark

    frame.repartition(2).write.parquet(str(tmp_path / "articles"))
    part = next((tmp_path / "articles").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(Exception, match="(?i)parquet"):
        musnad.spark.read(spark.read.parquet(str(tmp_path / "articles"))).count()
