"""A paper as a Word document with real headings, so that it can be read aloud and navigated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.shared import Cm

from handbook.dates import in_words
from handbook.export import word_parts as parts
from handbook.export.quoted import look_at_characters
from handbook.export.sheet import (
    Agenda,
    Booklet,
    Entry,
    Link,
    Paper,
    Plan,
    Quiz,
    Quoted,
    Section,
    Sheet,
    Source,
)
from handbook.export.word_booklet import add_booklet
from handbook.export.word_quiz import add_quiz

_LINES_FOR_NOTES = 3
_PLAN_WIDTHS = (Cm(6), Cm(3), Cm(2.6), Cm(4.8))


def to_docx(paper: Paper) -> bytes:
    """The content of the file. ExportError if Word has no place for a character of a quotation."""
    look_at_characters(paper, "Word")
    printed = in_words(paper.printed_on)
    document = parts.new_document(paper.title, printed, paper.printed_on)
    document.add_heading(paper.title, 0)
    document.add_paragraph(f"Printed on {printed}", "Quiet")
    if isinstance(paper, Sheet):
        for entry in paper.entries:
            _entry(document, entry)
    elif isinstance(paper, Booklet):
        add_booklet(document, paper)
    elif isinstance(paper, Quiz):
        add_quiz(document, paper)
    else:
        _agenda(document, paper)
    document.add_heading(paper.validity.title, 1)
    document.add_paragraph(paper.validity.text)
    _sources(document, paper.sources)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _entry(document: Document, entry: Entry) -> None:
    document.add_heading(entry.question, 1)
    document.add_paragraph(" · ".join(entry.facts), "Quiet")
    document.add_paragraph(entry.status, "Urgent" if entry.urgent else "Outcome")
    _paragraphs(document, entry.opening)
    for words, style in zip(entry.lead, ("Note", "Normal"), strict=False):
        document.add_paragraph(words, style)
    for quoted in entry.quoted:
        _quoted(document, quoted, "Quotation")
    _paragraphs(document, entry.closing)
    for notice in entry.notices:
        parts.add_notice(document, notice)
    for section in entry.apart:
        _section(document, section)
    for words in entry.searched:
        document.add_paragraph(words, "Quiet")


def _paragraphs(document: Document, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text)


def _section(document: Document, section: Section) -> None:
    document.add_heading(section.title, 2)
    document.add_paragraph(section.note, "Note")
    for quoted in section.quoted:
        _quoted(document, quoted, "Set apart")


def _quoted(document: Document, quoted: Quoted, style: str) -> None:
    quotation = document.add_paragraph("“" + "\n".join(quoted.lines) + "”", style)
    if quoted.marker is not None:
        quotation.add_run(f" [{quoted.marker}]").bold = True
    if quoted.card:
        parts.rows_table(document, quoted.card)
    origin = document.add_paragraph(style="Origin")
    origin.add_run(quoted.title).bold = True
    if quoted.place:
        origin.add_run(f" · {quoted.place}")
    for badge in quoted.badges:
        origin.add_run().add_break()
        origin.add_run(badge, "Badge")
    origin.add_run().add_break()
    origin.add_run(" · ".join(quoted.facts))
    _links(origin, quoted.links)


def _links(origin: parts.Paragraph, links: Iterable[Link]) -> None:
    for link in links:
        origin.add_run().add_break()
        origin.add_run(f"{link.words}: ")
        parts.add_link(origin, link.address, link.address)


def _agenda(document: Document, agenda: Agenda) -> None:
    document.add_paragraph(agenda.note)
    parts.rows_table(document, [("Date of the meeting", ""), ("Taking part", "")])
    numbers = count(1)
    for theme in agenda.themes:
        document.add_heading(theme.title, 1)
        for quoted in theme.asked:
            document.add_heading(f"Question {next(numbers)}", 2)
            _quoted(document, quoted, "Quotation")
            parts.room(document, "Notes", _LINES_FOR_NOTES)
    _plan(document, agenda.plan)


def _plan(document: Document, plan: Plan) -> None:
    document.add_heading(plan.title, 1)
    parts.rows_table(document, [(words, "") for words in plan.lines])
    parts.blank_table(document, plan.columns, _PLAN_WIDTHS, plan.rows)


def _sources(document: Document, sources: Sequence[Source]) -> None:
    if sources:
        document.add_heading("Sources", 1)
    for source in sources:
        origin = document.add_paragraph(style="Source")
        origin.add_run(source.title).bold = True
        origin.add_run(f" · {' · '.join(source.facts)}")
        _links(origin, [source.link] if source.link else [])
        if source.attribution:
            origin.add_run().add_break()
            origin.add_run(source.attribution)
