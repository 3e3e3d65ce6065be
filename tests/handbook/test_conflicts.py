"""Conflicts between passages in force: planted ones are found, look-alikes are left alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.cite import verify
from handbook.cli import main
from handbook.conflicts.find import find_conflicts
from handbook.conflicts.records import Ground, Matter, Side
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.handbook.planted import CONFLICTS, LOOK_ALIKES, UNSEEN_CONFLICTS, UNSEEN_LOOK_ALIKES

CONTACTS = """
[[contact]]
area = "leeds"
name = "Leeds children's social care, out of hours"
number = "0113 535 0600"
checked_on = "never"

[[stale]]
area = "leeds"
name = "Leeds children's social care, out of hours: older number"
number = "0113 240 9536"
reason = "no longer used"
checked_on = "never"
"""


def _book(folder: Path, *sources: tuple[str, str, list[str]]) -> Handbook:
    """A handbook over sources of a name, an area ("" for all) and sentences, each a section."""
    corpus = folder / "corpus"
    corpus.mkdir()
    tables = []
    for name, area, sentences in sources:
        text = "".join(f"\n## {n}. Rule\n\n{n}.1 {s}\n" for n, s in enumerate(sentences, start=1))
        (corpus / f"{name}.md").write_text(f"# {name.title()} manual\n{text}")
        tables.append(
            f'[[source]]\nid = "{name}"\ntitle = "{name.title()} manual"\n'
            f"areas = [{json.dumps(area) if area else ''}]\n"
            f'[[source.edition]]\nedition = "2025"\nfile = "{name}.md"\n'
        )
    (corpus / "manifest.toml").write_text("\n".join(tables))
    (folder / "contacts.toml").write_text(CONTACTS)
    settings = Settings(corpus=corpus, data=folder / "data", contacts=folder / "contacts.toml")
    ingest(settings, list_corpus(corpus), whole=True)
    return Handbook.open(settings)


def _said(side: Side) -> str:
    return side.citation.quote if side.citation else side.named


def _found(folder: Path, rows: dict[str, tuple[str, str]]) -> tuple[set[str], set[str]]:
    """The names of the rows that are found, and what else is."""
    national = ("national", "", [one for one, _ in rows.values()])
    local = ("local", "", [other for _, other in rows.values()])
    book = _book(folder, national, local)
    found = {frozenset((_said(c.one), _said(c.other))) for c in find_conflicts(book).found}
    book.close()
    names = {frozenset(pair): name for name, pair in rows.items()}
    told = {names.get(pair, " / ".join(pair)) for pair in found}
    return told & rows.keys(), told - rows.keys()


def test_planted_conflicts_are_found_and_look_alikes_are_not(tmp_path: Path) -> None:
    found, crossed = _found(tmp_path, CONFLICTS | LOOK_ALIKES)
    assert crossed == set()
    assert found == CONFLICTS.keys()


def test_of_those_that_were_not_looked_at_one_is_missed_and_none_is_false(tmp_path: Path) -> None:
    found, crossed = _found(tmp_path, UNSEEN_CONFLICTS | UNSEEN_LOOK_ALIKES)
    assert crossed == set()
    assert found == UNSEEN_CONFLICTS.keys() - {"health-assessment"}


NINE = "A home visit should be made within nine days of the referral."
TWELVE = "A home visit should be made within twelve days of the referral."


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        ("", "", Ground.SAME),
        ("leeds", "leeds", Ground.SAME),
        ("", "leeds", Ground.NATIONAL_AND_LOCAL),
        ("leeds", "bradford", Ground.AREAS_DIFFER),
    ],
)
def test_areas_that_differ_are_no_conflict_and_a_local_rule_is_one_to_look_at(
    tmp_path: Path, one: str, other: str, ground: Ground
) -> None:
    book = _book(tmp_path, ("heron", one, [NINE]), ("swan", other, [TWELVE]))
    found = find_conflicts(book)
    [conflict] = found.found
    assert (conflict.matter, conflict.ground) == (Matter.TIME, ground)
    assert {conflict.one.value, conflict.other.value} == {"nine days", "twelve days"}
    assert len(found.areas_differ) == (ground is Ground.AREAS_DIFFER)
    for side in (conflict.one, conflict.other):
        assert side.citation
        units = book.units(side.citation.document_id)
        verify(units, side.citation.quote, side.citation.spans, "the manual")
    book.close()


def test_one_source_is_not_held_against_itself(tmp_path: Path) -> None:
    book = _book(tmp_path, ("heron", "", [NINE, TWELVE]))
    assert find_conflicts(book).found == ()
    book.close()


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Leeds children's social care answers out of hours on 0113 496 0777.", "out of hours"),
        ("Ring the Leeds night desk on 0113 240 9536.", "older number"),
        ("Ring 0113 535 0600 at night, or 0113 240 9536.", "older number"),
        ("Leeds children's social care answers out of hours on (0113) 5350600.", None),
        ("Leeds children's social care answers by day on 0113 496 0777.", None),
        ("The Leeds museum answers out of hours on 0113 496 0777.", None),
    ],
)
def test_a_number_is_held_against_the_table_of_contacts(
    tmp_path: Path, sentence: str, row: str | None
) -> None:
    book = _book(tmp_path, ("heron", "leeds", [sentence]))
    found = find_conflicts(book).found
    book.close()
    assert [c.matter for c in found] == ([Matter.TELEPHONE] if row else [])
    assert all((row or "") in c.other.named and c.other.citation is None for c in found)
    assert ("stale" in "".join(c.other.value for c in found)) == (row == "older number")


def test_the_command_and_the_editors_page_show_both_quotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = TWELVE.replace("home", "<b>home</b>")
    book = _book(tmp_path, ("heron", "", [NINE]), ("swan", "leeds", [marked]))
    for name in ("corpus", "data", "contacts"):
        monkeypatch.setenv(f"HANDBOOK_{name.upper()}", str(getattr(book.settings, name)))
    capsys.readouterr()
    assert main(["conflicts"]) == 0
    said = capsys.readouterr().out
    assert "1 conflict to look at" in said
    assert f"“{NINE}”" in said
    assert main(["conflicts", "--json"]) == 0
    [conflict] = json.loads(capsys.readouterr().out)["conflicts"]
    assert conflict["ground"] == "national against local"
    assert {s["value"] for s in conflict["sides"]} == {"nine days", "twelve days"}
    client = TestClient(application(book), base_url="http://127.0.0.1", client=("127.0.0.1", 5000))
    page = client.get("/editor/conflicts")
    assert NINE in page.text
    assert "<b>" not in page.text
    assert "National against local" in page.text
    book.close()


def test_the_shipped_corpus_is_gone_through_in_less_than_a_minute(corpus_book: Handbook) -> None:
    began = time.monotonic()
    found = find_conflicts(corpus_book)
    assert time.monotonic() - began < 60
    assert found.sentences > 50
    assert found.to_look_at == ()
