"""Accounts, sessions and the start, over a real file; the clock is the test's own."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from handbook.access.accounts import Accounts
from handbook.access.roles import EVERYBODY, GroupRole, Person, Role
from handbook.access.sessions import IDLE, LONGEST, Sessions
from handbook.access.start import look_at_start, must_sign_in
from handbook.access.store import FILE
from handbook.errors import SettingsError
from handbook.settings import ROOT, Settings

PASSWORD = "kettle orchard violin"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path)
    made.add("Anna", Role.EDITOR, PASSWORD)
    return made


def handbook(data: Path, *arguments: str, stdin: str = "", **settings: str) -> str:
    """Run the command line; what it said on both streams, its status first."""
    done = subprocess.run(
        [sys.executable, "-m", "handbook", *arguments],
        cwd=ROOT,
        env=os.environ | {"HANDBOOK_DATA": str(data)} | settings,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.returncode} {done.stdout}{done.stderr}"


def test_a_role_may_do_all_that_the_ones_before_it_may() -> None:
    allowed = [[r for r in Role if r.may(needed)] for needed in Role]
    assert [len(some) for some in allowed] == [4, 3, 2, 1]
    assert allowed[-1] == [Role.ADMIN]


def test_a_password_opens_its_own_account_alone(accounts: Accounts) -> None:
    assert accounts.with_password("ANNA ", PASSWORD) == Person("anna", Role.EDITOR)
    assert accounts.with_password("anna", PASSWORD.upper()) is None
    assert accounts.with_password("nobody", PASSWORD) is None
    assert accounts.with_password("anna", "") is None


def test_neither_password_nor_token_nor_key_can_be_read_from_the_file(
    accounts: Accounts, tmp_path: Path
) -> None:
    token = accounts.new_token("anna")
    key = Sessions(tmp_path).begin(Person("anna", Role.EDITOR))
    kept = (tmp_path / FILE).read_bytes()
    assert not any(secret.encode() in kept for secret in (PASSWORD, token, token[3:], key))
    assert b"$argon2id$" in kept
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "two words", "../x", "<b>", "a" * 65, "-x"])
def test_what_is_no_name_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(SettingsError, match="no name"):
        accounts.add(name, Role.READER, PASSWORD)


def test_a_name_is_given_once_and_a_short_password_not_at_all(accounts: Accounts) -> None:
    with pytest.raises(SettingsError, match="already"):
        accounts.add("anna", Role.ADMIN, PASSWORD)
    with pytest.raises(SettingsError, match="12 or more"):
        accounts.add("ben", Role.READER, "short")
    assert [(a.name, a.role) for a in accounts.all()] == [("anna", Role.EDITOR)]


def test_a_new_token_ends_the_one_before(accounts: Accounts) -> None:
    first, second = accounts.new_token("anna"), accounts.new_token("anna")
    assert accounts.with_token(first) is None
    assert accounts.with_token(second) == Person("anna", Role.EDITOR)
    assert accounts.with_token("") is None


def test_another_password_ends_sessions_and_token(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.new_token("anna")
    key = Sessions(tmp_path).begin(Person("anna", Role.EDITOR))
    accounts.set_password("anna", "another four words here")
    assert Sessions(tmp_path).person(key) is None
    assert accounts.with_token(token) is None
    assert accounts.with_password("anna", PASSWORD) is None


def test_removal_ends_sessions_and_token(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.new_token("anna")
    key = Sessions(tmp_path).begin(Person("anna", Role.EDITOR))
    accounts.remove("anna")
    assert Sessions(tmp_path).person(key) is None
    assert accounts.with_token(token) is None
    accounts.add("anna", Role.READER, PASSWORD)
    assert Sessions(tmp_path).person(key) is None


def test_a_session_ends_after_an_hour_of_nothing(accounts: Accounts) -> None:
    now = [1000.0]
    sessions = Sessions(accounts.data, lambda: now[0])
    key = sessions.begin(Person("anna", Role.EDITOR))
    for _ in range(3):
        now[0] += IDLE - 1
        assert sessions.person(key)
    now[0] += IDLE + 1
    assert sessions.person(key) is None


def test_a_session_ends_after_half_a_day_whatever_is_done(accounts: Accounts) -> None:
    now = [1000.0]
    sessions = Sessions(accounts.data, lambda: now[0])
    key = sessions.begin(Person("anna", Role.EDITOR))
    while now[0] + IDLE / 2 <= 1000 + LONGEST:
        now[0] += IDLE / 2
        assert sessions.person(key)
    now[0] += IDLE / 2
    assert sessions.person(key) is None


def test_a_clock_that_is_set_back_makes_no_session_last_longer(accounts: Accounts) -> None:
    now = [10_000_000.0]
    sessions = Sessions(accounts.data, lambda: now[0])
    key = sessions.begin(Person("anna", Role.EDITOR))
    now[0] -= 60
    assert sessions.person(key)
    now[0] -= 365 * 24 * 60 * 60
    assert sessions.person(key) is None
    again = sessions.begin(Person("anna", Role.EDITOR))
    assert sessions.person(again)
    now[0] += 365 * 24 * 60 * 60
    assert sessions.person(key) is None
    assert sessions.person(again) is None


def test_signing_out_ends_that_session_alone(accounts: Accounts) -> None:
    sessions = Sessions(accounts.data)
    one, other = (sessions.begin(Person("anna", Role.EDITOR)) for _ in range(2))
    sessions.end(one)
    assert sessions.person(one) is None
    assert sessions.person(other)


def test_a_damaged_file_lets_nobody_in(accounts: Accounts) -> None:
    (accounts.data / FILE).write_bytes(b"this is no database, and longer than a header " * 9)
    for question in (lambda: accounts.with_password("anna", PASSWORD), accounts.all):
        with pytest.raises(SettingsError, match="cannot be used"):
            question()


def test_a_file_of_another_version_is_left_alone(accounts: Accounts) -> None:
    with sqlite3.connect(accounts.data / FILE) as store:
        store.execute("PRAGMA user_version = 7")
    with pytest.raises(SettingsError, match="another version"):
        accounts.all()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_one_machine_that_serves_itself_asks_nobody_to_sign_in(tmp_path: Path, host: str) -> None:
    settings = Settings(data=tmp_path, host=host)
    look_at_start(settings)
    assert not must_sign_in(settings)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "example.org", ""])
def test_another_address_is_not_served_while_nobody_could_sign_in(
    tmp_path: Path, host: str
) -> None:
    settings = Settings(data=tmp_path, host=host)
    with pytest.raises(SettingsError, match="handbook account add NAME"):
        look_at_start(settings)
    assert must_sign_in(settings)
    Accounts(tmp_path).add("anna", Role.READER, PASSWORD)
    look_at_start(settings)
    proxied = Settings(data=tmp_path / "x", host=host, trusted_proxy=(ip_network("10.0.0.1"),))
    look_at_start(proxied)
    assert must_sign_in(proxied)


def test_an_account_makes_people_sign_in_on_this_machine_too(accounts: Accounts) -> None:
    assert must_sign_in(Settings(data=accounts.data))


def test_serve_refuses_before_anything_slow_is_done(tmp_path: Path) -> None:
    said = handbook(tmp_path, "serve", HANDBOOK_HOST="0.0.0.0")
    assert said.startswith("1 handbook: HANDBOOK_HOST is 0.0.0.0")
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_accounts_are_kept_by_the_command_line(tmp_path: Path) -> None:
    assert "no accounts" in handbook(tmp_path, "account", "list")
    made = handbook(tmp_path, "account", "add", "ben", "--role", "trainer", stdin=PASSWORD + "\n")
    assert made == "0 ben may sign in as trainer.\n"
    assert handbook(tmp_path, "account", "add", "eve", "--role", "boss").startswith(
        "1 handbook: 'b"
    )
    assert handbook(tmp_path, "account", "token", "ben").startswith("0 hb_")
    assert "trainer" in handbook(tmp_path, "account", "list")
    fresh = "another four words here"
    assert "have ended" in handbook(tmp_path, "account", "password", "ben", stdin=fresh)
    assert Accounts(tmp_path).with_password("ben", fresh)
    assert handbook(tmp_path, "account", "remove", "ben") == "0 ben may sign in no more.\n"
    assert "There is no account ben" in handbook(tmp_path, "account", "remove", "ben")
    noted = handbook(tmp_path, "audit")
    for deed in ("add", "token", "password", "remove"):
        assert f"on the command line: account {deed} ben" in noted
    assert PASSWORD not in noted


def test_roles_of_the_proxys_groups_come_from_the_environment() -> None:
    written = {
        "HANDBOOK_TRUSTED_PROXY": "10.0.0.1, ::1",
        "HANDBOOK_PROXY_ROLES": "*=reader,a=b=admin",
    }
    settings = Settings.from_environment(written)
    assert settings.trusted_proxy == (ip_network("10.0.0.1"), ip_network("::1"))
    assert settings.proxy_roles == (GroupRole(EVERYBODY, Role.READER), GroupRole("a=b", Role.ADMIN))
    assert Settings.from_environment(settings.as_environment()) == settings
    for wrong in ("staff", "=admin", "staff=boss"):
        with pytest.raises(SettingsError, match="HANDBOOK_PROXY_ROLES"):
            Settings.from_environment({"HANDBOOK_PROXY_ROLES": wrong})
