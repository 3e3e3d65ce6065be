"""A sync that is killed at any moment: what is held stays whole, and the next run completes.

``trial`` is one such kill; the test beside it makes a few, a longer trial can make hundreds.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

from handbook.settings import ROOT, Settings
from ingest.sync import fetched
from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.manual import CHAPTERS, generation_4
from tests.ingest.sync.server import Site

_WORK = """
import sys
from handbook.settings import Settings
from ingest.sync import sync
settings = Settings.from_environment()
print("ready", flush=True)
sys.exit(1 if sync(settings).failed else 0)
"""


def manual(days: int, chapters: int = 12) -> Site:
    """A manual of some chapters, all of which change with ``days``."""
    return generation_4(
        tuple(
            replace(CHAPTERS[n % 3], slug=f"p_part_{n}", title=f"Part {n}", days=days)
            for n in range(chapters)
        )
    )


def trial(desk: Desk, site: Site, days: int, wait: float) -> bool:
    """Change every chapter, kill a sync ``wait`` seconds after it began, and see that each
    chapter is whole, old or new, and that the next sync brings all of them. Returns whether the
    kill came before the sync had ended; AssertionError says what was not whole."""
    site.pages = manual(days).pages
    process = _begin(desk.settings)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    time.sleep(wait)
    killed = process.poll() is None
    process.kill()
    process.wait()
    process.stdout.close()
    before = {days - 1, days}
    for listed in fetched(desk.settings):
        content = listed.path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == listed.sha256, f"{listed.path} is not whole"
        assert any(f"within {d} working days".encode() in content for d in before), listed.path
    assert not desk.sync().failed
    current = [f.path.read_bytes() for f in fetched(desk.settings)]
    assert len(current) == len(site.pages) - 2
    assert all(f"within {days} working days".encode() in content for content in current)
    left = [p.name for p in (desk.settings.data / "fetched").rglob("*.part*")]
    assert left == [], left
    return killed


def trials(desk: Desk, site: Site, count: int, seed: int = 7) -> int:
    """So many kills at moments spread over a sync; returns how many of them hit a running one."""
    random = Random(seed)
    desk.crawl(site, "/contents", "/chapter/*", 'through = ["/contents/*"]')
    site.pages = manual(0).pages
    begun = time.monotonic()
    assert not desk.sync().failed
    span = time.monotonic() - begun
    return sum(trial(desk, site, n, random.uniform(0, span)) for n in range(1, count + 1))


def _begin(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HANDBOOK_")}
    environment |= {
        "HANDBOOK_CORPUS": str(settings.corpus),
        "HANDBOOK_DATA": str(settings.data),
        "HANDBOOK_SYNC_PRIVATE": "127.0.0.1/32",
    }
    command = [sys.executable, "-c", _WORK]
    return subprocess.Popen(command, cwd=Path(ROOT), env=environment, stdout=subprocess.PIPE)
