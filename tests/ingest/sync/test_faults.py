"""What goes wrong on the way: told in a sentence, and the last good file kept as it was."""

from __future__ import annotations

import time
from dataclasses import replace
from email.utils import formatdate

import pytest

from ingest.sync import fetched
from ingest.sync.aside import Aside
from ingest.sync.faults import FetchError
from tests.ingest.sync.conftest import QUICK, Desk
from tests.ingest.sync.manual import CHAPTERS, generation_4
from tests.ingest.sync.server import Reply, Site, moved, packed, serving

TEXT = "".join(f"<p>{p}</p>" for p in CHAPTERS[0].paragraphs())
GOOD = Reply(f"<html><body><h1>Lantern Visits</h1>{TEXT}</body></html>".encode())
NEWER = Reply(GOOD.body.replace(b"10 working", b"7 working"))
ERROR = Reply(
    b"<html><h1>Sorry</h1><p>The page could not be found. It may have moved, or the address may "
    b"have been typed wrongly. You can go back to the front page and look for it there, or write "
    b"to the office.</p></html>"
)
LOGIN = Reply(
    b"<html><h1>Elm portal</h1><p>Members of the partnership have an account here. Those who do "
    b"not have one can ask the office of the Vale for it, and will have an answer within a week of "
    b"asking.</p><form><input type='password'></form></html>"
)
CONSENT = Reply(ERROR.body.replace(b"The page could not be found", b"First accept all cookies"))
NEXT = '\n[[publication]]\nid = "oak"\ntitle = "Oak"\npause = 0\naddress = "{}/oak.html"\n'

SPOILT = {
    "a server error": (Reply(b"down", status=500), "status 500"),
    "a login wanted": (Reply(b"no", status=403), "not open to everyone"),
    "a page about an error, sent as if fine": (ERROR, "error or a login"),
    "a login page, sent as if fine": (LOGIN, "asks for a password"),
    "a consent page, sent as if fine": (CONSENT, "error or a login"),
    "an empty page": (Reply(b""), "cannot be read|holds only|bytes are none"),
    "a page that shrank": (
        Reply(f"<html><h1>Lantern Visits</h1><p>{CHAPTERS[0].paragraphs()[1]}</html>".encode()),
        "shrunk to",
    ),
    "a page that breaks off": (Reply(NEWER.body.removesuffix(b"</body></html>")), "breaks off"),
    "fewer bytes than promised": (replace(NEWER, promised=len(NEWER.body) + 10), "broke off"),
    "a PDF in place of the page": (Reply(b"%PDF-1.4\n%%EOF", "application/pdf"), "was a web page"),
    "a PDF that says it is a page": (Reply(b"%PDF-1.4 ..."), "its bytes are none"),
    "an image": (Reply(b"\x89PNG", "image/png"), "no document that can be read"),
    "a redirect to nowhere": (Reply(status=302), "status 302"),
    "the front page in its place": (moved("/"), "not the document"),
    "a packing that was not asked for": (
        Reply(b"x", headers={"Content-Encoding": "br"}),
        "not asked for",
    ),
    "a broken packing": (Reply(b"plain", headers={"Content-Encoding": "gzip"}), "packed wrongly"),
}


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_what_is_not_the_document_is_refused_and_the_last_good_file_kept(
    desk: Desk, spoilt: str
) -> None:
    reply, why = SPOILT[spoilt]
    site = Site({"/page.html": GOOD, "/": Reply(GOOD.body + b"front")})
    with serving(site):
        desk.page(site)
        desk.sync()
        before, listed = desk.kept(), fetched(desk.settings)
        site.pages["/page.html"] = reply
        outcome = desk.one()
    assert outcome.outcome == "failed"
    assert any(part in (outcome.why or "") for part in why.split("|")), outcome.why
    assert desk.kept() == before
    assert fetched(desk.settings) == listed


@pytest.mark.parametrize("reply", [ERROR, LOGIN, CONSENT, Reply(b"<html>soon</html>")])
def test_a_first_fetch_that_brings_no_chapter_keeps_nothing(desk: Desk, reply: Reply) -> None:
    with serving(Site({"/page.html": reply})) as site:
        desk.page(site)
        assert desk.one().outcome == "failed"
    assert desk.kept() == {}
    assert fetched(desk.settings) == []


def test_a_page_in_place_of_a_pdf_is_refused(desk: Desk) -> None:
    pages: dict[str, Reply | list[Reply]] = {
        "/html.pdf": GOOD,
        "/lie.pdf": replace(GOOD, content_type="application/pdf"),
        "/short.pdf": Reply(b"%PDF-1.7 cut", "application/pdf"),
    }
    with serving(Site(pages)) as site:
        for path, why in (("html", "sent as a web page"), ("lie", "bytes"), ("short", "cut")):
            desk.page(site, f"/{path}.pdf")
            assert why in (desk.one().why or "")
    assert desk.kept() == {}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_told_of_and_not_deleted(desk: Desk, status: int) -> None:
    site = Site({"/page.html": GOOD})
    with serving(site):
        desk.page(site)
        desk.sync()
        site.pages["/page.html"] = Reply(b"gone", status=status)
        report = desk.sync()
    assert [o.outcome for o in report.outcomes] == ["gone"]
    assert report.failed
    assert list(desk.kept().values()) == [GOOD.body]


def test_one_that_fails_does_not_keep_the_others_back(desk: Desk) -> None:
    site = generation_4()
    site.pages["/chapter/harbour-talks"] = Reply(b"", status=500)
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", 'through = ["/contents/*"]')
        report = desk.sync()
    outcomes = {o.source_id: o.outcome for o in report.outcomes}
    assert outcomes["elm/harbour-talks"] == "failed"
    assert [*outcomes.values()].count("added") == 2
    assert report.failed


def test_a_person_can_accept_what_was_refused_for_its_looks(desk: Desk) -> None:
    reply, _ = SPOILT["a page that shrank"]
    site = Site({"/page.html": GOOD})
    with serving(site):
        desk.page(site)
        desk.sync()
        site.pages["/page.html"] = reply
        assert "--accept" in (desk.one().why or "")
        assert desk.one(only=["elm"], accept=True).outcome == "changed"
        assert desk.one().outcome == "unchanged"


def test_a_server_that_stalls_does_not_hold_the_run(desk: Desk) -> None:
    site = Site({"/page.html": replace(GOOD, stall=30), "/oak.html": GOOD})
    with serving(site):
        desk.manifest(f'address = "{site.url}/page.html"', extra=NEXT.format(site.url))
        start = time.monotonic()
        outcomes = desk.sync().outcomes
    assert time.monotonic() - start < 4
    assert [o.outcome for o in outcomes] == ["failed", "added"]


def test_a_server_that_drips_a_byte_now_and_then_does_not_hold_the_run(desk: Desk) -> None:
    site = Site({"/page.html": replace(GOOD, drip=0.1), "/oak.html": GOOD})
    with serving(site):
        desk.manifest(f'address = "{site.url}/page.html"', extra=NEXT.format(site.url))
        start = time.monotonic()
        outcomes = desk.sync().outcomes
    assert time.monotonic() - start < 4
    assert [o.outcome for o in outcomes] == ["failed", "added"]
    assert "not complete after 1.2 seconds" in (outcomes[0].why or "")


def test_a_manual_whose_server_does_not_answer_is_left_after_three_chapters(desk: Desk) -> None:
    chapters = tuple(replace(CHAPTERS[0], slug=f"p_chapter_{n}") for n in range(5))
    site = generation_4(chapters)
    for path, reply in site.pages.items():
        if path.startswith("/chapter/") and isinstance(reply, Reply):
            site.pages[path] = Reply(status=503)
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", 'through = ["/contents/*"]')
        outcomes = desk.sync().outcomes
    assert len(outcomes) == 5
    assert "Left for another run" in (outcomes[-1].why or "")
    assert len([p for p in site.paths() if p.startswith("/chapter/")]) == 3 * QUICK.tries


@pytest.mark.parametrize("body", [b"<html>" + b"<div>x" * 40_000, b"<!--" * 150_000])
def test_a_page_that_is_made_to_be_read_for_ever_does_not_hold_the_run(
    desk: Desk, body: bytes
) -> None:
    site = Site({"/page.html": Reply(body), "/oak.html": GOOD})
    with serving(site):
        desk.manifest(f'address = "{site.url}/page.html"', extra=NEXT.format(site.url))
        began = time.monotonic()
        outcomes = desk.sync(limits=replace(QUICK, read_seconds=10.0)).outcomes
    assert time.monotonic() - began < 30
    assert outcomes[1].outcome == "added"


def test_what_is_read_for_too_long_is_given_up_and_the_next_is_read() -> None:
    aside = Aside(1.0)
    with pytest.raises(FetchError, match="could not be read within 1 seconds"):
        aside.call(time.sleep, 60)
    assert aside.call(len, "next") == 4
    aside.close()


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(desk: Desk) -> None:
    with serving(Site({"/page.html": packed(b"<html>" + b" " * 50_000_000)})) as site:
        desk.page(site)
        outcome = desk.one(limits=replace(QUICK, document_bytes=1_000_000))
    assert "larger than 1,000,000 bytes" in (outcome.why or "")
    assert desk.kept() == {}


def test_a_packed_page_is_kept_unpacked(desk: Desk) -> None:
    with serving(Site({"/page.html": packed(GOOD.body)})) as site:
        desk.page(site)
        assert desk.one().outcome == "added"
    assert list(desk.kept().values()) == [GOOD.body]


@pytest.mark.parametrize("promised", [None, 5_000_000])
def test_a_document_over_the_limit_is_refused(desk: Desk, promised: int | None) -> None:
    big = Reply(GOOD.body + b" " * 3_000_000, promised=promised)
    with serving(Site({"/page.html": big})) as site:
        desk.page(site)
        outcome = desk.one(limits=replace(QUICK, document_bytes=1_000_000))
    assert "larger than 1,000,000 bytes" in (outcome.why or "")


def test_a_run_stops_taking_in_bytes_at_its_limit(desk: Desk) -> None:
    with serving(Site({"/page.html": GOOD, "/oak.html": GOOD})) as site:
        desk.manifest(f'address = "{site.url}/page.html"', extra=NEXT.format(site.url))
        outcomes = desk.sync(limits=replace(QUICK, run_bytes=len(GOOD.body) + 40)).outcomes
    assert [o.outcome for o in outcomes] == ["added", "failed"]
    assert "run it once more" in (outcomes[1].why or "")


def test_a_fault_that_passes_is_tried_again(desk: Desk) -> None:
    site = Site({"/page.html": [Reply(status=503), Reply(status=502), GOOD]})
    with serving(site):
        desk.page(site)
        assert desk.one().outcome == "added"
    assert site.statuses("/page.html") == [503, 502, 200]


@pytest.mark.parametrize("date", [False, True])
def test_a_server_that_asks_to_wait_is_given_the_time(desk: Desk, date: bool) -> None:
    wait = formatdate(time.time() + 2, usegmt=True) if date else "1"
    busy = Reply(status=429, headers={"Retry-After": wait})
    site = Site({"/page.html": [busy, GOOD]})
    with serving(site):
        desk.page(site)
        assert desk.one(limits=replace(QUICK, document_seconds=5)).outcome == "added"
    first, second = (a.at for a in site.asked if a.path == "/page.html")
    assert second - first >= 0.9


def test_a_server_that_asks_to_wait_too_long_is_left_for_another_run(desk: Desk) -> None:
    site = Site({"/page.html": Reply(status=429, headers={"Retry-After": "86400"})})
    with serving(site):
        desk.page(site)
        assert "come back in 86400 seconds" in (desk.one().why or "")
    assert site.statuses("/page.html") == [429]


def test_a_damaged_file_is_fetched_again_whole(desk: Desk) -> None:
    site = Site({"/page.html": GOOD})
    with serving(site):
        desk.page(site)
        desk.sync()
        (path,) = (f.path for f in fetched(desk.settings))
        path.write_bytes(b"damaged")
        desk.sync()
    assert site.statuses("/page.html") == [200, 200]
    assert path.read_bytes() == GOOD.body


def test_a_server_without_etag_is_asked_by_date(desk: Desk) -> None:
    dated = replace(GOOD, headers={"ETag": ""}, last_modified="Fri, 03 May 2024 10:00:00 GMT")
    site = Site({"/page.html": dated})
    with serving(site):
        desk.page(site)
        desk.sync()
        assert desk.one().outcome == "unchanged"
    assert site.statuses("/page.html") == [200, 304]
    (listed,) = fetched(desk.settings)
    assert listed.edition
    assert listed.edition.edition == "file of 3 May 2024"
