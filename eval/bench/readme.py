"""The README's tables, made of the last record so that they cannot say anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eval.bench.goals import goals
from eval.bench.measured_growth import exponent
from eval.bench.quality import MEASURES
from eval.bench.record import US, Record, Size, SystemRecord
from handbook.settings import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- bench: written by make bench -->", "<!-- end of bench -->"
_MEGABYTE = 1e6
_COLUMNS: Sequence[tuple[str, Callable[[SystemRecord], float], str]] = (
    ("build", lambda s: s.builds.first.processor, "core-s"),
    ("nothing changed", lambda s: s.builds.unchanged.processor, "core-s"),
    ("one document changed", lambda s: s.builds.changed.processor, "core-s"),
    ("disk", lambda s: s.builds.disk_bytes / _MEGABYTE, "MB"),
    ("memory", lambda s: s.asking_bytes / _MEGABYTE, "MB"),
    ("first answer", lambda s: s.first_answer_seconds, "s"),
    ("a question", lambda s: s.asked.processor_ms, "core-ms"),
    ("95 of 100", lambda s: s.asked.wall.p95_ms, "ms"),
    ("32 people, a second", lambda s: s.crowds[-1].per_second, ""),
)


def bench_table(record: Record) -> str:
    """Side by side, how it grows, and the goals."""
    return "\n".join(
        [
            _about(record),
            "",
            *_table(["", *(name for name, _, _ in _COLUMNS), *MEASURES], _side_by_side(record)),
            "",
            "95 of 100 questions over made libraries, in ms:",
            "",
            *_table(
                ["", *map("{:,}".format, sizes(record)), "grows with the power"], _grown(record)
            ),
            "",
            *_table(["goal", "figure", "bar", ""], _goals(record)),
        ]
    )


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"


def _about(record: Record) -> str:
    about, ours = record.about, record.system(US)
    return (
        f"{about.documents[:1].upper()}{about.documents[1:]}, {ours.builds.passages:,} passages as "
        f"this project cuts them, {ours.asked.questions} questions one by one, "
        f"{ours.crowds[-1].questions} others by each crowd, one encoder; {_machine(record)}; "
        f"{about.begun[:10]}, commit {about.commit}. Figures in this project's first row, "
        "multiples of them below. The last three columns: over the shipped corpus, with the cases "
        "of the test split."
    )


def _machine(record: Record) -> str:
    about, gigabytes = record.about, record.limits.bytes_per_second / 1e9
    named = ", ".join(filter(None, (about.machine, about.processor)))
    began, ended = about.load
    return f"{named}, {gigabytes:.1f} GB of memory read a second, load {began:.1f} to {ended:.1f}"


def _side_by_side(record: Record) -> Iterator[list[str]]:
    ours = record.system(US)
    for system in record.systems:
        row = [system.name]
        for _, figure, unit in _COLUMNS:
            mine, theirs = figure(ours), figure(system)
            shown = f"{mine:.3g} {unit}".strip() if system is ours else f"{theirs / mine:.2g} ×"
            row.append(shown)
        yield row + [f"{system.quality[name].mean:.2f}" for name in MEASURES]


def sizes(record: Record) -> list[int]:
    """The sizes of the made libraries."""
    return sorted({size.passages for size in record.growth})


def grown(record: Record) -> dict[str, list[Size]]:
    """For each system its sizes, the smallest first."""
    found: dict[str, list[Size]] = {}
    for size in sorted(record.growth, key=lambda s: s.passages):
        found.setdefault(size.system, []).append(size)
    return found


def _grown(record: Record) -> Iterator[list[str]]:
    for name, some in grown(record).items():
        p95 = [size.asked.wall.p95_ms for size in some]
        power = exponent([size.passages for size in some], p95)
        shown = {size.passages: f"{x:.3g}" for size, x in zip(some, p95, strict=True)}
        at_each = (shown.get(passages, "–") for passages in sizes(record))
        yield [name, *at_each, "–" if power is None else f"{power:.2f}"]


def _goals(record: Record) -> Iterator[list[str]]:
    for goal in goals(record):
        yield [goal.name, goal.shown, goal.bar, goal.verdict]


def write_table(record: Record, path: Path = README) -> bool:
    """Put the tables between their two marks; False, and the file as it was, where it has not both
    in their order."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        return False
    path.write_text(f"{before}{BEGIN}\n{bench_table(record)}\n{END}{after}", encoding="utf-8")
    return True
