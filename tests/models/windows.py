"""The 1,000 pieces of real text that the encoder's parity is measured on, cut from the PDFs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pypdf import PdfReader

WORDS = 100
COUNT = 1000
DOCUMENTS = (
    "children-missing-education-2024",
    "information-sharing-advice-2024",
    "national-framework-2023",
    "working-together-2023",
    "health-of-looked-after-children-2022",
)


def text_windows(folder: Path) -> list[str]:
    """``COUNT`` windows of ``WORDS`` words, spread evenly over ``DOCUMENTS`` read in turn.

    Windows may overlap, as the documents together hold fewer than ``COUNT * WORDS`` words.
    """
    words: list[str] = []
    for name in DOCUMENTS:
        for page in PdfReader(folder / f"{name}.pdf").pages:
            words.extend(page.extract_text().split())
    last = len(words) - WORDS
    starts = [number * last // (COUNT - 1) for number in range(COUNT)]
    return [" ".join(words[start : start + WORDS]) for start in starts]


def digest(text: str) -> str:
    """The sha256 of a window's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
