"""A paper as PDF/UA: tagged, so that a screen reader can read it, with the fonts that the
typesetter carries and none of the machine's. Words go in as data and are never read as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from handbook.dates import in_words
from handbook.errors import ExportError
from handbook.export.quoted import UNSHOWN
from handbook.export.sheet import Paper

_TEMPLATE = Path(__file__).with_name("paper.typ")
_STANDARD: typst.PDFStandard = "ua-1"
_ONE_CHARACTER = b"#set document(title: [-])\n#text(lang: 'en', sys.inputs.data)".replace(
    b"'", b'"'
)


def to_pdf(paper: Paper) -> bytes:
    """The content of the file. ExportError if no font at hand has a character of a quotation;
    elsewhere such a character is shown as one that is missing."""
    for quoted in paper.quotations:
        if missing := [c for c in quoted.text if not _is_drawn(c)]:
            raise ExportError(
                f"A quotation from {quoted.title} has {missing[0]!r}, which no font of the PDF "
                "has; export to .docx or .md instead."
            )
    record = asdict(paper) | {"printed_on": in_words(paper.printed_on)}
    made = datetime.combine(paper.printed_on, time(), UTC)
    try:
        return _compiled(_TEMPLATE.read_bytes(), json.dumps(_drawable(record)), made)
    except typst.TypstError as error:
        raise ExportError(
            f"The PDF could not be set ({error.message}); export to .docx or .md instead."
        ) from error


def _compiled(source: bytes, data: str, made: datetime) -> bytes:
    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs={"data": data})
    content = compiler.compile(format="pdf", pdf_standards=_STANDARD, timestamp=made)
    assert isinstance(content, bytes)
    return content


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _drawable(value: Any) -> Any:
    """The same record with every character that no font has shown as missing."""
    if isinstance(value, str):
        return "".join(c if _is_drawn(c) else UNSHOWN for c in value)
    if isinstance(value, dict):
        return {key: _drawable(v) for key, v in value.items()}
    return [_drawable(v) for v in value] if isinstance(value, (list, tuple)) else value


@lru_cache(maxsize=10_000)
def _is_drawn(character: str) -> bool:
    """Whether a font has a character: the standard forbids to set one that none has."""
    if character.isascii() and character.isprintable():
        return True
    try:
        _compiled(_ONE_CHARACTER, character, datetime(2000, 1, 1, tzinfo=UTC))
    except (typst.TypstError, ValueError):
        return False
    return True
