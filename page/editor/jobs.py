"""What the editor's pages have the command line do: one job after the other, each a process of its
own, followed by what it tells. Jobs live as long as the server; what they did is in the receipts.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from handbook.errors import HandbookError
from handbook.receipt import Receipt
from handbook.settings import Settings
from page.command_line import begin, follow

_MOST_JOBS = 50
_OF = re.compile(r"(\w+) (\d+) of (\d+)")
_SAID = "handbook: "
_RECEIPTS = TypeAdapter(tuple[Receipt, ...])
_READ = {"read", "failed"}
Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What a job does: ``begin``, the command, and ``end`` with what the command printed, or with
    None where it did nothing."""

    title: str
    command: Sequence[str]
    begin: Callable[[], None]
    end: Callable[[Result | None], None]
    origins: Sequence[Path] = ()
    """Where the files lie that it is about, as far as that is known beforehand."""
    whole: bool = False
    """Whether it reads everything, so that what stays as it was is not worth a word."""


@dataclass(slots=True)
class Followed:
    """How far one document has come; the words are those of ingest/told.py."""

    name: str
    what: str = "waiting"
    done: int = 0
    total: int = 0
    why: str = ""


@dataclass(slots=True)
class Job:
    """A task under way, or what came of it."""

    job_id: str
    task: Task
    state: str = "waiting"
    """``waiting`` for another job, ``running``, ``done`` or ``failed``"""
    step: Followed | None = None
    """What is being done with all documents together."""
    result: Result = field(default_factory=dict)
    fault: str = ""
    _documents: dict[str, Followed] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for path in self.task.origins:
            self._documents[str(path.absolute())] = Followed(path.name)

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    @property
    def documents(self) -> list[Followed]:
        """The documents that it reads, as far as they are known."""
        with self._lock:
            return list(self._documents.values())

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """The receipts of the files that it is about, or of what it changed; failures first."""
        seen = _RECEIPTS.validate_python(self.result.get("receipts", ()))
        told = [r for r in seen if r.outcome != "unchanged" or not self.task.whole]
        return tuple(sorted(told, key=lambda r: (not r.failed, r.file)))

    @property
    def sentence(self) -> str:
        """Where it stands, for a reader who hears it."""
        if self.state == "failed":
            return self.fault
        if self.state == "done":
            failed = sum(r.failed for r in self.receipts)
            return f"Done; {failed} could not be read." if failed else "Done."
        if self.state == "waiting":
            return "Waiting for the job before it to end."
        documents = self.documents
        read = sum(d.what in _READ for d in documents)
        if documents:
            return f"Working: {read} of {len(documents)} documents read."
        return "Working: fetching the file from its address." if self.fetches else "Working."

    @property
    def fetches(self) -> bool:
        """Whether it is fetching a file from the web."""
        return self.step is not None and self.step.what == "fetching"

    def hear(self, line: str) -> None:
        """Take in a line that the process told."""
        if line.startswith('{"origin"'):
            told = json.loads(line)
            origin = told.pop("origin")
            with self._lock:
                self._documents[origin] = Followed(Path(origin).name, **told)
        elif found := _OF.fullmatch(line):
            self.step = Followed("", found[1], int(found[2]), int(found[3]))
        elif line.startswith(_SAID):
            self.fault = line.removeprefix(_SAID)


class Jobs:
    """The jobs of one server."""

    def __init__(self, settings: Settings) -> None:
        self._environment = os.environ | settings.as_environment()
        self._turn = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, task: Task) -> Job:
        """Begin a job, or have it wait for those before it."""
        job = Job(secrets.token_urlsafe(8), task)
        for old in [j for j in self._jobs.values() if j.ended][: len(self._jobs) - _MOST_JOBS + 1]:
            del self._jobs[old.job_id]
        self._jobs[job.job_id] = job
        threading.Thread(target=self._run, args=(job,), daemon=True).start()
        return job

    def find(self, job_id: str) -> Job | None:
        """A job that this server still knows."""
        return self._jobs.get(job_id)

    def recent(self) -> list[Job]:
        """The jobs that this server still knows, the latest first."""
        return list(self._jobs.values())[::-1]

    def _run(self, job: Job) -> None:
        with self._turn:
            job.state = "running"
            result: Result | None = None
            try:
                job.task.begin()
                result = self._outcome(job)
            except (HandbookError, OSError) as error:
                job.fault = f"{error}"
            try:
                job.task.end(result)
            except (HandbookError, OSError) as error:
                job.fault = f"{job.fault} {error}".strip()
                result = None
            job.result = result or {}
            job.state = "failed" if result is None else "done"

    def _outcome(self, job: Job) -> Result | None:
        """Run the command; what it printed, None where it printed nothing but a fault."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
            with begin(job.task.command, self._environment, printed) as process:
                status = follow(process, job.hear)
            printed.seek(0)
            text = printed.read()
        if text:
            job.fault = ""
            record: Result = json.loads(text)
            return record
        job.fault = job.fault or f"The process ended with status {status} and no word; try again."
        return None
