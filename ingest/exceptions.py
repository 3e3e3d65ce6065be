"""Area exceptions: a sentence of a chapter's opening that sends some areas elsewhere.

"Leeds staff should instead follow …" often stands only in the opening note. It travels with every
passage of the chapter, so that nobody in Leeds is shown the others' process without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook.cite import quote
from handbook.domain import AREAS, Passage, Span
from ingest.boxes import Box
from ingest.reading import Kind, Reading
from ingest.sections import Section
from ingest.sentences import sentence_spans

_AREA = "|".join(AREAS)
_AREAS = (
    rf"(?:the )?(?:{_AREA})(?:[\w’' ]{{0,20}}?(?:,|\band\b|\bor\b|&|/)+\s*"
    rf"(?:and |or )?(?:the |in )?(?:{_AREA}))*"
)
_BETWEEN = r"\b(?:[^.;]|\.(?=\d)){0,80}?\b"
_GO = r"(?:refer to|see|follow|use|go to|consult)"


def _patterns(*forms: str) -> tuple[re.Pattern[str], ...]:
    """Forms of words as patterns: <areas> is a list of areas, <area> one of them, <go> sends
    somewhere, and ~ is anything within the sentence."""
    spelt = (
        form.replace("<areas>", f"({_AREAS})")
        .replace("<area>", f"(?:{_AREA})")
        .replace("<go>", _GO)
        .replace(" ~ ", _BETWEEN)
        for form in forms
    )
    return tuple(re.compile(rf"\b{form}\b", re.IGNORECASE) for form in spelt)


_LEFT_OUT = _patterns(
    r"(?:(?:do(?:es)?|is|are|should|must|will|can) not|(?:doesn|isn|don)[’']t)"
    r" (?:be |to be )?(?:appl(?:y|ies|icable)|used?|cover|extend|followed|in use|for) ~ <areas>",
    r"(?:except(?:ing)?|with the exception of|other than|exclud(?:es|ing)|apart from|but not"
    r"|not including)(?: for)?(?: those| staff| practitioners| professionals)?(?: in| to| for)?"
    r" <areas>",
    r"<areas> ~ (?:(?:should|must|do|does|will|may|can|is|are) not|don[’']t)"
    r" (?:be |to be )?(?:use[d]?|follow(?:ed)?|apply|applied|rely on)",
    r"<areas> ~ instead",
    r"instead ~ <areas>",
    r"<areas> ~ (?:have|has|use[sd]?|follow(?:s|ed)?|operates?)"
    r" (?:(?:its|their|a|an|the) )?(?:own|separate|different)",
    r"(?:in|for) <areas>[,:]? ~ <go> ~ <area>",
    r"(?:in|for) <areas>[,:]? <go>",
    r"<areas> ~ (?:should|must|need to|are asked to|please) ~ <go> ~ (?:<area>|own|local|separate)",
)
_KEPT_IN = _patterns(
    r"(?:only|solely|exclusively) ~ <areas>",
    r"<areas> ~ only",
    r"(?:chapter|procedures?|protocol|polic(?:y|ies)|guidance|process|pathway|section|document|it"
    r"|this|these) ~ (?:applies|apply|is for|are for|covers?|is used|is shared|(?:has been|is)"
    r" agreed) ~ <areas>",
)
_BOXES = (None, Box.SCOPE, Box.NOTE, Box.DEFINITIONS, Box.LOCAL)


@dataclass(frozen=True, slots=True)
class AreaException:
    """A sentence and the areas for which, by it, the chapter does not hold."""

    spans: tuple[Span, ...]
    areas: tuple[str, ...]


def areas_left_out(sentence: str) -> tuple[str, ...]:
    """The areas for which, by this sentence of its opening, a chapter does not hold."""
    for pattern in _LEFT_OUT:
        found = pattern.search(sentence)
        if found:
            return _areas(found[1])
    for pattern in _KEPT_IN:
        found = pattern.search(sentence)
        if found:
            named = _areas(found[1])
            return tuple(a for a in AREAS if a not in named)
    return ()


def find_exceptions(reading: Reading, sections: Sequence[Section]) -> list[AreaException]:
    """The exceptions that a document's opening makes, in order."""
    found: list[AreaException] = []
    for section in sections:
        if not section.opening or section.box not in _BOXES:
            continue
        for block in section.blocks:
            for spans in sentence_spans(reading, block.spans):
                areas = areas_left_out(quote(reading.units, spans))
                if areas:
                    found.append(AreaException(spans, areas))
    return found


def with_exceptions(
    reading: Reading, sections: Sequence[Section], passages: Sequence[Passage]
) -> tuple[Passage, ...]:
    """The passages, each with the exceptions of the chapter's opening, and those of a section of
    local information with the label that says for whom it is. The sentence that makes an exception
    is not its own exception."""
    general = find_exceptions(reading, sections)
    local = {b.spans[0]: e for s in sections if (e := _local(s)) for b in s.blocks}
    return tuple(_with(p, general, local) for p in passages)


def _with(
    passage: Passage, general: Sequence[AreaException], local: dict[Span, AreaException]
) -> Passage:
    mine = [e for e in general if not _overlap(e.spans, passage.spans)]
    for first, exception in local.items():
        if _overlap((first,), passage.spans):
            mine = [exception]
            break
    if not mine:
        return passage
    areas = {a for e in mine for a in e.areas}
    spans = tuple(s for e in mine for s in e.spans)
    return replace(passage, exception=spans, exception_areas=tuple(a for a in AREAS if a in areas))


def _local(section: Section) -> AreaException | None:
    """A section of local information holds for the area that its heading names alone."""
    if section.label is None or section.label.kind is not Kind.HEADING:
        return None
    words = " ".join(section.headings).lower()
    if "local information" not in words and "local contacts" not in words:
        return None
    named = _areas(section.headings[-1]) or _areas(words)
    if not named:
        return None
    return AreaException(section.label.spans, tuple(a for a in AREAS if a not in named))


def _areas(text: str) -> tuple[str, ...]:
    lowered = text.lower()
    return tuple(a for a in AREAS if re.search(rf"\b{a}\b", lowered))


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(
        a.unit == b.unit and a.start < b.end and b.start < a.end for a in some for b in others
    )
