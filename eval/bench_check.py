"""A deck of sixty slides checked by the command, as a trainer would wait for it.

    python -m eval.bench_check [--slides 60]

The slides are made of the tuning statements: six a slide, some drawn as diagrams or tables, with
speaker notes. ``handbook check`` runs in a process of its own over the settings' data, from its
start to its last line. Ends with 1 where the bar is missed or no progress was told. Measure on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from eval.check.cases import load
from eval.check.files.deck import write_slides
from eval.check.files.sheets import HEADING, NOTE, Sheet
from handbook.errors import CaseError
from handbook.settings import ROOT

MOST_SECONDS = 30.0
SLIDES = 60
_A_SLIDE = 6
_TOLD = re.compile(r"^Statements checked (\d+) of (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """How long a check took, by the clock and in processor time, and each time that it told how far
    it was."""

    seconds: float
    processor: float
    told: tuple[tuple[int, int], ...]

    @property
    def is_told(self) -> bool:
        """Whether it was told in steps, up to the last statement."""
        return len(self.told) > 2 and self.told[-1][0] == self.told[-1][1]


def main() -> None:
    """Print what the check of a deck took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--slides", type=int, default=SLIDES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        deck = Path(folder) / "deck.pptx"
        statements = write_slides(list(slides(options.slides)), deck)
        run = check(deck)
    print(
        f"{options.slides} slides, {len(statements)} statements, notes among them: "
        f"{run.seconds:.1f} s by the clock (bar {MOST_SECONDS:.0f} s for {SLIDES} slides), "
        f"{run.processor:.1f} s of processor time; progress told {len(run.told)} times"
    )
    raise SystemExit(0 if run.seconds <= MOST_SECONDS and run.is_told else 1)


def slides(number: int) -> Iterator[Sheet]:
    """So many slides, each with a title, six statements and one in its notes."""
    shown = cycle([c for c in load("tuning") if c.line.kind not in (HEADING, NOTE)])
    said = cycle([c for c in load("tuning") if c.line.kind == NOTE])
    for place in range(1, number + 1):
        some = [*islice(shown, _A_SLIDE), next(said)]
        title = some[0].line.lead_in or some[0].deck.capitalize()
        yield Sheet(f"{title} ({place})", tuple(some))


def check(deck: Path) -> Run:
    """The command over a deck; CaseError where it does not end as it should."""
    command = (sys.executable, "-m", "handbook", "check", str(deck), "--no-keep")
    begun, before = time.perf_counter(), _processor_of_children()
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 1) or not done.stdout:
        raise CaseError(f"handbook check ended with {done.returncode}: {done.stderr.strip()}")
    told = tuple((int(n), int(of)) for n, of in _TOLD.findall(done.stderr))
    return Run(seconds, _processor_of_children() - before, told)


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
