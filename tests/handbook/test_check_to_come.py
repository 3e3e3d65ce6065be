"""What an edition says that is held and not in force yet, in a check of material."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.check.again import compare_checks
from handbook.check.kept import forget_source, keep_check, kept_of
from handbook.check.present import check_json, check_text
from handbook.check.present_again import again_text
from handbook.check.read_back import read_findings
from handbook.check.records import Check, Finding, Verdict
from handbook.check.remarks import remark
from handbook.check.run import make_check
from handbook.export.check_report import write_report
from ingest.material import read_material
from tests.conftest import open_book

MANIFEST = """
[[source]]
id = "kites"
title = "Kite procedures"
authority = "local procedure"
[[source.edition]]
effective = 2020-04-01
file = "kites.md"
[[source.edition]]
effective = 2995-04-01
file = "kites-to-come.md"

[[source]]
id = "owls"
title = "Owl procedures"
authority = "local procedure"
[[source.edition]]
effective = 2995-09-01
file = "owls.md"
"""
RULE = "The kite warden must report a broken string within {0} working days."
SAME = "The kite warden must keep the spare reels in the locked cupboard."
REELS = "The reel keeper must count the reels within two working days."
REELS_IN_LEEDS = "In Leeds the reel keeper must count the reels within nine working days."
OWLS = "The owl keeper must feed every young owl at dusk on the barn floor."
KITES = "# Kites\n\n1.1 {0}\n\n1.2 {1}\n\n1.3 {2}\n"
TO_COME = RULE.format("five")
DAY = date(2026, 12, 1)
THEN = date(2995, 4, 1)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("to-come")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "kites.md").write_text(KITES.format(RULE.format("three"), SAME, REELS))
    (corpus / "kites-to-come.md").write_text(KITES.format(TO_COME, SAME, REELS_IN_LEEDS))
    (corpus / "owls.md").write_text(f"# Owls\n\n1.1 {OWLS}\n")
    opened = open_book(corpus, folder / "data")
    yield opened
    opened.close()


def _check(
    book: Handbook, folder: Path, text: str, day: date = DAY, area: str | None = None
) -> Check:
    path = folder / "slide.txt"
    path.write_text(text + "\n", encoding="utf-8")
    lines = read_material(path).lines
    return make_check(book, path.name, path.read_bytes(), lines, area, day)


def _one(
    book: Handbook, folder: Path, text: str, day: date = DAY, area: str | None = None
) -> Finding:
    [found] = _check(book, folder, text, day, area).findings
    return found


def test_what_only_an_edition_to_come_says_is_true_from_its_day_beside_what_holds_till_then(
    book: Handbook, tmp_path: Path
) -> None:
    found = _one(book, tmp_path, TO_COME)
    assert (found.verdict, found.starts) == (Verdict.TRUE_FROM, THEN)
    assert [c.quote for c in found.cited] == [TO_COME, RULE.format("three")]


def test_what_is_true_today_and_not_by_the_edition_to_come_agrees_until_its_day(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, RULE.format("three"))
    [found] = check.findings
    assert (found.verdict, found.until) == (Verdict.AGREES, THEN)
    assert found.beside is not None
    assert found.beside.quote == TO_COME
    assert found.needs_a_look
    assert check.passes


def test_what_both_editions_say_simply_agrees(book: Handbook, tmp_path: Path) -> None:
    found = _one(book, tmp_path, SAME)
    assert (found.verdict, found.until, found.beside) == (Verdict.AGREES, None, None)


def test_a_source_with_only_an_edition_to_come_bears_nothing_out_today(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, OWLS)
    [found] = check.findings
    assert (found.verdict, found.starts, found.beside) == (
        Verdict.TRUE_FROM,
        date(2995, 9, 1),
        None,
    )
    assert not check.passes
    assert "till 1 September 2995: no sentence held here" in check_text(check)


def test_a_check_as_at_a_day_after_it_takes_the_edition_as_in_force(
    book: Handbook, tmp_path: Path
) -> None:
    assert _one(book, tmp_path, TO_COME, THEN).verdict is Verdict.AGREES
    was = _one(book, tmp_path, RULE.format("three"), THEN)
    assert (was.verdict, was.until) == (Verdict.TRUE_UNTIL, THEN)


@pytest.mark.parametrize(
    ("said", "verdict", "beside"),
    [
        (TO_COME, "true from 2995-04-01", "till 1 April 2995: “The kite warden"),
        (RULE.format("three"), "agrees until 2995-04-01", "from 1 April 2995: “The kite warden"),
    ],
)
def test_the_day_and_the_other_side_of_it_stand_wherever_the_check_is_shown(
    book: Handbook, tmp_path: Path, said: str, verdict: str, beside: str
) -> None:
    check = _check(book, tmp_path, said)
    page = write_report(book, check, ".html").decode()
    for shown in (check_text(check), remark(check.findings[0]), page):
        assert verdict in shown.lower()
        assert beside.lower() in shown.lower()
    assert write_report(book, check, ".xlsx").startswith(b"PK")
    record = json.loads(json.dumps(check_json(check)))
    assert record["findings"][0]["beside"]["quote"] == check.findings[0].cited[1].quote
    [again] = read_findings(book, record)
    assert (again.starts, again.until) == (check.findings[0].starts, check.findings[0].until)
    assert [c.quote for c in again.cited] == [c.quote for c in check.findings[0].cited]


def test_the_day_is_kept_for_the_next_check(book: Handbook, tmp_path: Path) -> None:
    check = _check(book, tmp_path, TO_COME)
    keep_check(tmp_path, check, tmp_path / "slide.txt", book.masker)
    [kept] = kept_of(tmp_path, check.sha256)
    assert kept.findings[0].starts == THEN


def test_of_a_former_finding_only_what_still_stands_is_told_beside_it(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, TO_COME)
    keep_check(tmp_path, check, tmp_path / "slide.txt", book.masker)
    now = _check(book, tmp_path, TO_COME, THEN)
    told = _again(book, tmp_path, now)
    assert "true from 2995-04-01" in told
    assert f"till 1 April 2995: “{RULE.format('three')}”" in told
    path = tmp_path / "checks" / f"{check.sha256}.json"
    record = json.loads(path.read_text())
    del record["findings"][0]["beside"]
    path.write_text(json.dumps(record))
    told = _again(book, tmp_path, now)
    assert "true from 2995-04-01" in told
    assert "till" not in told


def test_what_stood_beside_a_finding_goes_with_its_source(book: Handbook, tmp_path: Path) -> None:
    check = _check(book, tmp_path, TO_COME)
    keep_check(tmp_path, check, tmp_path / "slide.txt", book.masker)
    path = tmp_path / "checks" / f"{check.sha256}.json"
    record = json.loads(path.read_text())
    [finding] = record["findings"]
    finding["beside"]["source_id"] = "owls"
    path.write_text(json.dumps(record))
    forget_source(tmp_path, "owls", set())
    [kept] = kept_of(tmp_path, check.sha256)
    assert kept.findings[0].beside is None
    assert kept.findings[0].place is not None
    assert "owls" not in path.read_text()


@pytest.mark.parametrize("area", [None, "bradford"])
def test_what_another_areas_edition_to_come_says_ends_nothing(
    book: Handbook, tmp_path: Path, area: str | None
) -> None:
    found = _one(book, tmp_path, REELS, area=area)
    assert (found.verdict, found.until, found.beside) == (Verdict.AGREES, None, None)
    there = _one(book, tmp_path, REELS, area="leeds")
    assert (there.verdict, there.until) == (Verdict.AGREES, THEN)


def _again(book: Handbook, data: Path, now: Check) -> str:
    [before] = kept_of(data, now.sha256)
    return again_text(compare_checks(book, before, now))
