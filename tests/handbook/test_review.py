"""The questions of reviews: of one that is named, of its series, on a theme, beside an answer; and
that what is made up is never taken for learning from a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.cli import main
from handbook.doctor import examine
from handbook.domain import Edition
from handbook.errors import SettingsError
from handbook.present import answer_json, answer_text
from handbook.review import asked_by_theme, asked_on_themes, bearing_on, is_named
from handbook.settings import Settings
from tests.conftest import open_book

BRUISING = "Seven-minute briefing: bruising in immobile babies (Bury)"
UNEXPECTED = "Learning from the national review: sudden unexpected death in infancy"
EXPLOITED = "Learning from the national review: criminal exploitation"
STANDING = ("What would you have done?", "Who would you tell?")
MANIFEST = """
[[source]]
id = "river"
title = "Learning from the RIVER review"
kind = "briefing"
authority = "learning"
digest = true
series = "standing"
[[source.edition]]
effective = 2024-01-01
file = "river.md"

[[source]]
id = "stone"
title = "Learning from the STONE review"
kind = "briefing"
authority = "learning"
[[source.edition]]
effective = 2024-01-01
file = "stone.md"

[[source]]
id = "cloud"
title = "Learning from the CLOUD review (made up for demonstration)"
kind = "briefing"
authority = "learning"
demonstration = true
[[source.edition]]
effective = 2024-01-01
file = "cloud.md"

[[source]]
id = "visits"
title = "Visits to children"
kind = "procedure"
authority = "local procedure"
[[source.edition]]
effective = 2025-01-01
file = "visits.md"

[[source]]
id = "standing"
title = "Briefings of our reviews"
kind = "series"
authority = "learning"
[[source.edition]]
effective = 2024-01-01
file = "standing.md"
"""
BRIEFING = "# Learning from the {0} review\n\n## Background\n\n{0} was hurt.\n\n{1}"
OWN = (
    "## Findings\n\nNobody saw the child alone.\n\n"
    "## Questions for your team\n\n1. Who saw the child alone at home?\n"
)
LEARNT = "## Learning\n\nIn those years a visit to a child was due within 30 working days.\n"
MADE_UP = "## Learning\n\nA made-up visit was due within 90 working days.\n\n"
VISITS = "# Visits to children\n\n## 1. When\n\nA child must be visited within 10 working days.\n"
SERIES = "# Briefings of our reviews\n\n## Child A\n\nA fell.\n\n## Questions\n\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """Three briefings: one of a series, one without questions and one made up; and a chapter that
    is newer than they are."""
    folder = tmp_path_factory.mktemp("series")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "river.md").write_text(BRIEFING.format("RIVER", OWN))
    (corpus / "stone.md").write_text(BRIEFING.format("STONE", LEARNT))
    (corpus / "cloud.md").write_text(BRIEFING.format("CLOUD", MADE_UP + OWN))
    (corpus / "visits.md").write_text(VISITS)
    (corpus / "standing.md").write_text(SERIES + "".join(f"- {q}\n" for q in STANDING))
    opened = open_book(corpus, folder / "data")
    yield opened
    opened.close()


def test_the_questions_of_a_series_follow_those_of_its_briefing(book: Handbook) -> None:
    answer = book.ask(Question("what questions does the RIVER review ask"))
    assert [q.text for q in answer.review_questions] == [
        "Who saw the child alone at home?",
        *STANDING,
    ]
    assert [q.series for q in answer.review_questions] == [False, True, True]
    assert answer_json(answer)["review_questions"][1]["series"] is True
    assert "Who would you tell?" in answer_text(answer)


def test_named_questions_come_with_what_a_reader_must_know_of_their_briefing(
    book: Handbook,
) -> None:
    answer = book.ask(Question("what questions does the RIVER review ask"))
    assert {"digest", "learning"} <= {n.kind for n in answer.notices}


@pytest.mark.parametrize(
    "text",
    [
        "I have a question about visits, when must a child like RIVER be visited?",
        "Question - how soon must a child be visited, as in the RIVER case",
    ],
)
def test_somebody_who_has_a_question_is_not_given_those_of_a_review(
    book: Handbook, text: str
) -> None:
    answer = book.ask(Question(text))
    assert answer.citations
    assert "visits" in {c.edition.source_id for c in answer.citations}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("questions for our team about seeing children alone at home", True),
        ("reflective questions on seeing a child alone at home", True),
        ("discussion points on seeing a child alone at home", True),
        ("questions about the strategy discussion: who saw the child alone", False),
        ("Quick question: who saw the child alone at home, the team around the child?", False),
    ],
)
def test_questions_on_a_theme_are_given_where_they_are_what_is_asked_for(
    book: Handbook, text: str, asks: bool
) -> None:
    assert bool(asked_by_theme(book, text)) is asks


def test_a_briefing_that_asks_nothing_says_so_and_borrows_nothing(book: Handbook) -> None:
    answer = book.ask(Question("what questions does the STONE review ask"))
    assert answer.status is Status.DETAIL_ABSENT
    assert not answer.review_questions
    assert "No questions for readers were found" in answer.text
    assert [e.source_id for e in answer.searched_editions] == ["stone"]


def test_doctor_names_a_series_that_is_no_source(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST[: MANIFEST.rindex("[[source]]")])
    for name in ("river", "stone", "cloud", "visits"):
        (corpus / f"{name}.md").write_text(BRIEFING.format(name, OWN))
    faults = examine(Settings(corpus=corpus, data=tmp_path / "data"))
    assert [f.what for f in faults if "names the series" in f.what] == [
        "river.md names the series 'standing', which is no source."
    ]


def test_what_is_made_up_says_so_everywhere_and_is_no_learning_from_a_case(book: Handbook) -> None:
    answer = book.ask(Question("what questions does the CLOUD review ask"))
    assert [n.kind for n in answer.notices] == ["demonstration"]
    assert answer_json(answer)["review_questions"][0]["demonstration"] is True
    assert answer.review_questions[0].place.endswith("made up")
    told = book.ask(Question("CLOUD visit within how many working days"))
    assert answer_json(told)["citations"][0]["demonstration"] is True
    assert "no real child" in answer_text(told)


def test_what_is_made_up_answers_nothing_unless_it_is_named(book: Handbook) -> None:
    asked = "within how many working days is a visit due"
    assert "cloud" not in {c.edition.source_id for c in book.ask(Question(asked)).citations}
    assert "cloud" not in {h.edition.source_id for h in book.search(asked)}
    assert "cloud" in {h.edition.source_id for h in book.search(f"{asked} in the CLOUD review")}
    beside = bearing_on(book, "who saw the child alone at home")
    assert {q.source_id for q in beside} == {"river"}


def test_review_questions_are_made_ready_for_the_first_question_alone(book: Handbook) -> None:
    asked = "who saw the child alone at home"
    first = bearing_on(book, asked)
    ready = dict(book.opened().weighed)
    assert {q.text for q in first} <= {sentence for sentence, _ in ready}
    assert bearing_on(book, asked) == first
    assert all(book.opened().weighed[told] is weighed for told, weighed in ready.items())


def test_five_are_shown_beside_an_answer_and_all_where_they_are_asked_for(
    tmp_path: Path,
) -> None:
    asked = [f"Who has seen the child alone at home in week {n}?" for n in range(1, 9)]
    (tmp_path / "corpus").mkdir()
    told = "\n".join(["# Learning from the LAKE review", "", "## 6. Questions to ask", *asked])
    told = told.replace("\nWho", "\n\n- Who") + "\n\n## 1. Background\n\nA child was seen alone.\n"
    (tmp_path / "corpus" / "lake.md").write_text(told)
    (tmp_path / "corpus" / "manifest.toml").write_text(
        '[[source]]\nid = "lake"\ntitle = "Learning from the LAKE review"\nkind = "briefing"\n'
        'authority = "learning"\n[[source.edition]]\neffective = 2024-01-01\nfile = "lake.md"\n'
    )
    book = open_book(tmp_path / "corpus", tmp_path / "data")
    assert len(book.review_questions()) == len(asked)
    beside = bearing_on(book, "who has seen the child alone at home")
    assert len(beside) == 5
    answer = book.ask(Question("questions for supervision on seeing a child alone at home"))
    assert {q.text for q in answer.review_questions} == set(asked)
    book.close()


def test_what_a_whole_series_is_asked_bears_on_no_theme(book: Handbook) -> None:
    assert bearing_on(book, "what would you have done and who would you tell") == ()


def test_questions_on_a_theme_come_from_the_briefings_that_speak_of_it(book: Handbook) -> None:
    answer = book.ask(Question("questions for my team about seeing children alone at home"))
    assert answer.status is Status.ANSWERED
    assert [q.source_id for q in answer.review_questions] == ["river"]


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        (
            "Learning from practice review: CHILD D (Leeds)",
            "what did the child d review find",
            True,
        ),
        ("Learning from practice review: CHILD D (Leeds)", "is a child in Leeds visited", False),
        ("Learning from the national review: The Myth of Invisible Men", "invisible men", True),
        ("Learning from the national review: The Myth of Invisible Men", "two men came", False),
        ("Learning from the national review: ARTHUR and STAR", "what happened to Star", True),
        (BRUISING, "what does the briefing on bruising in babies say", True),
        (BRUISING, "what did the Bury review find", True),
        (BRUISING, f"What questions does “{BRUISING}” ask?", True),
        (BRUISING, "bruising in babies, who do I ring", False),
        (
            BRUISING,
            "the bruising was seen after they bury the cat, and the baby is immobile",
            False,
        ),
        (UNEXPECTED, "sudden unexpected death in infancy, who is told", False),
        (UNEXPECTED, "who leads the child death review after a sudden unexpected death", False),
        (UNEXPECTED, "what did the panel find on sudden unexpected deaths", True),
        (EXPLOITED, "criminal exploitation: when is the review conference", False),
        (EXPLOITED, "do we review the criminal exploitation plan", False),
        (EXPLOITED, "criminal exploitation review, what was learnt", True),
        ("Smoking", "What questions does “Smoking” ask?", True),
        ("Hard to Reach at Home", "hard to reach families", True),
        ("Hard to reach at home", "hard to reach families", False),
    ],
)
def test_a_review_is_named_by_its_names_or_by_words_of_its_title_where_one_is_spoken_of(
    title: str, text: str, named: bool
) -> None:
    assert is_named(Edition("a", title, kind="briefing"), text) is named


def test_what_an_older_review_tells_of_the_rules_never_stands_before_the_chapter(
    book: Handbook,
) -> None:
    answer = book.ask(Question("in those years within how many working days was a visit due"))
    assert [c.edition.source_id for c in answer.citations] == ["visits", "stone"]


def test_learning_stands_behind_the_rules_among_hits_unless_it_is_asked_for(book: Handbook) -> None:
    asked = "visits were due within days of the referral"
    first = book.search(asked, 1)[0]
    told = book.search(f"what did the review say: {asked}", 1)[0]
    assert (first.edition.source_id, told.edition.source_id) == ("visits", "stone")


def test_questions_on_themes_come_from_all_briefings_and_none_is_made_up(
    corpus_book: Handbook,
) -> None:
    asked = asked_on_themes(corpus_book, ["plans and reports", "Safer sleep"])
    assert len({q.source_id for q in asked}) > 1
    assert not any(q.demonstration for q in asked)
    assert len(asked_on_themes(corpus_book, [])) > len(asked)
    with pytest.raises(SettingsError, match="One that was named is no theme; there are"):
        asked_on_themes(corpus_book, ["Weather"])


def test_the_command_makes_an_agenda_by_theme(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    assert main(["make", "agenda", "Safer sleep", "plans and reports"]) == 0
    lines = capsys.readouterr().out.splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert headings[:3] == ["## Safer sleep", "## Plans and reports", "## Action plan"]
