"""The search for what was erased, in every file of the data folder."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from handbook.catalogue import Catalogue
from handbook.domain import Unit
from handbook.endpoint import ChromaServer
from handbook.index.editions import Held
from handbook.machine import OF_A_VOLUME
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
    """The files that still hold a phrase, or are a raw file of the source or a picture of one of
    its pages."""
    unread: tuple[str, ...] = ()
    """The files that could not be searched, since they are damaged or may not be read, or not
    again, since what to look for in them is gone; and the folders that may not be entered."""
    server: ChromaServer | None = None
    """Who keeps the vectors; its disk is not searched."""

    @property
    def sentence(self) -> str:
        """What the search covers and what it does not."""
        if self.found or self.unread:
            return " ".join(self._left)
        return (
            f"{self._sought} The index was written anew without it, "
            "its compressed parts (single words, vectors) among the rest. Not covered: the corpus "
            "folder, backups, what the disk keeps of deleted files, and a volume's own "
            f"lost+found.{self._elsewhere}"
        )

    @property
    def _left(self) -> Iterator[str]:
        """What a person has to look after."""
        if self.found:
            yield (
                f"Text of it still stands in {', '.join(self.found)}, which is not removed by "
                "this: delete that yourself. What lies in index or files was held open: close what "
                "reads it, and the next `handbook ingest` removes it."
            )
        if self.unread:
            yield (
                f"{', '.join(self.unread)} could not be searched: look into it yourself, and "
                "delete it, or move it away."
            )

    @property
    def _sought(self) -> str:
        """What was looked for in vain."""
        where = f"all {self.files} files of the data folder ({self.bytes / 1e6:.1f} MB"
        raw = "no file is one of its raw files or a picture of their pages."
        if not self.phrases:
            return f"No phrase of it was left to look for. Of {where}) {raw}"
        return (
            f"{self.phrases} phrases that no other source has were looked for in the bytes of "
            f"{where}, as UTF-8 and UTF-16) and in every row of its SQLite files: none was found, "
            f"and {raw}"
        )

    @property
    def _elsewhere(self) -> str:
        """What a server may keep of a collection that it has deleted."""
        if self.server is None:
            return ""
        return (
            f" Nor the disk of the Chroma server at {self.server}, which keeps vectors of deleted "
            "collections: empty its folder, start it again, and run `handbook ingest --rebuild`."
        )


def distinctive(catalogue: Catalogue, gone: Sequence[Held], rest: Sequence[Held]) -> list[str]:
    """Phrases of six words from some documents that nothing else that is held says, spread over
    them. A phrase lies on one line, so that it is stored in one piece."""
    phrases: dict[str, None] = {}
    for held in gone:
        phrases.update(dict.fromkeys(_phrases(catalogue.units(held.document_id))))
    step = max(1, len(phrases) // (2 * _SAMPLES))
    own = list(phrases)[::step]
    for held in rest:
        said = "\n".join(_said(catalogue, held))
        own = [p for p in own if p not in said]
    step = max(1, len(own) // _SAMPLES)
    return own[::step]


def _phrases(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        for line in unit.text.splitlines():
            words = line.split(" ")
            for start in range(0, len(words) - _WORDS + 1, _WORDS):
                phrase = " ".join(words[start : start + _WORDS])
                if '"' not in phrase and "\\" not in phrase and len(phrase) > 4 * _WORDS:
                    yield phrase


def _said(catalogue: Catalogue, held: Held) -> Iterator[str]:
    """Every form in which a document's text is stored: as on the page, and on one line."""
    for unit in catalogue.units(held.document_id):
        yield unit.text
        yield " ".join(unit.text.split())
        yield unit.head + unit.foot
    for passage in catalogue.passages_of(held.document_id):
        yield passage.text
        yield " > ".join(passage.headings)
    yield str(held.edition)


def search(
    data: Path,
    phrases: Sequence[str],
    hashes: set[str],
    server: ChromaServer | None = None,
    left: Sequence[str] = (),
) -> Proof:
    """Look for phrases, and for raw files with some hashes and pictures of their pages, in every
    file of a folder. ``left`` is what an earlier proof has named and is still there: the phrases
    that it knew are gone with the source, so that nothing found in it now says that it is clean."""
    needles = [p.encode(code) for p in phrases for code in ("utf-8", "utf-16-le")]
    found: list[str] = []
    unread: list[str] = []
    files = size = 0
    for path in _files_below(data, unread):
        name = path.relative_to(data).as_posix()
        try:
            if not path.is_file():
                continue
            files, size = files + 1, size + path.stat().st_size
            if path.parent.name in hashes or _is_of(path, phrases, needles, hashes):
                found.append(name)
        except FileNotFoundError:
            # A page may be open meanwhile, whose pictures come and go: what has gone holds nothing.
            continue
        except (OSError, sqlite3.Error):
            unread.append(name)
    unread += [name for name in left if name not in (*found, *unread)]
    return Proof(len(phrases), files, size, tuple(found), tuple(unread), server)


def _files_below(data: Path, unread: list[str]) -> list[Path]:
    """What lies in a folder and those below it, what belongs to the volume left out; a folder that
    cannot be entered is added to ``unread``."""

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            unread.append(Path(error.filename).relative_to(data).as_posix())

    found = []
    for folder, below, names in os.walk(data, onerror=note):
        if Path(folder) == data:
            below[:] = [name for name in below if name not in OF_A_VOLUME]
        found += [Path(folder, name) for name in names]
    return sorted(found)


def _is_of(path: Path, phrases: Sequence[str], needles: Sequence[bytes], hashes: set[str]) -> bool:
    """Whether a file is one of the raw files, or holds a phrase."""
    return file_hash(path) in hashes or _holds(path, needles) or _rows_hold(path, phrases)


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
