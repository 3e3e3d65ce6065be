"""``handbook mcp``: the handbook as tools for an assistant, over standard input and output."""

from __future__ import annotations

import argparse
import logging
from importlib.util import find_spec

from handbook.commands.shared import Subparsers
from handbook.errors import SettingsError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("mcp", help="tools for an assistant, over stdin and stdout")
    parser.set_defaults(run=run)


def run(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    if find_spec("mcp") is None:
        raise SettingsError("The package mcp is not installed; run pip install -e '.[mcp]'.")
    from api.mcp_server import serve_over_stdio
    from handbook.book import Handbook

    # A client keeps what a server writes on stderr, and the protocol's library would write a
    # malformed request there, the question in it.
    logging.disable(logging.CRITICAL)
    serve_over_stdio(Handbook.open(settings))
    return 0
