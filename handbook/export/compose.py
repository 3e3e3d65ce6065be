"""Answers as a sheet, and collected review questions as an agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, CitedQuestion, Question, Status
from handbook.dates import in_words
from handbook.errors import ExportError
from handbook.export.quoted import AddressOf, asked, cited, near, plain, source
from handbook.export.sheet import (
    Agenda,
    Entry,
    Part,
    Plan,
    Quoted,
    Section,
    Sheet,
    Source,
    Validity,
)
from handbook.present import asked_key, heading, nearest_key
from handbook.themes import Themes

if TYPE_CHECKING:
    from handbook.book import Handbook

_PLAN = Plan(
    title="Action plan",
    lines=("Team or service", "Led by", "To be looked at again on"),
    columns=("Action", "Who", "By when", "Done on, and what changed"),
    rows=5,
)
_NOT_KEPT = "A pasted record, not kept"


def sheet_of(
    book: Handbook,
    exchanges: Sequence[tuple[Question, Answer]],
    printed_on: date,
    address_of: AddressOf | None = None,
) -> Sheet:
    """The answers of a conversation, or one, in their order. Of each question only area and dates
    are read: its words are taken from the answer, where they are masked."""
    if not exchanges:
        raise ExportError("There is no answer to export yet; ask a question first.")
    entries = [_entry(book, q, a, printed_on, address_of) for q, a in exchanges]
    title = "Answer from the handbook" if len(entries) == 1 else "Answers from the handbook"
    quoted = [q for entry in entries for q in entry.quotations]
    return Sheet(
        title, printed_on, tuple(entries), sources_of(book, quoted), validity_of(book, printed_on)
    )


def agenda_of(
    book: Handbook,
    questions: Sequence[CitedQuestion],
    printed_on: date,
    address_of: AddressOf | None = None,
) -> Agenda:
    """The review questions by theme; those of a theme in the order in which they were
    collected."""
    if not questions:
        raise ExportError("No review question was collected; choose one, then make the agenda.")
    themes = Themes.load(book.settings.prompts)
    parts = tuple(
        Part(plain(name), "", (), tuple(asked(book, q, address_of) for q in some))
        for name in themes.names
        if (some := [q for q in questions if themes.of(q.text)[0] == name])
    )
    return Agenda(
        title=book.replies.title("agenda"),
        printed_on=printed_on,
        note=plain(book.replies.text("agenda")),
        themes=parts,
        plan=_PLAN,
        sources=sources_of(book, [quoted for part in parts for quoted in part.asked]),
        validity=validity_of(book, printed_on),
    )


def _entry(
    book: Handbook,
    question: Question,
    answer: Answer,
    printed_on: date,
    address_of: AddressOf | None,
) -> Entry:
    quoted = tuple(
        cited(book, c, address_of, answer.counts if c in answer.cards else None)
        for c in answer.citations
    )
    apart = tuple(_apart(book, answer, address_of))
    badges = {badge for q in quoted for badge in q.badges}
    badges |= {badge for section in apart for q in section.quoted for badge in q.badges}
    notices = (n.text for n in answer.notices if n.text not in badges)
    return Entry(
        question=f"“{plain(answer.question)}”" if answer.question else _NOT_KEPT,
        facts=_facts(question, answer, printed_on),
        status=heading(answer, book.replies),
        urgent=answer.status is Status.URGENT,
        opening=_paragraphs(answer.opening),
        lead=(plain(answer.lead.label), plain(answer.lead.text)) if answer.lead else (),
        quoted=quoted,
        closing=(*_paragraphs(answer.closing), *_whom(book, answer)),
        notices=tuple(map(plain, notices)),
        apart=apart,
        searched=tuple(_searched(book, answer, question.as_of or printed_on)),
    )


def _facts(question: Question, answer: Answer, printed_on: date) -> tuple[str, ...]:
    area = answer.area or question.area
    facts = [f"Area: {area.title() if area else 'not stated'}"]
    facts.append(f"As at: {in_words(question.as_of or printed_on)}")
    if question.counted_from:
        facts.append(f"Counted from: {in_words(question.counted_from)}")
    return tuple(facts)


def _apart(book: Handbook, answer: Answer, address_of: AddressOf | None) -> Iterator[Section]:
    """What is not the answer: what an earlier page said, the nearest passages of a decline, and the
    review questions."""
    groups = (
        ("said_before", tuple(cited(book, b.citation, address_of, None) for b in answer.before)),
        (nearest_key(answer), tuple(near(book, hit, address_of) for hit in answer.nearest)),
        (
            asked_key(answer),
            tuple(asked(book, q, address_of) for q in answer.review_questions),
        ),
    )
    for key, quoted in groups:
        if quoted:
            yield Section(book.replies.title(key), plain(book.replies.text(key)), quoted)


def _whom(book: Handbook, answer: Answer) -> Iterator[str]:
    if answer.whom:
        yield plain(book.replies.text("who_to_ask", numbers="; ".join(answer.whom)))


def _searched(book: Handbook, answer: Answer, as_of: date) -> Iterator[str]:
    if answer.searched:
        yield plain(f"Searched for: {answer.searched}")
    editions = answer.searched_editions
    if editions:
        count, day = str(len(editions)), in_words(as_of)
        yield plain(book.replies.text("editions_searched", count=count, day=day))


def sources_of(book: Handbook, quoted: Sequence[Quoted]) -> tuple[Source, ...]:
    """Each edition once, in the order in which the paper quotes them."""
    held = map(book.held, dict.fromkeys(q.document_id for q in quoted))
    editions = dict.fromkeys(h.edition for h in held if h)
    return tuple(map(source, editions))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(plain(part) for part in text.split("\n\n") if part.strip())


def validity_of(book: Handbook, printed_on: date) -> Validity:
    """What the paper says of itself once it is printed."""
    text = book.replies.text("paper", day=in_words(printed_on))
    return Validity(book.replies.title("paper"), plain(text))
