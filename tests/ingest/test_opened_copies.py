"""Annotated copies as LibreOffice reads them, where it is on the machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.annotated import annotated
from tests.ingest.opened_copies import fault_of, main
from tests.ingest.test_annotated import deck_of_timescales, handout_of_timescales, no_units

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")


def test_another_program_opens_a_copy_and_finds_every_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = deck_of_timescales(tmp_path / "a.pptx"), handout_of_timescales(tmp_path / "b.docx")
    assert main([str(path) for path in made]) == 0
    assert "2 of 2 files" in capsys.readouterr().out


def test_a_copy_that_lost_a_comment_or_does_not_open_is_named(tmp_path: Path) -> None:
    assert OFFICE
    copy = tmp_path / "copy.docx"
    copy.write_bytes(annotated(handout_of_timescales(tmp_path / "a.docx"), [], no_units))
    assert "1 of 1 comments are lost" in fault_of(copy, ["Differs"], OFFICE, tmp_path)
    copy.write_bytes(copy.read_bytes()[:400])
    assert "does not open" in fault_of(copy, [], OFFICE, tmp_path)
