"""Ways to break a good file, by chance: bits turned, ends cut, parts doubled, blanked, nested."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

DEPTH = 3000
"""How often something is put into itself."""


def broken(data: bytes, suffix: str, chance: random.Random) -> tuple[str, bytes]:
    """A broken copy of a file of some kind, and the name of the way."""
    way = chance.choice(list(_WAYS))
    return way, _WAYS[way](data, suffix, chance)


def _flipped(data: bytes, _suffix: str, chance: random.Random) -> bytes:
    raw = bytearray(data)
    for _ in range(chance.randint(1, 200)):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def _cut(data: bytes, _suffix: str, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(data: bytes, _suffix: str, chance: random.Random) -> bytes:
    start, end = sorted(chance.sample(range(len(data)), 2))
    return data[:end] + data[start:end] * chance.randint(1, 20) + data[end:]


def _blanked(data: bytes, _suffix: str, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + bytes(min(4096, len(data) - start)) + data[start + 4096 :]


def _inside(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """A member of an Office file broken, the archive itself being whole."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return _flipped(data, suffix, chance)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        members = [m for m in old.namelist() if m.endswith(".xml") and old.getinfo(m).file_size]
        victim = chance.choice(members)
        way = chance.choice((_flipped, _cut, _doubled, _blanked))
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, way(raw, suffix, chance) if name == victim else raw)
    return changed.getvalue()


def _nested(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """Something put into itself thousands of times, in the terms of each format."""
    if suffix in (".docx", ".pptx"):
        return _nested_office(data)
    opening, closing = {
        ".html": (b"<div><ul><li>", b"</li></ul></div>"),
        ".md": (b"> - ", b""),
        ".txt": (b"(", b")"),
        ".pdf": (b"[<</A ", b">>]"),
        ".toml": (b"[{a=", b"}]"),
        ".json": (b'[{"a":', b"}]"),
        ".gz": (b"", b""),
    }[suffix]
    place = chance.randrange(len(data))
    middle = opening * DEPTH + b"x" + closing * DEPTH
    return data[:place] + middle + data[place:]


def _nested_office(data: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name in ("word/document.xml", "ppt/slides/slide1.xml"):
                end = raw.rindex(b"</w:body>" if name.startswith("word") else b"</p:spTree>")
                tag = b"w:sdt" if name.startswith("word") else b"p:grpSp"
                nest = b"<%s>" % tag * DEPTH + b"</%s>" % tag * DEPTH
                raw = raw[:end] + nest + raw[end:]
            new.writestr(name, raw)
        new.writestr("word/embeddings/itself.docx", data)
    return changed.getvalue()


_WAYS: dict[str, Callable[[bytes, str, random.Random], bytes]] = {
    "flipped": _flipped,
    "cut": _cut,
    "doubled": _doubled,
    "blanked": _blanked,
    "inside": _inside,
    "nested": _nested,
}
