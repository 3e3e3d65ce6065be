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
