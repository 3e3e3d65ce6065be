"""The one door of httpcore2: connections to checked addresses only, under one clock."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from ingest.sync.addresses import Gate
from ingest.sync.faults import OutOfTime
from ingest.sync.limits import Limits


class Clock:
    """Counts down the seconds that one document may take in all."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that are left, and not more than ``most``; OutOfTime where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime(f"It was not complete after {self._seconds:g} seconds.")
        return left if most is None else min(left, most)

    def pause(self, seconds: float) -> None:
        """Wait without counting it: a pause for politeness is no fault of the document."""
        time.sleep(seconds)
        self._end += seconds


class Network(httpcore2.NetworkBackend):
    """Connects to an address that the gate has checked, never to a name."""

    def __init__(self, gate: Gate, limits: Limits) -> None:
        self._gate = gate
        self._inner = httpcore2.SyncBackend()
        self.clock = Clock(limits.document_seconds)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check, and connect to the first checked address that answers."""
        try:
            addresses = self._gate.connectable(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"the name {host} is not known") from error
        refused = httpcore2.ConnectError(f"the name {host} stands for no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.clock.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                refused = httpcore2.ConnectError(str(error))
                continue
            return _Timed(stream, self)
        raise refused


class _Timed(httpcore2.NetworkStream):
    """A connection whose every read and write is cut off when the document's time is up, so that
    a server which sends a byte now and then cannot hold the run."""

    def __init__(self, inner: httpcore2.NetworkStream, network: Network) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._network.clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network.clock.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._network.clock.left(timeout)
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, left), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
