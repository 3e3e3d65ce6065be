"""Which area a text names: by the area's own name, or by a town in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.domain import AREAS
from handbook.errors import SettingsError
from handbook.glossary import PLACES
from handbook.replies import read_toml
from handbook.text import words


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places in lower case, each with its area."""

    areas: Mapping[str, str] = field(default_factory=lambda: {a: a for a in AREAS})

    @classmethod
    def load(cls, path: Path) -> Places:
        """The areas, and the towns of the table ``places`` of glossary.toml; SettingsError where a
        town's area is none."""
        towns = read_toml(path).get(PLACES, {}) if path.is_file() else {}
        if not isinstance(towns, dict):
            raise SettingsError(f"{path}: {PLACES} is no table; write it as [{PLACES}].")
        for town, area in towns.items():
            if str(area) not in AREAS:
                raise SettingsError(f"{path}: {town} lies in {area!r}, which is no area; mend it.")
        own = {area: area for area in AREAS}
        return cls({**own, **{" ".join(words(town)): area for town, area in towns.items()}})

    @property
    def words(self) -> frozenset[str]:
        """Every word of a place's name."""
        return frozenset(word for place in self.areas for word in place.split())

    def area(self, text: str) -> str | None:
        """The one area that a text names; None where it names none or several."""
        found = self.named(text)
        return found.pop() if len(found) == 1 else None

    def named(self, text: str) -> set[str]:
        """All areas that a text names."""
        plain = f" {' '.join(words(text))} "
        return {area for place, area in self.areas.items() if re.search(f" {place} ", plain)}
