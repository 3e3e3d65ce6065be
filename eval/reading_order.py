"""``python -m eval.reading_order``: what the PDF reader gets out of hard pages, and keeps out.

Checks are JSON Lines: ``present`` text must be read, ``absent`` text (running heads, feet, page
numbers) must not, and for ``order`` the text ``before`` must be read before ``after``. Read are a
page's units, notes last; heads and feet are no part of them.

``max_diffs`` edits are allowed after folding. There are two foldings: ``words`` folds as search
does (letters and digits, without case, accents, punctuation or a hyphen at a line's end), since
the stored text stays raw; ``spaces`` folds nothing but spaces and case.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from handbook.errors import CaseError, ReadError
from handbook.settings import ROOT
from handbook.text import fold

CHECKS = ROOT.parent / "shared" / "reading-order" / "checks.jsonl"
KINDS = ("present", "absent", "order")
_LINE_END = re.compile(r"(?<=[a-z])-\s+(?=[a-z])")
_NO_LETTER = re.compile(r"[\W_\u02b0-\u02ff]+")
Fold = Callable[[str], str]
"""What is taken out of both texts before one is looked for in the other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check and whether the reader passes it."""

    name: str
    kind: str
    passed: bool


def main() -> int:
    """Print the score; 1 where the checks are not beside the checkout."""
    if not CHECKS.is_file():
        print(f"{CHECKS.name} is not beside the checkout: nothing to measure.")
        return 1
    by_words, by_spaces = run(CHECKS, fold_words), run(CHECKS, fold_spaces)
    print(f"{'':<8} {'words':<9} spaces")
    for kind, (passed, total) in score(by_words).items():
        print(f"{kind:<8} {passed:>2} of {total}  {score(by_spaces)[kind][0]:>2} of {total}")
    for outcome in by_words:
        if not outcome.passed:
            print(f"  fails by words: {outcome.name} ({outcome.kind})")
    return 0


def run(checks: Path, folding: Fold) -> list[Outcome]:
    """Every check on text in a file of checks; the PDFs lie beside it."""
    outcomes = []
    for number, line in enumerate(checks.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            check = json.loads(line)
            if check["type"] in KINDS:
                text = page_text(checks.parent / check["pdf"], int(check["page"]))
                outcomes.append(Outcome(check["id"], check["type"], passes(check, text, folding)))
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(f"Line {number} of {checks.name} is no check ({error!r}).") from error
    return outcomes


def score(outcomes: list[Outcome]) -> dict[str, tuple[int, int]]:
    """How many of each kind pass, and of how many."""
    total = Counter(o.kind for o in outcomes)
    passed = Counter(o.kind for o in outcomes if o.passed)
    return {kind: (passed[kind], total[kind]) for kind in KINDS}


def passes(check: dict[str, Any], text: str, folding: Fold) -> bool:
    """Whether a page that reads ``text`` passes a check. An empty page holds nothing absent."""
    most = int(check.get("max_diffs", 0))
    folded = folding(text)
    if check["type"] == "order":
        before = find(folding(check["before"]), folded, most)
        after = find(folding(check["after"]), folded, most)
        return before is not None and after is not None and before < after
    if "last_n" in check:
        folded = folded[-int(check["last_n"]) :]
    found = find(folding(check["text"]), folded, most) is not None
    return found is (check["type"] == "present")


def find(wanted: str, text: str, most: int) -> int | None:
    """About where ``wanted`` ends in ``text``, with at most so many edits (Sellers 1980)."""
    at = text.find(wanted)
    if at >= 0 or not most:
        return at + len(wanted) if at >= 0 else None
    column = list(range(len(wanted) + 1))
    for position, letter in enumerate(text, start=1):
        diagonal, column[0] = column[0], 0
        for row, own in enumerate(wanted, start=1):
            edits = min(diagonal + (own != letter), column[row] + 1, column[row - 1] + 1)
            diagonal, column[row] = column[row], edits
        if column[-1] <= most:
            return position
    return None


def fold_spaces(text: str) -> str:
    """Spaces as one space, and no capitals."""
    return " ".join(text.split()).casefold()


def fold_words(text: str) -> str:
    """Letters and digits, without case and accents, run together."""
    return _NO_LETTER.sub("", _LINE_END.sub("", fold(text)))


@lru_cache(maxsize=64)
def page_text(path: Path, page: int) -> str:
    """What is read of a page, counted from one; nothing where the file is refused."""
    # Imported here: evaluation reaches ingestion only where it measures ingestion itself.
    from ingest.read import read_document

    try:
        reading = read_document(path)
    except ReadError:
        return ""
    return "\n".join(u.text for u in reading.units if u.page_index == page - 1)


if __name__ == "__main__":
    sys.exit(main())
