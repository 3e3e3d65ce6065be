"""The evidence beside the conversation: what was opened last, and the ways to the others."""

from __future__ import annotations

from handbook.answer_records import Answer
from handbook.book import Handbook
from page.place import find_place
from page.render import html

NO_EVIDENCE = "The evidence for each answer is shown here."
NOTHING_QUOTED = "Nothing was quoted for this question."


def panel_html(book: Handbook, answer: Answer | None) -> str:
    """The first quotation of an answer in its place, with the marks of the others. An answer of
    review questions alone opens the first of these."""
    if answer is None:
        return html("ask/panel.html", place=None, words=NO_EVIDENCE)
    quoted = answer.citations or answer.review_questions
    first = find_place(book, quoted[0].document_id, quoted[0].spans) if quoted else None
    return html(
        "ask/panel.html",
        place=first,
        question=answer.question,
        citations=answer.citations,
        replies=book.replies,
        words=NOTHING_QUOTED,
    )
