"""A register for the editor of the corpus: a file with one record a line, added to at the end.

Several processes may add at once. A line that a crash or a full disk cut short is passed over, and
costs no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from filelock import FileLock
from pydantic import AfterValidator, TypeAdapter, ValidationError

from handbook.errors import SettingsError
from handbook.index.editions import replace_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Day = Annotated[str, AfterValidator(lambda text: date.fromisoformat(text).isoformat())]
"""A day as 2026-09-01. An entry with another is damaged."""
Entry = TypeVar("Entry", bound="DataclassInstance")


class Register(Generic[Entry]):
    """The entries in a file. A file that cannot be read or written is a SettingsError."""

    def __init__(self, path: Path, kind: type[Entry]) -> None:
        self._path = path
        self._adapter = TypeAdapter(kind)

    def add(self, entry: Entry) -> None:
        """Keep one entry, after those that are kept."""
        with self._locked(), self._path.open("a+b") as file:
            begin = b"" if _ends_whole(file) else b"\n"
            file.write(begin + _line(entry).encode())

    def entries(self) -> list[Entry]:
        """All entries, oldest first; a line that is damaged or unfinished is passed over."""
        return [entry for entry in self.lines() if entry is not None]

    def lines(self) -> list[Entry | None]:
        """The same with None for each line that is damaged."""
        with self._faults("read"):
            kept = self._path.read_bytes() if self._path.is_file() else b""
        return [self._read(line) for line in kept.splitlines() if line.strip()]

    def forget(self, names_it: Callable[[Entry], bool]) -> None:
        """Take out the entries that name something, and damaged lines, since they might."""
        if self._path.is_file():
            with self._locked():
                rest = [e for e in self.entries() if not names_it(e)]
                replace_text(self._path, "".join(map(_line, rest)))

    def _read(self, line: bytes) -> Entry | None:
        try:
            return self._adapter.validate_json(line)
        except ValidationError:
            return None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._faults("written"), FileLock(f"{self._path}.lock"):
            yield

    @contextmanager
    def _faults(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be {what} ({error.strerror}); make room or give the "
                "folder back its rights, or set HANDBOOK_GAPS=nothing."
            ) from error


def _line(entry: Any) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False) + "\n"


def _ends_whole(file: IO[bytes]) -> bool:
    """Whether a new line can begin where the file ends."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
