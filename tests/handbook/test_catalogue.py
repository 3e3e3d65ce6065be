"""The catalogue: upgraded from older versions, refused from newer ones, rewritten without rests."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handbook.catalogue import FILE, Catalogue
from handbook.domain import Document, Edition, Unit
from handbook.errors import IndexStale, StoreError
from handbook.pieces import NO_PIECES, Encoded
from handbook.print_map import PrintMap
from handbook.receipt import Receipt

SCHEMA_1 = """
CREATE TABLE document (
    document_id TEXT PRIMARY KEY, edition TEXT NOT NULL, warnings TEXT NOT NULL,
    panels INTEGER NOT NULL);
CREATE TABLE unit (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE passage (
    passage_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, ordinal INTEGER NOT NULL,
    record TEXT NOT NULL);
CREATE INDEX passage_of_document ON passage (document_id, ordinal);
CREATE TABLE review_question (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE vector (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO document VALUES ('d1', '{"source_id": "guide", "title": "Guide"}', 'Look here.', 0);
INSERT INTO unit VALUES ('d1', 0,
    '{"ordinal": 0, "kind": "section", "text": "Meet within ten days.", "runs": []}');
PRAGMA user_version = 1;
"""


WITHOUT_PIECES = """
ALTER TABLE vector DROP COLUMN pieces;
ALTER TABLE vector DROP COLUMN width;
"""


def document(key: str, text: str) -> Document:
    unit = Unit(0, "section", text, ())
    return Document(key, "hash", f"{key}.txt", Edition(key, key), (unit,), ())


def test_a_catalogue_of_schema_1_is_upgraded_and_keeps_what_it_holds(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(SCHEMA_1)
    connection.close()
    catalogue = Catalogue.open(tmp_path)
    assert catalogue.units("d1")[0].text == "Meet within ten days."
    assert catalogue.warnings("d1") == ["Look here."]
    assert catalogue.receipt("d1") is None
    assert len(catalogue.print_map("d1", 0).rows) == 0
    catalogue.add(document("d2", "New."), Receipt("d2.txt", "d2", "added"), "text")
    assert catalogue.receipt("d2") == Receipt("d2.txt", "d2", "added")
    catalogue.close()
    Catalogue.open(tmp_path).close()


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_two_that_upgrade_a_catalogue_at_once_both_open_it(tmp_path: Path, journal: str) -> None:
    first = sqlite3.connect(tmp_path / FILE)
    first.execute(f"PRAGMA journal_mode={journal}")
    first.executescript(SCHEMA_1)
    first.execute("BEGIN IMMEDIATE")  # both have looked at it before either may write
    with ThreadPoolExecutor() as at_once:
        opening = [at_once.submit(Catalogue.open, tmp_path) for _ in range(2)]
        assert not wait(opening, timeout=0.3).done
        first.rollback()
        for one in opening:
            catalogue = one.result()
            assert catalogue.warnings("d1") == ["Look here."]
            catalogue.close()
    first.close()


def test_a_catalogue_of_schema_2_is_upgraded_and_goes_without_print_maps(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.add(document("d1", "Old."), Receipt("d1.txt", "d1", "added"), "text")
    catalogue.close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(f"DROP TABLE print_map; {WITHOUT_PIECES} PRAGMA user_version = 2;")
    connection.close()
    catalogue = Catalogue.open(tmp_path)
    assert catalogue.units("d1")[0].text == "Old."
    assert len(catalogue.print_map("d1", 0).rows) == 0
    packed = PrintMap(np.array([[0, 4, 7, 4]], np.int32)).pack()
    read_now = replace(document("d2", "New."), print_maps=(packed,))
    catalogue.add(read_now, Receipt("d2.txt", "d2", "added"), "text")
    assert catalogue.print_map("d2", 0).rows.tolist() == [[0, 4, 7, 4]]
    assert catalogue.keep_only({"d1"}) == ["d2"]
    assert len(catalogue.print_map("d2", 0).rows) == 0
    catalogue.close()


def test_a_catalogue_of_schema_3_is_upgraded_and_its_vectors_go_without_pieces(
    tmp_path: Path,
) -> None:
    catalogue = Catalogue.open(tmp_path)
    catalogue.kept.keep({"old": Encoded(np.ones(3, np.float32), NO_PIECES)})
    catalogue.close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(f"{WITHOUT_PIECES} PRAGMA user_version = 3;")
    connection.close()
    catalogue = Catalogue.open(tmp_path)
    catalogue.kept.keep({"new": Encoded(np.ones(3, np.float32), np.ones((2, 2), np.int8))})
    assert {k: len(p) for k, p in catalogue.kept.pieces(["old", "new"]).items()} == {
        "old": 0,
        "new": 2,
    }
    assert catalogue.kept.vectors(["old"])["old"].tolist() == [1.0, 1.0, 1.0]
    catalogue.close()


def test_a_catalogue_of_a_newer_version_is_explained_and_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(IndexStale, match="newer version"):
        Catalogue.open(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 99
    connection.close()


def test_a_document_that_is_not_copied_leaves_no_bytes_in_the_copy(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    for key, text in (("keep", "zebrafinch stays"), ("drop", "nightingale goes")):
        catalogue.add(document(key, text), Receipt(f"{key}.txt", key, "added"), key)
    catalogue.keep_receipts({k: Receipt(k, k, "added") for k in ("keep", "drop")}, whole=True)
    catalogue.copy_to(tmp_path / "copy.sqlite", {"keep"}, "drop")
    catalogue.close()
    copied = Catalogue.open_file(tmp_path / "copy.sqlite")
    assert copied.document_ids() == ["keep"]
    assert set(copied.receipts()) == {"keep"}
    copied.close()
    stored = (tmp_path / "copy.sqlite").read_bytes()
    assert b"zebrafinch" in stored
    assert b"nightingale" not in stored


def test_documents_that_nobody_names_are_removed(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    for key in ("keep", "drop"):
        catalogue.add(document(key, "text"), Receipt(f"{key}.txt", key, "added"), key)
    assert catalogue.keep_only({"keep"}) == ["drop"]
    assert len(catalogue.units("drop")) == 0
    catalogue.close()


def test_a_document_that_goes_while_its_units_are_read_is_a_sentence(tmp_path: Path) -> None:
    reader, builder = Catalogue.open(tmp_path), Catalogue.open(tmp_path)
    builder.add(document("drop", "text"), Receipt("drop.txt", "drop", "added"), "text")
    units = reader.units("drop")
    assert len(units) == 1
    builder.keep_only(set())
    for read in (lambda: units[0], lambda: list(units)):
        with pytest.raises(StoreError, match="drop is no longer held"):
            read()
    reader.close()
    builder.close()


def test_vectors_that_nobody_marked_are_swept(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    encoded = Encoded(np.ones(3, np.float32), np.ones((4, 2), np.int8))
    catalogue.kept.keep({"used": encoded, "unused": encoded})
    catalogue.kept.mark(["used"])
    catalogue.kept.sweep()
    assert set(catalogue.kept.vectors(["used", "unused"])) == {"used"}
    assert catalogue.kept.pieces(["used", "unused"])["used"].tolist() == [[1, 1]] * 4
    catalogue.close()


def test_a_catalogue_whose_file_was_replaced_says_so(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path)
    assert not catalogue.replaced
    catalogue.copy_to(tmp_path / "fresh", set(), "")
    (tmp_path / "fresh").replace(tmp_path / FILE)
    assert catalogue.replaced
    catalogue.close()
