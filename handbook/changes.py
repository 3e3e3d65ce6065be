"""What changed between two editions of a source, section by section, and what the publisher's own
amendment box says: it may be silent about a change, so the texts themselves are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from handbook.catalogue import Catalogue
from handbook.cite import APART, quote
from handbook.domain import Passage, Role, Span
from handbook.errors import SettingsError
from handbook.index.editions import Held, IndexEdition, Standing
from handbook.pairing import changed_words, fold, pair

_REFERENCE = re.compile(
    r"\b(?:paras?\.?|paragraphs?)(\s+\d+(?:\.\d+)*(?:\s*(?:[-–,]|and|or|to)\s*\d+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_AMENDMENTS = re.compile(
    r"[\s.:]*(?:annex \w+\W+)?(?:amendment|table of (?:\w+ )?changes\b)", re.IGNORECASE
)
"""Headings of a publisher's own note: "Amendments", "Annex F: Table of substantive changes"."""
KINDS = ("equal", "reworded", "added", "removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered paragraph, or one sentence of text without numbers, that is not as it was."""

    kind: str
    """``reworded``, ``added`` or ``removed``"""
    paragraph: str | None
    was_paragraph: str | None
    before: str
    after: str
    words: tuple[tuple[str, str], ...]
    """Of a rewording: what stood there and what stands there now."""
    spans_before: tuple[Span, ...]
    spans_after: tuple[Span, ...]
    role: Role
    """Of the section: what a digest says of itself is no rule."""

    @property
    def place(self) -> str:
        """The number of the paragraph, and the one it had where that was another."""
        number = self.paragraph or self.was_paragraph
        if not number:
            return ""
        moved = self.paragraph and self.was_paragraph and self.paragraph != self.was_paragraph
        return f"paragraph {number}" + (f" (was {self.was_paragraph})" if moved else "")


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """The changes below one heading path, in reading order."""

    headings: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of a publisher's own note on what was changed, and where it stands."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from one edition of a source to another."""

    counts: dict[str, int]
    """How many paragraphs and sentences are of each of KINDS."""
    paragraph_counts: dict[str, int]
    """The same of numbered paragraphs alone."""
    sections: tuple[SectionChanges, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """What is compared: a numbered paragraph, or a sentence of text without numbers."""

    headings: tuple[str, ...]
    role: Role
    paragraph: str | None
    text: str
    spans: tuple[Span, ...]


def compare(catalogue: Catalogue, before: Held, after: Held) -> Changes:
    """What changed from one edition to another, whichever they are."""
    old, new = (_items(catalogue, h.document_id) for h in (before, after))
    pairs = pair([i.text for i in old], [i.text for i in new])
    numbers = {
        old[a].paragraph: new[b].paragraph for a, b in pairs if a is not None and b is not None
    }
    found = [_change(old, new, a, b, numbers) for a, b in pairs]
    changed = [(headings, c) for headings, c in found if c.kind != "equal"]
    return Changes(
        _counts([c for _, c in found]),
        _counts([c for _, c in found if c.paragraph or c.was_paragraph]),
        tuple(
            SectionChanges(headings, tuple(c for _, c in group))
            for headings, group in groupby(changed, key=lambda pair: pair[0])
        ),
    )


def two_editions(edition: IndexEdition, source_id: str, since: date | None) -> tuple[Held, Held]:
    """The edition of a source that comes before the one in force, or that was in force on
    ``since``, and the one in force. SettingsError where either is not held."""
    chain = edition.chain(source_id)
    if not chain:
        known = ", ".join(sorted({h.edition.source_id for h in edition.all()}))
        raise SettingsError(f"Nothing is held of a source of this name; there are {known}.")
    current = [h for h in chain if edition.standing(h) is Standing.CURRENT and h.gone is None]
    earlier = [h for h in chain if edition.standing(h) is Standing.SUPERSEDED]
    if not current or not earlier:
        why = "it was withdrawn" if not current else "no earlier edition is held to compare with"
        raise SettingsError(f"{source_id} cannot be compared: {why}.")
    before = (in_force_on(chain, since) or earlier[0]) if since else earlier[-1]
    return before, counterpart(before, current)


def in_force_on(chain: Sequence[Held], day: date) -> Held | None:
    """The edition of a source that was in force on a day, as far as dates tell; None where none
    was. ``chain`` is all that is held of it, oldest first. Of files with the same first day, such
    as one that was corrected in its place, the one that left first was listed then; an earlier
    reading of a file that is still listed is no edition."""
    files = {h.sha256 for h in chain if h.gone is None}
    listed = [h for h in chain if h.gone is None or (h.gone > day and h.sha256 not in files)]
    dated = [h for h in listed if h.starts and h.starts <= day]
    latest = max((h.starts for h in dated if h.starts), default=None)
    then = [h for h in dated if h.starts == latest] or [h for h in listed if h.starts is None]
    return then[0] if then else None


def counterpart(before: Held, current: Sequence[Held]) -> Held:
    """The edition in force that an earlier one is compared with: of several files, the one in the
    same format."""
    kind = Path(before.file_name).suffix
    return next((h for h in current if Path(h.file_name).suffix == kind), current[-1])


def _items(catalogue: Catalogue, document_id: str) -> list[_Item]:
    units = catalogue.units(document_id)
    passages = [p for p in catalogue.passages_of(document_id) if not _is_amendment(p)]
    items: list[_Item] = []
    for (headings, paragraph), group in groupby(passages, key=lambda p: (p.headings, p.paragraph)):
        some = list(group)
        sentences = list(dict.fromkeys(s.spans for p in some for s in p.sentences))
        if paragraph:
            sentences = [tuple(span for spans in sentences for span in spans)]
        role = some[0].role
        items += [_Item(headings, role, paragraph, quote(units, s, APART), s) for s in sentences]
    return items


def _is_amendment(passage: Passage) -> bool:
    return any(_AMENDMENTS.match(heading) for heading in passage.headings)


def amendment_notes(catalogue: Catalogue, document_id: str) -> tuple[Note, ...]:
    """What an edition's own amendment box says, sentence by sentence."""
    units = catalogue.units(document_id)
    boxes = (p for p in catalogue.passages_of(document_id) if _is_amendment(p))
    return tuple(Note(quote(units, s.spans), s.spans) for box in boxes for s in box.sentences)


def _renumbered(text: str, numbers: Mapping[str | None, str | None]) -> str:
    """A text whose cross-references ("see paragraphs 292-295") name the paragraphs by the numbers
    that they have in the newer edition."""

    def renumber(found: re.Match[str]) -> str:
        named = re.sub(r"\d+(?:\.\d+)*", lambda n: numbers.get(n[0]) or n[0], found[1])
        return f"paragraph{named}"

    return _REFERENCE.sub(renumber, text)


def _change(
    old: Sequence[_Item],
    new: Sequence[_Item],
    a: int | None,
    b: int | None,
    numbers: Mapping[str | None, str | None],
) -> tuple[tuple[str, ...], Change]:
    before = old[a] if a is not None else None
    after = new[b] if b is not None else None
    place = after or before
    texts = (before.text if before else "", after.text if after else "")
    if before and after:
        same = fold(_renumbered(before.text, numbers)) == fold(_renumbered(after.text, {}))
        kind = "equal" if same else "reworded"
    else:
        kind = "added" if after else "removed"
    change = Change(
        kind,
        after.paragraph if after else None,
        before.paragraph if before else None,
        *texts,
        tuple(changed_words(*texts)) if kind == "reworded" else (),
        before.spans if before else (),
        after.spans if after else (),
        place.role if place else Role.RULE,
    )
    return (place.headings if place else ()), change


def _counts(found: Sequence[Change]) -> dict[str, int]:
    return {kind: sum(1 for c in found if c.kind == kind) for kind in KINDS}
