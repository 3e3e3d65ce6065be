"""Case discussions: no name comes through, each step has its rules, nothing is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from handbook.book import Handbook
from handbook.cite import verify
from handbook.cli import main
from handbook.errors import ExportError, QuoteError, SettingsError
from handbook.export.forms import BOOKLET_FORMS, written
from handbook.export.sheet import Booklet
from handbook.make.discussion import discussion_of
from handbook.make.steps import load_steps, step_of
from handbook.settings import ROOT

DAY = date(2026, 11, 24)
STEPS = load_steps(ROOT / "prompts")
SCENARIO = (
    "A health visitor sees a bruise on a four month old baby who cannot roll. The mother cannot "
    "say how it came about. The family moved here last month."
)


@pytest.fixture(scope="module")
def leeds(corpus_book: Handbook) -> Booklet:
    return discussion_of(corpus_book, SCENARIO, "leeds", DAY, None)


def test_the_steps_come_in_their_order_each_with_its_rule(leeds: Booklet) -> None:
    assert [p.title for p in leeds.parts][:6] == [step.name for step in STEPS]
    text = {p.title: " ".join(q.text for q in p.quoted) for p in leeds.parts}
    assert "one working day" in text["Refer"]
    assert "strategy discussion" in text["Strategy discussion"]
    assert "45 working days" in text["Enquiry and assessment"]
    assert "within 15 working days" in text["Conference"]
    assert "within 10 working days" in text["Plan"]
    assert "within three months" in text["Review"]


def test_what_bears_on_the_scenario_is_there_for_the_area_alone(
    corpus_book: Handbook, leeds: Booklet
) -> None:
    quoted = [q for part in leeds.parts for q in part.quoted]
    assert any("Leeds bruising protocol" in q.text for q in quoted)
    for q in quoted:
        held = corpus_book.held(q.document_id)
        assert held is not None
        assert held.edition.holds_in("leeds")
    asked = [q.text for part in leeds.parts for q in part.asked]
    assert "Has a health professional with the right expertise seen the mark on this baby?" in asked


def test_without_an_area_the_rules_of_a_step_are_nobodys_own(corpus_book: Handbook) -> None:
    made = discussion_of(
        corpus_book, "The three year old has missed appointments.", None, DAY, None
    )
    steps = {step.name for step in STEPS}
    for part in made.parts:
        if part.title in steps:
            assert not any(f.startswith("Area") for q in part.quoted for f in q.facts)


def test_every_quotation_stands_in_the_store_and_is_there_once(
    corpus_book: Handbook, leeds: Booklet
) -> None:
    for quoted in leeds.quotations:
        verify(corpus_book.units(quoted.document_id), quoted.text, quoted.spans, quoted.title)
    texts = [q.text for q in leeds.quotations]
    assert len(texts) == len(set(texts))


def test_a_false_line_stops_every_form(corpus_book: Handbook, leeds: Booklet) -> None:
    first, *others = leeds.parts
    line = replace(first.quoted[0], text=first.quoted[0].text.replace("should", "may"))
    planted = replace(leeds, parts=(replace(first, quoted=(line,)), *others))
    for form in BOOKLET_FORMS:
        with pytest.raises(QuoteError):
            written(corpus_book, planted, form)


def test_names_are_masked_before_anything_is_searched_and_do_not_come_back(
    corpus_book: Handbook,
) -> None:
    named = (
        f"{SCENARIO} Her father Darren Hughes, NHS 943 476 5919, lives at 12 Park Road, LS6 2AB."
    )
    made = discussion_of(corpus_book, named, None, DAY, None)
    for form in (".md", ".docx"):
        content = written(corpus_book, made, form)
        if form == ".docx":
            content = "\n".join(p.text for p in docx.Document(BytesIO(content)).paragraphs).encode()
        for secret in (b"Darren", b"Hughes", b"5919", b"LS6"):
            assert secret not in content
    assert any("Removed" in words and "name" in words for words in made.opening)


def test_a_record_and_what_nothing_bears_on_are_refused(corpus_book: Handbook) -> None:
    for typed, said in (
        ("The child was seen at home. " * 60, "looks like a record"),
        ("", "Nothing was typed"),
        ("The best pizza is sold near the station.", "Nothing that is held here bears"),
    ):
        with pytest.raises(ExportError, match=said):
            discussion_of(corpus_book, typed, None, DAY, None)


def test_danger_comes_before_everything_a_refusal_too(corpus_book: Handbook) -> None:
    now = "He is threatening her with a knife now."
    made = discussion_of(corpus_book, f"{SCENARIO} {now}", None, DAY, None)
    assert made.opening[0].startswith("Call 999 now")
    for typed in (now, "The child was seen at home. " * 60 + now):
        with pytest.raises(ExportError, match=r"^Call 999 now"):
            discussion_of(corpus_book, typed, None, DAY, None)


def test_a_rule_stands_at_the_step_that_it_names_first() -> None:
    for sentence, name in (
        ("The core group should meet within 10 working days of the conference.", "Plan"),
        ("The initial conference should follow the strategy discussion.", "Conference"),
        ("Further review conferences should be held.", "Review"),
        ("An assessment should conclude within 45 working days of the referral.", STEPS[2].name),
    ):
        found = step_of(STEPS, sentence)
        assert found is not None
        assert found.name == name
    assert step_of(STEPS, "The child is seen alone.") is None


def test_a_broken_table_of_steps_is_a_sentence(tmp_path: Path) -> None:
    for text in ("", "[[step]]\nname = 'A'\n"):
        (tmp_path / "steps.toml").write_text(text)
        with pytest.raises(SettingsError, match="give \\[\\[step\\]\\] tables"):
            load_steps(tmp_path)


def test_the_command_prints_a_discussion(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    assert main(["make", "discussion", SCENARIO, "--area", "leeds"]) == 0
    assert "## Strategy discussion" in capsys.readouterr().out
