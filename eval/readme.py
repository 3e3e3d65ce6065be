"""The README's table of quality, made of the baseline so that it cannot say anything else."""

from __future__ import annotations

from pathlib import Path

from eval.cases import FOLDER, load_cases
from eval.summary import figure
from handbook.runs.baseline import Baseline
from handbook.runs.figure import LESS_IS_BETTER
from handbook.settings import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- quality: written by `handbook eval --write-baseline` -->", "<!-- end -->"
_SHOWN = (
    "Success@1",
    "Success@5",
    "R@5",
    "status right",
    "labelled sentence quoted",
    "citation precision",
    "citation recall",
    "complete",
    "contradictions",
    "false answers",
    "false refusals",
    "area leaks",
    "danger seen",
    "danger false alarms",
    "quotes stand in the store",
)

_BARS = {
    "Success@1": 0.88,
    "R@5": 0.97,
    "complete": 0.92,
    "citation precision": 0.92,
    "citation recall": 0.85,
    "false answers": 0.04,
    "false refusals": 0.04,
    "area leaks": 0.0,
    "danger seen": 1.0,
    "danger false alarms": 0.03,
}
"""What was set as a goal before anything was measured; other measures have none."""


def quality_table(baseline: Baseline) -> str:
    """Figures of the test split as Markdown, each beside its bar where one is set."""
    ids = {case.case_id for case in load_cases(FOLDER / "test.jsonl")}
    rows = [
        "| measure | test split | 95 % interval | cases | bar | met |",
        "|---|---|---|---|---|---|",
    ]
    for name in _SHOWN:
        values = [row[name] for key, row in baseline.items() if key in ids and name in row]
        if values:
            f = figure(values)
            shown = f"{name} (less is better)" if name in LESS_IS_BETTER else name
            told = f"{f.mean:.2f} | {f.low:.2f}–{f.high:.2f} | {f.n}"
            rows.append(f"| {shown} | {told} | {_held_against_bar(name, f.mean)} |")
    return "\n".join(rows)


def _held_against_bar(name: str, mean: float) -> str:
    """A measure's bar and whether its mean, as it was measured and not as it is rounded, meets
    it."""
    if name not in _BARS:
        return "– | –"
    bar = _BARS[name]
    met = mean <= bar if name in LESS_IS_BETTER else mean >= bar
    return f"{bar:.2f} | {'met' if met else 'missed'}"


def write_table(baseline: Baseline, path: Path = README) -> None:
    """Put the table between its two marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = quality_table(baseline)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
