"""What later runs are held against: the measures of each case of a run that was meant."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.errors import CaseError
from handbook.settings import ROOT

BASELINE = ROOT / "eval" / "baseline.json"
Baseline = dict[str, dict[str, float]]
"""For each case its measures; those that do not apply are left out."""
_BASELINE = TypeAdapter(Baseline)


def read_baseline(path: Path = BASELINE) -> Baseline:
    """What runs are held against; CaseError where it cannot be read."""
    try:
        return _BASELINE.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CaseError(
            f"{path} cannot be read; write one with handbook eval --write-baseline."
        ) from error
