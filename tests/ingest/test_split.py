"""What a sentence is quoted with: the one that introduces it."""

from __future__ import annotations

from pathlib import Path

from handbook.cite import quote
from handbook.evidence import with_lead_in
from ingest.document import make_document


def quoted(tmp_path: Path, text: str) -> list[str]:
    """Each sentence of a chapter as it is quoted."""
    path = tmp_path / "chapter.md"
    path.write_text(f"# Chapter\n\n## Section\n\n{text}\n")
    document = make_document(path, "hash", None).document
    return [
        quote(document.units, with_lead_in(passage, sentence, document.units))
        for passage in document.passages
        for sentence in passage.sentences
    ]


def test_what_goes_on_from_a_lead_in_is_quoted_with_it(tmp_path: Path) -> None:
    """A PDF whose list marks were lost had an item quoted without what it is an item of."""
    lead_in = "A visit must be made when the child:"
    said = quoted(tmp_path, f"{lead_in}\n\nis under two years old.\n\nlives alone.")
    assert said == [lead_in, f"{lead_in} is under two years old.", f"{lead_in} lives alone."]


def test_a_sentence_of_its_own_after_a_lead_in_stands_alone(tmp_path: Path) -> None:
    said = quoted(tmp_path, "Ask for the record:\n\nA manager keeps it.\n\nit may be old.")
    assert said[1:] == ["A manager keeps it.", "it may be old."]


def test_what_stands_behind_a_list_is_no_item_of_it(tmp_path: Path) -> None:
    """It was quoted with the introduction, and the list's conditions were lost between them."""
    text = "If the child:\n\n- is at risk\n- is missing\n\nthe social worker must call the police."
    assert quoted(tmp_path, text)[-1] == "the social worker must call the police."
