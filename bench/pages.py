"""Scores page extraction beside trafilatura on pages with gold text (Jawhara FM pages of antcorpus: *.html with *.txt).

    cargo build --profile quick -p musnad-page --example pages
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install trafilatura==2.3.0 lxml_html_clean
    /tmp/venv/bin/python bench/pages.py ../shared/html target/quick/examples/pages
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

import trafilatura


def f1(found, gold):
    a, b = (collections.Counter(re.findall(r"\w+", t or "")) for t in (found, gold))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def gold_of(page):
    path = page[: -len("html")] + "txt"
    if not os.path.exists(path):
        return None
    text = open(path, encoding="utf-8").read()
    take = lambda tag: re.search(rf"<{tag}>(.*?)</{tag}>", text, re.S).group(1).strip()
    day = take("TIME")[:10]
    if "/" in day:
        day = "-".join(reversed(day.split("/")))
    return {"text": take("TEXT"), "title": take("TITLE"), "day": day}


def main():
    folder, binary = sys.argv[1:3]
    pages = sorted(glob.glob(folder + "/*.html"))
    lines = subprocess.run([binary, *pages], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = {d["file"]: d for d in map(json.loads, lines)}
    days = {}
    for row in open(folder + "/gold_dates.tsv", encoding="utf-8").read().splitlines()[1:]:
        cells = row.split("\t")
        days[cells[0]] = cells[2]
    print("| page | musnad F1 | title | day | trafilatura F1 | title | day |\n|---|---|---|---|---|---|---|")
    yes = lambda right: "right" if right else "wrong"
    for page in pages:
        name = os.path.basename(page)
        gold = gold_of(page) or {}
        day = gold.get("day") or days.get(name)
        theirs = trafilatura.bare_extraction(open(page, "rb").read(), with_metadata=True, include_comments=False).as_dict()
        row = [name]
        for text, title, date in (
            (ours[page]["text"], ours[page]["title"], ours[page]["published"]),
            (theirs["text"], theirs["title"], theirs["date"]),
        ):
            row.append(f"{f1(text, gold['text']):.3f}" if gold else "")
            row.append(yes(title == gold["title"]) if gold else "")
            row.append(yes((date or "")[:10] == day) if day else "")
        print("| " + " | ".join(row) + " |")


main()
