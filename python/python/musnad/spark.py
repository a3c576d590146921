"""Musnad on Apache Spark: the same reader over a DataFrame of articles, the archive's own merge as a group-by.

Needs pyspark 4.0 or later with pyarrow, and this wheel on every machine (docs/spark.md)::

    from pyspark.sql import SparkSession
    import musnad.spark

    spark = SparkSession.builder.getOrCreate()
    articles = spark.read.parquet("news/")            # a column "text"; id, url, outlet, published, title where known
    records = musnad.spark.read(articles)             # exactly one row for each
    musnad.spark.write(articles, "facts/")            # records, flat tables, occurrences, and the bad rows with their reasons
"""

from __future__ import annotations

import itertools
import posixpath
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Sequence, Tuple
from urllib.parse import unquote, urlsplit

import pyarrow as pa

if TYPE_CHECKING:
    import pyarrow.fs
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

__all__ = ["TABLES", "bad", "occurrences", "read", "read_to", "schema", "table", "write"]

#: Columns of articles that are used where they are.
COLUMNS = ("text", "id", "url", "outlet", "published", "title")
#: Flat tables that :func:`write` makes; ``claims`` are inside ``records``.
TABLES = ("articles", "entities", "times", "statements", "events", "designations")
#: What each column of an article may be.
_FITTING = {
    "text": ("string", "binary", "void"),
    "id": ("string", "binary", "void", "int", "bigint"),
    "published": ("string", "binary", "void", "date", "timestamp", "timestamp_ntz"),
}
#: What :func:`read_to` holds before it writes a row group: about so many bytes.
_GROUP = 32 << 20
#: Where files lie until their job has ended: readers of Parquet pass over names with "_".
_UNFINISHED = "_unfinished"


def _arrow_schema(name: str) -> "pa.Schema":
    import musnad

    return pa.schema(musnad.schema(name))


def schema(name: str = "records") -> "StructType":
    """The schema of a table (docs/schema.md) in terms of Spark."""
    from pyspark.sql.pandas.types import from_arrow_schema

    made: StructType = from_arrow_schema(_arrow_schema(name))
    return made


def read(articles: "DataFrame", *, json: bool = False, threads: int = 1) -> "DataFrame":
    """Reads a DataFrame of articles: the table ``records``, exactly one row for each row, in the order inside each partition.

    A row that cannot be read (no text, bytes that are no text) is a row with ``error``; it fails no task. ``json`` fills the
    column ``record``, ``threads`` is the number of threads of one task (with ``spark.task.cpus`` to match).
    """

    def run(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        return _read(batches, json, threads)

    return _fitting(articles).mapInArrow(run, schema("records"))


def _fitting(articles: "DataFrame") -> "DataFrame":
    """The columns that are used, each of a type that can be."""
    if "text" not in articles.columns:
        raise ValueError(f'no column "text"; there are: {", ".join(articles.columns)}')
    used = articles.select(*[name for name in COLUMNS if name in articles.columns])
    for name, kind in used.dtypes:
        fitting = _FITTING.get(name, ("string", "binary", "void"))
        if kind not in fitting:
            raise TypeError(f"the column {name!r} is {kind}; it should be {' or '.join(fitting[:1] + fitting[3:])}")
    return used


def _read(batches: "Iterable[pa.RecordBatch]", json: bool, threads: int) -> "Iterator[pa.RecordBatch]":
    import musnad

    coming = iter(batches)
    for first in coming:
        # One stream for the task: the reader never waits between two batches.
        stream = pa.RecordBatchReader.from_batches(first.schema, itertools.chain([first], coming))
        yield from pa.RecordBatchReader.from_stream(musnad.read_arrow(stream, threads=threads, json=json))


def _place(spark: "SparkSession", path: str) -> "Tuple[str, bool]":
    """The path as Spark understands it, with its file system: a bare one may be on HDFS. And whether Spark can open it."""
    from py4j.protocol import Py4JJavaError

    jvm: Any = getattr(spark, "_jvm", None)  # Spark Connect has none.
    if jvm is None:
        return path, True
    given = jvm.org.apache.hadoop.fs.Path(path)
    conf = spark._jsc.hadoopConfiguration()
    try:
        return str(given.getFileSystem(conf).makeQualified(given).toUri()), True
    except Py4JJavaError:
        return path, False  # No connector for s3:// among its jars, say.


def _files(place: str, filesystem: "Optional[pyarrow.fs.FileSystem]") -> "Tuple[pyarrow.fs.FileSystem, str]":
    """The file system of a path, and the path in it."""
    from pyarrow import fs

    parts = urlsplit(place)
    if filesystem is not None:
        # On S3, GCS and Azure the bucket is the first part of a path.
        bucket = "" if parts.scheme in ("", "file", "hdfs") else parts.netloc.split("@")[0]
        return filesystem, bucket + unquote(parts.path)
    if parts.scheme in ("", "file"):
        return fs.LocalFileSystem(), posixpath.abspath(unquote(parts.path))
    # Hadoop's names for what pyarrow calls s3.
    scheme = "s3" if parts.scheme in ("s3a", "s3n") else parts.scheme
    try:
        found, inside = fs.FileSystem.from_uri(parts._replace(scheme=scheme).geturl())
    except (pa.ArrowException, OSError, ValueError) as error:
        what = "give filesystem=, or let Spark write it: read(articles).write.parquet(path)"
        raise ValueError(f"{place}: pyarrow cannot open it ({error}); {what}") from error
    return found, inside


def read_to(
    articles: "DataFrame",
    path: str,
    *,
    json: bool = False,
    threads: int = 1,
    mode: str = "errorifexists",
    filesystem: "Optional[pyarrow.fs.FileSystem]" = None,
) -> "DataFrame":
    """Reads articles and stores ``records`` as Parquet below ``path``: what ``read(articles).write.parquet(path)`` stores, sooner.

    Each task writes its own file where it reads, so that records never pass through the JVM. Files become visible when all
    tasks have ended, and only those of the attempts that Spark counts: a task that runs twice leaves its rows once. ``path``
    is on a file system that all machines share and pyarrow knows (local, HDFS, S3, GCS, Azure), or in the ``filesystem``
    that is given. Gives the stored records; where Spark has no connector for ``path``, by pyarrow too.
    """
    from pyarrow import fs

    if mode not in ("errorifexists", "error", "overwrite", "append", "ignore"):
        raise ValueError(f"mode {mode!r}: it should be errorifexists, overwrite, append or ignore")
    used = _fitting(articles)
    spark = articles.sparkSession
    place, opens = _place(spark, path)
    files, root = _files(place, filesystem)
    there = files.get_file_info(root).type != fs.FileType.NotFound
    if there and mode in ("errorifexists", "error"):
        raise FileExistsError(f"{place} exists already: give another path, or mode='overwrite' or 'append'")
    if there and mode == "ignore":
        return _stored(spark, path) if opens else _fetched(spark, files, root)
    codec = str(spark.conf.get("spark.sql.parquet.compression.codec", "snappy")).lower()
    codec = {"uncompressed": "none", "lz4_raw": "lz4", "lz4raw": "lz4"}.get(codec, codec)
    job = uuid.uuid4().hex
    away = posixpath.join(root, _UNFINISHED, job)

    def run(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        from pyspark import TaskContext

        task: Any = TaskContext.get()
        # Attempts of one task never share a file.
        name = f"part-{task.partitionId():05}-{job}-{task.taskAttemptId()}.{codec}.parquet".replace(".none", "")
        target, folder = _files(place, filesystem)
        folder = posixpath.join(folder, _UNFINISHED, job)
        rows = _store(_read(batches, json, threads), target, folder, name, codec)
        if rows:
            yield pa.RecordBatch.from_pydict({"file": [name], "rows": pa.array([rows], pa.int64())})

    try:
        # Tasks find their folder: one that Spark has given up makes none after it was removed.
        files.create_dir(away, recursive=True)
        # One result for each task, however often it ran.
        made = [row.file for row in used.mapInArrow(run, "file string, rows bigint").collect()]
        if mode == "overwrite":
            _empty(files, root)
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda name: _show(files, away, root, name), made))
        with files.open_output_stream(posixpath.join(root, "_SUCCESS")):
            pass
    finally:
        _forget(files, away, root, there)
    return _stored(spark, path) if opens else _fetched(spark, files, root)


def _stored(spark: "SparkSession", path: str) -> "DataFrame":
    return spark.read.schema(schema("records")).parquet(path)


def _fetched(spark: "SparkSession", files: "pyarrow.fs.FileSystem", root: str) -> "DataFrame":
    """Stored records of a place that Spark cannot open: each task fetches files by pyarrow."""
    from pyarrow import fs

    there = files.get_file_info(fs.FileSelector(root))
    parts = sorted(file.path for file in there if file.is_file and file.base_name.startswith("part-"))

    def run(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow.parquet as pq

        for batch in batches:
            for path in batch["file"].to_pylist():
                with files.open_input_file(path) as file:
                    yield from pq.ParquetFile(file).iter_batches(1000)

    listed = spark.createDataFrame([(path,) for path in parts], "file string")
    return listed.repartition(max(1, len(parts))).mapInArrow(run, schema("records"))


def _empty(files: "pyarrow.fs.FileSystem", root: str) -> None:
    """Removes what an earlier job stored."""
    from pyarrow import fs

    for old in files.get_file_info(fs.FileSelector(root)):
        if old.base_name != _UNFINISHED:
            files.delete_file(old.path) if old.is_file else files.delete_dir(old.path)


def _show(files: "pyarrow.fs.FileSystem", away: str, root: str, name: str) -> None:
    """Moves a finished file to where readers see it."""
    files.move(posixpath.join(away, name), posixpath.join(root, name))


def _forget(files: "pyarrow.fs.FileSystem", away: str, root: str, keep: bool) -> None:
    """Removes what a job left; a task that Spark has given up may still be writing there, and nobody reads it."""
    from pyarrow import fs

    # More than once: a file that came while its folder was being removed.
    for _ in range(3):
        try:
            if files.get_file_info(away).type != fs.FileType.NotFound:
                files.delete_dir(away)
            for folder in (posixpath.dirname(away), root):
                if (folder != root or not keep) and not files.get_file_info(fs.FileSelector(folder, allow_not_found=True)):
                    files.delete_dir(folder)
            return
        except OSError:
            pass


def _store(batches: "Iterator[pa.RecordBatch]", files: "pyarrow.fs.FileSystem", folder: str, name: str, codec: str) -> int:
    """Writes a task's records to a file, a row group at a time; gives the number of rows. No rows, no file."""
    import pyarrow.parquet as pq
    from pyarrow import fs

    held: "list[pa.RecordBatch]" = []
    first = next(batches, None)
    if first is None:
        return 0
    if files.get_file_info(folder).type == fs.FileType.NotFound:
        raise FileNotFoundError(f"{folder} cannot be seen by a task; give a path that all machines share")
    path = posixpath.join(folder, name)
    rows = size = 0
    # Least and greatest values help a reader to skip rows by an article's columns; of what lies in lists nobody asks them.
    ranged = [field.name for field in first.schema if not pa.types.is_nested(field.type)]
    how: "dict[str, Any]" = {"compression": codec, "write_statistics": ranged}
    with files.open_output_stream(path) as sink, pq.ParquetWriter(sink, first.schema, **how) as writer:
        for batch in itertools.chain([first], batches):
            held.append(batch)
            rows += batch.num_rows
            size += batch.nbytes
            if size >= _GROUP:
                writer.write_table(pa.Table.from_batches(held))
                held, size = [], 0
        if held:
            writer.write_table(pa.Table.from_batches(held))
    return rows


def table(records: "DataFrame", name: str) -> "DataFrame":
    """A flat table out of ``records``: articles, entities, times, statements, events, designations, claims."""
    from pyspark.sql import functions as F

    good = records.where(F.col("error").isNull())
    fields = _arrow_schema(name).names
    if name == "articles":
        return good.select(*fields)
    return good.select("article", F.inline(name)).select(*fields)


def bad(records: "DataFrame") -> "DataFrame":
    """The rows that could not be read, with their reasons."""
    from pyspark.sql import functions as F

    return records.where(F.col("error").isNotNull()).select("id", "error")


def occurrences(records: "DataFrame", *, groups: Optional[int] = None) -> "DataFrame":
    """Events in the world: tellings brought together by the very merge of the archive.

    ``records`` is the table of that name, or ``claims``. Tellings of one event share a key; keys are spread over ``groups``
    groups (as many as there are shuffle partitions), each of which must fit into the memory of one task.
    """
    from pyspark.sql import functions as F
    from pyspark.sql.pandas.types import to_arrow_schema

    claims = records if "key" in records.columns else table(records, "claims")
    n = groups or int(str(claims.sparkSession.conf.get("spark.sql.shuffle.partitions", "200")))
    # A claim without any party stays alone: it may go anywhere.
    group = F.pmod(F.xxhash64(F.coalesce("key", F.concat("article", "event"))), F.lit(n))

    made = schema("occurrences")
    # Spark says of no list that its elements are never null, and takes only what it says.
    expected = to_arrow_schema(made)

    def merge(tellings: "pa.Table") -> "pa.Table":
        import musnad

        return pa.table(musnad.occurrences(tellings.drop_columns(["group"]))).cast(expected)

    return claims.withColumn("group", group).groupBy("group").applyInArrow(merge, made)


def write(
    given: "DataFrame",
    path: str,
    *,
    tables: Sequence[str] = (*TABLES, "occurrences"),
    mode: str = "errorifexists",
) -> None:
    """Writes Parquet below ``path``: first ``records``, then from there the flat tables, occurrences and ``bad``.

    ``given`` is articles, which :func:`read_to` reads, or the records that :func:`read` made of them. Articles are read once;
    whatever fails later can be made again from ``path/records``. The files have the schema of ``musnad export --format parquet``.
    """
    if set(_arrow_schema("records").names) <= set(given.columns):
        given.write.mode(mode).parquet(f"{path}/records")
        stored = _stored(given.sparkSession, f"{path}/records")
    else:
        if not _place(given.sparkSession, path)[1]:
            raise ValueError(f"{path}: Spark has no connector for it, and writes all tables but records; read_to needs none")
        stored = read_to(given, f"{path}/records", mode=mode)
    bad(stored).write.mode(mode).parquet(f"{path}/bad")
    for name in tables:
        made: Any = occurrences(stored) if name == "occurrences" else table(stored, name)
        made.write.mode(mode).parquet(f"{path}/{name}")
