"""Forms and addresses as a browser never sends them, from a seed: each is answered, or refused in a
sentence, and of what is refused nothing stays."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import application
from eval.broken import broken
from handbook.book import Handbook
from page.access.gate import Gate
from page.check.sent import read_form, sent_in, without_details
from page.editor.tasks import UPLOADS
from page.editor.uploads import receive
from page.received import Refused
from page.running import Running
from tests.fuzz.odd import SEED

HERE = "http://127.0.0.1:7860"
TYPE = "multipart/form-data; boundary=b"
CHARSETS = ("unicode_escape", "utf-7", "hex", "x" * 99, "idna", "\t", "utf-8", '"UTF8"')
TYPES = (
    *(f"{TYPE}; charset={name}" for name in CHARSETS),
    *(f"{TYPE}; charset=utf-8; charset=utf-7", f"{TYPE}; charset*=utf-8''utf-7", f"{TYPE}; a"),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b"),
    *("application/x-www-form-urlencoded", "", "a/b; =;;=", "text/x"),
    f"multipart/form-data; boundary={'b' * 4000}",
)
NAMES = (
    *(b"", b"..", b"/", b"a/../../b.md", b"C:\\a.md", b"a\\ud800.md", b"a\xff.md", b".md"),
    *(b"x" * 300 + b".md", b"a%00.md", b'a\\".md', b"a\xed\xa0\x80.md", b"+2AA-.md", b"a.md. "),
    b"\xe2\x80\xae.md",
)
"""Of files."""
TEXTS = (b"\\ud800", b"\xff", b"", b"+2AA-", b"a" * 5000, b"1\n2", b"\0", b"\xed\xa0\x80")


def _part(name: bytes, content: bytes, file: bytes | None = None) -> bytes:
    named = b'; filename="' + file + b'"' if file is not None else b""
    return (
        (b'--b\r\nContent-Disposition: form-data; name="' + name + b'"' + named + b"\r\n\r\n")
        + content
        + b"\r\n"
    )


def _bodies(field: bytes, times: int) -> Iterator[tuple[str, bytes]]:
    """Forms with a file and fields, broken in turn in a name, in a field and in their bytes."""
    chance = random.Random(SEED)
    for number in range(times):
        name = chance.choice(NAMES) if number % 3 == 0 else b"a.md"
        text = chance.choice(TEXTS) if number % 3 == 1 else b""
        file = [_part(field, b"# A\n\nVisit.", name)] * chance.choice((0, 1, 1, 2))
        whole = b"".join((*file, _part(b"text", text), _part(b"area", b"leeds"), b"--b--\r\n"))
        yield chance.choice((TYPE, TYPE, *TYPES)), whole
        yield TYPE, broken(whole, ".txt", chance)[1]


def _receiver(book: Handbook, folder: Path) -> Starlette:
    """What the pages do with a form before they set anything going."""

    async def add(request: Request) -> Response:
        try:
            room, uploads = await receive(request, book)
        except Refused as refused:
            return JSONResponse(refused.sentences, 422)
        named = [u.name for u in uploads if u.path.parent == room.folder and u.path.is_file()]
        room.clear()
        return JSONResponse(named)

    async def check(request: Request) -> Response:
        try:
            form = await read_form(request)
            path = without_details(book, sent_in(form)).write(folder)
        except Refused as refused:
            return JSONResponse(refused.sentences, 422)
        return JSONResponse([path.name] if path.parent == folder and path.is_file() else [])

    return Starlette(
        routes=[Route(f"/{use.__name__}", use, methods=["POST"]) for use in (add, check)],
        middleware=[Middleware(Gate, book=book, running=Running(book))],
    )


@pytest.mark.parametrize(("address", "field"), [("/add", b"files"), ("/check", b"file")])
def test_a_broken_upload_is_taken_or_refused_in_a_sentence(
    wind_up: Callable[[], None], book: Handbook, tmp_path: Path, address: str, field: bytes
) -> None:
    client = TestClient(_receiver(book, tmp_path))
    refused: list[str] = []
    taken = 0
    for kind, body in _bodies(field, 120):
        wind_up()
        answer = client.post(address, content=body, headers={"content-type": kind})
        if answer.status_code == 415:
            assert "not written in UTF-8" in answer.text
        elif answer.status_code == 422:
            refused += answer.json()
        else:
            assert answer.json()
            assert all(name and "/" not in name for name in answer.json())
            taken += 1
    assert taken > 10
    assert len(refused) > 10
    assert [sentence for sentence in refused if not sentence.endswith(".")] == []
    assert not list((book.settings.data / UPLOADS).glob("*"))


VALUES = (
    *("", "0", "-1", "1" * 400, "\0", "\ud7ff", "..", "../../etc/passwd", "%", "a" * 3000, "{}"),
    *("0001-01-01", "9999-12-31", "2026-13-45", "20260101", "2026-W01-1", "\u0661", "1e9", "nan"),
    *("$x", "<script>", "a b", "leeds", "LEEDS", "0.0-1", "0.0-999999999", "999999.1-2+0.5-1"),
    *("\u2028", "visits", "[]"),
)


def _addresses(document_id: str, chance: random.Random, times: int) -> Iterator[str]:
    for _ in range(times):
        a, b = (quote(chance.choice((*VALUES, document_id)), safe="") for _ in range(2))
        keys = "q area as_of since words theme authority kind part source next cause a b".split()
        query = urlencode({key: chance.choice(VALUES) for key in chance.sample(keys, 4)})
        for place in (
            *(f"/evidence/{document_id}/{a}", f"/evidence/{a}/{b}", f"/documents/{a}"),
            *(f"/pages/{document_id}/{a}-{b}.png", f"/pages/{a}/0-900.png", f"/editions/{a}"),
            *(f"/editions/{document_id}/sections/{a}", f"/changes/{a}/{document_id}", "/library"),
            *(f"/library/{a}", "/library/changes", "/library/changes/summary", "/questions"),
            *(f"/evaluation/{a}", "/evaluation/compare", f"/evaluation/{a}/report", "/sign-in"),
            *(f"/check/{a}", f"/check/{a}/files/{b}", f"/editor/jobs/{a}", "/editor/search"),
            *(f"/editor/sources/{a}", "/editor/sources/forget"),
        ):
            yield f"{place}?{query}"


def test_an_address_with_anything_in_it_is_a_page_or_a_sentence(
    wind_up: Callable[[], None], book: Handbook
) -> None:
    client = TestClient(application(book), base_url=HERE, client=("127.0.0.1", 50000))
    document_id = next(book.opened().edition.all()).document_id
    seen = set()
    for address in _addresses(document_id, random.Random(SEED), 6):
        wind_up()
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code in (200, 400, 404, 422), address
        assert "Traceback" not in answer.text
        seen.add(answer.status_code)
    assert {200, 404} <= seen


def test_a_form_with_anything_in_it_is_a_page_or_a_sentence(
    wind_up: Callable[[], None], book: Handbook
) -> None:
    client = TestClient(application(book), base_url=HERE, client=("127.0.0.1", 50000))
    document_id = next(book.opened().edition.all()).document_id
    chance = random.Random(SEED)
    fields = {
        "/export": "asked form whole",
        "/agenda": "question form",
        "/make/handout": "topic review area form",
        "/make/quiz": "topic area count form",
        "/make/discussion": "scenario area form",
        "/editor/add/address": "web",
        "/editor/sources/forget": "nothing",
        "/sign-in": "name password next_page",
    }
    rows = [{"question": "who visits?", "as_of": v, "counted_from": v, "area": v} for v in VALUES]
    odd = (*VALUES, f"{document_id}|0.0-5", "print", "docx", *map(json.dumps, ([r] for r in rows)))
    for address, names in fields.items():
        for _ in range(4):
            wind_up()
            sent = {name: chance.choice(odd) for name in names.split()}
            answer = client.post(
                address,
                data=sent,
                headers={"sec-fetch-site": "same-origin"},
                follow_redirects=False,
            )
            assert answer.status_code in (200, 400, 401, 404, 422, 429), (address, sent)
