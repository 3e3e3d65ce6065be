"""Blocks to sentences, each as spans, so that every sentence can be quoted from its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sentencex

from handbook.domain import Span
from ingest.reading import Reading

_ABBREVIATION = re.compile(r"\b(ch|paras?|pp?|nos?|s|ss|reg|art|fig|vol|c)\.\s*$", re.IGNORECASE)


def sentence_spans(reading: Reading, spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The sentences of a block. The end of the block ends a sentence, full stop or not."""
    text = reading.text(tuple(spans)).replace("\n", " ")
    return [
        part for start, end in _boundaries(text) if (part := _cut(spans, *_trim(text, start, end)))
    ]


def _boundaries(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start, end = boundary["start_index"], boundary["end_index"]
        if found and _joins(text[found[-1][0] : found[-1][1]], text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _joins(before: str, after: str) -> bool:
    """Whether the splitter cut after an abbreviation, as in "see ch. 3"."""
    return bool(_ABBREVIATION.search(before)) and after[:1].isdigit()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _cut(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The part of some joined spans between two offsets of their joined text."""
    parts, position = [], 0
    for span in spans:
        length = span.end - span.start
        low, high = max(start - position, 0), min(end - position, length)
        if low < high:
            parts.append(Span(span.unit, span.start + low, span.start + high))
        position += length
    return tuple(parts)
