"""``python -m eval.check [tuning|test|wice] [--failures] [--through FORM] [--record]``: the
measures of a split, tuning unless told, or of WiCE. With a form, every deck is written to a file of
that form and read again, and what comes of it is measured. ``--record`` keeps the figures of test
or of WiCE and writes the README's table of them.

Choose on tuning only; ask for test once, when all is chosen, and log it.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from itertools import groupby

from eval.check.cases import SPLITS, load
from eval.check.files.through import WRITERS, as_read
from eval.check.measures import Pair, is_right, measures
from eval.check.record import Wice, keep
from eval.check.wice import hold_all, scores, table
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
    parser.add_argument("--through", metavar="FORM", choices=WRITERS, help="write files first")
    parser.add_argument(
        "--record", action="store_true", help="keep the figures of test or wice, for the README too"
    )
    options = parser.parse_args()
    if options.record and (options.split == "tuning" or options.through):
        parser.error("--record keeps the figures of test or of wice, as they stand by themselves.")
    if options.split == WICE:
        held = hold_all(Handbook.open(Settings.from_environment()))
        print("\n".join(table(held)))
        if options.record:
            keep(wice=[Wice(*found) for found in scores(held)])
        return
    book = Handbook.open(Settings.from_environment())
    start = time.process_time()
    pairs = check_split(book, options.split, options.through)
    seconds = time.process_time() - start
    if options.failures:
        for pair in pairs:
            if not is_right(pair):
                print(_failure(pair))
    print(f"{options.split}: {len(pairs)} statements, {seconds:.1f} s of processor time")
    if options.through:
        print(f"{len(load(options.split)) - len(pairs)} more came in pieces")
    for measure in measures(pairs):
        print(measure.shown)
    if options.record:
        keep(f"{date.today()}", measures(pairs))


def check_split(book: Handbook, split: str, form: str | None = None) -> list[Pair]:
    """The statements of a split with what is found of each, one area of material at a time. With a
    form they go through files of it, and those that come in pieces are left out."""
    cases = sorted(load(split), key=lambda c: c.area or "")
    pairs: list[Pair] = []
    for area, group in groupby(cases, key=lambda c: c.area):
        some = list(group)
        some = as_read(some, form) if form else some
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
