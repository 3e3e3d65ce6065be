"""What can wait stands back while questions are being answered."""

from __future__ import annotations

import threading

import pytest

from page.answers_first import AnswersFirst

SOON = 10.0


def test_nobody_waits_where_no_question_is_being_answered() -> None:
    assert AnswersFirst().stand_back(most=0.0)


def test_what_can_wait_goes_on_when_the_last_answer_is_there() -> None:
    first, gone_on = AnswersFirst(), threading.Event()

    def wait() -> None:
        first.stand_back(most=60.0)
        gone_on.set()

    waiting = threading.Thread(target=wait)
    with first.answering():
        with first.answering():
            waiting.start()
        assert not gone_on.wait(0.2)
    assert gone_on.wait(SOON)
    waiting.join(SOON)


def test_what_can_wait_is_done_all_the_same_where_questions_never_end() -> None:
    first = AnswersFirst()
    with first.answering():
        assert not first.stand_back(most=0.05)


def test_an_answer_that_fails_holds_nothing_back() -> None:
    first = AnswersFirst()
    with pytest.raises(ValueError, match="no answer"), first.answering():
        raise ValueError("no answer")
    assert first.stand_back(most=0.0)
