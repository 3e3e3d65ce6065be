"""``python -m eval.private [tuning|test|fresh|last]``: how well personal details are masked.

Choose on the tuning half. The others were looked at once each: ``fresh`` was written after the
look at ``test`` and before what that showed was mended, ``last`` in the same way after ``fresh``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from eval.cases import FOLDER as CASES
from eval.cases import load_cases
from eval.private.measure import Measured, Sentence, measure, read_set
from handbook.book import Handbook
from handbook.settings import Settings

FOLDER = Path(__file__).parent
PARTS = ("tuning", "test", "fresh", "last")
STRUCTURED_BAR = 0.98
NAMES_BAR = 0.85
HARMED_BAR = 0.03


def main() -> int:
    """Print the figures; 1 where a bar is not reached."""
    parser = argparse.ArgumentParser(prog="python -m eval.private", description=__doc__)
    parser.add_argument("half", nargs="?", choices=PARTS, default="tuning")
    parser.add_argument("--failures", action="store_true", help="name each one")
    options = parser.parse_args()
    book = Handbook.open(Settings.from_environment())
    sentences = read_set(sorted(FOLDER.glob(f"*-{options.half}.txt")))
    started = time.perf_counter()
    measured = measure(book.masker, sentences)
    each = (time.perf_counter() - started) / len(sentences)
    _print(measured, each)
    cases = measure(book.masker, _asked("tuning" if options.half == "tuning" else "test"))
    print(f"questions of eval/cases harmed  {cases.harmed} of {cases.without}")
    if options.failures:
        print(*measured.failures, *cases.failures, sep="\n")
    return 0 if _holds(measured) else 1


def _asked(half: str) -> list[Sentence]:
    """The questions of the evaluation cases, in which nobody is named."""
    return [Sentence(c.question.text, ()) for c in load_cases(CASES / f"{half}.jsonl")]


def _print(measured: Measured, each: float) -> None:
    for kind, wanted in sorted(measured.wanted.items()):
        print(f"{kind:<30}  {measured.caught[kind]} of {wanted}")
    print(f"{'structured, recall':<30}  {measured.recall(names=False):.3f} (bar {STRUCTURED_BAR})")
    print(f"{'names in context, recall':<30}  {measured.recall(names=True):.3f} (bar {NAMES_BAR})")
    share = measured.harmed / measured.without
    harmed = f"{measured.harmed} of {measured.without}, {share:.1%} (bar {HARMED_BAR:.0%})"
    print(f"{'sentences without, harmed':<30}  {harmed}")
    print(f"{'sentences with, harmed':<30}  {measured.too_much}")
    print(f"{'milliseconds a sentence':<30}  {each * 1000:.2f}")


def _holds(measured: Measured) -> bool:
    return (
        measured.recall(names=False) >= STRUCTURED_BAR
        and measured.recall(names=True) >= NAMES_BAR
        and measured.harmed <= HARMED_BAR * measured.without
    )


if __name__ == "__main__":
    sys.exit(main())
