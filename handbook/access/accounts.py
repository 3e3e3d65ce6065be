"""The accounts of those who sign in here: a name, a role, a password, and a token for programs."""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.access import passwords, store
from handbook.access.roles import Person, Role
from handbook.errors import SettingsError

TOKEN_START = "hb_"  # noqa: S105 - by which a token that was leaked is recognised
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """What is shown of an account."""

    name: str
    role: Role
    since: str
    """The day on which it was made."""
    has_token: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one data folder. SettingsError wherever the file cannot be used."""

    data: Path

    def all(self) -> list[Account]:
        """By name."""
        if not store.is_there(self.data):
            return []
        with store.opened(self.data) as kept:
            rows = kept.execute("SELECT name, role, since, token FROM account ORDER BY name")
            return [Account(n, Role(r), since, token is not None) for n, r, since, token in rows]

    def add(self, name: str, role: Role, password: str) -> Account:
        """Make an account; SettingsError where the name is taken or cannot be one."""
        name = _named(name)
        made = Account(name, role, date.today().isoformat(), has_token=False)
        row = (name, role, passwords.hashed(passwords.look_at(password)), made.since)
        try:
            with store.opened(self.data) as kept:
                kept.execute("INSERT INTO account VALUES (?, ?, ?, ?, NULL)", row)
        except sqlite3.IntegrityError as error:
            raise SettingsError(
                f"There is an account {name} already; change its password with `handbook account "
                f"password {name}`, or remove it first."
            ) from error
        return made

    def remove(self, name: str) -> None:
        """Remove an account with its sessions and its token."""
        self._change(name, "DELETE FROM account WHERE name = ?")

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, which ends its sessions and its token."""
        fresh = passwords.hashed(passwords.look_at(password))
        self._change(name, "UPDATE account SET password = ?, token = NULL WHERE name = ?", fresh)
        with store.opened(self.data) as kept:
            kept.execute("DELETE FROM session WHERE name = ?", (_folded(name),))

    def new_token(self, name: str) -> str:
        """A token for a program, which acts with the account's role; the one before ends. It is
        shown this once: a hash is kept."""
        token = TOKEN_START + secrets.token_urlsafe(32)
        self._change(name, "UPDATE account SET token = ? WHERE name = ?", digest(token))
        return token

    def with_password(self, name: str, password: str) -> Person | None:
        """Whose name and password these are; None where they are nobody's. Takes as long either
        way."""
        row = self._one("SELECT name, role, password FROM account WHERE name = ?", _folded(name))
        if not passwords.agrees(row[2] if row else None, password[: passwords.LONGEST + 1]):
            return None
        return Person(row[0], Role(row[1])) if row else None

    def with_token(self, token: str) -> Person | None:
        """Whose token this is; None where it is nobody's."""
        row = self._one("SELECT name, role FROM account WHERE token = ?", digest(token))
        return Person(row[0], Role(row[1])) if row else None

    def _one(self, query: str, value: str) -> tuple[str, ...] | None:
        if not store.is_there(self.data):
            return None
        with store.opened(self.data) as kept:
            row: tuple[str, ...] | None = kept.execute(query, (value,)).fetchone()
            return row

    def _change(self, name: str, statement: str, *values: str) -> None:
        with store.opened(self.data) as kept:
            done = kept.execute(statement, (*values, _folded(name)))
            if not done.rowcount:
                names = ", ".join(row[0] for row in kept.execute("SELECT name FROM account"))
                raise SettingsError(f"There is no account {name}; there are {names or 'none'}.")


def digest(secret: str) -> str:
    """What is kept of a key or a token: both are long and random, so that a plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _folded(name: str) -> str:
    return name.strip().lower()


def _named(given: str) -> str:
    name = _folded(given)
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{given!r} is no name for an account; use letters, digits, full stops, dashes and @, "
            "64 at most."
        )
    return name
