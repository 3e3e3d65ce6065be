"""The reader tells an answer from a passage that only looks right; its place in the pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.errors import ModelError
from handbook.evidence import need
from handbook.judge import ByWords, WithSecondLook
from handbook.query import queries
from handbook.reader import Reader
from handbook.settings import ROOT, Settings
from ingest.build import ingest
from ingest.manifest import list_corpus

FOLDER = ROOT / "models" / "reader-int8"
RULE = "The first planning meeting must be held within 12 working days of the referral."
NEAR = "The planning meeting looks at what the family has said and what each agency can offer."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(FOLDER)


def test_the_sentence_that_answers_scores_best(reader: Reader) -> None:
    asked = "how soon is the planning meeting held"
    [scores] = reader.read(asked, [("Meetings", [NEAR, RULE])])
    assert scores.sentences[1] > scores.sentences[0]


def test_a_passage_that_answers_scores_above_one_that_does_not(reader: Reader) -> None:
    asked = "how soon is the planning meeting held"
    answers, near = reader.read(asked, [("", [RULE]), ("", [NEAR])])
    assert answers.passage > near.passage


def test_scores_do_not_depend_on_what_is_read_beside(reader: Reader) -> None:
    meetings = ("Meetings", [RULE, NEAR])
    alone = reader.read("when is it", [meetings])
    assert reader.read("when is it", [("", [NEAR] * 5), meetings])[1:] == alone


@pytest.mark.parametrize("sentences", [[], [""], ["word " * 2000], [RULE] * 200])
def test_any_length_can_be_read(reader: Reader, sentences: list[str]) -> None:
    [scores] = reader.read("q", [("h " * 500, sentences)])
    assert len(scores.sentences) == len(sentences)


def test_a_missing_reader_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="restore the folder"):
        Reader.load(tmp_path)


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("meetings")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "meetings.md").write_text(f"# Meetings\n\n{RULE}\n\n{NEAR}\n")
    settings = Settings(corpus=folder / "corpus", data=folder / "data")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    return settings


def test_a_handbook_with_a_reader_answers_and_declines(meetings: Settings) -> None:
    book = Handbook.open(meetings)
    answer = book.ask(Question("how soon must the planning meeting be held"))
    assert answer.citations[0].quote == RULE
    assert book.ask(Question("what does a passport cost")).status is not Status.ANSWERED
    book.close()


def scores_before_and_after(settings: Settings, text: str) -> list[tuple[float, float]]:
    """Of each sentence by words, and after the second look; the order must be the same."""
    book = Handbook.open(settings)
    opened, question = book.opened(), Question(text)
    query = queries(book, opened, question)[0]
    lexical = opened.retriever.lexical
    wanted = need(query, lexical.document_frequency, lexical.size)
    hits = book.hits(opened, query, question, 10)
    first = ByWords(book.encoder)
    second = WithSecondLook(first, Reader.load(FOLDER))
    before, after = (
        judge.evidence(wanted, hits, book.units, hits[0].score) for judge in (first, second)
    )
    assert [e.candidate for e in before] == [e.candidate for e in after]
    assert second.evidence(wanted, [], book.units, 0.0) == []
    book.close()
    return [(b.score, a.score) for b, a in zip(before, after, strict=True)]


def test_a_second_look_lowers_a_near_miss(meetings: Settings) -> None:
    scores = scores_before_and_after(meetings, "who takes the minutes of the planning meeting")
    assert all(after < 0.8 * before for before, after in scores)


def test_a_second_look_bears_out_an_answer_and_keeps_the_ratios(meetings: Settings) -> None:
    scores = scores_before_and_after(meetings, "how soon must the planning meeting be held")
    times = [after / before for before, after in scores]
    assert times == pytest.approx([times[0]] * len(times))
    assert times[0] >= 1.0
    assert max(after for _, after in scores) <= 1.0
