"""A deck checked, the guidance changed, and the same deck checked again, over real folders."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from handbook.check.kept import forget_source, kept_checks, kept_of
from handbook.cli import main
from handbook.commands.check import FAULT, FOUND
from handbook.settings import Settings
from ingest.build import ingest
from ingest.forget import forget
from ingest.manifest import list_corpus

BEFORE = (
    "# Kites\n\n1.1 The kite warden must report a broken string within three working days.\n\n"
    "1.2 The kite warden must keep the spare reels in the locked cupboard.\n"
)
AFTER = BEFORE.replace("three working days", "five working days")
RIGHT = "The kite warden must report a broken string within three working days"
SAME = "The kite warden must keep the spare reels in the locked cupboard"
Printed = Callable[[], tuple[str, str]]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    monkeypatch.setenv("HANDBOOK_DATA", str(made.data))
    monkeypatch.setenv("HANDBOOK_CORPUS", str(made.corpus))
    made.corpus.mkdir()
    _publish(made, BEFORE)
    return made


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    def read() -> tuple[str, str]:
        caught = capsys.readouterr()
        return caught.out, caught.err

    return read


def _publish(settings: Settings, text: str) -> None:
    (settings.corpus / "kites.md").write_text(text)
    ingest(settings, list_corpus(settings.corpus), whole=True)


def _deck(path: Path, *bullets: str) -> str:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Kites"
    slide.placeholders[1].text_frame.text = "\n".join(bullets)
    deck.save(str(path))
    return str(path)


def test_only_what_turned_is_listed_with_both_verdicts_and_both_quotations(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT, SAME)
    assert main(["check", deck]) == 0
    printed()
    assert main(["check", "--again"]) == 0
    assert ": 0 of 2 statements turned" in printed()[0]
    _publish(settings, AFTER)
    assert main(["check", "--again"]) == 1
    said = printed()[0]
    assert "1 of 2 statements turned (slide 1)" in said
    assert f"slide 1: {RIGHT}" in said
    assert SAME not in said
    former, _, present = said.partition("  now: differs")
    assert ": agrees" in former
    assert "broken string within three working days.”" in former
    assert "number: “three working days” is said, “five working days” stands there" in present
    assert "broken string within five working days.”" in present


def test_the_record_names_both_and_the_list_stays_until_the_deck_is_checked_anew(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    main(["check", deck])
    _publish(settings, AFTER)
    printed()
    for _ in range(2):
        assert main(["check", "--again", deck, "--json"]) == 1
        [record] = json.loads(printed()[0])
        [turned] = record["turned"]
        assert (turned["before"]["verdict"], turned["now"]["verdict"]) == ("agrees", "differs")
        assert not turned["stands"]
        assert record["before"]["index_edition"] != record["now"]["index_edition"]
    assert main(["check", deck]) == 1
    assert main(["check", "--again", deck]) == 0


def test_a_statement_that_no_source_bears_out_any_more_does_not_stand(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    main(["check", deck])
    _publish(settings, "# Kites\n\n1.1 The owl keeper must feed every owl at dusk.\n")
    printed()
    assert main(["check", "--again"]) == 1
    assert "now: not covered" in printed()[0]


def test_a_figure_that_was_wrong_and_is_wrong_in_another_way_turned(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT.replace("three", "nine"))
    assert main(["check", deck]) == 1
    assert main(["check", "--again"]) == 0
    _publish(settings, AFTER)
    printed()
    assert main(["check", "--again"]) == 1
    assert "“five working days” stands there" in printed()[0]


def test_neither_the_words_of_the_deck_nor_those_of_a_source_are_kept(
    settings: Settings, tmp_path: Path
) -> None:
    main(["check", _deck(tmp_path / "kites.pptx", RIGHT, SAME)])
    [record] = (settings.data / "checks").glob("*")
    for words in ("broken", "spare", "working days"):
        assert words not in record.read_text()


@pytest.mark.usefixtures("settings")
def test_a_number_whose_row_changed_turned(
    tmp_path: Path, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = tmp_path / "contacts.toml"
    row = '[[contact]]\narea = "all"\nname = "Kite line"\nnumber = "%s"\nchecked_on = "never"\n'
    monkeypatch.setenv("HANDBOOK_CONTACTS", str(contacts))
    contacts.write_text(row % "0113 496 0001")
    deck = _deck(tmp_path / "deck.pptx", "Kite line: 0113 496 0001")
    assert main(["check", deck]) == 0
    printed()
    contacts.write_text(row % "0113 496 0002")
    assert main(["check", deck, "--again"]) == 1
    told = printed()[0]
    assert "contacts: Kite line: 0113 496 0001" in told
    assert "number: “0113 496 0001” is said, “0113 496 0002” stands there" in told


def test_a_check_for_one_area_does_not_replace_that_for_another(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    for area in ("leeds", "bradford"):
        main(["check", deck, "--area", area])
    main(["check", deck])
    assert [kept.area for kept in kept_checks(settings.data)] == [None, "bradford", "leeds"]
    _publish(settings, AFTER)
    printed()
    assert main(["check", "--again", deck, "--json"]) == 1
    found = json.loads(printed()[0])
    assert [(one["area"], one["where"]) for one in found] == [
        (None, ["slide 1"]),
        ("bradford", ["slide 1"]),
        ("leeds", ["slide 1"]),
    ]
    assert main(["check", "--again", "--area", "leeds", "--json"]) == 1
    assert [one["area"] for one in json.loads(printed()[0])] == ["leeds"]
    assert main(["check", "--again", deck, "--area", "kirklees"]) == FAULT
    assert "was not checked for Kirklees as it is now" in printed()[1]


def test_a_file_kept_by_its_name_is_checked_again_where_it_is_named(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    main(["check", deck, "--keep-name"])
    [kept] = kept_checks(settings.data)
    assert (kept.path, kept.was_sent) == ("kites.pptx", True)
    printed()
    assert main(["check", "--again"]) == 0
    assert "kites.pptx, sent to the page on" in printed()[1]
    assert main(["check", "--again", deck]) == 0
    assert "0 of 1 statements turned" in printed()[0]


def test_again_writes_a_report_of_the_check_that_it_makes(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck, out = _deck(tmp_path / "kites.pptx", RIGHT, SAME), tmp_path / "report.html"
    main(["check", deck])
    main(["check", deck, "--area", "leeds"])
    _publish(settings, AFTER)
    printed()
    assert main(["check", "--again", deck, "--report", str(out)]) == FAULT
    assert "--report is of one check, and 2 are to be made again" in printed()[1]
    assert not out.exists()
    assert main(["check", "--again", deck, "--area", "leeds", "--report", str(out)]) == 1
    report = out.read_text()
    assert "five working days" in report
    assert SAME in report
    assert main(["check", "--again", deck, "--annotate", "copy.pptx"]) == FAULT
    assert "leave the other options out" in printed()[1]


@pytest.mark.parametrize("other", [None, "bradford"])
def test_a_record_of_an_earlier_version_is_found_and_stays_when_another_area_is_checked(
    settings: Settings, tmp_path: Path, other: str | None
) -> None:
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    main(["check", deck, "--area", "leeds"])
    [path] = (settings.data / "checks").glob("*.json")
    record = json.loads(path.read_text())
    for finding in record["findings"]:
        del finding["where"]
    path.unlink()
    path.with_name(f"{record['sha256']}.json").write_text(json.dumps(record))
    [kept] = kept_of(settings.data, record["sha256"])
    assert (kept.area, {f.where for f in kept.findings}) == ("leeds", {""})
    assert main(["check", "--again", deck]) == 0
    main(["check", deck, *(["--area", other] if other else [])])
    assert {kept.area for kept in kept_checks(settings.data)} == {"leeds", other}
    main(["check", deck, "--area", "leeds"])
    assert {kept.area for kept in kept_checks(settings.data)} == {"leeds", other}
    assert len(list((settings.data / "checks").glob("*.json"))) == 2


@pytest.mark.usefixtures("settings")
def test_a_deck_that_moved_changed_or_was_never_checked_gets_a_sentence(
    tmp_path: Path, printed: Printed
) -> None:
    deck = Path(_deck(tmp_path / "kites.pptx", RIGHT))
    main(["check", str(deck)])
    _deck(deck, SAME)
    assert main(["check", "--again"]) == FAULT
    assert "has changed since" in printed()[1]
    assert main(["check", "--again", str(deck)]) == FAULT
    assert "was not checked as it is now" in printed()[1]
    deck.unlink()
    assert main(["check", "--again"]) == FAULT
    assert "is no longer there" in printed()[1]
    assert main(["check"]) == FAULT
    assert "takes one FILE" in printed()[1]


def test_a_deck_that_is_gone_is_told_by_the_status_beside_one_that_turned(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    gone = Path(_deck(tmp_path / "gone.pptx", SAME))
    main(["check", str(gone)])
    main(["check", _deck(tmp_path / "kites.pptx", RIGHT)])
    _publish(settings, AFTER)
    assert main(["check", "--again"]) == FOUND
    gone.unlink()
    printed()
    assert main(["check", "--again"]) == FAULT
    assert "now: differs" in printed()[0]


def test_a_strict_check_finds_what_is_not_covered_and_what_is_covered_no_more(
    settings: Settings, tmp_path: Path
) -> None:
    deck = _deck(tmp_path / "kites.pptx", "Every form tutor must keep a blue diary.")
    assert main(["check", deck]) == 0
    assert main(["check", deck, "--strict"]) == FOUND
    right = _deck(tmp_path / "right.pptx", RIGHT)
    assert main(["check", right, "--strict"]) == 0
    wrong = _deck(tmp_path / "wrong.pptx", RIGHT.replace("three", "nine"))
    assert main(["check", wrong]) == FOUND
    _publish(settings, "# Kites\n\n1.1 The owl keeper must feed every owl at dusk.\n")
    assert main(["check", "--again", wrong]) == 0
    assert main(["check", "--again", wrong, "--strict"]) == FOUND


def test_what_is_kept_of_an_erased_source_goes_with_it(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / "lesson.pptx", RIGHT)
    main(["check", deck])
    main(["check", str(settings.corpus / "kites.md")])
    assert len(kept_checks(settings.data)) == 2
    (settings.corpus / "owls.md").write_text("# Owls\n\n1.1 The keeper must feed owls.\n")
    (settings.corpus / "kites.md").rename(tmp_path / "kites.md")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert forget(settings, "kites").proved
    [kept] = kept_checks(settings.data)
    assert kept.path == deck
    assert all(f.place is None for f in kept.findings)
    printed()
    assert main(["check", "--again"]) == 1
    assert "the former quotation is no longer held" in printed()[0]


def test_a_damaged_record_is_passed_over_and_a_folder_that_cannot_be_written_loses_no_check(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    (settings.data / "checks").write_text("no folder")
    deck = _deck(tmp_path / "kites.pptx", RIGHT)
    assert main(["check", deck]) == 0
    out, err = printed()
    assert "1 agrees" in out
    assert "this check was not kept" in err
    (settings.data / "checks").unlink()
    main(["check", deck])
    [record] = (settings.data / "checks").glob("*.json")
    record.write_text('{"path": 1')
    assert kept_of(settings.data, record.stem) == []
    assert main(["check", "--again", deck]) == FAULT


def test_a_record_that_names_another_file_is_damaged_and_is_written_over_no_other(
    settings: Settings, tmp_path: Path
) -> None:
    deck = _deck(tmp_path / "a.pptx", "Visit within 5 working days")
    main(["check", deck])
    (path,) = (settings.data / "checks").glob("*.json")
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {"sha256": "../elsewhere"}))
    assert kept_checks(settings.data) == []
    forget_source(settings.data, "visits", set())
    assert not path.exists()
    assert not (settings.data / "elsewhere.json").exists()
