"""The application started as a person would start it, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook.settings import ROOT


def environment(corpus: Path, data: Path, port: int) -> dict[str, str]:
    """The environment of the started application, with no setting of ours but these."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDBOOK_")}
    ours = {"CORPUS": corpus, "DATA": data, "PORT": port}
    return kept | {f"HANDBOOK_{k}": str(v) for k, v in ours.items()}


@dataclass(frozen=True)
class Served:
    """A process that serves the application."""

    address: str
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of what lies at a path; 0 where nothing is there any more."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""


@contextmanager
def served(corpus: Path, data: Path, **settings: str) -> Iterator[str]:
    """The address of the application over a corpus, until the context ends; ``settings`` as the
    environment names them, without HANDBOOK_."""
    with replica(corpus, data, "app.py", **settings) as started:
        yield started.address


@contextmanager
def replica(
    corpus: Path, data: Path, *command: str, wait: bool = True, **settings: str
) -> Iterator[Served]:
    """The same as a process, started by a command of Python's; ``wait`` until it is there."""
    port = free_port()
    log_file = data / f"server-{port}.log"
    with log_file.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, *(command or ("-m", "handbook", "serve", "--no-ingest"))],
            cwd=ROOT,
            env=environment(corpus, data, port) | {f"HANDBOOK_{k}": v for k, v in settings.items()},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        started = Served(f"http://127.0.0.1:{port}", server)
        try:
            if wait:
                wait_for(f"{started.address}/healthz", server, log_file)
            yield started
        finally:
            server.terminate()
            server.wait(40)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"It did not start: {log.read_text()}")
