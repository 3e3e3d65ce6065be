"""What trainers make, by keyboard alone: with the tab key, the space bar and the enter key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.page.test_keyboard import tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AT_WORK = 60_000
"""Milliseconds in which a paper is made on a busy machine."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 850}, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(AT_WORK)
    yield opened
    context.close()


def use(page: Page, selector: str, key: str = "Enter") -> None:
    """Reach a control by the tab key, and use it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def follow(page: Page, selector: str) -> None:
    """The same for what leads to another page, to its end."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def take(page: Page, selector: str) -> str:
    """Take a file away; its name."""
    with page.expect_download() as download:
        use(page, selector)
    return str(download.value.suggested_filename)


def test_a_trainer_makes_material(page: Page, address: str) -> None:
    page.goto(f"{address}/make")
    tab_to(page, "[aria-label='Handout of a topic'] input")
    page.keyboard.type("core groups")
    assert take(page, "[aria-label='Handout of a topic'] [value=docx]").endswith(".docx")
    tab_to(page, "[aria-label='Quiz'] input")
    page.keyboard.type("child protection conference")
    follow(page, "[aria-label='Quiz'] [value=print]")
    use(page, ".hb-quiz input", "Space")
    page.keyboard.press("ArrowDown")
    use(page, ".hb-quiz button")
    page.locator(".hb-score:focus").wait_for()
    page.goto(f"{address}/make")
    tab_to(page, "[name=scenario]")
    page.keyboard.type("A health visitor sees a bruise on a baby who cannot roll.")
    follow(page, "[aria-label='Case discussion'] [value=print]")
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{address}/make")
    tab_to(page, "[name=theme]")
    page.keyboard.type("Safer")
    follow(page, "[aria-label='Agenda by theme'] button")
    use(page, ".hb-pick input", "Space")
    assert take(page, ".hb-make [value=docx]").endswith(".docx")
