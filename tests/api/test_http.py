"""The JSON API over HTTP: the records of the command line, and faults as sentences."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import records
from api.fields import LONGEST_QUESTION
from api.guard import MOST_BYTES
from app import application
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.domain import AREAS
from handbook.gaps import read_gaps
from handbook.library import Library
from handbook.personal.mask import Masked, Masker
from handbook.present import answer_json, hit_json
from page.address import written_spans
from tests.conftest import open_book

ASKED = (
    "when is the first core group",
    "which hospital was Emily taken to?",
    "escalation steps?",
    "what questions does the Emily review ask?",
    "he's threatening her with a knife now",
    "best pizza in Leeds",
    "how many days for the first review conference, is it 2 months?",
)


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> TestClient:
    return TestClient(application(corpus_book), base_url="http://testserver/api/v1")


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    reply = client.post("/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    record: dict[str, Any] = reply.json()
    return record


def without_time(record: dict[str, Any]) -> dict[str, Any]:
    again: dict[str, Any] = json.loads(json.dumps(record, default=str))
    again["trace"].pop("seconds", None)
    return again


def unnamed(model: BaseModel) -> set[str]:
    """Fields of a record that the OpenAPI document does not name."""
    found = set(model.model_extra or {})
    for value in vars(model).values():
        for item in value if isinstance(value, list) else [value]:
            found |= unnamed(item) if isinstance(item, BaseModel) else set()
    return found


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_is_the_record_of_the_command_line(
    client: TestClient, corpus_book: Handbook, question: str
) -> None:
    told = answer_json(corpus_book.ask(Question(question)))
    assert without_time(ask(client, question)) == without_time(told)
    assert unnamed(records.AnswerRecord.model_validate(told)) == set()


def test_history_area_and_days_are_heeded(client: TestClient) -> None:
    history = [
        {"role": "user", "content": "when is the first core group"},
        {"role": "assistant", "content": "within 10 working days"},
    ]
    assert "core group" in ask(client, "who chairs it?", history=history)["searched"]
    assert ask(client, "escalation steps?")["status"] == "ask_area"
    assert ask(client, "escalation steps?", area="leeds")["status"] != "ask_area"
    counted = ask(client, ASKED[0], counted_from="2026-12-10")
    assert counted["cards"][0]["by_when"][0]["due"] == "2026-12-24"
    assert ask(client, ASKED[0], as_of="1990-01-01")["citations"] == []


def test_every_area_can_be_asked_about_and_no_other(client: TestClient) -> None:
    for area in AREAS:
        assert client.get("/sources", params={"area": area}).status_code == 200
    refused = client.post("/ask", json={"question": "x", "area": "york"})
    assert refused.status_code == 422
    assert refused.json()["error"] == (
        "The field area cannot be used: there is no such area; there are bradford, calderdale, "
        "kirklees, leeds, wakefield."
    )


def test_an_areas_sources_leave_out_what_holds_elsewhere_only(client: TestClient) -> None:
    def areas(**wanted: str) -> set[str]:
        found = client.get("/sources", params=wanted).json()["sources"]
        return {source["area"] for source in found}

    assert any("leeds" in area for area in areas())
    assert not any(area == "leeds" for area in areas(area="bradford"))


def test_identifiers_are_masked_in_a_question_and_in_a_search(client: TestClient) -> None:
    words = "core group for 485 777 3456"
    asked, found = ask(client, words), client.post("/search", json={"query": words}).json()
    assert "485 777 3456" not in json.dumps([asked, found])
    assert "masked" in {notice["kind"] for notice in asked["notices"]}
    assert found["masked"] == ["NHS number"]
    assert found["hits"]


def test_the_words_of_a_search_are_masked_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked: list[str] = []
    mask = Masker.mask

    def counted(masker: Masker, text: str) -> Masked:
        masked.append(text)
        return mask(masker, text)

    monkeypatch.setattr(Masker, "mask", counted)
    client.post("/search", json={"query": "core group"})
    assert masked == ["core group"]


def test_a_search_gives_the_hits_of_the_command_line(
    client: TestClient, corpus_book: Handbook
) -> None:
    found = client.post("/search", json={"query": "core group", "count": 3, "area": "leeds"})
    hits = [hit_json(h) for h in corpus_book.search("core group", 3, "leeds")]
    assert found.json() == {"searched": "core group", "masked": [], "hits": hits}


def test_a_pasted_record_is_blocked_and_not_searched(client: TestClient) -> None:
    record = "Mother was seen at home and the children were well. " * 30
    assert ask(client, record)["status"] == "blocked"
    refused = client.post("/search", json={"query": "Here are the minutes: " + record[:500]})
    assert refused.status_code == 422
    assert "This looks like a record" in refused.json()["error"]


def test_what_is_cited_and_found_opens_as_the_same_characters(client: TestClient) -> None:
    answer = ask(client, ASKED[0])
    shown = [(c["document_id"], c["spans"], c["quote"]) for c in answer["citations"]]
    shown += [(h["document_id"], h["spans"], h["text"]) for h in answer["hits"]]
    assert len(shown) > 2
    for document_id, spans, text in shown:
        place = "+".join(f"{s['unit']}.{s['start']}-{s['end']}" for s in spans)
        opened = client.get(f"/evidence/{document_id}/{place}").json()
        assert opened["citation"]["quote"] == text
        assert unnamed(records.OpenedRecord.model_validate(opened)) == set()
        page = TestClient(client.app).get(opened["address"])
        assert page.status_code == 200


@pytest.mark.parametrize("place", ["4.33-9999999", "999.0-4", "4.9-9", "4.9-3"])
def test_what_is_not_stored_does_not_open(client: TestClient, place: str) -> None:
    document_id = ask(client, ASKED[0])["citations"][0]["document_id"]
    reply = client.get(f"/evidence/{document_id}/{place}")
    assert (reply.status_code, list(reply.json())) == (404, ["error"])
    assert client.get(f"/evidence/{document_id}/here").status_code == 422


def test_every_source_edition_and_section_can_be_read(
    client: TestClient, corpus_book: Handbook
) -> None:
    listed = client.get("/sources").json()["sources"]
    assert len(listed) == len(Library(corpus_book).sources())
    for name in listed:
        source = client.get(f"/sources/{name['source_id']}").json()
        assert unnamed(records.SourceRecord.model_validate(source)) == set()
        assert name.items() <= source.items()
        for held in source["editions"]:
            edition = client.get(f"/editions/{held['document_id']}").json()
            assert held.items() <= edition.items()
    assert len(edition["sections"]) == name["sections"]
    for section in edition["sections"]:
        read = client.get(f"/editions/{held['document_id']}/sections/{section['number']}")
        assert section.items() <= read.json().items()
        assert unnamed(records.SectionRecord.model_validate(read.json())) == set()
        assert read.json()["blocks"]


def test_what_is_not_held_is_a_sentence(client: TestClient) -> None:
    for address in ("/sources/none", "/editions/none", "/editions/none/sections/1", "/nowhere"):
        reply = client.get(address)
        assert reply.status_code == 404
        assert reply.json()["error"].endswith(".")
    held = ask(client, ASKED[0])["citations"][0]["document_id"]
    assert "counted from 1" in client.get(f"/editions/{held}/sections/999").json()["error"]


def test_review_questions_are_those_of_the_briefings_by_theme(
    client: TestClient, corpus_book: Handbook
) -> None:
    everything = client.get("/review-questions").json()
    texts = {(h.edition.source_id, q.text) for h, q in corpus_book.review_questions()}
    found = {(q["source_id"], q["text"]) for q in everything["review_questions"]}
    assert found == texts
    theme = everything["themes"][0]
    some = client.get("/review-questions", params={"theme": theme}).json()["review_questions"]
    assert some
    assert all(theme in q["themes"] for q in some)
    assert client.get("/review-questions", params={"theme": "zebra"}).status_code == 404


BAD: list[tuple[Any, str]] = [
    ({}, "The field question cannot be used: field required."),
    ({"question": " \n"}, "The field question cannot be used: "),
    ({"question": "x" * (LONGEST_QUESTION + 1)}, "should have at most 20000 characters"),
    ({"question": "x", "as_of": "1 May 2026"}, "write the date as 2026-09-01."),
    ({"question": "x", "as_of": 20260901}, "write the date as 2026-09-01."),
    ({"question": "x", "counted_from": "2026-02-30"}, "The field counted_from cannot be used"),
    ({"question": "x", "asof": "2026-09-01"}, "a field that is not known here"),
    ({"question": "x", "history": [{"role": "system", "content": "y"}]}, "history.0.role"),
    ({"question": "x", "history": [{"role": "user", "content": "y"}] * 41}, "at most 40 items"),
    ({"question": "\ud800"}, "The field question cannot be used"),
    ("x", "The request cannot be used"),
    ([], "The request cannot be used"),
]


@pytest.mark.parametrize(("sent", "said"), BAD, ids=[s[:40] for _, s in BAD])
def test_what_cannot_be_used_is_told_by_its_field(client: TestClient, sent: Any, said: str) -> None:
    reply = client.post(
        "/ask", content=json.dumps(sent), headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 422
    assert said in reply.json()["error"]


def test_a_fault_repeats_nothing_that_was_sent(client: TestClient) -> None:
    secret = "Zacharias"
    for sent in (
        {"question": secret, "area": secret},
        {"question": secret, "as_of": secret},
        {"question": secret, secret: 1},
        {"question": [secret]},
        {"question": secret * 4000},
    ):
        reply = client.post("/ask", json=sent)
        assert reply.status_code == 422
        assert secret not in reply.text
    broken = client.post("/ask", content=f'{{"question": "{secret}')
    assert broken.status_code == 422
    assert secret not in broken.text


def test_a_body_over_the_limit_is_refused_unread(client: TestClient) -> None:
    reply = client.post("/ask", content=b"[" * (MOST_BYTES + 1))
    assert reply.status_code == 413
    deep = client.post("/ask", content=b"[" * 100_000, headers={"Content-Type": "application/json"})
    assert deep.status_code in (400, 422)
    assert "JSON" in deep.json()["error"]


def test_a_page_of_another_site_cannot_ask_by_a_form(client: TestClient) -> None:
    body = b'{"question": "when is the first core group"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = client.post("/ask", content=body, headers={"Content-Type": kind})
        assert reply.status_code == 422
    assert client.get("/ask").status_code == 405


def test_no_reply_is_kept_on_the_way(client: TestClient) -> None:
    for reply in (client.get("/health"), client.get("/nowhere"), client.post("/ask", json={})):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_no_question_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(client, "what must Zacharias do about neglect")
        client.post("/search", json={"query": "Zacharias neglect"})
        client.post("/ask", json={"question": "Zacharias", "area": "Zacharias"})
    assert "Zacharias" not in caplog.text


def test_the_openapi_document_names_every_address_and_its_faults(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["servers"] == [{"url": "/api/v1"}]
    for methods in document["paths"].values():
        for told in methods.values():
            assert {"200", "4XX", "5XX"} <= set(told["responses"])
    areas = document["components"]["schemas"]["Ask"]["properties"]["area"]["anyOf"][0]["enum"]
    assert areas == list(AREAS)
    asking = {p for p in document["paths"] if p in ("/ask", "/search")}
    assert all(list(document["paths"][path]) == ["post"] for path in asking)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Handbook]:
    """A handbook of its own, whose registers may be written and whose index taken away."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rule = "The first planning meeting must be held within 12 working days of the referral."
    (corpus / "meetings.md").write_text(f"# Meetings\n\n## Timing\n\n{rule}\n")
    book = open_book(corpus, tmp_path / "data")
    yield book
    book.close()


def test_a_question_that_could_not_be_answered_counts_as_a_gap(small: Handbook) -> None:
    client = TestClient(application(small))
    asked = client.post("/api/v1/ask", json={"question": "what did the OLIVIA briefing conclude?"})
    assert asked.json()["status"] == "not_covered"
    (gap,) = read_gaps(small.settings.data)
    assert gap.status == "not_covered"


def test_an_index_that_is_gone_is_unavailable_and_said(small: Handbook) -> None:
    client = TestClient(application(small), raise_server_exceptions=False)
    (small.settings.data / "current").unlink()
    for reply in (
        client.get("/api/v1/health"),
        client.get("/api/v1/sources"),
        client.post("/api/v1/search", json={"query": "meeting"}),
    ):
        assert reply.status_code == 503
        assert "handbook ingest" in reply.json()["error"]
    asked = client.post("/api/v1/ask", json={"question": "when is the planning meeting?"})
    assert (asked.status_code, asked.json()["status"]) == (503, "failed")


def test_a_quotation_that_does_not_stand_is_not_shown(
    small: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(application(small), raise_server_exceptions=False)
    document_id = small.opened().edition.documents[0].document_id
    damaged = [replace(u, text=u.text.replace("12", "15")) for u in small.units(document_id)]
    monkeypatch.setattr(Handbook, "units", lambda *_: damaged)
    searched = client.post("/api/v1/search", json={"query": "planning meeting"})
    read = client.get(f"/api/v1/editions/{document_id}/sections/1")
    for reply in (searched, read):
        assert reply.status_code == 500
        assert "working days" not in reply.text


def test_spans_are_written_as_the_pages_write_them(
    client: TestClient, corpus_book: Handbook
) -> None:
    citation = corpus_book.ask(Question(ASKED[0])).citations[0]
    place = written_spans(citation.spans)
    opened = client.get(f"/evidence/{citation.document_id}/{place}").json()
    assert opened["address"] == f"/evidence/{citation.document_id}/{place}"
