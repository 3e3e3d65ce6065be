"""A file is added in a browser, seen to be read, and cited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.settings import ROOT
from tests.page.test_screens import look_at
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_from_upload_with_progress_to_a_cited_answer(browser: Browser, tmp_path: Path) -> None:
    documents = ROOT / "corpus" / "documents"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "corpus" / "core-groups.html").write_bytes(
        (documents / "core-groups.html").read_bytes()
    )
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing that can be read")
    with served(tmp_path / "corpus", tmp_path / "data") as address:
        page = browser.new_page(bypass_csp=True, reduced_motion="reduce")
        page.goto(f"{address}/editor/add")
        page.locator("input[type=file]").set_input_files(
            [documents / "moving-across-boundaries.pdf", tmp_path / "broken.pdf"]
        )
        page.get_by_role("button", name="Add and read them").click()
        page.wait_for_url("**/editor/jobs/*")
        job = page.locator("#job")
        job.get_by_text("moving-across-boundaries.pdf").first.wait_for()
        job.get_by_text("New index edition").wait_for(timeout=90_000)
        assert "broken.pdf" in job.inner_text()
        assert "not read" in job.inner_text()
        look_at(page)
        page.goto(address)
        box = page.get_by_role("textbox", name="Your question")
        box.fill("receiving authority: conference within how many days of a child's move?")
        box.press("Enter")
        page.locator(".hb-answer").wait_for()
        assert "within 15 working days" in page.locator(".hb-answer").inner_text()
        page.locator(".hb-opened .hb-sheet rect").first.wait_for()
        page.close()


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-8; charset=utf-7"])
def test_a_form_in_other_letters_than_utf_8_is_refused_on_every_page(
    corpus_book: Handbook, charset: str
) -> None:
    client = TestClient(application(corpus_book), client=("127.0.0.1", 50000))
    part = b'--b\r\nContent-Disposition: form-data; name="topic"\r\n\r\n\\ud800\r\n--b--\r\n'
    kind = {"content-type": f"multipart/form-data; boundary=b; charset={charset}"}
    own = {"sec-fetch-site": "same-origin"}
    for address in ("/make/handout", "/check", "/editor/add", "/export", "/sign-in"):
        answer = client.post(address, content=part, headers=kind | own)
        assert answer.status_code == 415
        assert "not written in UTF-8" in answer.text
    kind["content-type"] = 'multipart/form-data; boundary=b; charset="UTF-8"'
    assert client.post("/make/handout", content=part, headers=kind | own).status_code != 415
