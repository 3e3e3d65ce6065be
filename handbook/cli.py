"""The command line. A composition root of its own: each command imports what it needs, so that
``handbook --help`` stays quick."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import partial
from typing import NoReturn

from handbook import commands
from handbook.errors import HandbookError
from handbook.settings import Settings
from handbook.terminal import guarded

_INDENTED = partial(argparse.HelpFormatter, indent_increment=1)
"""With the usual two, the help of a command of nine letters begins on a line of its own."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command, without what may be somebody's words: a question that
    was typed without quotation marks is told of as arguments that are not known."""

    def error(self, message: str) -> NoReturn:
        from handbook.personal.mask import Masker

        super().error(Masker().mask(message).text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. A fault is 1, or ``fault_status`` of a command
    that ends with 1 for what it found."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    options = parser().parse_args(arguments)
    try:
        with redirect_stdout(guarded(sys.stdout)):
            status: int = options.run(Settings.from_environment(), options)
        return status
    except HandbookError as error:
        print(f"handbook: {error}", file=guarded(sys.stderr))
        return int(getattr(options, "fault_status", 1))
    except BrokenPipeError:
        return 0


def parser() -> argparse.ArgumentParser:
    """What is taken from the command line."""
    made = _Parser(
        prog="handbook",
        description="Ask safeguarding procedures; get cited quotations.",
        formatter_class=_INDENTED,
    )
    subparsers = made.add_subparsers(required=True, metavar="COMMAND")
    for command in commands.ALL:
        command.add(subparsers)
    return made
