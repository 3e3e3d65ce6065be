"""Where the vectors of an index edition lie: in its own directory, or in a collection of its own on
a Chroma server, which many machines may read.

A collection has its edition's name, and is read only because the pointer names that edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import httpx
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError

from handbook.endpoint import ChromaServer
from handbook.errors import VectorsAway, not_written
from handbook.index import editions
from handbook.index.views import PARTS

READING, WRITING = 5.0, 120.0
"""Seconds that the server may take for one request. A question is answered by words alone then."""
_CONNECTING = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the vectors of one index edition lie."""

    folder: Path
    """Theirs alone; unused where a server keeps them."""
    collection: str
    server: ChromaServer | None

    @classmethod
    def of(cls, data: Path, edition_id: str, server: ChromaServer | None, part: str = "") -> Place:
        """The place of an edition; of a ``part`` of it, see handbook/index/views.py."""
        folder = editions.directory(data, edition_id) / part / "vectors"
        name = f"handbook-{edition_id}-{part}" if part else f"handbook-{edition_id}"
        return cls(folder, name if server else "passages", server)

    def client(self, seconds: float | None = None) -> Any:
        """A client, to be closed, within ``reading`` or ``writing``. ``seconds`` is how long a
        server may take for one request, ``READING`` unless given."""
        if self.server is None:
            return _local_client(str(self.folder))
        # The library itself waits for ever, and begins to as soon as a client is made.
        limits = httpx.Timeout(seconds or READING, connect=_CONNECTING)
        httpx.get(f"{self.server}/api/v2/heartbeat", timeout=limits).raise_for_status()
        client = chromadb.HttpClient(
            self.server.host,
            self.server.port,
            self.server.tls,
            settings=ChromaSettings(anonymized_telemetry=False),
        )
        client._server._session.timeout = limits  # type: ignore[attr-defined]
        return client

    def __str__(self) -> str:
        return f"{self.collection} of {self.server}" if self.server else str(self.folder)


def _local_client(folder: str) -> Any:
    """A client of a folder. Chroma remembers one that could not be opened, and would give it out
    half made ever after."""
    with ExitStack() as opening:
        opening.callback(_forget_half_made, folder)
        settings = ChromaSettings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(path=folder, settings=settings)
        opening.pop_all()
    return client


def _forget_half_made(folder: str) -> None:
    if folder not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(folder, None)


@contextmanager
def reading(place: Place) -> Iterator[None]:
    """VectorsAway where a server does not answer, or what is read is broken, cannot be opened, or
    has gone while it was read."""
    try:
        yield
    except httpx.HTTPError as error:
        raise VectorsAway(_away(place, error)) from error
    except (ChromaError, OSError) as error:
        raise VectorsAway(
            f"The dense index in {place} cannot be read ({error}). Chroma writes even to read: "
            "if there is no room, or the folder cannot be written, mend that; if not, run "
            "`handbook ingest --rebuild`."
        ) from error


@contextmanager
def writing(place: Place) -> Iterator[None]:
    """StoreError where the place cannot be written, VectorsAway where no server answers."""
    try:
        yield
    except httpx.HTTPError as error:
        raise VectorsAway(f"{_away(place, error)} What was indexed before stays.") from error
    except (ChromaError, OSError) as error:
        raise not_written(place, error) from error


def _away(place: Place, error: Exception) -> str:
    return (
        f"The Chroma server at {place.server} does not answer ({error or type(error).__name__}); "
        "start it, or correct HANDBOOK_CHROMA."
    )


def drop(data: Path, edition_id: str, server: ChromaServer) -> None:
    """Have a server forget the vectors of an edition; VectorsAway where it does not answer."""
    places = [Place.of(data, edition_id, server, part) for part in ("", *PARTS)]
    with writing(places[0]), closing(places[0].client(WRITING)) as client:
        for place in places:
            with suppress(NotFoundError):
                client.delete_collection(place.collection)
