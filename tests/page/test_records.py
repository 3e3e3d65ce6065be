"""Records as HTML: nothing is lost, nothing is read as markup, every quotation is marked."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from handbook.domain import Answer, Citation, CitedQuestion, Edition, Notice, Span, Status, Unit
from handbook.replies import Replies
from handbook.settings import ROOT
from page.danger import danger_html
from page.evidence import NO_EVIDENCE, evidence_html, panel_html
from page.marked import context_html, web_link
from page.reply import answer_html, asked_html

HOSTILE = "Tell <script>alert('x')</script> & the \"lead\"."
TEXT = f"Before it. {HOSTILE} After it."
SPAN = Span(0, 11, 11 + len(HOSTILE))
UNITS = (Unit(0, "page", TEXT, (), page_index=91, page_label="92"),)
EDITION = Edition("wt", "Working <b>together</b>", edition="2023", publisher="DfE")
CITATION = Citation(
    1, "d1", EDITION, ("Chapter <i>4</i>",), HOSTILE, (SPAN,), "240", page_index=91, page_label="92"
)


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies.load(ROOT / "prompts")


def answer(status: Status = Status.ANSWERED, **values: object) -> Answer:
    start = Answer("q?", "q?", status, citations=(CITATION,))
    return replace(start, **values)  # type: ignore[arg-type]


def evidence(given: Answer, replies: Replies, edition: Edition = EDITION, turn: int = 1) -> str:
    return evidence_html(given, lambda _: UNITS, lambda _: edition, replies, turn)


def reply(given: Answer, replies: Replies, turn: int = 1) -> str:
    return answer_html(given, replies, lambda _: EDITION, turn)


def marks(html: str) -> list[str]:
    return [unescape(m) for m in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


def test_the_mark_holds_exactly_the_quoted_characters() -> None:
    assert marks(context_html(UNITS, (SPAN,))) == [HOSTILE]
    assert unescape(re.sub(r"</?mark>", "", context_html(UNITS, (SPAN,)))) == TEXT


def test_a_quotation_over_a_page_break_is_marked_on_both_pages() -> None:
    units = (Unit(0, "page", "a b", ()), Unit(1, "page", "c d", ()))
    html = context_html(units, (Span(0, 2, 3), Span(1, 0, 1)))
    assert html == "a <mark>b</mark><hr><mark>c</mark> d"


def test_only_what_surrounds_a_quotation_is_shown() -> None:
    text = "x" * 1000 + "QUOTE" + "y" * 1000
    html = context_html((Unit(0, "page", text, ()),), (Span(0, 1000, 1005),), around=10)
    assert html == f"… {'x' * 10}<mark>QUOTE</mark>{'y' * 10} …"


def test_two_quotations_far_apart_leave_out_what_lies_between() -> None:
    text = "AB" + "z" * 1000 + "CD"
    html = context_html((Unit(0, "page", text, ()),), (Span(0, 0, 2), Span(0, 1002, 1004)), 5)
    assert html == "<mark>AB</mark>zzzzz … zzzzz<mark>CD</mark>"


def test_nothing_from_a_document_or_a_person_is_read_as_html(replies: Replies) -> None:
    asked = CitedQuestion(HOSTILE, "e", "d1", "<b>EMILY</b>", 6, 1, (SPAN,))
    notices = (Notice("masked", "<script>2</script>"),)
    given = answer(
        question="<script>3</script>",
        searched="<script>4</script>",
        review_questions=(asked,),
        notices=notices,
    )
    for html in (reply(given, replies), evidence(given, replies), asked_html(given.question)):
        assert "<script" not in html
        assert "<b>" not in html
        assert "<i>" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("text", ["a\n\n![x](http://e/x.png)", "a\r\n\r\n# b", "a\u2028b\x0b\x0cc"])
def test_a_message_is_one_line_that_markdown_leaves_alone(text: str, replies: Replies) -> None:
    shown = reply(answer(searched=text, opening=text, closing=text, citations=()), replies)
    for html in (asked_html(text), shown):
        assert len(html.splitlines()) == 1
        assert html.startswith(("<p", "<div"))


def test_evidence_names_both_pages_and_opens_the_file_there(replies: Replies) -> None:
    html = evidence(answer(), replies)
    assert "printed page 92 · PDF page 92" in html
    assert "href='documents/d1#page=92'" in html
    assert "Open the publication at this page" in html
    for fact in ("Edition: 2023", "Publisher: DfE", "Authority: not stated", "paragraph 240"):
        assert fact in html


def test_a_page_without_a_printed_number_says_so(replies: Replies) -> None:
    html = evidence(answer(citations=(replace(CITATION, page_label=None),)), replies)
    assert "no printed page number · PDF page 92" in html
    assert "None" not in html


def test_a_digest_is_called_one_and_never_the_publication(replies: Replies) -> None:
    digest = replace(EDITION, digest=True, url="https://example.org/wt")
    html = evidence(answer(citations=(replace(CITATION, edition=digest),)), replies)
    assert replies.text("digest") in html
    assert "Open the digest at this page" in html
    assert "Open the publication it retells" in html
    assert replies.text("digest") not in evidence(answer(), replies)


def test_a_review_question_from_a_digest_says_so_with_its_panel(replies: Replies) -> None:
    digest = replace(EDITION, digest=True)
    asked = CitedQuestion("Who saw the child?", "e", "d1", "EMILY", 6, 2, (SPAN,))
    given = answer(citations=(), review_questions=(asked,))
    chat = answer_html(given, replies, lambda _: digest)
    assert chat.count("Who saw the child?") == 1
    assert "EMILY, panel 6, question 2" in chat
    assert replies.text("digest") in chat
    beside = evidence(given, replies, digest)
    assert marks(beside) == [HOSTILE]
    assert replies.text("digest") in beside


def test_what_is_made_up_says_so_in_the_chat_and_beside_it(replies: Replies) -> None:
    made_up = replace(EDITION, kind="briefing", demonstration=True)
    asked = CitedQuestion("Who saw the child?", "e", "d1", "ROWAN", 6, 2, (SPAN,))
    cited = (replace(CITATION, edition=made_up),)
    given = answer(citations=cited, review_questions=(asked,))
    beside = evidence(given, replies, made_up)
    assert beside.count(replies.text("demonstration")) == 2
    assert "Open the made-up document" in beside
    assert replies.text("learning") not in beside
    chat = answer_html(given, replies, lambda _: made_up)
    assert replies.text("demonstration") in chat


def test_marks_lead_to_the_evidence_of_their_own_answer(replies: Replies) -> None:
    assert "<a href='#evidence-2-1'>[1]</a>" in reply(answer(), replies, turn=2)
    assert "id='evidence-2-1'" in evidence(answer(), replies, turn=2)
    bracketed = replace(CITATION, quote="as in [7]")
    assert reply(answer(citations=(bracketed,)), replies).count("<a href") == 1


def test_urgent_begins_with_999_as_a_number_to_ring(replies: Replies) -> None:
    html = reply(answer(Status.URGENT, opening=replies.text("urgent")), replies)
    assert html.index("href='tel:999'") < html.index("Call 999 now if anyone")


def test_a_pasted_record_is_not_repeated() -> None:
    assert asked_html("") == "<p class='hb-asked'>A pasted record, not kept</p>"


def test_only_web_addresses_become_links() -> None:
    assert not web_link(replace(EDITION, url="javascript:alert(1)"))
    assert "&#x27;" in web_link(replace(EDITION, url="https://example.org/'onclick='x"))


def test_the_newest_evidence_comes_first() -> None:
    assert panel_html(["old", "new"]) == "newold"
    assert panel_html([]) == NO_EVIDENCE


def test_the_bar_rings_999_and_says_when_a_number_was_checked() -> None:
    html = danger_html(
        [
            {"name": "Police", "number": "999"},
            {"name": "Leeds <b>", "number": "0113 376 0336", "checked_on": "never"},
            {"name": "Calderdale", "number": "01422 393336", "checked_on": "2026-11-01"},
            {"name": "Kirklees", "note": "The number is not held here."},
        ]
    )
    assert "<a class='hb-999' href='tel:999'>In immediate danger call 999</a>" in html
    assert "href='tel:01133760336'" in html
    assert "not yet checked" in html
    assert "checked on 2026-11-01" in html
    assert "Kirklees: The number is not held here." in html
    assert "<b>" not in html
    assert "checked" not in danger_html([])
