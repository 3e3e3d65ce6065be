"""Evidence that was printed: its page is pictured, the quotation boxed on it and brought into view,
and every link leads to the place itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from handbook.book import Handbook
from handbook.printed import page_boxes
from page.address import read_spans

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PRINTED = "who takes emergency action for a child away from home"
"""A question whose answer stands in a PDF, on two lines of its third page."""
HIGH = 560
"""So low that a quotation as text and the box round it on its page are not seen together."""


@pytest.fixture(params=[1280, 375])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The answer, and beside or below it the evidence that came with it."""
    opened = browser.new_page(
        viewport={"width": request.param, "height": HIGH}, reduced_motion="reduce"
    )
    opened.goto(address)
    ask(opened, PRINTED)
    opened.locator(".hb-opened .hb-sheet rect").first.wait_for()
    yield opened
    opened.close()


def ask(page: Page, question: str) -> None:
    before = page.locator(".hb-answer").count()
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(".hb-answer").nth(before).wait_for()


def first_box(page: Page) -> Locator:
    return page.locator(".hb-opened .hb-sheet rect").first


def can_be_seen(page: Page, place: Locator) -> bool:
    """Whether a place lies wholly on the screen, below the danger bar."""
    box, bar = place.bounding_box(), page.locator(".hb-danger").bounding_box()
    assert box
    assert bar
    top = box["y"] >= bar["y"] + bar["height"]
    sides = box["x"] >= 0 and box["x"] + box["width"] <= page.evaluate("innerWidth")
    return bool(top and sides and box["y"] + box["height"] <= HIGH)


def test_the_box_is_in_view_when_it_is_opened_and_beside_the_answer_at_once(page: Page) -> None:
    beside = page.evaluate("innerWidth") == 1280
    page.wait_for_timeout(300)
    assert can_be_seen(page, first_box(page)) == beside
    page.locator(".hb-answer .hb-mark").nth(1).click()
    page.locator(".hb-opened .hb-card-title:focus").wait_for()
    assert can_be_seen(page, first_box(page)), "less motion: there at once, without gliding"


def test_what_is_drawn_is_where_the_quoted_characters_stand(
    page: Page, corpus_book: Handbook
) -> None:
    lasting = page.get_by_role("link", name="Lasting address").get_attribute("href")
    assert lasting
    document_id, place = unquote(lasting).split("/")[2:]
    (printed,) = page_boxes(corpus_book, document_id, read_spans(place))
    assert len(printed.boxes) == 2
    drawn = page.locator(".hb-opened .hb-sheet rect").evaluate_all(
        "all => all.map(e => ['x', 'y', 'width', 'height'].map(a => e[a].baseVal.value))"
    )
    for seen, (left, top, right, bottom) in zip(drawn, printed.boxes, strict=True):
        assert seen == pytest.approx([left, top, right - left, bottom - top], abs=0.01)
    view = page.locator(".hb-opened .hb-sheet svg").get_attribute("viewBox")
    assert view == f"0 0 {printed.width} {printed.height}"


def test_a_printed_page_is_named_by_both_numbers_and_can_be_read_without_its_picture(
    page: Page,
) -> None:
    both = "printed page 3, PDF page 3"
    title = page.locator(".hb-opened .hb-card-title").inner_text()
    assert both in page.locator(".hb-opened .hb-facts").first.inner_text()
    assert both in page.locator(".hb-opened figcaption").inner_text().lower().replace("pdf", "PDF")
    told = page.locator(".hb-opened .hb-sheet img").get_attribute("alt")
    assert told
    assert told.startswith(f"P{both[1:]} of {title}")
    details = page.locator(".hb-opened .hb-printed details")
    details.locator("summary").click()
    quoted = page.locator(".hb-opened mark").first.inner_text()
    assert " ".join(quoted.split()) in " ".join(details.inner_text().split())


def test_the_link_to_a_file_leads_to_the_place_in_it(page: Page) -> None:
    def file_link() -> str:
        link = page.locator(".hb-opened a[href^='/documents/']").get_attribute("href")
        assert link
        return link

    printed = file_link()
    assert printed.endswith("#page=3")
    followed = {printed: "application/pdf"}
    for question, kind in (
        ("When should the core group meet?", "text/html"),
        ("What is private fostering?", "text/plain"),
    ):
        ask(page, question)
        page.wait_for_function(
            "before => !document.querySelector(\".hb-opened a[href^='/documents/']\").href"
            ".endsWith(before)",
            arg=list(followed)[-1],
        )
        link = file_link()
        words = unquote(re.split(":~:text=", link)[1])
        quoted = " ".join(page.locator(".hb-opened mark").first.inner_text().split())
        assert len(words.split()) == min(8, len(quoted.split()))
        assert words in quoted
        followed[link] = kind
    origin = page.url
    for link, kind in list(followed.items())[1:]:
        response = page.goto(urlsplit(origin)._replace(path="").geturl() + link)
        assert response
        assert (response.status, response.headers["content-type"].split(";")[0]) == (200, kind)
    pdf = page.request.get(urlsplit(origin)._replace(path="").geturl() + printed)
    assert (pdf.status, pdf.headers["content-type"]) == (200, followed[printed])
