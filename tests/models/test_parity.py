"""The int8 encoder against the published fp32 weights, on real text.

fp32 needs torch, so its vectors were stored when the model was made (``models/make_encoder.py``).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handbook.encoder import LocalEncoder
from tests.models.windows import digest, text_windows

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = ROOT.parent / "shared" / "documents"
QUERIES = 100
TOP = 10


@pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the published documents are not beside the checkout"
)
def test_int8_agrees_with_fp32_on_a_thousand_passages() -> None:
    stored = np.load(Path(__file__).parent / "fp32_vectors.npz")
    windows = text_windows(DOCUMENTS)
    hashes = [bytes.fromhex(digest(text)) for text in windows]
    assert hashes == [bytes(h) for h in stored["sha256"]], (
        "the text read from the documents has changed; run models/make_encoder.py again"
    )
    exact = stored["vectors"].astype(np.float32)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    rough = LocalEncoder.load(ROOT / "models" / "encoder-int8").encode(windows)
    assert (exact * rough).sum(axis=1).mean() >= 0.98
    assert _overlap(exact, rough) >= 0.9


def _overlap(exact: np.ndarray, rough: np.ndarray) -> float:
    """The share of the ten nearest passages that both encoders give, over some queries."""
    step = len(exact) // QUERIES
    shares = []
    for query in range(0, len(exact), step):
        tops = [set(np.argsort(-(v @ v[query]))[1 : TOP + 1].tolist()) for v in (exact, rough)]
        shares.append(len(tops[0] & tops[1]) / TOP)
    return float(np.mean(shares))
