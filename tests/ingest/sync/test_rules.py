"""The manifest's publications: declared right, or a sentence that says which line is wrong."""

from __future__ import annotations

import tomllib

import pytest

from handbook.errors import ManifestError, SettingsError
from handbook.settings import ROOT, Settings
from ingest.sync import fetched, sync
from ingest.sync.crawl import slug
from ingest.sync.rules import Crawl, fits, read_publications
from tests.ingest.sync.conftest import Desk

CRAWL = '\n[publication.crawl]\ncontents = ["https://elm.test/c"]\nfollow = ["/chapter/*"]\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "wrong address"),
        ('address = "elm.test/page"', "begins with https://"),
        ('address = "file:///etc/passwd"', "begins with https://"),
        ('address = "https://elm.test/"\nareas = ["york"]', "wrong areas.0"),
        ('address = "https://elm.test/"\nadress = "x"', "wrong adress"),
        ('address = "https://elm.test/"\nleads_to = ["/x"]' + CRAWL, "keep one"),
        ('address = "https://elm.test/"' + CRAWL.replace("/chapter", "chapter"), "follow"),
        ('address = "https://elm.test/"' + CRAWL + "depth = 99", "depth"),
    ],
)
def test_a_publication_that_is_declared_wrongly_is_a_sentence(
    desk: Desk, text: str, why: str
) -> None:
    desk.manifest(text)
    with pytest.raises(ManifestError, match=f"elm.*{why}"):
        desk.sync()


def test_two_publications_of_one_name_are_a_sentence(desk: Desk) -> None:
    line = 'address = "https://elm.test/"'
    again = f'[[publication]]\nid = "elm"\ntitle = "Elm"\n{line}'
    desk.manifest(line, extra=again)
    with pytest.raises(ManifestError, match="two publications named elm"):
        desk.sync()


def test_a_corpus_that_names_no_publication_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(SettingsError, match="names no publication"):
        sync(desk.settings)
    assert fetched(desk.settings) == []


def test_a_publication_that_is_not_there_is_a_sentence(desk: Desk) -> None:
    desk.manifest('address = "https://elm.test/"')
    with pytest.raises(SettingsError, match="oak is no publication; there are elm"):
        desk.sync(only=["oak"])


def test_accepting_needs_the_name_of_what_was_looked_at(desk: Desk) -> None:
    desk.manifest('address = "https://elm.test/"')
    with pytest.raises(SettingsError, match="--accept needs"):
        desk.sync(accept=True)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://elm.test/chapters/p_core_group.html", "p_core_group"),
        ("https://elm.test/chapter/core-groups", "core-groups"),
        ("https://elm.test/chapter/core-groups/", "core-groups"),
        ("https://elm.test/P_Core.HTM", "p_core"),
        ("https://elm.test/view?id=7", "view-id-7"),
        ("https://elm.test/", "index"),
        ("https://elm.test/..%2f..%2fetc", "2f"),
        ("https://elm.test/a/%2e%2e%00.html", "2e-2e-00"),
    ],
)
def test_a_chapter_is_named_by_its_file_name_or_slug(url: str, name: str) -> None:
    assert slug(url) == name


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    one, other = slug("https://x/" + "a" * 300 + "1"), slug("https://x/" + "a" * 300 + "2")
    assert one != other
    assert len(one) < 100


def test_what_is_left_out_is_neither_chapter_nor_passage() -> None:
    rule = Crawl(
        contents=("https://elm.test/",),
        follow=("/chapter/*",),
        through=("/contents/*",),
        leave_out=("*/print",),
    )
    assert rule.is_chapter("https://elm.test/chapter/a")
    assert not rule.is_chapter("https://elm.test/chapter/a/print")
    assert not rule.is_passage("https://elm.test/contents/a/print")
    assert not rule.is_chapter("https://elm.test/contents/a")
    assert fits("https://elm.test/view?id=1", ("/view[?]id=*",))


def test_every_address_that_a_digest_points_to_has_a_publication() -> None:
    manifest = tomllib.loads((ROOT / "corpus" / "manifest.toml").read_text(encoding="utf-8"))
    hosts = {h for p in read_publications(ROOT / "corpus") for h in p.all_hosts()}
    for source in manifest["source"]:
        if "url" in source:
            assert source["url"].split("/")[2] in hosts, source["id"]


def test_no_shipped_publication_is_called_checked_before_a_person_has() -> None:
    assert {p.checked for p in read_publications(ROOT / "corpus")} == {"never"}


def test_private_networks_come_from_the_environment() -> None:
    given = {"HANDBOOK_SYNC_PRIVATE": "10.4.0.0/16, fd00::/8"}
    settings = Settings.from_environment(given)
    assert [str(n) for n in settings.sync_private] == ["10.4.0.0/16", "fd00::/8"]
    with pytest.raises(SettingsError, match="give networks such as"):
        Settings.from_environment({"HANDBOOK_SYNC_PRIVATE": "intranet"})
