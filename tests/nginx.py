"""A real nginx on loopback with the configuration that is shipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from handbook.settings import ROOT
from tests.served import free_port, wait_for

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


@contextmanager
def nginx(folder: Path, replicas: Sequence[str]) -> Iterator[str]:
    """The address of a balancer before some replicas, until the context ends."""
    assert PROGRAM is not None
    port = free_port()
    text = CONFIGURATION.read_text().replace("listen 8080", f"listen 127.0.0.1:{port}")
    for number, address in enumerate(replicas, start=1):
        text = text.replace(f"replica-{number}:7860", urlsplit(address).netloc)
    text = "".join(line for line in text.splitlines(True) if "server replica-" not in line)
    written = folder / "nginx.conf"
    written.write_text(text)
    log_file = folder / "nginx.log"
    with log_file.open("w") as log:
        process = subprocess.Popen(
            [PROGRAM, "-p", str(folder), "-c", str(written), "-g", "daemon off;"], stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, log_file)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)
