"""The record of withdrawn sources, written by several at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handbook.errors import SettingsError
from handbook.withdrawn import FILE, bring_back, withdraw, withdrawn


def test_editors_who_withdraw_at_once_lose_none_of_it(tmp_path: Path) -> None:
    names = [f"source-{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as editors:
        assert all(editors.map(lambda name: withdraw(tmp_path, name), names))
    assert withdrawn(tmp_path) == set(names)


def test_it_is_said_whether_anything_was_changed(tmp_path: Path) -> None:
    assert withdraw(tmp_path, "kites")
    assert not withdraw(tmp_path, "kites")
    assert bring_back(tmp_path, "kites")
    assert not bring_back(tmp_path, "kites")
    assert withdrawn(tmp_path) == frozenset()


def test_a_record_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").mkdir()
    with pytest.raises(SettingsError, match="cannot be written"):
        withdraw(tmp_path, "kites")


@pytest.mark.parametrize("damaged", ["[" * 100_000, '"kites"', '{"kites": 1}', '["\\ud800"]', "[1"])
def test_a_damaged_record_is_a_sentence_and_withdraws_nothing_else(
    tmp_path: Path, damaged: str
) -> None:
    (tmp_path / FILE).write_text(damaged)
    with pytest.raises(SettingsError, match=r"\(it is damaged\).*withdraw them again"):
        withdraw(tmp_path, "kites")
    assert (tmp_path / FILE).read_text() == damaged
