"""Sentences to vectors: the only door to onnxruntime and tokenizers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from handbook.errors import EncoderError

MAX_PIECES = 256
"""Word pieces read of a text, the two markers included; the rest is not seen."""
BATCH_PIECES = 1024
"""Word pieces in one batch, padding included: the fastest of those measured on two cores."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A sentence encoder read from a folder; safe to share between threads."""

    fingerprint: str
    """Twelve hexadecimal digits: vectors of two encoders compare only when these are equal."""
    dimensions: int
    """The length of a vector."""
    _session: onnxruntime.InferenceSession
    _tokenizer: Tokenizer

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """The encoder in ``folder`` (``model.onnx``, ``tokenizer.json``).

        Raises EncoderError when a file is missing or cannot be read as what it should be.
        """
        try:
            model = (folder / "model.onnx").read_bytes()
            vocabulary = (folder / "tokenizer.json").read_bytes()
        except OSError as fault:
            raise EncoderError(
                f"The encoder's file {fault.filename} cannot be read ({fault.strerror}); "
                "restore the folder, or point HANDBOOK_MODEL at one that is whole."
            ) from fault
        try:
            tokenizer = Tokenizer.from_buffer(vocabulary)
            session = _session(model)
        except Exception as fault:  # both libraries raise their own kinds, or a bare Exception
            raise EncoderError(
                f"The encoder in {folder} is broken; restore its model.onnx and tokenizer.json."
            ) from fault
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_PIECES)
        made = hashlib.sha256(model + vocabulary + str(MAX_PIECES).encode()).hexdigest()[:12]
        return cls(made, session.get_outputs()[0].shape[1], session, tokenizer)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of unit length a text, in the order given: ``(len(texts), dimensions)``.

        Texts are cut at ``MAX_PIECES``. The int8 arithmetic scales with the whole batch, so a
        text's vector moves a little with its company (see the model's card).
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        pieces = self._tokenizer.encode_batch(list(texts))
        for rows in _batches([len(piece.ids) for piece in pieces]):
            vectors[rows] = self._run([pieces[row] for row in rows])
        return vectors

    def _run(self, pieces: Sequence[Encoding]) -> NDArray[np.float32]:
        ids = np.zeros((len(pieces), max(len(piece.ids) for piece in pieces)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece.ids)] = piece.ids
            mask[row, : len(piece.ids)] = 1
        outputs = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(outputs[0], dtype=np.float32)


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in batches of like length, each of at most ``BATCH_PIECES`` once padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
