"""Several things at once: nobody sees another's conversation or a broken page, or loses what they
did meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.answer import Step
from handbook.settings import ROOT, Settings
from tests.page.test_screens import MOVES
from tests.served import environment, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.model_server import ModelServer

_REMEMBER_STEPS = """() => {
  window.steps = [];
  new MutationObserver(() => {
    const words = document.querySelector('.hb-working')?.textContent;
    if (words && words !== window.steps.at(-1)) window.steps.push(words);
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
}"""
QUESTIONS = ("When should the core group meet?", "who is in the core group")


@pytest.fixture
def one(tmp_path: Path) -> Settings:
    """A corpus of one source, and no index yet."""
    found = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    found.corpus.mkdir()
    found.data.mkdir()
    source = ROOT / "corpus" / "documents" / "core-groups.html"
    (found.corpus / source.name).write_bytes(source.read_bytes())
    return found


def _ask(page: Page, question: str) -> str:
    before = page.locator(".hb-answer").count()
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(".hb-answer").nth(before).wait_for()
    return page.locator(".hb-answer").nth(before).inner_text()


def test_what_is_done_while_a_model_thinks_is_not_undone_by_its_answer(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page()
        page.goto(address)
        _ask(page, QUESTIONS[0])
        server.seconds = 2.0
        box = page.get_by_role("textbox", name="Your question")
        thinking = page.locator(".hb-working")
        box.fill(QUESTIONS[1])
        box.press("Enter")
        thinking.wait_for()
        box.fill("typed meanwhile")
        page.locator(".hb-answer").nth(1).wait_for()
        assert box.input_value() == "typed meanwhile"
        box.press("Enter")
        thinking.wait_for()
        edit = page.get_by_role("button", name="Edit the last question")
        assert not edit.is_visible(), "it would take the question before this one back"
        page.get_by_role("button", name="New topic").click()
        page.locator(".hb-answer").first.wait_for(state="detached")
        page.wait_for_timeout(3000)
        assert page.locator(".hb-answer, .hb-asked").count() == 0
        page.close()


def test_the_steps_of_an_answer_are_shown_in_their_order_and_its_text_is_read_out_once(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    server.seconds = 2.0
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page(reduced_motion="reduce")
        page.goto(address)
        page.get_by_role("textbox", name="Your question").wait_for()
        page.evaluate(_REMEMBER_STEPS)
        box = page.get_by_role("textbox", name="Your question")
        box.fill(QUESTIONS[0])
        box.press("Enter")
        page.locator(".hb-working").wait_for()
        assert page.evaluate(MOVES) == []
        page.locator(".hb-answer").wait_for()
        shown = page.evaluate("window.steps")
        assert f"{Step.POINTING} …" in shown
        assert shown == [words for words in (f"{step} …" for step in Step) if words in shown]
        quoted = page.locator(".hb-answer blockquote").first.inner_text()
        log = page.get_by_role("log")
        assert log.get_attribute("aria-live") == "polite"
        assert log.inner_text().count(quoted) == 1
        assert page.locator(".hb-working").count() == 0
        page.close()


def test_a_tab_asks_one_thing_at_a_time_and_loses_no_answer(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    server.seconds = 2.0
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page()
        page.goto(address)
        box = page.get_by_role("textbox", name="Your question")
        box.fill(QUESTIONS[0])
        box.press("Enter")
        page.locator(".hb-examples button").nth(1).dispatch_event("click")
        page.locator(".hb-working").wait_for()
        assert not page.locator(".hb-examples button").first.is_visible()
        box.fill(QUESTIONS[1])
        box.press("Enter")
        page.locator(".hb-answer").nth(1).wait_for()
        assert page.locator(".hb-asked").all_inner_texts() == list(QUESTIONS)
        page.close()


def test_a_question_whose_page_is_loaded_again_before_its_answer_is_asked_again(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page()
        page.goto(address)
        _ask(page, QUESTIONS[0])
        server.seconds = 2.0
        box = page.get_by_role("textbox", name="Your question")
        box.fill(QUESTIONS[1])
        box.press("Enter")
        page.locator(".hb-working").wait_for()
        page.reload()
        page.locator(".hb-answer").nth(1).wait_for()
        assert page.locator(".hb-asked").all_inner_texts() == list(QUESTIONS)
        page.close()


def test_what_is_asked_while_a_conversation_is_restored_comes_after_it(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page()
        page.goto(address)
        _ask(page, QUESTIONS[0])
        server.seconds = 2.0
        page.reload()
        box = page.get_by_role("textbox", name="Your question")
        box.fill(QUESTIONS[1])
        box.press("Enter")
        page.wait_for_function("() => !document.querySelector('#question textarea').value")
        box.fill("typed meanwhile")
        page.locator(".hb-answer").nth(1).wait_for()
        page.wait_for_timeout(2500)
        assert page.locator(".hb-asked").all_inner_texts() == list(QUESTIONS)
        assert box.input_value() == "typed meanwhile"
        server.seconds = 0.0
        page.reload()
        page.locator(".hb-answer").nth(1).wait_for()
        assert page.locator(".hb-asked").all_inner_texts() == list(QUESTIONS)
        page.close()


def test_the_focus_goes_from_an_example_to_its_question_however_long_the_answer_takes(
    browser: Browser, server: ModelServer, one: Settings
) -> None:
    server.seconds = 2.0
    with served(one.corpus, one.data, LANGUAGE_MODEL=f"slow@{server.url}") as address:
        page = browser.new_page()
        page.goto(address)
        page.locator("#example-1").press("Enter")
        page.locator(".hb-working").wait_for()
        page.locator(".hb-asked:focus").wait_for()
        page.close()


def test_two_people_ask_while_everything_is_ingested_anew(browser: Browser, one: Settings) -> None:
    with served(one.corpus, one.data) as address:
        people = [browser.new_page(), browser.new_page()]
        for page in people:
            page.goto(address)
            page.get_by_role("textbox", name="Your question").wait_for()
        said: list[list[str]] = [[], []]
        building = subprocess.Popen(
            [sys.executable, "-m", "ingest", "--rebuild"],
            cwd=ROOT,
            env=environment(one.corpus, one.data, 7860),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while building.poll() is None or len(said[0]) < 3:
            for person, page in enumerate(people):
                said[person].append(_ask(page, QUESTIONS[person]))
        assert building.returncode == 0
        for person, page in enumerate(people):
            asked = page.locator(".hb-asked").all_inner_texts()
            assert set(asked) == {QUESTIONS[person]}
            assert len({text.partition("Searched for")[0] for text in said[person]}) == 1
            page.close()
