"""Signing in with a real browser, on a server that listens on all addresses of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.access.accounts import Accounts
from handbook.access.roles import Role
from tests.handbook.test_access import PASSWORD
from tests.page.test_editor import MEETINGS
from tests.page.test_keyboard import tab_to
from tests.page.test_screens import look_at
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ASKED = "when must the first planning meeting be held"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sign-in")
    for role in (Role.READER, Role.ADMIN):
        Accounts(folder).add(role, role, PASSWORD)
    return folder


@pytest.fixture(scope="module")
def address(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "meetings.md").write_text(MEETINGS)
    with served(corpus, data, HOST="0.0.0.0") as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield opened
    opened.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def ask(page: Page) -> None:
    box = page.get_by_role("textbox", name="Your question")
    box.fill(ASKED)
    box.press("Enter")
    page.locator(".hb-answer").wait_for()


def test_in_by_keyboard_to_an_answer_and_out_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    failed: list[str] = []
    page.goto(address)
    page.wait_for_url("**/sign-in?next=/")
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    tab_to(page, "#name")
    page.keyboard.type("reader")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    ask(page)
    assert "within ten working days" in page.locator(".hb-answer").inner_text()
    assert not failed
    page.goto(f"{address}/account")
    assert "signed in as reader" in page.locator("main").inner_text()
    tab_to(page, "form[action='/sign-out'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_label("Password").is_visible()


def test_a_session_that_has_ended_says_so_and_keeps_what_was_typed(
    context: BrowserContext, address: str, data: Path
) -> None:
    page = context.new_page()
    page.goto(address)
    sign_in(page, "reader")
    ask(page)
    Accounts(data).set_password("reader", PASSWORD)
    box = page.get_by_role("textbox", name="Your question")
    box.fill("and who holds it")
    box.press("Enter")
    page.get_by_text("You are not signed in, or have been away too long").wait_for()
    assert box.input_value() == "and who holds it"
    page.goto(address)
    sign_in(page, "reader")
    page.locator(".hb-answer").wait_for()


@pytest.mark.parametrize("leaves", ["signs out", "has been away too long"])
def test_whoever_signs_in_next_does_not_see_the_conversation(
    context: BrowserContext, address: str, leaves: str
) -> None:
    page = context.new_page()
    page.goto(address)
    sign_in(page, "reader")
    ask(page)
    if leaves == "signs out":
        page.goto(f"{address}/account")
        page.get_by_role("button", name="Sign out").click()
    else:
        context.clear_cookies()
        page.goto(address)
    page.wait_for_load_state()
    sign_in(page, "admin")
    page.goto(address)
    page.get_by_role("textbox", name="Your question").wait_for()
    page.wait_for_timeout(500)
    assert not page.locator(".hb-answer").count()
    assert ASKED not in page.content()


def test_the_screens_of_signing_in_are_accessible(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/library")
    look_at(page)
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    look_at(page)
    sign_in(page, "admin")
    for place in ("/account", "/accounts", "/nowhere"):
        page.goto(address + place)
        look_at(page)


def test_the_page_that_a_role_may_not_open_is_accessible(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/editor")
    sign_in(page, "reader")
    page.get_by_text("this needs editor").wait_for()
    look_at(page)
