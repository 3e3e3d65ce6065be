"""Annotated copies opened by another program: ``python -m tests.ingest.opened_copies [FILE ...]``
(``make annotated``) writes a comment at every line of each file, has LibreOffice make a PDF of the
copy and looks for each comment in it. It says which copy did not open or lost one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from handbook.check.records import Finding, Verdict
from handbook.check.remarks import remark
from handbook.errors import HandbookError
from ingest.annotated import annotated
from ingest.material import read_material
from tests.ingest.test_annotated import OFFICE, deck_of_timescales, handout_of_timescales, no_units

WRITERS = {".docx": "writer_pdf_Export", ".pptx": "impress_pdf_Export"}
_WITH_COMMENTS = ':{"ExportNotes":{"type":"boolean","value":"true"}}'
_SECONDS = 180
OPENED, REFUSED, FAILED = "opened", "refused", "FAILED"


def main(names: Sequence[str]) -> int:
    """Open a copy of each file, by default of the real ones and of two that are made; 1 where one
    failed."""
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not on this machine; install its writer and impress.")
        return 1
    with TemporaryDirectory() as made:
        folder = Path(made)
        paths = [Path(name) for name in names] or [*OFFICE, *_made(folder)]
        came = [_tell(path, office, folder) for path in paths]
    print(f"{came.count(OPENED)} of {len(paths)} files: their copies opened with every comment.")
    return 1 if FAILED in came else 0


def _made(folder: Path) -> Iterator[Path]:
    yield deck_of_timescales(folder / "made.pptx")
    yield handout_of_timescales(folder / "made.docx")


def _tell(path: Path, office: str, folder: Path) -> str:
    """Say what came of one. Of a file that is refused there is no copy, and nothing has failed."""
    try:
        findings = [Finding(x, Verdict.NOT_COVERED) for x in read_material(path).lines]
        content = annotated(path, findings, no_units)
    except HandbookError as error:
        print(f"{REFUSED:9} {path.name}: {error}")
        return REFUSED
    copy = folder / "copy" / path.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(content)
    fault = fault_of(copy, [remark(f) for f in findings], office, folder)
    came = FAILED if fault else OPENED
    print(f"{came:9} {path.name}{f': {fault}' if fault else ''}")
    return came


def fault_of(copy: Path, remarks: Sequence[str], office: str, folder: Path) -> str:
    """What is wrong with a copy as the other program sees it; empty where nothing is."""
    pdf = folder / "pdf" / f"{copy.stem}.pdf"
    pdf.unlink(missing_ok=True)
    command = [
        office,
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--convert-to", f"pdf:{WRITERS[copy.suffix]}{_WITH_COMMENTS}"),
        *("--outdir", str(pdf.parent), str(copy)),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        return f"it does not open ({error})"
    if not pdf.exists():
        return "it does not open"
    shown = _comments(pdf)
    lost = [said for said in remarks if _squeezed(said) not in shown]
    return f"{len(lost)} of {len(remarks)} comments are lost, first “{lost[0]}”" if lost else ""


def _comments(pdf: Path) -> set[str]:
    """The comments that stand in a PDF."""
    entries = [a.get_object() for page in PdfReader(pdf).pages for a in page.annotations or ()]
    return {_squeezed(str(e["/Contents"])) for e in entries if "/Contents" in e}


def _squeezed(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
