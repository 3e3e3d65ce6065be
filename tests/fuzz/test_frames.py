"""What an assistant's client sends over standard input, broken by chance: the server answers what
it can read, says nothing of its own faults, and goes on."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from api.sentences import OWN_FAULT
from eval.broken import broken
from handbook.book import Handbook
from handbook.settings import ROOT
from tests.fuzz.odd import IN_JSON, ODD, SEED, changed, places
from tests.served import environment

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

TIMES = 60
HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": "hello",
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
LISTED = {"jsonrpc": "2.0", "id": "last", "method": "tools/list"}
DEEP = ("[" * 50_000, "1" * 5000, "NaN", "{}", "[]", "null", '"a"', "", '{"jsonrpc": "2.0"}')


def _call(number: int, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def _frames(document_id: str) -> list[bytes]:
    chance = random.Random(SEED)
    spans = [{"unit": 0, "start": 0, "end": 5}]
    good = [
        _call(0, "ask", {"question": "who visits?", "area": "leeds", "as_of": "2026-01-01"}),
        _call(0, "search", {"query": "visits", "count": 3}),
        _call(0, "open_passage", {"document_id": document_id, "spans": spans}),
        _call(0, "list_sources", {"area": "leeds"}),
        {**LISTED, "id": 0},
    ]
    frames = [frame.encode() for frame in DEEP]
    for number in range(TIMES):
        frame = {**chance.choice(good), "id": number}
        odd = changed(frame, chance.choice(list(places(frame))), chance.choice((*ODD, *IN_JSON)))
        frames += [json.dumps(odd).encode(), broken(json.dumps(frame).encode(), ".json", chance)[1]]
    return [frame.replace(b"\n", b" ").replace(b"\r", b" ") for frame in frames]


def _said(log: Path) -> list[dict[str, Any]]:
    """What the server has said so far, in whole lines."""
    return [json.loads(line) for line in log.read_bytes().split(b"\n")[:-1]]


def test_a_broken_frame_costs_no_other_and_ends_nothing(book: Handbook, tmp_path: Path) -> None:
    document_id = next(book.opened().edition.all()).document_id
    around = [json.dumps(frame).encode() for frame in (HELLO, READY)]
    frames = [*around, *_frames(document_id), json.dumps(LISTED).encode(), b""]
    out, err = tmp_path / "out", tmp_path / "err"
    with out.open("wb") as said_to, err.open("wb") as told_to:
        server = subprocess.Popen(
            [sys.executable, "-m", "handbook", "mcp"],
            cwd=ROOT,
            env=environment(book.settings.corpus, book.settings.data, 7860),
            stdin=subprocess.PIPE,
            stdout=said_to,
            stderr=told_to,
        )
        assert server.stdin
        server.stdin.write(b"\n".join(frames))
        server.stdin.flush()
        until = time.monotonic() + 60
        while time.monotonic() < until and not _with_id(_said(out), "last"):
            time.sleep(0.1)
        server.stdin.close()
        ended = server.wait(timeout=20)
    said, told = _said(out), err.read_text()
    assert len(_with_id(said, "last")[0]["result"]["tools"]) == 4, told[-2000:]
    assert (ended, "Traceback" in told) == (0, False)
    results = [r["result"] for r in said if r.get("id") not in ("hello", "last") and "result" in r]
    refused = [r["content"][0]["text"] for r in results if r.get("isError")]
    assert len(results) > 5  # the rest may be under way when the client goes
    assert refused
    assert [sentence for sentence in refused if not sentence.endswith(".")] == []
    assert OWN_FAULT not in refused


def _with_id(said: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [record for record in said if record.get("id") == name]
