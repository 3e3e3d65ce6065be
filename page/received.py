"""What a form with files must pass before any of it is kept."""

from __future__ import annotations

import re

from fastapi import Request

MEGABYTE = 1_000_000
_OVERHEAD = 100_000
"""Bytes of a form beside those of its files."""


_UTF_8 = re.compile(r';\s*charset="?utf-?8"?\s*(?:;|$)')


def in_other_letters(request: Request) -> bool:
    """Whether a form with files says that it is written otherwise than in UTF-8, which no browser
    does. The library would follow it, also to halves of characters that cannot be written down."""
    kind = request.headers.get("content-type", "").lower()
    if not kind.startswith("multipart/") or "charset" not in kind:
        return False
    return kind.count("charset") > 1 or not _UTF_8.search(kind)


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
