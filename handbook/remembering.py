"""An encoder that knows the texts again which it met last.

The sentences of a corpus that is asked about are encoded over and over, and so are headings and a
question that is asked again: more than half of the work on an answer. Texts themselves are not
kept, only their digests and vectors.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from handbook.encoder import Encoder
from handbook.pieces import Encoded, EncodedQuestion

TEXTS_REMEMBERED = 16_384
"""Some 25 megabytes with the built-in encoder."""
QUESTIONS_REMEMBERED = 32
"""With their word pieces: a question is looked at for danger before it is searched for."""
_Vector = NDArray[np.float32]


class RememberingEncoder:
    """Another encoder's vectors; see Encoder. Safe to share between threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._met: OrderedDict[bytes, _Vector] = OrderedDict()
        self._asked: OrderedDict[bytes, EncodedQuestion] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """That of the other encoder."""
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """Those of the other encoder."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> _Vector:
        """See Encoder."""
        if not texts:
            return self._encoder.encode(texts)
        keys = [_digest(text) for text in texts]
        found = self._recalled(keys)
        fresh = {k: text for k, text in zip(keys, texts, strict=True) if k not in found}
        if fresh:
            made = dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
            self._remember(made)
            found |= made
        return np.stack([found[key] for key in keys])

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        """See Encoder; these are not remembered."""
        return self._encoder.encode_whole(texts)

    def encode_question(self, text: str) -> EncodedQuestion:
        """See Encoder."""
        key = _digest(text)
        with self._lock:
            found = self._asked.get(key)
        if found is None:
            found = self._encoder.encode_question(text)
            self._remember({key: found.vector})
            with self._lock:
                self._asked[key] = found
                while len(self._asked) > QUESTIONS_REMEMBERED:
                    self._asked.popitem(last=False)
        return found

    def _recalled(self, keys: Sequence[bytes]) -> dict[bytes, _Vector]:
        with self._lock:
            known = [key for key in keys if key in self._met]
            for key in known:
                self._met.move_to_end(key)
            return {key: self._met[key] for key in known}

    def _remember(self, made: dict[bytes, _Vector]) -> None:
        with self._lock:
            # A copy: a row would keep the whole batch in memory.
            self._met |= {key: vector.copy() for key, vector in made.items()}
            while len(self._met) > TEXTS_REMEMBERED:
                self._met.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
