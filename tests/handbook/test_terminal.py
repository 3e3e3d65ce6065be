"""A document cannot steer the terminal that it is quoted on: a real one, of which both ends are
held here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.settings import ROOT
from handbook.terminal import SHOWN
from ingest.document import make_document
from tests.conftest import open_book
from tests.served import environment

RULE = "The keyworker must visit the child\x1b[2K\x9b8m\u202e within 5 working days of the meeting."


def on_a_terminal(corpus: Path, data: Path, *arguments: str) -> str:
    """What a command writes to its terminal."""
    ours, theirs = os.openpty()
    try:
        done = subprocess.Popen(
            [sys.executable, "-m", "handbook", *arguments],
            cwd=ROOT,
            env=environment(corpus, data, 7860) | {"PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        seen = b""
        while part := _next(ours):
            seen += part
        assert done.wait(60) == 0
        return seen.decode()
    finally:
        os.close(ours)


def _next(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how a terminal says that nobody writes to it any more
        return b""


@pytest.mark.skipif(os.name == "nt", reason="has no such terminals")
def test_what_would_steer_a_terminal_is_shown_there_and_left_alone_in_a_file(
    tmp_path: Path,
) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    (corpus / "visits.md").write_text(f"# Visits\n\n{RULE}\n", encoding="utf-8")
    open_book(corpus, data).close()
    asked = ("ask", "when must the keyworker visit the child?")
    seen = on_a_terminal(corpus, data, *asked)
    assert f"{SHOWN}[2K" in seen
    assert not {"\x1b", "\x9b", "\u202e"} & set(seen)
    filed = subprocess.run(
        [sys.executable, "-m", "handbook", *asked],
        cwd=ROOT,
        env=environment(corpus, data, 7860) | {"PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert "\x1b[2K" in filed.stdout.decode()


def test_signs_that_steer_a_terminal_are_on_the_receipt(tmp_path: Path) -> None:
    path = tmp_path / "visits.txt"
    path.write_text(f"{RULE}\n", encoding="utf-8")
    told = make_document(path, "h", None).warnings
    assert any(
        w.startswith("2 control characters, which a terminal obeys: the first in section 1 after")
        for w in told
    )
