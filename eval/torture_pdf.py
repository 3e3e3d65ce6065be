"""``make torture-pdf``: time and memory of reading a PDF of 2,000 pages, and of hostile ones.

Each file is read in a process of its own, as ingestion does it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdf

from handbook.settings import ROOT

SHARED = ROOT.parent / "shared"
PAGES = 2000
MOST_SECONDS = 20.0
MOST_MEMORY = 1024.0
_READ = """
import resource, sys
from pathlib import Path
from handbook.errors import ReadError
from ingest.document import make_document
try:
    read = make_document(Path(sys.argv[1]), "hash", None)
    said = f"{len(read.document.units)} units, {len(read.document.passages)} passages"
    said += "".join(f"; {warning}" for warning in read.warnings)
except ReadError as error:
    said = f"refused: {error}"
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, said)
"""


def main() -> int:
    """Print a line a file; 1 where one takes too long or too much memory."""
    if not SHARED.is_dir():
        print(f"{SHARED.name} is not beside the checkout: nothing to try.")
        return 1
    files = sorted((SHARED / "hostile" / "pdf").glob("*.pdf"))
    bad = sum(not _is_bounded(path, MOST_SECONDS) for path in files)
    with tempfile.TemporaryDirectory() as folder:
        long = _repeated(SHARED / "documents" / "kcsie-2025.pdf", Path(folder) / "long.pdf")
        bad += not _is_bounded(long, MOST_SECONDS * PAGES / 100)
    return min(bad, 1)


def _repeated(source: Path, target: Path) -> Path:
    """The pages of a document over and over, until there are enough of them."""
    pages = pypdf.PdfReader(source).pages
    writer = pypdf.PdfWriter()
    for number in range(PAGES):
        writer.add_page(pages[number % len(pages)])
    writer.write(target)
    return target


def _is_bounded(path: Path, most_seconds: float) -> bool:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    memory, _, said = done.stdout.strip().partition(" ")
    mebibytes = int(memory or 0) / 1024
    fine = done.returncode == 0 and seconds <= most_seconds and mebibytes <= MOST_MEMORY
    print(
        f"{path.name:<40} {seconds:6.1f} s {mebibytes:6.0f} MiB  {said or done.stderr[-200:]}"[:160]
    )
    return fine


if __name__ == "__main__":
    sys.exit(main())
