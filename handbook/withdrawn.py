"""The sources that an editor has withdrawn: an ingest of the whole leaves them out, wherever their
files lie, so that they answer no more and old citations of them still open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from handbook.errors import SettingsError
from handbook.index.editions import replace_text

FILE = "withdrawn.json"
_IDS = TypeAdapter(list[str])


def withdrawn(data: Path) -> frozenset[str]:
    """Their ids; SettingsError where the record of them cannot be read."""
    path = data / FILE
    try:
        return frozenset(_IDS.validate_json(path.read_bytes()))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is damaged"
        raise SettingsError(
            f"{path} cannot be read ({why}); it is a list of the ids of withdrawn sources: mend "
            "it, or remove it and withdraw them again."
        ) from error


def withdraw(data: Path, source_id: str) -> bool:
    """Have the next ingest of the whole leave a source out; whether it was not left out before."""
    return _change(data, lambda out: out | {source_id})


def bring_back(data: Path, source_id: str) -> bool:
    """Have the next ingest of the whole read a source again; whether it was left out before."""
    return _change(data, lambda out: out - {source_id})


def _change(data: Path, change: Callable[[frozenset[str]], frozenset[str]]) -> bool:
    """Change the record, one after the other; whether it says something else now."""
    path = data / FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            before = withdrawn(data)
            after = change(before)
            if after != before:
                replace_text(path, json.dumps(sorted(after), ensure_ascii=False, indent=1))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); make room, or give the folder back its "
            "rights."
        ) from error
    return after != before
