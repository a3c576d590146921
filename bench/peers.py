"""Musnad beside its peers from PyPI: the same text, the same machine, one thread, one command.

    python3 -m venv VENV && VENV/bin/pip install spacy qalsadi tashaphyne dateparser trafilatura zstandard
    VENV/bin/pip install --no-deps camel-tools && VENV/bin/pip install emoji docopt cachetools editdistance numpy future
    VENV/bin/pip install musnad-*.whl
    VENV/bin/python bench/peers.py ARTICLES.jsonl[.zst] [--limit 300] [--gold PADT-or-PUD.conllu]

What is not installed is left out and named. Each peer does what it is for, on the same articles, until a time is over; figures are
words (runs of letters) a second of CPU. Accuracy stands only where a gold is at hand: lemmas against a CoNLL-U file, dates against
`cases/` (see `--dates`). The table that is printed is the README's.
"""

import argparse
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
from equivalence import articles as read_articles  # noqa: E402

WORD = re.compile(r"\w+")
MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")


def spacy_words():
    import spacy

    nlp = spacy.blank("ar")
    return lambda text: [t.text for t in nlp(text)], None


def camel_words():
    from camel_tools.tokenizers.word import simple_word_tokenize

    return simple_word_tokenize, None


def tashaphyne_stems():
    from tashaphyne.stemming import ArabicLightStemmer

    stemmer = ArabicLightStemmer()

    def stem(word):
        stemmer.light_stem(word)
        return stemmer.get_stem()

    return lambda text: [stem(w) for w in WORD.findall(text)], stem


def qalsadi_lemmas():
    import qalsadi.lemmatizer

    lemmer = qalsadi.lemmatizer.Lemmatizer()
    return lemmer.lemmatize_text, lambda word: lemmer.lemmatize(word)


def musnad_tokens():
    import musnad

    return musnad.tokens, lambda word: (musnad.tokens(word) or [None])[0].lemma


def musnad_read():
    import musnad

    return lambda text: musnad.read(text, published="2015-08-01"), None


def dateparser_dates():
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=["ar"]), None


PEERS = [
    ("spaCy blank ar", "spacy", "words", spacy_words),
    ("camel-tools simple_word_tokenize", "camel_tools", "words", camel_words),
    ("Tashaphyne light stemmer", "tashaphyne", "words, stems", tashaphyne_stems),
    ("Qalsadi lemmatizer", "qalsadi", "words, lemmas", qalsadi_lemmas),
    ("dateparser search_dates", "dateparser", "dates", dateparser_dates),
    ("**Musnad** `tokens`", "musnad", "words, segments, parts of speech, lemmas, names", musnad_tokens),
    ("**Musnad** `read`", "musnad", "all of it: names, dates, entities, statements, events", musnad_read),
]


def version(package):
    from importlib import metadata

    for name in (package, package.replace("_", "-")):
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return str(getattr(sys.modules.get(package), "__version__", ""))


def speed(work, texts, seconds):
    """Words a second of CPU, over whole articles until the time is over."""
    work(texts[0])
    words, start = 0, time.process_time()
    for text in texts:
        work(text)
        words += len(WORD.findall(text))
        if time.process_time() - start > seconds:
            break
    return words / (time.process_time() - start)


def lemma_gold(path, limit):
    """Words with the lemma of a treebank; whole words only, as they stand in a text."""
    found, inside = [], 0
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 10 or cells[2] == "_" or "." in cells[0]:
            continue
        if "-" in cells[0]:
            inside = int(cells[0].split("-")[1])
        elif int(cells[0]) > inside and cells[3] in ("NOUN", "VERB", "ADJ") and WORD.fullmatch(cells[1]):
            found.append((cells[1], cells[2]))
        if not line.strip():
            inside = 0
        if len(found) >= limit:
            break
    return found


def accuracy(lemma, gold):
    bare = lambda text: re.sub("[أإآٱ]", "ا", MARKS.sub("", text or "")).replace("ى", "ي").replace("ة", "ه")
    return 100 * sum(bare(lemma(word)) == bare(true) for word, true in gold) / len(gold)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--gold", type=Path, help="CoNLL-U with lemmas")
    options = parser.parse_args()
    texts = [a["text"] for a in read_articles(options.articles, options.limit)]
    gold = lemma_gold(options.gold, 3000) if options.gold else []
    print("| what | version | gives | words a CPU second |" + (f" lemmas right of {len(gold)} |" if gold else ""))
    print("|---|---|---|---|" + ("---|" if gold else ""))
    for name, package, gives, make in PEERS:
        try:
            work, lemma = make()
        except ImportError as error:
            print(f"not installed, left out: {name} ({error})", file=sys.stderr)
            continue
        row = f"| {name} | {version(package)} | {gives} | {speed(work, texts, options.seconds):,.0f} |"
        if gold:
            row += f" {accuracy(lemma, gold):.1f} % |" if lemma else " |"
        print(row, flush=True)


if __name__ == "__main__":
    main()
