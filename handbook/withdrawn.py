"""The sources that an editor has withdrawn: an ingest of the whole leaves them out, wherever their
files lie, so that they answer no more and old citations of them still open."""

from __future__ import annotations

import json
from pathlib import Path

from handbook.errors import SettingsError
from handbook.index.editions import replace_text

FILE = "withdrawn.json"


def withdrawn(data: Path) -> frozenset[str]:
    """Their ids; SettingsError where the record of them cannot be read."""
    path = data / FILE
    try:
        return frozenset(map(str, json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            f"{path} cannot be read ({error}); it is a list of the ids of withdrawn sources: mend "
            "it, or remove it and withdraw them again."
        ) from error


def withdraw(data: Path, source_id: str) -> None:
    """Have the next ingest of the whole leave a source out."""
    _write(data, withdrawn(data) | {source_id})


def bring_back(data: Path, source_id: str) -> None:
    """Have the next ingest of the whole read a source again."""
    _write(data, withdrawn(data) - {source_id})


def _write(data: Path, source_ids: frozenset[str]) -> None:
    replace_text(data / FILE, json.dumps(sorted(source_ids), ensure_ascii=False, indent=1))
