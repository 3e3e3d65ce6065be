"""A sync's report as lines for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest.sync.run import Report

_SILENT = "unchanged"


def lines(report: Report) -> Iterator[str]:
    """A line for each document that is not as it was, then one that counts them all."""
    for outcome in report.outcomes:
        if outcome.outcome != _SILENT:
            yield f"{outcome.outcome:<10} {outcome.source_id}: {outcome.url}"
        if outcome.why:
            yield f"           {outcome.why}"
    counted = Counter(o.outcome for o in report.outcomes)
    yield ", ".join(f"{count} {name}" for name, count in sorted(counted.items())) + "."
