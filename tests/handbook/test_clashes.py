"""Acronyms that clash, told apart by what stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.clashes import Clashes
from handbook.encoder import LocalEncoder
from handbook.errors import SettingsError
from handbook.settings import BUILT_IN_ENCODER, Settings


@pytest.fixture(scope="module")
def encoder() -> LocalEncoder:
    return LocalEncoder.load(BUILT_IN_ENCODER)


@pytest.fixture(scope="module")
def clashes() -> Clashes:
    return Clashes.load(Settings().glossary)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cp conf when is the first review", "child protection"),
        ("child w CP in a wheelchair has bruises, is it his splints", "cerebral palsy"),
        ("girl with cp fed by tube, carers rough when moving her", "cerebral palsy"),
        ("whats in the cp for a lad in foster care after the care order", "care plan"),
        ("when does the sw have to visit", "social worker"),
        ("mum works as a sw from the flat, men come and go", "sex worker"),
        ("da notification school", "domestic abuse"),
        ("mum isnt going to her da appointments, still drinking", "drug and alcohol"),
        ("lac review time limit", "looked after child"),
        ("3cm lac on scalp, baby 5 months", "laceration"),
        ("how long does a ppo last", "police protection"),
        ("what did the SCR recommend after the child died", "child safeguarding practice review"),
        ("who publishes an scr", "child safeguarding practice review"),
        ("can I look at the SCR for his allergies and medication", "summary care record"),
        ("third DNA at the clinic, what does policy say", "did not attend"),
        ("dna letters twice", "did not attend"),
        ("3 DNAs in a row from physio", "did not attend"),
        ("he wants a dna swab to prove he is the biological father", "genetic"),
        ("who consents to a DNA sample for paternity", "genetic"),
        ("how often do SWs visit", "social workers"),
        ("are IROs told when a review is late", "independent reviewing officers"),
    ],
)
def test_the_rest_of_the_question_tells(
    clashes: Clashes, encoder: LocalEncoder, text: str, meant: str
) -> None:
    assert meant in clashes.settle(text, encoder)


def test_a_word_that_holds_the_letters_is_left_alone(
    clashes: Clashes, encoder: LocalEncoder
) -> None:
    assert clashes.settle("the day nursery's cpr-free lacework", encoder).endswith("lacework")


def test_the_prosecution_service_is_no_several_plans(
    clashes: Clashes, encoder: LocalEncoder
) -> None:
    assert clashes.settle("when does the CPS charge", encoder) == "when does the CPS charge"


@pytest.mark.parametrize("content", ['[clashing.CP]\n"a" = "b"', '[clashing]\nCP = "x"'])
def test_a_broken_table_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match="needs two meanings"):
        Clashes.load(path)
