"""What a page says of itself: only its own dates count, in its own words."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.sync.keep import dating
from ingest.sync.pages import read_page, stated_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("AMENDMENT In December 2019, section 4 was added.", date(2019, 12, 1), "December 2019"),
        ("Amendments: 3 May 2024", date(2024, 5, 3), "3 May 2024"),
        ("Last updated: 23rd February 2024.", date(2024, 2, 23), "23 February 2024"),
        ("This chapter was last revised in July 2021.", date(2021, 7, 1), "July 2021"),
        ("Amendment May 2020 … Amendment June 2023 … ", date(2023, 6, 1), "June 2023"),
    ],
)
def test_a_date_that_the_page_states_of_itself_is_taken(text: str, day: date, words: str) -> None:
    stated = stated_date(text, TODAY)
    assert stated
    assert (stated.day, stated.words) == (day, words)


@pytest.mark.parametrize(
    "text",
    [
        "Working together was published in December 2023.",
        "The guidance (updated May 2025) says so.",
        "This print is correct as printed on 4 June 2024.",
        "Amendment: 31 June 2024",
        "Last updated: March 2031",
    ],
)
def test_another_date_is_not_taken_for_the_page_s_own(text: str) -> None:
    assert stated_date(text, TODAY) is None


def test_without_a_stated_date_the_file_s_own_is_told_as_such() -> None:
    assert dating(None, "Fri, 03 May 2024 10:00:00 GMT", TODAY) == (
        date(2024, 5, 3),
        "file of 3 May 2024",
    )
    assert dating(None, "yesterday", TODAY) == (None, "not stated")
    assert dating(None, "Fri, 03 May 2999 10:00:00 GMT", TODAY) == (None, "not stated")


def test_links_are_made_whole_and_those_that_are_no_pages_left_out() -> None:
    page = read_page(
        "https://elm.test/a/contents.html",
        b"<base href='/b/'><a href='one.html#x'>One<a href='http://elm.test/two'>Two</a>"
        b"<a href='mailto:x@elm.test'>Write</a><a href='javascript:void(0)'>Script</a>"
        b"<a href='https://[bad'>Bad</a><a href='one.html'>One again</a><a href='//oak.test/c d'>",
    )
    assert [(k.url, k.text) for k in page.links] == [
        ("https://elm.test/b/one.html", "One"),
        ("https://elm.test/two", "Two"),
        ("https://oak.test/c%20d", ""),
    ]


@pytest.mark.parametrize(
    "odd", [b'<base href="http://[">', b"<![CD[", b"<![if gte mso 9]>", b"<!["]
)
def test_what_is_wrong_in_a_page_costs_none_of_its_links(odd: bytes) -> None:
    page = read_page("https://a.uk/", b'<a href="a.html"></a>' + odd + b'><a href="b.html">')
    assert [link.url for link in page.links] == ["https://a.uk/a.html", "https://a.uk/b.html"]
