"""A quiz as the body of a Word document: the questions, and the key on pages of its own."""

from __future__ import annotations

from docx.document import Document

from handbook.export import word_parts as parts
from handbook.export.sheet import Quiz, QuizItem
from handbook.export.word_booklet import add_in_brief


def add_quiz(document: Document, quiz: Quiz) -> None:
    """What stands between title and sources."""
    for words in quiz.opening:
        document.add_paragraph(words)
    for words in quiz.notices:
        parts.add_notice(document, words)
    for number, item in enumerate(quiz.items, start=1):
        _question(document, number, item)
    document.add_page_break()
    document.add_heading("Key", 1)
    for number, item in enumerate(quiz.items, start=1):
        _key(document, number, item)


def _question(document: Document, number: int, item: QuizItem) -> None:
    document.add_heading(f"Question {number}: {item.ask}", 1)
    document.add_paragraph(f"“{item.sentence}”", "Quotation")
    for letter, option in item.lettered:
        line = document.add_paragraph(style="Option")
        line.add_run(f"{letter}. ").bold = True
        line.add_run(option.text)


def _key(document: Document, number: int, item: QuizItem) -> None:
    document.add_heading(f"Question {number}: {item.right}", 2)
    add_in_brief(document, item.quoted, "Quotation")
    for letter, option in item.wrong:
        line = document.add_paragraph(style="Option")
        line.add_run(f"Not {letter} (“{option.text}”): ").bold = True
        line.add_run(option.why)
        if option.shown != item.quoted:
            add_in_brief(document, option.shown, "Set apart")
