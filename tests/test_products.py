"""Every product that quotes is stopped by one changed character, wherever in it that stands; and
nothing leads to what writes a product but past the check that stops it."""

from __future__ import annotations

import ast
import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pptx import Presentation

from handbook.answer_records import Citation, CitedQuestion, Question
from handbook.book import Handbook
from handbook.check.present import check_json
from handbook.check.read_back import read_findings
from handbook.check.records import Check
from handbook.check.run import make_check
from handbook.cite import verify_answer
from handbook.conflicts.find import find_conflicts
from handbook.conflicts.present import conflicts_json, conflicts_text
from handbook.domain import Passage
from handbook.errors import QuoteError
from handbook.export.check_report import REPORTS, write_report
from handbook.export.compose import agenda_of, sheet_of
from handbook.export.forms import BOOKLET_FORMS, FORMS, QUIZ_FORMS
from handbook.export.sheet import Paper, Quiz, Quoted
from handbook.make.discussion import discussion_of
from handbook.make.handout import handout_of_review, handout_of_topic
from handbook.make.quiz import quiz_of
from handbook.review import asked_on_themes
from handbook.settings import ROOT
from ingest.annotated import FORMS as ANNOTATED
from ingest.annotated import annotated
from ingest.material import read_material
from page.editor.conflicts import KeptConflicts
from page.paper_content import content_of
from page.paper_file import PRINT, paper_file, to_print
from page.site import Site
from tests.conftest import open_book

DAY = date(2026, 11, 24)
AGREES = "ICPC within 15 working days of the strategy discussion"
DIFFERS = "ICPC within 15 days of the strategy discussion"
SCENARIO = "A health visitor sees a bruise on a baby who cannot roll."
QUOTES = {Quoted: "text", Citation: "quote", CitedQuestion: "text", Passage: "text"}
"""The records that hold characters of a source, with the field that holds them."""


@dataclass(frozen=True)
class Product:
    """How something that quotes is made, and the door through which it goes out."""

    make: Callable[[Handbook, Path], Any]
    give: Callable[[Handbook, Any], object]
    own_book: bool = False
    """Whether it is made of a corpus in which two sources disagree."""


def _answer(book: Handbook, _: Path) -> Any:
    return book.ask(Question("how soon initial conference after strategy discussion"))


def _given_answer(book: Handbook, answer: Any) -> object:
    cited = (*answer.citations, *answer.review_questions, *(h.passage for h in answer.hits))
    return verify_answer(answer, {c.document_id: book.units(c.document_id) for c in cited})


def _sheet(book: Handbook, _: Path) -> Paper:
    questions = map(Question, (AGREES, "escalation steps", "safer sleep"))
    return sheet_of(book, [(q, book.ask(q)) for q in questions], DAY)


def _agenda(book: Handbook, _: Path) -> Paper:
    return agenda_of(book, asked_on_themes(book, ["Safer sleep"]), DAY)


def _handout(book: Handbook, _: Path) -> Paper:
    return handout_of_topic(book, "core groups", "leeds", DAY, None)


def _review(book: Handbook, _: Path) -> Paper:
    return handout_of_review(book, "emily-briefing", DAY, None)


def _discussion(book: Handbook, _: Path) -> Paper:
    return discussion_of(book, SCENARIO, None, DAY, None)


def _quiz(book: Handbook, _: Path) -> Quiz:
    return quiz_of(book, "child protection conference", None, 5, DAY, None)


def _deck(path: Path) -> Path:
    deck = Presentation()
    for text in (AGREES, DIFFERS):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.placeholders[1].text_frame.text = text
    deck.save(str(path))
    return path


def _document(path: Path) -> Path:
    document = Document()
    for text in (AGREES, DIFFERS):
        document.add_paragraph(text)
    document.save(str(path))
    return path


MATERIAL = {".pptx": _deck, ".docx": _document}


def _check(book: Handbook, folder: Path, form: str = ".pptx") -> tuple[Path, Check]:
    path = MATERIAL[form](folder / f"material{form}")
    lines = read_material(path).lines
    return path, make_check(book, path.name, path.read_bytes(), lines, None, DAY)


def _printed(book: Handbook, paper: Paper, form: str = PRINT) -> object:
    """A page says why it is refused in place of raising it."""
    site = Site(book)
    shown = to_print(site)
    if isinstance(paper, Quiz):
        shown = partial(_quiz_page, site)
    page = paper_file(site, form, "paper", lambda: paper, shown)
    if page.status_code == 400:
        raise QuoteError(html.unescape(bytes(page.body).decode()))
    return page.body


def _quiz_page(site: Site, quiz: Any) -> Any:
    return site.page("make/quiz.html", "", quiz.title, quiz=quiz, topic="", area="", count=5)


def _read_back(book: Handbook, made: tuple[Path, Check]) -> object:
    """What a page of a check, and a check made again, show of its record."""
    return read_findings(book, json.loads(json.dumps(check_json(made[1]), default=str)))


def _papers() -> Iterator[tuple[str, Product]]:
    made = (
        ("answer sheet", _sheet, FORMS),
        ("agenda", _agenda, FORMS),
        ("handout of a topic", _handout, BOOKLET_FORMS),
        ("handout of a review", _review, BOOKLET_FORMS),
        ("discussion", _discussion, BOOKLET_FORMS),
        ("quiz", _quiz, QUIZ_FORMS),
    )
    for name, make, forms in made:
        for form in forms:
            yield f"{name} {form}", Product(make, partial(_written, form=form))
            yield f"{name} {form} of a page", Product(make, partial(_printed, form=form[1:]))
        yield f"{name} in print", Product(make, _printed)


def _written(book: Handbook, paper: Paper, form: str) -> object:
    return content_of(book, paper, form)


def _reported(book: Handbook, made: tuple[Path, Check], form: str) -> object:
    return write_report(book, made[1], form)


def _annotated(book: Handbook, made: tuple[Path, Check]) -> object:
    return annotated(made[0], made[1].findings, book.units)


def _conflicts(book: Handbook, _: Path) -> Any:
    return find_conflicts(book)


PRODUCTS = {
    "answer": Product(_answer, _given_answer),
    **dict(_papers()),
    **{f"check {form}": Product(_check, partial(_reported, form=form)) for form in REPORTS},
    **{f"annotated {form}": Product(partial(_check, form=form), _annotated) for form in ANNOTATED},
    "check read back": Product(_check, _read_back),
    "conflicts as text": Product(_conflicts, lambda b, c: conflicts_text(c, b.units), True),
    "conflicts as JSON": Product(_conflicts, lambda b, c: conflicts_json(c, b.units), True),
    "conflicts on a page": Product(
        _conflicts, lambda b, c: KeptConflicts(b, lambda _: c).found(), True
    ),
}


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """Two sources that state different times for one rule."""
    folder = tmp_path_factory.mktemp("disagreeing")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, count in (("one", "10"), ("two", "15")):
        rule = f"The core group must meet within {count} working days of the initial conference."
        (corpus / f"{name}.md").write_text(f"# {name.title()} manual\n\n## 1. Rule\n\n1.1 {rule}\n")
    book = open_book(corpus, folder / "data")
    yield book
    book.close()


def one_character_changed(made: Any) -> Iterator[Any]:
    """A copy of a record for each quotation in it, in which one character of that is changed."""
    if is_dataclass(made) and not isinstance(made, type):
        if field := QUOTES.get(type(made)):
            yield replace(made, **{field: _changed(getattr(made, field))})
        for each in fields(made):
            if each.init:
                for false in one_character_changed(getattr(made, each.name)):
                    yield replace(made, **{each.name: false})
    elif isinstance(made, tuple):
        for at, value in enumerate(made):
            for false in one_character_changed(value):
                yield (*made[:at], false, *made[at + 1 :])


def _changed(text: str) -> str:
    """A digit where there is one, since that is the slip that matters most."""
    at = next((n for n, sign in enumerate(text) if sign.isdecimal()), len(text) // 2)
    return f"{text[:at]}{'7' if text[at] != '7' else '3'}{text[at + 1 :]}"


@pytest.mark.parametrize("name", PRODUCTS)
def test_one_changed_character_stops_every_product(
    name: str, corpus_book: Handbook, disagreeing: Handbook, tmp_path: Path
) -> None:
    product = PRODUCTS[name]
    book = disagreeing if product.own_book else corpus_book
    made = product.make(book, tmp_path)
    assert product.give(book, made)
    planted = list(one_character_changed(made))
    assert planted
    for false in planted:
        with pytest.raises(QuoteError, match=r"does not stand|no longer held"):
            product.give(book, false)


WAYS = {
    "handbook.export.markdown": {"handbook/export/forms.py"},
    "handbook.export.pdf": {"handbook/export/forms.py"},
    "handbook.export.slides": {"handbook/export/forms.py"},
    "handbook.export.word": {"handbook/export/forms.py"},
    "handbook.export.word_booklet": {"handbook/export/word.py", "handbook/export/word_quiz.py"},
    "handbook.export.word_quiz": {"handbook/export/word.py"},
    "handbook.export.check_page": {"handbook/export/check_report.py"},
    "handbook.export.check_workbook": {"handbook/export/check_report.py"},
    "ingest.annotate_slides": {"ingest/annotated.py"},
    "ingest.annotate_word": {"ingest/annotated.py"},
}
"""What writes a product without a check of its own, and who alone leads to it: past the check."""
TEMPLATES = {
    "paper/paper.html": {"page/paper_file.py"},
    "make/quiz.html": {"page/routes/make.py"},
    "make/quiz_file.html": {"page/quiz_file.py"},
    "editor/conflicts.html": {"page/routes/editor.py"},
}
"""The same of the templates that show one; each is filled by a function that proves it first."""


def _ours() -> Iterator[tuple[str, ast.AST]]:
    folders = ("api", "eval", "handbook", "ingest", "page")
    for path in [*ROOT.glob("*.py"), *(p for f in folders for p in Path(ROOT, f).rglob("*.py"))]:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.AST) -> set[str]:
    """The modules, and of ``from package import name`` the name in its package too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_way_leads_to_a_writer_but_past_the_check() -> None:
    leading: dict[str, set[str]] = {writer: set() for writer in WAYS}
    shown: dict[str, set[str]] = {template: set() for template in TEMPLATES}
    for name, tree in _ours():
        for writer in WAYS.keys() & _imported(tree):
            leading[writer].add(name)
        words = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        for template in TEMPLATES.keys() & words:
            shown[template].add(name)
    assert leading == WAYS
    assert shown == TEMPLATES


def test_every_module_that_writes_a_product_is_known_to_the_test_above() -> None:
    """By the names of the functions that make a file, or a part of one."""
    writing = {
        name.removesuffix(".py").replace("/", ".")
        for name, tree in _ours()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and name.startswith(("handbook/export/", "ingest/annotate"))
        and node.name.startswith(("to_", "add_booklet", "add_quiz", "annotate_"))
    }
    assert writing <= WAYS.keys()
