"""What a reader has lost shows: references that nothing answers, numbers left out, areas."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.alarms import paragraph_gaps, references
from ingest.exceptions import areas_left_out
from ingest.links import LinkedWords, links_of
from ingest.read import read_document
from ingest.reading import HEADER, Reading
from tests.conftest import shared


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "chapter.md"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def unanswered(reading: Reading) -> tuple[str, ...]:
    return tuple(name for name, answered in references(reading).items() if not answered)


def test_a_reference_to_a_section_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = "# A\n\n## 1. First\n\nSee Section 3, Later, and see paragraph 1.2.\n\n1.2 It is so.\n"
    assert unanswered(read(tmp_path, text)) == ("Section 3",)


@pytest.mark.parametrize(
    "words",
    [
        "see section 47 of the Children Act 1989",
        "see Section 17 and the duties there of the Children Act 1989",
        "refer to section 3 of the Leeds procedure",
        "see section 11 duties",
    ],
)
def test_a_reference_to_a_statute_or_another_publication_is_no_alarm(
    tmp_path: Path, words: str
) -> None:
    assert unanswered(read(tmp_path, f"# A\n\n## 1. First\n\nFor this, {words}.\n")) == ()


def test_numbers_left_out_between_paragraphs_are_named(tmp_path: Path) -> None:
    text = "# A\n\n2.1 One.\n\n2.2 Two.\n\n2.5 Five.\n\n3.1 Only.\n"
    assert paragraph_gaps(read(tmp_path, text)) == ("2.3 to 2.4",)
    running = "".join(f"{n}. It is so.\n\n" for n in range(1, 20) if n != 7)
    path = tmp_path / "running.txt"
    path.write_text(running)
    assert paragraph_gaps(read_document(path)) == ("7",)


def test_short_lists_that_begin_again_have_no_gaps(tmp_path: Path) -> None:
    path = tmp_path / "lists.txt"
    path.write_text("STEPS\n\n1. Ring.\n\n2. Wait.\n\nAGAIN\n\n1. Write.\n\n2. Send.\n")
    assert paragraph_gaps(read_document(path)) == ()


def test_links_of_markdown_and_of_text_pasted_from_a_page_are_told(tmp_path: Path) -> None:
    found = links_of(read(tmp_path, "# A\n\nSee [the **core** group](#) there.\n"))
    assert LinkedWords("core", "#") in found
    seed = links_of(read_document(shared("seed", "emily-briefing.txt")))
    assert len(seed) == 5
    assert LinkedWords("7 MB - Neglect", "#") in seed


def test_the_head_row_of_a_markdown_table_is_marked(tmp_path: Path) -> None:
    reading = read(tmp_path, "# A\n\n| Who | When |\n|---|---|\n| School | 2 days |\n")
    assert [b.mark for b in reading.blocks[1:]] == [HEADER, None]
    assert reading.tables == 1


ALL_BUT_LEEDS = ("bradford", "calderdale", "kirklees", "wakefield")


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        ("Leeds practitioners should instead follow the Leeds process.", ("leeds",)),
        ("Staff in Leeds do not use chapter 2.8.", ("leeds",)),
        ("This chapter does not apply in Leeds.", ("leeds",)),
        ("This is not for use in Leeds or Wakefield.", ("leeds", "wakefield")),
        ("This chapter applies to Bradford, Calderdale, Kirklees and Wakefield only.", ("leeds",)),
        ("It applies to all staff in West Yorkshire, with the exception of Leeds.", ("leeds",)),
        ("Leeds has its own protocol for bruising.", ("leeds",)),
        ("For Leeds, see the Leeds Concerns Resolution Process.", ("leeds",)),
        ("This protocol covers babies who live in Leeds.", ALL_BUT_LEEDS),
        ("This chapter applies to all five areas.", ()),
        ("It applies to Bradford, Calderdale, Kirklees, Leeds and Wakefield.", ()),
        ("Practitioners in Leeds should contact Duty and Advice.", ()),
        ("This chapter should be read with the Leeds threshold document.", ()),
        ("If a child from Leeds is seen in Bradford, the Leeds team should be told.", ()),
    ],
)
def test_the_areas_that_a_sentence_sends_elsewhere(sentence: str, areas: tuple[str, ...]) -> None:
    assert areas_left_out(sentence) == areas
