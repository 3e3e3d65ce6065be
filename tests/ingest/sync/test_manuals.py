"""A manual in each page generation: found by rule, fetched once, brought up to date after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.progress import nobody
from ingest.everything import bring_in
from ingest.sync import fetched
from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.manual import (
    CHAPTERS,
    fill_in,
    generation_1,
    generation_2,
    generation_3,
    generation_4,
)
from tests.ingest.sync.server import Reply, Site, serving

OLD_IDS = ["elm/p_harbour_talks", "elm/p_lantern_visits", "elm/p_orchard_plans"]
NEW_IDS = ["elm/harbour-talks", "elm/lantern-visits", "elm/orchard-plans"]
THROUGH = 'through = ["/contents/*"]\n'
LEFT_OUT = 'leave_out = ["*/p_amendments.html"]\n'


@pytest.mark.parametrize(
    ("make", "contents", "follow", "more", "ids", "dated"),
    [
        (generation_1, "/chapters/contents.htm", "/chapters/p_*.htm", "", OLD_IDS, None),
        (
            generation_2,
            "/chapters/contents.html",
            "/chapters/p_*.html",
            LEFT_OUT,
            OLD_IDS,
            date(2024, 3, 1),
        ),
        (generation_3, "/sitemap.xml", "/p_*.html", LEFT_OUT, OLD_IDS, date(2024, 3, 1)),
        (generation_3, "/p_amendments.html", "/p_*.html", LEFT_OUT, OLD_IDS, date(2024, 3, 1)),
        (generation_4, "/contents", "/chapter/*", THROUGH, NEW_IDS, date(2024, 3, 1)),
    ],
    ids=["generation 1", "generation 2", "3 by sitemap", "3 by amendments", "generation 4"],
)
def test_the_chapters_of_each_page_generation_are_found_and_listed_with_their_dates(
    desk: Desk,
    make: Callable[[], Site],
    contents: str,
    follow: str,
    more: str,
    ids: list[str],
    dated: date | None,
) -> None:
    with serving(make()) as site:
        fill_in(site)
        desk.crawl(site, contents, follow, more)
        report = desk.sync()
    assert [o.outcome for o in report.outcomes] == ["added"] * 3, report
    listed = fetched(desk.settings)
    editions = [f.edition for f in listed if f.edition]
    assert [e.source_id for e in editions] == ids
    assert {e.effective for e in editions} == {dated}
    assert {e.edition for e in editions} == {"March 2024" if dated else "not stated"}
    assert {e.digest for e in editions} == {False}
    assert {e.authority for e in editions} == {"local procedure"}
    titles = {e.title.removeprefix("1.1 ").removeprefix("1.2 ") for e in editions}
    assert {"Lantern Visits", "Harbour Talks"} <= titles


def test_a_contents_list_that_is_built_by_script_is_answered_with_what_to_name_instead(
    desk: Desk,
) -> None:
    with serving(generation_3()) as site:
        desk.crawl(site, "/contents.html", "/p_*.html")
        outcome = desk.one()
    assert outcome.outcome == "failed"
    assert outcome.why
    assert "sitemap" in outcome.why


def test_first_all_chapters_come_then_none_then_the_one_that_changed(desk: Desk) -> None:
    site = generation_2()
    with serving(site):
        desk.crawl(site, "/chapters/contents.html", "/chapters/p_*.html", LEFT_OUT)
        assert [o.outcome for o in desk.sync().outcomes] == ["added"] * 3
        first = bring_in(desk.settings, nobody)
        assert Counter(r.outcome for r in first.receipts) == {"added": 3}

        assert [o.outcome for o in desk.sync().outcomes] == ["unchanged"] * 3
        assert site.statuses("/chapters/p_harbour_talks.html") == [200, 304]
        second = bring_in(desk.settings, nobody)
        assert not second.changed
        assert Counter(r.outcome for r in second.receipts) == {"unchanged": 3}

        changed = replace(CHAPTERS[0], days=7, amended="May 2025")
        site.pages = generation_2((changed, *CHAPTERS[1:])).pages
        outcomes = {o.source_id: o.outcome for o in desk.sync().outcomes}
        assert outcomes.pop("elm/p_lantern_visits") == "changed"
        assert set(outcomes.values()) == {"unchanged"}
        third = bring_in(desk.settings, nobody)
        assert Counter(r.outcome for r in third.receipts) == {"added": 1, "unchanged": 3}

    book = Handbook.open(desk.settings)
    asked = "when must the lead worker hold the meeting about lantern visits"
    assert "within 7 working days" in book.ask(Question(asked)).text
    then = book.ask(Question(asked, as_of=date(2024, 6, 1)))
    assert "within 10 working days" in then.text
    book.close()


def test_a_chapter_is_the_same_source_when_its_number_changes(desk: Desk) -> None:
    site = generation_2()
    with serving(site):
        desk.crawl(site, "/chapters/contents.html", "/chapters/p_*.html", LEFT_OUT)
        desk.sync()
        site.pages = generation_2(tuple(replace(c, number="7.1") for c in CHAPTERS)).pages
        outcomes = desk.sync().outcomes
    assert [o.outcome for o in outcomes] == ["changed"] * 3
    assert sorted(o.source_id for o in outcomes) == OLD_IDS


def test_a_page_that_differs_only_beside_its_text_is_unchanged(desk: Desk) -> None:
    site = generation_2()
    with serving(site):
        desk.crawl(site, "/chapters/contents.html", "/chapters/p_*.html", LEFT_OUT)
        desk.sync()
        before = desk.kept()
        for path, reply in site.pages.items():
            assert isinstance(reply, Reply)
            body = reply.body.replace(b"<body>", b"<body><script>token=8</script>")
            site.pages[path] = Reply(body)
        assert {o.outcome for o in desk.sync().outcomes} == {"unchanged"}
    assert desk.kept() == before


def test_a_chapter_that_the_contents_no_longer_list_is_told_of_and_kept(desk: Desk) -> None:
    site = generation_4()
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        desk.sync()
        site.pages = generation_4(CHAPTERS[:2]).pages
        report = desk.sync()
    outcomes = {o.source_id: o.outcome for o in report.outcomes}
    assert outcomes["elm/orchard-plans"] == "unlisted"
    assert not report.failed
    assert [f.edition.source_id for f in fetched(desk.settings) if f.edition] == NEW_IDS


def test_a_publication_that_the_manifest_drops_is_no_longer_listed(desk: Desk) -> None:
    with serving(generation_4()) as site:
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        desk.sync()
    (desk.settings.corpus / "manifest.toml").write_text("")
    assert fetched(desk.settings) == []


def test_a_page_about_a_publication_leads_to_the_one_document(desk: Desk) -> None:
    about = (
        b"<html><head><meta name='govuk:public-updated-at' content='2024-02-23T10:00:00Z'></head>"
        b"<body><a href='/media/1/annex.pdf'>Annex</a>"
        b"<a href='/media/9f/Elm_guidance_2024.pdf'>Guidance</a></body></html>"
    )
    pdf = Reply(b"%PDF-1.7 made up\n%%EOF\n", "application/pdf")
    pages: dict[str, Reply | list[Reply]] = {
        "/about": Reply(about),
        "/media/9f/Elm_guidance_2024.pdf": pdf,
    }
    with serving(Site(pages)) as site:
        desk.page(site, "/about", 'leads_to = ["/media/*/elm_guidance*.pdf"]')
        outcome = desk.one()
    assert outcome.outcome == "added"
    (listed,) = fetched(desk.settings)
    assert listed.edition
    assert listed.edition.source_id == "elm"
    assert listed.edition.edition == "23 February 2024"
    assert listed.edition.title == "Manual of the Vale of Elm"
    assert listed.path.suffix == ".pdf"


def test_a_sitemap_may_lead_to_further_sitemaps(desk: Desk) -> None:
    site = generation_3()
    with serving(site):
        fill_in(site)
        index = f"<sitemapindex><sitemap><loc>{site.url}/sitemap.xml?a=1&amp;b=2</loc></sitemap>"
        site.pages["/sitemap_index.xml"] = Reply(index.encode(), "text/xml")
        site.pages["/sitemap.xml?a=1&b=2"] = site.pages["/sitemap.xml"]
        desk.crawl(site, "/sitemap_index.xml", "/p_*.html", 'through = ["/sitemap*"]\n' + LEFT_OUT)
        assert [o.outcome for o in desk.sync().outcomes] == ["added"] * 3


def test_a_dry_run_lists_the_chapters_and_fetches_none(desk: Desk) -> None:
    with serving(generation_4()) as site:
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        report = desk.sync(dry=True)
        assert site.paths() == ["/contents", "/contents/procedures"]
    assert sorted(o.source_id for o in report.outcomes) == NEW_IDS
    assert {o.outcome for o in report.outcomes} == {"planned"}
    assert desk.kept() == {}


def test_two_chapters_of_one_name_are_told_apart_by_a_person(desk: Desk) -> None:
    links = b"<a href='/chapter/a/plan'>A</a><a href='/chapter/b/plan'>B</a>"
    page = Reply(b"<html><h1>Plan</h1><p>" + b"The plan must be kept safe. " * 20)
    pages: dict[str, Reply | list[Reply]] = {"/contents": Reply(b"<html>" + links)}
    with serving(Site({**pages, "/chapter/a/plan": page, "/chapter/b/plan": page})) as site:
        desk.crawl(site, "/contents", "/chapter/*")
        report = desk.sync()
    assert [o.outcome for o in report.outcomes] == ["failed", "added"]
    assert "narrow follow" in (report.outcomes[0].why or "")


def test_a_link_to_a_sister_manual_is_not_taken_for_a_chapter(desk: Desk) -> None:
    site = generation_4()
    sister = b"<a href='https://sister.test/chapter/harbour-talks'>Harbour Talks in Oak</a>"
    with serving(site):
        site.pages["/contents"] = Reply(sister + b"<a href='/contents/procedures'>All</a>")
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        assert [o.outcome for o in desk.sync().outcomes] == ["added"] * 3
        site.pages["/contents"] = Reply(sister)
        assert "add it to hosts" in (desk.sync().outcomes[0].why or "")


def test_of_two_versions_without_a_date_only_the_newer_is_listed(desk: Desk) -> None:
    site = generation_1()
    with serving(site):
        desk.crawl(site, "/chapters/contents.htm", "/chapters/p_*.htm")
        desk.sync()
        site.pages = generation_1((replace(CHAPTERS[0], days=7), *CHAPTERS[1:])).pages
        desk.sync()
    assert len(desk.kept()) == 4
    texts = [f.path.read_text() for f in fetched(desk.settings)]
    assert len(texts) == 3
    assert not any("10 working days" in text for text in texts)


def test_a_contents_page_that_fails_is_told_of_and_the_chapters_stay(desk: Desk) -> None:
    site = generation_4()
    with serving(site):
        desk.crawl(site, "/contents", "/chapter/*", THROUGH)
        desk.sync()
        site.pages["/contents"] = Reply(b"down", status=500)
        outcome = desk.one()
    assert outcome.outcome == "failed"
    assert "status 500" in (outcome.why or "")
    assert len(fetched(desk.settings)) == 3


def test_a_rule_that_follows_too_much_fetches_nothing(desk: Desk) -> None:
    with serving(generation_4()) as site:
        desk.crawl(site, "/contents", "/chapter/*", THROUGH + "pages = 2\n")
        outcome = desk.one()
        assert not any(path.startswith("/chapter/") for path in site.paths())
    assert outcome.outcome == "failed"
    assert "more than the 2" in (outcome.why or "")
