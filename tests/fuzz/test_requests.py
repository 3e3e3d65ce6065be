"""Requests broken by chance, from a seed: each is answered, or refused in a sentence."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app import application
from eval.broken import broken
from handbook.book import Handbook
from handbook.cli import main
from page.conversation import read_record

SEED = 20261130
ASKED = "when must the keyworker visit the child?"
ODD: list[Any] = [
    *(0, -1, 1.5, True, None, "", "x" * 300, "\0", "\ud800", "a\u2028b", "2026-13-45", 10**30),
    *([], {}, [[]], [{}], [None], {"a": 1}, ["leeds", 3]),
    *([{"role": "user"}], [{"role": 1, "content": 2}]),
]
"""Values that a field may be given."""
DEEP = ["[" * 100_000, '{"question":' + "[" * 50_000, "1" * 5000, "NaN", '{"id": "\\udfff"}']


def _odd_lines(good: dict[str, Any], times: int) -> list[str]:
    chance = random.Random(SEED)
    lines = [
        json.dumps(good | {chance.choice([*good, "zz"]): chance.choice(ODD)}) for _ in range(times)
    ]
    raw = (broken(json.dumps(good).encode(), ".json", chance)[1] for _ in range(times))
    return lines + [r.decode("utf-8", "replace") for r in raw] + DEEP


LINE = {
    "id": "a",
    "question": ASKED,
    "history": [{"role": "user", "content": "visits"}],
    "area": "leeds",
    "as_of": "2026-01-01",
}


def test_each_broken_line_of_a_batch_is_one_line_of_outcome(
    wind_up: Callable[[], None],
    book: Handbook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    lines = [line.replace("\n", " ").replace("\r", " ") for line in _odd_lines(LINE, 30)]
    (tmp_path / "batch.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("HANDBOOK_CORPUS", str(book.settings.corpus))
    monkeypatch.setenv("HANDBOOK_DATA", str(book.settings.data))
    wind_up()
    assert main(["ask", "--batch", str(tmp_path / "batch.jsonl"), "--json"]) == 0
    given = [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]
    assert len(given) == sum(1 for line in lines if line.strip())
    assert {"failed", "answered"} <= {record["status"] for record in given}


def test_a_broken_body_is_answered_by_the_api_in_a_sentence(
    wind_up: Callable[[], None], book: Handbook
) -> None:
    client = TestClient(application(book), raise_server_exceptions=False)
    bodies = {"/ask": LINE | {"id": None}, "/search": {"query": "visit", "count": 3}}
    del bodies["/ask"]["id"]
    for address, good in bodies.items():
        for line in _odd_lines(good, 30):
            wind_up()
            body = line.encode("utf-8", "surrogatepass")
            head = {"content-type": "application/json"}
            got = client.post(f"/api/v1{address}", content=body, headers=head)
            assert got.status_code in (200, 400, 422), line[:200]
            assert got.status_code == 200 or got.json()["error"].endswith(".")


def test_a_broken_record_of_a_conversation_gives_the_questions_that_are_left(
    wind_up: Callable[[], None],
) -> None:
    record = [{"question": ASKED, "area": "leeds"}]
    for line in _odd_lines({"rows": record}, 30):
        wind_up()
        assert all(q.text for q in read_record(line))
    assert [q.text for q in read_record(json.dumps(record))] == [ASKED]
