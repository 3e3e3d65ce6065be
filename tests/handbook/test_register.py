"""What the registers for the editor share: lines that survive crashes, and each other."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from handbook.errors import SettingsError
from handbook.register import Register


@dataclass(frozen=True)
class Row:
    """An entry of a register."""

    source: str
    words: tuple[str, ...] = ()


@pytest.fixture
def register(tmp_path: Path) -> Register[Row]:
    return Register(tmp_path / "rows.jsonl", Row)


def test_entries_come_back_as_they_were_oldest_first(register: Register[Row]) -> None:
    rows = [Row("a", ("x", "two\nlines", "\u2028\x85")), Row("b")]
    assert register.entries() == []
    for row in rows:
        register.add(row)
    assert register.entries() == rows


def test_a_line_cut_short_costs_no_entry_that_follows(
    register: Register[Row], tmp_path: Path
) -> None:
    register.add(Row("a"))
    with (tmp_path / "rows.jsonl").open("ab") as file:
        file.write(b'{"source": "half a li')
    register.add(Row("b"))
    assert register.entries() == [Row("a"), Row("b")]


def test_what_is_no_entry_is_passed_over(register: Register[Row], tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b'{"source": 1}\n[]\n\xff\n\n{"source": "a"}\n')
    assert register.entries() == [Row("a")]


def test_forgetting_takes_out_what_is_named_and_what_is_damaged(
    register: Register[Row], tmp_path: Path
) -> None:
    for source in ("a", "b", "a"):
        register.add(Row(source))
    with (tmp_path / "rows.jsonl").open("ab") as file:
        file.write(b'{"source": "a", "words": ["cut sh')
    register.forget(lambda row: row.source == "a")
    assert register.entries() == [Row("b")]
    assert b"cut sh" not in (tmp_path / "rows.jsonl").read_bytes()


def test_forgetting_begins_no_register(register: Register[Row], tmp_path: Path) -> None:
    register.forget(lambda _: True)
    assert list(tmp_path.iterdir()) == []


def test_many_add_while_something_is_forgotten_and_none_is_lost(register: Register[Row]) -> None:
    def add(name: str) -> None:
        for number in range(50):
            register.add(Row(name, (str(number),)))

    register.add(Row("first"))
    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        register.forget(lambda row: row.source == "none")
    assert len(set(register.entries())) == 201


def test_a_file_that_cannot_be_written_is_a_sentence(
    register: Register[Row], tmp_path: Path
) -> None:
    (tmp_path / "rows.jsonl").mkdir()
    with pytest.raises(SettingsError, match=r"rows\.jsonl cannot be written"):
        register.add(Row("a"))
