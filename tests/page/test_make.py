"""The Make pages over HTTP, and the quiz that marks itself in a real browser."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pptx
import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCENARIO = "A health visitor sees a bruise on a baby who cannot roll."


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> Iterator[TestClient]:
    with TestClient(application(corpus_book)) as made:
        yield made


def test_the_page_is_reached_from_every_page_and_names_all_that_can_be_made(
    client: TestClient,
) -> None:
    assert 'href="/make"' in client.get("/library").text
    text = client.get("/make").text
    for action in ("/make/handout", "/make/quiz", "/make/discussion", "/questions"):
        assert f'action="{action}"' in text
    assert "Learning from Practice Review: EMILY" in text


@pytest.mark.parametrize("form", ["pptx", "docx", "pdf"])
def test_a_handout_of_a_review_is_a_file_in_each_form(client: TestClient, form: str) -> None:
    got = client.post("/make/handout", data={"review": "emily-briefing", "form": form})
    assert got.status_code == 200
    assert f".{form}" in got.headers["content-disposition"]
    if form == "pptx":
        assert len(pptx.Presentation(io.BytesIO(got.content)).slides) > 8


def test_what_is_typed_comes_back_escaped_or_not_at_all(client: TestClient) -> None:
    hostile = "<script>alert(1)</script> core groups"
    for place, name in (("handout", "topic"), ("quiz", "topic"), ("discussion", "scenario")):
        got = client.post(f"/make/{place}", data={name: hostile})
        assert "<script>alert" not in got.text
    named = {"scenario": f"{SCENARIO} Her father is Darren Hughes, NHS 943 476 5919."}
    got = client.post("/make/discussion", data=named)
    assert "a case discussion" in got.text.lower() or "Case discussion" in got.text
    assert "Hughes" not in got.text
    assert "5919" not in got.text


def test_what_cannot_be_made_is_a_sentence(client: TestClient) -> None:
    for place, sent, said in (
        ("handout", {"topic": "pizza"}, "Nothing that is held here bears on"),
        ("handout", {"review": "nobody"}, "No review"),
        ("handout", {"topic": "neglect", "form": "exe"}, "is no form"),
        ("quiz", {"topic": "core groups", "form": "pptx"}, "is no form"),
        ("discussion", {"scenario": " "}, "Nothing was typed"),
        ("discussion", {"scenario": "She was seen at home. " * 90}, "looks like a record"),
    ):
        got = client.post(f"/make/{place}", data=sent)
        assert got.status_code == 400
        assert said in got.text


def test_a_quiz_marks_itself_by_the_keyboard(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/make")
    form = page.get_by_role("form", name="Quiz")
    form.get_by_role("textbox").fill("child protection conference")
    form.get_by_role("button", name="On this page").press("Enter")
    page.locator(".hb-quiz").wait_for()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    icon = f"{address}/page/icon.svg"  # which the browser asks for when it likes
    questions = page.locator(".hb-quiz fieldset")
    right = questions.first.get_attribute("data-right")
    questions.first.locator(f"input[value={right}]").press("Space")
    page.get_by_role("button", name="Mark my answers").press("Enter")
    assert page.locator(".hb-score").inner_text().startswith(f"1 of {questions.count()} right")
    assert questions.first.locator(".hb-marked").inner_text() == f"Right: {right}."
    assert "Not answered" in questions.nth(1).locator(".hb-marked").inner_text()
    assert questions.first.locator("details").get_attribute("open") is not None
    assert [url for url in sent if url != icon] == []
    page.close()


def test_a_quiz_in_a_file_marks_itself_without_network_and_server(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, browser: Browser
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    out = tmp_path / "quiz.html"
    assert main(["make", "quiz", "child protection conference", "--out", str(out)]) == 0
    context = browser.new_context(offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(error.message))
    page.goto(out.as_uri())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    questions = page.locator(".hb-quiz fieldset")
    right = questions.first.get_attribute("data-right")
    questions.first.locator(f"input[value={right}]").press("Space")
    page.get_by_role("button", name="Mark my answers").press("Enter")
    assert page.locator(".hb-score").inner_text().startswith(f"1 of {questions.count()} right")
    assert questions.first.locator(".hb-marked").inner_text() == f"Right: {right}."
    assert questions.nth(1).locator("details").get_attribute("open") is not None
    assert page.evaluate("getComputedStyle(document.querySelector('.hb-option input')).width") == (
        "24px"
    )
    assert (faults, asked) == ([], [])
    context.close()


def test_the_file_of_a_quiz_loads_nothing_and_runs_no_script_but_its_own(
    client: TestClient,
) -> None:
    sent = {"topic": "child protection conference", "form": "html"}
    got = client.post("/make/quiz", data=sent)
    assert got.headers["content-disposition"].endswith('.html"')
    [script] = re.findall(r"<script>(.*?)</script>", got.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', got.text)
    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digest}'" in policy
    assert not re.search(r"<(?:link|img|iframe|object)\b| src=|url\(|@import", got.text)


def test_without_a_script_each_key_opens_by_hand(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/make")
    form = page.get_by_role("form", name="Quiz")
    form.get_by_role("textbox").fill("child protection conference")
    form.get_by_role("button", name="On this page").click()
    key = page.locator(".hb-quiz details").first
    assert not key.locator("p").first.is_visible()
    key.locator("summary").press("Enter")
    assert "is right." in key.locator("p").first.inner_text()
    context.close()
