"""Two runs side by side, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.runs.flips import Flip


def lines(found: Sequence[Flip]) -> list[str]:
    """How many flips there are in each direction, then each of them."""
    worse = sum(not f.better for f in found)
    told = [f"{worse} worse, {len(found) - worse} better"]
    for f in found:
        sign = "+" if f.better else "-"
        told.append(
            f"  {sign} {f.case_id} {f.measure}: {f.before:.2f} → {f.after:.2f} "
            f"({f.was} → {f.now}): {f.question}"
        )
    return told
