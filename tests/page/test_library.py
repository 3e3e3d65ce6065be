"""The library over HTTP: what is held can be listed, opened, read and compared, and is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.library import Library
from handbook.receipt import Receipt
from ingest.build import ingest
from ingest.manifest import list_corpus
from page.address import read_spans
from page.receipt_words import receipt_summary
from tests.conftest import open_book


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> TestClient:
    return TestClient(application(corpus_book))


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def links(page: str, begin: str) -> list[str]:
    return [unescape(a) for a in re.findall(rf'href="({begin}[^"]*)"', page)]


def test_every_source_is_listed_and_every_address_of_the_list_opens(
    client: TestClient, corpus_book: Handbook
) -> None:
    page = client.get("/library").text
    found = {*links(page, "/library/"), *links(page, "/editions/")} - {"/library/changes"}
    assert len(found) == 2 * len(Library(corpus_book).sources())
    assert {client.get(address).status_code for address in found} == {200}


def test_briefings_are_marked_as_learning_and_what_is_made_up_says_so(client: TestClient) -> None:
    page = words(client.get("/library?kind=briefing").text)
    assert "Learning from Practice Review: EMILY" in page
    assert "Learning from a case review, not procedure" in page
    assert "ROWAN (made up for demonstration) Made up for demonstration" in page
    assert "Private fostering" not in page


def test_a_filter_that_fits_nothing_says_so(client: TestClient) -> None:
    assert "Nothing that is held fits" in client.get("/library?words=zebra").text


def test_a_source_shows_its_editions_and_leads_to_what_changed(client: TestClient) -> None:
    page = client.get("/library/recruitment-checks").text
    assert "Superseded: a later edition is held here" in page
    (address,) = links(page, "/changes/")
    changed = client.get(address).text
    assert "Reworded: paragraph 2.1" in changed
    assert "<del>Employer Access</del>" in changed
    assert "<ins>Check a teacher&#39;s record</ins>" in changed
    assert {client.get(a).status_code for a in links(changed, "/evidence/")} == {200}


def test_the_list_and_the_source_tell_from_when_an_edition_holds_and_when_it_was_fetched(
    client: TestClient, corpus_book: Handbook
) -> None:
    (source,) = (s for s in Library(corpus_book).sources() if s.source_id == "core-groups")
    days = [_day(source.edition.effective), _day(source.edition.retrieved)]
    assert "Effective: {} · Retrieved: {}".format(*days) in words(client.get("/library").text)
    page = words(client.get("/library/core-groups").text)
    assert "Effective Retrieved" in page
    assert " ".join(days) in page


def test_an_old_address_opens_after_the_source_has_a_new_edition(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    edition = '[[source.edition]]\neffective = {}-01-01\nfile = "{}.md"\n'
    manifest = '[[source]]\nid = "visits"\ntitle = "Visits"\n' + edition.format(2024, "old")
    (corpus / "manifest.toml").write_text(manifest)
    rule = "# Visits\n\nA child must be visited every {} working days.\n"
    (corpus / "old.md").write_text(rule.format("thirty"))
    with closing(open_book(corpus, tmp_path / "data")) as book:
        client = TestClient(application(book))
        (old,) = set(links(client.get("/library/visits").text, "/editions/"))
        (cited,) = links(client.get(f"{old}/sections/1").text, "/evidence/")
        assert "Superseded" not in client.get(old).text + client.get(cited).text
        (corpus / "new.md").write_text(rule.format("ten"))
        (corpus / "manifest.toml").write_text(manifest + edition.format(2025, "new"))
        ingest(book.settings, list_corpus(corpus), whole=True)
        assert len(set(links(client.get("/library/visits").text, "/editions/"))) == 2
        for address in (old, cited):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "Superseded: a later edition is held here" in answer.text
        assert "thirty working days" in client.get(cited).text


def _day(day: date | None) -> str:
    assert day
    return f"{day.day} {day:%B %Y}"


def test_an_edition_lists_its_sections_and_its_receipt(client: TestClient) -> None:
    (address,) = set(links(client.get("/library/child-deaths").text, "/editions/"))
    page = client.get(address).text
    assert "2. When a child dies" in page
    assert "printed page 2, PDF page 2" in page
    assert re.search(r"Passages</dt><dd>\d+", page)


def test_a_receipt_in_one_line_counts_one_as_one() -> None:
    seen = Receipt("a.md", "a", "added", passages=1, words=1)
    assert receipt_summary(seen) == "1 passage, 1 word, nothing to look at"
    assert receipt_summary(replace(seen, passages=2)).startswith("2 passages, 1 word,")


def test_a_section_is_read_with_a_link_to_the_evidence_of_each_passage(client: TestClient) -> None:
    (address,) = set(links(client.get("/library/core-groups").text, "/editions/"))
    page = client.get(f"{address}/sections/4").text
    assert "<h2>1. When the core group meets</h2>" in page
    assert "1.1 The core group should meet within 10 working days" in page
    assert 'id="passage-4"' in page
    assert len(links(page, "/evidence/")) == 3
    assert {client.get(a).status_code for a in links(page, "/evidence/")} == {200}
    assert f"{address}/sections/5" in links(page, "/editions/")


@pytest.mark.parametrize(
    "address",
    [
        "/library/none",
        "/editions/none",
        "/editions/none/sections/1",
        "/changes/none/none",
        "{edition}/sections/0",
        "{edition}/sections/99",
        "{edition}/sections/one",
        pytest.param("{edition}/sections/" + "9" * 5000, id="more digits than a number may have"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(client: TestClient, address: str) -> None:
    edition = links(client.get("/library/core-groups").text, "/editions/")[0]
    answer = client.get(address.format(edition=edition))
    assert answer.status_code == 404
    assert "held here" in answer.text


def test_every_review_question_is_shown_once_and_named_for_the_agenda(
    client: TestClient, corpus_book: Handbook
) -> None:
    page = client.get("/questions").text
    values = [unescape(v) for v in re.findall(r'name="question" value="([^"]+)"', page)]
    asked = [q for _, q in corpus_book.review_questions()]
    assert len(values) == len(set(values)) == len(asked)
    spans = {(q.document_id, q.spans) for q in asked}
    assert {(v.split("|")[0], read_spans(v.split("|")[1])) for v in values} == spans
    assert all(f"“{q.text}”" in unescape(page) for q in asked)
    assert 'action="/agenda"' in page


def test_questions_are_narrowed_by_theme_and_by_words(client: TestClient) -> None:
    page = words(client.get("/questions?theme=Safer+sleep&words=grandparents").text)
    assert "Who talks about safer sleep with the father" in page
    assert "Have we seen the place where the baby sleeps?" not in page
    assert "No question fits" in client.get("/questions?words=zebra").text


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Handbook]:
    """One source with a slash in its name and markup in its words, and a file that is broken."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "manual.md").write_text(
        "# Manual <script>alert(1)</script>\n\n## Visits <b>now</b>\n\nCall the team & wait.\n"
    )
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\nno more")
    (corpus / "manifest.toml").write_text(
        '[[source]]\nid = "manual/p_visits"\ntitle = "Visits <img src=x>"\n'
        '[[source.edition]]\nedition = "2025"\nfile = "manual.md"\n'
        '[[source]]\nid = "broken"\ntitle = "Broken"\n'
        '[[source.edition]]\nedition = "2025"\nfile = "broken.pdf"\n'
    )
    book = open_book(corpus, tmp_path / "data")
    yield book
    book.close()


def test_markup_in_a_document_is_shown_and_never_run(hostile: Handbook) -> None:
    client = TestClient(application(hostile))
    source = client.get("/library/manual/p_visits")
    (edition,) = set(links(source.text, "/editions/"))
    pages = [client.get("/library"), source, client.get(edition)]
    pages.append(client.get(f"{edition}/sections/1"))
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"<(img|b)[ >]|<script>", page.text)
    assert "Call the team &amp; wait." in pages[-1].text
    assert "broken.pdf" in pages[0].text
