"""Late interaction: word pieces of a question against those of passages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.encoder import LocalEncoder
from handbook.pieces import NO_PIECES, NOTHING_ASKED, nearness, rounded
from handbook.query import queries
from handbook.retrieve import WORDS_WEIGHT
from handbook.settings import BUILT_IN_ENCODER
from tests.conftest import open_book

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
RULES = """# Planning meetings

## 1. Who comes, when, and with what

1.1 The lead practitioner chairs the planning meeting and sends the papers. Each agency brings a
report, and the school brings the attendance register. Interpreters are booked by the agency that
knows the family best. The minutes go to everyone within a week, the family among them. Grandparents
may come if the parents agree.

## 2. Interpreters and other help

2.1 Language lines are open day and night, and their number is on the card. Signing, large print and
easy-read papers are to be had from the same office.
"""


@pytest.fixture(scope="module")
def encoder() -> LocalEncoder:
    return LocalEncoder.load(BUILT_IN_ENCODER)


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    corpus = tmp_path_factory.mktemp("meetings")
    (corpus / "meetings.md").write_text(RULES)
    book = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield book
    book.close()


def test_each_piece_of_a_question_counts_by_its_nearest_piece_and_its_weight() -> None:
    asked = np.array([[0.75, 0.0], [0.0, 0.25]], np.float32)
    both, east, north = (
        rounded(np.array(rows, np.float32)) for rows in ([EAST, NORTH], [EAST], [NORTH, NORTH])
    )
    assert nearness(asked, [both, east, north]) == pytest.approx([1.0, 0.75, 0.25])


def test_a_passage_without_pieces_is_near_to_nothing_and_moves_no_other() -> None:
    asked = np.array([EAST], np.float32)
    east = rounded(np.array([EAST], np.float32))
    assert nearness(asked, [NO_PIECES, east, NO_PIECES]) == pytest.approx([0.0, 1.0, 0.0])
    assert nearness(NOTHING_ASKED, [east]) == [0.0]
    assert nearness(asked, []) == []


def test_the_weights_of_a_questions_pieces_are_one_together(encoder: LocalEncoder) -> None:
    asked = encoder.encode_question("When must the core group meet?")
    weights = np.linalg.norm(asked.pieces, axis=1)
    assert len(weights) == 7
    assert weights.sum() == pytest.approx(1.0, abs=1e-5)
    assert len(encoder.encode_question("").pieces) == 0


def test_a_question_has_the_vector_of_its_text(encoder: LocalEncoder) -> None:
    text = "When must the core group meet?"
    assert np.array_equal(encoder.encode_question(text).vector, encoder.encode([text])[0])


def test_a_text_has_the_same_pieces_in_company_and_alone(encoder: LocalEncoder) -> None:
    texts = ["within ten working days", "Early help", ""]
    together = encoder.encode_whole(texts)
    for text, encoded in zip(texts, together, strict=True):
        [alone] = encoder.encode_whole([text])
        assert np.array_equal(alone.pieces, encoded.pieces)
        assert np.array_equal(alone.vector, encoder.encode([text])[0])


def test_a_rule_among_others_is_found_before_a_section_on_its_word(meetings: Handbook) -> None:
    question = Question("interpreter booked by whom")
    opened = meetings.opened()
    query = queries(meetings, opened, question)[0]
    allowed = meetings.answering(question.text, None)
    by_scores = opened.retriever.search(query.words, query.vector, allowed, None, 10)
    assert by_scores[0].passage.headings[-1].startswith("2.")
    assert meetings.find(question, 10)[0].passage.headings[-1].startswith("1.")
    best = max(h.lexical for h in by_scores)
    scores = [h.cosine + WORDS_WEIGHT * h.lexical / best for h in by_scores]
    assert [h.score for h in by_scores] == pytest.approx(scores)
