"""Markup in every field that a document, a manifest or a person fills is text wherever it is shown:
all pages are walked, all papers opened, and each is read by a parser."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pypdf
import pytest
from fastapi.testclient import TestClient
from lxml import html
from lxml.etree import fromstring
from markdown_it import MarkdownIt

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from page.address import evidence_address
from tests.page.test_editor import OWN, client_of

PROBE = "<probe onload=ran()></textarea></title><script>ran()</script>\" onload='ran()' x=\""
LINK = "javascript:ran()"
ENTITY = "&lt;probe&gt;"
RULE = f"The keyworker must write the visit down {PROBE} within 3 working days of the visit."
ASKED = f"within how many working days must the keyworker write the visit down {PROBE}?"
NOT_HELD = f"which colour is the visiting kite {PROBE} of the keyworker?"
BRIEFING = f"""# Learning from Practice Review: TANSY {PROBE}

## 1. Background {PROBE}

Tansy was not visited by the keyworker. {ENTITY}

## 2. What were the concerns?

The visit was not written down [here]({LINK}).

## 3. Questions for reflection

- Who writes the visit down {PROBE} in your team?
- When is the keyworker's visit {ENTITY} read again?
"""
FORMS = ("docx", "pdf", "md")
LEADING = ("href", "src", "action", "formaction", "content", "poster", "data", "xlink:href")
"""Attributes by which a page can load something or be left."""
_RUNS = re.compile(r"\s*(javascript|vbscript|data):", re.IGNORECASE)


def _quoted(text: str) -> str:
    return json.dumps(text)


def _corpus(folder: Path) -> Path:
    """Two editions of a procedure and a briefing, with markup in all that can be declared."""
    folder.mkdir()
    backticked = RULE.replace(PROBE, f"`{PROBE}`")
    named = "<img src=x onerror=ran()>.md"
    (folder / named).write_text(
        f"# Visits `{PROBE}`\n\n## Writing down `{PROBE}`\n\n{backticked}\n"
    )
    (folder / "old.txt").write_text(f"VISITS {PROBE}\n\n{RULE.replace('3 working', '5 working')}\n")
    (folder / "review.md").write_text(BRIEFING.replace(PROBE, f"`{PROBE}`"))
    said = {"publisher": PROBE, "licence": PROBE, "attribution": PROBE, "url": LINK}
    shared = "".join(f"{key} = {_quoted(value)}\n" for key, value in said.items())
    editions = (
        (f"March 2025 {PROBE}", "2025-03-01", "old.txt"),
        (f"May 2026 {PROBE}", "2026-05-01", named),
    )
    procedure = f'[[source]]\nid = "visits<probe>"\ntitle = {_quoted(f"Visits {PROBE}")}\n{shared}'
    procedure += f"retells = {_quoted(PROBE)}\ndigest = true\n"
    for name, day, file in editions:
        procedure += f"[[source.edition]]\nedition = {_quoted(name)}\neffective = {day}\n"
        procedure += f"successor = {_quoted(PROBE)}\nfile = {_quoted(file)}\n"
    review = f'[[source]]\nid = "review"\ntitle = {_quoted(f"Review {PROBE}")}\nkind = "briefing"\n'
    review += f'authority = "learning"\n{shared}[[source.edition]]\nfile = "review.md"\n'
    (folder / "manifest.toml").write_text(procedure + review)
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("escaping")
    settings = Settings(corpus=_corpus(folder / "corpus"), data=folder / "data", gaps="questions")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    opened = Handbook.open(settings)
    opened.ask(Question(NOT_HELD))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(book: Handbook) -> Iterator[TestClient]:
    with client_of(book) as made:
        yield made


def _harmless(page: str, where: str) -> bool:
    """That nothing planted became an element, an attribute or a link; whether it is shown."""
    root = html.fromstring(page)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("probe", "img", "iframe", "object"), (where, element.tag)
        assert element.tag != "script" or "ran()" not in (element.text or ""), where
        for name, value in element.items():
            assert not name.startswith("on"), (where, element.tag, name)
            assert name not in LEADING or not _RUNS.match(value), (where, element.tag, name, value)
    return "<probe" in root.text_content()


def test_no_page_that_can_be_walked_to_takes_markup_for_its_own(client: TestClient) -> None:
    waiting = ["/library", "/questions", "/make", "/check", "/evaluation", "/editor"]
    waiting += ["/library/changes?since=2025-01-01", "/library/changes/summary?since=2025-01-01"]
    waiting += [f"/{place}" for place in ("editor/gaps", "editor/conflicts", "editor/sources")]
    seen: set[str] = set()
    shown: set[str] = set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        got = client.get(address, headers={"accept": "text/html"})
        if got.headers["content-type"].startswith("text/html") and "/documents/" not in address:
            if _harmless(got.text, address):
                shown.add(urlsplit(address).path.split("/")[1])
            links = html.fromstring(got.text).xpath("//a/@href")
            inside = (urljoin(address, link).partition("#")[0] for link in links)
            waiting += [i for i in dict.fromkeys(inside) if i.startswith("/") and i not in seen]
        waiting = [w for w in dict.fromkeys(waiting) if w not in seen]
        assert len(seen) < 300
    assert {"library", "editions", "changes", "questions", "evidence", "editor"} <= shown


def test_the_evidence_shows_markup_as_text_and_the_api_hands_it_over_as_json(
    client: TestClient, book: Handbook
) -> None:
    answer = book.ask(Question(ASKED))
    assert PROBE in answer.citations[0].quote
    record = client.post("/api/v1/ask", json={"question": ASKED})
    assert record.headers["content-type"] == "application/json"
    assert record.headers["x-content-type-options"] == "nosniff"
    for citation in answer.citations:
        place = evidence_address(citation.document_id, citation.spans)
        assert _harmless(client.get(place).text, place)


def test_a_stored_file_opens_in_a_frame_where_nothing_runs(
    client: TestClient, book: Handbook
) -> None:
    for citation in book.ask(Question(ASKED)).citations:
        got = client.get(f"/documents/{citation.document_id}")
        assert "sandbox" in got.headers["content-security-policy"]
        assert not got.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/make/handout", {"topic": ASKED, "form": "print"}),
        ("/make/handout", {"review": "review", "form": "print"}),
        ("/make/quiz", {"topic": ASKED}),
        ("/make/discussion", {"scenario": f"The keyworker did not write the visit down {PROBE}."}),
        ("/export", {"asked": json.dumps([{"question": ASKED}]), "form": "print"}),
        (
            "/export",
            {"asked": json.dumps([{"question": "what does TANSY ask?"}]), "form": "agenda"},
        ),
        ("/editor/add/address", {"web": LINK}),
    ],
)
def test_what_a_form_sends_comes_back_as_text(
    client: TestClient, address: str, fields: dict[str, str]
) -> None:
    got = client.post(address, data=fields, headers=OWN)
    assert got.status_code in (200, 400, 422)
    _harmless(got.text, address)


def test_a_search_of_the_editors_shows_passages_and_its_own_words_as_text(
    client: TestClient,
) -> None:
    got = client.get("/editor/search", params={"q": ASKED})
    assert _harmless(got.text, "/editor/search")


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_holds_markup_as_text_and_no_link_that_runs(client: TestClient, form: str) -> None:
    asked = json.dumps([{"question": ASKED}, {"question": "What questions does TANSY ask?"}])
    got = client.post("/export", data={"asked": asked, "form": form, "whole": "1"})
    assert got.status_code == 200, got.text
    text, links = _paper(got.content, form)
    assert "<probe" in text
    assert [link for link in links if not link.startswith(("http://127.0.0.1:7860/", "#"))] == []


def _paper(content: bytes, form: str) -> tuple[str, list[str]]:
    """The words of a paper and where its links lead."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = fromstring(archive.read("word/document.xml"))
            rels = [fromstring(archive.read(n)) for n in archive.namelist() if ".rels" in n]
        external = [r.get("Target") for part in rels for r in part if r.get("TargetMode")]
        assert not [e for e in body.iter() if "fldChar" in str(e.tag) or "instrText" in str(e.tag)]
        return "".join(body.itertext()), external
    if form == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        marks: list[Any] = [a.get_object() for p in pages for a in p.get("/Annots", ())]
        actions = [m["/A"] for m in marks if "/A" in m]
        assert all(a["/S"] in ("/URI", "/GoTo") for a in actions)
        words = " ".join(page.extract_text() for page in pages)
        return words, [str(a["/URI"]) for a in actions if "/URI" in a]
    tokens = MarkdownIt("commonmark").parse(content.decode())
    inner = [child for token in tokens for child in token.children or ()]
    assert not [t for t in (*tokens, *inner) if t.type.startswith("html")]
    hrefs = [str(t.attrs["href"]) for t in inner if "href" in t.attrs]
    return "".join(t.content for t in inner), hrefs
