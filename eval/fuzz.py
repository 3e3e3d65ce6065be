"""Broken copies of good files, each read in a process with limits.

Every outcome must be a document or a sentence: no traceback, no hanging, no hunger for memory.
"""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from handbook.settings import ROOT

MOST_SECONDS = 20
"""Of a processor, so that a busy machine is not taken for a slow file."""
_PATIENCE = 180
"""Seconds by the clock after which a file that waits for something is given up."""
MOST_BYTES = 1 << 30
_DEPTH = 3000


def good_files(folder: Path) -> list[Path]:
    """Ten good files in every format that can be read, from the shipped corpus."""
    documents = ROOT / "corpus" / "documents"
    formats = ("docx", "pptx", "pdf", "html")
    chosen = [p for s in formats for p in sorted(documents.glob(f"*.{s}"))[:2]]
    markdown = sorted(documents.glob("*.md"))[: 9 - len(chosen)]
    plain = folder / "plain.txt"
    plain.write_bytes(markdown[0].read_bytes())
    return [*chosen, *markdown, plain]


def fuzz(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    """Read ``count`` broken copies; gives how often each outcome came, and what went wrong."""
    chance = random.Random(seed)  # noqa: S311
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as pool:
        folder = Path(name)
        good = good_files(folder)
        broken = []
        for number in range(count):
            source = good[number % len(good)]
            how = chance.choice(list(_WAYS))
            path = folder / f"{number}-{how}{source.suffix}"
            path.write_bytes(_WAYS[how](source.read_bytes(), source.suffix, chance))
            broken.append(path)
        for path, (outcome, detail) in zip(broken, pool.map(_read_limited, broken), strict=True):
            outcomes[outcome] += 1
            if outcome not in ("document", "sentence"):
                faults.append(f"{path.name}: {outcome}: {detail}")
    return outcomes, faults


def _read_limited(path: Path) -> tuple[str, str]:
    command = [sys.executable, "-m", "eval.fuzz", str(path)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "too long", f"more than {_PATIENCE} s by the clock"
    if done.returncode == -signal.SIGXCPU:
        return "too long", f"more than {MOST_SECONDS} s of a processor"
    if done.returncode:
        return "crash", (done.stderr.strip().splitlines() or ["killed"])[-1]
    return tuple(done.stdout.strip().split(": ", 1))  # type: ignore[return-value]


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
    }[suffix]
    place = chance.randrange(len(data))
    middle = opening * _DEPTH + b"x" + closing * _DEPTH
    return data[:place] + middle + data[place:]


def _nested_office(data: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name in ("word/document.xml", "ppt/slides/slide1.xml"):
                end = raw.rindex(b"</w:body>" if name.startswith("word") else b"</p:spTree>")
                tag = b"w:sdt" if name.startswith("word") else b"p:grpSp"
                nest = b"<%s>" % tag * _DEPTH + b"</%s>" % tag * _DEPTH
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


def _read(path: Path) -> str:
    """What one file comes to: run in a process of its own."""
    import resource

    from handbook.errors import ReadError
    from ingest.document import make_document

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    try:
        return f"document: {len(make_document(path, 'hash', None).document.passages)} passages"
    except ReadError as error:
        return f"sentence: {error}"


if __name__ == "__main__":
    print(_read(Path(sys.argv[1])))
