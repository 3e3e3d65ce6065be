"""A system's process: started, spoken to, ended, and what it all cost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.errors import HandbookError
from handbook.settings import ROOT

_STATUS = Path("/proc/self/status")


class BenchError(HandbookError):
    """A system that is measured failed."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What something cost. Processor time is user and system time of a process and of all that it
    started and waited for: other work on the machine makes the clock run, and this hardly."""

    seconds: float
    processor: float
    memory: int
    """The peak in bytes, of the largest process."""


def processor_time() -> float:
    """Seconds of processor time, as in Spent, of the process that asks."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def peak_memory() -> int:
    """Bytes, as in Spent, of the process that asks; on Linux alone. What the kernel tells by
    ``ru_maxrss`` begins at the peak of the process that started this one."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024


def said_by(python: Path, module: str, *arguments: str | int | Path) -> dict[str, Any]:
    """What a module that does one thing and ends says on standard output, as JSON."""
    command = [str(python), "-m", module, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise BenchError(f"{' '.join(command[1:])} failed; it says above why.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


class Process:
    """A system that is running. Its standard error goes to a file beside the store."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._log = log
        self._name = " ".join(command[1:])
        self._memory = 0
        self._started = time.perf_counter()
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                list(command),
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def do(self, what: str, **order: Any) -> dict[str, Any]:
        """Give an order and wait for the reply."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        paths = {key: str(v) if isinstance(v, Path) else v for key, v in order.items()}
        try:
            stdin.write(json.dumps({"do": what} | paths) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BenchError(f"{self._name} ended; {self._log} says why.")
        reply: dict[str, Any] = json.loads(line)
        self._memory = reply["memory"]
        return reply

    @property
    def since_start(self) -> float:
        """Seconds since it was started."""
        return time.perf_counter() - self._started

    def end(self) -> Spent:
        """End it, and tell what it cost from its start. It told its memory itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        seconds = self.since_start
        self._process.stdout.close()
        return Spent(seconds, used.ru_utime + used.ru_stime, self._memory)


def size_of(folder: Path) -> int:
    """The bytes that the files of a folder take up on the disk."""
    return sum(p.lstat().st_blocks * 512 for p in folder.rglob("*") if p.is_file())
