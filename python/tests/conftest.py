"""What the tests share: the repository's demo articles, and the product's own command where it is built."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def demo():
    """The articles of the demo, as `musnad read` takes them."""
    lines = (ROOT / "demo/articles.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    head, rows = rows[0], rows[1:]
    found = []
    for row in rows:
        about = dict(zip(head, row))
        path = ROOT / "demo" / about["file"]
        known = {k: v for k, v in about.items() if k in ("published", "outlet", "title", "url") and v}
        found.append({"id": about["id"], "text": path.read_text(encoding="utf-8"), **known})
    return found


@pytest.fixture(scope="session")
def articles():
    return demo()


@pytest.fixture(scope="session")
def jsonl(articles, tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "articles.jsonl"
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def command():
    """The binary `musnad`: named by MUSNAD_BINARY, else in the target folder."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    for candidate in (os.environ.get("MUSNAD_BINARY"), target / "release/musnad", target / "debug/musnad", shutil.which("musnad-cli")):
        if candidate and Path(candidate).exists():
            return str(candidate)
    pytest.skip("the binary musnad is not built: cargo build")


@pytest.fixture
def run(command):
    def run(*arguments, ok=(0, 1)):
        done = subprocess.run([command, *map(str, arguments)], capture_output=True, text=True, check=False)
        assert done.returncode in ok, done.stderr
        return done.stdout

    return run
