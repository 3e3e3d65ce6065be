"""A dense index whose files are no longer what was built says so, and is not asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.doctor import examine
from handbook.errors import VectorsAway
from handbook.index import editions, vectors
from handbook.index.chroma import Place
from handbook.index.vectors import KeptEmbedding, VectorIndex
from handbook.kept_vectors import Vector
from tests.conftest import open_book

MANY = 1200
"""Passages, so that Chroma writes out its graph: of fewer it keeps them in its record alone."""


class Numbers:
    """Stands in for an encoder: a vector for each number that is written out."""

    def __init__(self) -> None:
        drawn = np.random.default_rng(1).normal(size=(MANY, 32)).astype(np.float32)
        self.all = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        return [self.all[int(text)] for text in texts]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A large index."""
    place = Place(tmp_path_factory.mktemp("index") / "vectors", "passages", None)
    rows = ((f"p{number}", str(number)) for number in range(MANY))
    vectors.build(place, rows, cast("KeptEmbedding", Numbers()))
    return place


@pytest.fixture
def files(built: Place) -> Iterator[list[Path]]:
    """The files of the index, which are put back after the test."""
    found = [path for path in built.folder.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in found}
    yield found
    for path, content in before.items():
        path.write_bytes(content)


def test_an_index_that_is_whole_opens_again_and_again(built: Place) -> None:
    for _ in range(3):
        with closing(VectorIndex(built)) as index:
            assert index.size == MANY
            assert index.search(Numbers().all[7], 1)[0][0] == "p7"


def test_each_file_that_was_cut_is_named(built: Place, files: list[Path]) -> None:
    assert len(files) > 4
    for path in files:
        whole = path.read_bytes()
        for cut in (whole[: len(whole) // 2], whole[:-1], b""):
            path.write_bytes(cut)
            with pytest.raises(VectorsAway, match=f"damaged: .*{path.name} is not what was built"):
                VectorIndex(built)
        path.unlink()
        with pytest.raises(VectorsAway, match=path.name):
            VectorIndex(built)
        path.write_bytes(whole)


def test_a_file_of_the_graph_with_another_byte_is_named(built: Place, files: list[Path]) -> None:
    for path in files:
        if path.suffix != ".sqlite3":
            whole = path.read_bytes()
            middle = len(whole) // 2
            path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
            with pytest.raises(VectorsAway, match=path.name):
                VectorIndex(built)
            path.write_bytes(whole)


def test_where_nothing_was_noted_the_index_is_opened_as_before(built: Place) -> None:
    noted = built.folder.with_name("vectors.json")
    moved = noted.rename(noted.with_suffix(".aside"))
    VectorIndex(built).close()
    noted.write_text("[")
    with pytest.raises(VectorsAway, match=r"vectors\.json is not what was built"):
        VectorIndex(built)
    moved.rename(noted)


def test_a_damaged_index_answers_by_words_alone_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    rule = "The kite warden must report a broken string within three days."
    (tmp_path / "corpus" / "kites.md").write_text(f"# Kites\n\n1.1 {rule}\n")
    book = open_book(tmp_path / "corpus", tmp_path / "data")
    book.close()
    place = Place.of(tmp_path / "data", editions.pointed(tmp_path / "data"), None)
    record = place.folder / "chroma.sqlite3"
    record.write_bytes(record.read_bytes()[:-4096])
    again = Handbook.open(book.settings)
    answer = again.ask(Question("when must the kite warden report a broken string?"))
    again.close()
    assert [c.quote for c in answer.citations] == [rule]
    assert "words_alone" in {n.kind for n in answer.notices}
    assert any("chroma.sqlite3 is not what was built" in f.what for f in examine(book.settings))
