"""How often something may be done, by a clock of the test's own."""

from __future__ import annotations

import time

from page.access.rates import Buckets, Rate

SLOW = Rate("tries", at_once=3, a_minute=6)


def test_a_bucket_runs_out_says_how_long_to_wait_and_fills_again() -> None:
    now = [100.0]
    buckets = Buckets(lambda: now[0])
    assert [buckets.take(SLOW, "anna") for _ in range(4)] == [0, 0, 0, 10]
    now[0] += 9
    assert 0 < buckets.take(SLOW, "anna") <= 1
    now[0] += 1.5
    assert buckets.take(SLOW, "anna") == 0
    now[0] += 3600
    assert [buckets.take(SLOW, "anna") for _ in range(4)][2:] == [0, 10]


def test_each_has_a_bucket_of_their_own_for_each_rate() -> None:
    buckets = Buckets(lambda: 100.0)
    for _ in range(4):
        buckets.take(SLOW, "anna")
    assert buckets.take(SLOW, "ben") == 0
    assert buckets.take(Rate("others", at_once=1, a_minute=1), "anna") == 0


def test_a_flood_of_names_takes_no_more_memory_and_frees_nobody_who_is_waiting() -> None:
    now = [100.0]
    buckets = Buckets(lambda: now[0])
    for number in range(25_000):
        now[0] += 0.0001
        buckets.take(SLOW, f"name-{number}")
    for _ in range(3):
        buckets.take(SLOW, "anna")
    assert buckets.take(SLOW, "anna") > 0
    assert len(buckets._levels) <= 10_001


def test_no_setting_of_the_clock_moves_the_one_that_counts() -> None:
    assert Buckets().now is time.monotonic
