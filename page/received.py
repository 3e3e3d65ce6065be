"""What a form with files must pass before any of it is kept."""

from __future__ import annotations

from fastapi import Request

MEGABYTE = 1_000_000
_OVERHEAD = 100_000
"""Bytes of a form beside those of its files."""


class Refused(Exception):
    """A form that cannot be taken; ``sentences`` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


async def look_at_size(request: Request, most_megabytes: int, why: str) -> None:
    """Refuse what is too large, or does not state its size, with the sentence given. It is read and
    thrown away: a browser that still sends would not show the reply."""
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) <= most_megabytes * MEGABYTE + _OVERHEAD:
        return
    async for _ in request.stream():
        pass
    raise Refused(why)
