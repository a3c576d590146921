"""Musnad beside its peers from PyPI: the same text, the same machine, one thread, one command.

    python3 -m venv VENV && VENV/bin/pip install spacy qalsadi tashaphyne dateparser zstandard ufal.udpipe
    VENV/bin/pip install --no-deps camel-tools && VENV/bin/pip install emoji docopt cachetools editdistance numpy future
    VENV/bin/pip install musnad-*.whl
    VENV/bin/python bench/peers.py ARTICLES.jsonl[.zst] [--limit 300] [--gold IAHLT.conllu] [--running PADT.conllu]

What is not at hand is left out and named below the table, with how to have it. Each peer does what it is for, on the same articles,
until a time is over; figures are words (runs of letters) a second of CPU. Accuracy stands only where a gold is at hand, and on no text
that a peer was trained on:

- `--gold`, CoNLL-U: lemmas of nouns, verbs and adjectives, one word at a time, without its sentence.
- `--running`, the copy of PADT of SIGMORPHON 2019: from running text, words (clitics apart) as F1 of their places; of the nouns, verbs and
  adjectives of the gold, those whose part of speech and whose lemma are right (a word cut wrongly is wrong).

UDPipe is trained here, on UD_Arabic-PUD (`--pud`, with UDPipe's own settings; six to ten minutes of one core, once: the model is kept in ~/.cache). Stanza brings torch,
2 GB, so that it is not in the list above: `pip install stanza`, and its model by `stanza.download("ar")`. The table that is printed is the README's.
"""

import argparse
import difflib
import hashlib
import os
import re
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))
from equivalence import articles as read_articles  # noqa: E402

WORD = re.compile(r"\w+")
MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")


class Absent(Exception):
    """A peer that cannot be run here, and how to have it."""


class Peer:
    """What a peer does with a text, with a word, and in running text: `work`, `lemma`, and words with part of speech and lemma."""

    def __init__(self, work, lemma=None, words=None):
        self.work, self.lemma, self.words = work, lemma, words


def spacy_words(options):
    import spacy

    nlp = spacy.blank("ar")
    return Peer(lambda text: [t.text for t in nlp(text)])


def camel_words(options):
    from camel_tools.tokenizers.word import simple_word_tokenize

    return Peer(simple_word_tokenize)


def tashaphyne_stems(options):
    from tashaphyne.stemming import ArabicLightStemmer

    stemmer = ArabicLightStemmer()

    def stem(word):
        stemmer.light_stem(word)
        return stemmer.get_stem()

    return Peer(lambda text: [stem(w) for w in WORD.findall(text)], stem)


def qalsadi_lemmas(options):
    import qalsadi.lemmatizer

    lemmer = qalsadi.lemmatizer.Lemmatizer()
    return Peer(lemmer.lemmatize_text, lemmer.lemmatize)


def stanza_words(options):
    model = "its Arabic model comes by `stanza.download(\"ar\")` where the internet can be reached"
    try:
        import stanza
    except ImportError as error:
        raise Absent(f"not installed; `pip install stanza` (with torch, 2 GB), and {model}") from error
    try:
        nlp = stanza.Pipeline("ar", processors="tokenize,mwt", download_method=None, use_gpu=False, verbose=False)
    except Exception as error:
        raise Absent(f"no model at hand ({type(error).__name__}); {model}") from error

    def words(text):
        return [(w.text, None, None) for sentence in nlp(text).sentences for w in sentence.words]

    return Peer(nlp, None, words)


@contextmanager
def quiet(log):
    """What a library prints goes to a file."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with open(log, "w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            for fd, old in zip((1, 2), kept):
                os.dup2(old, fd)
                os.close(old)


def udpipe_model(folder):
    """The file of a model trained on the treebank of a folder; the one that an earlier run made, if nothing has changed."""
    import ufal.udpipe as udpipe

    files = sorted(folder.glob("*.conllu"))
    if not files:
        raise Absent(f"UD_Arabic-PUD is not in {folder}; --pud FOLDER says where")
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "musnad-udpipe"
    cache.mkdir(parents=True, exist_ok=True)
    model = cache / f"pud-{version('ufal.udpipe')}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.udpipe"
    if model.exists():
        return model
    print(f"training UDPipe on UD_Arabic-PUD: some minutes, once ({model})", file=sys.stderr)
    reader, error, treebank = udpipe.InputFormat.newConlluInputFormat(), udpipe.ProcessingError(), udpipe.Sentences()
    reader.setText(text)
    while reader.nextSentence(sentence := udpipe.Sentence(), error):
        treebank.append(sentence)
    with quiet(model.with_suffix(".log")):
        trainer = udpipe.Trainer
        made = trainer.train("morphodita_parsito", treebank, udpipe.Sentences(), trainer.DEFAULT, trainer.DEFAULT, trainer.NONE, error)
    if error.occurred():
        raise Absent(f"it cannot be trained: {error.message}")
    part = model.with_suffix(".part")
    part.write_bytes(made)
    part.rename(model)
    return model


def udpipe_words(options):
    import ufal.udpipe as udpipe

    model = udpipe.Model.load(str(udpipe_model(options.pud)))
    pipeline = udpipe.Pipeline(model, "tokenize", udpipe.Pipeline.DEFAULT, udpipe.Pipeline.NONE, "conllu")

    def words(text):
        rows = [line.split("\t") for line in pipeline.process(text).splitlines() if line and line[0] != "#"]
        return [(cells[1], cells[3], cells[2]) for cells in rows if "-" not in cells[0]]

    def lemma(word):
        return max(words(word), key=lambda found: len(found[0]))[2]

    peer = Peer(pipeline.process, lemma, words)
    peer.model = model  # The pipeline does not keep it.
    return peer


def musnad_tokens(options):
    import musnad

    def words(text):
        found = []
        for token in musnad.tokens(text):
            # Clitics are one or two letters: the stem is the longest.
            stem = max(token.segments, key=len)
            for segment in token.segments:
                found.append((segment, token.pos, token.lemma) if segment is stem else (segment, None, None))
        return found

    return Peer(musnad.tokens, lambda word: (musnad.tokens(word) or [None])[0].lemma, words)


def musnad_read(options):
    import musnad

    return Peer(lambda text: musnad.read(text, published="2015-08-01"))


def dateparser_dates(options):
    from dateparser.search import search_dates

    return Peer(lambda text: search_dates(text, languages=["ar"]))


PEERS = [
    ("spaCy blank ar", "spacy", "words", spacy_words),
    ("camel-tools simple_word_tokenize", "camel_tools", "words", camel_words),
    ("Stanza tokenizer", "stanza", "words, clitics apart", stanza_words),
    ("Tashaphyne light stemmer", "tashaphyne", "words, stems", tashaphyne_stems),
    ("Qalsadi lemmatizer", "qalsadi", "words, lemmas", qalsadi_lemmas),
    ("UDPipe trained on UD_Arabic-PUD", "ufal.udpipe", "words, segments, parts of speech, features, lemmas", udpipe_words),
    ("dateparser search_dates", "dateparser", "dates", dateparser_dates),
    ("**Musnad** `tokens`", "musnad", "words, segments, parts of speech, features, lemmas, names", musnad_tokens),
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


def bare(text):
    return re.sub("[أإآٱ]", "ا", MARKS.sub("", text or "")).replace("ى", "ي").replace("ة", "ه")


def accuracy(lemma, gold):
    return 100 * sum(bare(lemma(word)) == bare(true) for word, true in gold) / len(gold)


#: Parts of speech of PADT's copy, and what they are in Universal Dependencies.
OPEN = {"N": ("NOUN", "PROPN"), "V": ("VERB",), "ADJ": ("ADJ",)}


def running_gold(path):
    """Sentences of a treebank: the text, and its words with part of speech and lemma."""
    found, text, words = [], "", []
    for line in [*open(path, encoding="utf-8"), "\n"]:
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# text = "):
            text = line[9:].strip()
        elif len(cells) > 5 and cells[0].isdigit():
            kind = next((f for f in cells[5].split(";") if f in OPEN), None)
            words.append((cells[1], kind, cells[2]))
        elif not line.strip() and words:
            found.append((text, words))
            words = []
    return found


def places(text, words):
    """Where words stand among the letters of a text, although some are spelt otherwise ("للسلطة": "ل", "السلطة")."""
    letters = bare("".join(text.split()))
    forms = [bare("".join(word[0].split())) for word in words]
    edits = difflib.SequenceMatcher(None, "".join(forms), letters, autojunk=False).get_opcodes()

    def place(at):
        for _, start, end, there, until in edits:
            if at < end:
                return min(there + at - start, until)
        return len(letters)

    ends, at = [0], 0
    for form in forms:
        at += len(form)
        ends.append(place(at))
    return list(zip(ends, ends[1:]))


def running(words, gold):
    """In running text: F1 of words, right parts of speech and right lemmas of nouns, verbs and adjectives, in percent."""
    same = n_found = n_gold = open_words = kinds = lemmas = 0
    for text, true in gold:
        found = words(text)
        ours = dict(zip(places(text, found), found))
        n_found, n_gold = n_found + len(found), n_gold + len(true)
        for place, (_, kind, lemma) in zip(places(text, true), true):
            word = ours.get(place)
            same += word is not None
            if kind:
                open_words += 1
                kinds += word is not None and word[1] in OPEN[kind]
                lemmas += word is not None and bare(word[2]) == bare(lemma)
    return 200 * same / (n_found + n_gold), 100 * kinds / open_words, 100 * lemmas / open_words


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--gold", type=Path, help="CoNLL-U with lemmas")
    parser.add_argument("--running", type=Path, help="CoNLL-U with texts: PADT's copy of SIGMORPHON 2019")
    parser.add_argument("--pud", type=Path, default=ROOT.parent / "shared/data/train/ud_arabic_pud", help="the folder of UD_Arabic-PUD")
    options = parser.parse_args()
    texts = [a["text"] for a in read_articles(options.articles, options.limit)]
    gold = lemma_gold(options.gold, 3000) if options.gold else []
    sentences = running_gold(options.running) if options.running else []
    heads = ["what", "version", "gives", "words a CPU second"]
    heads += [f"lemmas right of {len(gold):,}"] if gold else []
    heads += ["in running text: words F1", "part of speech", "lemma"] if sentences else []
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    absent = []
    for name, package, gives, make in PEERS:
        try:
            peer = make(options)
        except ImportError as error:
            absent.append(f"{name}: not installed ({error}); pip install {package.replace('_', '-')}")
            continue
        except Absent as why:
            absent.append(f"{name}: {why}")
            continue
        row = [name, version(package), gives, f"{speed(peer.work, texts, options.seconds):,.0f}"]
        if gold:
            row.append(f"{accuracy(peer.lemma, gold):.1f} %" if peer.lemma else "")
        if sentences:
            words, kinds, lemmas = running(peer.words, sentences) if peer.words else (None, None, None)
            # What a peer does not tell is not wrong.
            row += [f"{share:.1f} %" if share else "" for share in (words, kinds, lemmas)]
        print(f"| {' | '.join(row)} |", flush=True)
    for line in absent:
        print(f"\nLeft out: {line}")


if __name__ == "__main__":
    main()
