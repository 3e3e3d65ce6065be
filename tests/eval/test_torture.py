"""A seeded sample of ``make torture``."""

from __future__ import annotations

import pytest

from eval.fuzz import fuzz
from eval.kills import kill_builds


@pytest.mark.parametrize("seed", [7])
def test_killed_builds_leave_the_old_index_answering_and_no_trace_in_the_next(seed: int) -> None:
    assert [k.fault for k in kill_builds(seed, 2)] == ["", ""]


def test_broken_files_are_documents_or_sentences() -> None:
    outcomes, faults = fuzz(7, 20)
    assert faults == []
    assert sum(outcomes.values()) == 20
