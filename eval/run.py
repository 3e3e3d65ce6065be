"""One run: every case asked through the same Handbook as everybody's, kept in a folder.

``run.json`` says what was measured: settings, hashes of corpus, glossary, models and code. A run
that was stopped goes on where it stopped, as long as all that is hashed is as it was.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.groups import make_groups
from eval.outcome import examine
from eval.ranking import find_labels
from eval.summary import summarise
from handbook.book import Handbook
from handbook.errors import CaseError
from handbook.machine import cores
from handbook.runs.folder import ABOUT, GROUPS, MEASURES, OUTCOMES, REPORT, Run, read_about
from handbook.runs.outcome import Outcome, read_outcomes, to_line
from handbook.settings import ROOT

Progress = Callable[[str, int, int], None]
_AT_A_TIME = 20
_CODE = ("handbook", "eval", "prompts")
_OF_NO_ACCOUNT = ("begun", "index")
"""What may differ where a run goes on: the same documents may have been indexed again."""


def make_run(
    book: Handbook, splits: Mapping[str, Sequence[Case]], runs: Path, progress: Progress
) -> Run:
    """Ask the cases of some splits and write the run's folder below ``runs``."""
    split_of = _flat(splits)
    about = _about(book, splits)
    folder = _unfinished(runs, about) or _begin(runs, about)
    done = {o.case_id: o for o in read_outcomes(folder / OUTCOMES)}
    _rewrite(folder / OUTCOMES, done.values())
    labels = find_labels(book, [case for case, _ in split_of])
    waiting = [(case, split, labels) for case, split in split_of if case.case_id not in done]
    with ThreadPoolExecutor(cores()) as threads, (folder / OUTCOMES).open("a") as file:
        for outcome in threads.map(lambda row: examine(book, *row), waiting):
            done[outcome.case_id] = outcome
            file.write(to_line(outcome) + "\n")
            file.flush()
            if len(done) % _AT_A_TIME == 0 or len(done) == len(split_of):
                progress("asking", len(done), len(split_of))
    return Run(folder, read_about(folder), [done[case.case_id] for case, _ in split_of])


def finish(run: Run, report: str) -> None:
    """Write report, groups and measures: the run counts as ended from here."""
    (run.folder / REPORT).write_text(report, encoding="utf-8")
    groups = {
        kind: [asdict(group) for group in some] for kind, some in make_groups(run.outcomes).items()
    }
    (run.folder / GROUPS).write_text(json.dumps(groups, indent=1), encoding="utf-8")
    splits = sorted({o.split for o in run.outcomes})
    figures = {
        split: {
            name: asdict(f)
            for name, f in summarise([o for o in run.outcomes if o.split == split]).items()
        }
        for split in splits
    }
    (run.folder / MEASURES).write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _flat(splits: Mapping[str, Sequence[Case]]) -> list[tuple[Case, str]]:
    cases = [(case, split) for split, some in splits.items() for case in some]
    if not cases:
        raise CaseError("There are no cases to ask; name a file that holds some.")
    seen: set[str] = set()
    for case, split in cases:
        if case.case_id in seen:
            raise CaseError(f"The case {case.case_id} stands twice, again in {split}; rename it.")
        seen.add(case.case_id)
    return cases


def _about(book: Handbook, splits: Mapping[str, Sequence[Case]]) -> dict[str, Any]:
    edition = book.opened().whole().edition
    held = sorted((h.document_id, str(h.edition)) for h in edition.documents)
    return {
        "cases": {name: _hash_of_cases(cases) for name, cases in splits.items()},
        "index": edition.edition_id,
        "corpus": _hash(repr(held).encode()),
        "glossary": _hash(_content(book.settings.glossary)),
        "encoder": book.encoder.fingerprint,
        "judge": _judges(book),
        "code": _hash(b"".join(p.read_bytes() for p in _code_files())),
        "settings": {f.name: str(getattr(book.settings, f.name)) for f in fields(book.settings)},
        "commit": _commit(),
    }


def _judges(book: Handbook) -> str:
    model = book.language_model
    return f"{book.judge.name}, then {model.endpoint.model}" if model else book.judge.name


def _hash_of_cases(cases: Iterable[Case]) -> str:
    """Of the cases' content: a set has another order in each process."""
    rows = [asdict(case) | {"expect": sorted(case.expect)} for case in cases]
    return _hash(json.dumps(rows, default=str).encode())


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _code_files() -> Iterable[Path]:
    files = (p for name in _CODE for p in sorted((ROOT / name).rglob("*")) if p.is_file())
    return (p for p in files if p.suffix in (".py", ".toml", ".html", ".md"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _commit() -> str:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return "not known"
    return done.stdout.strip() or "not known"


def _unfinished(runs: Path, about: dict[str, Any]) -> Path | None:
    """A run of exactly this that was begun and not ended."""
    for path in sorted(runs.glob(f"*/{ABOUT}"), reverse=True):
        if (path.parent / MEASURES).exists():
            continue
        begun = read_about(path.parent)
        if _what(begun) == _what(about):
            return path.parent
    return None


def _what(about: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in about.items() if k not in _OF_NO_ACCOUNT}


def _begin(runs: Path, about: dict[str, Any]) -> Path:
    begun = datetime.now(UTC)
    folder = runs / begun.strftime("%Y%m%d-%H%M%S-%f")
    folder.mkdir(parents=True)
    record = about | {"begun": begun.isoformat(timespec="seconds")}
    (folder / ABOUT).write_text(json.dumps(record, indent=1), encoding="utf-8")
    return folder


def _rewrite(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Without the half line that a killed run may have left."""
    path.write_text("".join(to_line(o) + "\n" for o in outcomes), encoding="utf-8")
