"""Broken copies of good files, each read in a process with limits.

Every outcome must be a document or a sentence: no traceback, no hanging, no hunger for memory.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eval.broken import broken
from handbook.settings import ROOT

MOST_SECONDS = 20
"""Of a processor, so that a busy machine is not taken for a slow file."""
_PATIENCE = 180
"""Seconds by the clock after which a file that waits for something is given up."""
MOST_BYTES = 1 << 30


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
        copies = []
        for number in range(count):
            source = good[number % len(good)]
            how, data = broken(source.read_bytes(), source.suffix, chance)
            path = folder / f"{number}-{how}{source.suffix}"
            path.write_bytes(data)
            copies.append(path)
        for path, (outcome, detail) in zip(copies, pool.map(_read_limited, copies), strict=True):
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
