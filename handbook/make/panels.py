"""The seven panels of a briefing handout: data that a safeguarding lead can review."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handbook.errors import SettingsError
from handbook.heading_roles import PanelRole, role_of
from handbook.replies import read_toml

FILE = "handout.toml"
PANELS = 7
_UNCLASSIFIED = "unclassified"
_ROLES = frozenset(map(str, PanelRole)) | {_UNCLASSIFIED}
_PROCEDURE = ("", "told", "duties")


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its name, and what fills it."""

    name: str
    roles: frozenset[str]
    procedure: str
    """Of a topic: ``told`` takes the sentences of procedures without a duty, ``duties`` those
    with one; empty takes none."""

    def takes(self, heading: str) -> bool:
        """Whether a review's panel with this heading fills it."""
        return str(role_of(heading) or _UNCLASSIFIED) in self.roles


def load_panels(folder: Path) -> tuple[Panel, ...]:
    """Read handout.toml; SettingsError where it does not give seven panels."""
    path = folder / FILE
    rows = read_toml(path).get("panel", [])
    tables = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    if not tables or len(rows) != PANELS:
        raise SettingsError(f"{path} must give {PANELS} tables [[panel]]; restore it.")
    return tuple(_panel(path, row) for row in rows)


def _panel(path: Path, row: dict[str, object]) -> Panel:
    name, roles = row.get("name"), row.get("roles")
    procedure = row.get("procedure", "")
    if not isinstance(name, str) or not isinstance(roles, list):
        raise SettingsError(f'{path}: give each panel a name = "…" and roles = ["…"].')
    if unknown := [r for r in roles if str(r) not in _ROLES]:
        known = ", ".join(sorted(_ROLES))
        raise SettingsError(f"{path}: {unknown[0]!r} is no role of a panel; there are {known}.")
    if procedure not in _PROCEDURE:
        raise SettingsError(f'{path}: procedure is {procedure!r}; give "told" or "duties".')
    return Panel(name, frozenset(roles), str(procedure))
