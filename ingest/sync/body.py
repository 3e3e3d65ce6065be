"""The body of a response, unpacked, and never more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ingest.sync.faults import FetchError

_PACKED = ("gzip", "x-gzip", "deflate")


class Allowance:
    """The bytes that a run may still take in."""

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self, count: int) -> None:
        """Count bytes as they come; FetchError where the run has had enough."""
        self._left -= count
        if self._left < 0:
            raise FetchError("The run has taken in as many bytes as it may; run it once more.")


def read_body(pieces: Iterable[bytes], encoding: str, most: int, allowance: Allowance) -> bytes:
    """All bytes of a body, unpacked; FetchError where they are more than ``most``, or packed in a
    way that was not asked for."""
    if encoding not in ("", "identity", *_PACKED):
        raise FetchError(f"It came packed as {encoding!r}, which was not asked for.")
    sent = _counted(pieces, most, allowance)
    parts, size = [], 0
    for part in _unpacked(sent, most) if encoding in _PACKED else sent:
        parts.append(part)
        size += len(part)
        if size > most:
            raise _too_large(most)
    return b"".join(parts)


def _too_large(most: int) -> FetchError:
    return FetchError(f"It is larger than {most:,} bytes.")


def _counted(pieces: Iterable[bytes], most: int, allowance: Allowance) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        allowance.take(len(piece))
        if size > most:
            raise _too_large(most)
        yield piece


def _unpacked(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Unpack piece by piece and never more than ``most`` + 1 bytes at once, so that a small body
    that unpacks to a huge one is met, by whoever counts them, before it fills the memory."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        for piece in pieces:
            yield unpacker.decompress(piece, most + 1)
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchError(f"It is packed wrongly ({error}).") from error
    if not unpacker.eof:
        raise FetchError("It broke off before its packed end.")
