"""What turned since the last check, as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handbook.check.again import Again, Turned
from handbook.check.present import evidence_lines, finding_json, verdict_words

LOST = "the former quotation is no longer held"


def again_json(again: Again) -> dict[str, Any]:
    """The record of a check beside the last one: both dates and indexes, and what turned."""
    before, check = again.before, again.check
    return {
        "file": check.file_name,
        "path": before.path,
        "sha256": check.sha256,
        "area": check.area,
        "before": {"made": before.made.isoformat(), "index_edition": before.index_edition},
        "now": {"made": check.made.isoformat(), "index_edition": check.index_edition},
        "passes": again.passes,
        "where": list(again.places),
        "turned": [
            {"before": finding_json(t.former), "now": finding_json(t.present), "stands": t.stands}
            for t in again.turned
        ],
        "warnings": list(check.warnings),
    }


def again_text(again: Again) -> str:
    """What turned, each with both verdicts and both quotations."""
    before, check = again.before, again.check
    statements = sum(f.apart is None for f in check.findings)
    lines = [
        f"{check.file_name}, checked on {before.made} and on {check.made} for "
        f"{check.area or 'every area'}: {len(again.turned)} of {statements} statements turned"
        + (f" ({', '.join(again.places)})" if again.turned else "")
    ]
    for turned in again.turned:
        lines += ["", *_rows(turned, str(before.made))]
    return "\n".join(lines)


def _rows(turned: Turned, day: str) -> Iterator[str]:
    line = turned.present.line
    yield f"{line.where}: {line.text}"
    yield f"  on {day}: {verdict_words(turned.former)}"
    yield from evidence_lines(turned.former, former=True)
    if turned.is_lost:
        yield f"    {LOST}"
    yield f"  now: {verdict_words(turned.present)}"
    yield from evidence_lines(turned.present)
