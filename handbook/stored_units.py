"""The units of a document as the catalogue gives them: each is read when it is first asked for,
since an answer looks at a few pages of many publications."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from handbook.domain import Unit


class StoredUnits(Sequence[Unit]):
    """A document's units in reading order. Safe to share between threads.

    ``read`` gives the units from one ordinal up to another: all of them, or it raises.
    """

    def __init__(self, count: int, read: Callable[[int, int], Sequence[Unit]]) -> None:
        self._read = read
        self._held: list[Unit | None] = [None] * count

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, place: int) -> Unit: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Unit, ...]: ...

    def __getitem__(self, place: int | slice) -> Unit | tuple[Unit, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        ordinal = range(len(self))[place]
        unit = self._held[ordinal]
        if unit is None:
            [unit] = self._read(ordinal, ordinal + 1)
            self._held[ordinal] = unit
        return unit

    def __iter__(self) -> Iterator[Unit]:
        if None in self._held:
            self._held = list(self._read(0, len(self)))
        return (unit for unit in self._held if unit is not None)
