"""What the tests of the sync share: a folder whose manifest names the local server."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from handbook.settings import Settings
from ingest.sync import Outcome, Report, sync
from ingest.sync.limits import Limits
from tests.ingest.sync.server import Site

QUICK = Limits(stall_seconds=0.5, document_seconds=1.2, back_off=0.01, tries=3)
"""Limits under which a test of a stalling server takes a second."""

HERE = ip_network("127.0.0.1/32")


class Desk:
    """A corpus folder, a data folder, and a manifest that is written for each test."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            corpus=folder / "corpus", data=folder / "data", sync_private=(HERE,)
        )
        self.settings.corpus.mkdir()

    def manifest(self, text: str, *, extra: str = "") -> None:
        """A manual named elm, with ``pause = 0``, and the lines that are given."""
        head = '[[publication]]\nid = "elm"\ntitle = "Manual of the Vale of Elm"\npause = 0\n'
        head += 'authority = "local procedure"\nlicence = "CC0-1.0"\n'
        (self.settings.corpus / "manifest.toml").write_text(head + text + "\n" + extra)

    def page(self, site: Site, path: str = "/page.html", more: str = "") -> None:
        """A manifest of one document."""
        self.manifest(f'address = "{site.url}{path}"\n{more}')

    def crawl(self, site: Site, contents: str, follow: str, more: str = "") -> None:
        """A manifest of one manual."""
        self.manifest(
            f'address = "{site.url}/"\n[publication.crawl]\n'
            f'contents = ["{site.url}{contents}"]\nfollow = ["{follow}"]\n{more}'
        )

    def sync(self, **options: object) -> Report:
        """Run a sync under quick limits."""
        return sync(self.settings, **{"limits": QUICK, **options})  # type: ignore[arg-type]

    def one(self, **options: object) -> Outcome:
        """Run a sync that has one outcome."""
        (outcome,) = self.sync(**options).outcomes
        return outcome

    def kept(self) -> dict[str, bytes]:
        """The documents that lie in the data folder, without their records."""
        files = (self.settings.data / "fetched").rglob("*")
        return {p.name: p.read_bytes() for p in files if p.is_file() and p.suffix != ".json"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
