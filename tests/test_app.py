"""The Ask page over the shipped corpus, served as a person would start it, in a real browser."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.feedback import Verdict, read_feedback
from handbook.settings import ROOT
from page.ask_layout import EXAMPLES
from tests.served import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

CORE_GROUP = "When should the core group meet?"


@pytest.fixture(params=[1280, 375])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page, open; at the end, no request has left this machine and no script has failed."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    hosts: set[str | None] = set()
    faults: list[str] = []
    opened.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(address)
    opened.get_by_role("textbox", name="Your question").wait_for()
    yield opened
    context.close()
    assert hosts - {None} == {"127.0.0.1"}
    assert not faults


def ask(page: Page, text: str) -> str:
    """Type a question, and read the answer as a person would."""
    before = page.locator(".hb-answer").count()
    box = page.get_by_role("textbox", name="Your question")
    box.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator(".hb-answer").nth(before).wait_for()
    return page.locator(".hb-answer").nth(before).inner_text()


def test_a_typed_question_is_answered_with_its_evidence(page: Page) -> None:
    said = ask(page, CORE_GROUP)
    quoted = page.locator(".hb-panel mark").first.inner_text()
    assert "within 10 working days" in quoted
    assert " ".join(quoted.split()) in said
    assert "Searched for" in said
    assert "Digest: retold for this handbook" in said
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.lang") == "en-GB"


def test_a_mark_opens_its_evidence_and_the_focus_finds_the_way_back(page: Page) -> None:
    ask(page, "escalation steps")
    mark = page.locator(".hb-answer .hb-mark").nth(1)
    mark.focus()
    page.keyboard.press("Enter")
    title = page.locator(".hb-opened .hb-card-title:focus")
    title.wait_for()
    assert "Leeds" in title.inner_text()
    assert page.locator(".hb-opened mark").first.is_visible()
    page.get_by_role("button", name="Back to the answer").press("Enter")
    assert mark.evaluate("e => e === document.activeElement")


def test_of_two_marks_that_are_chosen_quickly_the_last_one_opens(page: Page) -> None:
    ask(page, "escalation steps")
    held: list[Route] = []

    def keep_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/evidence/**", keep_the_first)
    first, second = (page.locator(".hb-answer .hb-mark").nth(n) for n in (0, 1))
    first.click()
    second.click()
    title = page.locator(".hb-opened .hb-card-title:focus")
    title.wait_for()
    opened = title.inner_text()
    with page.expect_response("**/evidence/**"):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert title.inner_text() == opened
    page.get_by_role("button", name="Back to the answer").press("Enter")
    assert second.evaluate("e => e === document.activeElement")


def test_the_next_passage_opens_in_the_same_place(page: Page) -> None:
    ask(page, CORE_GROUP)
    before = page.locator(".hb-opened mark").first.inner_text()
    page.get_by_role("link", name="Next passage").click()
    page.wait_for_function(
        "before => document.querySelector('.hb-opened mark').innerText !== before", arg=before
    )
    page.get_by_role("link", name="Previous passage").click()
    page.wait_for_function(
        "before => document.querySelector('.hb-opened mark').innerText.includes(before)", arg=before
    )


def test_the_citation_is_copied_with_quote_and_place(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, CORE_GROUP)
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "within 10 working days" in copied
    assert "paragraph 1.1" in copied
    assert "digest, not the publication itself" in copied


def test_the_last_day_is_worked_out_from_a_day(page: Page) -> None:
    ask(page, CORE_GROUP)
    page.get_by_role("button", name="Work out the last day of a time limit").click()
    day = page.get_by_placeholder("YYYY-MM-DD").nth(1)
    day.fill("2026-12-10")
    day.press("Enter")
    page.get_by_role("button", name="Count from this day").click()
    page.locator(".hb-answer").nth(1).wait_for()
    counted = page.locator(".hb-answer").nth(1).locator("dl.hb-rule").inner_text()
    assert "Thursday 24 December 2026 is 10 working days after Thursday 10 December" in counted


def test_the_areas_rules_stand_side_by_side(page: Page) -> None:
    ask(page, "escalation steps")
    areas = page.locator(".hb-area h3").all_inner_texts()
    assert "Leeds" in areas
    assert len(areas) > 1


def test_a_decline_says_that_it_is_no_answer_and_lists_what_was_searched(page: Page) -> None:
    said = ask(page, "which hospital was Emily taken to?")
    assert "Nearest passages: not an answer" in said
    assert "Who to ask" in said
    listed = page.locator("details.hb-searched")
    assert "editions in force" in listed.locator("summary").inner_text()


def test_999_stays_on_screen_and_leads_an_urgent_answer(page: Page) -> None:
    ask(page, CORE_GROUP)
    ask(page, "he is threatening her with a knife now")
    urgent = page.locator(".hb-urgent")
    assert "999" in urgent.inner_text().splitlines()[0]
    assert urgent.get_by_role("link", name="Call 999 now").get_attribute("href") == "tel:999"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = page.get_by_role("link", name="In immediate danger call 999").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100


def test_a_follow_up_leans_on_the_last_turn(page: Page) -> None:
    ask(page, CORE_GROUP)
    assert "core group" in ask(page, "and who is in it?").lower()


def test_what_could_be_asked_next_is_suggested_and_is_answered(page: Page) -> None:
    ask(page, CORE_GROUP)
    page.get_by_role("button", name="Who is in the core group").click()
    page.locator(".hb-answer").nth(1).wait_for()
    assert "hb-answered" in (page.locator(".hb-answer").nth(1).get_attribute("class") or "")


def test_what_is_said_of_an_answer_reaches_the_editor(page: Page, corpus_book: Handbook) -> None:
    ask(page, CORE_GROUP)
    page.get_by_role("button", name="Was the answer right?").click()
    page.get_by_role("button", name="Out of date").click()
    page.get_by_text("Noted for the editor, of answer 1: out of date.").wait_for()
    said = read_feedback(corpus_book.settings.data)[-1]
    assert (said.verdict, said.question) == (Verdict.OUT_OF_DATE, "")
    assert "core" in said.cited[0].section.lower()
    page.goto(f"{page.url}editor/gaps")
    listed = page.get_by_role("region", name="What people said").inner_text()
    assert "out of date" in listed
    assert "core group" in listed.lower()


def test_no_markup_of_an_answer_is_read_out_as_its_name(page: Page) -> None:
    ask(page, CORE_GROUP)
    ask(page, "What is private fostering?")
    named = page.locator("[aria-label]").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert named
    assert [name for name in named if "<" in name] == []


def test_something_can_be_said_of_an_answer_further_up(page: Page, corpus_book: Handbook) -> None:
    ask(page, CORE_GROUP)
    ask(page, "What is private fostering?")
    page.get_by_role("button", name="Was the answer right?").click()
    which = page.get_by_label("Which answer")
    page.wait_for_function(
        "box => box.value == '2. What is private fostering?'", arg=which.element_handle()
    )
    which.click()
    page.get_by_role("option", name="1. ").click()
    page.get_by_role("button", name="Incomplete").click()
    page.get_by_text("Noted for the editor, of answer 1: incomplete.").wait_for()
    assert "core" in read_feedback(corpus_book.settings.data)[-1].cited[0].section.lower()


def test_review_questions_come_with_briefing_and_panel(page: Page) -> None:
    said = ask(page, "What questions does the EMILY review ask?")
    assert "Questions that reviews ask" in said
    assert "What is the day to day life of the child like?" in said
    assert "panel 6, question 1" in said
    assert page.locator(".hb-questions a.hb-open").count() == 7


def test_a_picture_in_a_question_is_not_fetched(page: Page) -> None:
    pasted = "core group ![x](http://192.0.2.1/x.png) <img src=http://192.0.2.1/y.png>"
    ask(page, pasted)
    assert pasted in page.locator(".hb-asked").inner_text()


def test_a_reload_and_the_way_back_keep_the_conversation(page: Page) -> None:
    said = ask(page, CORE_GROUP)
    page.reload()
    page.locator(".hb-answer").wait_for()
    assert page.locator(".hb-answer").inner_text() == said
    page.get_by_role("link", name="Lasting address").click()
    page.get_by_role("heading", name="A quotation in its place").wait_for()
    page.go_back()
    page.locator(".hb-answer").wait_for()
    assert page.locator(".hb-answer").inner_text() == said


def test_two_people_do_not_see_each_other(page: Page, browser: Browser, address: str) -> None:
    ask(page, CORE_GROUP)
    other = browser.new_context().new_page()
    other.goto(address)
    other.get_by_role("textbox", name="Your question").wait_for()
    other.wait_for_timeout(500)
    assert other.locator(".hb-answer").count() == 0
    other.context.close()


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_of_the_first_visit_is_answered(corpus_book: Handbook, example: str) -> None:
    status = corpus_book.ask(Question(example)).status
    assert status in {Status.ANSWERED, Status.ASK_AREA}


def test_two_tabs_of_one_person_hold_two_conversations(page: Page, address: str) -> None:
    other = page.context.new_page()
    other.goto(address)
    said = ask(page, CORE_GROUP), ask(other, "What is private fostering?")
    for tab, own in zip((page, other), said, strict=True):
        tab.reload()
        tab.locator(".hb-answer").wait_for()
        tab.wait_for_timeout(300)
        assert tab.locator(".hb-answer").all_inner_texts() == [own]
    assert said[0] != said[1]


def test_an_example_asks_a_question_is_edited_and_a_new_topic_clears(page: Page) -> None:
    page.get_by_role("button", name="core group 10 days?").click()
    page.locator(".hb-answer").wait_for()
    page.get_by_role("button", name="Edit the last question").click()
    page.locator(".hb-answer").wait_for(state="detached")
    box = page.get_by_role("textbox", name="Your question")
    assert box.input_value() == "core group 10 days?"
    box.press("Enter")
    page.locator(".hb-answer").wait_for()
    page.get_by_role("button", name="New topic").click()
    page.locator(".hb-answer").wait_for(state="detached")
    page.get_by_text("The evidence for each answer is shown here.").wait_for()


def test_the_kept_file_opens_in_the_page_and_runs_nothing(page: Page, address: str) -> None:
    ask(page, CORE_GROUP)
    link = page.get_by_role("link", name="Open the digest at this place").get_attribute("href")
    with urllib.request.urlopen(f"{address}{link}") as response:
        assert response.headers["Content-Type"].startswith("text/html")
        assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert response.headers["Content-Disposition"].startswith("inline")
        source = (ROOT / "corpus" / "documents" / "core-groups.html").read_bytes()
        assert response.read() == source


@pytest.mark.parametrize(
    "place", ["documents/none", "evidence/none/0.0-1", "evidence/none/..", "evidence/none/1"]
)
def test_an_address_that_leads_nowhere_is_a_sentence(address: str, place: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/{place}")
    assert caught.value.code == 404
    assert b"held here" in caught.value.read()
    caught.value.close()


def test_a_port_in_use_is_a_sentence(address: str, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nThe lead should write it down.\n")
    port = urlsplit(address).port
    assert port
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment(tmp_path / "corpus", tmp_path / "data", port),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
