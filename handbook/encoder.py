"""Sentences to vectors: the only door to onnxruntime and tokenizers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from handbook.errors import EncoderError

MAX_PIECES = 256
"""Word pieces read of a text, the two markers included; the rest is not seen."""


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
        except Exception as fault:  # tokenizers raises nothing narrower than Exception
            raise EncoderError(
                f"The encoder in {folder} is broken; restore its model.onnx and tokenizer.json."
            ) from fault
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_PIECES)
        made = hashlib.sha256(model + vocabulary + str(MAX_PIECES).encode()).hexdigest()[:12]
        return cls(made, session.get_outputs()[0].shape[1], session, tokenizer)

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is common enough to stand whole in the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of unit length a text, in the order given: ``(len(texts), dimensions)``.

        Texts are cut at ``MAX_PIECES``. Each text is run by itself: the int8 arithmetic takes its
        scale from everything in a batch, so that in company a text's vector would depend on its
        neighbours and a changed document would move the vectors of unchanged ones. On two cores
        it costs nothing (docs/decisions/0002-encoder.md).
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, pieces in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = np.array([pieces.ids], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            vectors[row] = self._session.run(None, inputs)[0][0]
        return vectors


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
