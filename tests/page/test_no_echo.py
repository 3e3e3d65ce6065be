"""What is masked is on no page, in no paper, in nothing that a browser keeps and in no log."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlencode

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.settings import ROOT
from tests.handbook.test_personal_no_echo import ASKED, RECORD, SECRETS, data
from tests.page.test_editor import HERE, OWN
from tests.page.test_readerships import AskPage
from tests.served import replica

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["data"]
TYPED = pytest.mark.parametrize("typed", [*ASKED, RECORD], ids=["one", "other", "record"])
NARROWED = ("/editor/search?q=", "/library?words=", "/questions?words=")


def none_in(text: str) -> None:
    assert [s for s in SECRETS if s.casefold() in text.casefold()] == []


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> Iterator[TestClient]:
    here = application(corpus_book)
    with TestClient(here, base_url=HERE, client=("127.0.0.1", 50000)) as browser:
        yield browser


@TYPED
@pytest.mark.parametrize("address", NARROWED)
def test_no_page_shows_again_what_was_typed_into_its_box(
    client: TestClient, address: str, typed: str
) -> None:
    path, name = address.rstrip("=").split("?")
    page = client.get(path, params={name: typed}).text
    none_in(page)
    assert ("name removed]" in page or "number removed]" in page) is (typed != RECORD)
    assert ("looks like a record" if typed == RECORD else "could tell somebody who") in page


@TYPED
@pytest.mark.parametrize("address", NARROWED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_that_a_browser_keeps_holds_what_was_masked(
    client: TestClient, address: str, typed: str, method: str
) -> None:
    path, name = address.rstrip("=").split("?")
    sent = {"params" if method == "GET" else "data": {name: typed}}
    answer = client.request(method, path, **sent, headers=OWN)  # type: ignore[arg-type]
    assert answer.status_code == 200
    if typed != RECORD:
        assert [r.status_code for r in answer.history] == [303]
        assert "removed]" in unquote_plus(str(answer.url))
        none_in(unquote_plus(answer.history[-1].headers["location"]))
    none_in(answer.text)
    assert ("looks like a record" if typed == RECORD else "could tell somebody who") in answer.text


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [
        (
            "/library",
            {"words": "core groups", "area": "leeds", "authority": "Zbigniewa", "kind": "briefing"},
            "/library?words=core+groups&area=leeds&kind=briefing",
        ),
        ("/library", {"words": " ", "area": ""}, "/library"),
        ("/questions", {"words": "grandparents", "theme": "Safer sleep"}, None),
        ("/questions", {"words": "", "theme": "Zbigniewa"}, "/questions"),
        ("/editor/search", {"q": "core group", "as_of": "2026-01-02"}, None),
    ],
)
def test_what_is_chosen_and_typed_without_details_stands_in_an_address_that_can_be_sent_on(
    client: TestClient, path: str, sent: dict[str, str], kept: str | None
) -> None:
    answer = client.post(path, data=sent, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == (kept or f"{path}?{urlencode(sent)}")
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_field_that_is_wrong_brings_back_the_masked_words(client: TestClient) -> None:
    page = client.get("/editor/search", params={"q": ASKED[0], "as_of": "tomorrow"}).text
    none_in(page)
    assert "[NHS number removed]" in page


def test_the_library_is_still_narrowed_by_its_own_names(client: TestClient) -> None:
    page = client.get("/library", params={"words": "emily"}).text
    assert 'value="emily"' in page
    assert "Learning from Practice Review: EMILY" in page
    assert "Private fostering" not in page


@TYPED
def test_what_the_ask_page_is_sent_holds_none_of_it(client: TestClient, typed: str) -> None:
    sent = AskPage(client).ask(typed)
    none_in(sent)
    assert "removed]" in sent or typed == RECORD


@TYPED
@pytest.mark.parametrize("form", ["print", "md", "docx", "agenda"])
def test_no_paper_holds_any_of_it(client: TestClient, typed: str, form: str) -> None:
    rows = json.dumps([{"question": typed}, {"question": "what is a strategy discussion"}])
    made = client.post(
        "/export", data={"asked": rows, "form": form, "whole": "1"}, headers=OWN
    ).content
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as document:
            made = b"\n".join(document.read(name) for name in document.namelist())
    assert b"trategy" in made or form == "agenda"
    none_in(made.decode(errors="replace"))


def test_neither_the_browser_nor_the_servers_output_keeps_any_of_it(
    browser: Browser, data: Path
) -> None:
    with replica(ROOT / "corpus", data) as started:
        context = browser.new_context()
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(started.address)
        box = page.get_by_role("textbox", name="Your question")
        for number, question in enumerate((*ASKED, RECORD)):
            box.fill(question)
            box.press("Enter")
            page.locator(".hb-answer").nth(number).wait_for()
        page.wait_for_function("() => sessionStorage.length > 0")
        kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
        assert "number removed]" in kept
        none_in(kept)
        none_in(page.content())
        none_in("\n".join(said))
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.headers.get("referer", "")))
        page.on("framenavigated", lambda frame: sent.append(frame.url))
        for address in NARROWED:
            page.goto(started.address + address.partition("?")[0])
            box = page.locator(f"input[name={address.partition('?')[2].rstrip('=')}]")
            box.fill(ASKED[0])
            box.press("Enter")
            page.get_by_text("could tell somebody who").first.wait_for()
            none_in(page.content())
            page.get_by_role("link").last.click()
        none_in(unquote_plus(" ".join(sent)))
        assert any("NHS number removed" in unquote_plus(url) for url in sent)
        for address in NARROWED:
            page.goto(started.address + address + ASKED[0])
            none_in(page.content())
            none_in(unquote_plus(page.url))
        context.close()
    logs = list(data.glob("server-*.log"))
    assert logs
    none_in(unquote_plus("".join(log.read_text(encoding="utf-8") for log in logs)))
