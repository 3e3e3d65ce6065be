"""States that a screen has only now and then, held to the rules that every screen is held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handbook.book import Handbook
from handbook.progress import nobody
from page.editor.jobs import Job, Task
from page.site import Site
from tests.page.test_editor import MEETINGS
from tests.page.test_screens import look_at
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from tests.model_server import ModelServer

RECORD = "She was seen at home and said that her mother had hit her again. " * 30
PARTLY = "how long can police keep a child under their powers and who chairs the quillfeather panel"
TOLD = (
    '{"origin": "/a/waiting.pdf", "what": "waiting"}',
    '{"origin": "/a/owls.pdf", "what": "reading", "done": 3, "total": 12}',
    '{"origin": "/a/kites.md", "what": "encoding", "done": 40, "total": 90}',
    '{"origin": "/a/read.md", "what": "read"}',
    '{"origin": "/a/broken.pdf", "what": "failed", "why": "broken.pdf is no PDF; look at it."}',
    "encoding 40 of 90",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def ask(page: Page, address: str, question: str, status: str) -> None:
    page.goto(address)
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(f".hb-answer.hb-{status}").wait_for()


@pytest.mark.parametrize(
    ("question", "status"), [(RECORD, "blocked"), (PARTLY, "partial")], ids=["record", "partial"]
)
def test_an_ending_of_a_question(page: Page, address: str, question: str, status: str) -> None:
    ask(page, address, question, status)
    look_at(page)


def test_a_job_that_is_running(page: Page, address: str, corpus_book: Handbook) -> None:
    job = Job("id", Task("Adding 5 files", (), nobody, nobody), "running")
    for line in TOLD:
        job.hear(line)
    site = Site(corpus_book)
    whole = site.page("editor/job.html", "/editor", job.task.title, job=job)
    part = site.part("editor/job_part.html", job=job)

    def still(route: Route) -> None:
        sent = part if "part=" in route.request.url else whole
        route.fulfill(body=bytes(sent.body), content_type="text/html; charset=utf-8")

    page.route(re.compile("/editor/jobs/id"), still)
    page.goto(f"{address}/editor/jobs/id")
    assert page.locator("progress").count() == 3
    look_at(page)


def test_a_page_that_does_not_open_from_elsewhere(page: Page, address: str) -> None:
    page.set_extra_http_headers({"X-Forwarded-For": "192.0.2.1"})
    answer = page.goto(f"{address}/editor")
    assert answer
    assert answer.status == 403
    look_at(page)


def test_a_check_in_which_nothing_was_found(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_label("Or a text, pasted").fill("Timescales")
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("link", name="Check something else").wait_for()
    look_at(page)


def test_an_answer_that_failed(page: Page, server: ModelServer, tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    data.mkdir()
    (corpus / "meetings.md").write_text(MEETINGS)
    with served(corpus, data, ENCODER=f"tiny@{server.url}") as address:
        server.status = 401
        ask(page, address, "when is the first planning meeting", "failed")
        look_at(page)
