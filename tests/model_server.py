"""An OpenAI-compatible server on loopback, for tests: it serves the shipped encoder's vectors and
scripted replies, and can be made to fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from handbook.encoder import LocalEncoder
from handbook.settings import BUILT_IN_ENCODER

Reply = Callable[[str], str]
"""What the language model says to a prompt."""


@lru_cache
def encoder() -> LocalEncoder:
    return LocalEncoder.load(BUILT_IN_ENCODER)


@dataclass
class ModelServer:
    """How the server behaves; may be changed while it runs."""

    url: str = ""
    status: int = 200
    turned: bool = False
    """Whether the vectors are those of another model under the same name."""
    length: int = 384
    seconds: float = 0.0
    """How long it thinks before it says anything."""
    pause: float | None = None
    """Where it sends its answer in fragments: how long it waits after each."""
    body: bytes | None = None
    """What it sends instead of an answer."""
    reply: Reply = lambda _prompt: "YES"
    encoded: list[str] = field(default_factory=list)
    """Every text that it was sent to be encoded."""
    prompts: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def vectors(self, texts: list[str]) -> list[list[float]]:
        found = encoder().encode(texts)
        rows = np.roll(found, 7, axis=1) if self.turned else found
        return [row.tolist() for row in rows[:, : self.length]]


@contextmanager
def serve() -> Iterator[ModelServer]:
    """A running server."""
    state = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.keys.append(self.headers.get("Authorization", ""))
            answer = self.answer(body) if state.status == 200 else {"error": {"message": "broken"}}
            content = json.dumps(answer).encode() if state.body is None else state.body
            time.sleep(state.seconds)
            # Whoever asked may have stopped waiting.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send(content)

        def send(self, content: bytes) -> None:
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            if state.pause is None:
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                return
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (*(content[n : n + 7] for n in range(0, len(content), 7)), b""):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
                time.sleep(state.pause)

        def answer(self, body: dict[str, Any]) -> dict[str, Any]:
            if self.path.endswith("/embeddings"):
                texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
                state.encoded += texts
                rows = enumerate(state.vectors(texts))
                data = [{"object": "embedding", "index": n, "embedding": v} for n, v in rows]
                return {"object": "list", "data": data, "model": body["model"]}
            state.requests.append(body)
            prompt = "\n".join(m["content"] for m in body["messages"])
            state.prompts.append(prompt)
            message = {"role": "assistant", "content": state.reply(prompt)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return {"id": "1", "object": "chat.completion", "created": 0, "choices": [choice]}

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
