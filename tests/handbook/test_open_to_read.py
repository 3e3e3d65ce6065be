"""A catalogue that is read where it cannot be written, while others may write it elsewhere."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handbook.catalogue import FILE, Catalogue
from handbook.domain import Document, Edition, Unit
from handbook.errors import IndexStale, StoreError
from handbook.receipt import Receipt

NEWER = 99


def add(catalogue: Catalogue, key: str) -> None:
    """A document that says its own name."""
    unit = Unit(0, "section", key, ())
    document = Document(key, "hash", f"{key}.txt", Edition(key, key), (unit,), ())
    catalogue.add(document, Receipt(f"{key}.txt", key, "added"), "text")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A data folder with one document in its catalogue."""
    folder = tmp_path / "written"
    with closing(Catalogue.open(folder)) as catalogue:
        add(catalogue, "first")
    return folder


@pytest.fixture
def read(written: Path, tmp_path: Path) -> Iterator[Path]:
    """The same folder at a place where nobody can write to it."""
    folder = tmp_path / "read"
    folder.mkdir()
    mounted = subprocess.run(["mount", "--bind", str(written), str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this account may not mount a folder so that nobody can write to it")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_it_is_read_whole_and_in_part_and_nothing_can_be_added(read: Path) -> None:
    with closing(Catalogue.open_to_read(read)) as catalogue:
        assert catalogue.units("first")[0].text == "first"
        assert not catalogue.replaced
        with closing(catalogue.part((), ())) as part:
            assert part.document_ids() == []
        with pytest.raises(StoreError, match="readonly"):
            add(catalogue, "second")
    with pytest.raises(StoreError, match="give the folder back its rights"):
        Catalogue.open(read)


def test_what_another_writes_elsewhere_is_never_read_half_and_shows_when_it_is_opened_again(
    written: Path, read: Path
) -> None:
    with closing(Catalogue.open_to_read(read)) as catalogue:
        with closing(Catalogue.open(written)) as writer:
            add(writer, "second")
        with pytest.raises(StoreError, match="written by another while it was read"):
            catalogue.document_ids()
        assert catalogue.replaced
    with closing(Catalogue.open_to_read(read)) as catalogue:
        assert catalogue.document_ids() == ["first", "second"]


def test_what_waits_in_the_journal_of_a_living_writer_is_read(written: Path, read: Path) -> None:
    with closing(Catalogue.open(written)) as writer:
        add(writer, "second")
        with closing(Catalogue.open_to_read(read)) as catalogue:
            assert catalogue.document_ids() == ["first", "second"]
            add(writer, "third")
            assert catalogue.document_ids() == ["first", "second", "third"]


def test_a_journal_that_cannot_be_read_is_a_sentence_and_not_passed_over(
    written: Path, read: Path
) -> None:
    with closing(Catalogue.open(written)) as writer:
        add(writer, "second")
        journal = (written / f"{FILE}-wal").read_bytes()
    (written / f"{FILE}-wal").write_bytes(journal)
    with pytest.raises(StoreError, match="give the folder back its rights"):
        Catalogue.open_to_read(read)


def test_another_version_is_a_sentence(written: Path, read: Path) -> None:
    for version, error in ((NEWER, IndexStale), (1, StoreError)):
        with closing(sqlite3.connect(written / FILE)) as connection:
            connection.execute(f"PRAGMA user_version={version}")
        with pytest.raises(error, match=f"{'newer' if version == NEWER else 'older'} version"):
            Catalogue.open_to_read(read)


def test_where_it_can_be_written_it_is_made(tmp_path: Path) -> None:
    with closing(Catalogue.open_to_read(tmp_path / "fresh")) as catalogue:
        assert catalogue.document_ids() == []
