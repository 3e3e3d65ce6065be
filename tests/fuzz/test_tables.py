"""Tables that people write, broken by chance: each is read, or refused in a sentence."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from eval.broken import broken
from handbook.check.tables import Tables
from handbook.clashes import Clashes
from handbook.contacts import read_contacts, wrong_contacts
from handbook.errors import HandbookError
from handbook.glossary import Glossary
from handbook.make.confusions import Confusions
from handbook.make.panels import load_panels
from handbook.make.steps import load_steps
from handbook.places import Places
from handbook.replies import Replies
from handbook.settings import ROOT
from handbook.themes import Themes
from ingest.manifest import list_corpus
from ingest.sync.rules import read_publications
from tests.fuzz.odd import IN_TOML, ODD, SEED, changed, places


def _written(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, (date, time)):
        return value.isoformat()
    return json.dumps(value)


def _spoilt(good: str, times: int) -> Iterator[bytes]:
    """Copies of a TOML file: in turn its bytes broken, and one of its values made an odd one."""
    chance, value = random.Random(SEED), tomllib.loads(good)
    found = list(places(value))
    for _ in range(times):
        yield broken(good.encode(), ".toml", chance)[1]
        odd = changed(value, chance.choice(found), chance.choice((*ODD, *IN_TOML)))
        yield "\n".join(f"{json.dumps(k)} = {_written(v)}" for k, v in odd.items()).encode()


def _read_manifest(path: Path) -> None:
    list_corpus(path.parent)
    read_publications(path.parent)


def _read_contacts(path: Path) -> None:
    list(wrong_contacts(path))
    read_contacts(path)


def _read_glossary(path: Path) -> None:
    Glossary.load(path)
    Clashes.load(path)
    Places.load(path)


@pytest.mark.parametrize(
    ("source", "name", "use"),
    [
        ("corpus/manifest.toml", "manifest.toml", _read_manifest),
        ("corpus/contacts.toml", "contacts.toml", _read_contacts),
        ("corpus/glossary.toml", "glossary.toml", _read_glossary),
        ("prompts/replies.toml", "replies.toml", lambda path: Replies.load(path.parent)),
        ("prompts/themes.toml", "themes.toml", lambda path: Themes.load(path.parent)),
        ("prompts/check.toml", "check.toml", lambda path: Tables.load(path.parent)),
        ("prompts/handout.toml", "handout.toml", lambda path: load_panels(path.parent)),
        ("prompts/steps.toml", "steps.toml", lambda path: load_steps(path.parent)),
        ("prompts/quiz.toml", "quiz.toml", lambda path: Confusions.load(path.parent)),
    ],
    ids="manifest contacts glossary replies themes check handout steps quiz".split(),
)
def test_a_broken_table_is_read_or_refused_in_a_sentence(
    wind_up: Callable[[], None],
    tmp_path: Path,
    source: str,
    name: str,
    use: Callable[[Path], object],
) -> None:
    whole = "[[source]]".join((ROOT / source).read_text(encoding="utf-8").split("[[source]]")[:3])
    (tmp_path / name).write_text(whole, encoding="utf-8")
    use(tmp_path / name)
    refused: list[str] = []
    for spoilt in _spoilt(whole, 40):
        (tmp_path / name).write_bytes(spoilt)
        wind_up()
        try:
            use(tmp_path / name)
        except HandbookError as error:
            refused.append(str(error))
    assert len(refused) > 15
    assert [sentence for sentence in refused if name not in sentence] == []
