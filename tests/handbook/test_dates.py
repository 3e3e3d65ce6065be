"""When an edition begins: its effective date, else the date in its label."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.dates import date_in, full_date_in, in_force_from
from handbook.domain import Edition


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("2025-09-01", date(2025, 9, 1)),
        ("Third edition, 2023-12", date(2023, 12, 1)),
        ("1 September 2025", date(2025, 9, 1)),
        ("2nd Sept. 2025", date(2025, 9, 2)),
        ("November 2026", date(2026, 11, 1)),
        ("May 2024", date(2024, 5, 1)),
        ("2023", date(2023, 1, 1)),
        ("2019 to 2024", None),
        ("2019–2020", None),
        ("2023-24", None),
        ("2023/24", None),
        ("2020-25", None),
        ("2010-11", None),
        ("Report 2023-24, 1 September 2024", date(2024, 9, 1)),
        ("Report 2023-24 (2024-09-01)", date(2024, 9, 1)),
        ("Review of September 2023-24", None),
        ("31 February 2024", None),
        ("2024-02-31", None),
        ("Version 3", None),
        ("not stated", None),
    ],
)
def test_a_label_gives_the_date_that_it_states_and_no_other(label: str, day: date | None) -> None:
    assert date_in(label) == day


def test_the_effective_date_goes_before_the_label() -> None:
    edition = Edition("a", "A", edition="July 2025", effective=date(2025, 9, 1))
    assert in_force_from(edition) == date(2025, 9, 1)


def test_a_bare_year_that_nobody_declared_is_no_date() -> None:
    assert full_date_in("Children Act 1989") is None
    assert full_date_in("Published May 2024") == date(2024, 5, 1)
