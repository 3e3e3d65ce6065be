"""Two files of one name: named, unless they show that they are editions of one source."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.doctor import examine
from handbook.settings import Settings
from ingest.build import Result, ingest
from ingest.manifest import Listed, list_corpus
from ingest.one_name import MEND

WARNED = "escalation.md have one name, so that they count as editions of one source, escalation"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty corpus."""
    (tmp_path / "corpus").mkdir()
    return Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")


def write(
    settings: Settings,
    folder: str,
    title: str = "Escalation",
    dated: str = "",
    days: int = 5,
    name: str = "escalation.md",
) -> Path:
    path = settings.corpus / folder / name
    path.parent.mkdir(exist_ok=True)
    rule = f"1.1 A dispute must be escalated within {days} working days."
    path.write_text(f"# {title}\n\n{dated}\n\n## 1. Steps\n\n{rule}\n")
    return path


def run(settings: Settings) -> Result:
    return ingest(settings, list_corpus(settings.corpus), whole=True)


def warned(result: Result) -> list[str]:
    return [w for r in result.receipts for w in r.warnings if "one name" in w]


def test_two_files_of_one_name_in_two_folders_are_both_named(settings: Settings) -> None:
    write(settings, "leeds")
    write(settings, "bradford", days=7)
    found = warned(run(settings))
    assert len(found) == 2
    assert all("bradford/escalation.md and leeds/escalation.md have one name" in w for w in found)
    assert all(w.endswith(MEND) and "Only that" not in w for w in found)
    [fault] = [f for f in examine(settings) if "one name" in f.what]
    assert (WARNED in fault.what, fault.mend) == (True, MEND)


@pytest.mark.parametrize("title", ["Escalation in Bradford", "Resolving disputes"])
def test_a_later_date_alone_makes_no_edition_of_another_area_or_title(
    settings: Settings, title: str
) -> None:
    write(settings, "leeds", "Escalation in Leeds", "1 May 2023")
    write(settings, "bradford", title, "1 May 2024", days=7)
    found = warned(run(settings))
    assert len(found) == 2
    assert all("Only that of the latest date answers" in w for w in found)


def test_editions_with_dates_of_their_own_are_not_complained_of(settings: Settings) -> None:
    write(settings, "2023", "Escalation 2023", "1 May 2023")
    write(settings, "2024", "Escalation 2024", "1 May 2024", days=7)
    assert warned(run(settings)) == []
    assert not [f for f in examine(settings) if "one name" in f.what]


def test_a_copy_and_editions_that_a_manifest_declares_are_not_complained_of(
    settings: Settings,
) -> None:
    write(settings, "leeds")
    write(settings, "copy")
    assert warned(run(settings)) == []
    write(settings, "copy", days=7)
    (settings.corpus / "manifest.toml").write_text(
        '[[source]]\nid = "escalation"\ntitle = "Escalation"\n'
        '[[source.edition]]\nedition = "2023"\nfile = "leeds/escalation.md"\n'
        '[[source.edition]]\nedition = "2024"\nfile = "copy/escalation.md"\n'
    )
    assert warned(run(settings)) == []


def test_two_kinds_of_file_and_one_named_by_its_path_are_complained_of_too(
    settings: Settings,
) -> None:
    write(settings, "leeds")
    write(settings, "leeds", days=7, name="escalation.txt")
    assert "escalation.md and escalation.txt have one name" in warned(run(settings))[0]
    (settings.corpus / "leeds" / "escalation.txt").unlink()
    assert warned(run(settings)) == []
    added = write(settings, "elsewhere", days=9)
    assert len(warned(ingest(settings, [Listed(added)], whole=False))) == 1
