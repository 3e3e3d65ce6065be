"""Plain text to a reading: blocks by blank lines and list marks, headings by how they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import leading_mark
from ingest.reading import Kind, Reading, ReadingBuilder

_RULE = re.compile(r"(={3,}|-{3,})\s*")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,300})\)")
"""A link typed as Markdown types it: what an e-mail or a page leaves when pasted as text."""

_LONGEST_HEADING = 80
MOST_BYTES = 64_000_000
"""No honest text or page is larger."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


def read_bytes(path: Path) -> bytes:
    """A file's bytes; ReadError if it cannot be opened or is larger than any honest page."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ReadError(
                f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB, which no honest page "
                "is; save it without its pictures, or split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened ({error.strerror}).") from error


def decode(path: Path) -> tuple[str, str | None]:
    """The text of a file and a warning if it is not UTF-8; ReadError if it is no text at all."""
    raw = read_bytes(path)
    if b"\0" in raw:
        raise ReadError(f"{path.name} is not a text file; save it as plain text (UTF-8).")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        return text, f"{path.name} is not UTF-8; it was read as Windows-1252."


def read_text(path: Path) -> Reading:
    """Read a text file: one unit for each section that a heading opens."""
    text, warning = decode(path)
    builder = ReadingBuilder()
    if warning:
        builder.warn(warning)
    builder.open_unit("section")
    started = False
    for group in _groups(_lines(text)):
        heading = _is_heading(group)
        if heading and started:
            builder.open_unit("section")
        started = True
        _add(builder, group, heading)
    return builder.finish()


def _lines(text: str) -> list[_Line]:
    lines, position = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(_Line(line.rstrip("\r\n"), position))
        position += len(line)
    return lines


def _groups(lines: list[_Line]) -> list[list[_Line]]:
    """Lines that belong to one block: blank lines, list marks and lone numbers part them."""
    groups: list[list[_Line]] = []
    fresh = True
    for line in lines:
        if not line.text.strip():
            fresh = True
            continue
        alone = line.text.strip().isdigit() or bool(groups and _is_heading(groups[-1]))
        if _RULE.fullmatch(line.text) and not fresh:
            groups[-1].append(line)
            fresh = True
            continue
        if fresh or alone or leading_mark(line.text) or groups[-1][0].text.strip().isdigit():
            groups.append([])
        groups[-1].append(line)
        fresh = False
    return groups


def _is_heading(group: list[_Line]) -> bool:
    first = group[0].text.strip()
    if len(group) == 2 and _RULE.fullmatch(group[1].text):
        return True
    letters = [c for c in first if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    shouted = len(letters) >= 3 and capitals >= 0.6 * len(letters)
    return len(group) == 1 and shouted and len(first) <= _LONGEST_HEADING and first[0] not in "-•*"


def _add(builder: ReadingBuilder, group: list[_Line], heading: bool) -> None:
    kept = [line for line in group if not _RULE.fullmatch(line.text)]
    spans = []
    for line in kept:
        spans.append(builder.add(line.text, "source", line.start))
        for link in _LINK.finditer(line.text):
            words = Span(spans[-1].unit, *(spans[-1].start + n for n in link.span(1)))
            builder.link(words, link[2])
        builder.gap()
    if not spans:
        return
    whole = Span(spans[0].unit, spans[0].start, spans[-1].end)
    mark = None if heading else leading_mark(kept[0].text)
    if heading:
        builder.mark(Kind.HEADING, whole, level=2)
    elif mark:
        kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
        body = Span(whole.unit, whole.start + mark.body, whole.end)
        builder.mark(kind, body, mark=mark.label)
    else:
        builder.mark(Kind.PARAGRAPH, whole)
    builder.gap()
