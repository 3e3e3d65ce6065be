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
    "status right",
    "labelled sentence quoted",
    "citation precision",
    "complete",
    "contradictions",
    "false answers",
    "false refusals",
    "area leaks",
    "danger seen",
    "danger false alarms",
    "quotes stand in the store",
)


def quality_table(baseline: Baseline) -> str:
    """Figures of the test split as Markdown."""
    ids = {case.case_id for case in load_cases(FOLDER / "test.jsonl")}
    rows = ["| measure | test split | 95 % interval | cases |", "|---|---|---|---|"]
    for name in _SHOWN:
        values = [row[name] for key, row in baseline.items() if key in ids and name in row]
        if values:
            f = figure(values)
            shown = f"{name} (less is better)" if name in LESS_IS_BETTER else name
            rows.append(f"| {shown} | {f.mean:.2f} | {f.low:.2f}–{f.high:.2f} | {f.n} |")
    return "\n".join(rows)


def write_table(baseline: Baseline, path: Path = README) -> None:
    """Put the table between its two marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = quality_table(baseline)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
