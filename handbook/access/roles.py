"""What a person may do: four roles, each of which may do all that the ones before it may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handbook.errors import SettingsError

EVERYBODY = "*"
"""In place of a group: whoever the platform's proxy has signed in."""


class Role(StrEnum):
    """From the least to the most."""

    READER = "reader"
    """Asks and reads."""
    TRAINER = "trainer"
    """Also checks material against the corpus, and makes some."""
    EDITOR = "editor"
    """Also adds, withdraws and forgets sources."""
    ADMIN = "admin"
    """Also sees the accounts and the audit trail."""

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where another is needed."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)

    @classmethod
    def named(cls, name: str) -> Role:
        """The role of a name; SettingsError where there is none."""
        try:
            return cls(name.strip().lower())
        except ValueError as error:
            raise SettingsError(f"{name!r} is not a role; there are {', '.join(cls)}.") from error


READERS = (Role.READER, Role.TRAINER, Role.EDITOR)
"""The least role that may read a source. Whoever keeps the corpus has to see all of it, so that no
source is an admin's alone."""


@dataclass(frozen=True, slots=True)
class GroupRole:
    """The role of a group of the platform's; of ``EVERYBODY``, the role of all."""

    group: str
    role: Role

    def __str__(self) -> str:
        return f"{self.group}={self.role}"

    @classmethod
    def parse(cls, text: str) -> GroupRole:
        """Read ``GROUP=ROLE``; SettingsError where it is written otherwise."""
        group, _, role = text.rpartition("=")
        if not group.strip():
            raise SettingsError(f"{text!r} is not GROUP=ROLE, such as safeguarding=editor.")
        return cls(group.strip(), Role.named(role))


def highest(roles: list[Role]) -> Role | None:
    """The one that may do most; None of none."""
    return max(roles, key=list(Role).index, default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, and may do what a role may."""

    name: str
    role: Role
