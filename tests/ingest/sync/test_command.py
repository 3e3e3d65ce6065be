"""``handbook sync`` from the command line: one command brings the originals in."""

from __future__ import annotations

import json

import pytest

from handbook.audit import FILE, read_trail
from handbook.cli import main
from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.manual import generation_4
from tests.ingest.sync.server import Reply, serving

THROUGH = 'through = ["/contents/*"]\n'


@pytest.fixture
def environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBOOK_CORPUS", str(desk.settings.corpus))
    monkeypatch.setenv("HANDBOOK_DATA", str(desk.settings.data))
    monkeypatch.setenv("HANDBOOK_SYNC_PRIVATE", "127.0.0.1/32")


@pytest.mark.usefixtures("environment")
def test_one_command_fetches_and_ingests_and_its_json_is_one_record(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    site = generation_4()
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        assert main(["sync", "--json"]) == 0
        record = json.loads(capsys.readouterr().out)
        assert [o["outcome"] for o in record["sync"]["outcomes"]] == ["added"] * 3
        assert [r["outcome"] for r in record["ingest"]["receipts"]] == ["added"] * 3
        assert main(["ingest"]) == 0
        assert "withdrawn" not in capsys.readouterr().out
        assert main(["ask", "when must the meeting about harbour talks be held", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
    cited = answer["citations"][0]
    assert "within 15 working days" in cited["quote"]
    assert cited["digest"] is False
    assert cited["source_id"] == "elm/harbour-talks"
    assert cited["url"] == f"{site.url}/chapter/harbour-talks"


@pytest.mark.usefixtures("environment")
def test_the_status_is_1_where_one_failed_and_the_others_are_ingested(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    site = generation_4()
    site.pages["/chapter/harbour-talks"] = Reply(status=410)
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        assert main(["sync"]) == 1
    out = capsys.readouterr().out
    assert "gone       elm/harbour-talks" in out
    assert "2 added, 1 gone." in out
    assert main(["search", "orchard plans meeting"]) == 0


@pytest.mark.usefixtures("environment")
def test_what_a_sync_changes_is_noted_before_it_is_done(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    trail = desk.settings.data / FILE
    trail.mkdir(parents=True)
    with serving(generation_4()) as site:
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        assert main(["sync"]) == 1
        assert "The audit trail" in capsys.readouterr().err
        assert not (desk.settings.data / "current").exists()
        trail.rmdir()
        assert main(["sync"]) == 0
    assert [e.what for e in read_trail(desk.settings.data).entries] == ["added"] * 3


@pytest.mark.usefixtures("environment")
def test_a_dry_run_lists_and_ingests_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(generation_4()) as site:
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        assert main(["sync", "--dry-run"]) == 0
    assert "planned    elm/harbour-talks" in capsys.readouterr().out
    assert not (desk.settings.data / "index").exists()
