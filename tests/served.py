"""The application started as a person would start it, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.settings import ROOT


def environment(corpus: Path, data: Path, port: int) -> dict[str, str]:
    """The environment of the started application, with no setting of ours but these."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDBOOK_")}
    ours = {"CORPUS": corpus, "DATA": data, "PORT": port}
    return kept | {f"HANDBOOK_{k}": str(v) for k, v in ours.items()}


@contextmanager
def served(corpus: Path, data: Path, **settings: str) -> Iterator[str]:
    """The address of the application over a corpus, until the context ends; ``settings`` as the
    environment names them, without HANDBOOK_."""
    port = _free_port()
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment(corpus, data, port) | {f"HANDBOOK_{k}": v for k, v in settings.items()},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", server, data / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The page did not start: {log.read_text()}")
