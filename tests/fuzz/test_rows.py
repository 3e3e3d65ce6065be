"""Rows of a catalogue that are not what was written there: the file is sound for SQLite, and what
is read of it is right or refused in a sentence."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.catalogue import FILE, Catalogue
from handbook.errors import HandbookError
from handbook.settings import Settings
from tests.fuzz.odd import SEED, spoilt_bytes, spoilt_json

TIMES = 6
JSON = (
    ("document", "edition"),
    ("document", "receipt"),
    ("unit", "record"),
    ("passage", "record"),
    ("review_question", "record"),
    ("receipt", "record"),
)
PACKED = (("print_map", "packed"), ("vector", "pieces"), ("vector", "vector"))


@pytest.fixture
def data(corpus_book: Handbook, tmp_path: Path) -> Path:
    """A copy of a data folder, to be spoilt."""
    shutil.copytree(corpus_book.settings.data, tmp_path / "data")
    return tmp_path / "data"


def _spoilt(table: str, column: str, good: str | bytes) -> Iterator[str | bytes]:
    if (table, column) in PACKED:
        assert isinstance(good, bytes)
        yield from spoilt_bytes(good, TIMES)
        return
    assert isinstance(good, str)
    yield from (raw.decode("utf-8", "replace") for raw in spoilt_json(good.encode(), TIMES))


def _read_all(catalogue: Catalogue, document_id: str, key: str) -> None:
    catalogue.edition(document_id)
    catalogue.receipt(document_id)
    catalogue.receipts()
    units = list(catalogue.units(document_id))
    catalogue.passages_of(document_id)
    catalogue.review_questions(document_id)
    catalogue.all_review_questions()
    for ordinal in range(len(units)):
        catalogue.print_map(document_id, ordinal)
    catalogue.kept.vectors([key])
    catalogue.kept.pieces([key])


def _one(connection: sqlite3.Connection, table: str, column: str) -> dict[str, Any]:
    """A row that has something in a column, by chance."""
    found = connection.execute(f"SELECT * FROM {table} WHERE length({column}) > 2")
    names = [entry[0] for entry in found.description]
    return dict(zip(names, random.Random(SEED).choice(found.fetchall()), strict=True))


@pytest.mark.parametrize(("table", "column"), [*JSON, *PACKED])
def test_a_row_that_is_broken_is_read_or_refused_in_a_sentence(
    data: Path, table: str, column: str
) -> None:
    with closing(sqlite3.connect(data / FILE)) as connection:
        row = _one(connection, table, column)
        key = next(iter(row))
        [(document,)] = connection.execute(
            "SELECT coalesce(?, min(document_id)) FROM document", (row.get("document_id"),)
        )
        [(vector,)] = connection.execute(
            "SELECT coalesce(?, min(key)) FROM vector", (row.get("key"),)
        )
        for spoilt in _spoilt(table, column, row[column]):
            connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (spoilt, row[key])
            )
            connection.commit()
            with closing(Catalogue.open(data)) as catalogue, suppress(HandbookError):
                _read_all(catalogue, document, vector)


def test_a_question_over_damaged_passages_is_told_what_is_wrong(data: Path) -> None:
    with closing(sqlite3.connect(data / FILE)) as connection:
        connection.execute("UPDATE passage SET record = '{'")
        connection.commit()
    book = Handbook.open(Settings(data=data))
    answer = book.ask(Question("How long may an assessment take?"))
    book.close()
    assert answer.status is Status.FAILED
    assert "a row of it is not what was written there" in answer.closing
