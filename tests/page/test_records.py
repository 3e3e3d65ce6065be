"""Records as HTML: nothing is lost, nothing is read as markup, every quotation is marked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import gradio as gr
import pytest

from handbook.answer_records import (
    Answer,
    Before,
    Citation,
    CitedQuestion,
    Hit,
    Notice,
    Question,
    Status,
)
from handbook.book import Handbook
from handbook.contacts import Contact
from handbook.domain import Authority, Edition, Passage, Role, Span, Unit
from handbook.feedback import Verdict
from handbook.present import answer_text
from handbook.suggest import Suggester
from page.ask import NOT_STATED, SUGGESTED, AskPage
from page.conversation import Conversation, asked_again, read_record
from page.marked import surroundings
from page.render import html
from page.reply import answer_html, asked_html
from page.site import Site

HOSTILE = "Tell <script>alert('x')</script> & the \"lead\"."
TEXT = f"Before it. {HOSTILE} After it."
SPAN = Span(0, 11, 11 + len(HOSTILE))
UNITS = (Unit(0, "page", TEXT, (), page_index=91, page_label="92"),)
EDITION = Edition("wt", "Working <b>together</b>", edition="2023", publisher="DfE")
CITATION = Citation(
    1, "d1", EDITION, ("Chapter <i>4</i>",), HOSTILE, (SPAN,), "240", page_index=91, page_label="92"
)
NEAR = Hit(
    Passage("p", "d1", 0, ("Part <i>1</i>",), None, Role.RULE, (SPAN,), (), HOSTILE), EDITION, 1.0
)


def answer(status: Status = Status.ANSWERED, **values: object) -> Answer:
    start = Answer("q?", "q?", status, citations=(CITATION,))
    return replace(start, **values)  # type: ignore[arg-type]


def reply(book: Handbook, given: Answer, **asked: object) -> str:
    question = replace(Question("q?"), **asked)  # type: ignore[arg-type]
    return answer_html(book, question, given)


def words(stretches: list[list[tuple[str, bool]]]) -> str:
    return "|".join("".join(f"<{t}>" if q else t for t, q in unit) for unit in stretches)


def test_the_mark_holds_exactly_the_quoted_characters() -> None:
    [unit] = surroundings(UNITS, (SPAN,))
    assert [text for text, quoted in unit if quoted] == [HOSTILE]
    assert "".join(text for text, _ in unit) == TEXT


def test_a_quotation_over_a_page_break_is_marked_on_both_pages() -> None:
    units = (Unit(0, "page", "a b", ()), Unit(1, "page", "c d", ()))
    assert words(surroundings(units, (Span(0, 2, 3), Span(1, 0, 1)))) == "a <b>|<c> d"


def test_only_what_surrounds_a_quotation_is_shown() -> None:
    text = "x" * 1000 + "QUOTE" + "y" * 1000
    found = surroundings((Unit(0, "page", text, ()),), (Span(0, 1000, 1005),), around=10)
    assert words(found) == f"… {'x' * 10}<QUOTE>{'y' * 10} …"


def test_two_quotations_far_apart_leave_out_what_lies_between() -> None:
    text = "AB" + "z" * 1000 + "CD"
    found = surroundings((Unit(0, "page", text, ()),), (Span(0, 0, 2), Span(0, 1002, 1004)), 5)
    assert words(found) == "<AB>zzzzz … zzzzz<CD>"


def test_no_empty_line_ends_what_surrounds_a_quotation() -> None:
    unit = Unit(0, "section", "ab cd\n\n", ())
    assert words(surroundings((unit,), (Span(0, 3, 5),))) == "ab <cd>"
    assert words(surroundings((unit,), (Span(0, 0, 2),), 3)) == "<ab> cd"
    assert words(surroundings((unit,), (Span(0, 3, 6),))) == "ab <cd\n>"


def test_nothing_from_a_document_or_a_person_is_read_as_html(corpus_book: Handbook) -> None:
    asked = CitedQuestion(HOSTILE, "e", "d1", "<b>EMILY</b>", 6, 1, (SPAN,))
    given = answer(
        question="<script>3</script>",
        searched="<script>4</script>",
        review_questions=(asked,),
        opening="<script>5</script>",
        closing="<script>6</script>",
        notices=(Notice("masked", "<script>2</script>"),),
    )
    shown = reply(corpus_book, given) + asked_html("<script>7</script>")
    assert "<script>" not in shown
    assert "<b>" not in re.sub(r"<b class='hb-differs'>", "", shown)
    for number in "2456":
        assert f"&lt;script&gt;{number}" in shown


def test_a_message_is_one_line_that_markdown_leaves_alone(corpus_book: Handbook) -> None:
    given = answer(closing="one\n\ntwo\nthree", searched="a\nb")
    assert "\n" not in reply(corpus_book, given)
    assert "\n" not in asked_html("first\n\n# second")


def test_the_quotation_is_shown_whole_with_its_mark(corpus_book: Handbook) -> None:
    shown = unescape(reply(corpus_book, answer()))
    assert f"“{HOSTILE}”" in shown
    assert f"/evidence/d1/0.11-{11 + len(HOSTILE)}" in shown
    assert "Working <b>together</b> · 2023" in shown


def test_area_day_and_editions_are_said_without_a_click(corpus_book: Handbook) -> None:
    shown = unescape(reply(corpus_book, answer(), area="leeds"))
    assert "Searched for: q? · Area: Leeds · As at" in shown
    assert "Editions used: Working <b>together</b> (2023)" in shown


def test_the_authority_stands_beside_each_quotation_on_the_page_and_in_a_terminal(
    corpus_book: Handbook,
) -> None:
    edition = replace(EDITION, authority=Authority.STATUTORY_GUIDANCE)
    cited = replace(CITATION, edition=edition)
    was = answer(citations=(cited,), before=(Before(cited),))
    quoted = unescape(reply(corpus_book, was)).split("<blockquote>")[1:]
    assert all("Authority: statutory guidance" in one for one in quoted)
    assert answer_text(was).count("Authority: statutory guidance") == len(quoted) == 2


def test_a_terminal_shows_what_was_searched_for() -> None:
    assert "Searched for: q?" in answer_text(answer()).splitlines()


def test_areas_stand_side_by_side_with_their_differing_words_marked(corpus_book: Handbook) -> None:
    def rule(marker: int, area: str, quote: str) -> Citation:
        edition = replace(EDITION, areas=(area,))
        return replace(CITATION, marker=marker, edition=edition, quote=quote)

    both = (
        rule(1, "leeds", "Ring the duty team within 24 hours."),
        rule(2, "bradford", "Ring the duty team within 48 hours."),
    )
    shown = reply(corpus_book, answer(Status.ASK_AREA, citations=both, by_area=(1, 2)))
    assert re.findall(r'<b class="hb-differs">(.*?)</b>', shown) == ["24", "48"]
    assert shown.count('<section class="hb-area">') == 2


def test_a_decline_shows_the_nearest_passages_as_no_answer(corpus_book: Handbook) -> None:
    given = answer(Status.NOT_COVERED, citations=(), hits=(NEAR,))
    shown = unescape(reply(corpus_book, given, area="leeds"))
    assert "Nearest passages: not an answer" in shown
    assert "Part <i>1</i>" in shown
    assert "tel:01133760336" in shown
    assert "tel:01422393336" not in shown, "Calderdale's number is none for Leeds"


def test_where_a_detail_is_said_not_to_be_held_the_nearest_passages_and_whom_to_ask_are_shown(
    corpus_book: Handbook,
) -> None:
    question = Question("Who may start the immediate or 24-hour escalation route?")
    answer = corpus_book.ask(question)
    assert answer.status is Status.DETAIL_ABSENT
    assert "not held here" in answer.citations[0].quote
    assert answer.nearest
    assert all(h.passage.role is not Role.NOT_HELD for h in answer.nearest)
    shown = answer_html(corpus_book, question, answer)
    assert "Nearest passages: not an answer" in shown
    assert "Who to ask" in shown


def test_an_urgent_answer_repeats_the_numbers(corpus_book: Handbook) -> None:
    shown = reply(corpus_book, answer(Status.URGENT, opening="Call 999 now."))
    assert shown.index("tel:999") < shown.index("Call 999 now.")
    assert "tel:01133760336" in shown


@pytest.mark.parametrize("area", [None, "leeds", "bradford"])
def test_an_urgent_answer_gives_each_number_once_and_says_where_none_is_held(
    corpus_book: Handbook, area: str | None
) -> None:
    given = answer(Status.URGENT, citations=(), hits=(NEAR,))
    shown = reply(corpus_book, given, area=area)
    assert "Nearest passages: not an answer" in shown
    assert shown.count("tel:01133760336") == 1
    assert ("the number is not held here" in shown) is (area == "bradford")


def test_the_bar_says_which_numbers_nobody_has_checked() -> None:
    contacts = (
        Contact("all", "Emergency", "999"),
        Contact("leeds", "Leeds <b>duty</b>", "0113 1", checked_on="2026-01-02"),
        Contact("wakefield", "Wakefield", "01924 2", hours="nights"),
        Contact("kirklees", "Kirklees", note="Look <i>there</i>."),
    )
    bar = html("danger.html", contacts=contacts)
    assert bar.count('href="tel:999"') == 1
    assert "numbers unchecked: 1" in bar
    assert "checked on 2026-01-02" in bar
    assert "01924 2, nights, not yet checked" in bar
    assert "Kirklees: Look &lt;i&gt;there&lt;/i&gt;." in bar
    assert "Leeds &lt;b&gt;duty" in bar


def test_a_conversation_is_asked_again_from_its_record(corpus_book: Handbook) -> None:
    talk = Conversation()
    for text in ("When must the core group first meet?", "and who chairs it?"):
        talk = talk.ask(corpus_book, Question(text, "leeds"))
    again = asked_again(corpus_book, talk.record)
    assert [e.answer.text for e in again.exchanges] == [e.answer.text for e in talk.exchanges]
    assert again.record == talk.record


def test_a_question_that_was_counted_from_a_day_leans_on_nothing_new_when_it_is_asked_again(
    corpus_book: Handbook,
) -> None:
    talk = Conversation()
    for text in ("escalation steps in Leeds", "When must the core group first meet?"):
        talk = talk.ask(corpus_book, Question(text))
    talk = talk.count(corpus_book, date(2026, 3, 2))
    again = asked_again(corpus_book, talk.record)
    assert [e.answer.searched for e in again.exchanges] == [
        e.answer.searched for e in talk.exchanges
    ]
    assert [e.said for e in again.exchanges] == [e.said for e in talk.exchanges]


def test_a_pasted_record_is_not_in_the_record_of_a_conversation(corpus_book: Handbook) -> None:
    pasted = (
        "Strategy meeting minutes. Present: social worker. DOB 01/02/2015. " + "She said. " * 120
    )
    talk = Conversation().ask(corpus_book, Question(pasted))
    assert talk.last is not None
    assert talk.last.answer.status is Status.BLOCKED
    assert talk.record == "[]"
    assert "social worker" not in talk.last.asked


@pytest.mark.parametrize(
    "record",
    ["", "{", "[1]", '{"question": "x"}', '[{"question": 5}]', '[{"question": "  "}]', "[[]]"],
)
def test_a_record_that_somebody_changed_gives_no_question(record: str) -> None:
    assert read_record(record) == []


def test_a_record_with_an_unknown_area_or_day_is_asked_without_it() -> None:
    [question] = read_record('[{"question": "x", "area": "<b>", "as_of": "soon"}]')
    assert (question.area, question.as_of) == (None, None)


def test_what_was_said_before_stands_apart_with_its_end(corpus_book: Handbook) -> None:
    was = Before(replace(CITATION, marker=2), date(2025, 9, 1))
    shown = unescape(reply(corpus_book, answer(before=(was,))))
    assert "Said before, and no longer the rule" in shown
    assert "a later edition has held since 1 September 2025" in shown
    assert shown.index("Said before") < shown.index("[2]")


def test_what_is_said_before_the_choice_has_come_is_said_of_the_last_answer(
    corpus_book: Handbook,
) -> None:
    talk = Conversation().ask(corpus_book, Question("When must the core group first meet?"))
    page = AskPage(Site(corpus_book), Suggester(corpus_book))
    assert "of answer 1: unclear" in page.judge(talk, "", None, Verdict.UNCLEAR)
    assert page.judge(Conversation(), "", None, Verdict.UNCLEAR) == ""


def test_what_is_typed_while_a_question_is_worked_on_stays_in_the_box(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("page.progress.PATIENCE", 0.0)
    page = AskPage(Site(corpus_book), Suggester(corpus_book))
    asked = page.ask("When must the core group first meet?", NOT_STATED, None, Conversation(), "")
    first, *later = (shown.box for shown in asked)
    assert first == ""
    assert later
    assert all(box == gr.skip() for box in later)


def test_what_could_be_asked_next_is_not_found_for_a_question_that_is_no_longer_the_last(
    corpus_book: Handbook,
) -> None:
    page = AskPage(Site(corpus_book), Suggester(corpus_book))
    first = Conversation().ask(corpus_book, Question("escalation steps"))
    second = first.ask(corpus_book, Question("When must the core group first meet?"))
    assert page.suggest(second, first.record) == [gr.skip()] * SUGGESTED
    assert page.answers(second, first.record) == gr.skip()
    assert page.suggest(second, second.record) != [gr.skip()] * SUGGESTED


def test_an_answer_is_shown_before_the_evidence_beside_it_is_looked_up(
    corpus_book: Handbook,
) -> None:
    page = AskPage(Site(corpus_book), Suggester(corpus_book))
    asked = "When must the core group first meet?"
    *_, answered, evidence = page.ask(asked, NOT_STATED, None, Conversation(), "")
    quote = answered.talk.last.answer.citations[0].quote
    assert quote in unescape(answered.chat[-1]["content"])
    assert answered.evidence == gr.skip()
    assert quote in re.sub(r"<[^>]+>", "", unescape(evidence.evidence))
    assert {*map(str, evidence._replace(evidence=gr.skip()))} == {str(gr.skip())}
