"""What changed since a day, or between two editions of a source, as JSON and as text for a
terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from handbook.index.editions import Held
from handbook.present import edition_json, spans_json, stated
from handbook.since.records import (
    Looked,
    OneSource,
    Reliance,
    Relied,
    Since,
    SourceTurn,
    Told,
    Turn,
)
from handbook.since.relied import NOT_KEPT, NOT_LOOKED_FOR
from handbook.since.substance import Shift


def since_json(found: Since) -> dict[str, Any]:
    """The whole record."""
    return {
        "since": found.since.isoformat(),
        "today": found.today.isoformat(),
        "sources": [_source_json(source) for source in found.sources],
        **_looked_json(found),
    }


def one_source_json(found: OneSource) -> dict[str, Any]:
    """The record of one source, as it stands in that of all, and what relied on it."""
    return {**_source_json(found.source), **_looked_json(found)}


def _looked_json(found: Looked) -> dict[str, Any]:
    return {
        "relied": [asdict(relied) for relied in found.relied],
        "looked_at": {str(kind): number for kind, number in found.looked_at.items()},
        "not_kept": NOT_KEPT,
    }


def _source_json(source: SourceTurn) -> dict[str, Any]:
    return {
        "source_id": source.held.edition.source_id,
        "turn": str(source.turn),
        "before": source.before and _held_json(source.before),
        "after": source.after and _held_json(source.after),
        "counts": dict(source.counts),
        "silent": source.silent,
        "substantive": [_told_json(told) for told in source.substantive],
        "reworded": [_told_json(told) for told in source.reworded],
        "notes": [note.text for note in source.notes],
    }


def _held_json(held: Held) -> dict[str, Any]:
    return {
        "document_id": held.document_id,
        **edition_json(held.edition),
        **stated(held_until=held.gone and held.gone.isoformat()),
    }


def _told_json(told: Told) -> dict[str, Any]:
    change = told.change
    return {
        "kind": change.kind,
        "headings": list(told.headings),
        "place": change.place,
        "before": change.before,
        "after": change.after,
        "spans_before": spans_json(change.spans_before),
        "spans_after": spans_json(change.spans_after),
        "parts": [_shift_json(shift) for shift in told.shifts],
        "noted": bool(told.notes),
        "notes": [note.text for note in told.notes],
        "silent": told.is_silent,
    }


def _shift_json(shift: Shift) -> dict[str, str]:
    return {"part": shift.part, "was": ", ".join(shift.was), "now": ", ".join(shift.now)}


def one_source_text(found: OneSource) -> str:
    """The changes, those that count first; then what relied on them."""
    return "\n".join([*_source_lines(found.source), "", *_relied_lines(found)])


def since_text(found: Since) -> str:
    """The changes source by source, those that count first; then what relied on them."""
    lines = [f"What changed from {found.since} to {found.today}: {summary(found)}"]
    for source in found.turned(Turn.CHANGED):
        lines += ["", *_source_lines(source)]
    for turn, words in ((Turn.NEW, "New since"), (Turn.WITHDRAWN, "Withdrawn since")):
        if some := found.turned(turn):
            lines += ["", f"{words}:", *(f"  {source.held.edition.title}" for source in some)]
    return "\n".join([*lines, "", *_relied_lines(found)])


def summary(found: Since) -> str:
    """In one line how many sources turned, and how many changes count."""
    changed = found.turned(Turn.CHANGED)
    return (
        f"{len(changed)} sources changed, {len(found.turned(Turn.NEW))} new, "
        f"{len(found.turned(Turn.WITHDRAWN))} withdrawn; "
        f"{sum(len(s.substantive) for s in changed)} changes of a rule, "
        f"{sum(s.silent for s in changed)} of them silent"
    )


def shift_words(shift: Shift) -> str:
    """One part of a rule as it was and as it is."""
    was, now = (", ".join(words) or "nothing" for words in (shift.was, shift.now))
    return f"{shift.part}: {was} → {now}"


def counted(counts: Mapping[str, int]) -> str:
    """How much is as it was, and how much is not."""
    return (
        f"{counts['equal']} paragraphs and sentences are the same, {counts['reworded']} changed, "
        f"{counts['added']} new, {counts['removed']} gone"
    )


def edition_words(source: SourceTurn) -> str:
    """From which edition to which."""
    named = [
        f"{held.edition.edition}" + (f" (held until {held.gone})" if held.gone else "")
        for held in (source.before, source.after)
        if held
    ]
    return " to ".join(named)


def relied_words(relied: Relied) -> str:
    """Whose quotation it is, where, and of what."""
    return f"{relied.name}{place_words(relied)}: {relied.title}"


def place_words(relied: Relied) -> str:
    """Where in a file it is relied on, and how often where that is more than once."""
    where = "".join(f", {place}" for place in relied.where)
    return where + (f" ({relied.count} statements)" if relied.count > 1 else "")


def unread_words(relied: Relied) -> str:
    """What is said in the place of words that cannot be shown; "" where they can."""
    return "" if relied.quote else "its words cannot be read in what is held"


def _source_lines(source: SourceTurn) -> Iterator[str]:
    yield f"{source.held.edition.title}: {edition_words(source)}"
    yield f" {counted(source.counts)}"
    for title, some in (("Changes of a rule", source.substantive), ("Reworded", source.reworded)):
        if some:
            yield f" {title}:"
        for headings, group in groupby(some, key=lambda told: told.headings):
            yield f"  {' › '.join(headings) or '(no heading)'}"
            for told in group:
                yield from _told_lines(told)
    yield " The publisher's note:"
    yield from (f"  {note.text}" for note in source.notes)
    if not source.notes:
        yield "  it says nothing that the earlier one's did not"


def _told_lines(told: Told) -> Iterator[str]:
    change = told.change
    silent = "  SILENT: the note does not say so" if told.is_silent else ""
    yield f"    {change.kind} {change.place}".rstrip() + silent
    if change.kind == "reworded":
        yield from (f"      {shift_words(shift)}" for shift in told.shifts)
    if change.before:
        yield f"      - {change.before}"
    if change.after:
        yield f"      + {change.after}"
    yield from (f"      the note: {note.text}" for note in told.notes)


def _relied_lines(found: Looked) -> Iterator[str]:
    yield "What relied on changed text:"
    if not found.looked_at:
        yield f" {NOT_LOOKED_FOR}"
        return
    for kind in Reliance:
        resting = found.resting(kind)
        yield f" {kind}: {len(resting)} quotations, of {found.looked_at[kind]} kept"
        for relied in resting:
            yield f"  {relied_words(relied)}"
            yield f"    {unread_words(relied) or f'“{relied.quote}”'}"
    yield NOT_KEPT
