"""Where areas differ: no rule of one area is shown as that of another, or as everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from page.reply import answer_html
from tests.conftest import open_book

RULES = {
    "leeds": "A dispute between agencies must be settled within three working days.",
    "bradford": "A dispute between agencies must be settled within eight working days.",
    "": "The core group must meet within ten working days of the child protection conference.",
}
DISPUTE = "How soon must a dispute between agencies be settled?"
CORE_GROUP = "When must the core group meet after the child protection conference?"
BOTH = (
    "How soon must a dispute between agencies be settled and when must the core group meet?",
    "When must the core group meet and how soon must a dispute between agencies be settled?",
)
SAME = "A dispute between agencies must be settled within six working days."
DANGER = "He is hitting her right now."


def opened(folders: pytest.TempPathFactory, rules: dict[str, str]) -> Handbook:
    corpus, manifest = folders.mktemp("corpus"), []
    for area, rule in rules.items():
        name = area or "all"
        (corpus / f"{name}.md").write_text(f"# Rules of {name}\n\n## How soon\n\n1.1 {rule}\n")
        areas = f'areas = ["{area}"]' if area else ""
        manifest.append(
            f'[[source]]\nid = "{name}"\ntitle = "Rules of {name}"\n{areas}\n'
            f'[[source.edition]]\nedition = "2025"\nfile = "{name}.md"\n'
        )
    (corpus / "manifest.toml").write_text("\n".join(manifest))
    return open_book(corpus, folders.mktemp("data"))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """Two areas that differ on one rule, and a rule of all."""
    book = opened(tmp_path_factory, RULES)
    yield book
    book.close()


@pytest.fixture(scope="module", params=["same passages", "other sentences beside it"])
def alike(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Handbook]:
    """Two areas with one rule in the same words."""
    more = {"leeds": "", "bradford": ""}
    if request.param != "same passages":
        more = {"leeds": " Tea is served in the hall.", "bradford": " Coffee is not served."}
    book = opened(tmp_path_factory, {area: SAME + text for area, text in more.items()})
    yield book
    book.close()


def quoted(answer: Answer) -> list[tuple[str, bool]]:
    """The area of each quotation, and whether it is shown as one area's among others."""
    return [(c.edition.area, c.marker in answer.by_area) for c in answer.citations]


def test_each_areas_rule_is_shown_and_taken_apart(book: Handbook) -> None:
    answer = book.ask(Question(DISPUTE))
    assert answer.status is Status.ASK_AREA
    assert sorted(quoted(answer)) == [("bradford", True), ("leeds", True)]
    assert len(answer.cards) == 2


@pytest.mark.parametrize("asked", BOTH)
def test_a_part_on_which_areas_differ_asks_for_the_area_whatever_else_is_asked(
    book: Handbook, asked: str
) -> None:
    answer = book.ask(Question(asked))
    assert answer.status is Status.ASK_AREA
    assert answer.opening == book.replies.text("ask_area")
    assert sorted(quoted(answer)) == [("all", False), ("bradford", True), ("leeds", True)]
    assert len(answer.cards) == 3
    shown = answer_html(book, Question(asked), answer)
    assert shown.count('<section class="hb-area">') == 2
    assert "Other areas" not in shown
    assert "The core group must meet" in shown


def test_a_part_without_an_answer_does_not_hide_that_areas_differ(book: Handbook) -> None:
    answer = book.ask(
        Question(
            "How soon must a dispute between agencies be settled and what is the price of a llama?"
        )
    )
    assert answer.status is Status.PARTIAL
    assert answer.opening == book.replies.text("ask_area")
    assert answer.by_area


def test_in_danger_too_each_areas_rule_is_one_areas(book: Handbook) -> None:
    answer = book.ask(Question(f"{DANGER} {DISPUTE}"))
    assert answer.status is Status.URGENT
    assert answer.opening.startswith(book.replies.text("urgent"))
    assert answer.opening.endswith(book.replies.text("ask_area"))
    assert len(answer.cards) == 2
    assert answer_html(book, Question(DISPUTE), answer).count('<section class="hb-area">') == 2


def test_another_area_than_the_one_chosen_is_not_passed_over(book: Handbook) -> None:
    answer = book.ask(Question(f"{DISPUTE} in Leeds", "bradford"))
    assert "leeds" not in {c.edition.area for c in answer.citations}
    [notice] = [n for n in answer.notices if n.kind == "other_area"]
    assert "names Leeds" in notice.text
    assert "holds in Bradford" in notice.text
    same = book.ask(Question(f"{DISPUTE} in Leeds", "leeds"))
    assert "other_area" not in {n.kind for n in same.notices}


def test_the_area_that_a_question_names_stands_on_page_and_paper(book: Handbook) -> None:
    question = Question(f"{DISPUTE} in Leeds")
    answer = book.ask(question)
    assert answer.area == "leeds"
    assert "Area: Leeds" in answer_html(book, question, answer)
    assert "Area: not stated" not in answer_html(book, question, answer)
    sheet = sheet_of(book, [(question, answer)], date(2026, 12, 1))
    assert sheet.entries[0].facts[0] == "Area: Leeds"


def test_a_day_is_counted_for_what_is_taken_apart_alone(book: Handbook) -> None:
    answer = book.ask(Question(DISPUTE, "leeds", counted_from=date(2026, 12, 1)))
    assert {c.marker for c in answer.counts} == {c.marker for c in answer.cards}


def test_the_same_words_of_two_areas_are_two_citations_and_no_difference(alike: Handbook) -> None:
    answer = alike.ask(Question(DISPUTE))
    assert answer.status is Status.ANSWERED
    assert [c.quote for c in answer.citations] == [SAME, SAME]
    assert {c.edition.area for c in answer.citations} == {"bradford", "leeds"}
    assert {h.edition.area for h in alike.search(DISPUTE)} == {"bradford", "leeds"}


@pytest.mark.parametrize("area", ["bradford", "leeds"])
def test_where_the_area_is_given_its_own_words_are_cited_once(alike: Handbook, area: str) -> None:
    answer = alike.ask(Question(DISPUTE, area))
    assert [(c.quote, c.edition.area) for c in answer.citations] == [(SAME, area)]


def test_the_same_words_for_everywhere_are_cited_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    book = opened(tmp_path_factory, {"": SAME, "leeds": f"{SAME} Tea is served in the hall."})
    answer = book.ask(Question(DISPUTE))
    first, *others = answer.citations
    assert first.quote == SAME
    assert [c.edition.area for c in others] == ([] if first.edition.area == "all" else ["all"])
    book.close()


def of_areas(rules: dict[str, str], folders: pytest.TempPathFactory) -> Handbook:
    """A handbook with one chapter for each area."""
    corpus, manifest = folders.mktemp("corpus"), []
    for area, text in rules.items():
        (corpus / f"{area}.md").write_text(f"# Disputes in {area}\n\n## How soon\n\n{text}\n")
        manifest.append(
            f'[[source]]\nid = "{area}"\ntitle = "Disputes in {area}"\nareas = ["{area}"]\n'
            f'[[source.edition]]\nedition = "2025"\nfile = "{area}.md"\n'
        )
    (corpus / "manifest.toml").write_text("\n".join(manifest))
    return open_book(corpus, folders.mktemp("data"))


def test_two_areas_that_agree_still_differ_from_a_third(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rule = "A dispute between agencies must be settled within {} working days."
    days = {"leeds": "four", "bradford": "six", "wakefield": "six"}
    book = of_areas({area: rule.format(n) for area, n in days.items()}, tmp_path_factory)
    answer = book.ask(Question(DISPUTE))
    assert answer.status is Status.ASK_AREA
    assert sorted(quoted(answer)) == [(area, True) for area in sorted(days)]
    book.close()


def test_a_lesser_sentence_makes_no_difference_where_the_rule_is_the_same(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rule = "A dispute between agencies must be settled within four working days."
    more = f"{rule} The chair of a dispute between agencies is an independent person."
    book = of_areas({"leeds": rule, "bradford": more}, tmp_path_factory)
    answer = book.ask(Question(DISPUTE))
    assert answer.status is Status.ANSWERED
    assert {(c.edition.area, c.quote) for c in answer.citations[:2]} == {
        ("leeds", rule),
        ("bradford", rule),
    }
    book.close()
