"""Who may read a source: what the manifest may say, and what becomes of it as sources get editions,
are withdrawn, forgotten, backed up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.access.roles import Role
from handbook.answer import FAILS_IN_PART
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.cli import main
from handbook.commands.ingest import list_named
from handbook.errors import ManifestError
from handbook.index import editions
from handbook.index.views import parts
from handbook.settings import Settings
from handbook.withdrawn import withdraw
from ingest.backup import back_up, restore
from ingest.build import Result, ingest
from ingest.forget import forget
from ingest.manifest import Listed, list_corpus
from ingest.sync.rules import read_publications
from tests.readerships import write_corpus

ASKED = "quillfeather planning meeting"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus of which a part is restricted, ingested once for all."""
    folder = tmp_path_factory.mktemp("made")
    settings = Settings(corpus=write_corpus(folder / "corpus"), data=folder / "data")
    again(settings)
    return settings


@pytest.fixture
def settings(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The same corpus, with a data folder that a test has to itself."""
    manifest = made.corpus / "manifest.toml"
    before = manifest.read_text()
    shutil.copytree(made.data, tmp_path / "data")
    yield replace(made, data=tmp_path / "data")
    manifest.write_text(before)


def again(settings: Settings) -> Result:
    return ingest(settings, list_corpus(settings.corpus), whole=True)


def change(settings: Settings, old: str, new: str) -> None:
    manifest = settings.corpus / "manifest.toml"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))


def sees(settings: Settings, role: Role = Role.READER) -> set[str]:
    """The sources that a role sees, current, earlier and withdrawn."""
    book = Handbook.open(replace(settings, read_as=role))
    found = {h.edition.source_id for h in book.opened().edition.all()}
    hits = {h.edition.source_id for h in book.search(ASKED, 40)}
    assert hits <= found
    book.close()
    return found


BOOK = "quillfeather-book"


def test_a_restricted_source_opens_and_closes_with_all_its_editions(settings: Settings) -> None:
    assert BOOK not in sees(settings)
    change(settings, 'file = "quillfeather-old.md"', 'file = "meetings.md"')
    again(settings)  # one edition is no longer listed, and can only be opened
    manifest = settings.corpus / "manifest.toml"
    text = manifest.read_text()
    opened = text.replace('readers = "editor"\n', "", 1)
    manifest.write_text(opened)
    assert again(settings).changed
    assert BOOK in sees(settings)
    manifest.write_text(text)
    assert again(settings).changed
    assert BOOK not in sees(settings)
    assert not again(settings).changed


def test_a_source_that_is_withdrawn_keeps_its_role(settings: Settings) -> None:
    manifest = settings.corpus / "manifest.toml"
    text = manifest.read_text()
    start, end = (
        text.index('[[source]]\nid = "amber"'),
        text.index('[[source]]\nid = "quillfeather-lost"'),
    )
    manifest.write_text(text[:start] + text[end:])
    again(settings)
    assert "amber" not in sees(settings)
    assert "amber" in sees(settings, Role.EDITOR)


def test_a_file_that_is_added_by_its_path_keeps_the_role_of_its_source(settings: Settings) -> None:
    amber = settings.corpus / "elsewhere" / "amber.md"
    amber.parent.mkdir()
    amber.write_text("# Amber\n\nThe amber quillfeather planning meeting is monthly.\n")
    ingest(settings, [Listed(amber)], whole=False)
    assert "amber" not in sees(settings, Role.TRAINER)


def test_a_source_that_is_forgotten_leaves_nothing_in_any_index(settings: Settings) -> None:
    assert forget(settings, "tarn").proved
    edition = editions.current(settings.data)
    assert "tarn" not in (edition.readers or {})
    assert list(parts(edition)) == ["", "for-trainer"], "trainers see now what readers do"
    files = [p.read_bytes() for p in settings.data.rglob("*") if p.is_file()]
    assert not [True for content in files if b"moonwort" in content]
    assert BOOK not in sees(settings, Role.TRAINER)


def test_a_backup_brings_the_roles_back(settings: Settings, tmp_path: Path) -> None:
    before = {role: sees(settings, role) for role in Role}
    back_up(settings.data, tmp_path / "kept.tar.gz")
    there = replace(settings, data=tmp_path / "elsewhere")
    restore(tmp_path / "kept.tar.gz", there.data)
    assert {role: sees(there, role) for role in Role} == before
    assert before[Role.READER] == {"meetings", "visits", "river"}
    assert before[Role.TRAINER] == {*before[Role.READER], "tarn"}


def test_what_fails_to_be_read_is_nobodys_below_its_role(settings: Settings) -> None:
    for role, told in ((Role.READER, []), (Role.EDITOR, ["quillfeather-lost"])):
        book = Handbook.open(replace(settings, read_as=role))
        assert [r.source_id for r in book.receipts().values() if r.failed] == told
        book.close()


def test_a_corpus_that_is_all_restricted_declines_below(tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path, data=tmp_path / "data")
    (tmp_path / "only.md").write_text("# Meetings\n\nThe planning meeting is held in May.\n")
    (tmp_path / "manifest.toml").write_text(
        '[[source]]\nid = "only"\ntitle = "Only"\nreaders = "editor"\n'
        '[[source.edition]]\nfile = "only.md"\n'
    )
    again(settings)
    assert not sees(settings)
    book = Handbook.open(replace(settings, read_as=Role.READER))
    assert book.ask(Question("when is the planning meeting held")).status in FAILS_IN_PART
    book.close()


@pytest.mark.parametrize("readers", ['"admin"', '"nobody"', "7", '["editor"]'])
def test_a_role_that_no_source_can_have_is_a_sentence(tmp_path: Path, readers: str) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('readers = "trainer"', f"readers = {readers}"))
    with pytest.raises(ManifestError, match=r"tarn has readers .*; write one of reader, trainer"):
        list_corpus(corpus)


def test_an_edition_has_no_role_of_its_own(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", Role.READER)
    manifest = corpus / "manifest.toml"
    manifest.write_text(
        manifest.read_text().replace("[[source.edition]]", '[[source.edition]]\nreaders = "editor"')
    )
    with pytest.raises(ManifestError, match="meetings has an unknown field 'readers'"):
        list_corpus(corpus)


def test_a_publication_that_is_fetched_has_one_for_all_its_chapters(tmp_path: Path) -> None:
    table = '[[publication]]\nid = "m"\ntitle = "M"\naddress = "https://m.example/"\n'
    (tmp_path / "manifest.toml").write_text(f'{table}readers = "trainer"\n')
    assert [p.readers for p in read_publications(tmp_path)] == [Role.TRAINER]
    (tmp_path / "manifest.toml").write_text(f'{table}readers = "admin"\n')
    with pytest.raises(ManifestError, match=r"wrong readers: .*reader, trainer, editor"):
        read_publications(tmp_path)


def test_a_receipt_names_no_file_that_one_of_its_readers_may_not_read(settings: Settings) -> None:
    same = settings.corpus / "copy.md"
    same.write_text((settings.corpus / "visits.md").read_text())
    with (settings.corpus / "manifest.toml").open("a") as manifest:
        manifest.write(
            '\n[[source]]\nid = "copy"\ntitle = "A copy"\nreaders = "editor"\n'
            '[[source.edition]]\nfile = "copy.md"\n'
        )
    seen = {r.file: r for r in again(settings).receipts}
    assert seen["copy.md"].same_text_as == ("visits.md",)
    assert seen["visits.md"].same_text_as == ()
    assert seen["copy.md"].links_dead == ()
    assert seen["visits.md"].links_dead == ("the book",)


def test_the_record_of_an_index_edition_says_who_reads(settings: Settings) -> None:
    record = json.loads(
        (
            editions.directory(settings.data, editions.pointed(settings.data)) / "edition.json"
        ).read_text()
    )
    assert record["readers"] == {
        "amber": "editor",
        BOOK: "editor",
        "quillfeather-lost": "editor",
        "tarn": "trainer",
    }


def test_a_file_of_the_corpus_is_what_the_manifest_says_however_its_path_is_spelt(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_CORPUS", str(settings.corpus))
    monkeypatch.setenv("HANDBOOK_DATA", str(settings.data))
    (tmp_path / "way").symlink_to(settings.corpus)
    before = sees(settings)
    for way in (settings.corpus / ".." / settings.corpus.name, tmp_path / "way"):
        assert main(["ingest", str(way / "tarn.md")]) == 0
        assert sees(settings) == before


def test_of_a_folder_that_is_named_what_is_withdrawn_is_left_out(settings: Settings) -> None:
    withdraw(settings.data, "visits")
    listed = list_named(settings, [settings.corpus])
    assert "visits" not in {item.source_id for item in listed}
    assert {"meetings", "river"} <= {item.source_id for item in listed}
