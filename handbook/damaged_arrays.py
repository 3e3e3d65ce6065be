"""What numpy raises on a damaged file of arrays: its own reader, and what reads the archive, the
header and the packed bytes below it."""

from __future__ import annotations

import zlib
from tokenize import TokenError
from zipfile import BadZipFile

DAMAGED = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    EOFError,
    RuntimeError,
    SyntaxError,
    TokenError,
    BadZipFile,
    zlib.error,
)
