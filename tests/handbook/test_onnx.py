"""Files that are no model are a sentence, in whichever way they are broken."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from handbook.errors import ModelError
from handbook.onnx import Model
from handbook.settings import BUILT_IN_ENCODER, ROOT

WHOLE = next((ROOT / "models").rglob("model.onnx")).parent


def _flipped(data: bytes) -> bytes:
    """The shape of the graph broken here and there, the weights left out of it."""
    chance, raw = random.Random(8), bytearray(data)
    for _ in range(400):
        raw[chance.randrange(min(len(raw), 60_000))] ^= 1 << chance.randrange(8)
    return bytes(raw)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize(
    "spoilt",
    [
        lambda _: b"",
        lambda _: b"{}",
        lambda _: b"\xff\x00" * 99,
        lambda d: d[: len(d) // 2],
        _flipped,
    ],
    ids=["empty", "braces", "noise", "cut", "flipped"],
)
def test_a_broken_file_of_a_model_is_a_sentence(
    tmp_path: Path, file: str, spoilt: Callable[[bytes], bytes]
) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        data = (WHOLE / name).read_bytes()
        (tmp_path / name).write_bytes(spoilt(data) if name == file else data)
    with pytest.raises(ModelError, match="is broken; restore"):
        Model.load(tmp_path)


def test_a_missing_file_of_a_model_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Model.load(tmp_path)


def test_the_first_output_alone_is_the_same_to_the_bit() -> None:
    model = Model.load(BUILT_IN_ENCODER)
    ids = np.array([model.tokenizer.encode("When must the core group meet?").ids])
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    whole = model.run(inputs)
    [alone], [again] = model.run_each([inputs, inputs], first=True)
    assert len(whole) == 3
    assert np.array_equal(alone, whole[0])
    assert np.array_equal(again, whole[0])
