"""The editor's pages over HTTP, with real files, a real ingest and a real process for each job."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from ipaddress import ip_network
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from app import application
from handbook import forgetting
from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.doctor import examine
from handbook.gaps import note_gap
from handbook.settings import Settings
from handbook.withdrawn import withdraw, withdrawn
from ingest.sync.limits import Limits
from page.editor.tasks import (
    UPLOADS,
    Upload,
    add_files,
    bring_source_back,
    forget_source,
    withdraw_source,
)
from page.room import Room, sweep
from tests.conftest import open_book
from tests.ingest.read.make_pdf import make_pdf
from tests.ingest.read.make_pdf import text as line
from tests.ingest.sync.server import Reply, Site, serving

MEETINGS = (
    "# Meetings\n\n1.1 The first planning meeting must be held within ten working days of it.\n"
)
SECRET = "# Signing\n\n1.1 The zebrafinch agreement must be signed by the nightingale officer.\n"
KITES = "# Kites\n\n1.1 The kite warden must report a broken string within three working days.\n"
HERE = "http://127.0.0.1:7860"
OWN = {"sec-fetch-site": "same-origin"}
Sent = list[tuple[str, tuple[str, bytes]]]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Handbook]:
    """Two sources, which the corpus lists."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(MEETINGS)
    (corpus / "signing.md").write_text(SECRET)
    opened = open_book(corpus, tmp_path / "data")
    yield opened
    opened.close()


def client_of(book: Handbook, host: str = "127.0.0.1", base: str = HERE) -> TestClient:
    return TestClient(application(book), base_url=base, client=(host, 50000))


@pytest.fixture
def editor(book: Handbook) -> TestClient:
    return client_of(book)


def files(*sent: tuple[str, str | bytes]) -> Sent:
    return [
        ("files", (name, text.encode() if isinstance(text, str) else text)) for name, text in sent
    ]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def send(editor: TestClient, sent: Sent) -> str:
    """Add files; the address of the job."""
    answer = editor.post("/editor/add", files=sent, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def ended(editor: TestClient, job: str) -> tuple[str, list[str]]:
    """Follow a job to its end; its last words and all that it said on the way."""
    seen: list[str] = []
    until = time.monotonic() + 120
    while time.monotonic() < until:
        html = editor.get(job, params={"part": 1}).text
        seen.append(text_of(html))
        if "data-running" not in html:
            return seen[-1], seen
        time.sleep(0.02)
    raise AssertionError(f"the job did not end: {seen[-1]}")


def do(editor: TestClient, deed: str, source: str) -> str:
    address = f"/editor/sources/{deed}"
    assert editor.get(address, params={"source": source}).status_code == 200
    answer = editor.post(address, data={"source": source}, headers=OWN, follow_redirects=False)
    return ended(editor, answer.headers["location"])[0]


def quoted(book: Handbook, question: str) -> str:
    return " ".join(c.quote for c in book.ask(Question(question)).citations)


def test_added_files_are_read_before_the_editors_eyes_and_then_answer(
    book: Handbook, editor: TestClient, tmp_path: Path
) -> None:
    pages = (
        "".join(
            line(72, 760 - 20 * n, f"The owl keeper must feed owl {page}-{n} within {n} hours.")
            for n in range(2, 20)
        )
        for page in range(12)
    )
    make_pdf(tmp_path / "owls.pdf", *pages)
    job = send(
        editor, files(("kites.md", KITES), ("owls.pdf", (tmp_path / "owls.pdf").read_bytes()))
    )
    last, seen = ended(editor, job)
    said = " ".join(seen)
    assert re.search(r"owls\.pdf Reading: page \d+ of 12", said)
    assert re.search(r"Encoding its passages: passage \d+ of \d+", said)
    assert "kites.md ✓ added" in last
    assert "owls.pdf ✓ added 12 pages" in last
    assert "New index edition" in last
    assert "broken string within three working days" in quoted(
        book, "when must the kite warden report a broken string"
    )
    address = re.findall(r'href="(/editions/[^"]+)"', editor.get(job, params={"part": 1}).text)
    assert len(address) == 2


def test_an_added_file_outlives_an_ingest_of_the_whole(book: Handbook, editor: TestClient) -> None:
    ended(editor, send(editor, files(("kites.md", KITES))))
    do(editor, "withdraw", "meetings")
    assert "three working days" in quoted(book, "when must a broken string be reported")
    assert not list(book.settings.corpus.glob("kites*"))


def test_a_file_that_cannot_be_read_says_why_and_leaves_everything_as_it_was(
    book: Handbook, editor: TestClient
) -> None:
    ended(editor, send(editor, files(("kites.md", KITES))))
    before = book.opened().edition.edition_id
    last, _ = ended(editor, send(editor, files(("broken.pdf", b"%PDF-1.4 nothing"))))
    assert "broken.pdf ✗ not read" in last
    assert "broken.pdf is not a readable PDF" in last
    assert book.opened().edition.edition_id == before
    last, _ = ended(editor, send(editor, files(("kites.md", " \n"), ("readme.exe", "MZ"))))
    assert "kites.md holds no text" in last
    assert "readme.exe is of a kind that cannot be read here" in last
    added = book.settings.data / "added"
    assert {p.name: p.read_text() for p in added.iterdir()} == {"kites.md": KITES}
    assert not list((book.settings.data / "uploads").iterdir())
    assert "three working days" in quoted(book, "when must a broken string be reported")
    overview = text_of(editor.get("/editor").text)
    assert overview.index("broken.pdf") < overview.index("meetings.md")


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(
    book: Handbook, editor: TestClient
) -> None:
    ended(editor, send(editor, files(("kites.md", KITES))))
    last, _ = ended(editor, send(editor, files(("kites.md", KITES.replace("three", "seven")))))
    assert "kites.md ✓ updated" in last
    assert "seven working days" in quoted(book, "when must a broken string be reported")


def test_jobs_wait_for_each_other_and_another_ingest_is_told(
    book: Handbook, editor: TestClient
) -> None:
    first = send(editor, files(("kites.md", KITES)))
    second = send(editor, files(("owls.md", KITES.replace("kite", "owl"))))
    assert "Waiting for the job before it to end." in editor.get(second).text
    for job in (first, second):
        assert "✓ added" in ended(editor, job)[0]
    with FileLock(book.settings.data / "builder.lock"):
        job = send(editor, files(("crows.md", KITES.replace("kite", "crow"))))
        ended(editor, job)
        assert "Another ingest is working" in text_of(editor.get(job).text)
    assert not (book.settings.data / "added" / "crows.md").exists()


def send_address(editor: TestClient, address: str) -> str:
    """Add an address; the address of the job."""
    answer = editor.post(
        "/editor/add/address", data={"web": address}, headers=OWN, follow_redirects=False
    )
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def allow_loopback(book: Handbook) -> TestClient:
    """The editor's pages of a handbook that may fetch from this machine."""
    book.settings = replace(book.settings, sync_private=(ip_network("127.0.0.1/32"),))
    return client_of(book)


def test_an_address_is_fetched_before_the_editors_eyes_and_cited_with_it(book: Handbook) -> None:
    editor = allow_loopback(book)
    with serving(Site({"/kites.md": Reply(KITES.encode(), "text/markdown", stall=0.5)})) as site:
        last, seen = ended(editor, send_address(editor, f" {site.url}/kites.md "))
        assert "It is asked for at its address" in " ".join(seen)
        assert f"127-0-0-1-{site.port}-kites.md ✓ added" in last
        again, _ = ended(editor, send_address(editor, f"{site.url}/kites.md"))
        assert "✓ unchanged" in again
    (citation,) = book.ask(Question("when must the kite warden report a broken string")).citations
    assert citation.edition.url == f"{site.url}/kites.md"
    do(editor, "withdraw", "meetings")
    assert "three working days" in quoted(book, "when must a broken string be reported")


def test_an_address_that_leads_to_no_document_says_why_and_nothing_is_kept(
    book: Handbook, editor: TestClient
) -> None:
    before = book.opened().edition.edition_id
    with serving(Site()) as site:
        job = send_address(editor, f"{site.url}/kites.md")
        last, _ = ended(editor, job)
        assert "not a public address" in text_of(editor.get(job).text)
        assert "The index is as it was." in last
        assert site.asked == []
        editor = allow_loopback(book)
        job = send_address(editor, f"{site.url}/kites.md")
        ended(editor, job)
        assert "status 404" in text_of(editor.get(job).text)
    assert not list((book.settings.data / "added").glob("*"))
    assert book.opened().edition.edition_id == before


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "No address was given"),
        ("/etc/passwd", "“/etc/passwd” is no web address"),
        ("--rebuild", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("https://quill:feather@elm.test/a.md", "a user name or a password"),
        ("quill:feather@elm.test", "a user name or a password"),
        ("<script>alert(1)</script>", "“<script>alert(1)</script>” is no web address"),
        ("https://elm.test/" + "a" * 3000, "longer than 2000 characters"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence_and_starts_nothing(
    editor: TestClient, given: str, why: str
) -> None:
    answer = editor.post("/editor/add/address", data={"web": given}, headers=OWN)
    assert answer.status_code == 422
    assert why in unescape(answer.text)
    assert "<script>a" not in answer.text
    assert "feather" not in answer.text
    assert "/editor/jobs/" not in editor.get("/editor").text


def test_the_page_states_the_rules_that_hold_for_an_address(editor: TestClient) -> None:
    text = text_of(editor.get("/editor/add").text)
    assert f"up to {Limits().document_bytes // 1_000_000} MB; and" in text
    assert "HANDBOOK_SYNC_PRIVATE" in text


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../x.md", "x.md"), ("C:\\papers\\y.md", "y.md"), ("/etc/z.md", "z.md")],
)
def test_a_name_leads_nowhere_else(
    book: Handbook, editor: TestClient, name: str, kept: str
) -> None:
    ended(editor, send(editor, files((name, KITES))))
    assert [p.name for p in (book.settings.data / "added").iterdir()] == [kept]
    assert not list(book.settings.data.parent.glob("*.md"))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (files(("empty.md", "")), "“empty.md” is empty"),
        (files((".hidden.md", KITES)), "is no name for a file"),
        (files(("<script>alert(1)</script>.md", KITES)), "</script>.md” has a sign in its name"),
        (files(("a" * 200 + ".md", KITES)), "more than 120 bytes"),
        (files(("meetings.md", KITES)), "the name of a source that is held already"),
        (files(("kites.md", KITES), ("Kites.md", KITES)), "Two of the files are named"),
        (files(*((f"{n}.md", KITES) for n in range(30))), "At most 20 files"),
        ([], "No file was chosen"),
    ],
    ids=["empty", "hidden", "markup", "long", "taken", "twice", "many", "none"],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_nothing_is_kept(
    book: Handbook, editor: TestClient, sent: Sent, why: str
) -> None:
    good = files(("good.md", KITES))
    form = (
        {"headers": OWN, "files": [*sent, *good]} if sent else {"headers": OWN, "data": {"a": "b"}}
    )
    answer = editor.post("/editor/add", **form)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert why in text_of(answer.text)
    assert "<script>a" not in answer.text
    assert not (book.settings.data / "added").exists()
    assert not any((book.settings.data / "uploads").glob("*"))


def test_more_than_the_limit_is_not_even_kept(editor: TestClient) -> None:
    headers = OWN | {"content-length": str(10**9), "content-type": "multipart/form-data"}
    answer = editor.post("/editor/add", content=b"", headers=headers)
    assert answer.status_code == 422
    assert "larger than 200 MB" in answer.text


def test_markup_in_a_name_that_the_corpus_holds_is_shown_as_it_is(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "<img src=x onerror=alert(1)>.md").write_text(MEETINGS.replace("# Meetings\n", ""))
    book = open_book(corpus, tmp_path / "data")
    editor = client_of(book)
    for address in ("/editor", "/editor/sources"):
        html = editor.get(address).text
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html
    book.close()


def test_a_withdrawn_source_answers_no_more_until_it_is_brought_back(
    book: Handbook, editor: TestClient
) -> None:
    asked = "when must the first planning meeting be held"
    citation = book.ask(Question(asked)).citations[0]
    assert "meetings.md" in do(editor, "withdraw", "meetings")
    assert quoted(book, asked) == ""
    assert str(book.standing(citation.document_id)) == "withdrawn"
    assert "by the editor" in text_of(editor.get("/editor/sources").text)
    assert not [f.what for f in examine(book.settings) if "not in the index" in f.what]
    do(editor, "bring-back", "meetings")
    assert "ten working days" in quoted(book, asked)


def test_a_file_that_has_the_name_of_a_withdrawn_source_of_the_corpus_is_refused(
    book: Handbook, editor: TestClient
) -> None:
    do(editor, "withdraw", "meetings")
    refused = editor.post("/editor/add", files=files(("meetings.md", KITES)), headers=OWN)
    assert "held already or withdrawn (meetings)" in text_of(refused.text)
    assert withdrawn(book.settings.data) == {"meetings"}
    do(editor, "forget", "meetings")
    refused = editor.post("/editor/add", files=files(("meetings.md", KITES)), headers=OWN)
    assert "held already or withdrawn (meetings)" in text_of(refused.text)


def test_a_withdrawal_is_lifted_by_an_added_file_that_was_read_and_by_no_other(
    tmp_path: Path,
) -> None:
    withdraw(tmp_path, "kites")
    for outcome, left in (("failed", {"kites"}), ("added", set())):
        room = Room(tmp_path / "uploads")
        sent = Upload(room.folder / "0", "kites.md")
        sent.path.write_text(KITES)
        task = add_files(tmp_path, room, [sent], "anna")
        task.begin()
        assert withdrawn(tmp_path) == {"kites"}
        task.end({"receipts": [{"file": "kites.md", "outcome": outcome}]})
        assert withdrawn(tmp_path) == left


def test_a_server_that_starts_leaves_what_was_sent_to_another_and_sweeps_what_a_dead_one_left(
    book: Handbook,
) -> None:
    living = Room(book.settings.data / UPLOADS)
    dead = book.settings.data / UPLOADS / "dead"
    dead.mkdir()
    for folder in (living.folder, dead):
        (folder / "lock").touch()
        (folder / "0").write_text(KITES)
    application(book)
    assert (living.folder / "0").read_text() == KITES
    assert not dead.exists()
    living.clear()


def test_what_an_earlier_version_left_of_uploads_is_swept_once_it_is_old(tmp_path: Path) -> None:
    uploads = tmp_path / UPLOADS
    for name, hours in (("old", 2), ("fresh", 0)):
        (uploads / name).mkdir(parents=True)
        (uploads / name / "0").write_text(KITES)
        at = time.time() - hours * 3600
        os.utime(uploads / name, (at, at))
    sweep(uploads)
    assert [folder.name for folder in uploads.iterdir()] == ["fresh"]
    os.utime(uploads / "fresh", (0, 0))
    sweep(uploads, "fr")
    assert (uploads / "fresh").exists()


def test_files_for_which_the_disk_has_no_room_are_refused_and_nothing_of_them_stays(
    book: Handbook, editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("page.editor.uploads.shutil.copyfileobj", full)
    refused = editor.post("/editor/add", files=files(("kites.md", KITES)), headers=OWN)
    assert refused.status_code == 422
    assert "No space left on device" in text_of(refused.text)
    assert not any((book.settings.data / UPLOADS).glob("*"))


def test_a_source_whose_erasure_is_stopped_half_way_stays_withdrawn(tmp_path: Path) -> None:
    task = forget_source(tmp_path, "kites", "anna")
    task.begin()
    assert withdrawn(tmp_path) == {"kites"}
    forgetting.begin(tmp_path, "kites", ())
    task.end(None)
    assert withdrawn(tmp_path) == {"kites"}


@pytest.mark.parametrize("listed", [True, False])
def test_a_source_that_is_erased_stays_withdrawn_where_the_corpus_lists_it(
    tmp_path: Path, listed: bool
) -> None:
    task = forget_source(tmp_path, "kites", "anna")
    task.begin()
    task.end({"still_listed": ["kites.md"] if listed else [], "still_fetched": None})
    assert withdrawn(tmp_path) == ({"kites"} if listed else set())


def test_a_source_that_is_erased_is_not_kept_withdrawn_for_a_publication_that_leads_to_it(
    tmp_path: Path,
) -> None:
    """A sync passes it over by itself, and fetches it where somebody asks for that."""
    task = forget_source(tmp_path, "kites", "anna")
    task.begin()
    task.end({"still_listed": [], "still_fetched": "elm"})
    assert withdrawn(tmp_path) == set()


def test_an_erasure_that_fails_before_anything_is_erased_withdraws_nothing(tmp_path: Path) -> None:
    withdraw(tmp_path, "owls")
    for source_id in ("kites", "owls"):
        task = forget_source(tmp_path, source_id, "anna")
        task.begin()
        task.end(None)
    assert withdrawn(tmp_path) == {"owls"}


def test_an_upload_of_a_source_whose_erasure_is_finished_brings_nothing_of_it_back(
    tmp_path: Path,
) -> None:
    older = tmp_path / "added" / "kites.md"
    older.parent.mkdir()
    older.write_text(KITES)
    room = Room(tmp_path / UPLOADS)
    sent = Upload(room.folder / "0", "kites.md")
    sent.path.write_text(KITES)
    task = add_files(tmp_path, room, [sent], "anna")
    task.begin()
    older.unlink()  # as the erasure does
    task.end({"receipts": [], "left_out": ["kites.md"]})
    assert not older.exists()


def test_an_upload_that_is_gone_takes_no_older_file_of_its_name_with_it(tmp_path: Path) -> None:
    older = tmp_path / "added" / "kites.md"
    older.parent.mkdir()
    older.write_text(KITES)
    room = Room(tmp_path / UPLOADS)
    task = add_files(tmp_path, room, [Upload(room.folder / "0", "kites.md")], "anna")
    with pytest.raises(FileNotFoundError):
        task.begin()
    assert older.read_text() == KITES
    task.end(None)
    assert older.read_text() == KITES


def test_a_second_withdrawal_that_fails_does_not_undo_the_first(tmp_path: Path) -> None:
    withdraw(tmp_path, "kites")
    again = withdraw_source(tmp_path, "kites", "anna")
    again.begin()
    again.end(None)
    assert withdrawn(tmp_path) == {"kites"}
    back = bring_source_back(tmp_path, "meetings", "anna")
    back.begin()
    back.end(None)
    assert withdrawn(tmp_path) == {"kites"}


def test_the_last_source_is_not_withdrawn(book: Handbook, editor: TestClient) -> None:
    do(editor, "withdraw", "signing")
    do(editor, "withdraw", "meetings")
    assert quoted(book, "when must the first planning meeting be held")
    assert "bring-back?source=meetings" not in editor.get("/editor/sources").text


def test_a_forgotten_source_is_erased_with_its_proof_and_stays_away(
    book: Handbook, editor: TestClient
) -> None:
    last = do(editor, "forget", "signing")
    assert "signing was erased (signing.md)" in last
    assert "none was found" in last
    assert "The corpus folder still has signing.md" in last
    do(editor, "withdraw", "meetings") and do(editor, "bring-back", "meetings")
    assert book.chain("signing") == []
    assert "Bring back signing" in text_of(editor.get("/editor/sources").text)


def test_an_added_file_goes_with_its_source(book: Handbook, editor: TestClient) -> None:
    ended(editor, send(editor, files(("kites.md", KITES))))
    assert "none was found" in do(editor, "forget", "kites")
    held = [p for p in book.settings.data.rglob("*") if p.is_file()]
    assert not any(b"kite warden" in p.read_bytes() for p in held)
    assert "kites" not in editor.get("/editor/sources").text


def test_test_retrieval_shows_scores_the_judges_figures_and_the_decision(
    book: Handbook, editor: TestClient
) -> None:
    words = {"q": "when must the first planning meeting be held"}
    html = editor.get("/editor/search", params=words).text
    text = text_of(html)
    assert "Status answered" in text
    assert "✓ chosen" in text
    answer = book.ask(Question(words["q"]))
    assert f"{answer.hits[0].cosine:.3f}" in text
    assert f"{answer.hits[0].lexical:.2f}" in text
    for address in re.findall(r'href="(/evidence/[^"]+)"', html):
        assert editor.get(unescape(address)).status_code == 200
    declined = text_of(editor.get("/editor/search", params={"q": "who signs the lion form"}).text)
    assert "not chosen" in declined
    blocked = editor.get("/editor/search", params={"q": "should I remove this child, yes or no?"})
    assert "not ours to decide" in text_of(blocked.text)
    assert "No such" not in text_of(editor.get("/editor/gaps").text)
    assert "The register is empty" in text_of(editor.get("/editor/gaps").text)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("bad", "said"),
    [({"area": "mars"}, "The area is none"), ({"as_of": "tomorrow"}, "“As at” is no day")],
)
def test_test_retrieval_says_what_is_wrong_with_a_field(
    editor: TestClient, bad: dict[str, str], said: str, method: str
) -> None:
    sent = {"params" if method == "GET" else "data": {"q": "meeting", **bad}}
    answer = editor.request(method, "/editor/search", headers=OWN, **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert next(iter(bad.values())) not in text_of(answer.text)


def test_the_gap_register_lists_the_most_frequent_first(book: Handbook, editor: TestClient) -> None:
    question = Question("who signs the zebrafinch agreement")
    answer = book.ask(question)
    for status, times in ((Status.NOT_COVERED, 1), (Status.DETAIL_ABSENT, 3)):
        for _ in range(times):
            note_gap(book.settings.data, "topics", question, replace(answer, status=status))
    rows = re.findall(r"<td>(\d+)</td>", editor.get("/editor/gaps").text)
    assert rows == sorted(rows, reverse=True)
    assert rows


@pytest.mark.parametrize(
    ("host", "base", "headers", "why"),
    [
        ("10.1.2.3", HERE, {}, "you are on another"),
        ("127.0.0.1", "http://evil.example", {}, "under the name localhost"),
        ("127.0.0.1", HERE, {"x-forwarded-for": "10.1.2.3"}, "through a server between"),
    ],
    ids=["another machine", "a foreign name", "a server between"],
)
@pytest.mark.parametrize("address", ["/editor", "/editor/add", "/editor/search", "/editor/sources"])
def test_the_editors_pages_open_on_this_machine_alone(
    book: Handbook, host: str, base: str, headers: dict[str, str], why: str, address: str
) -> None:
    answer = client_of(book, host, base).get(address, headers=headers)
    assert answer.status_code == 403
    assert why in text_of(answer.text)


def test_they_do_not_open_where_the_page_is_served_to_others(book: Handbook) -> None:
    book.settings = Settings(corpus=book.settings.corpus, data=book.settings.data, host="0.0.0.0")
    answer = client_of(book).get("/editor")
    assert answer.status_code == 401
    assert "not signed in" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {"origin": "null"}],
    ids=["says nothing", "another site", "another origin", "no origin"],
)
def test_a_form_from_elsewhere_changes_nothing(
    book: Handbook, editor: TestClient, headers: dict[str, str]
) -> None:
    forms: dict[str, dict[str, Sent]] = {"/editor/add": {"files": files(("kites.md", KITES))}}
    forms |= {"/editor/add/address": {}}
    forms |= {f"/editor/sources/{d}": {} for d in ("withdraw", "forget", "bring-back")}
    for address, sent in forms.items():
        answer = editor.post(
            address,
            data={"source": "meetings", "web": HERE},
            headers=headers,
            follow_redirects=False,
            **sent,
        )
        assert answer.status_code == 403
    assert not (book.settings.data / "added").exists()
    assert quoted(book, "when must the first planning meeting be held")


def test_a_form_from_an_older_browser_is_known_by_its_origin(editor: TestClient) -> None:
    sent = files(("kites.md", KITES))
    answer = editor.post(
        "/editor/add", files=sent, headers={"origin": HERE}, follow_redirects=False
    )
    assert answer.status_code == 303
    ended(editor, answer.headers["location"])


@pytest.mark.parametrize(
    "address",
    [
        "/editor/jobs/none",
        "/editor/sources/burn?source=meetings",
        "/editor/sources/forget?source=x",
    ],
)
def test_an_address_that_leads_nowhere_says_so(editor: TestClient, address: str) -> None:
    answer = editor.get(address)
    assert answer.status_code == 404
    assert "<h1>" in answer.text
