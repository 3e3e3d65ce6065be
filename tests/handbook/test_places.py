"""The area that a question names, by its own name or by a town."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.errors import SettingsError
from handbook.places import Places
from handbook.settings import Settings


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(Settings().glossary)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("what is the bruising protocol in Leeds", "leeds"),
        ("HV in hebden bridge, baby with a bruise", "calderdale"),
        ("KEIGHLEY school, who do I ring", "bradford"),
        ("family moved from Leeds to Bradford", None),
        ("Dewsbury and Huddersfield are both ours", "kirklees"),
        ("who leads a core group", None),
        ("mislead", None),
    ],
)
def test_one_area_is_named_or_none(places: Places, text: str, area: str | None) -> None:
    assert places.area(text) == area


def test_a_town_in_no_area_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text('[places]\nyork = "yorkshire"\n')
    with pytest.raises(SettingsError, match="no area"):
        Places.load(tmp_path / "glossary.toml")
