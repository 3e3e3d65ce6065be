"""``handbook eval``: a run, its table and its report; compared with another run, or gated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eval import compare, gate
from eval.cases import FOLDER, Case, load_cases
from eval.opinion import Opinion, ask_opinions, judge_of
from eval.opinion import lines as opinion_lines
from eval.readme import write_table
from eval.report import make_report
from eval.run import finish, make_run
from eval.sets import SETS, prepare
from eval.summary import latency, summarise
from handbook.book import Handbook
from handbook.progress import progress_bar
from handbook.runs.baseline import read_baseline
from handbook.runs.flips import Flip, flips
from handbook.runs.folder import REPORT, Run, load_run, runs_below
from handbook.runs.outcome import Outcome
from handbook.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """What to do with the run."""

    cases: Sequence[str] = ()
    """Files of cases, or the name of a public set."""
    as_json: bool = False
    compare: Path | None = None
    gate: bool = False
    write_baseline: bool = False
    opinion: bool = False
    """Ask the configured language model what it thinks of the answers."""
    offline: bool = False
    """Answer without the language model, though it is set."""


def main(settings: Settings, options: Options) -> int:
    """Ask the cases, print a table or the record, write the report; 1 where the gate is shut."""
    if options.opinion:
        judge_of(settings)
    before = load_run(options.compare) if options.compare else None
    asked = replace(settings, language_model=None) if options.offline else settings
    run = _run(asked, options.cases)
    flipped = flips(before.outcomes, run.outcomes) if before else []
    opinions = _opinions(settings, run) if options.opinion else []
    said = opinion_lines(opinions)
    finish(run, make_report(run, flipped, before.folder.name if before else "", said))
    if options.write_baseline:
        gate.write_baseline(run.outcomes)
        write_table(read_baseline())
    faults = gate.faults(run.outcomes, read_baseline()) if options.gate else []
    if options.as_json:
        print(json.dumps(_record(run, faults, flipped, opinions), ensure_ascii=False, indent=1))
    else:
        print(
            "\n".join(
                [*_tables(run), *_pointed(run), *(compare.lines(flipped) if before else ()), *said]
            )
        )
        print(f"report: {run.folder / REPORT}")
        if options.gate:
            print("\n".join(["The gate is shut."] if faults else ["The gate is open."]))
        print("".join(f"  {fault}\n" for fault in faults), end="")
    return 1 if faults else 0


def _run(settings: Settings, names: Sequence[str]) -> Run:
    """A run over our own cases, over those of some files, or over one public set."""
    runs = runs_below(settings.data)
    if len(names) == 1 and names[0] in SETS:
        settings, cases = prepare(settings, names[0])
        splits: dict[str, list[Case]] = {names[0]: cases}
    else:
        paths = [Path(name) for name in names] or sorted(FOLDER.glob("*.jsonl"))
        splits = {path.stem: load_cases(path) for path in paths}
    book = Handbook.open(settings)
    try:
        with progress_bar() as progress:
            return make_run(book, splits, runs, progress)
    finally:
        book.close()


def _opinions(settings: Settings, run: Run) -> list[Opinion]:
    with progress_bar() as progress:
        return ask_opinions(settings, run.folder, run.outcomes, progress)


def _splits(run: Run) -> dict[str, list[Outcome]]:
    names = dict.fromkeys(o.split for o in run.outcomes)
    return {name: [o for o in run.outcomes if o.split == name] for name in names}


def _tables(run: Run) -> list[str]:
    lines = []
    for name, outcomes in _splits(run).items():
        lines.append(f"{name}: {len(outcomes)} cases")
        for measure, f in summarise(outcomes).items():
            lines.append(f"  {measure:<26} {f.mean:.3f}  {f.low:.2f}–{f.high:.2f}  n={f.n}")
        p50, p95 = latency(outcomes)
        lines.append(f"  {'seconds':<26} {p50:.3f} half, {p95:.3f} of 95 in 100")
    return lines


def _pointed(run: Run) -> list[str]:
    """What a language model had to do with the answers: figures are its own only as far as it
    answered. Nothing where none was asked."""
    asked = [o.answer["trace"] for o in run.outcomes if "pointing" in o.answer["trace"]]
    if not asked:
        return []
    silent = sum("fell_back" in trace["pointing"] for trace in asked)
    dropped = sum(trace["pointing"].get("dropped", 0) for trace in asked)
    return [
        f"language model {asked[0]['model']}: asked about {len(asked)} of {len(run.outcomes)} "
        f"cases, no use in {silent}, {dropped} invented numbers dropped"
    ]


def _record(
    run: Run,
    faults: Sequence[str],
    flipped: Sequence[Flip],
    opinions: Sequence[Opinion],
) -> dict[str, object]:
    return {
        "run": str(run.folder),
        "about": run.about,
        "measures": {
            name: {m: asdict(f) for m, f in summarise(outcomes).items()}
            for name, outcomes in _splits(run).items()
        },
        "outcomes": [
            {"id": o.case_id, "status": o.status, "cause": o.cause, "measures": o.measures}
            for o in run.outcomes
        ],
        "flips": [asdict(f) | {"better": f.better} for f in flipped],
        "faults": list(faults),
        "opinions": [asdict(o) for o in opinions],
    }
