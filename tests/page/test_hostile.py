"""Markup in a document or a question is text on every page: it never runs and fetches nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ATTACK = '`<img src=http://192.0.2.1/x onerror="window.ran=1">`'
DOCUMENT = f"""# Keeping `<script>window.ran=1</script>` records

## Writing down {ATTACK}

The keyworker must write the visit down {ATTACK} within 3 working days of the visit.

The keyworker should file the javascript:window.ran=1 note in the folder.
"""


def test_markup_in_a_document_never_runs(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "corpus" / "records.md").write_text(DOCUMENT)
    with served(tmp_path / "corpus", tmp_path / "data") as address:
        page = browser.new_page()
        hosts: set[str | None] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.goto(address)
        box = page.get_by_role("textbox", name="Your question")
        box.fill(
            "within how many working days must the keyworker write the visit down? <svg onload>"
        )
        box.press("Enter")
        answer = page.locator(".hb-answer")
        answer.wait_for()
        assert "<img src=http://192.0.2.1/x" in answer.inner_text()
        page.locator(".hb-answer .hb-mark").first.click()
        page.locator(".hb-opened .hb-card-title:focus").wait_for()
        assert "<img src=http://192.0.2.1/x" in page.locator(".hb-opened mark").first.inner_text()
        for name in ("Lasting address", "The whole edition", "Library", "records"):
            page.get_by_role("link", name=name).first.click()
            page.wait_for_load_state()
            assert page.evaluate("window.ran") is None, name
        assert page.locator("main img, main script").count() == 0
        assert hosts - {None} == {"127.0.0.1"}
        page.close()
