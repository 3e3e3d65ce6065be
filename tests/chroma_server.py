"""A real Chroma server on loopback, as `chroma run` starts it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import chromadb

from handbook.endpoint import ChromaServer
from tests.served import free_port, wait_for


@dataclass(frozen=True)
class Chroma:
    """The process, and where it listens."""

    server: ChromaServer
    process: subprocess.Popen[bytes]

    def collections(self) -> dict[str, int]:
        """How many passages each collection holds, by name."""
        client = chromadb.HttpClient(self.server.host, self.server.port)
        try:
            return {c.name: c.count() for c in client.list_collections()}
        finally:
            client.close()


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[Chroma]:
    """A server over a folder, until the context ends."""
    server = ChromaServer("127.0.0.1", port or free_port(), tls=False)
    program = str(Path(sys.executable).with_name("chroma"))
    command = [program, "run", "--path", str(folder / "chroma"), "--host", server.host]
    log_file = folder / "chroma.log"
    with log_file.open("w") as log:
        process = subprocess.Popen(
            [*command, "--port", str(server.port)], stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"{server}/api/v2/heartbeat", process, log_file)
            yield Chroma(server, process)
        finally:
            process.kill()
            process.wait(20)
