"""The page: records as HTML by hand, and the whole of it in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handbook.domain import Answer, Citation, CitedQuestion, Edition, Notice, Span, Status, Unit
from handbook.replies import Replies
from handbook.settings import ROOT
from page.danger import danger_html
from page.evidence import NO_EVIDENCE, evidence_html, panel_html
from page.marked import context_html, web_link
from page.reply import answer_html, asked_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HOSTILE = "Tell <script>alert('x')</script> & the \"lead\"."
TEXT = f"Before it. {HOSTILE} After it."
SPAN = Span(0, 11, 11 + len(HOSTILE))
UNITS = (Unit(0, "page", TEXT, (), page_index=91, page_label="92"),)
EDITION = Edition("wt", "Working <b>together</b>", edition="2023", publisher="DfE")
CITATION = Citation(
    1, "d1", EDITION, ("Chapter <i>4</i>",), HOSTILE, (SPAN,), "240", page_index=91, page_label="92"
)


@pytest.fixture(scope="module")
def replies() -> Replies:
    return Replies.load(ROOT / "prompts")


def answer(status: Status = Status.ANSWERED, **values: object) -> Answer:
    start = Answer("q?", "q?", status, citations=(CITATION,))
    return replace(start, **values)  # type: ignore[arg-type]


def evidence(given: Answer, replies: Replies, edition: Edition = EDITION, turn: int = 1) -> str:
    return evidence_html(given, lambda _: UNITS, lambda _: edition, replies, turn)


def reply(given: Answer, replies: Replies, turn: int = 1) -> str:
    return answer_html(given, replies, lambda _: EDITION, turn)


def marks(html: str) -> list[str]:
    return [unescape(m) for m in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


def test_the_mark_holds_exactly_the_quoted_characters() -> None:
    assert marks(context_html(UNITS, (SPAN,))) == [HOSTILE]
    assert unescape(re.sub(r"</?mark>", "", context_html(UNITS, (SPAN,)))) == TEXT


def test_a_quotation_over_a_page_break_is_marked_on_both_pages() -> None:
    units = (Unit(0, "page", "a b", ()), Unit(1, "page", "c d", ()))
    html = context_html(units, (Span(0, 2, 3), Span(1, 0, 1)))
    assert html == "a <mark>b</mark><hr><mark>c</mark> d"


def test_only_what_surrounds_a_quotation_is_shown() -> None:
    text = "x" * 1000 + "QUOTE" + "y" * 1000
    html = context_html((Unit(0, "page", text, ()),), (Span(0, 1000, 1005),), around=10)
    assert html == f"… {'x' * 10}<mark>QUOTE</mark>{'y' * 10} …"


def test_two_quotations_far_apart_leave_out_what_lies_between() -> None:
    text = "AB" + "z" * 1000 + "CD"
    html = context_html((Unit(0, "page", text, ()),), (Span(0, 0, 2), Span(0, 1002, 1004)), 5)
    assert html == "<mark>AB</mark>zzzzz … zzzzz<mark>CD</mark>"


def test_nothing_from_a_document_or_a_person_is_read_as_html(replies: Replies) -> None:
    asked = CitedQuestion(HOSTILE, "e", "d1", "<b>EMILY</b>", 6, 1, (SPAN,))
    notices = (Notice("masked", "<script>2</script>"),)
    given = answer(
        question="<script>3</script>",
        searched="<script>4</script>",
        review_questions=(asked,),
        notices=notices,
    )
    for html in (reply(given, replies), evidence(given, replies), asked_html(given.question)):
        assert "<script" not in html
        assert "<b>" not in html
        assert "<i>" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("text", ["a\n\n![x](http://e/x.png)", "a\r\n\r\n# b", "a\u2028b\x0b\x0cc"])
def test_a_message_is_one_line_that_markdown_leaves_alone(text: str, replies: Replies) -> None:
    shown = reply(answer(searched=text, opening=text, closing=text, citations=()), replies)
    for html in (asked_html(text), shown):
        assert len(html.splitlines()) == 1
        assert html.startswith(("<p", "<div"))


def test_evidence_names_both_pages_and_opens_the_file_there(replies: Replies) -> None:
    html = evidence(answer(), replies)
    assert "printed page 92 · PDF page 92" in html
    assert "href='documents/d1#page=92'" in html
    assert "Open the publication at this page" in html
    for fact in ("Edition: 2023", "Publisher: DfE", "Authority: not stated", "paragraph 240"):
        assert fact in html


def test_a_page_without_a_printed_number_says_so(replies: Replies) -> None:
    html = evidence(answer(citations=(replace(CITATION, page_label=None),)), replies)
    assert "no printed page number · PDF page 92" in html
    assert "None" not in html


def test_a_digest_is_called_one_and_never_the_publication(replies: Replies) -> None:
    digest = replace(EDITION, digest=True, url="https://example.org/wt")
    html = evidence(answer(citations=(replace(CITATION, edition=digest),)), replies)
    assert replies.text("digest") in html
    assert "Open the digest at this page" in html
    assert "Open the publication it retells" in html
    assert replies.text("digest") not in evidence(answer(), replies)


def test_a_review_question_from_a_digest_says_so_with_its_panel(replies: Replies) -> None:
    digest = replace(EDITION, digest=True)
    asked = CitedQuestion("Who saw the child?", "e", "d1", "EMILY", 6, 2, (SPAN,))
    given = answer(citations=(), review_questions=(asked,))
    chat = answer_html(given, replies, lambda _: digest)
    assert chat.count("Who saw the child?") == 1
    assert "EMILY, panel 6, question 2" in chat
    assert replies.text("digest") in chat
    beside = evidence(given, replies, digest)
    assert marks(beside) == [HOSTILE]
    assert replies.text("digest") in beside


def test_marks_lead_to_the_evidence_of_their_own_answer(replies: Replies) -> None:
    assert "<a href='#evidence-2-1'>[1]</a>" in reply(answer(), replies, turn=2)
    assert "id='evidence-2-1'" in evidence(answer(), replies, turn=2)
    bracketed = replace(CITATION, quote="as in [7]")
    assert reply(answer(citations=(bracketed,)), replies).count("<a href") == 1


def test_urgent_begins_with_999_as_a_number_to_ring(replies: Replies) -> None:
    html = reply(answer(Status.URGENT, opening=replies.text("urgent")), replies)
    assert html.index("href='tel:999'") < html.index("Call 999 now if anyone")


def test_a_pasted_record_is_not_repeated() -> None:
    assert asked_html("") == "<p class='hb-asked'>A pasted record, not kept</p>"


def test_only_web_addresses_become_links() -> None:
    assert not web_link(replace(EDITION, url="javascript:alert(1)"))
    assert "&#x27;" in web_link(replace(EDITION, url="https://example.org/'onclick='x"))


def test_the_newest_evidence_comes_first() -> None:
    assert panel_html(["old", "new"]) == "newold"
    assert panel_html([]) == NO_EVIDENCE


def test_the_bar_rings_999_and_says_when_a_number_was_checked() -> None:
    html = danger_html(
        [
            {"name": "Police", "number": "999"},
            {"name": "Leeds <b>", "number": "0113 376 0336", "checked_on": "never"},
            {"name": "Calderdale", "number": "01422 393336", "checked_on": "2026-11-01"},
            {"name": "Kirklees", "note": "The number is not held here."},
        ]
    )
    assert "<a class='hb-999' href='tel:999'>In immediate danger call 999</a>" in html
    assert "href='tel:01133760336'" in html
    assert "not yet checked" in html
    assert "checked on 2026-11-01" in html
    assert "Kirklees: The number is not held here." in html
    assert "<b>" not in html
    assert "checked" not in danger_html([])


# The whole page, over a small index, served as a person would start it.


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


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
