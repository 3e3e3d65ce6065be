"""Checks that are kept by the hash of their file and the area, so that what turned since can be
listed.

Kept is what tells a turn: of each statement a hash, on which slide it stands, the verdict, and
where its quotation stands. No words are kept, neither the deck's nor a source's: the deck is read
again at its own place, the quotation in the stored edition.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from handbook.answer_records import Citation
from handbook.check.records import Check, Difference, Finding, Verdict
from handbook.contacts import Contact
from handbook.domain import AREAS, Span
from handbook.errors import SettingsError
from handbook.index.editions import replace_text
from handbook.personal.file_names import masked_place
from handbook.personal.mask import Masker

FOLDER = "checks"
_WHERE = re.compile(r"[a-z]+ (?:\d+|[ivxlc]+)(?:, notes)?")
"""Where a line stands, without a word of the material: what a page calls itself can be one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands, and a hash of its characters."""

    document_id: str
    source_id: str
    spans: tuple[Span, ...]
    quote_sha256: str


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding without words; the fields are those of Finding."""

    statement_sha256: str
    verdict: Verdict
    place: Place | None = None
    differences: tuple[Difference, ...] = ()
    until: date | None = None
    areas: tuple[str, ...] = ()
    term: str = ""
    contact: Contact | None = None
    """A row of the handbook's own table, which is nobody's words."""
    masked: bool = False
    """Whether personal details were taken out of the statement before it was hashed."""
    starts: date | None = None
    beside: Place | None = None
    """Where the quotation stands of what holds on the other side of the day."""
    where: str = ""
    """Where in the file the statement stands, such as "slide 3, notes"; "" where an earlier version
    did not keep it, or the page has a name that is no number."""

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that were quoted."""
        return tuple(p for p in (self.place, self.beside) if p)


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """The last check of a file for an area. ``path`` is where the file lay, as an absolute path in
    which the personal details of its names are masked; of a file that was sent to the page, and
    lies nowhere, its masked name alone."""

    path: str
    sha256: str
    made: date
    index_edition: str
    area: str | None
    findings: tuple[KeptFinding, ...]
    names_masked: bool = False
    """Whether the path was masked by whoever checked the file, whose own folder stays; else it is
    what an earlier version kept."""

    @property
    def was_sent(self) -> bool:
        """Whether the file was sent to the page, so that nobody here knows where it lies."""
        return not Path(self.path).is_absolute()

    @property
    def name(self) -> str:
        """Which check it is, for people: the place of the file, and the area if it is for one."""
        return f"{self.path}, for {self.area.capitalize()}" if self.area else self.path


_ADAPTER = TypeAdapter(KeptCheck)


def hash_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_check(data: Path, check: Check, path: Path | None, masker: Masker) -> None:
    """Keep a check in the place of an earlier one of the same file for the same area; SettingsError
    where the data folder cannot be written. Without a path its name alone is kept. What an earlier
    version has kept of names goes at the same time."""
    findings = tuple(map(_kept, check.findings))
    place = masked_place(masker, path) if path else check.file_name
    about = (check.sha256, check.made, check.index_edition, check.area)
    with _changing(data):
        _write(data, KeptCheck(place, *about, findings, names_masked=True))
        for before in kept_checks(data):
            if not before.names_masked:
                masked = masked_place(masker, Path(before.path))
                _write(data, replace(before, path=masked, names_masked=True))


def kept_of(data: Path, sha256: str) -> list[KeptCheck]:
    """The last checks of a file by its hash: one for each area that it was checked for."""
    return [kept for kept in kept_checks(data) if kept.sha256 == sha256]


def _read(path: Path) -> KeptCheck | None:
    """The check that a record holds; None where it is damaged: one that names another file than it
    lies under would be written over that one's."""
    try:
        kept = _ADAPTER.validate_json(path.read_bytes()) if path.is_file() else None
        return kept if kept and _lies_right(kept, path) else None
    except ValidationError:
        return None
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}); give it back its rights."
        ) from error


def kept_checks(data: Path) -> list[KeptCheck]:
    """All checks that are kept and can be read, by the place of their file."""
    found = map(_read, (data / FOLDER).glob("*.json"))
    return sorted((kept for kept in found if kept), key=lambda kept: (kept.path, kept.area or ""))


def forget_source(data: Path, source_id: str, hashes: set[str]) -> None:
    """Take out the places in a source that is being erased, the checks of its own files by their
    hash, and damaged records, since they might name it."""
    for path in list(_files(data)):
        with _changing(data):
            _forget_in(data, path, source_id, hashes)


def _forget_in(data: Path, path: Path, source_id: str, hashes: set[str]) -> None:
    kept = _read(path)
    if kept is None or kept.sha256 in hashes:
        path.unlink(missing_ok=True)
    elif any(_is_in(place, source_id) for f in kept.findings for place in f.places):
        rest = tuple(_without(finding, source_id) for finding in kept.findings)
        _write(data, replace(kept, findings=rest))


def days(data: Path) -> list[date | None]:
    """The day of each check that is kept; None of a damaged record."""
    return [kept.made if kept else None for kept in map(_read, _files(data))]


def forget_before(data: Path, day: date) -> None:
    """Take out the checks that are older than a day, and damaged records, since they might be;
    SettingsError where the data folder cannot be written."""
    for path in list(_files(data)):
        kept = _read(path)
        if kept is None or kept.made < day:
            with _changing(data):
                _delete(path)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be deleted ({error.strerror}); give the folder back its rights."
        ) from error


def _kept(finding: Finding) -> KeptFinding:
    return KeptFinding(
        hash_of(finding.line.text),
        finding.verdict,
        _place(finding.citation) if finding.citation else None,
        finding.differences,
        finding.until,
        finding.areas,
        finding.term,
        finding.contact,
        bool(finding.masked),
        finding.starts,
        _place(finding.beside) if finding.beside else None,
        where if _WHERE.fullmatch(where := finding.line.where) else "",
    )


def _place(citation: Citation) -> Place:
    quotation = hash_of(citation.quote)
    return Place(citation.document_id, citation.edition.source_id, citation.spans, quotation)


def _is_in(place: Place | None, source_id: str) -> bool:
    return place is not None and place.source_id == source_id


def _without(finding: KeptFinding, source_id: str) -> KeptFinding:
    if _is_in(finding.place, source_id):
        finding = replace(finding, place=None, differences=())
    return replace(finding, beside=None) if _is_in(finding.beside, source_id) else finding


@contextmanager
def _changing(data: Path) -> Iterator[None]:
    """Hold what is kept while it is read and written: another process that deletes a record in
    between would else find it again."""
    path = data / f"{FOLDER}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire()
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); make room or give the folder back its "
            "rights: nothing was changed of the checks that are kept."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _write(data: Path, kept: KeptCheck) -> None:
    path = data / FOLDER / _name(kept)
    former = data / FOLDER / _former_name(kept)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = _read(former)
        if before and before.area:
            former.replace(former.with_name(_name(before)))
        replace_text(path, json.dumps(asdict(kept), default=str))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); make room or give the folder back its "
            "rights, then check again: this check was not kept."
        ) from error


def _files(data: Path) -> Iterator[Path]:
    """The records, and what a writer that was killed has left."""
    return (path for path in (data / FOLDER).glob("*.json*") if path.is_file())


def _lies_right(kept: KeptCheck, path: Path) -> bool:
    return kept.area in (None, *AREAS) and path.name in (_name(kept), _former_name(kept))


def _name(kept: KeptCheck) -> str:
    return f"{kept.sha256}.{kept.area}.json" if kept.area else _former_name(kept)


def _former_name(kept: KeptCheck) -> str:
    """Under which an earlier version kept the last check of a file, for whichever area."""
    return f"{kept.sha256}.json"
