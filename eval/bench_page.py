"""The page under load: many people ask at once, over the protocol that their browsers speak.

    python -m eval.bench_page [--people 20] [--seconds 300]

The application is started as a person would start it, over the settings' data. Each person asks
the next question as soon as the last answer is there, with no pause to read: the hardest case.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np

from eval.cases import load_cases
from handbook.settings import ROOT, Settings

_OPENING = 180.0


@dataclass(slots=True)
class Person:
    """One open page, and how long each of its questions took."""

    client: httpx.Client
    asks: dict[str, Any]
    """The entry of the page's own description for a question that is sent."""
    begins_anew: dict[str, Any]
    """The same for a new topic."""
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Ask and wait for the answer."""
        started = time.perf_counter()
        self._do(self.asks, [question, "Not stated", None, None, ""])
        self.seconds.append(time.perf_counter() - started)

    def begin_anew(self) -> None:
        """Leave the conversation behind."""
        self._do(self.begins_anew, [])

    def _do(self, entry: dict[str, Any], data: list[Any]) -> None:
        job = {
            "data": data,
            "fn_index": entry["id"],
            "trigger_id": entry["targets"][0][0],
            "session_hash": self.session,
        }
        self.client.post("/gradio_api/queue/join", json=job).raise_for_status()
        where = f"/gradio_api/queue/data?session_hash={self.session}"
        with self.client.stream("GET", where) as events:
            for line in events.iter_lines():
                if '"process_completed"' in line:
                    if '"success": true' not in line and '"success":true' not in line:
                        self.faults.append(line[:300])
                    break


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The application over the settings' data."""
    port = _free_port()
    environment = os.environ | {"HANDBOOK_PORT": str(port), "HANDBOOK_DATA": str(settings.data)}
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _OPENING
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("The page did not start.")


def load(
    address: str, people: int, seconds: float, questions: list[str], topic: int = 0
) -> list[Person]:
    """So many people asking for so long; each begins anew after ``topic`` questions, if ever."""
    crowd = [_opened(address) for _ in range(people)]
    until = time.monotonic() + seconds

    def go(number: int) -> None:
        turn, person = number, crowd[number]
        while time.monotonic() < until:
            person.ask(questions[turn % len(questions)])
            turn += people
            if topic and len(person.seconds) % topic == 0:
                person.begin_anew()

    threads = [threading.Thread(target=go, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd


def _opened(address: str) -> Person:
    """Somebody who opens the page."""
    client = httpx.Client(base_url=address, timeout=60)
    config = client.get("/config").json()
    [anew] = [c["id"] for c in config["components"] if c["props"].get("value") == "New topic"]
    events = {(place, what): d for d in config["dependencies"] for place, what in d["targets"]}
    asks = next(d for (_, what), d in events.items() if what == "submit")
    return Person(client, asks, events[anew, "click"])


def main() -> None:
    """Print what the people had to wait for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    settings = Settings.from_environment()
    cases = load_cases(ROOT / "eval" / "cases" / "tuning.jsonl")
    questions = [case.question.text for case in cases]
    with served(settings) as address:
        load(address, 1, 3, questions)
        alone = load(address, 1, 10, questions)
        crowd = load(address, options.people, options.seconds, questions)
    for name, some in (("one person", alone), (f"{options.people} people", crowd)):
        waits = np.array([s for person in some for s in person.seconds])
        p50, p95 = np.percentile(waits, [50, 95])
        faults = sum(len(person.faults) for person in some)
        print(f"{name}: {len(waits)} questions, p50 {p50:.3f} s, p95 {p95:.3f} s, {faults} faults")


if __name__ == "__main__":
    main()
