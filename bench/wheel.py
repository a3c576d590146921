"""Figures of the wheel beside the command on the same articles: import, reading, Arrow, memory; with --spark, Spark too.

    cargo build --release && python/check --release -k nothing || true
    VENV/bin/python bench/wheel.py ARTICLES.jsonl[.zst] --binary target/release/musnad [--limit 3000] [--leak 100000] [--spark 20000]

Command and wheel take turns, and the best of several runs counts, so that other work on the machine weighs on both alike. CPU
seconds are those of the process with its children: on a busy machine they tell more than the clock does.
"""

import argparse
import itertools
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import musnad

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
from equivalence import articles as read_articles  # noqa: E402


def cpu(who=resource.RUSAGE_SELF):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(work):
    """Seconds by the clock and of the CPU."""
    start, before = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - start, cpu() - before


class Below:
    """CPU seconds of this process and everything below it: Spark's driver and workers, and their Python.

    Looks twice a second: Spark's daemon of Python workers does not count those that have ended.
    """

    def __init__(self):
        self.seen, self.end = {}, threading.Event()
        self.look()
        self.before = sum(self.seen.values())
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.end.wait(0.5):
            self.look()

    def look(self):
        parents, used = {}, {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # It has ended since.
            parents[process.name] = fields[1]
            # A number may come again: with its start it is one process.
            used[process.name] = fields[19], sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        for process, (started, seconds) in used.items():
            above = process
            while above in parents and above != str(os.getpid()):
                above = parents[above]
            if above == str(os.getpid()):
                self.seen[process, started] = seconds

    def seconds(self):
        self.end.set()
        self.thread.join()
        self.look()
        return sum(self.seen.values()) - self.before


def native(binary, file, threads):
    before = cpu(resource.RUSAGE_CHILDREN)
    out = subprocess.run([binary, "bench", file, "--threads", str(threads)], capture_output=True, text=True, check=True).stdout
    seconds = float(re.search(r"seconds\s+([\d.]+)", out).group(1))
    return seconds, cpu(resource.RUSAGE_CHILDREN) - before


def best(name, runs, n):
    clock, used = min(r[0] for r in runs), min(r[1] for r in runs)
    print(f"{name:32} {n / clock:8.0f} articles/s by the clock  {n / used:8.0f} a CPU second")
    return clock, used


def drain(records):
    for _ in records:
        pass


def imports():
    def once(code):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    runs = [(once("import musnad"), once("pass")) for _ in range(15)]
    print(f"import musnad                    {1000 * (min(r[0] for r in runs) - min(r[1] for r in runs)):.0f} ms (best of {len(runs)}, less an empty program)")


def resident():
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text()).group(1)) / 1024


def leak(articles, n):
    short = sorted(articles, key=lambda a: len(a["text"]))[: max(1, len(articles) // 3)]
    sizes = []
    step = n // 10
    for nth, record in enumerate(musnad.read_many(itertools.islice(itertools.cycle(short), n), threads=2), 1):
        if nth % 10 == 0:
            record.to_dict()
        if nth % step == 0:
            sizes.append(resident())
    growth = 100 * (sizes[-1] / sizes[0] - 1)
    print(f"memory over {n} reads        {sizes[0]:.0f} MB after a tenth, {sizes[-1]:.0f} MB at the end: {growth:+.1f} %")


def spark(articles, n, binary):
    import musnad.spark
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local-cluster[2,1,1536]").config("spark.ui.enabled", "false")
    session = session.config("spark.ui.showConsoleProgress", "false").config("spark.driver.host", "127.0.0.1")
    # Else small files are read 25 to a task, and two cores end unevenly (docs/spark.md).
    session = session.config("spark.executor.memory", "1536m").config("spark.sql.files.maxPartitionBytes", "16m").getOrCreate()
    many = list(itertools.islice(itertools.cycle(articles), n))

    def told(name, work):
        start, below = time.perf_counter(), Below()
        work()
        took, used = time.perf_counter() - start, below.seconds()
        print(f"{name:32} {n / took:8.0f} articles/s by the clock  {n / used:8.0f} a CPU second")
        return took, used

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in many), encoding="utf-8")
        session.read.json(str(file)).repartition(max(8, n // 1000)).write.parquet(f"{folder}/articles")
        given = session.read.parquet(f"{folder}/articles")
        # Start-up aside: both workers have their readers.
        musnad.spark.read(given.limit(400).repartition(8)).count()
        direct = told("Spark, read_to", lambda: musnad.spark.read_to(given, f"{folder}/records"))
        command = native(binary, file, 2)
        print(f"{'command, 2 threads':32} {n / command[0]:8.0f} articles/s by the clock  {n / command[1]:8.0f} a CPU second")
        through = told("Spark, read(…).write.parquet", lambda: musnad.spark.read(given).write.parquet(f"{folder}/through"))
        for name, (took, used) in (("read_to", direct), ("read(…).write.parquet", through)):
            share, of_cpu = 100 * command[0] / took, 100 * command[1] / used
            print(f"Spark on two workers, Parquet to Parquet by {name}: {share:.0f} % of the command by the clock, {of_cpu:.0f} % by the CPU")
        start = time.perf_counter()
        stored = session.read.parquet(f"{folder}/records")
        merged = musnad.spark.occurrences(stored).count()
        print(f"occurrences                      {n / (time.perf_counter() - start):8.0f} articles/s by the clock ({merged} occurrences)")
    session.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--limit", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--leak", type=int, default=0)
    parser.add_argument("--spark", type=int, default=0)
    options = parser.parse_args()
    import pyarrow as pa

    articles = list(read_articles(options.articles, options.limit))
    n = len(articles)
    table = pa.Table.from_pylist(articles)
    imports()
    musnad.read("قال")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
        file.flush()
        for threads in (1, 2):
            runs = {"command": [], "read_many": [], "read_arrow": []}
            for _ in range(options.rounds):
                runs["command"].append(native(options.binary, file.name, threads))
                runs["read_many"].append(timed(lambda: drain(musnad.read_many(articles, threads=threads))))
                runs["read_arrow"].append(timed(lambda: pa.table(musnad.read_arrow(table, threads=threads))))
            found = {name: best(f"{name}, {threads} thread{'s' * (threads > 1)}", r, n) for name, r in runs.items()}
            for name in ("read_many", "read_arrow"):
                paired = statistics.median(a[0] / b[0] for a, b in zip(runs["command"], runs[name]))
                print(f"{name} / command, {threads}: {100 * found['command'][0] / found[name][0]:.0f} % (median of pairs {100 * paired:.0f} %)")
            if threads == 1:
                one = found["read_many"][0]
        print(f"read_many, 2 threads / 1: {one / found['read_many'][0]:.2f}")
    if options.leak:
        leak(articles, options.leak)
    if options.spark:
        spark(articles, options.spark, options.binary)


if __name__ == "__main__":
    main()
