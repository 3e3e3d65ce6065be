"""``kill -9`` at any moment of a sync."""

from __future__ import annotations

from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.kills import trials
from tests.ingest.sync.server import Site, serving


def test_a_killed_sync_leaves_old_files_whole_and_the_next_run_completes(desk: Desk) -> None:
    with serving(Site()) as site:
        hit = trials(desk, site, 4)
    assert hit >= 2
