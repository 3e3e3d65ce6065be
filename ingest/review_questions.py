"""The questions that a review asks of its readers, one by one and verbatim. None is made up.

They stand in a panel of questions, or as list items in another panel. A question that the review
itself set out to answer is not one for the reader.
"""

from __future__ import annotations

import re

from handbook.cite import quote
from handbook.domain import ReviewQuestion, Span
from handbook.heading_roles import PanelRole, role_of
from ingest.panels import Panel
from ingest.reading import Block, Kind, Reading
from ingest.sentences import sentence_spans

_REVIEWS_OWN = re.compile(
    r"\b(review(er|ers)?|panel|report|inquiry|enquiry|authors?)\b[^.?]{0,80}"
    r"\b(ask(s|ed|ing)?|address(ed|es)?|consider(ed|s)?|examin(ed|es)|explor(ed|es)|look(ed|s) at"
    r"|sought|set out|answer(ed|s)?|focus(s?ed|es))\b"
    r"|\blines of enquiry\b|\bterms of reference\b",
    re.IGNORECASE,
)
_FOR_READERS = re.compile(
    r"\b(you|your|yourself|consider|reflect|discuss|think about|team|supervision)\b", re.IGNORECASE
)


def review_questions(
    reading: Reading, panels: tuple[Panel, ...], document_id: str
) -> tuple[list[ReviewQuestion], set[Block]]:
    """The questions in the order of panels and lines, and the blocks that hold nothing else."""
    asked: list[ReviewQuestion] = []
    whole: set[Block] = set()
    for panel in panels:
        for block, spans in _in_panel(reading, panel):
            text = quote(reading.units, spans)
            asked.append(ReviewQuestion(document_id, panel.number, len(asked) + 1, text, spans))
            if text == quote(reading.units, block.spans) and panel.role is PanelRole.QUESTIONS:
                whole.add(block)
    return asked, whole


def _in_panel(reading: Reading, panel: Panel) -> list[tuple[Block, tuple[Span, ...]]]:
    found: list[tuple[Block, tuple[Span, ...]]] = []
    for_readers = panel.role is not PanelRole.REVIEW
    only_items = panel.role is not PanelRole.QUESTIONS
    for block in panel.blocks:
        text = quote(reading.units, block.spans)
        if block.kind is Kind.HEADING or text[-1] == ":":
            for_readers = _turn(text, block, for_readers)
        elif for_readers and not (only_items and block.kind is not Kind.ITEM):
            found.extend((block, spans) for spans in _questions(reading, block))
    return found


def _turn(text: str, block: Block, for_readers: bool) -> bool:
    """Whether what a line introduces is for the reader."""
    if _REVIEWS_OWN.search(text):
        return False
    if block.kind is Kind.HEADING and role_of(text) is PanelRole.REVIEW:
        return False
    return True if _FOR_READERS.search(text) else for_readers


def _questions(reading: Reading, block: Block) -> list[tuple[Span, ...]]:
    """A list item that ends in a question is one question; of other text, each such sentence."""
    if block.kind is Kind.ITEM and quote(reading.units, block.spans).endswith("?"):
        return [block.spans]
    parts = sentence_spans(reading, block.spans)
    return [p for p in parts if quote(reading.units, p).endswith("?")]
