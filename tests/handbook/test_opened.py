"""What is remembered of an index edition while it is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from chromadb.api.client import SharedSystemClient

from handbook.access.roles import Role
from handbook.book import Handbook
from handbook.catalogue import Catalogue
from handbook.errors import IndexStale, StoreError, VectorsAway
from handbook.index import editions
from handbook.index.chroma import Place
from handbook.index.vectors import VectorIndex
from handbook.index.views import PARTS
from tests.conftest import open_book
from tests.readerships import write_corpus


def test_a_document_is_found_as_the_edition_finds_it(corpus_book: Handbook) -> None:
    opened = corpus_book.opened()
    for held in opened.edition.all():
        assert opened.find(held.document_id) is opened.edition.find(held.document_id)
    assert opened.find("nothing") is None


def test_vectors_that_cannot_be_opened_leave_no_client_behind(tmp_path: Path) -> None:
    with pytest.raises(VectorsAway, match="cannot be read"):
        VectorIndex(Place(tmp_path, "passages", None))
    assert str(tmp_path) not in SharedSystemClient._identifier_to_system


def test_vectors_that_could_not_be_opened_are_opened_once_they_can_be(tmp_path: Path) -> None:
    book = open_book(write_corpus(tmp_path / "corpus"), tmp_path / "data")
    place = Place.of(tmp_path / "data", editions.pointed(tmp_path / "data"), None)
    book.close()
    file = place.folder / "chroma.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(bytes(len(whole)))
    for _ in range(2):
        with pytest.raises(VectorsAway, match="not a database"):
            VectorIndex(place)
    file.write_bytes(whole)
    index = VectorIndex(place)
    assert index.size
    index.close()


def test_what_was_opened_of_an_index_that_is_broken_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book(write_corpus(tmp_path / "corpus"), tmp_path / "data")
    folder = editions.directory(tmp_path / "data", editions.pointed(tmp_path / "data"))
    before = set((folder / "readers").iterdir())
    for name in PARTS:
        for file in (folder / name / "lexical").glob("*"):
            file.write_bytes(b"")
    parts: list[Catalogue] = []
    whole = Catalogue.part

    def noted(*arguments: Any) -> Catalogue:
        parts.append(whole(*arguments))
        return parts[-1]

    monkeypatch.setattr(Catalogue, "part", noted)
    with pytest.raises(IndexStale, match="lexical index"):
        book.seen_by(Role.READER).opened()
    with pytest.raises(StoreError, match="closed"):
        parts[0].document_ids()
    assert set((folder / "readers").iterdir()) == before
    ours = [k for k in SharedSystemClient._identifier_to_system if k.startswith(str(tmp_path))]
    assert not [key for key in ours if "for-" in key]
    assert book.opened().retriever.dense
    book.close()
    assert not list((folder / "readers").iterdir())
