"""The page under load: many people ask at once, over the protocol that their browsers speak.

    python -m eval.bench_page [--people 20] [--seconds 300]

The application is started as a person would start it, over the settings' data. Each person asks
the next question as soon as the page is complete, what could be asked next included, with no pause
to read, and takes up a new topic after eight questions.
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
OF_A_TOPIC = 8
"""Questions that a person asks before the page is cleared for a new topic."""


@dataclass(slots=True)
class Person:
    """One open page, and how long each of its questions took until the answer was there, and
    until the page was complete."""

    client: httpx.Client
    events: Events
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Ask, wait for the answer, and for all that the page asks for after it."""
        started = time.perf_counter()
        goes_by = ["Not stated", None, None, ""]
        others = len(self.events.asks["inputs"]) - len(goes_by) - 1
        self._do(self.events.asks, [question, *[None] * others, *goes_by])
        self.answers.append(time.perf_counter() - started)
        for event in self.events.after:
            self._do(event, [None, ""])
        self.pages.append(time.perf_counter() - started)

    def begin_anew(self) -> None:
        """Leave the conversation behind."""
        self._do(self.events.fresh, [])

    def _do(self, event: dict[str, Any], data: list[str | None]) -> None:
        job = {
            "data": data,
            "fn_index": event["id"],
            "trigger_id": event["targets"][0][0],
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


@dataclass(frozen=True, slots=True)
class Events:
    """The entries of the page's own description for what a person does."""

    asks: dict[str, Any]
    after: list[dict[str, Any]]
    """What the page asks for when the answer is there."""
    fresh: dict[str, Any]

    @classmethod
    def of(cls, address: str) -> Events:
        """As the page that is served describes them."""
        config = httpx.get(f"{address}/config", timeout=60).json()
        events = config["dependencies"]
        asks = next(e for e in events if e["targets"][0][1] == "submit")
        after = [e for e in events if e["trigger_after"] == asks["id"]]
        button = next(
            c["id"] for c in config["components"] if c["props"].get("value") == "New topic"
        )
        fresh = next(e for e in events if e["targets"][0] == [button, "click"])
        return cls(asks, after, fresh)


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of the application over the settings' data."""
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
    with socket.create_server(("127.0.0.1", 0)) as probe:
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


def load(address: str, people: int, seconds: float, questions: list[str]) -> list[Person]:
    """So many people asking for so long."""
    events = Events.of(address)
    crowd = [Person(httpx.Client(base_url=address, timeout=60), events) for _ in range(people)]
    until = time.monotonic() + seconds

    def go(number: int) -> None:
        turn, person = number, crowd[number]
        while time.monotonic() < until:
            person.ask(questions[turn % len(questions)])
            turn += people
            if len(person.answers) % OF_A_TOPIC == 0:
                person.begin_anew()

    threads = [threading.Thread(target=go, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd


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
        for people, seconds in ((1, 10.0), (options.people, options.seconds)):
            before = figures(address)["process_cpu_seconds_total"]
            crowd = load(address, people, seconds, questions)
            used = figures(address)["process_cpu_seconds_total"] - before
            print(_told(crowd, used))


def figures(address: str) -> dict[str, float]:
    """What the server counts, by name with labels (page/metrics.py)."""
    lines = httpx.get(f"{address}/metrics", timeout=60).raise_for_status().text.splitlines()
    found = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


def _told(crowd: list[Person], used: float) -> str:
    """How long so many people waited, and what it took of the processor."""
    answers = np.array([s for person in crowd for s in person.answers])
    pages = np.array([s for person in crowd for s in person.pages])
    p50, p95 = np.percentile(answers, [50, 95])
    faults = sum(len(person.faults) for person in crowd)
    return (
        f"{len(crowd)} asking: {len(answers)} questions, answer p50 {p50:.3f} s, p95 {p95:.3f} s, "
        f"whole page p95 {np.percentile(pages, 95):.3f} s, {faults} faults, "
        f"{1000 * used / len(answers):.0f} ms of processor time each"
    )


if __name__ == "__main__":
    main()
