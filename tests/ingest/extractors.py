"""Our reader of web pages against an extractor: words of the text kept, words of chrome kept.

``python -m tests.ingest.extractors [PYTHON]``: PYTHON is an interpreter that has trafilatura, in an
environment of its own; without it only our reader is measured. The pages are those made up for
the tests, of every generation that the reader knows (docs/decisions/0004-html-parser.md).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from handbook.settings import ROOT
from ingest.read import read_document
from ingest.read.markup import parse, shown
from ingest.read.web_main import texts

PAGES = ROOT / "tests" / "ingest" / "pages"
_TRAFILATURA = """
import sys, trafilatura
print(trafilatura.extract(open(sys.argv[1], encoding="utf-8").read(),
      favor_recall=sys.argv[2] == "recall", include_tables=True, include_comments=False) or "")
"""


def main() -> int:
    """Print a table of the shares, for each page and each way of reading it."""
    other = sys.argv[1] if len(sys.argv) > 1 else None
    chrome = tomllib.loads((PAGES / "chrome.toml").read_text(encoding="utf-8"))
    print(f"{'page':26}{'reader':24}{'text kept':>10}{'chrome kept':>12}")
    for name, phrases in chrome.items():
        path = PAGES / name
        framed = _words(" ".join(phrases))
        text = _words(_all_text(path)) - framed
        readings = {"ours": _ours(path)}
        for mode in ("precision", "recall") if other else ():
            command = [str(other), "-c", _TRAFILATURA, str(path), mode]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            readings[f"trafilatura, {mode}"] = done.stdout
        for reader, found in readings.items():
            words = _words(found)
            kept, noise = _share(words, text), _share(words - text, framed)
            print(f"{name:26}{reader:24}{kept:>10.1%}{noise:>12.1%}")
    return 0


def _ours(path: Path) -> str:
    return "\n".join(unit.text for unit in read_document(path).units)


def _all_text(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    root, _ = parse(source)
    return " ".join(p for t in texts(root) for p, _ in shown(source, t))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w↩©]+", text.lower()))


def _share(found: Counter[str], wanted: Counter[str]) -> float:
    """How much of ``wanted`` is in ``found``, each word as often as it stands there."""
    return (found & wanted).total() / wanted.total()


if __name__ == "__main__":
    raise SystemExit(main())
