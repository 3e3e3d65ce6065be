"""``handbook account``: who may sign in, with which role."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import asdict

from handbook.commands.shared import Subparsers, add_json, audited, print_json
from handbook.errors import SettingsError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("account", help="who may sign in, with which role")
    deeds = parser.add_subparsers(required=True, metavar="DEED")
    adding = _deed(deeds, "add", "make one; its password is asked for, or read from stdin", _add)
    adding.add_argument("--role", required=True, metavar="ROLE", help=_roles())
    _deed(deeds, "password", "give it another password, which ends its sessions", _password)
    _deed(deeds, "token", "a new token for a program; the one before ends", _token)
    _deed(deeds, "remove", "remove it with its sessions and its token", _remove)
    listing = deeds.add_parser("list", help="all accounts")
    add_json(listing)
    listing.set_defaults(run=_list)


def _deed(deeds: Subparsers, name: str, about: str, run: object) -> argparse.ArgumentParser:
    parser = deeds.add_parser(name, help=about)
    parser.add_argument("name", metavar="NAME")
    parser.set_defaults(run=run)
    return parser


def _roles() -> str:
    from handbook.access.roles import Role

    return "one of " + ", ".join(Role)


def _add(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.access.accounts import Accounts
    from handbook.access.roles import Role

    role, password = Role.named(options.role), _new_password()
    audited(settings, None, "account add", f"{options.name} ({role})")
    made = Accounts(settings.data).add(options.name, role, password)
    print(f"{made.name} may sign in as {made.role}.")
    return 0


def _password(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.access.accounts import Accounts

    password = _new_password()
    audited(settings, None, "account password", options.name)
    Accounts(settings.data).set_password(options.name, password)
    print(f"{options.name} has another password; its sessions and its token have ended.")
    return 0


def _token(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.access.accounts import Accounts

    audited(settings, None, "account token", options.name)
    print(Accounts(settings.data).new_token(options.name))
    print("handbook: it is shown this once; the one before has ended.", file=sys.stderr)
    return 0


def _remove(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.access.accounts import Accounts

    audited(settings, None, "account remove", options.name)
    Accounts(settings.data).remove(options.name)
    print(f"{options.name} may sign in no more.")
    return 0


def _list(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.access.accounts import Accounts

    accounts = Accounts(settings.data).all()
    if options.json:
        print_json([asdict(a) for a in accounts])
        return 0
    if not accounts:
        print("There are no accounts; whoever sits at this machine may do everything.")
    for account in accounts:
        token = ", has a token" if account.has_token else ""
        print(f"{account.name:<24} {account.role:<8} since {account.since}{token}")
    return 0


def _new_password() -> str:
    """Typed twice where somebody sits there, else the first line of standard input."""
    from handbook.access.passwords import look_at

    if not sys.stdin.isatty():
        return look_at(sys.stdin.readline().rstrip("\r\n"))
    password = look_at(getpass.getpass("New password: "))
    if getpass.getpass("The same again: ") != password:
        raise SettingsError("The two passwords are not the same; nothing was changed.")
    return password
