"""Whether the encoder that answers is the one that an index was made with.

The files of a local encoder name it. A served one can change behind its name, so each index
edition keeps the vector of one sentence, to be held against a fresh one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from handbook.damaged_arrays import DAMAGED
from handbook.encoder import Encoder, LocalEncoder

_FILE = "probe.npy"
_SENTENCE = "Who must do what, and by when?"
_SAME = 0.999
"""Servers round differently from one request to the next; another model is far off."""


def write(folder: Path, encoder: Encoder) -> None:
    """Keep the sentence's vector in the folder of an index edition."""
    np.save(folder / _FILE, encoder.encode([_SENTENCE])[0])


def agrees(folder: Path, encoder: Encoder) -> bool:
    """Whether the encoder still gives the vector that is kept there."""
    if isinstance(encoder, LocalEncoder):
        return True
    try:
        kept = np.load(folder / _FILE)
    except DAMAGED:
        return False
    fresh = encoder.encode([_SENTENCE])[0]
    if not isinstance(kept, np.ndarray) or (kept.shape, kept.dtype) != (fresh.shape, fresh.dtype):
        return False
    return float(kept @ fresh) > _SAME
