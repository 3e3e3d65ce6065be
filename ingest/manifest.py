"""The manifest: what each file of a corpus is, declared by its owner instead of guessed."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handbook.access.roles import READERS, Role
from handbook.domain import AREAS, Edition
from handbook.errors import ManifestError
from handbook.from_web import FromWeb
from ingest.read import SUFFIXES

NAME = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to ingest. ``edition`` is None where no manifest says what it is; ``sha256`` is
    what the manifest declares, if it does; ``web`` is where an added file was fetched from."""

    path: Path
    edition: Edition | None = None
    sha256: str | None = None
    web: FromWeb | None = None
    readers: Role | None = None
    """The least role that may read the source; None where nobody says so."""

    @property
    def source_id(self) -> str:
        """The manifest's id, or the file's stem where there is no manifest."""
        return self.edition.source_id if self.edition else self.path.stem

    @property
    def origin(self) -> str:
        """Where the corpus has the file."""
        return str(self.path.absolute())


def list_corpus(folder: Path) -> list[Listed]:
    """The files of a corpus: those of its manifest, or every readable file where there is none."""
    if not folder.is_dir():
        raise ManifestError(f"{folder} is not a folder; set HANDBOOK_CORPUS to your documents.")
    manifest = folder / NAME
    if manifest.is_file():
        return read_manifest(manifest)
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    visible = (p for p in files if not _hidden(p.relative_to(folder)))
    return [Listed(p) for p in visible if p.suffix.lower() in SUFFIXES]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_manifest(path: Path) -> list[Listed]:
    """The files that a manifest declares; ManifestError says which entry is wrong and why."""
    listed: list[Listed] = []
    seen: set[str] = set()
    for source in _tables(path, "source", declared_in(path).get("source", [])):
        name = str(source.get("id", "a source without id"))
        if name in seen:
            raise ManifestError(f"{path} lists {name} twice; put both editions in one table.")
        seen.add(name)
        listed.extend(_editions(path, name, source))
    return listed


def declared_in(path: Path) -> dict[str, Any]:
    """All that a manifest holds; ManifestError where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"{path} is not valid TOML ({error}); mend that line.") from error


def _tables(path: Path, name: str, value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(table, dict) for table in value):
        return value
    raise ManifestError(f"{path} has a {name} that is no table; write it as [[{name}]].")


def _editions(path: Path, name: str, source: dict[str, Any]) -> list[Listed]:
    own = ("id", "edition", "areas", "readers")
    shared = {k: v for k, v in source.items() if k not in own}
    areas = source.get("areas", [])
    if not isinstance(areas, list):
        raise ManifestError(f"{path}: {name} has areas that are no list; write areas = [].")
    unknown = [a for a in areas if a not in AREAS]
    if unknown:
        raise ManifestError(f"{path}: {name} names the area {unknown[0]!r}, which is unknown.")
    if not source.get("edition"):
        raise ManifestError(f"{path}: {name} has no edition; add [[source.edition]] with a file.")
    readers = _readers(path, name, source)
    listed = []
    for table in _tables(path, "source.edition", source["edition"]):
        facts = dict(table)
        file, sha256 = facts.pop("file", None), facts.pop("sha256", None)
        if not file or "\0" in str(file):
            raise ManifestError(f"{path}: an edition of {name} has no file, or none of that name.")
        edition = _edition(path, {"source_id": name, "areas": tuple(areas), **shared, **facts})
        listed.append(Listed(path.parent / str(file), edition, sha256, readers=readers))
    return listed


def _readers(path: Path, name: str, source: dict[str, Any]) -> Role:
    """The least role that may read a source; everybody where it says none."""
    least = source.get("readers", Role.READER)
    if least not in READERS:
        raise ManifestError(
            f"{path}: {name} has readers {least!r}; write one of {', '.join(READERS)}. Who keeps "
            "the corpus sees all of it, so that no source is for an admin alone."
        )
    return Role(least)


def _edition(path: Path, values: dict[str, Any]) -> Edition:
    try:
        adapter = TypeAdapter(Edition)
        known = set(Edition.__dataclass_fields__)
        extra = sorted(set(values) - known)
        if extra:
            raise ManifestError(f"{path}: {values['source_id']} has an unknown field {extra[0]!r}.")
        return adapter.validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ManifestError(
            f"{path}: {values['source_id']} has a wrong {field}: {first['msg']}."
        ) from error


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
