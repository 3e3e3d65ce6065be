"""Quizzes: each question is a quoted sentence with a gap, each wrong option is truly wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from handbook.book import Handbook
from handbook.check.tables import Tables
from handbook.cli import main
from handbook.errors import ExportError, QuoteError, SettingsError
from handbook.export.forms import FORMS, written
from handbook.export.sheet import Option, Quiz, QuizItem
from handbook.make.confusions import Confusions
from handbook.make.gaps import GapKind, gaps_of
from handbook.make.quiz import quiz_of
from handbook.rule import read_rule
from handbook.rule_records import Rule
from handbook.settings import ROOT
from handbook.text import stems
from tests.conftest import open_book

DAY = date(2026, 11, 24)
RULE = "The core group should meet within 10 working days from the initial conference."


@pytest.fixture(scope="module")
def conference(corpus_book: Handbook) -> Quiz:
    return quiz_of(corpus_book, "child protection conference", None, 5, DAY, None)


@pytest.fixture(scope="module")
def everything(corpus_book: Handbook) -> Quiz:
    return quiz_of(corpus_book, "", None, 20, DAY, None)


def options(quiz: Quiz, sentence: str) -> dict[str, Option]:
    item = next(i for i in quiz.items if sentence in i.quoted.text)
    return {o.text: o for o in item.options}


def test_a_question_is_a_quoted_sentence_with_a_gap(everything: Quiz) -> None:
    assert len(everything.items) == 20
    for item in everything.items:
        right = next(o for o in item.options if o.right)
        assert item.before + right.text + item.after == item.quoted.text
        assert 3 <= len(item.options) <= 4
        assert len({o.text.lower() for o in item.options}) == len(item.options)


def test_all_parts_of_a_rule_are_asked_for(everything: Quiz) -> None:
    assert {item.ask for item in everything.items} == {kind.ask for kind in GapKind}


def test_known_confusions_are_the_wrong_options(conference: Quiz) -> None:
    said = options(conference, "The initial child protection conference should take place")
    assert "the last strategy discussion" in said
    assert "which" in said["the last strategy discussion"].why.lower()


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("There are four tests for an allegation.", "four"),
        ("At least 2 professionals should be there.", "2"),
        ("A report is managed with two members of staff present.", "two"),
        ("Both people must be aged 16 or over.", "16"),
        ("The police take part where a child is under ten.", "ten"),
        ("The plan is reviewed until the child's fifth birthday.", None),
        ("The duty began on 31 October 2015.", None),
        ("It is for 16 and 17 year olds.", None),
        ("A child under 16, or under 18 if disabled, is privately fostered.", None),
        ("Two pieces of guidance apply, one of them on health.", None),
        ("The group should meet within 10 working days.", None),
        ("A section 47 enquiry should be made.", None),
    ],
)
def test_a_count_or_an_age_is_left_out_where_it_is_the_only_one(
    sentence: str, number: str | None
) -> None:
    gaps = [g.piece.of(sentence) for g in gaps_of(sentence, Rule()) if g.kind is GapKind.HOW_MANY]
    assert gaps == ([number] if number else [])


def test_how_many_tests_has_the_known_confusion_and_near_numbers(corpus_book: Handbook) -> None:
    quiz = quiz_of(corpus_book, "four tests for an allegation", None, 5, DAY, None)
    item = next(i for i in quiz.items if i.ask == GapKind.HOW_MANY.ask)
    wrong = {option.text: option for _, option in item.wrong}
    assert wrong.keys() == {"three", "five", "six"}
    assert "Older material lists three" in wrong["three"].why
    assert "says “four”" in wrong["five"].why
    assert all("four tests" in option.shown.text for option in item.options)


FILLER = "The school should answer within 20 working days of the request for help."
COUNTED = "Two professionals must see the child before a strategy discussion about a bruise."


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        (FILLER, {"Two", "Three", "Four"}),
        ("A strategy discussion about a bruise on the child: 3 professionals see it before.", None),
        ("An old page says that three professionals must see the child before a strategy "
         "discussion about a bruise.", {"Two", "Three", "Four"}),
    ],
    ids=["alone", "counted otherwise", "printed once"],
)  # fmt: skip
def test_a_number_is_asked_for_unless_the_sources_count_differently(
    tmp_path: Path, other: str, asked: set[str] | None
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, sentence in (("one", COUNTED), ("two", other)):
        (corpus / f"{name}.md").write_text(f"# {name}\n\n## 1. Bruises\n\n{sentence}\n\n{FILLER}")
    book = open_book(corpus, tmp_path / "data")
    items = quiz_of(book, "", None, 9, DAY, None).items
    book.close()
    found = [{o.text for o in i.options} for i in items if i.ask == GapKind.HOW_MANY.ask]
    assert found == ([asked] if asked else [])


def test_each_wrong_option_says_why_and_shows_the_passage(everything: Quiz) -> None:
    for item in everything.items:
        for _, option in item.wrong:
            assert option.why
            borrowed = option.shown != item.quoted
            assert not borrowed or option.text.lower() in option.shown.text.lower()


def test_no_sentence_in_force_bears_out_a_wrong_option(
    corpus_book: Handbook, everything: Quiz
) -> None:
    """By another way than the maker's: word by word through every sentence that is held."""
    held = [
        " ".join(text.lower().split())
        for h in corpus_book.opened().edition.in_force(None).values()
        for unit in corpus_book.units(h.document_id)
        for text in unit.text.replace("\n", ". ").split(". ")
    ]
    for item in everything.items:
        matter, own = stems(item.before + item.after), item.quoted.text.lower().strip(".")
        others = [t for t in held if own not in t]
        for _, option in item.wrong:
            same = [t for t in others if len(matter & stems(t)) >= 0.7 * len(matter)]
            assert not any(f" {option.text.lower()} " in f" {t.strip('.')} " for t in same)


def test_an_option_that_another_passage_bears_out_is_never_wrong(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    filler = "".join(
        f"The {who} should answer within {n} working days of the request for help.\n\n"
        for who, n in (("health visitor", 3), ("police", 7), ("school", 20))
    )
    (corpus / "one.md").write_text(f"# Core groups\n\n## 1. Meeting\n\n{RULE}\n\n{filler}")
    alone = open_book(corpus, tmp_path / "alone")
    assert "within 15 working days" in options(quiz_of(alone, "", None, 9, DAY, None), RULE)
    alone.close()
    other = RULE.replace("10 working days", "15 working days")
    (corpus / "two.md").write_text(f"# Meetings\n\n## 1. Groups\n\n{other}\n\n{filler}")
    both = open_book(corpus, tmp_path / "both")
    made = quiz_of(both, "", None, 9, DAY, None)
    both.close()
    for item in made.items:
        if "core group" in item.quoted.text:
            texts = {o.text for o in item.options}
            assert not {"within 15 working days", "within 10 working days"} <= texts


def test_where_sources_print_the_number_with_two_units_nobody_is_asked_which(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    filler = "The school should answer within 20 working days of the request for help."
    slip = RULE.replace("10 working days", "10 days")
    for name, sentence in (("one", RULE), ("two", slip)):
        (corpus / f"{name}.md").write_text(f"# {name}\n\n## 1. Groups\n\n{sentence}\n\n{filler}")
    book = open_book(corpus, tmp_path / "data")
    made = quiz_of(book, "", None, 9, DAY, None)
    book.close()
    asked = [i for i in made.items if "core group" in i.quoted.text]
    assert GapKind.BY_WHEN.ask not in {i.ask for i in asked}


def test_a_limit_of_the_same_length_in_other_words_is_no_wrong_option(everything: Quiz) -> None:
    for item in everything.items:
        if item.ask == GapKind.BY_WHEN.ask:
            assert not {"within 12 months", "within one year"} <= {o.text for o in item.options}


def test_who_is_one_actor_by_name_and_no_two_options_name_the_same(everything: Quiz) -> None:
    tables = Tables.load(ROOT / "prompts")
    for item in everything.items:
        if item.ask == GapKind.WHO.ask:
            named = [{n.name for n in tables.actors_in(o.text)} for o in item.options]
            assert all(len(names) == 1 for names in named)
            assert len(set().union(*named)) == len(item.options)


def test_without_an_area_no_area_is_asked_about(corpus_book: Handbook, everything: Quiz) -> None:
    for item in everything.items:
        held = corpus_book.held(item.quoted.document_id)
        assert held is not None
        assert held.edition.areas == ()
    leeds = quiz_of(corpus_book, "disagreements", "kirklees", 5, DAY, None)
    editions = [corpus_book.held(i.quoted.document_id) for i in leeds.items]
    assert any(h and "kirklees" in h.edition.areas for h in editions)
    assert all(h and h.edition.holds_in("kirklees") for h in editions)


def test_the_same_index_gives_the_same_quiz(corpus_book: Handbook, conference: Quiz) -> None:
    again = quiz_of(corpus_book, "child protection conference", None, 5, DAY, None)
    assert again == conference


def test_what_is_false_stops_every_form(corpus_book: Handbook, conference: Quiz) -> None:
    first, *others = conference.items
    changed = first.quoted.text.replace("should", "must")
    planted = (
        replace(first, quoted=replace(first.quoted, text=changed)),
        replace(first, before=first.before.replace("first", "second")),
        replace(first, options=tuple(replace(o, right=not o.right) for o in first.options)),
        replace(first, options=tuple(o for o in first.options if not o.right)),
        _borrowed(first, conference),
    )
    for false in planted:
        for form in FORMS:
            with pytest.raises(QuoteError):
                written(corpus_book, replace(conference, items=(false, *others)), form)


def _borrowed(item: QuizItem, quiz: Quiz) -> QuizItem:
    """An option that is said to stand in a sentence in which it does not."""
    other = quiz.items[-1].quoted
    shown = [o if o.right else replace(o, shown=other) for o in item.options]
    return replace(item, options=tuple(shown))


def test_word_has_the_questions_and_then_the_key(corpus_book: Handbook, conference: Quiz) -> None:
    document = docx.Document(BytesIO(written(corpus_book, conference, ".docx")))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:6] == [f"Question {n}: {i.ask}" for n, i in enumerate(conference.items, 1)] + [
        "Key"
    ]
    text = [p.text for p in document.paragraphs]
    key = text[text.index("Key") :]
    for item in conference.items:
        assert f"“{item.sentence}”" in text[: text.index("Key")]
        assert f"“{item.quoted.text}”" in key
        assert f"“{item.quoted.text}”" not in text[: text.index("Key")]
        for _, option in item.wrong:
            assert any(option.why in line for line in key)


def test_a_topic_without_rules_is_a_sentence(corpus_book: Handbook) -> None:
    with pytest.raises(ExportError, match="on “pizza” makes a question"):
        quiz_of(corpus_book, "pizza", None, 5, DAY, None)


def test_may_makes_no_gap_since_it_can_tell_of_what_is_possible() -> None:
    sentence = "A child may have been exploited."
    assert [g.kind for g in gaps_of(sentence, read_rule(sentence))] == [GapKind.WHO]


def test_a_broken_table_of_confusions_is_a_sentence(tmp_path: Path) -> None:
    for text in ("", "[[confusion]]\ngap = 'when'\nwords=''\ntaken_for=[]\nwhy=''\n"):
        (tmp_path / "quiz.toml").write_text(text)
        with pytest.raises(SettingsError, match="lacks or misnames"):
            Confusions.load(tmp_path)


def test_a_confusion_is_known_by_whole_words() -> None:
    known = Confusions.load(ROOT / "prompts")
    taken = dict(known.taken_for(GapKind.BY_WHEN, "within 10 working days", RULE))
    assert set(taken) == {"within 10 days", "within 15 working days"}
    assert not dict(known.taken_for(GapKind.BY_WHEN, "within 110 working hours", RULE))


def test_the_command_prints_a_quiz(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    assert main(["make", "quiz", "core groups", "--count", "2"]) == 0
    assert "## Question 2" in capsys.readouterr().out
    assert main(["make", "quiz", "--count", "0"]) == 1
    assert main(["make", "quiz", "--out", "quiz.pptx"]) == 1
    assert "no form" in capsys.readouterr().err
