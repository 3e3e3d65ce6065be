"""A statement and its quotation in stretches, so that the characters that differ can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.check.records import Finding
from handbook.differing import Stretch
from handbook.rule_records import Piece


def said_stretches(finding: Finding) -> list[Stretch]:
    """The statement; marked is what the source does not bear out."""
    return list(_stretches(finding.line.text, (d.said for d in finding.differences)))


def stands_stretches(finding: Finding) -> list[Stretch]:
    """The quotation or the row of contacts; marked is what the statement lacks or has otherwise.
    Empty without either."""
    return list(_stretches(finding.evidence, (d.stands for d in finding.differences)))


def _stretches(text: str, pieces: Iterable[Piece | None]) -> Iterator[Stretch]:
    """The whole text once, however the pieces overlap."""
    done = 0
    for piece in sorted((p for p in pieces if p), key=lambda p: (p.start, p.end)):
        if piece.end <= done:
            continue
        start = max(piece.start, done)
        if start > done:
            yield text[done:start], False
        yield text[start : piece.end], True
        done = piece.end
    if done < len(text):
        yield text[done:], False
