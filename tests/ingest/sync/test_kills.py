"""``kill -9`` at any moment of a sync."""

from __future__ import annotations

import os

from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.kills import trials
from tests.ingest.sync.server import Site, serving

COUNT = int(os.environ.get("SYNC_KILLS", "4"))
"""How many kills: `make torture` asks for 40."""


def test_a_killed_sync_leaves_old_files_whole_and_the_next_run_completes(desk: Desk) -> None:
    with serving(Site()) as site:
        hit = trials(desk, site, COUNT)
    assert hit >= COUNT // 2
