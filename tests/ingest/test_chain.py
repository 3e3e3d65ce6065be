"""What becomes of documents when their files change, move, break or go."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.errors import SettingsError
from handbook.index import editions
from handbook.index.editions import IndexEdition, Standing
from handbook.settings import ROOT, Settings
from ingest.build import Result, ingest
from ingest.manifest import Listed, list_corpus

RULE = "# {0}\n\n## 1. Timing\n\n1.1 The first {0} meeting must be held within {1} days.\n"
EDITION = '[[source.edition]]\nedition = "{0}"\neffective = {0}-09-01\nfile = "{0}.md"\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty corpus and an empty data folder."""
    (tmp_path / "corpus").mkdir()
    return Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")


def write(settings: Settings, name: str, days: int, topic: str = "planning") -> Path:
    path = settings.corpus / name
    path.write_text(RULE.format(topic, days))
    return path


def run(settings: Settings) -> Result:
    return ingest(settings, list_corpus(settings.corpus), whole=True)


def current(settings: Settings) -> IndexEdition:
    return editions.current(settings.data)


def outcomes(result: Result) -> dict[str, str]:
    return {r.file: r.outcome for r in result.receipts}


def declare(settings: Settings, *years: int) -> None:
    head = '[[source]]\nid = "guide"\ntitle = "Guide"\n'
    (settings.corpus / "manifest.toml").write_text(head + "".join(map(EDITION.format, years)))


def answer(settings: Settings, day: str | None = None) -> str:
    book = Handbook.open(settings)
    as_of = date.fromisoformat(day) if day else None
    text = book.ask(Question("when must the first planning meeting be held", as_of=as_of)).text
    book.close()
    return text


def test_a_renamed_file_goes_on_as_the_same_document(settings: Settings) -> None:
    path = write(settings, "planning.md", 10)
    first = run(settings).receipts[0]
    path.rename(settings.corpus / "planning-meetings.md")
    result = run(settings)
    assert outcomes(result) == {"planning-meetings.md": "moved"}
    assert result.receipts[0].document_id == first.document_id
    assert result.receipts[0].source_id == "planning-meetings"
    assert result.withdrawn == ()
    assert current(settings).past == ()
    assert not run(settings).changed


def test_a_moved_file_goes_on_as_the_same_document(settings: Settings) -> None:
    path = write(settings, "planning.md", 10)
    run(settings)
    (settings.corpus / "deeper").mkdir()
    path.rename(settings.corpus / "deeper" / "planning.md")
    result = run(settings)
    assert outcomes(result) == {"planning.md": "moved"}
    assert current(settings).past == ()


def test_a_file_saved_again_with_the_same_text_is_no_new_edition(settings: Settings) -> None:
    source = ROOT / "corpus" / "documents" / "neglect.docx"
    path = settings.corpus / "neglect.docx"
    shutil.copy(source, path)
    first = run(settings)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    second = run(settings)
    assert outcomes(second) == {"neglect.docx": "unchanged"}
    assert second.receipts[0].document_id == first.receipts[0].document_id
    assert current(settings).past == ()
    assert not run(settings).changed


def test_a_changed_file_supersedes_what_it_said_and_that_can_still_be_opened(
    settings: Settings,
) -> None:
    write(settings, "planning.md", 10)
    before = run(settings).receipts[0].document_id
    write(settings, "planning.md", 7)
    result = run(settings)
    assert outcomes(result) == {"planning.md": "updated"}
    assert "within 7 days" in answer(settings)
    book = Handbook.open(settings)
    assert before is not None
    assert book.standing(before) is Standing.SUPERSEDED
    assert "within 10 days" in "".join(u.text for u in book.units(before))
    raw = book.raw_file(before)
    assert raw is not None
    assert "within 10 days" in raw.read_text()
    book.close()


def test_a_file_that_says_again_what_it_once_said_is_not_read_again(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    first = run(settings).receipts[0].document_id
    write(settings, "planning.md", 7)
    run(settings)
    write(settings, "planning.md", 10)
    assert run(settings).receipts[0].document_id == first
    assert "within 10 days" in answer(settings)


def test_what_is_gone_is_withdrawn_answers_no_more_and_still_opens(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    other = write(settings, "visits.md", 5, "visit")
    document = {r.file: r.document_id for r in run(settings).receipts}["visits.md"]
    other.unlink()
    assert run(settings).withdrawn == ("visits.md",)
    assert run(settings).withdrawn == ()
    book = Handbook.open(settings)
    assert document is not None
    assert book.standing(document) is Standing.WITHDRAWN
    assert book.units(document)
    assert all(h.passage.document_id != document for h in book.search("first visit meeting"))
    book.close()


def test_two_editions_of_one_source_answer_each_at_their_time(settings: Settings) -> None:
    write(settings, "2024.md", 10)
    write(settings, "2025.md", 7)
    declare(settings, 2024, 2025)
    run(settings)
    assert "within 7 days" in answer(settings)
    assert "within 10 days" in answer(settings, "2024-12-01")


def test_an_edition_replaced_in_the_manifest_still_answers_as_at_its_time(
    settings: Settings,
) -> None:
    old = write(settings, "2024.md", 10)
    declare(settings, 2024)
    run(settings)
    old.unlink()
    write(settings, "2025.md", 7)
    declare(settings, 2025)
    run(settings)
    assert "within 7 days" in answer(settings)
    assert "within 10 days" in answer(settings, "2024-12-01")
    held = next(h for h in current(settings).documents if h.file_name == "2024.md")
    assert current(settings).standing(held) is Standing.SUPERSEDED


def test_a_change_of_what_the_manifest_says_needs_no_reading(settings: Settings) -> None:
    write(settings, "2024.md", 10)
    declare(settings, 2024)
    first = run(settings)
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('"Guide"', '"Guidance"'))
    second = run(settings)
    assert second.changed
    assert outcomes(second) == {"2024.md": "unchanged"}
    assert second.receipts[0].document_id == first.receipts[0].document_id
    assert current(settings).documents[0].edition.title == "Guidance"


def test_a_file_declared_to_be_learning_is_read_again_as_learning(settings: Settings) -> None:
    write(settings, "2024.md", 10)
    declare(settings, 2024)
    first = run(settings).receipts[0].document_id
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("[[source.", 'kind = "briefing"\n[[source.'))
    assert run(settings).receipts[0].document_id != first


def test_the_same_bytes_as_two_kinds_of_file_are_two_documents(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    write(settings, "planning.txt", 10)
    assert len({r.document_id for r in run(settings).receipts}) == 2


def test_a_path_adds_and_removes_nothing(settings: Settings, tmp_path: Path) -> None:
    write(settings, "planning.md", 10)
    run(settings)
    extra = tmp_path / "visits.md"
    extra.write_text(RULE.format("visit", 5))
    result = ingest(settings, [Listed(extra)], whole=False)
    assert result.withdrawn == ()
    assert {h.file_name for h in current(settings).documents} == {"planning.md", "visits.md"}


def test_no_files_at_all_are_refused_and_not_taken_for_all_deleted(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    run(settings)
    with pytest.raises(SettingsError, match="nothing was changed"):
        ingest(settings, [], whole=True)
    assert "within 10 days" in answer(settings)


def test_a_file_whose_manifest_entry_no_longer_fits_keeps_its_last_good_document(
    settings: Settings,
) -> None:
    write(settings, "2024.md", 10)
    declare(settings, 2024)
    run(settings)
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text(manifest.read_text() + f'sha256 = "{"0" * 64}"\n')
    result = run(settings)
    assert outcomes(result) == {"2024.md": "failed"}
    assert "within 10 days" in answer(settings)


def test_a_document_with_nothing_but_a_heading_is_refused_and_the_old_one_stays(
    settings: Settings,
) -> None:
    path = write(settings, "planning.md", 10)
    run(settings)
    path.write_text("# Planning\n")
    result = run(settings)
    assert result.receipts[0].outcome == "failed"
    assert "nothing but headings" in (result.receipts[0].error or "")
    assert "within 10 days" in answer(settings)


def test_the_receipts_of_the_last_run_are_kept_failures_among_them(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    (settings.corpus / "broken.pdf").write_bytes(b"%PDF-1.4")
    result = run(settings)
    book = Handbook.open(settings)
    kept = {r.file: r for r in book.receipts().values()}
    book.close()
    assert kept == {r.file: replace(r) for r in result.receipts}
    assert kept["broken.pdf"].failed


def test_the_record_of_an_older_version_is_still_read(settings: Settings) -> None:
    write(settings, "planning.md", 10)
    run(settings)
    folder = editions.directory(settings.data, editions.pointed(settings.data))
    record = json.loads((folder / "edition.json").read_text())
    del record["past"]
    for held in record["documents"]:
        del held["key"]
    (folder / "edition.json").write_text(json.dumps(record))
    assert "within 10 days" in answer(settings)
    assert set(outcomes(run(settings)).values()) == {"unchanged"}


def test_many_superseded_editions_do_not_crowd_out_the_current_one(settings: Settings) -> None:
    years = range(2015, 2026)
    for year in years:
        rules = "".join(
            f"\n1.{n} The planning meeting on matter {n} must be held within {n} days in {year}.\n"
            for n in range(1, 25)
        )
        (settings.corpus / f"{year}.md").write_text(f"# Planning\n\n## 1. Timing\n{rules}")
    declare(settings, *years)
    run(settings)
    book = Handbook.open(settings)
    hits = book.search("planning meeting must be held within days", 20)
    assert len(hits) == 20
    assert {h.edition.edition for h in hits} == {"2025"}
    book.close()
