"""What editors and trainers do, by keyboard alone: with the tab key, the space bar and the enter
key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.ingest.sync.server import Reply, Site, serving
from tests.page.test_check import WRONG
from tests.page.test_editor import KITES, MEETINGS, SECRET
from tests.page.test_keyboard import MOST, tab_to
from tests.served import served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

AT_WORK = 180_000
"""Milliseconds in which a paper is made, or a job ends, on a busy machine."""
DEEDS = {
    "withdraw": "These files answer no more: kites.md",
    "bring-back": "✓ added",
    "forget": "kites was erased (kites.md)",
}
"""What can be done with a source, in an order in which it can, and what is said of it then."""
OWLS = "# Owls\n\n1.1 The owl keeper must count every owl within two working days.\n"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 850}, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(AT_WORK)
    # From the start: what is asked for with the key press may come to the browser after it.
    opened.on("filechooser", lambda _: None)
    yield opened
    context.close()


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[str]:
    """The editor's pages over two sources, of a server that may fetch from this machine."""
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    data.mkdir()
    (corpus / "meetings.md").write_text(MEETINGS)
    (corpus / "signing.md").write_text(SECRET)
    with served(corpus, data, SYNC_PRIVATE="127.0.0.1/32") as address:
        yield f"{address}/editor"


def use(page: Page, selector: str, key: str = "Enter") -> None:
    """Reach a control by the tab key, and use it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def follow(page: Page, selector: str) -> None:
    """The same for what leads to another page, to its end."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, selector: str, words: str) -> None:
    """Reach a box by the tab key, and write into it."""
    tab_to(page, selector)
    page.keyboard.type(words)


def choose(page: Page, selector: str, path: Path) -> None:
    """Choose a file, in the window that the browser opens for it."""
    tab_to(page, selector)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(path)


def take(page: Page, selector: str) -> str:
    """Take a file away; its name."""
    with page.expect_download() as download:
        use(page, selector)
    return str(download.value.suggested_filename)


def outcome(page: Page) -> str:
    """What came of a job, at its end."""
    page.locator("#job .hb-tools").wait_for()
    assert page.locator("#job-said").inner_text() == "Done."
    return page.locator("#job").inner_text()


def test_an_editor_adds_files_and_addresses(page: Page, editor: str, tmp_path: Path) -> None:
    (tmp_path / "kites.md").write_text(KITES)
    page.goto(editor)
    follow(page, "a[href='/editor/add']")
    choose(page, "#files", tmp_path / "kites.md")
    follow(page, "[action='/editor/add'] button")
    assert "✓ added" in outcome(page)
    follow(page, "#job a[href='/editor/add']")
    write(page, "#web", "https://user:word@example.org/owls.md")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "a user name or a password" in page.get_by_role("alert").inner_text()
    with serving(Site({"/owls.md": Reply(OWLS.encode(), "text/markdown")})) as site:
        write(page, "#web", f"{site.url}/owls.md")
        follow(page, "[action='/editor/add/address'] button")
        assert "owls.md" in outcome(page)


def test_an_editor_withdraws_brings_back_and_forgets(
    page: Page, editor: str, tmp_path: Path
) -> None:
    (tmp_path / "kites.md").write_text(KITES)
    page.goto(f"{editor}/add")
    choose(page, "#files", tmp_path / "kites.md")
    follow(page, "[action='/editor/add'] button")
    outcome(page)
    for deed, said in DEEDS.items():
        follow(page, "#job a[href='/editor/sources']")
        follow(page, f"a[href*='/{deed}?source=kites']")
        follow(page, "main form button")
        assert said in outcome(page)


def test_an_editor_tests_retrieval_and_reads_what_is_to_be_mended(page: Page, editor: str) -> None:
    page.goto(editor)
    follow(page, "main a[href='/editor/search']")
    write(page, "#q", "when is the first planning meeting held")
    page.keyboard.press("Tab")
    page.keyboard.type("Leeds")
    follow(page, "main form button")
    page.get_by_role("heading", name="The decision").wait_for()
    assert page.locator("#area").input_value() == "leeds"
    follow(page, ".hb-sentence a")
    assert "within ten working days" in page.locator(".hb-card mark").first.inner_text()
    for place, heading in (("gaps", "Gaps and feedback"), ("conflicts", "Conflicts")):
        follow(page, "a[href='/editor']")
        follow(page, f"main a[href='/editor/{place}']")
        page.get_by_role("heading", name=heading, level=1).wait_for()


def test_a_trainer_checks_and_takes_the_outcome_away(
    page: Page, address: str, tmp_path: Path
) -> None:
    taught = tmp_path / "taught.txt"
    taught.write_text(f"{WRONG}\n\nEvery form tutor must keep a blue diary\n")
    page.goto(f"{address}/check")
    choose(page, "#file", taught)
    write(page, "#area", "Leeds")
    follow(page, "main form button")
    page.locator(".hb-found").wait_for()
    assert "for Leeds" in page.locator("#job").inner_text()
    assert take(page, ".hb-take a") == "taught check.xlsx"
    shown = page.locator(".hb-rows tbody tr:visible")
    assert shown.count() == 2
    use(page, "#show-differs", "Space")
    assert shown.count() == 1
    page.keyboard.press("Space")
    assert shown.count() == 2
    tab_to(page, ".hb-source a")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    assert "15 working days" in opened.value.locator(".hb-card mark").first.inner_text()
    opened.value.close()
    page.bring_to_front()
    was = page.url
    follow(page, ".hb-take button")
    assert page.url == f"{address}/check"
    assert page.request.get(was).status == 404


def test_a_trainer_checks_a_pasted_text(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    write(page, "#text", WRONG)
    follow(page, "main form button")
    page.locator(".hb-found").wait_for()
    assert page.locator("h1").inner_text() == "Check of pasted text"
    assert page.locator(".hb-rows tbody tr:visible").count() == 1


def test_a_trainer_makes_material(page: Page, address: str) -> None:
    page.goto(f"{address}/make")
    write(page, "[aria-label='Handout of a topic'] input", "core groups")
    assert take(page, "[aria-label='Handout of a topic'] [value=docx]").endswith(".docx")
    write(page, "[aria-label='Quiz'] input", "child protection conference")
    follow(page, "[aria-label='Quiz'] [value=print]")
    use(page, ".hb-quiz input", "Space")
    page.keyboard.press("ArrowDown")
    use(page, ".hb-quiz button")
    page.locator(".hb-score:focus").wait_for()
    page.goto(f"{address}/make")
    write(page, "[name=scenario]", "A health visitor sees a bruise on a baby who cannot roll.")
    follow(page, "[aria-label='Case discussion'] [value=print]")
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{address}/make")
    write(page, "[name=theme]", "Safer")
    follow(page, "[aria-label='Agenda by theme'] button")
    use(page, ".hb-pick input", "Space")
    assert take(page, ".hb-make [value=docx]").endswith(".docx")


def test_an_agenda_of_all_questions_is_reached_from_before_them_and_from_each_theme(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/questions")
    assert 2 * page.locator(".hb-pick").count() > MOST
    use(page, "main > p a")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.hb-make button')")
    page.goto(f"{address}/questions")
    use(page, ".hb-pick input", "Space")
    use(page, ".hb-agenda fieldset a[href='#make-agenda']")
    assert take(page, ".hb-make [value=docx]").endswith(".docx")
