"""What was erased here, so that a sync does not fetch it again; and where a proof of it failed.

Of a source that is proved to be gone the hash of its id is kept and nothing else: the id may be the
title. While a proof has failed, the id and the files that it names are kept, so that the erasure is
not taken to be at its end.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handbook.errors import SettingsError
from handbook.index.editions import replace_text

ERASED = "erased.json"
UNPROVED = "unproved.json"
_HASHES = TypeAdapter(list[str])
_NAMES = TypeAdapter(dict[str, list[str]])


def is_erased(data: Path, source_id: str) -> bool:
    """Whether a source was erased here; SettingsError where the record cannot be read."""
    return _hash(source_id) in _hashes(data)


def note_erased(data: Path, source_id: str) -> None:
    """Have no sync fetch a source again."""
    _write(data / ERASED, sorted(_hashes(data) | {_hash(source_id)}))


def lift(data: Path, source_id: str) -> None:
    """Have a sync fetch a source as any other."""
    if is_erased(data, source_id):
        _write(data / ERASED, sorted(_hashes(data) - {_hash(source_id)}))


def unproved(data: Path) -> Mapping[str, tuple[str, ...]]:
    """The erased sources of which the last proof failed, with the files, or folders, below the data
    folder that it named and that are still there. SettingsError where the record cannot be read."""
    kept = _read(data / UNPROVED, _NAMES) or {}
    return {s: tuple(n for n in names if os.path.lexists(data / n)) for s, names in kept.items()}


def note_proof(data: Path, source_id: str, left: Collection[str]) -> None:
    """Keep what a proof of an erasure names; nothing where it holds."""
    kept = _read(data / UNPROVED, _NAMES) or {}
    others = {s: names for s, names in kept.items() if s != source_id}
    rest = others | ({source_id: sorted(left)} if left else {})
    if rest:
        _write(data / UNPROVED, rest)
    else:
        (data / UNPROVED).unlink(missing_ok=True)


def _hash(source_id: str) -> str:
    return hashlib.sha256(source_id.encode()).hexdigest()


def _hashes(data: Path) -> set[str]:
    return set(_read(data / ERASED, _HASHES) or ())


def _read(path: Path, form: TypeAdapter[Any]) -> Any:
    """What a record holds; None where there is none."""
    try:
        return form.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is damaged"
        raise SettingsError(
            f"{path} cannot be read ({why}); take it from a backup, or remove it and run "
            "`handbook forget` again for what was to be erased."
        ) from error


def _write(path: Path, said: object) -> None:
    replace_text(path, json.dumps(said, ensure_ascii=False, indent=1))
