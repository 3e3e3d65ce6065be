"""The Check page: over HTTP with a real process for each check, and in a browser from the upload to
the report that is taken away."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx import Document
from fastapi.testclient import TestClient
from lxml import html
from pptx import Presentation

from app import application
from handbook.access.roles import Role
from handbook.book import Handbook
from handbook.check.kept import kept_checks
from handbook.cli import main
from handbook.settings import Settings
from page.check import checks
from page.check.beside import Found, Place, places
from page.check.sent import PASTED, Sent
from page.received import Refused
from page.room import Room
from tests.conftest import open_book

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OWN = {"sec-fetch-site": "same-origin"}
RIGHT = "ICPC within 15 working days of the strategy discussion"
WRONG = "ICPC within 15 days of the strategy discussion"
NOTE = "Police protection lasts up to 96 hours"
MEETINGS = "# Meetings\n\n1.1 The planning meeting must be held within ten working days of it.\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what is sent would lie."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def client(corpus_book: Handbook, room: Path) -> Iterator[TestClient]:
    del room
    with TestClient(application(corpus_book)) as made:
        yield made


def deck(folder: Path) -> Path:
    made = Presentation()
    for number, text in enumerate((RIGHT, WRONG), start=1):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"Timescales {number}"
        slide.placeholders[1].text_frame.text = text
    slide.notes_slide.notes_text_frame.text = NOTE
    path = folder / "induction day.pptx"
    made.save(str(path))
    return path


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def send(client: TestClient, path: Path | None = None, **fields: str) -> str:
    """Send a form; the address of the check."""
    files = {"file": (path.name, path.read_bytes())} if path else None
    answer = client.post("/check", files=files, data=fields, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def ended(client: TestClient, address: str) -> str:
    """Follow a check to its end; the part of the page that shows what came of it."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        part = client.get(address, params={"part": 1}).text
        if "data-running" not in part:
            return part
        time.sleep(0.1)
    raise AssertionError(f"the check did not end: {text_of(part)}")


def rows(part: str) -> list[tuple[str, str]]:
    """The rows: the verdict of each, and all that it says."""
    found = html.fromstring(part).xpath("//table[contains(@class, 'hb-rows')]/tbody/tr")
    return [
        (r.get("class").removeprefix("hb-is-"), " ".join(r.text_content().split())) for r in found
    ]


def kept(room: Path) -> list[str]:
    return [p.name for p in room.glob("handbook-check-*/*/**/*") if p.is_file()]


def test_a_deck_is_shown_slide_by_slide_with_its_sources_and_taken_away(
    client: TestClient, corpus_book: Handbook, room: Path
) -> None:
    checks = corpus_book.settings.data / "checks"
    before = set(checks.glob("*"))
    address = send(client, deck(room))
    part = ended(client, address)
    page = html.fromstring(part)
    assert [" ".join(h.text_content().split()) for h in page.iter("h2")] == ["Slide 1", "Slide 2"]
    slide = page.xpath("//div[@class='hb-slide']")[1].text_content()
    assert WRONG in slide
    assert slide.index("Speaker notes") < slide.index(NOTE)
    verdicts = [verdict for verdict, _ in rows(part)]
    assert verdicts == ["not-checkable", "agrees", "not-checkable", "differs", "differs"]
    said = rows(part)[3][1]
    assert "unit: “15 days” is said, “15 working days” stands there" in said
    assert "Suggestion: “15 working days” instead of “15 days”." in said
    for link in page.xpath("//a[starts-with(@href, '/evidence/')]/@href"):
        assert client.get(link).status_code == 200
    for name, begins in {
        "check.xlsx": b"PK",
        "check.html": b"<!doctype",
        "comments.pptx": b"PK",
    }.items():
        [link] = [a for a in page.xpath("//a/@href") if a.endswith(name)]
        taken = client.get(link)
        assert taken.content.startswith(begins)
        assert taken.headers["content-disposition"].startswith("attachment")
    with ZipFile(BytesIO(taken.content)) as copy:
        assert "ppt/comments/comment1.xml" in copy.namelist()
    assert set(checks.glob("*")) == before


def test_a_check_is_remembered_without_words_where_its_box_is_ticked_and_can_be_run_again(
    client: TestClient,
    corpus_book: Handbook,
    room: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = room / "data"
    shutil.copytree(corpus_book.settings.data, data, ignore=shutil.ignore_patterns("*.lock"))
    monkeypatch.setenv("HANDBOOK_DATA", str(data))
    monkeypatch.setenv("HANDBOOK_CORPUS", str(corpus_book.settings.corpus))
    book = Handbook.open(Settings.from_environment())
    box = html.fromstring(client.get("/check").text).xpath("//form//input[@name='keep']")
    assert [one.get("checked") for one in box] == [None]
    with TestClient(application(book)) as there:
        said = text_of(ended(there, send(there, deck(room), area="leeds", keep="yes")))
        assert "Remembered for 365 days, without its words" in said
        ended(there, send(there, text=WRONG))
        both = there.post("/check", data={"text": WRONG, "keep": "yes"}, headers=OWN)
        assert both.status_code == 422
        assert "A pasted text cannot be remembered" in text_of(both.text)
    book.close()
    [record] = (data / "checks").glob("*.json")
    for words in ("strategy discussion", "working days", "Police", str(room)):
        assert words not in record.read_text()
    [kept] = kept_checks(data)
    assert (kept.path, kept.area) == ("induction day.pptx", "leeds")
    assert {f.where for f in kept.findings} == {"slide 1", "slide 2", "slide 2, notes"}
    assert main(["check", "--again"]) == 0
    assert "induction day.pptx, sent to the page on" in capsys.readouterr().err
    assert main(["check", "--again", str(room / "induction day.pptx")]) == 0
    assert "for leeds: 0 of 3 statements turned" in capsys.readouterr().out


def test_what_was_sent_is_removed_when_it_has_been_read_and_the_rest_when_it_is_thrown_away(
    client: TestClient, room: Path
) -> None:
    address = send(client, deck(room))
    ended(client, address)
    assert sorted(kept(room)) == ["copy.pptx", "report.html", "report.xlsx"]
    answer = client.post(f"{address}/drop", headers=OWN)
    assert "Check what you teach" in answer.text
    assert kept(room) == []
    assert client.get(address).status_code == 404
    assert "send the file again" in text_of(client.get(address).text)


def test_it_is_thrown_away_by_itself_when_its_time_is_over(
    client: TestClient, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "KEPT_MINUTES", 0)
    address = send(client, text=WRONG)
    until = time.monotonic() + 60
    while client.get(address).status_code == 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert client.get(address).status_code == 404
    assert kept(room) == []


def test_all_is_thrown_away_when_the_server_stops(corpus_book: Handbook, room: Path) -> None:
    with TestClient(application(corpus_book)) as client:
        ended(client, send(client, text=WRONG))
        send(client, text=RIGHT)
        assert list(room.glob("handbook-check-*"))
    assert not list(room.glob("handbook-check-*"))


def test_what_a_killed_server_left_is_swept_and_what_a_living_one_holds_is_not(room: Path) -> None:
    dead = room / "handbook-check-dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "deck.pptx").write_text("names")
    living = Room(room, "handbook-check-")
    (living.folder / "deck.pptx").write_text("names")
    other = Room(room, "handbook-check-")
    assert not dead.exists()
    assert (living.folder / "deck.pptx").exists()
    living.clear()
    other.clear()
    assert not list(room.glob("handbook-check-*"))


def test_pasted_lines_are_statements_each_unless_they_go_on(client: TestClient) -> None:
    text = f"{RIGHT}\r\n{NOTE}\r\n• Discuss in pairs\r\nThe core group should meet\r\nwithin 5 days"
    address = send(client, text=text, area="leeds")
    part = ended(client, address)
    assert client.get(address).text.count("Check of pasted text") == 2
    assert rows(part)[0][1].startswith(f"{RIGHT} Agrees")
    assert len(rows(part)) == 4
    assert "The core group should meet within 5 days" in rows(part)[3][1]
    assert "for Leeds" in text_of(part)
    assert f"{Path(PASTED).stem} check.xlsx" in text_of(part)
    assert "comments" not in text_of(part)


def test_details_in_a_pasted_text_are_masked_before_it_lies_anywhere_and_that_is_said_once(
    client: TestClient, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Sent.write

    def seen(sent: Sent, folder: Path) -> Path:
        path = write(sent, folder)
        written.append(path.read_text(encoding="utf-8"))
        return path

    monkeypatch.setattr(Sent, "write", seen)
    text = f"{WRONG}\nFlorin told us that her NHS number is 943 476 5919 and it must be kept"
    part = ended(client, send(client, text=text))
    assert "[name removed]" in written[0]
    files = [p.read_bytes() for p in room.glob("handbook-check-*/*/**/*") if p.is_file()]
    for secret in ("Florin", "943 476 5919"):
        assert secret not in written[0]
        assert secret not in part
        assert [f for f in files if secret.encode() in f] == []
    assert rows(part)[1][1].startswith("[name removed] told us")
    assert text_of(part).count("Removed before anything was searched") == 1
    assert "kept of it: name and NHS number." in text_of(part)


@pytest.mark.parametrize("as_file", [False, True], ids=["pasted", "file"])
def test_a_record_is_refused_and_not_shown_again(
    client: TestClient, room: Path, as_file: bool
) -> None:
    record = (
        "Name: Zbigniewa Kowalczykowska\nDOB: 03/04/2019\nAddress: 12 Oak Close, LS8 1AB\n"
        "Zbigniewa came to school without a coat and was hungry\n"
    )
    if as_file:
        (room / "notes.txt").write_text(record, encoding="utf-8")
        page = ended(client, send(client, room / "notes.txt"))
        (room / "notes.txt").unlink()
    else:
        answer = client.post("/check", data={"text": record}, headers=OWN)
        assert answer.status_code == 422
        page = answer.text
    assert "looks like a record about a family" in text_of(page)
    assert "Zbigniewa" not in page
    assert kept(room) == []


def test_a_stale_number_is_shown_beside_the_row_of_contacts(client: TestClient) -> None:
    pasted = "Out of hours in Leeds ring 0113 240 9536"
    [(verdict, said)] = rows(ended(client, send(client, text=pasted)))
    assert verdict == "differs"
    assert "Table of contacts Leeds children's social care, out of hours: 0113 535 0600" in said
    assert "“Leeds" not in said


def test_a_text_that_is_wrapped_is_written_as_paragraphs(tmp_path: Path) -> None:
    path = Sent(PASTED, None, "One\ntwo\n\tThree\n\n\n4 four", None).write(tmp_path)
    assert path.read_text(encoding="utf-8") == "One\ntwo\n\nThree\n\n4 four"


def test_a_word_file_comes_back_with_comments(client: TestClient, room: Path) -> None:
    document = Document()
    document.add_heading("Timescales", 1)
    document.add_paragraph(WRONG, style="List Bullet")
    document.save(str(room / "handout.docx"))
    address = send(client, room / "handout.docx")
    part = ended(client, address)
    assert [verdict for verdict, _ in rows(part)] == ["not-checkable", "differs"]
    copy = client.get(f"{address}/files/handout with comments.docx")
    assert len(list(Document(BytesIO(copy.content)).comments)) == 1


def test_a_file_that_cannot_be_read_says_why(client: TestClient, room: Path) -> None:
    for name in ("broken.pptx", "readme.exe"):
        (room / name).write_bytes(b"PK nothing")
        address = send(client, room / name)
        part = text_of(ended(client, address))
        assert "Nothing was checked" in part
        assert name in part
        assert client.get(f"{address}/files/report.html").status_code == 404
    assert kept(room) == []


def test_a_deck_that_can_hold_no_comments_is_checked_all_the_same(
    client: TestClient, room: Path
) -> None:
    path = deck(room)
    made = Presentation(str(path))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
    made.slides[0].part.rels.get_or_add(kind, made.slides[0].slide_layout.part)
    made.save(str(path))
    part = ended(client, send(client, path))
    assert "comments of PowerPoint’s newer kind" in text_of(part).replace("'", "’")
    assert "differs" in [verdict for verdict, _ in rows(part)]
    assert "check.xlsx" in part


@pytest.mark.parametrize(
    ("fields", "file", "why"),
    [
        ({}, None, "No file was chosen and no text was pasted"),
        ({"text": " \n"}, None, "No file was chosen and no text was pasted"),
        ({"text": RIGHT}, ("a.md", b"x"), "A file and a text were sent"),
        ({"text": RIGHT, "area": "mars"}, None, "none of the list"),
        ({"text": "x" * 400_001}, None, "longer than 400,000 characters"),
        ({"text": "x" * 2_000_000}, None, "at most 400,000 characters of text"),
        ({}, ("a.md", b""), "The file is empty"),
        ({}, (".md", b"x"), "has a name that cannot be used here"),
        ({}, ("<img src=x>.md", b"x"), "has a name that cannot be used here"),
    ],
    ids=["none", "white", "both", "area", "long", "longer", "empty", "hidden", "markup"],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence_and_nothing_is_kept(
    client: TestClient, room: Path, fields: dict[str, str], file: tuple[str, bytes] | None, why: str
) -> None:
    files = {"file": file} if file else None
    answer = client.post("/check", data=fields, files=files, headers=OWN)
    assert answer.status_code == 422
    assert why in text_of(answer.text)
    assert "<img" not in answer.text
    assert kept(room) == []


def test_more_than_the_limit_is_not_even_read(client: TestClient) -> None:
    headers = OWN | {"content-length": str(10**9), "content-type": "multipart/form-data"}
    answer = client.post("/check", content=b"", headers=headers)
    assert answer.status_code == 422
    assert "larger than 60 MB" in answer.text


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_a_form_from_elsewhere_starts_nothing(
    client: TestClient, room: Path, headers: dict[str, str]
) -> None:
    answer = client.post("/check", data={"text": WRONG}, headers=headers)
    assert answer.status_code == 403
    assert "not sent from this page" in answer.text
    assert not list(room.glob("handbook-check-*"))


def test_more_checks_than_there_is_room_for_are_refused_or_take_the_place_of_the_oldest(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send(client, text=WRONG)
    ended(client, first)
    monkeypatch.setattr(checks, "MOST_CHECKS", 1)
    second = send(client, text=RIGHT)
    assert client.get(first).status_code == 404
    answer = client.post("/check", data={"text": NOTE}, headers=OWN)
    assert answer.status_code == 422
    assert "checks are waiting already" in answer.text
    ended(client, second)


def test_checks_that_are_sent_at_once_share_one_room_and_are_no_more_than_there_is_room_for(
    corpus_book: Handbook, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Room):
        def __init__(self, place: Path, prefix: str) -> None:
            time.sleep(0.1)
            super().__init__(place, prefix)

    def begin(_: int) -> bool:
        try:
            held.start(Sent(PASTED, None, WRONG, None), Role.TRAINER)
        except Refused:
            return False
        return True

    monkeypatch.setattr(checks, "Room", Slow)
    monkeypatch.setattr(checks, "MOST_CHECKS", 2)
    held = checks.Checks(corpus_book.settings)
    with ThreadPoolExecutor(6) as senders:
        assert sum(senders.map(begin, range(6))) == 2
    assert len(list(room.glob("handbook-check-*"))) == 1
    held.close()
    assert not list(room.glob("handbook-check-*"))


def test_a_check_that_ends_while_its_page_is_made_is_shown_whole_or_followed_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [True]

    def at_its_end(found: Sequence[Found]) -> list[Place]:
        if waiting:
            waiting.clear()
            ended(client, address)
        return places(found)

    monkeypatch.setattr("page.routes.check.places", at_its_end)
    address = send(client, text=RIGHT)
    part = client.get(address, params={"part": 1}).text
    assert "data-running" in part or rows(part), text_of(part)
    assert len(rows(ended(client, address))) == 1


def test_markup_in_a_statement_stays_text(client: TestClient) -> None:
    said = "The <script>alert(1)</script> must be <b>told</b> within 5 days of the conference"
    part = ended(client, send(client, text=said))
    assert "<script>alert" not in part
    assert "<b>told" not in part
    assert said in rows(part)[0][1]


def test_a_check_that_quotes_an_erased_source_is_shown_no_more(
    room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(MEETINGS)
    (corpus / "signing.md").write_text(MEETINGS.replace("planning meeting", "signing lunch"))
    book = open_book(corpus, tmp_path / "data")
    with TestClient(application(book)) as client:
        address = send(client, text="The planning meeting must be held within five working days")
        part = ended(client, address)
        assert "within ten working days" in text_of(part)
        [report] = [a for a in html.fromstring(part).xpath("//a/@href") if a.endswith(".html")]
        monkeypatch.setenv("HANDBOOK_DATA", str(book.settings.data))
        monkeypatch.setenv("HANDBOOK_CORPUS", str(corpus))
        main(["forget", "meetings"])
        answer = client.get(report)
        assert answer.status_code == 404
        assert "is no longer held" in text_of(answer.text)
        assert kept(room) == []
        assert client.get(address).status_code == 404
    book.close()


def test_from_upload_with_progress_to_the_report_in_a_browser(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/check")
    page.get_by_label("A file").set_input_files(deck(tmp_path))
    page.get_by_label("It is taught in").select_option("leeds")
    page.get_by_role("button", name="Check it").click()
    page.wait_for_url("**/check/*")
    assert page.locator("#job [data-running]").count() == 1
    page.locator(".hb-found").wait_for(timeout=60_000)
    assert page.locator("#job-said").inner_text() == "Done: 2 of 5 lines need a look."
    shown = page.locator(".hb-rows tbody tr:visible")
    assert shown.count() == 2
    assert page.get_by_role("heading", name="Slide 1").count() == 0, "nothing of it is shown"
    box = page.get_by_label("Agrees (1)")
    box.focus()
    page.keyboard.press("Space")
    assert shown.count() == 3
    page.get_by_label("Differs (2)").uncheck()
    assert shown.count() == 1
    assert "15 working days" in shown.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="induction day check.html").click()
    download.value.save_as(tmp_path / "report.html")
    report = browser.new_page()
    report.goto((tmp_path / "report.html").as_uri())
    assert report.locator("tbody tr.differs").count() == 2
    page.close()
    report.close()


def test_without_scripts_the_page_follows_the_check_and_filters_all_the_same(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/check")
    page.get_by_label("Or a text, pasted").fill(f"{RIGHT}\n{WRONG}")
    page.get_by_role("button", name="Check it").click()
    page.locator(".hb-found").wait_for(timeout=60_000)
    shown = page.locator(".hb-rows tbody tr:visible")
    assert shown.count() == 1
    page.get_by_label("Agrees (1)").check()
    assert shown.count() == 2
    context.close()


def test_the_name_of_what_is_sent_is_masked_on_the_page_on_disk_and_in_what_is_taken_away(
    client: TestClient, room: Path
) -> None:
    path = deck(room).rename(room / "Jane Smith 12.3.2014.pptx")
    address = send(client, path)
    path.unlink()
    lying = [name for name in kept(room) if "Jane" in name]
    page = client.get(address).text + ended(client, address)
    assert lying == []
    assert "Check of [name removed] [date of birth removed].pptx" in page
    papers = re.findall(r'href="(/check/[^"]+/files/[^"]+)"', page)
    assert len(papers) >= 3
    for paper in papers:
        answer = client.get(unescape(paper))
        told = answer.headers["content-disposition"] + page
        if "report" in paper or "check." in paper:
            told += unpacked(answer.content)
        assert [s for s in ("Jane", "Smith", "12.3.2014") if s in told] == []


def unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
