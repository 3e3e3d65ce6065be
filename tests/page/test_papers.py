"""Papers over HTTP: what a form sends is asked again, proved, and handed over as a file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pypdf
import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from page.address import written_spans

ASKED = json.dumps(
    [
        {"question": "When should the core group meet?", "counted_from": "2026-12-10"},
        {"question": "escalation steps"},
        {"question": "which hospital was Emily taken to?"},
    ]
)


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> Iterator[TestClient]:
    with TestClient(application(corpus_book)) as made:
        yield made


def _said(book: Handbook) -> list[str]:
    """A question that a review asks, as a form names it."""
    return [
        f"{q.document_id}|{written_spans(q.spans)}"
        for h, q in book.review_questions()
        if "emily" in h.edition.source_id
    ]


def test_the_whole_conversation_is_a_word_file(client: TestClient) -> None:
    got = client.post("/export", data={"asked": ASKED, "form": "docx", "whole": "1"})
    assert got.status_code == 200
    assert got.headers["content-disposition"].startswith('attachment; filename="handbook-answer-')
    text = zipfile.ZipFile(io.BytesIO(got.content)).read("word/document.xml").decode()
    assert "within 10 working days" in text
    assert "Thursday 24 December 2026" in text
    assert "which hospital was Emily taken to?" in text


def test_without_it_the_last_answer_alone_is_a_pdf(client: TestClient) -> None:
    got = client.post("/export", data={"asked": ASKED, "form": "pdf"})
    pages = pypdf.PdfReader(io.BytesIO(got.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "which hospital was Emily taken to?" in text
    assert "within 10 working days" not in text


def test_the_print_view_has_the_words_of_the_files(client: TestClient) -> None:
    shown = client.post("/export", data={"asked": ASKED, "form": "print", "whole": "1"}).text
    written = client.post("/export", data={"asked": ASKED, "form": "md", "whole": "1"}).text
    assert "within 10 working days" in shown
    assert "within 10 working days" in written
    assert "http://testserver/evidence/" in shown


def test_what_is_no_conversation_is_a_sentence(client: TestClient) -> None:
    for asked in ("", "[]", "{", "<script>"):
        got = client.post("/export", data={"asked": asked, "form": "pdf"})
        assert got.status_code == 400
        assert "There is no answer to export yet; ask a question first." in got.text


def test_an_unknown_form_is_a_sentence(client: TestClient) -> None:
    got = client.post("/export", data={"asked": ASKED, "form": "exe"})
    assert got.status_code == 400
    assert "is no form" in got.text


def test_markup_in_a_question_stays_text_on_paper(client: TestClient) -> None:
    asked = json.dumps([{"question": "core group <script>alert(1)</script> #set page()"}])
    shown = client.post("/export", data={"asked": asked, "form": "print"}).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_conversations_review_questions_are_offered_as_an_agenda(
    client: TestClient,
) -> None:
    asked = json.dumps([{"question": "What questions does the EMILY review ask?"}])
    offered = client.post("/export", data={"asked": asked, "form": "agenda"}).text
    assert offered.count('name="question"') == 7
    assert "What is the day to day life of the child like?" in offered


def test_ticked_questions_become_an_agenda(client: TestClient, corpus_book: Handbook) -> None:
    ticked = [*_said(corpus_book)[:2], "none|0.0-1", "nothing"]
    got = client.post("/agenda", data={"question": ticked, "form": "md"})
    assert got.status_code == 200
    assert got.text.count("panel 6, question") == 2
    assert "Action plan" in got.text


def test_an_agenda_of_nothing_is_a_sentence(client: TestClient) -> None:
    got = client.post("/agenda", data={"form": "pdf"})
    assert got.status_code == 400
    assert "No review question was collected" in got.text
