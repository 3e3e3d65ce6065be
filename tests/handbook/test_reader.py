"""The reader tells an answer from a passage that only looks right; its place in the pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.errors import EncoderError
from handbook.reader import Reader
from handbook.settings import Settings

RULE = "The first planning meeting must be held within 12 working days of the referral."
NEAR = "The planning meeting looks at what the family has said and what each agency can offer."


@pytest.fixture(scope="module")
def reader() -> Reader:
    folder = Settings().reader
    assert folder
    return Reader.load(folder)


def test_the_sentence_that_answers_scores_best(reader: Reader) -> None:
    scores = reader.read("how soon is the planning meeting held", "Meetings", [NEAR, RULE])
    assert scores.sentences[1] > scores.sentences[0]


def test_a_passage_that_answers_scores_above_one_that_does_not(reader: Reader) -> None:
    asked = "how soon is the planning meeting held"
    assert reader.read(asked, "", [RULE]).passage > reader.read(asked, "", [NEAR]).passage


def test_scores_do_not_depend_on_what_was_read_before(reader: Reader) -> None:
    first = reader.read("when is it", "Meetings", [RULE, NEAR])
    reader.read("another question altogether", "", [NEAR] * 5)
    assert reader.read("when is it", "Meetings", [RULE, NEAR]) == first


@pytest.mark.parametrize("sentences", [[], [""], ["word " * 2000], [RULE] * 200])
def test_any_length_can_be_read(reader: Reader, sentences: list[str]) -> None:
    assert len(reader.read("q", "h " * 500, sentences).sentences) == len(sentences)


def test_a_missing_reader_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="restore the folder"):
        Reader.load(tmp_path)
