"""The instructions to the language model: files of the folder of prompts, known by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from handbook.errors import SettingsError


class Task(StrEnum):
    """What the model may be asked to do; each has a file of its own, ``<task>.md``."""

    POINT = "point"
    STAND_ALONE = "stand-alone"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instructions for one task."""

    text: str

    @property
    def version(self) -> str:
        """The beginning of the hash of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def load_prompts(folder: Path) -> Mapping[Task, Prompt]:
    """The prompts of a folder; SettingsError where one is missing or empty."""
    return {task: Prompt(_text(folder / f"{task}.md")) for task in Task}


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); restore it.") from error
    if not text:
        raise SettingsError(f"{path} is empty; restore it.")
    return text
