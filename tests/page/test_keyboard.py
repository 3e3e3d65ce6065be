"""The whole way by keyboard alone: question, citation, boxed page, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.settings import ROOT
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST = 60
"""A function that takes more presses of the tab key than this is out of reach."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The application over one PDF."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "data").mkdir()
    name = "moving-across-boundaries.pdf"
    (tmp_path / "corpus" / name).write_bytes((ROOT / "corpus" / "documents" / name).read_bytes())
    with served(tmp_path / "corpus", tmp_path / "data") as started:
        yield started


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until an element has the focus, and see that the focus shows."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} has the focus and does not show it"
            return
    pytest.fail(f"{selector} is not reached by {MOST} presses of the tab key")


def test_from_question_to_paper_by_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 850}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("textbox", name="Your question").wait_for()
    tab_to(page, "textarea")
    page.keyboard.type("who must tell the other authority when a child on a plan moves")
    page.keyboard.press("Enter")
    page.locator(".hb-answer .hb-mark").first.wait_for()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA", "the focus was taken"
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.hb-answer .hb-mark')"):
            break
    page.keyboard.press("Enter")
    page.locator(".hb-opened .hb-card-title:focus").wait_for()
    boxed = page.locator(".hb-opened .hb-sheet rect")
    assert boxed.count() > 0
    picture = page.locator(".hb-opened .hb-sheet img")
    page.wait_for_function(
        "e => e.complete && e.naturalWidth === 900", arg=picture.element_handle()
    )
    tab_to(page, ".hb-opened button[data-copy]")
    tab_to(page, ".hb-opened a.hb-open")
    page.keyboard.press("Enter")
    page.locator(".hb-opened .hb-card-title:focus").wait_for()
    page.evaluate("document.querySelector('form.hb-export').target = ''")
    with page.expect_download() as download:
        for _ in range(MOST):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.matches('form.hb-export button[value=docx]')"):
                page.keyboard.press("Enter")
                break
    assert download.value.suggested_filename.endswith(".docx")
    context.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The Ask page, with less motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 850}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address)
    opened.get_by_role("textbox", name="Your question").wait_for()
    yield opened
    context.close()


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("s => document.activeElement.matches(s)", selector))


def press(page: Page, name: str) -> None:
    """Press a button that has been reached by keyboard."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_the_focus_goes_on_from_what_is_pressed_and_put_away(page: Page) -> None:
    tab_to(page, "#example-1")
    page.keyboard.press("Enter")
    page.locator(".hb-answer").wait_for()
    page.locator(".hb-asked:focus").wait_for()
    page.locator(".hb-onward button").first.wait_for()
    tab_to(page, ".hb-onward button")
    page.keyboard.press("Enter")
    page.locator(".hb-answer").nth(1).wait_for()
    page.wait_for_timeout(300)
    assert not focused(page, "body")
    box = page.locator("#question textarea:focus")
    for left in (1, 0):
        asked = page.locator(".hb-asked").last.inner_text()
        press(page, "Edit the last question")
        page.locator(".hb-answer").nth(left).wait_for(state="detached")
        box.wait_for()
        assert box.input_value() == asked
    page.keyboard.press("Enter")
    page.locator(".hb-answer").wait_for()
    press(page, "New topic")
    page.locator(".hb-answer").wait_for(state="detached")
    box.wait_for()


def test_place_day_passages_and_feedback_by_keyboard_alone(page: Page) -> None:
    tab_to(page, "input[aria-label=Area]")
    page.keyboard.type("Leeds")
    page.wait_for_function("document.querySelectorAll('[role=option]').length === 1")
    page.wait_for_timeout(300)  # as long as a hand takes: the library chooses when it has drawn
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    tab_to(page, "input[placeholder='YYYY-MM-DD']")
    page.keyboard.type("2026-11-20")
    page.keyboard.press("Enter")
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab")
        if focused(page, "#question textarea"):
            break
    page.keyboard.type("who takes emergency action for a child away from home")
    page.keyboard.press("Enter")
    page.locator(".hb-answer").wait_for()
    foot = page.locator(".hb-answer .hb-foot").inner_text()
    assert "Area: Leeds · As at 20 November 2026" in foot
    quoted = page.locator(".hb-opened mark").first
    first = quoted.inner_text()
    tab_to(page, ".hb-opened a.hb-open")
    page.keyboard.press("Enter")
    page.locator(".hb-opened .hb-card-title:focus").wait_for()
    before = quoted.inner_text()
    assert before != first
    tab_to(page, ".hb-opened a.hb-open + a.hb-open")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "was => document.querySelector('.hb-opened mark').innerText !== was", arg=before
    )
    press(page, "Was the answer right?")
    page.get_by_role("button", name="Helped").wait_for()
    press(page, "Helped")
    page.get_by_text("Noted for the editor, of answer 1").wait_for()


def test_the_boxes_on_the_page_are_those_of_the_quotation(browser: Browser, address: str) -> None:
    """What is drawn is what handbook/printed.py gives, which is proved character by character
    in tests/handbook/test_printed.py: here, that the picture and the boxes lie on each other."""
    page = browser.new_page(viewport={"width": 1280, "height": 850})
    page.goto(address)
    box = page.get_by_role("textbox", name="Your question")
    box.fill("who must tell the other authority when a child on a plan moves")
    box.press("Enter")
    page.locator(".hb-opened .hb-sheet rect").first.wait_for()
    picture, drawing = page.evaluate(
        "['img', 'svg'].map(e => document.querySelector('.hb-opened .hb-sheet ' + e))"
        ".map(e => e.getBoundingClientRect().toJSON())"
    )
    for side in ("x", "y", "width", "height"):
        assert picture[side] == pytest.approx(drawing[side], abs=1)
    page.close()
