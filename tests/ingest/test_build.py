"""Building: beside the old index, flipped when complete, nothing lost, nothing done twice."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from filelock import FileLock

from handbook.added import added_path
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.catalogue import Catalogue
from handbook.domain import Document, Unit
from handbook.errors import BuilderBusy, BuildError, IndexStale, ModelError, SettingsError
from handbook.index import editions, lexical
from handbook.progress import nobody
from handbook.receipt import Receipt
from handbook.settings import Settings
from handbook.withdrawn import withdraw
from ingest.build import ingest
from ingest.everything import bring_in
from ingest.lock import builder
from ingest.manifest import Listed, list_corpus

RULE = "# Meetings\n\n## 1. Timing\n\n1.1 The first meeting must be held within {} working days.\n"


def _corpus(folder: Path, days: int = 10) -> Settings:
    folder.mkdir(exist_ok=True)
    (folder / "meetings.md").write_text(RULE.format(days))
    return Settings(corpus=folder, data=folder.parent / "data")


def test_an_unchanged_corpus_builds_no_new_edition(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    first = ingest(settings, list_corpus(settings.corpus), whole=True)
    second = ingest(settings, list_corpus(settings.corpus), whole=True)
    assert first.changed
    assert not second.changed
    assert second.edition_id == first.edition_id
    assert [r.outcome for r in second.receipts] == ["unchanged"]


def test_an_open_handbook_follows_the_flip_without_a_restart(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    book = Handbook.open(settings)
    question = Question("when must the first meeting be held")
    assert "10 working days" in book.ask(question).text
    _corpus(settings.corpus, days=7)
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert "7 working days" in book.ask(question).text
    book.close()


def test_only_one_index_directory_is_left_after_a_flip(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    (settings.data / "index" / "dead-build").mkdir()
    _corpus(settings.corpus, days=7)
    ingest(settings, list_corpus(settings.corpus), whole=True)
    current = editions.current(settings.data).edition_id
    assert [f.name for f in (settings.data / "index").iterdir()] == [current]


def test_a_build_that_dies_leaves_the_old_index_answering(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    before = ingest(settings, list_corpus(settings.corpus), whole=True)
    _corpus(settings.corpus, days=7)
    broken = Settings(corpus=settings.corpus, data=settings.data, encoder=tmp_path / "nothing")
    with pytest.raises(ModelError):
        ingest(broken, list_corpus(settings.corpus), whole=True)
    assert editions.current(settings.data).edition_id == before.edition_id
    book = Handbook.open(settings)
    assert "10 working days" in book.ask(Question("when must the first meeting be held")).text
    book.close()


def test_a_bad_file_gets_a_sentence_and_the_others_go_on(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    (settings.corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing follows")
    (settings.corpus / "notes.docx").write_bytes(b"not a zip archive")
    result = ingest(settings, list_corpus(settings.corpus), whole=True)
    outcomes = {r.file: r.outcome for r in result.receipts}
    assert outcomes == {"meetings.md": "added", "broken.pdf": "failed", "notes.docx": "failed"}
    assert result.failed
    assert all(r.error and r.file in r.error for r in result.receipts if r.outcome == "failed")


def test_a_file_that_breaks_later_keeps_its_last_good_document(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    (settings.corpus / "meetings.md").write_bytes(b"\0\0\0")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    book = Handbook.open(settings)
    assert "10 working days" in book.ask(Question("when must the first meeting be held")).text
    book.close()


def test_what_is_gone_from_the_corpus_is_withdrawn_and_named(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    other = settings.corpus / "other.txt"
    other.write_text("VISITS\n\nA visit must be made within seven days of the call.\n")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    other.unlink()
    result = ingest(settings, list_corpus(settings.corpus), whole=True)
    assert result.withdrawn == ("other.txt",)


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    settings.data.mkdir()
    with FileLock(settings.data / "builder.lock"), pytest.raises(BuilderBusy, match="Another"):
        ingest(settings, list_corpus(settings.corpus), whole=True)


def test_a_second_builder_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    with builder(settings.data), pytest.raises(BuilderBusy, match=rf"process {os.getpid()} on .+"):
        ingest(settings, list_corpus(settings.corpus), whole=True)


def test_a_reader_that_has_the_old_directory_open_answers_until_it_follows(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    book = Handbook.open(settings)
    before = book.opened()
    _corpus(settings.corpus, days=7)
    ingest(settings, list_corpus(settings.corpus), whole=True)
    folder = editions.directory(settings.data, before.edition.edition_id)
    assert folder.is_dir()
    vector = book.encoder.encode(["first meeting"])[0]
    assert before.retriever.dense.search(vector, 1)
    assert "7 working days" in book.ask(Question("when must the first meeting be held")).text
    del before
    gc.collect()
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert not folder.exists()
    book.close()


def test_a_build_that_fails_its_check_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _corpus(tmp_path / "corpus")
    before = ingest(settings, list_corpus(settings.corpus), whole=True)
    _corpus(settings.corpus, days=7)
    with monkeypatch.context() as patch:
        real = lexical.build
        patch.setattr(lexical, "build", lambda folder, _rows: real(folder, []))
        with pytest.raises(BuildError, match="lexical index holds 0 passages"):
            ingest(settings, list_corpus(settings.corpus), whole=True)
    assert editions.current(settings.data).edition_id == before.edition_id
    assert ingest(settings, list_corpus(settings.corpus), whole=True).changed


def test_rows_of_a_dead_build_are_swept_and_never_used(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    catalogue = Catalogue.open(settings.data)
    [held] = editions.current(settings.data).documents
    unit = Unit(0, "section", "Never trust this.", ())
    orphan = Document("orphan", "hash", "x.md", held.edition, (unit,), ())
    catalogue.add(orphan, Receipt("x.md", "meetings", "added"), "text")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert catalogue.document_ids() == [held.document_id]
    catalogue.close()


def _with_a_past(tmp_path: Path) -> Settings:
    """An index that holds one document which answers and one that can only be opened."""
    settings = _corpus(tmp_path / "corpus")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    _corpus(settings.corpus, days=7)
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert len(editions.current(settings.data).past) == 1
    return settings


@pytest.mark.parametrize("damage", ["record", "pointer", "emptied pointer", "pointer of no text"])
def test_an_index_record_that_cannot_be_read_costs_no_past(tmp_path: Path, damage: str) -> None:
    settings = _with_a_past(tmp_path)
    pointer = settings.data / "current"
    record = editions.directory(settings.data, pointer.read_text()) / "edition.json"
    broken = record if damage == "record" else pointer
    whole = broken.read_bytes()
    new = {"record": b"{", "pointer": b"gone", "emptied pointer": b""}
    broken.write_bytes(new.get(damage, b"\xff\0"))
    with pytest.raises(IndexStale, match="restore a backup"):
        ingest(settings, list_corpus(settings.corpus), whole=True)
    with pytest.raises(IndexStale, match="restore a backup"):
        ingest(settings, [Listed(settings.corpus / "meetings.md")], whole=False, rebuild=True)
    broken.write_bytes(whole)
    edition = editions.current(settings.data)
    catalogue = Catalogue.open(settings.data)
    edition.look_for(catalogue.document_ids(), settings.data)
    catalogue.close()
    assert len(list((settings.data / "files").iterdir())) == 2


def test_a_whole_rebuild_mends_an_index_record_that_cannot_be_read(tmp_path: Path) -> None:
    settings = _with_a_past(tmp_path)
    (settings.data / "current").write_text("gone")
    ingest(settings, list_corpus(settings.corpus), whole=True, rebuild=True)
    edition = editions.current(settings.data)
    assert [h.file_name for h in edition.all()] == ["meetings.md"]


def test_an_empty_corpus_beside_an_added_file_withdraws_nothing(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    added = added_path(settings.data, "visits.md")
    added.parent.mkdir(parents=True)
    added.write_text("# Visits\n\nA visit must be made within seven days of the call.\n")
    bring_in(settings, nobody)
    (settings.corpus / "meetings.md").unlink()
    with pytest.raises(SettingsError, match=r"holds no documents.*1 that answer.*manifest\.toml"):
        bring_in(settings, nobody)
    assert len(editions.current(settings.data).in_force(None)) == 2
    (settings.corpus / "manifest.toml").touch()
    assert bring_in(settings, nobody).withdrawn == ("meetings.md",)


def test_an_empty_corpus_is_no_fault_where_nothing_would_go(tmp_path: Path) -> None:
    settings = _corpus(tmp_path / "corpus")
    added = added_path(settings.data, "visits.md")
    added.parent.mkdir(parents=True)
    added.write_text("# Visits\n\nA visit must be made within seven days of the call.\n")
    (settings.corpus / "meetings.md").unlink()
    assert not bring_in(settings, nobody).failed
    _corpus(settings.corpus)
    bring_in(settings, nobody)
    withdraw(settings.data, "meetings")
    bring_in(settings, nobody)
    (settings.corpus / "meetings.md").unlink()
    assert bring_in(settings, nobody).withdrawn == ()
