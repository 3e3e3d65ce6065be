"""Small files of numbers and words that are kept, broken by chance: each is known as damaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from handbook import danger
from handbook.encoder import Encoder
from handbook.errors import IndexStale
from handbook.index import lexical, probe
from handbook.kept_vectors import Vector
from tests.fuzz.odd import spoilt_bytes

TIMES = 60


class Served:
    """Stands in for a served encoder."""

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        return [np.full(4, 0.5, np.float32) for _ in texts]


@pytest.mark.filterwarnings("ignore")
def test_what_was_learnt_of_danger_is_read_as_it_was_or_learnt_anew(
    wind_up: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / danger.LEARNT
    danger.DangerSense(np.ones(5), np.ones((3, 4), np.float32)).write(path, "k")
    read = 0
    for spoilt in spoilt_bytes(path.read_bytes(), TIMES * 3):
        wind_up()
        path.write_bytes(spoilt)
        if found := danger._read(path, "k"):
            assert found.weights.tolist() == [1.0] * 5
            assert found.danger.tolist() == [[1.0] * 4] * 3
            read += 1
    assert read


@pytest.mark.filterwarnings("ignore")
def test_a_broken_probe_agrees_with_no_encoder_or_with_its_own(
    wind_up: Callable[[], None], tmp_path: Path
) -> None:
    encoder = cast("Encoder", Served())
    probe.write(tmp_path, encoder)
    (path,) = tmp_path.iterdir()
    said = set()
    for spoilt in spoilt_bytes(path.read_bytes(), TIMES * 3):
        wind_up()
        path.write_bytes(spoilt)
        said.add(probe.agrees(tmp_path, encoder))
    assert said == {True, False}


def test_a_broken_vocabulary_is_read_or_refused_in_a_sentence(
    wind_up: Callable[[], None], tmp_path: Path
) -> None:
    folder = tmp_path / "lexical"
    lexical.build(folder, [("a", "Visits", "Visits", "The keyworker must visit the child.")])
    path = folder / "vocabulary.txt"
    refused: list[str] = []
    for spoilt in spoilt_bytes(path.read_bytes(), TIMES):
        wind_up()
        path.write_bytes(spoilt)
        try:
            assert lexical.LexicalIndex(folder).size == 1
        except IndexStale as error:
            refused.append(str(error))
    assert refused
    assert [s for s in refused if not s.endswith("run `handbook ingest --rebuild`.")] == []


@pytest.mark.parametrize("damaged", [b"{'descr': '<f4'", b"PK\x05\x06" + bytes(18), b""])
def test_a_probe_of_another_kind_agrees_with_none(tmp_path: Path, damaged: bytes) -> None:
    header = b"\x93NUMPY\x01\x00" + len(damaged).to_bytes(2, "little") + damaged
    (tmp_path / "probe.npy").write_bytes(header if damaged.startswith(b"{") else damaged)
    assert not probe.agrees(tmp_path, cast("Encoder", Served()))
    np.save(tmp_path / "probe.npy", np.ones(7))
    assert not probe.agrees(tmp_path, cast("Encoder", Served()))


def test_a_vocabulary_without_its_counts_is_a_sentence(tmp_path: Path) -> None:
    lexical.build(tmp_path / "lexical", [("a", "Visits", "Visits", "Visit the child.")])
    (tmp_path / "lexical" / "vocabulary.txt").write_text("visit\n")
    with pytest.raises(IndexStale, match="cannot be read"):
        lexical.LexicalIndex(tmp_path / "lexical")
