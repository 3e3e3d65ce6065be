"""A real run of a few cases, kept as if it had been made on two days."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from eval.cases import FOLDER, load_cases
from eval.report import make_report
from eval.run import finish, make_run
from handbook.book import Handbook
from handbook.progress import nobody
from handbook.runs.folder import ABOUT, Run, runs_below

FIRST, SECOND = "20260101-090000-000000", "20260201-090000-000000"


def make_one(book: Handbook, folder: Path) -> Run:
    """A few cases asked for real, some of which fail."""
    cases = {"tuning": load_cases(FOLDER / "tuning.jsonl")[:12]}
    run = make_run(book, cases, folder, nobody)
    finish(run, make_report(run))
    return run


def keep_two(run: Run, data: Path) -> Path:
    """Keep a run twice in a data folder; returns where runs lie."""
    runs = runs_below(data)
    for name, day in ((FIRST, "2026-01-01"), (SECOND, "2026-02-01")):
        shutil.copytree(run.folder, runs / name)
        about = run.about | {"begun": f"{day}T09:00:00+00:00"}
        (runs / name / ABOUT).write_text(json.dumps(about))
    return runs
