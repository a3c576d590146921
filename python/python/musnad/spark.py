"""Musnad on Apache Spark: the same reader over a DataFrame of articles, the archive's own merge as a group-by.

Needs pyspark 4.0 or later with pyarrow, and this wheel on every machine (docs/spark.md)::

    from pyspark.sql import SparkSession
    import musnad.spark

    spark = SparkSession.builder.getOrCreate()
    articles = spark.read.parquet("news/")            # a column "text"; id, url, outlet, published, title where known
    records = musnad.spark.read(articles)             # exactly one row for each
    musnad.spark.write(records, "facts/")             # flat tables, occurrences, and the bad rows with their reasons
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Sequence

import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["TABLES", "bad", "occurrences", "read", "schema", "table", "write"]

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
    if "text" not in articles.columns:
        raise ValueError(f'no column "text"; there are: {", ".join(articles.columns)}')
    names = [name for name in COLUMNS if name in articles.columns]
    kinds = dict(articles.select(*names).dtypes)
    for name, kind in kinds.items():
        fitting = _FITTING.get(name, ("string", "binary", "void"))
        if kind not in fitting:
            raise TypeError(f"the column {name!r} is {kind}; it should be {' or '.join(fitting[:1] + fitting[3:])}")

    def run(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import musnad

        for batch in batches:
            yield from pa.RecordBatchReader.from_stream(musnad.read_arrow(batch, threads=threads, json=json))

    return articles.select(*names).mapInArrow(run, schema("records"))


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
    records: "DataFrame",
    path: str,
    *,
    tables: Sequence[str] = (*TABLES, "occurrences"),
    mode: str = "errorifexists",
) -> None:
    """Writes ``records`` as Parquet below ``path``: first themselves, then from there the flat tables, occurrences and ``bad``.

    Articles are read once; whatever fails later can be made again from ``path/records``. The files have the schema of
    ``musnad export --format parquet``.
    """
    spark = records.sparkSession
    records.write.mode(mode).parquet(f"{path}/records")
    stored = spark.read.schema(schema("records")).parquet(f"{path}/records")
    bad(stored).write.mode(mode).parquet(f"{path}/bad")
    for name in tables:
        made: Any = occurrences(stored) if name == "occurrences" else table(stored, name)
        made.write.mode(mode).parquet(f"{path}/{name}")
