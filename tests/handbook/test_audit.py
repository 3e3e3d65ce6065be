"""The audit trail: who did what, and that no line of it can be touched without a trace."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.audit import FILE, START, note, read_trail
from handbook.cli import main
from handbook.errors import SettingsError
from handbook.index import editions
from tests.handbook.test_access import handbook

Lines = list[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number in range(1, 6):
        note(tmp_path, "anna", "withdraw", f"source-{number}")
    return tmp_path


def test_each_line_holds_the_hash_of_the_one_before(data: Path) -> None:
    lines = [json.loads(line) for line in (data / FILE).read_text().splitlines()]
    assert [line["before"] for line in lines] == [START, *(line["hash"] for line in lines[:-1])]
    trail = read_trail(data)
    assert trail.broken is None
    assert trail.last == lines[-1]["hash"]
    assert trail.last in trail.sentence
    assert [(e.who, e.what, e.on) for e in trail.entries][4] == ("anna", "withdraw", "source-5")


def test_a_clock_that_is_set_back_does_not_break_the_chain(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handbook.audit._now", lambda: "2001-01-01T00:00:00+00:00")
    note(data, "anna", "withdraw", "source-6")
    trail = read_trail(data)
    assert trail.broken is None
    assert [e.on for e in trail.entries][-2:] == ["source-5", "source-6"]


def _changed(lines: Lines, number: int) -> Lines:
    return [line.replace("anna", "eve") if n == number else line for n, line in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("touch", "broken"),
    [
        (lambda lines: _changed(lines, 1), 1),
        (lambda lines: _changed(lines, 3), 3),
        (lambda lines: _changed(lines, 5), 5),
        (lambda lines: lines[:2] + lines[3:], 3),
        (lambda lines: lines[1:], 1),
        (lambda lines: lines[:2] + lines[1:], 3),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [*lines[:3], "{not JSON", *lines[3:]], 4),
        (lambda lines: [*lines[:4], lines[4][:40]], 5),
        (lambda lines: [*lines[:4], lines[4].replace("withdraw", "forget")], 5),
    ],
)
def test_the_first_line_that_was_touched_is_named(
    data: Path, touch: Callable[[Lines], Lines], broken: int
) -> None:
    lines = touch((data / FILE).read_text().splitlines())
    (data / FILE).write_text("".join(f"{line}\n" for line in lines))
    assert read_trail(data).broken == broken
    said = handbook(data, "audit")
    assert said.startswith("1 ")
    assert f"Line {broken} is not what was written there" in said


def test_a_line_that_a_crash_cut_short_is_named_and_the_trail_goes_on(data: Path) -> None:
    text = (data / FILE).read_bytes()
    (data / FILE).write_bytes(text[:-30])
    note(data, "ben", "forget", "source-9")
    trail = read_trail(data)
    assert trail.broken == 5
    assert trail.entries[-1].who == "ben"


def test_two_who_write_at_once_make_one_chain(tmp_path: Path) -> None:
    def write(who: str) -> None:
        for number in range(20):
            note(tmp_path, who, "add", f"{number}.pdf")

    writers = [threading.Thread(target=write, args=(who,)) for who in ("anna", "ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    trail = read_trail(tmp_path)
    assert trail.broken is None
    assert len(trail.entries) == 40


def test_a_trail_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(SettingsError, match="cannot be written"):
        note(tmp_path, "anna", "add", "x.pdf")


def test_signs_that_could_forge_a_line_stay_within_theirs(tmp_path: Path) -> None:
    note(tmp_path, "eve\n{}", "add", 'x"}\n\u2028{"who": "anna"}')
    trail = read_trail(tmp_path)
    assert len(trail.entries) == 1
    assert trail.broken is None


def test_the_command_line_notes_what_it_adds_and_forgets(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "owls.md").write_text("# Owls\n\n1.1 The owl keeper must feed the owl by noon.\n")
    (corpus / "kites.md").write_text("# Kites\n\n1.1 The kite warden must mend the kite.\n")
    data = tmp_path / "data"
    where = {"HANDBOOK_CORPUS": str(corpus)}
    assert handbook(data, "ingest", **where).startswith("0 ")
    assert handbook(data, "ask", "who feeds the zebra", **where).startswith("0 ")
    assert handbook(data, "forget", "somebody's name", **where).startswith("1 ")
    assert handbook(data, "forget", "owls", "--by", "anna", **where).startswith("0 ")
    trail = read_trail(data)
    noted = [(e.what, e.on) for e in trail.entries]
    assert sorted(noted[:2]) == [("added", "kites.md"), ("added", "owls.md")]
    assert noted[2:] == [("forget", "owls")]
    assert trail.entries[-1].who == "anna"
    assert trail.entries[0].who.endswith("on the command line")
    assert "zebra" not in (data / FILE).read_text()


def test_a_trail_without_a_line_says_so(tmp_path: Path) -> None:
    assert handbook(tmp_path, "audit").startswith("0 0 lines")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one source, which is indexed."""
    found = tmp_path / "corpus"
    found.mkdir()
    (found / "owls.md").write_text("# Owls\n\n1.1 The owl keeper must feed the owl by noon.\n")
    monkeypatch.setenv("HANDBOOK_CORPUS", str(found))
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path / "data"))
    assert main(["ingest"]) == 0
    (found / "owls.md").rename(found / "kites.md")
    (found / "kites.md").write_text("# Kites\n\n1.1 The kite warden must mend the kite.\n")
    return found


def test_what_an_ingest_of_the_whole_changes_is_noted_before_it_is_done(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    data = corpus.parent / "data"
    before = editions.current(data).edition_id
    with monkeypatch.context() as patched:
        patched.setattr("handbook.index.editions.flip", crash)
        with pytest.raises(KeyboardInterrupt):
            main(["ingest"])
    assert editions.current(data).edition_id == before
    noted = [(e.what, e.on) for e in read_trail(data).entries]
    assert noted == [("added", "owls.md"), ("added", "kites.md"), ("withdrawn", "owls.md")]
    assert main(["ingest"]) == 0
    assert [(e.what, e.on) for e in read_trail(data).entries][3:] == noted[1:]
    assert read_trail(data).broken is None
    assert main(["ingest"]) == 0
    assert len(read_trail(data).entries) == 5


def test_an_ingest_that_cannot_be_noted_is_not_done(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = corpus.parent / "data"
    before = editions.current(data).edition_id
    (data / FILE).unlink()
    (data / FILE).mkdir()
    assert main(["ingest"]) == 1
    assert "The audit trail" in capsys.readouterr().err
    assert editions.current(data).edition_id == before
