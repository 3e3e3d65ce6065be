"""How a soak judges memory: peaks pass, what rises without an end does not. A short one runs here;
the ten minutes in which memory is judged are run by hand (`make soak`)."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from eval.soak import MOST_MB, Sample, growth, noise, soak

SECONDS = 12.0


def samples(megabytes: Callable[[int], float]) -> list[Sample]:
    """Ten minutes, a sample a second."""
    return [Sample(float(s), megabytes(s), 0.0, 5.0 * s) for s in range(600)]


def test_what_is_remembered_at_first_and_single_peaks_are_no_growth() -> None:
    warming = samples(lambda s: 500 + min(s, 200) * 0.3 + (80 if s % 50 == 0 else 0))
    assert abs(growth(warming)) < 1


def test_a_few_kilobytes_lost_at_each_question_are_seen() -> None:
    leaking = samples(lambda s: 500 + 5 * s * 0.012)  # 12 KB a question, five a second
    assert growth(leaking) > MOST_MB


def test_the_noise_of_a_run_holds_its_growth() -> None:
    quiet = samples(lambda s: 500 + 0.01 * s + s * 7919 % 101 / 100)
    loud = samples(lambda s: 500 + 0.01 * s + s * 7919 % 101 / 5)
    (low, high), (lowest, highest) = noise(quiet), noise(loud)
    assert low < growth(quiet) < high
    assert highest - lowest > 5 * (high - low)


def test_people_and_programs_ask_for_some_seconds_without_a_fault(address: str) -> None:
    seen, faults = soak(address, people=2, seconds=SECONDS)
    assert faults == []
    assert seen[-1].seconds >= SECONDS - 2
    assert seen[-1].questions > seen[0].questions
    assert all(a.processor <= b.processor for a, b in itertools.pairwise(seen))
    assert all(one.megabytes > 100 for one in seen)
    assert abs(growth(seen)) < 500
