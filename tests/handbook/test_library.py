"""What is held, source by source: what cannot be read is said, what was superseded can be found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.index.editions import Standing
from handbook.library import Library, Wanted
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus

RULE = "# {name}\n\n## 1. Timing\n\n1.1 The visit must take place within {days} working days.\n"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Handbook]:
    """Three notes, one a broken file; after a second ingest one is gone and one is changed."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(corpus=corpus, data=tmp_path / "data")
    (corpus / "gone.md").write_text(RULE.format(name="Gone", days=3))
    (corpus / "kept.md").write_text(RULE.format(name="Kept", days=5))
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\nno more")
    ingest(settings, list_corpus(corpus), whole=True)
    (corpus / "gone.md").unlink()
    (corpus / "kept.md").write_text(RULE.format(name="Kept", days=7))
    ingest(settings, list_corpus(corpus), whole=True)
    opened = Handbook.open(settings)
    yield opened
    opened.close()


def test_a_file_that_could_not_be_read_is_listed_with_its_reason(book: Handbook) -> None:
    (receipt,) = Library(book).unreadable()
    assert receipt.file == "broken.pdf"
    assert receipt.error


def test_a_source_that_no_longer_answers_stays_in_the_list_as_withdrawn(book: Handbook) -> None:
    standings = {s.source_id: s.latest.standing for s in Library(book).sources()}
    assert standings == {"gone": Standing.WITHDRAWN, "kept": Standing.CURRENT}


def test_the_edition_in_force_speaks_for_a_source_and_follows_the_one_before(
    book: Handbook,
) -> None:
    source = Library(book).source("kept")
    assert source
    old, new = source.editions
    assert (old.standing, new.standing) == (Standing.SUPERSEDED, Standing.CURRENT)
    assert source.latest is new
    assert new.before == old.held
    assert Library(book).source("never held") is None


def test_sources_come_by_authority_and_are_narrowed_by_words_and_area(
    corpus_book: Handbook,
) -> None:
    sources = Library(corpus_book).sources()
    assert sources[0].edition.authority == "statute"
    assert sources[-1].edition.authority == "learning"
    for area, place in (("leeds", "leeds"), ("bradford", "west-yorkshire")):
        wanted = Wanted("disagree", area=area)
        found = [s.source_id for s in sources if wanted.takes(s.edition)]
        assert found == [f"resolving-disagreements-{place}"]
