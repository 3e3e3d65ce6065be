"""Every screen of the product: how to come to it. The tests look at each, and
``python -m tests.page.screens FOLDER`` (``make screenshots``) pictures each."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = (1280, 375)
SCHEMES = ("light", "dark")
Way = Callable[["Page"], None]


def _asked(*questions: str) -> Way:
    def way(page: Page) -> None:
        for number, question in enumerate(questions):
            box = page.get_by_role("textbox", name="Your question")
            box.fill(question)
            box.press("Enter")
            page.locator(".hb-answer").nth(number).wait_for()
        page.wait_for_timeout(300)

    return way


def _ask_page(page: Page) -> None:
    page.get_by_role("textbox", name="Your question").wait_for()
    page.wait_for_timeout(500)


def _as_it_opens(_page: Page) -> None:
    """Nothing more is done."""


def _follow(*names: str | re.Pattern[str]) -> Way:
    """Follow links by their names, the first of each."""

    def way(page: Page) -> None:
        for name in names:
            page.get_by_role("link", name=name).first.click()
            page.wait_for_load_state()

    return way


def _checked(text: str) -> Way:
    """A text, pasted and checked, with every verdict shown."""

    def way(page: Page) -> None:
        page.get_by_label("Or a text, pasted").fill(text)
        page.get_by_role("button", name="Check it").click()
        page.locator(".hb-found").wait_for(timeout=60_000)
        for box in page.locator(".hb-show input").all():
            box.check()

    return way


def _export(form: str) -> Way:
    """A question, and its answer taken away in a form that opens as a page."""

    def way(page: Page) -> None:
        _asked("What questions does the EMILY review ask?")(page)
        page.evaluate("document.querySelector('form.hb-export').target = ''")
        page.locator(f"form.hb-export button[value={form}]").click()
        page.wait_for_load_state()

    return way


def _feedback(page: Page) -> None:
    """The choice of what to say of an answer, open."""
    _asked("When should the core group meet?", "What is private fostering?")(page)
    page.get_by_role("button", name="Was the answer right?").click()
    page.wait_for_timeout(500)


def _noted(page: Page) -> None:
    """The register with a question that found no answer, and something said of an answer."""
    _asked("which hospital was Emily taken to?")(page)
    page.get_by_role("button", name="Was the answer right?").click()
    page.get_by_role("button", name="Incomplete").click()
    page.get_by_text("Noted for the editor").wait_for()
    _follow("Editor", "Gaps and feedback")(page)


def _counting(page: Page) -> None:
    """The day that a time limit is counted from can be given."""
    _asked("When should the core group meet?")(page)
    page.get_by_role("button", name="Work out the last day of a time limit").click()
    page.wait_for_timeout(500)


def _numbers_open(page: Page) -> None:
    """Whom the numbers of the bar are of, and when they are answered."""
    page.locator(".hb-danger summary").click()


def _cited(question: str) -> Way:
    """The first quotation of an answer at its lasting address."""

    def way(page: Page) -> None:
        _asked(question)(page)
        _follow("Lasting address")(page)

    return way


def _sent(page: Page) -> None:
    """What can be taken away from an address, as a browser shows the file."""
    found = page.request.get(f"{page.url.partition('/library')[0]}{SUMMARY}")
    page.set_content(found.text())


SUMMARY = "/library/changes/summary?since=2024-10-01"
TAUGHT = """Timescales
ICPC within 15 days of the strategy discussion
ICPC within 15 working days of the strategy discussion
Tell the LSCB about every training day
Every form tutor must keep a blue diary
Confirm a telephone referral in writing within 24 hours of the call"""


def _make(form: str, button: str, **fields: str) -> Way:
    """A form of the Make page, filled in and sent."""

    def way(page: Page) -> None:
        found = page.get_by_role("form", name=form)
        for name, words in fields.items():
            found.locator(f"[name={name}]").fill(words)
        found.get_by_role("button", name=button).click()
        page.wait_for_load_state()

    return way


def _marked_quiz(page: Page) -> None:
    """A quiz with its first question answered, marked by the keyboard alone."""
    _make("Quiz", "On this page", topic="child protection conference")(page)
    page.get_by_role("radio").first.press("Space")
    page.get_by_role("button", name="Mark my answers").press("Enter")


def _compared(page: Page) -> None:
    """The two runs, held against each other."""
    page.get_by_role("button", name="Show what flipped").click()
    page.wait_for_load_state()


def _themed_agenda(page: Page) -> None:
    """From the Make page to an agenda on one theme."""
    page.get_by_role("combobox", name="Theme").select_option("Safer sleep")
    page.get_by_role("button", name="Choose questions").click()
    page.wait_for_load_state()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Print view").click()
    page.wait_for_load_state()


_SCENARIO = (
    "A health visitor sees a bruise on a four month old baby who cannot roll. The family moved "
    "here last month."
)
SCREENS: dict[str, tuple[str, Way]] = {
    "ask-first-visit": ("/", _as_it_opens),
    "ask-answered": ("/", _asked("When should the core group meet?")),
    "ask-printed-page": ("/", _asked("who takes emergency action for a child away from home")),
    "ask-list": ("/", _asked("who counts as a relative in private fostering")),
    "ask-areas": ("/", _asked("escalation steps")),
    "ask-declined": ("/", _asked("which hospital was Emily taken to?")),
    "ask-urgent": ("/", _asked("he is threatening her with a knife now")),
    "ask-review-questions": ("/", _asked("What questions does the EMILY review ask?")),
    "ask-follow-up": ("/", _asked("When should the core group meet?", "and who is in it?")),
    "ask-feedback": ("/", _feedback),
    "ask-counting": ("/", _counting),
    "hours-and-areas": ("/library", _numbers_open),
    "evidence": ("/", _cited("When should the core group meet?")),
    "evidence-printed": ("/", _cited("who takes emergency action for a child away from home")),
    "print-view": ("/", _export("print")),
    "agenda": ("/", _export("agenda")),
    "library": ("/library", _as_it_opens),
    "library-filtered": ("/library?area=leeds&words=zz", _as_it_opens),
    "source": ("/library/recruitment-checks", _as_it_opens),
    "source-made-up": ("/library/rowan-made-up-briefing", _as_it_opens),
    "edition": ("/library/moving-across-boundaries", _follow("Read it")),
    "section": ("/library/core-groups", _follow("Read it", "When the core group")),
    "section-printed": ("/library/child-deaths", _follow("Read it", "2. When a child dies")),
    "changes": ("/library/recruitment-checks", _follow("Since")),
    "library-changes": ("/library/changes?since=2024-10-01", _as_it_opens),
    "library-changes-summary": ("/library", _sent),
    "review-questions": ("/questions", _as_it_opens),
    "check": ("/check", _as_it_opens),
    "check-result": ("/check", _checked(TAUGHT)),
    "make": ("/make", _as_it_opens),
    "make-handout": ("/make", _make("Handout of a topic", "Show", topic="core groups")),
    "make-handout-refused": ("/make", _make("Handout of a topic", "Show", topic="pizza")),
    "make-quiz": ("/make", _marked_quiz),
    "make-discussion": ("/make", _make("Case discussion", "Show", scenario=_SCENARIO)),
    "make-agenda": ("/make", _themed_agenda),
    "evaluation": ("/evaluation", _as_it_opens),
    "editor": ("/editor", _as_it_opens),
    "editor-add": ("/editor/add", _as_it_opens),
    "editor-sources": ("/editor/sources", _as_it_opens),
    "editor-forget": ("/editor/sources/forget?source=core-groups", _as_it_opens),
    "editor-search": ("/editor/search?q=when+is+the+first+core+group&area=&as_of=", _as_it_opens),
    "editor-gaps": ("/editor/gaps", _as_it_opens),
    "editor-gaps-noted": ("/", _noted),
    "sign-in-without-accounts": ("/sign-in", _as_it_opens),
    "account-without-accounts": ("/account", _as_it_opens),
    "accounts": ("/accounts", _as_it_opens),
    "editor-conflicts": ("/editor/conflicts", _as_it_opens),
    "missing": ("/documents/none", _as_it_opens),
}
TAKEN_AWAY = frozenset({"library-changes-summary"})
"""Those that are no page of the handbook but a file of it, without its frame."""
OF_RUNS: dict[str, tuple[str, Way]] = {
    "evaluation-runs": ("/evaluation", _as_it_opens),
    "evaluation-run": ("/evaluation", _follow(re.compile("1 February 2026"))),
    "evaluation-compared": ("/evaluation", _compared),
}
"""Where two runs are kept (tests/page/two_runs.py)."""


def open_screen(context: BrowserContext, address: str, name: str) -> Page:
    """A screen, open in a new page of the browser."""
    place, way = (SCREENS | OF_RUNS)[name]
    page = context.new_page()
    page.goto(address + place)
    if place == "/":
        _ask_page(page)
    way(page)
    return page


def picture_all(browser: Browser, address: str, names: Iterable[str], folder: Path) -> None:
    """A picture of each of some screens in both widths and colour schemes."""
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 850},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            for name in names:
                page = open_screen(context, address, name)
                target = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=target, full_page=width < 760)
                page.close()
            context.close()


def main() -> None:
    """Serve the shipped corpus and picture its screens into the folder that is given."""
    from playwright.sync_api import sync_playwright

    from handbook.book import Handbook
    from handbook.settings import ROOT, Settings
    from tests.conftest import CHROMIUM, FLAGS
    from tests.page.two_runs import keep_two, make_one
    from tests.served import served

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    book = Handbook.open(Settings.from_environment())
    with sync_playwright() as driver, TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        shutil.copytree(book.settings.data, data, ignore=shutil.ignore_patterns("runs"))
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with served(ROOT / "corpus", data) as address:
            picture_all(browser, address, SCREENS, folder)
            keep_two(make_one(book, Path(scratch) / "made"), data)
            picture_all(browser, address, OF_RUNS, folder)
        browser.close()
    print(f"{len(SCREENS | OF_RUNS)} screens are pictured in {folder}.")


if __name__ == "__main__":
    main()
