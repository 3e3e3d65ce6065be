"""The whole page over a small index, served as a person would start it, in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handbook.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDBOOK_")}
    ours = {"CORPUS": folder / "corpus", "DATA": folder / "data", "PORT": port}
    return kept | {f"HANDBOOK_{k}": str(v) for k, v in ours.items()}


def _serve(folder: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=_environment(folder, port),
        stdout=subprocess.DEVNULL,
        stderr=(folder / "stderr").open("w"),
        text=True,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over three documents, served on a free port of this machine."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "corpus").mkdir()
    for name in ("core-groups.html", "emily-briefing.pptx", "moving-across-boundaries.pdf"):
        shutil.copy(ROOT / "corpus" / "documents" / name, folder / "corpus" / name)
    port = _free_port()
    server = _serve(folder, port)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server, folder / "stderr")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url: str, server: subprocess.Popen[str], errors: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The page did not start: {errors.read_text()}")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, open; at the end, no request has left this machine."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    opened = context.new_page()
    hosts: set[str | None] = set()
    opened.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    opened.goto(address)
    opened.get_by_role("textbox", name="Your question").wait_for()
    yield opened
    context.close()
    assert hosts - {None} == {"127.0.0.1"}


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
    said = ask(page, "When should the core group meet?")
    quoted = page.locator("article.hb-card mark").first.inner_text()
    assert "within 10 working days" in quoted
    assert " ".join(quoted.split()) in said
    assert "Searched for" in said
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.documentElement.lang") == "en-GB"


def test_the_last_day_is_worked_out_from_a_day(page: Page) -> None:
    said = ask(page, "When should the core group meet?")
    assert "By when" in said
    assert "within 10 working days" in page.locator("dl.hb-rule").inner_text()
    page.get_by_role("button", name="Work out the last day of a time limit").click()
    day = page.get_by_placeholder("YYYY-MM-DD")
    day.fill("2026-12-10")
    day.press("Enter")
    page.get_by_role("button", name="Count from this day").click()
    page.locator(".hb-answer").nth(1).wait_for()
    counted = page.locator("dl.hb-rule").nth(1).inner_text()
    assert "Thursday 24 December 2026 is 10 working days after Thursday 10 December" in counted


def test_a_decline_lists_what_was_searched(page: Page) -> None:
    ask(page, "which bank holidays are there in Scotland")
    listed = page.locator("details.hb-searched")
    assert "3 editions in force" in listed.locator("summary").inner_text()
    listed.locator("summary").click()
    assert listed.locator("li").count() == 3


def test_999_stays_on_screen(page: Page) -> None:
    ask(page, "When should the core group meet?")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("window.scrollY") > 200
    box = page.get_by_role("link", name="In immediate danger call 999").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100


def test_review_questions_come_with_briefing_and_panel(page: Page) -> None:
    said = ask(page, "What questions does the EMILY review ask?")
    assert "Questions that reviews ask" in said
    assert "What is the day to day life of the child like?" in said
    assert "panel 6, question 1" in said
    assert page.locator("article.hb-asks mark").count() == 7


def test_a_mark_leads_to_its_own_evidence_after_a_second_question(page: Page) -> None:
    ask(page, "When should the core group meet?")
    ask(page, "he is threatening her with a knife now")
    page.locator(".hb-answer").first.get_by_role("link", name="[1]").click()
    page.wait_for_function("location.hash === '#evidence-1-1'")
    assert "within 10 working days" in page.locator("#evidence-1-1 mark").inner_text()
    urgent = page.locator(".hb-urgent")
    assert "999" in urgent.inner_text().splitlines()[0]
    assert urgent.get_by_role("link", name="Call 999 now").get_attribute("href") == "tel:999"


def test_a_picture_in_a_question_is_not_fetched(page: Page) -> None:
    pasted = "core group ![x](http://192.0.2.1/x.png) <img src=http://192.0.2.1/y.png>"
    ask(page, pasted)
    assert pasted in page.locator(".hb-asked").inner_text()


def test_an_example_asks_and_a_new_topic_clears(page: Page) -> None:
    page.get_by_text("core group 10 days?").click()
    page.locator(".hb-answer").wait_for()
    page.locator("article.hb-card").first.wait_for()
    page.get_by_role("button", name="New topic").click()
    page.locator(".hb-answer").wait_for(state="detached")
    page.get_by_text("The evidence for each answer is shown here.").wait_for()


def test_the_kept_file_opens_in_the_page_and_runs_nothing(page: Page, address: str) -> None:
    ask(page, "When should the core group meet?")
    link = page.locator("article.hb-card a").first.get_attribute("href")
    with urllib.request.urlopen(f"{address}/{link}") as response:
        assert response.headers["Content-Type"].startswith("text/html")
        assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert response.headers["Content-Disposition"].startswith("inline")
        source = (ROOT / "corpus" / "documents" / "core-groups.html").read_bytes()
        assert response.read() == source


def test_an_unknown_document_is_a_sentence(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/documents/none")
    assert caught.value.code == 404
    assert caught.value.read() == b"This document is not held here."
    caught.value.close()


def test_a_port_in_use_is_a_sentence(address: str, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nThe lead should write it down.\n")
    port = urlsplit(address).port
    assert port
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=_environment(tmp_path, port),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
