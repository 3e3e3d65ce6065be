"""The handbook as tools for an assistant, over the Model Context Protocol on standard input and
output. This is the one place that knows the protocol's library."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, TextContent, Tool, ToolAnnotations
from pydantic import BaseModel, ValidationError

from api import records
from api.asked import Ask, ListSources, OpenPassage, Search
from api.sentences import OWN_FAULT, sentence_of, sentences_of
from api.service import Service
from handbook.book import Handbook
from handbook.errors import HandbookError

RULES = (
    "What is returned is quotations of stored sources and fixed replies: show them word for word "
    "with their source and their notices, and never reword, shorten or add to them as guidance. "
    "Never send identifiers: no name, date of birth, address, number or record of a real person."
)
"""Said by every tool."""
_log = logging.getLogger(__name__)
_INSTRUCTIONS = (
    "Child safeguarding procedures of West Yorkshire, quoted with the place where they stand. "
    f"{RULES} If a child may be in danger now, the answer to give first is to ring 999."
)


@dataclass(frozen=True, slots=True)
class _Tool:
    """A tool: what it is for, what it takes and gives, and what does it."""

    name: str
    purpose: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    use: Callable[[Any], dict[str, Any]]

    @property
    def described(self) -> Tool:
        """The tool as a client is told of it."""
        return Tool(
            name=self.name,
            description=f"{self.purpose} {RULES}",
            inputSchema=self.takes.model_json_schema(),
            outputSchema=self.gives.model_json_schema(),
            annotations=ToolAnnotations(readOnlyHint=True, openWorldHint=False),
        )

    def result(self, arguments: dict[str, Any]) -> CallToolResult:
        """What the tool gives, or in a sentence why it gives nothing."""
        try:
            record = self.use(self.takes.model_validate(arguments))
        except ValidationError as error:
            return _refused(sentences_of([dict(e) for e in error.errors()]))
        except HandbookError as error:
            return _refused(sentence_of(error))
        text = json.dumps(record, ensure_ascii=False, default=str)
        shown = [TextContent(type="text", text=text)]
        return CallToolResult(content=list(shown), structuredContent=json.loads(text))


def _refused(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], isError=True)


def _note(tool: str, error: Exception) -> None:
    """Say on standard error where a fault of our own is, without its words: they may be what was
    asked."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s: %s at %s:%s", tool, type(error).__name__, place.filename, place.lineno)


def _tools(service: Service) -> list[_Tool]:
    return [
        _Tool(
            "ask",
            "Answer a question about safeguarding procedures by quotations, or say that the "
            "sources do not answer it. The status says how it ended; the text of a decline stays "
            "a decline.",
            Ask,
            records.AnswerRecord,
            service.ask,
        ),
        _Tool(
            "search",
            "Find passages for some words. They are not yet an answer.",
            Search,
            records.Hits,
            service.search,
        ),
        _Tool(
            "open_passage",
            "Open the stored characters of a citation or a hit, by its document_id and spans, "
            "with the passage that they stand in.",
            OpenPassage,
            records.OpenedRecord,
            service.open_passage,
        ),
        _Tool(
            "list_sources",
            "List the publications that are held, with edition, area and authority.",
            ListSources,
            records.Sources,
            service.sources,
        ),
    ]


def mcp_server(book: Handbook) -> Server[Any, Any]:
    """The server over one handbook."""
    server: Server[Any, Any] = Server("handbook", version="1", instructions=_INSTRUCTIONS)
    tools = {tool.name: tool for tool in _tools(Service(book))}

    @server.list_tools()  # type: ignore[no-untyped-call,untyped-decorator]
    async def list_tools() -> list[Tool]:
        return [tool.described for tool in tools.values()]

    # The library's own check of arguments would repeat what was sent.
    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
    async def call_tool(name: str, arguments: dict[str, Any]) -> CallToolResult:
        if name not in tools:
            return _refused(f"There is no such tool; there are {', '.join(tools)}.")
        try:
            return await anyio.to_thread.run_sync(tools[name].result, arguments)
        except Exception as error:  # the library would send its words, and with them what was asked
            _note(name, error)
            return _refused(OWN_FAULT)

    return server


def serve_over_stdio(book: Handbook) -> None:
    """Serve until standard input ends."""

    async def run() -> None:
        server = mcp_server(book)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    try:
        anyio.run(run)
    except* anyio.ClosedResourceError:
        pass  # the client has gone while it was being answered
