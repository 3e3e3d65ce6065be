"""One reader per format; ``read_document`` picks it by the file's ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from handbook.errors import ReadError
from ingest.reading import Reading

_READERS = {
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("word", "read_docx"),
    ".pptx": ("slides", "read_pptx"),
    ".html": ("web", "read_html"),
    ".htm": ("web", "read_html"),
    ".md": ("markdown", "read_markdown"),
    ".txt": ("plain", "read_text"),
}
MOST_CHARACTERS = 10_000_000
"""Some twenty thousand printed pages: no honest document holds more."""

SUFFIXES = frozenset(_READERS)


def read_document(path: Path) -> Reading:
    """Read one file; a ReadError says in a sentence why it could not be read."""
    if path.suffix.lower() not in _READERS:
        known = " ".join(sorted(SUFFIXES))
        raise ReadError(f"{path.name} is of a kind that cannot be read here; these can: {known}.")
    module, function = _READERS[path.suffix.lower()]
    reader: Callable[[Path], Reading] = getattr(import_module(f"ingest.read.{module}"), function)
    reading = reader(path)
    if not any(unit.text.strip() for unit in reading.units):
        raise ReadError(
            f"{path.name} holds no text that can be read; if it is a scan, "
            "put a copy through text recognition first."
        )
    if sum(len(unit.text) for unit in reading.units) > MOST_CHARACTERS:
        raise ReadError(
            f"{path.name} holds more than {MOST_CHARACTERS // 1_000_000} million characters of "
            "text; split it into its chapters."
        )
    return reading
