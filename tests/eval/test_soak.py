"""How a soak judges memory: peaks pass, what rises without an end does not."""

from __future__ import annotations

from collections.abc import Callable

from eval.soak import MOST_MB, Sample, growth


def samples(megabytes: Callable[[int], float]) -> list[Sample]:
    """Ten minutes, a sample a second."""
    return [Sample(float(s), megabytes(s), 0.0, 5.0 * s) for s in range(600)]


def test_what_is_remembered_at_first_and_single_peaks_are_no_growth() -> None:
    warming = samples(lambda s: 500 + min(s, 200) * 0.3 + (80 if s % 50 == 0 else 0))
    assert abs(growth(warming)) < 1


def test_a_few_kilobytes_lost_at_each_question_are_seen() -> None:
    leaking = samples(lambda s: 500 + 5 * s * 0.012)  # 12 KB a question, five a second
    assert growth(leaking) > MOST_MB
