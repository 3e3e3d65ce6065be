"""Erasure of what was fetched: no version stays, and the manifest that leads to it is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from filelock import FileLock

from handbook.errors import BuilderBusy, SettingsError
from ingest.everything import bring_in
from ingest.forget import forget
from ingest.sync import fetched
from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.manual import CHAPTERS, generation_2
from tests.ingest.sync.server import serving

ERASED = "elm/p_lantern_visits"


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def manual(desk: Desk) -> Desk:
    """A manual of which one chapter is held in two versions."""
    site = generation_2()
    with serving(site):
        leave_out = 'leave_out = ["*/p_amendments.html"]\n'
        desk.crawl(site, "/chapters/contents.html", "/chapters/p_*.html", leave_out)
        desk.sync()
        changed = replace(CHAPTERS[0], days=7, amended="May 2025")
        site.pages = generation_2((changed, *CHAPTERS[1:])).pages
        desk.sync()
    bring_in(desk.settings, _quiet)
    return desk


def test_every_fetched_version_of_an_erased_source_goes(manual: Desk) -> None:
    before = set(manual.kept())
    assert sum(name.startswith("p_lantern_visits.") for name in before) == 2
    folder = manual.settings.data / "fetched" / "elm"
    (folder / "p_lantern_visits.part.html").write_text("left by a fetch that was killed")
    (folder / "p_lantern_visits.2020-01-01.00000000.html").write_text("named by no record")
    erased = forget(manual.settings, ERASED)
    assert erased.proved
    left = {p.name for p in folder.iterdir()}
    assert not [name for name in left if name.startswith("p_lantern_visits")]
    assert {name for name in before if "lantern" not in name} < left
    assert all(f.edition and f.edition.source_id != ERASED for f in fetched(manual.settings))
    assert bring_in(manual.settings, _quiet).changed is False


def test_the_publication_that_would_be_fetched_again_is_named(manual: Desk) -> None:
    erased = forget(manual.settings, ERASED)
    assert erased.still_fetched == "elm"
    assert "the publication elm" in erased.sentence
    (manual.settings.corpus / "manifest.toml").write_text("")
    assert forget(manual.settings, "elm/p_harbour_talks").still_fetched is None


def test_what_was_erased_is_passed_over_by_a_sync_until_somebody_asks_for_it(manual: Desk) -> None:
    site = generation_2()
    forget(manual.settings, ERASED)
    with serving(site):
        manual.crawl(site, "/chapters/contents.html", "/chapters/p_*.html")
        for options in ({"dry": True}, {}, {}):
            outcomes = {o.source_id: o for o in manual.sync(**options).outcomes}
            assert outcomes[ERASED].outcome == "erased"
            assert "name its publication with --erased" in (outcomes[ERASED].why or "")
            assert not any(path.endswith("p_lantern_visits.html") for path in site.paths())
        assert not [name for name in manual.kept() if name.startswith("p_lantern_visits")]
        with pytest.raises(SettingsError, match="--erased needs"):
            manual.sync(erased=True)
        back = manual.sync(only=["elm"], erased=True).outcomes
        assert "added" in {o.outcome for o in back if o.source_id == ERASED}
        again = {o.source_id: o.outcome for o in manual.sync().outcomes}
        assert again[ERASED] == "unchanged"


def test_what_was_fetched_and_never_indexed_can_be_erased(manual: Desk) -> None:
    folder = manual.settings.data / "fetched" / "oak"
    folder.mkdir()
    (folder / "oak.2020-01-01.00000000.pdf").write_bytes(b"a file of a publication that is no more")
    assert forget(manual.settings, "oak").proved
    assert list(folder.iterdir()) == []
    with pytest.raises(SettingsError, match="Nothing is held of a source"):
        forget(manual.settings, "oak")


def test_while_a_sync_is_at_work_nothing_is_erased(manual: Desk) -> None:
    before = manual.kept()
    with FileLock(manual.settings.data / "sync.lock"), pytest.raises(BuilderBusy, match="sync"):
        forget(manual.settings, ERASED)
    assert manual.kept() == before
