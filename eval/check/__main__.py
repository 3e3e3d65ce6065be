"""``python -m eval.check [tuning|test|wice] [--failures]``: the measures of a split, tuning unless
told, or of WiCE.

Choose on tuning only; ask for test once, when all is chosen, and log it.
"""

from __future__ import annotations

import argparse
import time
from itertools import groupby

from eval.check.cases import SPLITS, load
from eval.check.measures import Pair, is_right, measures
from eval.check.wice import hold_all, table
from handbook.book import Handbook
from handbook.check.present import difference_words
from handbook.check.run import check_lines
from handbook.settings import Settings

WICE = "wice"


def main() -> None:
    """Check every statement of a split and print the measures."""
    parser = argparse.ArgumentParser(prog="python -m eval.check")
    parser.add_argument("split", nargs="?", default="tuning", choices=(*SPLITS, WICE))
    parser.add_argument("--failures", action="store_true", help="list what is not as expected")
    options = parser.parse_args()
    if options.split == WICE:
        print("\n".join(table(hold_all(Handbook.open(Settings.from_environment())))))
        return
    book = Handbook.open(Settings.from_environment())
    start = time.process_time()
    pairs = check_split(book, options.split)
    seconds = time.process_time() - start
    if options.failures:
        for pair in pairs:
            if not is_right(pair):
                print(_failure(pair))
    print(f"{options.split}: {len(pairs)} statements, {seconds:.1f} s of processor time")
    for measure in measures(pairs):
        print(measure.shown)


def check_split(book: Handbook, split: str) -> list[Pair]:
    """The statements of a split with what is found of each, one area of material at a time."""
    cases = sorted(load(split), key=lambda c: c.area or "")
    pairs: list[Pair] = []
    for area, group in groupby(cases, key=lambda c: c.area):
        some = list(group)
        pairs += zip(some, check_lines(book, [c.line for c in some], area), strict=True)
    return pairs


def _failure(pair: Pair) -> str:
    case, finding = pair
    wanted = f"{case.expect}" + (f" ({case.wrong})" if case.wrong else "")
    told = "; ".join(difference_words(finding, d) for d in finding.differences)
    quote = finding.citation.quote if finding.citation else "no passage"
    found = f"{wanted}, found {finding.verdict}: {told}"
    return f"{case.case_id}: {case.line.text}\n    {found}\n    {quote}\n"


if __name__ == "__main__":
    main()
