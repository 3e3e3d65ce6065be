"""A web address among what is to be ingested: fetched by the rules of a sync, kept with the added
files, cited under its address; or refused in a sentence, with everything as it was."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from handbook import forgetting
from handbook.answer_records import Citation, Question
from handbook.book import Handbook
from handbook.cli import main
from handbook.errors import BuilderBusy, HandbookError
from handbook.from_web import recall, remember
from handbook.index import editions
from handbook.progress import nobody
from handbook.settings import Settings
from handbook.withdrawn import withdraw, withdrawn
from ingest.build import Result, ingest
from ingest.everything import bring_in
from ingest.forget import forget
from ingest.from_address import ingest_with_addresses
from ingest.manifest import Listed, list_corpus
from ingest.sync import single
from ingest.sync.limits import Limits
from ingest.sync.single import name_of
from tests.ingest.read.make_pdf import make_pdf
from tests.ingest.read.make_pdf import text as line
from tests.ingest.sync.conftest import HERE, QUICK
from tests.ingest.sync.server import Reply, Site, moved, serving
from tests.ingest.sync.test_faults import CONSENT, ERROR, GOOD, LOGIN, NEWER

MEETINGS = "# Meetings\n\n1.1 The planning meeting must be held within twelve working days of it.\n"
ASKED = "when must the meeting about lantern visits be held"


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "PAUSE", 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus of one file, ingested; loopback may be visited."""
    found = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data", sync_private=(HERE,))
    found.corpus.mkdir()
    (found.corpus / "meetings.md").write_text(MEETINGS)
    ingest(found, list_corpus(found.corpus), whole=True)
    return found


def add(
    settings: Settings, *urls: str, others: Sequence[Listed] = (), limits: Limits = QUICK
) -> Result:
    return ingest_with_addresses(
        settings, urls, others, partial(ingest, settings, whole=False), limits=limits
    )


def refused(settings: Settings, url: str, limits: Limits = QUICK) -> str:
    """Why an address is refused; nothing may have changed."""
    before = kept(settings), edition(settings)
    with pytest.raises(HandbookError) as fault:
        add(settings, url, limits=limits)
    assert (kept(settings), edition(settings)) == before
    assert not (settings.data / "fetching").exists()
    return str(fault.value)


def edition(settings: Settings) -> str:
    return editions.current(settings.data).edition_id


def kept(settings: Settings) -> dict[str, bytes]:
    """All that lies with the added files, records included."""
    return {p.name: p.read_bytes() for p in (settings.data / "added").glob("*")}


def files(settings: Settings) -> list[Path]:
    return [p for p in (settings.data / "added").glob("*") if not p.name.startswith(".")]


def cited(settings: Settings, question: str = ASKED) -> Citation | None:
    book = Handbook.open(settings)
    try:
        return next(iter(book.ask(Question(question)).citations), None)
    finally:
        book.close()


def test_a_page_is_kept_and_cited_under_its_address_and_outlives_an_ingest_of_the_whole(
    settings: Settings,
) -> None:
    with serving(Site({"/visits/lantern.html": GOOD})) as site:
        url = f"{site.url}/visits/lantern.html"
        (receipt,) = add(settings, url + "#top").receipts
    (path,) = files(settings)
    assert (receipt.outcome, receipt.file) == ("added", path.name)
    assert path.name == f"127-0-0-1-{site.port}-visits-lantern.html"
    assert path.read_bytes() == GOOD.body
    assert not bring_in(settings, nobody).withdrawn
    citation = cited(settings)
    assert citation
    assert "within 10 working days" in citation.quote
    assert citation.edition.url == url
    where = recall(path)
    assert where
    assert citation.edition.retrieved == where.retrieved
    assert not (settings.data / "fetching").exists()


def test_a_pdf_is_known_by_its_bytes_whatever_its_address_ends_in(
    settings: Settings, tmp_path: Path
) -> None:
    make_pdf(tmp_path / "x.pdf", line(72, 700, "The owl keeper must feed each owl within 6 hours."))
    body = (tmp_path / "x.pdf").read_bytes()
    with serving(Site({"/view?id=7": Reply(body, "application/pdf")})) as site:
        (receipt,) = add(settings, f"{site.url}/view?id=7").receipts
    assert receipt.file == f"127-0-0-1-{site.port}-view-id-7.pdf"
    citation = cited(settings, "within how many hours must the owl keeper feed each owl")
    assert citation
    assert "within 6 hours" in citation.quote


def test_the_same_address_again_brings_it_up_to_date_and_unchanged_changes_nothing(
    settings: Settings,
) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        url = f"{site.url}/page.html"
        add(settings, url)
        before = edition(settings)
        assert [r.outcome for r in add(settings, url).receipts] == ["unchanged"]
        assert edition(settings) == before
        site.pages["/page.html"] = NEWER
        assert [r.outcome for r in add(settings, url, url).receipts] == ["updated"]
    citation = cited(settings)
    assert citation
    assert "within 7 working days" in citation.quote
    assert citation.edition.url == url


def test_the_day_of_retrieval_is_that_on_which_these_bytes_first_came(settings: Settings) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        add(settings, f"{site.url}/page.html")
        (path,) = files(settings)
        where = recall(path)
        assert where
        remember(path, replace(where, retrieved=date(2026, 1, 2)))
        add(settings, f"{site.url}/page.html")
        assert getattr(recall(path), "retrieved", None) == date(2026, 1, 2)
        site.pages["/page.html"] = NEWER
        add(settings, f"{site.url}/page.html")
    assert getattr(recall(path), "retrieved", None) != date(2026, 1, 2)


BAD = {
    "not there": (Reply(b"no", status=404), "status 404"),
    "a server error": (Reply(b"down", status=500), "status 500"),
    "a login wanted": (Reply(b"no", status=403), "not open to everyone"),
    "a page about an error": (ERROR, "error or a login"),
    "a login page": (LOGIN, "asks for a password"),
    "a consent page": (CONSENT, "error or a login"),
    "a picture": (Reply(b"\x89PNG", "image/png"), "no document that can be read"),
    "no PDF": (Reply(b"MZ", "application/pdf"), "its bytes are none"),
    "the front page": (moved("/"), "leads to the front page"),
    "too large": (Reply(b"<html>" + b" " * 2_000_000), "larger than 1,000,000 bytes"),
    "too large, as it says": (replace(GOOD, promised=5_000_000), "larger than 1,000,000 bytes"),
    "another site": (moved("https://elm.test/page.html"), "another site than the one asked for"),
    "a file": (moved("file:///etc/passwd"), "only http and https"),
}


@pytest.mark.parametrize("bad", BAD, ids=str)
@pytest.mark.parametrize("held", [False, True], ids=["new", "held"])
def test_what_cannot_be_fetched_is_a_sentence_and_everything_stays_as_it_was(
    settings: Settings, bad: str, held: bool
) -> None:
    reply, why = BAD[bad]
    with serving(Site({"/page.html": GOOD, "/": GOOD})) as site:
        if held:
            add(settings, f"{site.url}/page.html")
        site.pages["/page.html"] = reply
        limits = replace(QUICK, document_bytes=1_000_000)
        assert why in refused(settings, f"{site.url}/page.html", limits)


def test_a_file_that_comes_and_cannot_be_read_is_not_kept_and_the_former_stays(
    settings: Settings, tmp_path: Path
) -> None:
    make_pdf(tmp_path / "x.pdf", line(72, 700, "The owl keeper must feed each owl within 6 hours."))
    good = Reply((tmp_path / "x.pdf").read_bytes(), "application/pdf")
    broken = Reply(b"%PDF-1.7 nothing %%EOF", "application/pdf")
    with serving(Site({"/owls.pdf": broken})) as site:
        url = f"{site.url}/owls.pdf"
        (receipt,) = add(settings, url).receipts
        assert "not a readable PDF" in (receipt.error or "")
        assert kept(settings) == {}
        site.pages["/owls.pdf"] = good
        add(settings, url)
        before = kept(settings)
        site.pages["/owls.pdf"] = broken
        assert add(settings, url).failed
    assert kept(settings) == before
    citation = cited(settings, "within how many hours must the owl keeper feed each owl")
    assert citation
    assert citation.edition.url == url


def test_a_private_address_is_refused_unless_a_setting_allows_it(settings: Settings) -> None:
    closed = replace(settings, sync_private=())
    with serving(Site({"/page.html": GOOD})) as site:
        why = refused(closed, f"{site.url}/page.html")
    assert "127.0.0.1, which is not a public address" in why
    assert site.asked == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2:{}/page.html", "http://www.elm.test:{}/page.html"]
)
def test_a_redirect_to_a_private_address_is_refused(settings: Settings, to: str) -> None:
    """By its number, and by the twin of the site's name, which may be visited."""
    here = {"elm.test": ["127.0.0.1"], "www.elm.test": ["10.0.0.8"]}
    other = Site({"/page.html": GOOD})
    with serving(Site()) as site, serving(other):
        site.pages["/page.html"] = moved(to.format(site.port if "elm" in to else other.port))
        with pytest.raises(HandbookError, match=r"another site|10\.0\.0\.8, which is not a public"):
            ingest_with_addresses(
                settings,
                [f"http://elm.test:{site.port}/page.html"],
                (),
                partial(ingest, settings, whole=False),
                limits=QUICK,
                resolver=lambda host, _: here[host],
            )
    assert other.asked == []
    assert kept(settings) == {}


def test_what_robots_txt_asks_not_to_fetch_is_not_fetched(settings: Settings) -> None:
    robots = Reply(b"User-agent: *\nDisallow: /page", "text/plain")
    with serving(Site({"/robots.txt": robots, "/page.html": GOOD})) as site:
        assert "asks robots not to fetch" in refused(settings, f"{site.url}/page.html")
    assert site.paths() == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://", "no web address"),
        ("https:///etc/passwd", "no web address"),
        ("https://[::1/", "not an address"),
        ("https://elm.test:port/", "not an address"),
        ("https://me:secret@elm.test/", "user name"),
        ("https://élm.test/", "plain letters"),
        ("https://a..b/", "not known"),
        (f"https://{'a' * 70}.test/", "not known"),
        ("https://elm.test/" + "a" * 3000, "longer than 2000"),
    ],
)
def test_what_is_no_address_is_a_sentence(settings: Settings, url: str, why: str) -> None:
    assert why in refused(settings, url)


def test_one_that_fails_does_not_keep_the_others_back(settings: Settings, tmp_path: Path) -> None:
    kites = tmp_path / "kites.md"
    kites.write_text(MEETINGS.replace("planning", "kite"))
    with serving(Site({"/page.html": GOOD})) as site:
        urls = [f"{site.url}/none.html", "https://[::1/", f"{site.url}/page.html"]
        result = add(settings, *urls, others=[Listed(kites)])
    assert sorted(r.outcome for r in result.receipts) == ["added", "added", "failed", "failed"]
    assert result.failed
    assert [p.name for p in files(settings)] == [f"127-0-0-1-{site.port}-page.html"]


def test_a_name_that_is_taken_is_not_taken_over(settings: Settings) -> None:
    with serving(Site({"/a/b.html": GOOD, "/a-b.html": NEWER, "/page.html": GOOD})) as site:
        add(settings, f"{site.url}/a/b.html")
        assert "is kept already, from" in refused(settings, f"{site.url}/a-b.html")
        source_id = name_of(f"{site.url}/page.html")
        (settings.corpus / f"{source_id}.md").write_text(MEETINGS.replace("planning", "kite"))
        ingest(settings, list_corpus(settings.corpus), whole=False)
        assert "not added here has already" in refused(settings, f"{site.url}/page.html")


def test_a_copy_at_another_address_leaves_the_first_where_it_is(settings: Settings) -> None:
    with serving(Site({"/page.html": GOOD, "/copy.html": GOOD})) as site:
        add(settings, f"{site.url}/page.html")
        (receipt,) = add(settings, f"{site.url}/copy.html").receipts
    assert receipt.outcome == "added"
    held = {h.edition.url for h in editions.current(settings.data).documents}
    assert held == {None, f"{site.url}/page.html", f"{site.url}/copy.html"}


def test_another_kind_of_file_does_not_become_a_second_edition(settings: Settings) -> None:
    with serving(Site({"/page": GOOD})) as site:
        add(settings, f"{site.url}/page")
        site.pages["/page"] = Reply(b"The lead worker must hold it.", "text/plain")
        assert "forget the source" in refused(settings, f"{site.url}/page")


def test_a_file_that_takes_the_place_by_hand_is_not_shown_under_the_address(
    settings: Settings,
) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        add(settings, f"{site.url}/page.html")
        (path,) = files(settings)
        path.write_bytes(NEWER.body)
        bring_in(settings, nobody)
        citation = cited(settings)
        assert citation
        assert "within 7 working days" in citation.quote
        assert citation.edition.url is None
        assert "is kept already" in refused(settings, f"{site.url}/page.html")


def test_what_was_withdrawn_answers_again_once_it_has_been_read(settings: Settings) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        url = f"{site.url}/page.html"
        add(settings, url)
        withdraw(settings.data, name_of(url))
        bring_in(settings, nobody)
        add(settings, url)
    assert not withdrawn(settings.data)
    bring_in(settings, nobody)
    assert cited(settings)


def test_a_source_that_is_forgotten_leaves_no_trace_of_its_address(settings: Settings) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        url = f"{site.url}/page.html"
        add(settings, url)
    assert forget(settings, name_of(url)).proved
    assert kept(settings) == {}
    left = [p for p in settings.data.rglob("*") if p.is_file() and url.encode() in p.read_bytes()]
    assert left == []


def test_an_erasure_that_was_stopped_is_gone_on_with_though_a_fetch_has_the_lock(
    settings: Settings,
) -> None:
    forgetting.begin(settings.data, "gone", ())
    with serving(Site({"/page.html": GOOD})) as site:
        add(settings, f"{site.url}/page.html")
    assert forgetting.begun(settings.data) is None
    assert cited(settings)


@pytest.mark.parametrize("lock", ["sync.lock", "builder.lock"])
def test_while_another_is_at_work_nothing_is_kept(settings: Settings, lock: str) -> None:
    with (
        serving(Site({"/page.html": GOOD})) as site,
        FileLock(settings.data / lock),
        pytest.raises(BuilderBusy, match="Another"),
    ):
        add(settings, f"{site.url}/page.html")
    assert kept(settings) == {}


def test_what_a_killed_run_left_is_removed(settings: Settings) -> None:
    left = settings.data / "fetching" / "left.html"
    left.parent.mkdir()
    left.write_text("left")
    with serving(Site({"/page.html": GOOD})) as site:
        add(settings, f"{site.url}/page.html")
    assert not left.parent.exists()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.elm.test/chapters/core-groups.html", "elm-test-chapters-core-groups"),
        ("https://elm.test/", "elm-test"),
        ("https://elm.test/v1.2/guide?page=2", "elm-test-v1-2-guide-page-2"),
        ("https://elm.test/../..%2fetc/passwd", "elm-test-2fetc-passwd"),
        ("https://elm.test/Guide.PDF", "elm-test-guide"),
    ],
)
def test_a_file_is_named_after_its_site_and_path(url: str, name: str) -> None:
    assert name_of(url) == name


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    one, other = (name_of(f"https://elm.test/{'a' * 300}{n}") for n in "12")
    assert one != other
    assert len(one) < 100


def test_the_command_takes_an_address_where_a_path_may_stand(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings.as_environment().items():
        if not name.endswith("_KEY") and "MODEL" not in name:
            monkeypatch.setenv(name, value)
    meetings = settings.corpus / "meetings.md"
    with serving(Site({"/page.html": GOOD})) as site:
        assert main(["ingest", f"{site.url}/page.html", str(meetings), "--json"]) == 0
        told = capsys.readouterr()
        receipts = {r["file"]: r["outcome"] for r in json.loads(told.out)["receipts"]}
        assert receipts == {
            "meetings.md": "unchanged",
            f"127-0-0-1-{site.port}-page.html": "added",
        }
        if not sys.stderr.isatty():
            assert "fetching 0 of 1" in told.err
        assert main(["ingest", f"{site.url}/none.html"]) == 1
        assert "handbook: http://127.0.0.1" in capsys.readouterr().err
        assert main(["ingest", f"{site.url}/none.html", str(meetings)]) == 1
        assert f"failed     {site.url}/none.html: " in capsys.readouterr().out
        path = next(p for p in files(settings))
        assert main(["ingest", str(path)]) == 0
    citation = cited(settings)
    assert citation
    assert citation.edition.url == f"{site.url}/page.html"
