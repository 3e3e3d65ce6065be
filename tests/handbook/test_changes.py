"""What changed between editions: paired by text, silent changes included."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.catalogue import Catalogue
from handbook.changes import Changes, two_editions
from handbook.changes import compare as compare_editions
from handbook.errors import SettingsError
from handbook.index.editions import IndexEdition
from handbook.pairing import fold, pair
from ingest.document import Read
from ingest.jobs import find_jobs
from ingest.manifest import list_corpus
from ingest.plan import make_plan
from ingest.readers import read_all
from tests.conftest import shared

OLD = """# Core groups

## 1. Timing

1.1 The core group must meet within 10 working days.

1.2 The lead practitioner chairs the meeting, as paragraph 1.3 says.

1.3 Minutes are sent out within 5 working days.

1.4 Parents should be asked whether they wish to attend.

## Amendments

In March 2025 a paragraph on interpreters was added.
"""
NEW = """# Core groups

## 1. Timing

1.1 The core group must meet within 10 working days.

1.2 An interpreter is booked wherever a parent needs one.

1.3 The lead practitioner chairs the meeting, as paragraph 1.4 says.

1.4 Minutes are sent out within 7 working days.

## Amendments

In March 2025 a paragraph on interpreters was added.
"""


def compare(folder: Path, files: dict[str, Path], since: date | None = None) -> Changes:
    corpus = folder / "corpus"
    corpus.mkdir()
    tables = [
        f'[[source.edition]]\nedition = "{year}"\neffective = {year}-09-01\nfile = "{path}"\n'
        for year, path in files.items()
    ]
    head = '[[source]]\nid = "guide"\ntitle = "Guide"\n'
    (corpus / "manifest.toml").write_text(head + "".join(tables))
    catalogue = Catalogue.open(folder / "data")
    try:
        held = two_editions(read(catalogue, corpus), "guide", since)
        return compare_editions(catalogue, *held)
    finally:
        catalogue.close()


def read(catalogue: Catalogue, corpus: Path) -> IndexEdition:
    """What an ingest would hold, without its indexes."""
    jobs, failures = find_jobs(list_corpus(corpus))
    for _, outcome in read_all(jobs):
        assert isinstance(outcome, Read)
        catalogue.add(outcome.document, outcome.receipt, outcome.text_hash)
    plan = make_plan(catalogue, None, jobs, failures, True, date.today())
    return IndexEdition("e", "now", "encoder", plan.documents, plan.past)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Two editions of one source."""
    paths = {year: tmp_path / f"{year}.md" for year in ("2024", "2025")}
    paths["2024"].write_text(OLD)
    paths["2025"].write_text(NEW)
    return paths


def test_added_removed_and_reworded_paragraphs_are_told_apart(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    found = compare(tmp_path, files)
    assert found.paragraph_counts == {"equal": 2, "reworded": 1, "added": 1, "removed": 1}
    kinds = {(c.kind, c.place): c for s in found.sections for c in s.changes}
    assert set(kinds) == {
        ("added", "paragraph 1.2"),
        ("reworded", "paragraph 1.4 (was 1.3)"),
        ("removed", "paragraph 1.4"),
    }
    assert kinds["reworded", "paragraph 1.4 (was 1.3)"].words == (("5", "7"),)


def test_since_a_day_after_the_last_edition_nothing_has_changed(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    found = compare(tmp_path, files, date(2026, 1, 1))
    assert found.sections == ()
    assert found.paragraph_counts["equal"] == 4


def test_a_source_with_one_edition_is_a_sentence(tmp_path: Path, files: dict[str, Path]) -> None:
    del files["2024"]
    with pytest.raises(SettingsError, match="no earlier edition"):
        compare(tmp_path, files)


def test_only_typesetting_is_folded_never_a_number_of_the_text() -> None:
    assert fold("so-called ‘honour’ abuse.8 Next") == fold("so called 'honour'abuse.12 Next")
    assert fold("within 2.5 days") != fold("within 25 days")
    assert fold("3-5 days") != fold("35 days")
    assert fold("within 10 days") != fold("within 12 days")
    assert fold("must meet") != fold("must not meet")


def test_paragraphs_pair_by_text_when_their_order_changes() -> None:
    old = ["The plan is agreed by all.", "A child is seen alone.", "Minutes go out in 5 days."]
    new = ["A child is seen alone.", "Minutes go out in 7 days.", "The plan is agreed by all."]
    assert set(pair(old, new)) == {(1, 0), (2, 1), (0, 2)}


def test_two_editions_of_a_real_publication_differ_as_they_are_known_to(tmp_path: Path) -> None:
    files = {y: shared("documents", f"kcsie-{y}.pdf") for y in ("2024", "2025")}
    counts = compare(tmp_path, files).paragraph_counts
    total = sum(counts[k] for k in ("equal", "reworded", "added"))
    # Known from a comparison by hand: of 561 paragraphs 518 equal, 33 changed, 10 new.
    assert counts["equal"] / total == pytest.approx(518 / 561, abs=0.02)
    assert (counts["reworded"] + counts["added"]) / total == pytest.approx(43 / 561, abs=0.02)
