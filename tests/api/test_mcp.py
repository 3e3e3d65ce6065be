"""The tools over the Model Context Protocol: the command, spoken to by a real client."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest

from api.asked import Ask
from api.sentences import OWN_FAULT
from api.service import Service
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.library import Library
from handbook.present import answer_json
from handbook.settings import ROOT
from tests.served import environment

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import CallToolResult, TextContent

ASKED = "when is the first core group"


@asynccontextmanager
async def session(data: Path, log: Path) -> AsyncIterator[ClientSession]:
    """A client of `handbook mcp` in a process of its own; what it writes on stderr is in a file."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "handbook", "mcp"],
        cwd=ROOT,
        env=environment(ROOT / "corpus", data, 7860),
    )
    with log.open("w") as errors:
        async with (
            stdio_client(server, errlog=errors) as (incoming, outgoing),
            ClientSession(incoming, outgoing) as client,
        ):
            yield client


def _run(talk: Callable[[], Awaitable[None]]) -> None:
    """In a thread of its own: the browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, talk).result()


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def record(result: CallToolResult) -> dict[str, Any]:
    """What a tool gave; its text is the same record."""
    assert not result.isError, said(result)
    assert result.structuredContent == json.loads(said(result))
    return result.structuredContent


def test_the_tools_answer_a_real_client(corpus_book: Handbook, tmp_path: Path) -> None:
    async def talk() -> None:
        async with session(corpus_book.settings.data, tmp_path / "log") as client:
            await _meets_the_rules(client)
            await _asks(client, corpus_book)
            await _searches_and_opens(client)
            await _lists(client, corpus_book)
            await _is_refused(client)

    _run(talk)
    assert (tmp_path / "log").read_text() == ""


async def _meets_the_rules(client: ClientSession) -> None:
    begun = await client.initialize()
    assert begun.serverInfo.name == "handbook"
    assert "ring 999" in (begun.instructions or "")
    tools = (await client.list_tools()).tools
    assert [t.name for t in tools] == ["ask", "search", "open_passage", "list_sources"]
    for tool in tools:
        assert "never reword" in (tool.description or "")
        assert "Never send identifiers" in (tool.description or "")
        jsonschema.Draft202012Validator.check_schema(tool.inputSchema)
        assert tool.outputSchema


async def _asks(client: ClientSession, book: Handbook) -> None:
    given = record(await client.call_tool("ask", {"question": ASKED, "area": "leeds"}))
    told = json.loads(json.dumps(answer_json(book.ask(Question(ASKED, "leeds"))), default=str))
    for answer in (given, told):
        answer["trace"].pop("seconds")
    assert given == told
    masked = record(await client.call_tool("ask", {"question": f"{ASKED} for 485 777 3456"}))
    assert "485 777 3456" not in json.dumps(masked)


async def _searches_and_opens(client: ClientSession) -> None:
    hits = record(await client.call_tool("search", {"query": "core group", "count": 3}))["hits"]
    assert len(hits) == 3
    for hit in hits:
        place = {"document_id": hit["document_id"], "spans": hit["spans"]}
        opened = record(await client.call_tool("open_passage", place))
        assert opened["citation"]["quote"] == opened["passage"]["text"] == hit["text"]


async def _lists(client: ClientSession, book: Handbook) -> None:
    listed = record(await client.call_tool("list_sources", {}))["sources"]
    assert len(listed) == len(Library(book).sources())
    some = record(await client.call_tool("list_sources", {"area": "bradford"}))["sources"]
    assert 0 < len(some) < len(listed)


async def _is_refused(client: ClientSession) -> None:
    for tool, arguments, why in (
        ("ask", {}, "The field question cannot be used: field required."),
        ("ask", {"question": "Zacharias", "area": "Zacharias"}, "there is no such area"),
        ("ask", {"question": "Zacharias", "Zacharias": 1}, "not known here"),
        ("open_passage", {"document_id": "no", "spans": [{"unit": 0, "start": 0, "end": 1}]}, "No"),
        ("open_passage", {"document_id": "no", "spans": []}, "The field spans cannot be used"),
        ("Zacharias", {}, "There is no such tool; there are ask, search"),
    ):
        result = await client.call_tool(tool, arguments)
        assert result.isError
        assert why in said(result)
        assert "Zacharias" not in said(result)


def test_a_malformed_request_is_not_written_to_stderr(corpus_book: Handbook) -> None:
    """A client keeps stderr; the question would be kept with it."""
    asked = {"name": "ask", "arguments": "Zacharias"}
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}
    done = subprocess.run(
        [sys.executable, "-m", "handbook", "mcp"],
        cwd=ROOT,
        env=environment(ROOT / "corpus", corpus_book.settings.data, 7860),
        input=json.dumps(sent) + "\nZacharias\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "Zacharias" not in done.stderr + done.stdout


def test_without_an_index_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "handbook", "mcp"],
        cwd=ROOT,
        env=environment(ROOT / "corpus", tmp_path, 7860),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "handbook ingest" in done.stderr
    assert done.stdout == ""


def test_a_fault_of_our_own_is_a_sentence_that_repeats_nothing(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Service, asked: Ask) -> dict[str, Any]:
        raise ValueError(asked.question)

    monkeypatch.setattr(Service, "ask", broken)

    async def talk() -> None:
        from api.mcp_server import mcp_server

        async with create_connected_server_and_client_session(mcp_server(corpus_book)) as client:
            result = await client.call_tool("ask", {"question": "Zacharias"})
            assert result.isError
            assert said(result) == OWN_FAULT

    _run(talk)
    assert "ask: ValueError at" in caplog.text
    assert "Zacharias" not in caplog.text
