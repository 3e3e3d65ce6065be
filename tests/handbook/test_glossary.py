"""Acronyms and everyday words are searched as what procedures call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.errors import SettingsError
from handbook.glossary import Glossary
from handbook.settings import Settings

GLOSSARY = Glossary(
    {
        "icpc": ("initial child protection conference",),
        "strat": ("strategy discussion",),
        "strat meeting": ("strategy discussion",),
        "mum": ("mother", "parent"),
        "a&e": ("hospital emergency department",),
    }
)


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("ICPC timescale", "initial child protection conference timescale"),
        ("strat meeting who", "strategy discussion who"),
        ("after A&E?", "after hospital emergency department?"),
        ("stratosphere and mumps", "stratosphere and mumps"),
    ],
)
def test_the_longest_whole_term_is_replaced(typed: str, spelt: str) -> None:
    assert GLOSSARY.spell_out(typed).text == spelt


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("when are ICPCs held", "when are initial child protection conferences held"),
        ("do icpcs need a report", "do initial child protection conferences need a report"),
        ("who trains DSLs", "who trains designated safeguarding leads"),
        ("are core assessments still done", "are assessments still done"),
        ("who chairs case conferences", "who chairs child protection conferences"),
        ("are S47s recorded", "are section 47 enquiries recorded"),
        ("which CINs have a plan", "which children in need have a plan"),
        ("after three WNBs", "after three was not brought"),
        ("can gps come", "can general practitioners come"),
        ("mum's view", "mother's view"),
        ("a GPS tracker", "a GPS tracker"),
        ("the DSLs' duties", "the designated safeguarding leads' duties"),
    ],
)
def test_several_of_a_thing_are_spelt_out_as_several(typed: str, spelt: str) -> None:
    assert Glossary.load(Settings().glossary).spell_out(typed).text == spelt


def test_several_officers_are_no_allegations_of_their_own() -> None:
    found = Glossary.load(Settings().glossary).spell_out("how do LADOs work")
    assert "local authority designated officer" in found.text


def test_other_names_of_a_thing_count_as_it() -> None:
    found = GLOSSARY.spell_out("can mum come")
    assert found.text == "can mother come"
    assert found.same == {"mother": frozenset({"mum", "parent"})}


def test_no_glossary_changes_nothing(tmp_path: Path) -> None:
    assert Glossary.load(tmp_path / "none.toml").spell_out("ICPC").text == "ICPC"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[everyday]\nkid = 7", "kid has no name"),
        ('[everyday]\nkid = " "', "kid has no name"),
        ("[everyday]\nkid = []", "kid has no name"),
        ('[acronym]\nHV = "health visitor"', "'acronym' is no table of a glossary"),
        ('HV = "health visitor"', "'HV' is no table of a glossary"),
        ('[acronyms]\nHV = "health visitor"\n[everyday]\nhv = "nurse"', "hv is given twice"),
    ],
    ids=["a number", "blank", "no names", "unknown table", "outside a table", "twice"],
)
def test_a_glossary_that_would_be_misread_is_a_sentence(
    tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=what):
        Glossary.load(path)


def test_the_shipped_glossary_can_be_read() -> None:
    assert (
        Glossary.load(Settings().glossary).spell_out("ICPC").text
        == "initial child protection conference"
    )
