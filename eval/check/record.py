"""What the check reached when it was last measured: kept in one file, shown in the README beside
the bars that were set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eval.check.measures import Measure
from handbook.errors import CaseError
from handbook.settings import ROOT

LAST = Path(__file__).with_name("last.json")
README = ROOT / "README.md"
BEGIN, END = (
    "<!-- check: written by `python -m eval.check test --record` -->",
    "<!-- end of check -->",
)
_BARS = {
    "differences found": 0.9,
    "precision of what is flagged": 0.9,
    "false alarms on right statements": 0.05,
    "“not covered” right": 0.9,
    "right statements borne out": None,
    "wrong statements that “agree”": None,
}
"""The measures that are shown, with the share to reach; None where no bar was set."""
_LESS = frozenset({"false alarms on right statements", "wrong statements that “agree”"})
"""Of these less is better."""


@dataclass(frozen=True, slots=True)
class Wice:
    """Sentence F1 after so many sentences, by the check and by BM25."""

    depth: int
    check: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Record:
    """The measures of the test split, the day of that run, and those of WiCE."""

    day: str
    measures: tuple[Measure, ...]
    wice: tuple[Wice, ...]


def read_record(path: Path = LAST) -> Record:
    """The last record; CaseError where it cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        measures = tuple(Measure(**m) for m in raw["measures"])
        return Record(raw["day"], measures, tuple(Wice(**w) for w in raw["wice"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CaseError(f"{path} is no record of the check ({error}); restore it.") from error


def keep(
    day: str = "",
    measures: Sequence[Measure] = (),
    wice: Sequence[Wice] = (),
    path: Path = LAST,
    readme: Path = README,
) -> None:
    """Write what was measured over what was, and the README's table of both."""
    record = read_record(path)
    if measures:
        shown = tuple(m for m in measures if m.name in _BARS)
        record = replace(record, day=day, measures=shown)
    if wice:
        record = replace(record, wice=tuple(wice))
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CaseError(f"{readme} has no place for the table; put {BEGIN} and {END} there.")
    readme.write_text(f"{before}{BEGIN}\n{table(record)}\n{END}{after}", encoding="utf-8")


def table(record: Record) -> str:
    """The record as Markdown, each measure beside its bar."""
    return "\n".join(
        [
            f"| measure, test split, {record.day} | reached | 95 % interval | bar |  |",
            "|---|---|---|---|---|",
            *_measures(record),
            "",
            "| WiCE, sentence F1 | check | BM25 |  |",
            "|---|---|---|---|",
            *_wice(record),
        ]
    )


def _measures(record: Record) -> Iterator[str]:
    found = {m.name: m for m in record.measures}
    for name, bar in _BARS.items():
        if name not in found:
            continue
        m = found[name]
        low, high = m.interval
        sign = "≤" if name in _LESS else "≥"
        shown = "–" if bar is None else f"{sign} {bar:.2f}"
        name = f"{name} (less is better)" if name in _LESS else name
        reached = f"{m.right} of {m.of}, {m.right / m.of:.3f}"
        yield f"| {name} | {reached} | {low:.2f}–{high:.2f} | {shown} | {_verdict(m, bar)} |"


def _verdict(measure: Measure, bar: float | None) -> str:
    if bar is None:
        return "no bar"
    share = measure.right / measure.of
    met = share <= bar if measure.name in _LESS else share >= bar
    return "met" if met else "missed"


def _wice(record: Record) -> Iterator[str]:
    for w in record.wice:
        told = "above BM25" if w.check > w.bm25 else "not above BM25"
        first = "the first sentence" if w.depth == 1 else f"the first {w.depth} sentences"
        yield f"| {first} | {w.check:.3f} | {w.bm25:.3f} | {told} |"
