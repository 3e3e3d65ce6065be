"""What is held: all sources, one source, one edition, one section, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from handbook.domain import AREAS, Authority
from handbook.library import Library, Source, Wanted
from handbook.section_text import read_section
from handbook.settings import Settings
from handbook.since.one_source import changed_between
from page.heading_tree import heading_tree, section_name
from page.receipt_words import receipt_alarms, receipt_rows, receipt_summary
from page.since import shown as of_changes
from page.site import Shown, Site
from page.typed import Typed, address_of, typed

_HERE = "/library"
_Text = Annotated[str, Form()]


def routes(_: Settings) -> APIRouter:
    """``/library``, ``/library/{source}``, ``/editions/{document}`` and its sections,
    ``/changes/{before}/{after}``."""
    router = APIRouter()
    library_of = cache(Library)  # it remembers how many sections each document has

    @router.get("/library")
    def library(
        site: Shown, words: str = "", authority: str = "", area: str = "", kind: str = ""
    ) -> Response:
        said = typed(site.book, words)
        wanted = _wanted(library_of(site.book), said, authority, area, kind)
        if said.has_less_than(words):
            return _narrowed(wanted)
        return _library(site, library_of(site.book), wanted, said)

    @router.post("/library")
    def narrow(
        site: Shown, words: _Text = "", authority: _Text = "", area: _Text = "", kind: _Text = ""
    ) -> Response:
        said = typed(site.book, words)
        wanted = _wanted(library_of(site.book), said, authority, area, kind)
        if said.is_refused:
            return _library(site, library_of(site.book), wanted, said)
        return _narrowed(wanted)

    @router.get("/library/{source_id:path}")
    def source(site: Shown, source_id: str) -> HTMLResponse:
        held = library_of(site.book)
        found = held.source(source_id)
        if found is None:
            return site.missing("No source of this name is held here; it may have been forgotten.")
        return _source(site, held, found)

    @router.get("/editions/{document_id}")
    def edition(site: Shown, document_id: str) -> HTMLResponse:
        return _edition(site, library_of(site.book), document_id)

    @router.get("/editions/{document_id}/sections/{number}")
    def section(site: Shown, document_id: str, number: str) -> HTMLResponse:
        return _section(site, library_of(site.book), document_id, number)

    @router.get("/changes/{before}/{after}")
    def changes(site: Shown, before: str, after: str) -> HTMLResponse:
        return _changes(site, before, after)

    return router


def _wanted(library: Library, said: Typed, authority: str, area: str, kind: str) -> Wanted:
    """What is asked for, of lists nothing but what they offer: else anything could be typed."""
    held = library.sources()
    return Wanted(
        said.words,
        authority if authority in _choices(held, "authority") else "",
        area if area in AREAS else "",
        kind if kind in _choices(held, "kind") else "",
    )


def _narrowed(wanted: Wanted) -> Response:
    return address_of(
        _HERE,
        words=wanted.words,
        authority=wanted.authority,
        area=wanted.area,
        kind=wanted.kind,
    )


def _library(site: Site, library: Library, wanted: Wanted, said: Typed) -> HTMLResponse:
    held = library.sources()
    shown = [s for s in held if wanted.takes(s.edition)]
    groups = [(a, [s for s in shown if s.edition.authority is a]) for a in Authority]
    return site.page(
        "library/library.html",
        _HERE,
        "Library",
        wanted=wanted,
        typed=said,
        groups=[(authority, some) for authority, some in groups if some],
        shown=len(shown),
        total=len(held),
        authorities=_choices(held, "authority"),
        kinds=_choices(held, "kind"),
        areas=AREAS,
        labels=list(dict.fromkeys(label for s in shown for label in s.edition.labels)),
        unreadable=library.unreadable(),
    )


def _choices(held: Sequence[Source], of: str) -> list[str]:
    """What a filter offers, in the order in which the sources are listed."""
    return list(dict.fromkeys(str(getattr(s.edition, of)) for s in held))


def _source(site: Site, library: Library, source: Source) -> HTMLResponse:
    book, latest = site.book, source.latest.held
    retold = [library.source(source_id) for source_id in latest.edition.retells_source]
    return site.page(
        "library/source.html",
        _HERE,
        latest.edition.title,
        source=source,
        retold=[s for s in retold if s],
        summaries={
            e.held.document_id: receipt_summary(book.catalogue.receipt(e.held.document_id))
            for e in source.editions
        },
        asked=book.catalogue.review_questions(latest.document_id),
    )


def _edition(site: Site, library: Library, document_id: str) -> HTMLResponse:
    book = site.book
    held = book.held(document_id)
    if held is None:
        return site.missing("No such edition is held here; its source may have been forgotten.")
    receipt = book.catalogue.receipt(document_id)
    sections = library.sections(document_id)
    units = book.units(document_id)
    return site.page(
        "library/edition.html",
        _HERE,
        f"{held.edition.title}, {held.edition.edition}",
        held=held,
        standing=book.standing(document_id),
        tree=heading_tree(sections),
        units_of={s.number: units[s.place.unit] for s in sections},
        count=len(sections),
        rows=receipt_rows(receipt) if receipt else [],
        alarms=receipt_alarms(receipt) if receipt else [],
    )


def _section(site: Site, library: Library, document_id: str, number: str) -> HTMLResponse:
    book = site.book
    held = book.held(document_id)
    sections = library.sections(document_id) if held else ()
    section = next((s for s in sections if str(s.number) == number), None)
    if held is None or section is None:
        return site.missing("No such section is held here; its source may have been forgotten.")
    units = book.units(document_id)
    return site.page(
        "library/section.html",
        _HERE,
        f"{section_name(section)}, {held.edition.title}",
        held=held,
        standing=book.standing(document_id),
        section=section,
        name=section_name,
        sections=sections,
        blocks=read_section(units, sections, section.number),
        units=units,
    )


def _changes(site: Site, before: str, after: str) -> HTMLResponse:
    old, new = site.book.held(before), site.book.held(after)
    if old is None or new is None or old.edition.source_id != new.edition.source_id:
        return site.missing("No two such editions of one source are held here.")
    title = f"What changed: {new.edition.title}"
    found = changed_between(site.book, old, new)
    return site.page("library/changes.html", _HERE, title, source=found.source, **of_changes(found))
