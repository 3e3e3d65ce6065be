"""Units are read from the catalogue one by one, as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from handbook.domain import Unit
from handbook.stored_units import StoredUnits

UNITS = [Unit(n, "page", f"Page {n}.", ()) for n in range(5)]


class Shelf:
    """Gives out units and notes which."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def read(self, start: int, end: int) -> Sequence[Unit]:
        self.asked.append((start, end))
        return UNITS[start:end]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_only_the_unit_that_is_asked_for_is_read_and_only_once(shelf: Shelf) -> None:
    units = StoredUnits(len(UNITS), shelf.read)
    assert len(units) == 5
    assert shelf.asked == []
    assert units[3] is units[3]
    assert units[-2] is units[3]
    assert shelf.asked == [(3, 4)]


def test_whoever_goes_through_all_of_them_has_them_read_at_once(shelf: Shelf) -> None:
    units = StoredUnits(len(UNITS), shelf.read)
    assert list(units) == UNITS
    assert units[1:3] == tuple(UNITS[1:3])
    assert UNITS[2] in units
    assert shelf.asked == [(0, 5)]


def test_a_unit_that_is_not_there_is_an_index_error_as_in_any_sequence(shelf: Shelf) -> None:
    with pytest.raises(IndexError):
        StoredUnits(len(UNITS), shelf.read)[5]
    assert list(StoredUnits(0, shelf.read)) == []
