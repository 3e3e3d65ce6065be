"""The command line in a process of its own, for what a page may not or need not do itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from handbook.settings import ROOT


def begin(
    arguments: Sequence[str], environment: Mapping[str, str], printed: IO[str]
) -> subprocess.Popen[str]:
    """Start a command; what it prints goes into a file."""
    return subprocess.Popen(
        [sys.executable, "-m", "handbook", *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def follow(process: subprocess.Popen[str], hear: Callable[[str], None]) -> int:
    """Hand on each line that it tells until it ends; its exit status."""
    assert process.stderr is not None
    for line in process.stderr:
        hear(line.rstrip("\n"))
    return process.wait()
