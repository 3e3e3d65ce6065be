"""Decks and documents broken by chance: whatever of them can be read can be annotated, or it is
said in a sentence why not."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as NewDocument
from pptx import Presentation

from eval.broken import broken
from handbook.errors import ExportError, ReadError
from ingest.annotate_slides import annotate_pptx
from ingest.annotate_word import annotate_docx
from ingest.annotated import Comment
from ingest.material import read_material
from tests.fuzz.conftest import RULE
from tests.fuzz.odd import SEED

_COMMENTS = re.compile(r"/comment(s|Authors|s/comment1)\.xml$")
_NUMBER = re.compile(rb'( (?:w:id|id|authorId|idx))="\d+"')
ANNOTATE = {".docx": annotate_docx, ".pptx": annotate_pptx}


def _places(path: Path) -> list[Comment]:
    """A comment at each statement."""
    return [Comment(x.places[0], "Look here.") for x in read_material(path).lines if x.places]


@pytest.fixture
def good(tmp_path: Path) -> dict[str, Path]:
    """A deck and a document, each with comments already, so that those can be broken too."""
    document, deck = NewDocument(), Presentation()
    document.add_heading("Visits", 1)
    document.add_paragraph(RULE, style="List Number")
    document.add_table(1, 2).cell(0, 0).text = RULE
    document.save(str(tmp_path / "plain.docx"))
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text_frame.text = "Visits", RULE
    slide.notes_slide.notes_text_frame.text = RULE
    deck.save(str(tmp_path / "plain.pptx"))
    made = {}
    for suffix, annotate in ANNOTATE.items():
        plain, made[suffix] = tmp_path / f"plain{suffix}", tmp_path / f"good{suffix}"
        made[suffix].write_bytes(annotate(plain, _places(plain)))
    return made


def _with_odd_number(data: bytes, _suffix: str, chance: random.Random) -> tuple[str, bytes]:
    """A copy in which the comments that it has are numbered oddly."""
    odd, changed = chance.choice((b"x", b"", b"-5", b"9" * 30, b"1.5")), BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            spoilt = _NUMBER.sub(b'\\1="' + odd + b'"', raw)
            new.writestr(name, spoilt if _COMMENTS.search(name) else raw)
    return "odd number", changed.getvalue()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("suffix", list(ANNOTATE))
def test_what_can_be_read_of_a_broken_file_is_annotated_or_refused_in_a_sentence(
    wind_up: Callable[[], None], good: dict[str, Path], tmp_path: Path, suffix: str
) -> None:
    chance, whole = random.Random(SEED), good[suffix].read_bytes()
    annotated, refused = 0, []
    for number in range(50):
        path, copy = tmp_path / f"{number}{suffix}", tmp_path / f"copy{suffix}"
        spoil = _with_odd_number if number % 5 == 0 else broken
        path.write_bytes(spoil(whole, suffix, chance)[1])
        wind_up()
        try:
            comments = _places(path)
            copy.write_bytes(ANNOTATE[suffix](path, comments))
        except ReadError:
            continue
        except ExportError as error:
            refused.append(str(error))
        else:
            assert [c.place for c in _places(copy)] == [c.place for c in comments]
            annotated += 1
    assert annotated > 5
    assert [sentence for sentence in refused if not sentence.endswith(".")] == []
