"""Which edition of a source answers as at a date, and where the others stand."""

from __future__ import annotations

from datetime import date

from handbook.domain import Edition
from handbook.index.editions import Held, IndexEdition, Standing

TODAY = date(2026, 11, 24)
Y23, Y24, Y25, Y27 = (date(y, 9, 1) for y in (2023, 2024, 2025, 2027))


def held(
    name: str,
    day: date | None = None,
    *,
    source: str = "kcsie",
    gone: date | None = None,
    label: str = "not stated",
    sha256: str = "",
) -> Held:
    edition = Edition(source, "Title", edition=label, effective=day)
    return Held(name, f"{name}.pdf", sha256 or name, f"/corpus/{name}.pdf", edition, gone=gone)


def index(*documents: Held, past: tuple[Held, ...] = ()) -> IndexEdition:
    return IndexEdition("e", "now", "encoder", documents, past)


def answering(edition: IndexEdition, as_of: date | None) -> set[str]:
    return set(edition.in_force(as_of, TODAY))


def test_today_only_the_latest_edition_answers() -> None:
    edition = index(held("a", Y23), held("b", Y24), held("c", Y25))
    assert answering(edition, None) == {"c"}


def test_as_at_a_date_the_edition_of_that_time_answers() -> None:
    edition = index(held("a", Y23), held("b", Y24), held("c", Y25))
    assert answering(edition, date(2025, 8, 31)) == {"b"}
    assert answering(edition, Y25) == {"c"}


def test_before_the_first_edition_the_source_does_not_answer() -> None:
    assert answering(index(held("a", Y24), held("b", Y25)), date(2020, 1, 1)) == set()


def test_an_edition_without_a_date_is_always_in_force_beside_the_dated_ones() -> None:
    edition = index(held("a", Y24), held("b", Y25), held("undated"))
    assert answering(edition, None) == {"b", "undated"}
    assert answering(edition, date(2020, 1, 1)) == {"undated"}


def test_the_date_in_the_label_counts_where_no_effective_date_is_stated() -> None:
    edition = index(held("a", label="September 2024"), held("b", label="September 2025"))
    assert answering(edition, None) == {"b"}
    assert answering(edition, date(2024, 10, 1)) == {"a"}


def test_two_files_of_one_edition_answer_together() -> None:
    edition = index(held("pdf", Y25), held("docx", Y25), held("old", Y24))
    assert answering(edition, None) == {"pdf", "docx"}


def test_an_edition_of_the_future_does_not_answer_before_its_day() -> None:
    edition = index(held("now", Y25), held("next", Y27))
    assert answering(edition, None) == {"now"}
    assert answering(edition, Y27) == {"next"}
    assert edition.standing(edition.documents[1], TODAY) is Standing.CURRENT


def test_a_source_with_only_future_editions_answers_with_the_first_of_them() -> None:
    edition = index(held("next", Y27), held("later", date(2028, 9, 1)))
    assert answering(edition, None) == {"next"}
    assert answering(edition, Y25) == set()


def test_an_edition_that_the_corpus_replaced_answers_only_as_at_its_time() -> None:
    edition = index(held("old", Y24, gone=TODAY), held("new", Y25))
    assert answering(edition, None) == {"new"}
    assert answering(edition, date(2024, 12, 1)) == {"old"}
    assert edition.standing(edition.documents[0], TODAY) is Standing.SUPERSEDED


def test_what_is_past_never_answers_and_is_found_by_its_id() -> None:
    gone = held("gone", Y24, source="other", gone=TODAY)
    edition = index(held("new", Y25), past=(gone,))
    for day in (None, Y24, Y27):
        assert "gone" not in answering(edition, day)
    assert edition.find("gone") == gone
    assert edition.standing(gone, TODAY) is Standing.WITHDRAWN


def test_a_file_changed_in_place_supersedes_what_it_said_before() -> None:
    before = held("before", gone=TODAY)
    edition = index(held("after"), past=(before,))
    assert edition.standing(before, TODAY) is Standing.SUPERSEDED


def test_a_file_read_again_by_a_newer_reader_is_still_the_same_edition() -> None:
    before = held("before", Y25, gone=TODAY, sha256="same")
    edition = index(held("after", Y25, sha256="same"), past=(before,))
    assert edition.standing(before, TODAY) is Standing.CURRENT


def test_the_chain_of_a_source_runs_from_the_oldest_to_the_newest() -> None:
    edition = index(held("c", Y25), held("b", Y24), past=(held("a", Y23, gone=TODAY),))
    assert [h.document_id for h in edition.chain("kcsie")] == ["a", "b", "c"]
