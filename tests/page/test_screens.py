"""Every screen, in both widths and colour schemes and on the narrowest screen: no rule of
accessibility is broken and nothing is lost at the sides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from handbook.book import Handbook
from handbook.contacts import read_contacts
from handbook.settings import ROOT
from tests.page.screens import OF_RUNS, SCREENS, TAKEN_AWAY, WIDTHS, open_screen
from tests.page.test_keyboard import tab_to
from tests.page.two_runs import keep_two, make_one
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


_CUT_OFF = """() => [...document.querySelectorAll('input, textarea, select, button, a')]
  .filter(e => e.checkVisibility())
  .filter(e => !e.closest('.hb-skip, .hb-unseen, .hb-scroll'))
  .filter(e => {
    const box = e.getBoundingClientRect();
    if (box.width < 2) return false;
    let edge = innerWidth;
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== 'visible')
        edge = Math.min(edge, p.getBoundingClientRect().right);
    return box.right > edge + 1;
  }).map(e => e.outerHTML.slice(0, 120))"""
"""What can be used and is cut off on the right, where nobody gets to it; tables are moved
sideways."""


_IN_SIGHT = """() => [...document.querySelectorAll('.hb-bar a[href^="tel:"]')].filter(e => {
  const box = e.getBoundingClientRect();
  const frame = e.closest('.hb-numbers, .hb-danger').getBoundingClientRect();
  return box.top >= Math.max(0, frame.top) && box.bottom <= Math.min(innerHeight, frame.bottom)
    && box.left >= 0 && box.right <= innerWidth && e.scrollWidth <= e.clientWidth;
}).map(e => e.getAttribute('href'))"""
"""Numbers of the danger bar that are wholly on the screen, with all that is said of them."""
_NUMBERS = {
    "tel:" + c.number.replace(" ", "")
    for c in read_contacts(ROOT / "corpus" / "contacts.toml")
    if c.number
}

MOVES = """() => [
  ...document.getAnimations().filter(a => a.playState === 'running').map(a => a.effect.target),
  ...[...document.all].filter(e => getComputedStyle(e).scrollBehavior !== 'auto')
].map(e => e.outerHTML.slice(0, 120))"""
"""What is in motion, or would glide."""
_TOLD_BY_COLOUR = """() => [...document.querySelectorAll('mark')]
  .filter(e => !getComputedStyle(e).textDecorationLine.includes('underline'))
  .map(e => e.outerHTML.slice(0, 120))"""


def _violations(axe: Any, page: Page) -> list[tuple[str, list[str]]]:
    page.evaluate("window.scrollTo(0, 0)")  # what the bar half covers would be a small target
    found = axe.run(page, options=RULES).response["violations"]
    if found:  # what is drawn anew is faint for a moment
        page.wait_for_timeout(1000)
        found = axe.run(page, options=RULES).response["violations"]
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    hosts: set[str | None] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    look_at(open_screen(context, address, name), in_frame=name not in TAKEN_AWAY)
    context.close()
    assert hosts - {None} == {"127.0.0.1"}, "something is asked of another machine"


@pytest.fixture(scope="module")
def evaluated(corpus_book: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application where two runs are kept."""
    data = tmp_path_factory.mktemp("evaluated")
    shutil.copytree(corpus_book.settings.data, data, dirs_exist_ok=True)
    keep_two(make_one(corpus_book, tmp_path_factory.mktemp("made")), data)
    with served(ROOT / "corpus", data) as started:
        yield started


@pytest.mark.parametrize("name", OF_RUNS)
def test_a_screen_of_runs_is_accessible(browser: Browser, evaluated: str, name: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    look_at(open_screen(context, evaluated, name))
    context.close()


def test_two_runs_are_held_against_each_other_by_keyboard_alone(
    browser: Browser, evaluated: str
) -> None:
    page = browser.new_page()
    page.goto(f"{evaluated}/evaluation")
    for choice, begun in (("#run-a", "1 F"), ("#run-b", "1 J")):
        tab_to(page, choice)
        page.keyboard.type(begun)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Two runs compared").wait_for()
    assert "Before: 1 February 2026, 09:00. After: 1 January 2026" in page.inner_text("main")
    tab_to(page, "main a[href*='compare']")
    page.keyboard.press("Enter")
    page.get_by_text("Before: 1 January 2026, 09:00").wait_for()
    page.close()


_TOO_NARROW = """() => [...document.querySelectorAll('select')].filter(e => {
  e.style.maxWidth = 'none';
  return e.offsetWidth > e.parentElement.clientWidth;
}).map(e => e.outerHTML.slice(0, 120))"""
"""Choices with less room than the longest name in them takes."""
_LONGEST_NAMES = """() => [...document.querySelectorAll('option')].forEach(e => {
  e.text = e.text.replace(/^\\d+ (.*)$/, '28 $1, test');
})"""


def test_the_names_of_runs_are_not_cut_short_on_a_phone(browser: Browser, evaluated: str) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 850})
    page.goto(f"{evaluated}/evaluation")
    page.evaluate(_LONGEST_NAMES)
    assert page.locator("option").first.inner_text() == "28 Feb 2026, 09:00: tuning, test"
    assert page.evaluate(_TOO_NARROW) == []
    assert "95\u00a0% bootstrap interval" in page.inner_text("main")
    page.close()


def look_at(page: Page, *, in_frame: bool = True) -> None:
    """Hold the screen that is open to the rules, in every width and colour scheme; ``in_frame``
    where it is a page of the handbook, which has the danger bar."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 850})
        page.emulate_media(color_scheme="light")
        assert not _violations(axe, page), f"{width} light"
        page.emulate_media(color_scheme="dark")
        assert not _violations(axe, page), f"{width} dark"
        assert page.evaluate(_CUT_OFF) == []
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        assert set(page.evaluate(_IN_SIGHT)) == (_NUMBERS if in_frame else set()), width
    assert page.evaluate(MOVES) == []
    assert page.evaluate(_TOLD_BY_COLOUR) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(_CUT_OFF) == []


_HALVED = """() => [...document.querySelectorAll('main thead th')].filter(th => {
  const words = document.createRange();
  words.selectNodeContents(th);
  return words.getClientRects().length > th.textContent.trim().split(/ +/).length;
}).map(th => th.textContent)"""
"""Heads of columns that stand on more lines than they have words."""


@pytest.mark.parametrize("width", WIDTHS)
def test_no_head_of_the_editions_is_halved_however_much_stands_in_another_column(
    browser: Browser, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 850})
    page.goto(f"{address}/library/core-groups")
    page.evaluate("document.querySelector('main tbody td').textContent = 'much of it '.repeat(90)")
    assert page.locator("main thead th").count() == 6
    assert page.evaluate(_HALVED) == []
    page.close()
