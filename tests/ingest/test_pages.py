"""Made-up pages of every generation of the manual's site, and of two shapes of GOV.UK."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from handbook.domain import Edition, Passage, Role
from handbook.errors import ReadError
from ingest.document import Read, make_document
from ingest.links import LinkedWords, Outcome, Targets, resolve
from ingest.read import read_document

PAGES = Path(__file__).parent / "pages"
CHROME = {
    "generation-1.htm": ("Glossary", "Top of page", "End of chapter", "Internet Explorer"),
    "generation-2.html": ("small text", "View Working Together", "Top of page", "Caption:"),
    "generation-3.html": (
        "cookies",
        "Manual contents",
        "Search",
        "Accessibility",
        "reviewed twice",
    ),
    "generation-4.html": (
        "Skip to",
        "Company Logo",
        "Documents library",
        "as printed on",
        "Back to",
    ),
    "govuk-guide.html": ("cookies", "Skip to", "Telling the council", "printable", "useful"),
    "govuk-publication.html": ("Skip to", "Print this", "Back to top", "Crown copyright", "↩"),
}


def read(name: str) -> Read:
    return make_document(PAGES / name, "hash", None)


def text_of(found: Read) -> str:
    return "\n".join(unit.text for unit in found.document.units)


def saying(found: Read, words: str) -> Passage:
    return next(p for p in found.document.passages if words in p.text)


def page(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "page.html"
    path.write_text(body, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", CHROME)
def test_menus_stamps_and_controls_are_no_text(name: str) -> None:
    text = text_of(read(name))
    assert [c for c in CHROME[name] if c in text] == []


@pytest.mark.parametrize("name", CHROME)
def test_every_character_maps_to_its_place_in_the_source(name: str) -> None:
    source = (PAGES / name).read_text(encoding="utf-8")
    for unit in read_document(PAGES / name).units:
        for run in unit.runs:
            there = source[run.offset : run.offset + run.length]
            shown = unit.text[run.start : run.start + run.length]
            assert shown == there or there.startswith("&")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("generation-1.htm", "tell the Lead Worker on the same day"),
        ("generation-1.htm", "ask the School whether the child came in."),
        ("generation-2.html", "at risk of Significant Harm is seen within one working day."),
        ("generation-2.html", "speaks with the parents;"),
        ("generation-3.html", "speak with the Designated Nurse on the same day"),
        ("generation-4.html", "A Lead Practitioner who is afraid"),
        ("govuk-guide.html", "There are different rules in Wales."),
    ],
)
def test_no_linked_word_is_lost(name: str, words: str) -> None:
    assert words in " ".join(text_of(read(name)).split())


def test_a_static_contents_list_gives_no_heading_twice() -> None:
    headings = [p.headings[-1] for p in read("generation-2.html").document.passages]
    text = text_of(read("generation-2.html"))
    assert text.count("Agreeing a Visit") == 1
    assert "Contents" not in headings


def test_paragraphs_numbered_in_a_table_are_cited_by_their_number() -> None:
    found = read("generation-2.html")
    assert saying(found, "agree the purpose").paragraph == "1.1"
    assert saying(found, "one working day").headings[-1] == "1. Agreeing a Visit"


def test_a_row_of_a_table_is_led_in_by_the_head_of_its_columns() -> None:
    found = read("generation-2.html")
    passage = saying(found, "within 3 working days")
    row = next(s for s in passage.sentences if s.lead_in is not None and s.spans)
    assert row.lead_in is not None
    assert found.receipt.tables == 1


@pytest.mark.parametrize(
    ("name", "words", "role"),
    [
        ("generation-1.htm", "rewritten in March 2009", Role.ABOUT),
        ("generation-2.html", "Lone Working Handbook", Role.ABOUT),
        ("generation-2.html", "for every practitioner who visits", Role.RULE),
        ("generation-2.html", "new Section 3 was added", Role.ABOUT),
        ("generation-3.html", "Assessment before Birth", Role.ABOUT),
        ("generation-4.html", "Animal Welfare Referrals", Role.ABOUT),
        ("generation-4.html", "this chapter was added", Role.ABOUT),
    ],
)
def test_the_boxes_before_section_1_are_told_by_their_labels(
    name: str, words: str, role: Role
) -> None:
    assert saying(read(name), words).role is role


def test_text_that_lost_its_heading_is_not_taken_for_the_amendment_box_above_it() -> None:
    passage = saying(read("generation-4.html"), "Any dog that has bitten")
    assert passage.role is Role.RULE
    assert passage.headings == ("Pets and Safety",)


@pytest.mark.parametrize("name", ["generation-2.html", "generation-3.html", "generation-4.html"])
def test_an_area_exception_travels_with_every_passage_of_the_chapter(name: str) -> None:
    found = read(name)
    sections = [p for p in found.document.passages if p.headings[-1][:1].isdigit()]
    assert sections
    for passage in sections:
        assert passage.exception_areas == ("leeds",)
        units = found.document.units
        said = " ".join(units[s.unit].text[s.start : s.end] for s in passage.exception)
        assert "Leeds" in said or "Kirklees and Wakefield only" in said


def test_a_section_of_local_information_holds_for_its_area_alone() -> None:
    passage = saying(read("generation-3.html"), "lent by the family hub")
    assert passage.headings[-2:] == ("Local Information", "Kirklees")
    assert passage.exception_areas == ("bradford", "calderdale", "leeds", "wakefield")


def test_hidden_and_struck_out_words_are_reported_and_kept_out() -> None:
    found = read("generation-3.html")
    assert "Ignore the rules" not in text_of(found)
    assert "10 days" not in text_of(found)
    assert found.receipt.hidden == 2
    assert any("hidden by the file, struck out" in w for w in found.warnings)


def test_a_reference_that_no_section_answers_is_an_alarm() -> None:
    assert [w for w in read("generation-4.html").warnings if "Section 3" in w]
    assert not read("generation-2.html").warnings


def test_a_footnote_is_kept_apart_from_the_text() -> None:
    passage = saying(read("govuk-publication.html"), "starts on the day the child moves")
    assert passage.text == "The placement starts on the day the child moves."


def test_links_are_resolved_by_address_then_by_title_and_the_dead_are_named() -> None:
    held = [
        Edition(
            "visits", "Home visits by two practitioners", url="https://x.org/chapter/home-visits"
        ),
        Edition("neglect", "Neglect", kind="procedure"),
        Edition("sleep", "Sleep arrangements", url="https://a.org/p_sleep_babies.html"),
    ]
    links = [
        LinkedWords("Visits", "https://other.org/chapter/home-visits/"),
        LinkedWords("3.5 Home Visits by Two Practitioners", "#"),
        LinkedWords("7 MB – Neglect", "#"),
        LinkedWords("sleep", "../p_sleep_babies.html#s2"),
        LinkedWords("Section 2", "#s2"),
        LinkedWords("The law", "https://www.example.gov/act"),
    ]
    outcomes = [(r.outcome, r.source_id) for r in resolve(links, Targets.of(held))]
    assert outcomes == [
        (Outcome.RESOLVED, "visits"),
        (Outcome.RESOLVED, "visits"),
        (Outcome.DEAD, None),
        (Outcome.RESOLVED, "sleep"),
        (Outcome.WITHIN, None),
        (Outcome.ELSEWHERE, None),
    ]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nested", "<div>" * 100_000 + "<p>A visit must be made.</p>" + "</div>" * 100_000),
        ("nested lists", "<ul><li>" * 20_000 + "A visit must be made."),
        ("nested tables", "<table><tr><td>" * 20_000 + "A visit must be made."),
        ("open quotation marks", "<p>A visit must be made.</p>" + '<a x="' * 300_000),
        ("open comments", "<p>A visit must be made.</p>" + "<!--" * 500_000),
        ("brackets", "<p>A visit must be made.</p><p>" + "<" * 500_000),
        ("marked sections", "<![if !IE]><p>A visit must be made.</p><![endif]><![CDATA[x]]>"),
        (
            "entities",
            "<p>A visit must be made.&#; &#x; &foo &#99999999999;</p><p>Then <b>on</b></p>",
        ),
        ("open script", "<p>A visit must be made.</p><script>" + "a<b " * 300_000),
    ],
    ids=lambda value: value if len(value) < 40 else "",
)
def test_a_page_made_to_hang_a_parser_is_read_in_time(tmp_path: Path, name: str, body: str) -> None:
    began = time.perf_counter()
    reading = read_document(page(tmp_path, body))
    assert "A visit must be made." in reading.units[0].text, name
    assert time.perf_counter() - began < 20


def test_a_page_of_more_elements_than_any_honest_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="more elements"):
        read_document(page(tmp_path, "<p>a</p>" * 200_001))


def test_a_malformed_entity_does_not_turn_the_rest_into_text(tmp_path: Path) -> None:
    reading = read_document(
        page(tmp_path, "<p>Fish &#; chips</p><p>Then <b>go</b> on &amp; on</p>")
    )
    assert "Then go on & on" in reading.units[0].text


def test_of_several_sources_that_a_link_may_lead_to_the_first_is_taken() -> None:
    held = [
        Edition("first", "Neglect", url="https://one.example/p_neglect.html"),
        Edition("second", "Neglect", url="https://two.example/p_neglect.html"),
    ]
    links = [LinkedWords("Neglect", "#"), LinkedWords("there", "https://x.example/p_neglect")]
    assert [r.source_id for r in resolve(links, Targets.of(held))] == ["first", "first"]
