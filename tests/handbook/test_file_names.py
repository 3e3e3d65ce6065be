"""What a checked file is called, and where it lies: masked as what is in it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.check.kept import forget_before, kept_checks
from handbook.cli import main
from handbook.commands.check import FAULT
from handbook.index.editions import replace_text
from handbook.personal.file_names import masked_name, masked_place, without_place
from handbook.personal.mask import Masker
from handbook.settings import Settings
from tests.handbook.test_check_again import AFTER, RIGHT, _deck, _publish, printed
from tests.handbook.test_check_again import settings as settings
from tests.handbook.test_check_details import _unpacked

__all__ = ["printed"]
CALLED = "Florin Smith 12.3.2014.pptx"
SECRETS = ("florin", "smith", "12.3.2014")
Printed = Callable[[], tuple[str, str]]


def _none_in(text: str) -> None:
    assert [s for s in SECRETS if s in text.casefold()] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Smith 12.3.2014.pptx", "[name removed] [date of birth removed].pptx"),
        ("Jane_Smith_12-3-2014.docx", "[name removed] [date of birth removed].docx"),
        ("jane-smith.pptx", "[name removed].pptx"),
        ("JaneSmith.pptx", "[name removed].pptx"),
        ("943-476-5919 plan.txt", "[NHS number removed] plan.txt"),
        ("notes.Jane", "[name removed]"),
        ("Safeguarding induction 2026.pptx", "Safeguarding induction 2026.pptx"),
        ("L1SafeguardingTraining.v2.pptx", "L1SafeguardingTraining.v2.pptx"),
        ("core-groups.html", "core-groups.html"),
    ],
)
def test_details_go_however_they_are_joined_and_the_suffix_stays(name: str, expected: str) -> None:
    masker = Masker()
    assert masked_name(masker, name) == expected
    assert masked_name(masker, expected) == expected


def test_a_name_that_the_corpus_knows_stays(corpus_book: Handbook) -> None:
    assert masked_name(corpus_book.masker, "Emily review.pptx") == "Emily review.pptx"
    assert masked_name(Masker(), "Emily review.pptx") == "[name removed] review.pptx"


def test_a_folder_of_a_family_is_masked_and_ones_own_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "anna"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    path = home / "Jane Smith" / "plan.pptx"
    assert masked_place(Masker(), path) == str(home / "[name removed]" / "plan.pptx")
    told = without_place(Masker(), f"{path.name} cannot be read; {path} is damaged.", path)
    assert "Jane" not in told


def test_where_there_is_no_home_every_folder_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", no_home)
    place = masked_place(Masker(), Path("/decks/Jane Smith/plan.pptx"))
    assert place == str(Path("/decks/[name removed]/plan.pptx").absolute())


def test_a_check_by_one_person_leaves_the_folder_of_another_where_it_is(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: Printed
) -> None:
    for name in ("jane-smith", "tom-jones"):
        monkeypatch.setenv("HOME", str(tmp_path / name))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / name))
        (tmp_path / name).mkdir()
        main(["check", _deck(tmp_path / name / "kites.pptx", RIGHT, name)])
    kept = sorted(one.path for one in kept_checks(settings.data))
    assert kept == [str(tmp_path / n / "kites.pptx") for n in ("jane-smith", "tom-jones")]
    printed()
    monkeypatch.setenv("HOME", str(tmp_path / "jane-smith"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "jane-smith"))
    assert main(["check", "--again"]) == 0
    assert "not found" not in printed()[1]


def test_what_is_deleted_meanwhile_does_not_come_back(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["check", _deck(tmp_path / "lesson.pptx", RIGHT)])
    [before] = kept_checks(settings.data)
    _as_of_an_earlier_version(settings)
    going: list[threading.Thread] = []

    def write(path: Path, text: str) -> None:
        if path.stem == before.sha256:
            forget = threading.Thread(target=forget_before, args=(settings.data, date.max))
            going.append(forget)
            forget.start()
            forget.join(0.5)
        replace_text(path, text)

    monkeypatch.setattr("handbook.check.kept.replace_text", write)
    main(["check", _deck(tmp_path / "other.pptx", RIGHT, RIGHT)])
    for forget in going:
        forget.join()
    assert going
    assert kept_checks(settings.data) == []


def _as_of_an_earlier_version(settings: Settings) -> None:
    [path] = (settings.data / "checks").glob("*.json")
    record = json.loads(path.read_text().replace("lesson.pptx", CALLED))
    del record["names_masked"]
    path.write_text(json.dumps(record))


def test_neither_output_nor_reports_nor_what_is_kept_name_anybody_and_the_file_is_found_again(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    deck = _deck(tmp_path / CALLED, RIGHT)
    reports = [tmp_path / "report.html", tmp_path / "report.xlsx"]
    assert main(["check", deck, *(f"--report={out}" for out in reports)]) == 0
    out, err = printed()
    assert out.startswith("[name removed] [date of birth removed].pptx, checked on")
    assert "kept of it: name and date of birth" in err
    assert main(["check", deck, "--json"]) == 0
    as_json = printed()[0]
    assert json.loads(as_json)["masked"] == ["name", "date of birth"]
    for text in (out, err, as_json, *map(_unpacked, reports)):
        _none_in(text)
    [record] = (settings.data / "checks").glob("*.json")
    _none_in(record.read_text())
    _publish(settings, AFTER)
    printed()
    for named in ([], [deck]):
        assert main(["check", "--again", *named]) == 1
        told = printed()
        assert "1 of 1 statements turned" in told[0]
        _none_in("".join(told))


def test_a_file_that_moved_or_lies_in_a_family_s_folder_is_told_of_without_its_name(
    settings: Settings, tmp_path: Path, printed: Printed
) -> None:
    del settings
    folder = tmp_path / "Florin Smith"
    folder.mkdir()
    deck = Path(_deck(folder / "plan.pptx", RIGHT))
    assert main(["check", str(deck)]) == 0
    printed()
    assert main(["check", "--again"]) == FAULT
    told = printed()[1]
    assert "its folder's name holds a personal detail, which is not kept" in told
    assert main(["check", "--again", str(deck)]) == 0
    changed = Path(_deck(folder / CALLED, "The keeper must feed owls"))
    for wrong in (changed, folder / "no.pptx", folder / CALLED.replace("pptx", "exe")):
        assert main(["check", "--again", str(wrong)]) == FAULT
        assert main(["check", str(folder / CALLED.replace("pptx", "exe"))]) == FAULT
        told += "".join(printed())
    changed.with_suffix(".exe").write_bytes(b"x")
    assert main(["check", str(changed.with_suffix(".exe"))]) == FAULT
    told += "".join(printed())
    assert "is of a kind that cannot be read here" in told
    _none_in(told)


def test_what_an_earlier_version_kept_of_names_goes_with_the_next_check(
    settings: Settings, tmp_path: Path
) -> None:
    main(["check", _deck(tmp_path / "lesson.pptx", RIGHT)])
    _as_of_an_earlier_version(settings)
    main(["check", _deck(tmp_path / "other.pptx", RIGHT, RIGHT)])
    assert len(kept_checks(settings.data)) == 2
    for record in (settings.data / "checks").glob("*.json"):
        _none_in(record.read_text())
