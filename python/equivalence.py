"""Archive, wheel and Spark read the same: byte-equal records, the same occurrences.

    python python/equivalence.py ARTICLES.jsonl[.zst] [--limit 5000] [--spark] [--binary target/release/musnad]

Prints what was compared and ends with an error where anything differs. In CI the tests do the same on the demo articles.
"""

import argparse
import io
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import musnad


def lines(path):
    if str(path).endswith(".zst"):
        import zstandard

        with open(path, "rb") as file:
            yield from io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8")
    else:
        with open(path, encoding="utf-8") as file:
            yield from file


def articles(path, limit):
    for line in itertools.islice(lines(path), limit):
        given = json.loads(line)
        known = {name: given.get(name) or None for name in ("id", "url", "outlet", "published", "title")}
        # SaudiNewsNet tells the day on which an article was found.
        known["published"] = known["published"] or (given.get("date_extracted") or "")[:10] or None
        yield {**known, "text": given["text"]}


def same(what, ours, theirs):
    if ours != theirs:
        differ = [(a, b) for a, b in itertools.zip_longest(ours, theirs) if a != b]
        print(f"{what}: {len(differ)} differ; the first:\n{differ[0][0]}\n{differ[0][1]}")
        sys.exit(1)
    print(f"{what}: {len(ours)} the same")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, default=5000)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--binary", type=Path, help="the command musnad; without it the archive is made by the wheel")
    options = parser.parse_args()
    import pyarrow as pa

    given = list(articles(options.articles, options.limit))
    start = time.perf_counter()
    records = list(musnad.read_many(given))
    print(f"{len(given)} articles read by the wheel in {time.perf_counter() - start:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if options.binary:
            file = folder / "articles.jsonl"
            file.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in given), encoding="utf-8")
            read = subprocess.run([options.binary, "read", file, "--format", "jsonl"], capture_output=True, check=True)
            same("records of the command and of the wheel", read.stdout.decode().splitlines(), [r.to_json() for r in records])
            subprocess.run([options.binary, "add", "--archive", folder / "a.db", file], check=True, capture_output=True)
            archive = musnad.Archive(folder / "a.db")
        else:
            archive = musnad.Archive(folder / "a.db", create=True)
            archive.add(given)
        stored = {record.key: record.to_json() for record in archive}
        # The archive keeps an article once; what is known of it may be united from two. Those are compared that are both.
        read = {record.key: record.to_json() for record in records}
        both = sorted(stored.keys() & read.keys())
        print(f"{len(stored)} articles in the archive, {len(read)} different ones given, {len(both)} of them the same")
        same("records of the archive and of the wheel", [stored[key] for key in both], [read[key] for key in both])
        theirs = pa.table(archive.occurrences()).to_pylist()
        claims = pa.table(musnad.to_arrow(list(archive), "claims"))
        same("occurrences of the archive and of the wheel", pa.table(musnad.occurrences(claims)).to_pylist(), theirs)
        if options.spark:
            spark_too(options, [json.loads(stored[key]) for key in sorted(stored)], stored, theirs)


def spark_too(options, records, stored, theirs):
    import os

    import musnad.spark
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    session = session.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "2g")
    spark = session.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    names = ("id", "url", "outlet", "published", "title")
    rows = [{**{name: r["article"][name] for name in names}, "text": r["text"]} for r in records]
    schema = ", ".join(f"{name} string" for name in (*names, "text"))
    read = musnad.spark.read(spark.createDataFrame(rows, schema).repartition(16), json=True).cache()
    found = {row["article"]: row["record"] for row in read.select("article", "record").toArrow().to_pylist()}
    keys = sorted(stored)
    same("records of the archive and of Spark", [stored[key] for key in keys], [found.get(key) for key in keys])
    merged = musnad.spark.occurrences(read).toArrow().to_pylist()
    order = lambda row: [(c["article"], int(c["event"].lstrip("v"))) for c in row["claims"]]
    same("occurrences of the archive and of Spark", sorted(merged, key=order), sorted(theirs, key=order))
    spark.stop()


if __name__ == "__main__":
    main()
