"""Quotations of an answer as they stand on a paper: with publication, place and badges."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handbook.answer_records import Citation, CitedQuestion, Hit
from handbook.cite import pinpoint
from handbook.domain import Edition, Span
from handbook.errors import ExportError
from handbook.export.sheet import Link, Paper, Quoted, Source
from handbook.present import card_rows
from handbook.reference import page_words, pinpoint_words
from handbook.rule_records import Count

if TYPE_CHECKING:
    from handbook.book import Handbook

AddressOf = Callable[[str, Sequence[Span]], str]
"""Gives the whole web address at which some characters of a document are shown in their place."""
IN_HANDBOOK = "In the handbook"
UNSHOWN = "\N{REPLACEMENT CHARACTER}"


def plain(text: str) -> str:
    """Words that are no quotation, on one line, without the characters that no file may hold."""
    return "".join(UNSHOWN if _forbidden(c) else c for c in " ".join(text.split()))


def _forbidden(character: str) -> bool:
    """Whether XML, and so Word, has no place for a character."""
    return unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE


def look_at_characters(paper: Paper, program: str) -> None:
    """ExportError where a quotation has a character that a program's files cannot hold."""
    for quoted in paper.quotations:
        if plain(quoted.text) != quoted.text:
            raise ExportError(
                f"A quotation from {quoted.title} has a control character, which {program} cannot "
                "hold; export to .md instead."
            )


def cited(
    book: Handbook, citation: Citation, address_of: AddressOf | None, counts: Sequence[Count] | None
) -> Quoted:
    """A citation. ``counts`` are given where the rule is to be shown taken apart."""
    edition = citation.edition
    quoted = _quoted(book, edition, citation.document_id, citation.quote, citation.spans)
    rows = () if counts is None else card_rows(citation, counts)
    links = (web_link(edition), _lasting(citation.document_id, citation.spans, address_of))
    return replace(
        quoted,
        place=_path(edition, pinpoint_words(citation)),
        links=tuple(link for link in links if link),
        marker=citation.marker,
        listed=citation.lines if citation.listed else (),
        card=tuple((name, text) for name, text in rows),
    )


def near(book: Handbook, hit: Hit, address_of: AddressOf | None) -> Quoted:
    """A passage that came near and answers nothing."""
    passage = hit.passage
    index, label, slide = pinpoint(book.units(passage.document_id), passage.spans)
    found = Citation(
        marker=0,
        document_id=passage.document_id,
        edition=hit.edition,
        headings=passage.headings,
        quote=passage.text,
        spans=passage.spans,
        paragraph=passage.paragraph,
        page_index=index,
        page_label=label,
        slide=slide,
        panel=passage.panel,
    )
    return replace(cited(book, found, address_of, None), marker=None)


def asked(book: Handbook, question: CitedQuestion, address_of: AddressOf | None) -> Quoted:
    """A review question with its briefing, which has no weight as a rule."""
    held = book.held(question.document_id)
    edition = held.edition if held else Edition(question.source_id, question.title)
    index, label, slide = pinpoint(book.units(question.document_id), question.spans)
    place = [f"panel {question.panel}", f"question {question.ordinal}"]
    place += ["asked of the whole series"] if question.series else []
    place += [page_words(index, label)] if index is not None else []
    place += [f"slide {slide}"] if slide else []
    quoted = _quoted(book, edition, question.document_id, question.text, question.spans)
    lasting = _lasting(question.document_id, question.spans, address_of)
    links = (lasting,) if lasting else ()
    return replace(quoted, place=", ".join(place), facts=quoted.facts[:2], links=links)


def in_brief(book: Handbook, quoted: Quoted) -> Quoted:
    """The same with what is said of its edition in a few words each, for a paper of many lines.
    An area that the edition does not cover is never left to be guessed."""
    held = book.held(quoted.document_id)
    facts = [quoted.facts[0]]
    if held and held.edition.areas:
        facts.append(f"Area: {held.edition.area.title()}")
    keys = _badges(book, quoted.document_id, held.edition) if held else ()
    lasting = tuple(link for link in quoted.links if link.words == IN_HANDBOOK)
    badges = tuple(map(book.replies.title, keys))
    return replace(quoted, facts=tuple(map(plain, facts)), badges=badges, links=lasting)


def source(edition: Edition) -> Source:
    """An edition as the list of sources names it, with the attribution that its licence asks."""
    facts = [f"Edition: {edition.edition}", f"Publisher: {edition.publisher}"]
    facts += [f"Retells: {edition.retells}"] if edition.retells else []
    return Source(
        title=plain(edition.title),
        facts=tuple(map(plain, facts)),
        link=web_link(edition),
        attribution=plain(edition.attribution) if edition.attribution else None,
    )


def web_link(edition: Edition) -> Link | None:
    """The publisher's own page; None where none is known or it is no web address."""
    url = edition.url or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or plain(url) != url or " " in url:
        return None
    return Link("The publication it retells" if edition.digest else "The publisher’s page", url)


def _quoted(
    book: Handbook, edition: Edition, document_id: str, text: str, spans: tuple[Span, ...]
) -> Quoted:
    facts = (
        f"Edition: {edition.edition}",
        f"Publisher: {edition.publisher}",
        f"Authority: {edition.authority}",
        f"Area: {edition.area.title() if edition.areas else 'all'}",
    )
    return Quoted(
        text=text,
        document_id=document_id,
        spans=spans,
        title=plain(edition.title),
        place="",
        facts=tuple(map(plain, facts)),
        badges=tuple(map(book.replies.text, _badges(book, document_id, edition))),
    )


def _badges(book: Handbook, document_id: str, edition: Edition) -> Iterator[str]:
    """What is said of an edition wherever it is quoted, as keys of the fixed replies: first that
    it is no longer the last."""
    standing = book.standing(document_id)
    if standing is not None and standing != "current":
        yield str(standing)
    yield from edition.labels


def _path(edition: Edition, places: Sequence[str]) -> str:
    """From the outside in; a first heading that only repeats the title is left out."""
    repeated = bool(places) and places[0].casefold() == edition.title.casefold()
    return plain(" › ".join(places[repeated:]))


def _lasting(document_id: str, spans: Sequence[Span], address_of: AddressOf | None) -> Link | None:
    if address_of is None:
        return None
    return Link(IN_HANDBOOK, address_of(document_id, spans))
