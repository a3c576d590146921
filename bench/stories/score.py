#!/usr/bin/env python3
"""Pairwise precision, recall and F1 of found stories against labels.tsv.

    score.py FOUND.tsv      two columns: id, cluster
    score.py --machine      the machine's own clusters, as a check
"""
import collections
import pathlib
import sys

LABELS = pathlib.Path(__file__).with_name("labels.tsv")


def rows(path):
    """The rows of a TSV without its comments."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def pairs(*keys):
    """How many pairs of articles agree in every one of the keys."""
    sizes = collections.Counter(zip(*keys))
    return sum(n * (n - 1) // 2 for n in sizes.values())


def main():
    """Score the file named on the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    labels = rows(LABELS)[1:]
    gold = [row[4] for row in labels]
    if sys.argv[1] == "--machine":
        found = [row[3] for row in labels]
    else:
        given = {row[0]: row[1] for row in rows(sys.argv[1]) if len(row) > 1}
        missing = [row[0] for row in labels if row[0] not in given]
        print(f"{len(labels) - len(missing)} of {len(labels)} articles found")
        found = [given.get(row[0], f"missing {row[0]}") for row in labels]
    both, machine, truth = pairs(found, gold), pairs(found), pairs(gold)
    precision, recall = both / max(machine, 1), both / truth
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({both} right of {machine} found, {truth} true pairs)")


if __name__ == "__main__":
    main()
