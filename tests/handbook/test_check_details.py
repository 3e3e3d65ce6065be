"""Personal details in material that is checked: masked in their place, and nowhere to be found."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from pptx import Presentation

from handbook.book import Handbook
from handbook.check.details import blanked, is_record, masked_text
from handbook.check.kept import kept_checks
from handbook.check.records import Verdict
from handbook.check.run import check_lines, make_check
from handbook.cli import main
from handbook.commands.check import FAULT
from handbook.endpoint import Endpoint
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from ingest.material import read_material
from tests.model_server import ModelServer

RULES = (
    "# Kites\n\n1.1 The kite warden must report a broken string within three working days.\n\n"
    "1.2 The kite warden must keep the spare reels in the locked cupboard.\n"
)
WRONG = "Florin's kite warden must report a broken string within three days"
NUMBERED = "For NHS number 943 476 5919 the kite warden must keep the spare reels"
BORN = "The kite warden, dob 03/04/2019, of 12 Oak Close LS8 1AB, must keep the reels"
SECRETS = ("Florin", "943 476 5919", "9434765919", "03/04/2019", "12 Oak Close", "LS8 1AB")
RECORD = (
    "Name: Florin Kowalczykowska\nDOB: 03/04/2019\nAddress: 12 Oak Close, LS8 1AB\n"
    "NHS no: 943 476 5919\nFlorin came to school without a coat.\n"
)


@pytest.fixture
def settings(tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A small corpus whose encoder is behind an address."""
    made = Settings(
        corpus=tmp_path / "corpus",
        data=tmp_path / "data",
        encoder=Endpoint("tiny", server.url),
    )
    for name, value in made.as_environment().items():
        monkeypatch.setenv(name, value)
    made.corpus.mkdir()
    (made.corpus / "kites.md").write_text(RULES)
    ingest(made, list_corpus(made.corpus), whole=True)
    return made


def _deck(path: Path, *bullets: str, title: str = "Kites", notes: str = "") -> Path:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "\n".join(bullets)
    slide.notes_slide.notes_text_frame.text = notes
    deck.save(str(path))
    return path


def _none_in(text: str) -> None:
    assert [s for s in SECRETS if s.casefold() in text.casefold()] == []


def _unpacked(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def test_a_deck_is_checked_and_nothing_of_a_person_is_shown_written_kept_or_sent(
    settings: Settings, server: ModelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = _deck(tmp_path / "kites.pptx", WRONG, NUMBERED, title="Florin and the kite", notes=BORN)
    reports = [tmp_path / "report.html", tmp_path / "report.xlsx"]
    copy = tmp_path / "copy.pptx"
    arguments = [*(f"--report={out}" for out in reports), f"--annotate={copy}"]
    assert main(["check", str(deck), *arguments]) == 1
    printed = capsys.readouterr()
    assert "[name removed]'s kite warden" in printed.out
    told = "kept of it: name, NHS number, date of birth, address and postcode."
    assert printed.err.count(told) == 1
    assert main(["check", str(deck), "--json"]) == 1
    as_json = capsys.readouterr().out
    assert json.loads(as_json)["masked"][:2] == ["name", "NHS number"]
    assert main(["check", str(deck), "--again", "--json"]) == 0
    again = capsys.readouterr().out
    for text in (printed.out, printed.err, as_json, again, *map(_unpacked, reports)):
        _none_in(text)
    with zipfile.ZipFile(copy) as archive:
        _none_in(archive.read("ppt/comments/comment1.xml").decode())
    assert "someone's kite warden must report" in "\n".join(server.encoded)
    _none_in("\n".join(server.encoded))
    assert kept_checks(settings.data)
    for path in settings.data.rglob("*"):
        if path.is_file():
            assert [s for s in SECRETS if s.encode() in path.read_bytes()] == []


def test_a_detail_changes_no_verdict_and_the_marks_stand_at_their_words(
    settings: Settings, tmp_path: Path
) -> None:
    book = Handbook.open(settings)
    lines = read_material(_deck(tmp_path / "kites.pptx", WRONG)).lines
    found = check_lines(book, lines)[-1]
    book.close()
    assert found.line.text == WRONG.replace("Florin", "[name removed]")
    assert found.line.spans == lines[-1].spans
    assert found.verdict is Verdict.DIFFERS
    assert [d.said and d.said.of(found.line.text) for d in found.differences] == ["three days"]


def test_a_warning_that_repeats_words_of_the_file_is_masked_too(corpus_book: Handbook) -> None:
    warnings = ("A piece of text could not be placed in the file: 'NHS number 943 476 5919'.",)
    check = make_check(corpus_book, "x.md", b"", [], None, date(2026, 12, 1), warnings)
    assert check.warnings[0].endswith("'NHS number [NHS number removed]'.")


def test_a_line_that_is_a_detail_and_nothing_else_is_no_statement(
    settings: Settings, tmp_path: Path
) -> None:
    book = Handbook.open(settings)
    deck = _deck(tmp_path / "kites.pptx", "Florin Kowalczykowska, 07700 900123")
    found = check_lines(book, read_material(deck).lines)[-1]
    book.close()
    assert found.line.text == "[name removed], [telephone number removed]"
    assert found.verdict is Verdict.NOT_CHECKABLE


def test_a_statement_that_was_kept_before_masking_knew_a_name_is_still_compared(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = _deck(tmp_path / "kites.pptx", WRONG.replace("three days", "three working days"))
    assert main(["check", str(deck)]) == 0
    [path] = (settings.data / "checks").glob("*.json")
    kept = json.loads(path.read_text())
    kept["findings"][-1] |= {"statement_sha256": "0" * 64, "masked": False}
    path.write_text(json.dumps(kept))
    (settings.corpus / "kites.md").write_text(RULES.replace("three", "five"))
    ingest(settings, list_corpus(settings.corpus), whole=True)
    capsys.readouterr()
    assert main(["check", str(deck), "--again"]) == 1
    assert "1 of 1 statements turned" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["notes.txt", "notes.md", "notes.pptx"])
def test_a_record_is_refused_and_nothing_of_it_is_kept_or_sent(
    settings: Settings,
    server: ModelServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    path = tmp_path / name
    if path.suffix == ".pptx":
        _deck(path, *RECORD.splitlines())
    else:
        path.write_text(RECORD.replace("\n", "\n\n"), encoding="utf-8")
    sent = len(server.encoded)
    assert main(["check", str(path), f"--report={tmp_path / 'report.html'}"]) == FAULT
    printed = capsys.readouterr()
    assert "looks like a record about a family" in printed.err
    _none_in(printed.out + printed.err + "\n".join(server.encoded[sent:]))
    assert not (tmp_path / "report.html").exists()
    assert kept_checks(settings.data) == []


TEACHING = "Every child should be seen alone and their wishes and feelings written down. " * 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RECORD, True),
        ("Here are the minutes of the core group: mum said that she had moved out again.", True),
        ("12/03/2024 Visit to Florin.\n14/03/2024 No reply.\n20/03/2024 Mum rang.", True),
        (f"{TEACHING}{TEACHING}", False),
        (f"A case study\n{RECORD}{TEACHING}", False),
        ("Name:\nDate of birth:\nAddress:\nThe form asks for these.", False),
        ("Date: 3 May\nPresent: all\nActions: none\nA good record has a date.", False),
    ],
    ids=["fields", "minutes", "entries", "long", "case study", "form", "agenda"],
)
def test_what_is_a_record_and_what_is_teaching(
    corpus_book: Handbook, text: str, expected: bool
) -> None:
    assert is_record(corpus_book.masker, text) is expected


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Helpline for education staff: 0204 513 9990", True),
        ("Forced Marriage Unit: 020 7008 0151", True),
        ("Ring mum on 0113 496 0123", False),
        ("Florin's number is 0113 496 0123", False),
        ("Ring the worker on 07700 900123", False),
        ("Ring the worker on +44 7700 900123", False),
    ],
)
def test_the_number_of_a_service_stays_and_a_persons_goes(
    corpus_book: Handbook, text: str, stays: bool
) -> None:
    assert (masked_text(corpus_book.masker, text) == text) is stays


def test_what_was_taken_out_is_compared_as_nothing_at_the_same_length() -> None:
    text = "The [name removed] must, dob [date of birth removed], within 3 days"
    assert len(blanked(text)) == len(text)
    assert blanked(text).split() == ["The", "must,", "dob", ",", "within", "3", "days"]


def test_a_very_long_line_is_masked_to_its_end(corpus_book: Handbook) -> None:
    text = "the plan is kept " * 1000 + "for NHS number 943 476 5919"
    assert masked_text(corpus_book.masker, text) == text.replace(
        "943 476 5919", "[NHS number removed]"
    )
