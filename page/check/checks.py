"""Checks under way and what came of them: one after the other, each by the command line in a
process of its own. They live in a folder that goes with the server; what was sent is removed when
the check has ended, and what came of it when its time is over."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from handbook.access.roles import Role
from handbook.check.records import PLAIN
from handbook.commands.check import FAULT, FOUND
from handbook.settings import Settings
from page.check.sent import Sent
from page.command_line import begin, follow
from page.received import Refused
from page.room import Room

KEPT_MINUTES = 60
"""How long the outcome can be opened."""
MOST_CHECKS = 20
"""Waiting, running and kept together."""
_ROOM = "handbook-check-"
_LONGEST_MINUTES = 10
_STEP = re.compile(r"Statements checked (\d+) of (\d+)")
_SAID = "handbook: "
_ENDED = (0, FOUND, FAULT)
"""How the command line ends by itself: with a fault, what it had printed before still stands."""
_ANNOTATED = frozenset({".docx", ".pptx"})
"""The forms of which a copy with comments is made."""


@dataclass(slots=True)
class Checking:
    """A check, by an id that nobody can guess."""

    check_id: str
    folder: Path
    path: Path
    called: str
    """What a page calls what was sent."""
    area: str | None
    role: Role
    """Of whoever sent it: it is held against what that role may read, and shown to no lower one."""
    is_kept: bool = False
    """Whether the check is to be remembered, without its words, so that it can be checked again."""
    state: str = "waiting"
    """``waiting`` for another check, ``running``, ``done`` or ``failed``"""
    done: int = 0
    total: int = 0
    record: Mapping[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Why there is no outcome, or what of it is missing."""
    papers: dict[str, Path] = field(default_factory=dict)
    """The files to take away, by the names under which they are handed over."""

    @property
    def made(self) -> date:
        """The day on which it was checked, once it is done."""
        return date.fromisoformat(self.record["made"])

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    @property
    def sentence(self) -> str:
        """Where it stands, for a reader who hears it."""
        if self.state == "waiting":
            return "Waiting for the check before it to end."
        if self.state == "running":
            told = f"{self.done} of {self.total} statements checked."
            return told if self.total else "Reading it."
        if self.state == "failed":
            return "It could not be checked."
        look = sum(n for v, n in self.record["counts"].items() if v not in PLAIN)
        return f"Done: {look} of {len(self.record['findings'])} lines need a look."

    @property
    def arguments(self) -> list[str]:
        """What the command line is to do."""
        outs = [f"--report={self.folder / name}" for name in ("report.html", "report.xlsx")]
        if self.path.suffix.lower() in _ANNOTATED:
            outs.append(f"--annotate={self.folder / 'copy'}{self.path.suffix}")
        area = [f"--area={self.area}"] if self.area else []
        keep = "--keep-name" if self.is_kept else "--no-keep"  # where it lies now is no place of it
        return ["check", "--json", keep, *area, *outs, "--", str(self.path)]

    def hear(self, line: str) -> None:
        """Take in a line that the process told."""
        if step := _STEP.fullmatch(line):
            self.done, self.total = int(step[1]), int(step[2])
        elif line.startswith(_SAID):
            self.faults.append(line.removeprefix(_SAID))

    def end(self, printed: str) -> None:
        """Take in what the process printed; nothing where it failed."""
        if printed:
            self.record = json.loads(printed)
            self.papers = dict(self._made())
        elif not self.faults:
            self.faults.append(
                f"The check ended without a word, or took more than {_LONGEST_MINUTES} minutes; "
                "send a smaller part."
            )
        self.state = "done" if printed else "failed"

    def _made(self) -> list[tuple[str, Path]]:
        stem, suffix = self.path.stem, self.path.suffix
        names = {
            f"{stem} with comments{suffix}": self.folder / f"copy{suffix}",
            f"{stem} check.xlsx": self.folder / "report.xlsx",
            f"{stem} check.html": self.folder / "report.html",
        }
        return [(name, path) for name, path in names.items() if path.is_file()]


class Checks:
    """The checks of one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._lock = threading.Lock()  # of the room, the checks, and what each has come to
        self._room: Room | None = None
        self._checks: dict[str, Checking] = {}
        self._process: subprocess.Popen[str] | None = None

    def start(self, sent: Sent, role: Role) -> Checking:
        """Begin a check, or have it wait for those before it; Refused where too many do."""
        with self._lock:
            if len(self._checks) >= MOST_CHECKS:
                self._make_room()
            self._room = self._room or Room(Path(tempfile.gettempdir()), _ROOM)
            checking = _received(self._room, sent, role)
            self._checks[checking.check_id] = checking
        threading.Thread(target=self._run, args=(checking,), daemon=True).start()
        return checking

    def find(self, check_id: str, role: Role) -> Checking | None:
        """A check that is not yet thrown away, for a role that may see what came of it: as it
        stands now, whatever becomes of it while it is shown."""
        with self._lock:
            checking = self._checks.get(check_id)
            return replace(checking) if checking and role.may(checking.role) else None

    def drop(self, check_id: str) -> None:
        """Throw away what came of a check."""
        with self._lock:
            self._drop(check_id)

    def close(self) -> None:
        """Stop what is under way and throw everything away."""
        with self._lock:
            self._checks.clear()
            if self._process:
                self._process.kill()
            if self._room:
                self._room.clear()
                self._room = None

    def _drop(self, check_id: str) -> None:
        if checking := self._checks.pop(check_id, None):
            shutil.rmtree(checking.folder, ignore_errors=True)

    def _make_room(self) -> None:
        oldest = next((c for c in self._checks.values() if c.ended), None)
        if oldest is None:
            raise Refused(f"{MOST_CHECKS} checks are waiting already; try again in a few minutes.")
        self._drop(oldest.check_id)

    def _run(self, checking: Checking) -> None:
        with self._turn:
            if checking.check_id not in self._checks:
                return
            checking.state = "running"
            try:
                printed = self._printed(checking)
            except OSError as error:
                printed = ""
                checking.faults.append(f"The check cannot be run ({error.strerror}); try later.")
        shutil.rmtree(checking.path.parent, ignore_errors=True)
        with self._lock:
            checking.end(printed)
        _timer(KEPT_MINUTES, partial(self.drop, checking.check_id))

    def _printed(self, checking: Checking) -> str:
        environment = os.environ | replace(self._settings, read_as=checking.role).as_environment()
        with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
            with begin(checking.arguments, environment, printed) as process:
                self._process = process
                limit = _timer(_LONGEST_MINUTES, process.kill)
                status = follow(process, checking.hear)
                limit.cancel()
            self._process = None
            printed.seek(0)
            return printed.read() if status in _ENDED else ""


def _received(room: Room, sent: Sent, role: Role) -> Checking:
    """What was sent, in a folder of its own."""
    check_id = secrets.token_urlsafe(24)
    folder = room.folder / check_id
    try:
        (folder / "sent").mkdir(parents=True)
        path = sent.write(folder / "sent")
        return Checking(check_id, folder, path, sent.called, sent.area, role, sent.is_kept)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(f"There is no room for it here ({error.strerror}); try later.") from error


def _timer(minutes: float, do: Callable[[], None]) -> threading.Timer:
    """Has something done later, if the server still runs then."""
    timer = threading.Timer(minutes * 60, do)
    timer.daemon = True
    timer.start()
    return timer
