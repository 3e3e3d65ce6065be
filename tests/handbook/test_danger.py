"""Danger is seen in words that no rule names, and a question about procedure is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handbook.danger import FILE, LEARNT, DangerSense
from handbook.encoder import LocalEncoder
from handbook.errors import SettingsError
from handbook.settings import BUILT_IN_ENCODER, Settings

SEEN = (
    "he has her by the throat in the kitchen and the little ones are screaming",
    "lad in my class says he has taken his mum's heart pills",
    "they have left the twins alone all night and there is water everywhere",
    "she is stood on the roof of the car park with her son",
    "hes just thrown the baby down the stairs",
)
HARMLESS = (
    "who takes the minutes at a conference",
    "what should be in a safety plan after a suicide attempt",
    "can a parent bring a friend to the meeting",
    "how quickly must the LADO be told",
    "how many stones are in fourteen kilograms",
    "what is the fastest train to London",
    "mum was rude to the health visitor last month, do we note it",
)


@pytest.fixture(scope="module")
def encoder() -> LocalEncoder:
    return LocalEncoder.load(BUILT_IN_ENCODER)


@pytest.fixture(scope="module")
def sense(encoder: LocalEncoder, tmp_path_factory: pytest.TempPathFactory) -> DangerSense:
    keep = tmp_path_factory.mktemp("danger")
    found = DangerSense.load(Settings().prompts, encoder, keep)
    assert not list(keep.iterdir()), "what ships fits its messages; run models/learn_danger.py"
    return found


@pytest.mark.parametrize("text", SEEN)
def test_danger_is_seen_in_other_words(
    sense: DangerSense, encoder: LocalEncoder, text: str
) -> None:
    assert sense.seems(text, encoder)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_question_is_no_danger(sense: DangerSense, encoder: LocalEncoder, text: str) -> None:
    assert not sense.seems(text, encoder)


@pytest.mark.parametrize("content", ["", "danger = []\nharmless = ['a']", "danger = ['a']"])
def test_a_list_that_is_missing_is_a_sentence(
    tmp_path: Path, encoder: LocalEncoder, content: str
) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(SettingsError, match="needs a list"):
        DangerSense.load(tmp_path, encoder, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Which form is it for a referral to early help? He has just locked the kids in and set "
        "fire to the kitchen, I can see smoke.",
        "who takes the minutes and she's locked in the bathroom with tablets btw",
        "need the dates for the review conference, he is dragging her down the stairs by her hair",
        "she is stood on the roof of the car park with her son but who chairs a core group",
    ],
)
def test_danger_is_seen_as_an_afterthought(
    sense: DangerSense, encoder: LocalEncoder, text: str
) -> None:
    assert sense.seems(text, encoder)


def test_many_clauses_on_procedure_are_no_danger(sense: DangerSense, encoder: LocalEncoder) -> None:
    asked = "the plan was made in May, the father moved out and she copes better now, "
    assert not sense.seems(asked + "but who decides whether it ends, and at which meeting", encoder)


def test_messages_that_are_added_are_learnt_and_kept(tmp_path: Path, encoder: LocalEncoder) -> None:
    said = "the budgie is on the loose in the loft"
    lists = "danger = [{}]\nharmless = ['who writes the minutes', 'when is the review']\n"
    (tmp_path / FILE).write_text(lists.format("'he has a knife', 'she has stopped breathing'"))
    before = DangerSense.load(tmp_path, encoder, tmp_path / "kept")
    assert not before.seems(said, encoder)
    again = DangerSense.load(tmp_path, encoder, tmp_path / "kept")
    assert np.array_equal(before.weights, again.weights)
    for damaged in (b"", b"half a file", (tmp_path / "kept" / LEARNT).read_bytes()[:900]):
        (tmp_path / "kept" / LEARNT).write_bytes(damaged)
        mended = DangerSense.load(tmp_path, encoder, tmp_path / "kept")
        assert np.allclose(before.weights, mended.weights)
    (tmp_path / FILE).write_text(lists.format(f"'he has a knife', '{said}'"))
    after = DangerSense.load(tmp_path, encoder, tmp_path / "kept")
    assert after.seems(said, encoder)
