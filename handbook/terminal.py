"""What is printed to a terminal: signs of a document that would steer it are shown, not obeyed.

A quotation with such signs could wipe the line that it stands on and write another. What goes into
a file or another program is left as it is.
"""

from __future__ import annotations

import re
from typing import TextIO, cast

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and those that turn the direction of writing."""
SHOWN = "\ufffd"


def harmless(text: str) -> str:
    """The text with a sign in the place of each character that a terminal would obey."""
    return STEERING.sub(SHOWN, text)


class _Harmless:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(harmless(text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def guarded(stream: TextIO) -> TextIO:
    """A terminal that is written to in this way; any other stream as it is."""
    return cast(TextIO, _Harmless(stream)) if stream.isatty() else stream
