"""The search for what was erased, in every file of the data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from handbook.catalogue import Catalogue
from ingest.manifest import file_hash

_WORDS = 6
_SAMPLES = 200
_SQLITE = b"SQLite format 3\0"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for, where, and what of it was found."""

    phrases: int
    files: int
    bytes: int
    found: tuple[str, ...]
    """The files that still hold a phrase, or are a raw file of the source."""

    @property
    def sentence(self) -> str:
        """What the search covers and what it does not."""
        if self.found:
            return f"Text of it was found again in {', '.join(self.found)}; run it once more."
        return (
            f"{self.phrases} phrases that no other source has were looked for in the bytes of all "
            f"{self.files} files of the data folder ({self.bytes / 1e6:.1f} MB, as UTF-8 and "
            "UTF-16) and in every row of its SQLite files: none was found, and no file is one of "
            "its raw files. The index was written anew without it, its compressed parts (single "
            "words, vectors) among the rest. Not covered: the corpus folder, backups, and what "
            "the disk keeps of deleted files."
        )


def distinctive(catalogue: Catalogue, document_ids: Sequence[str]) -> list[str]:
    """Phrases of six words from some documents that stand in no other document, spread over
    them. A phrase lies on one line, so that it is stored in one piece."""
    theirs = set(document_ids)
    phrases: dict[str, None] = {}
    for document_id in document_ids:
        phrases.update(dict.fromkeys(_phrases(catalogue, document_id)))
    others = set()
    for document_id in catalogue.document_ids():
        if document_id not in theirs:
            others |= phrases.keys() & set(_phrases(catalogue, document_id, step=1))
    own = [p for p in phrases if p not in others]
    step = max(1, len(own) // _SAMPLES)
    return own[::step]


def _phrases(catalogue: Catalogue, document_id: str, step: int = _WORDS) -> Iterator[str]:
    for unit in catalogue.units(document_id):
        for line in unit.text.splitlines():
            words = line.split(" ")
            for start in range(0, len(words) - _WORDS + 1, step):
                phrase = " ".join(words[start : start + _WORDS])
                if '"' not in phrase and "\\" not in phrase and len(phrase) > 4 * _WORDS:
                    yield phrase


def search(data: Path, phrases: Sequence[str], hashes: set[str]) -> Proof:
    """Look for phrases, and for raw files with some hashes, in every file of a folder."""
    needles = [p.encode(code) for p in phrases for code in ("utf-8", "utf-16-le")]
    found: list[str] = []
    files = [p for p in sorted(data.rglob("*")) if p.is_file()]
    for path in files:
        if file_hash(path) in hashes or _holds(path, needles) or _rows_hold(path, phrases):
            found.append(path.relative_to(data).as_posix())
    size = sum(p.stat().st_size for p in files)
    return Proof(len(phrases), len(files), size, tuple(found))


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    """Whether a file's bytes hold one of the needles, read in blocks that overlap."""
    longest = max(map(len, needles), default=1)
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if any(n in tail + block for n in needles):
                return True
            tail = block[-longest:]
    return False


def _rows_hold(path: Path, phrases: Sequence[str]) -> bool:
    """Whether a row of a SQLite file holds a phrase that its bytes hold in two pieces."""
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                texts = [v for v in row if isinstance(v, str)]
                if any(p in text for text in texts for p in phrases):
                    return True
    return False
