"""The one door: a text in, the same text without personal details out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from handbook.personal.found import Found
from handbook.personal.identifiers import identifiers
from handbook.personal.known import Known
from handbook.personal.lexicon import PUBLIC
from handbook.personal.names import Names
from handbook.text import UNSEEN

_SPACES = (0x9, 0xB, 0xC, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_CONTROLS = (*range(0x9), *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_PLAIN = dict.fromkeys(_SPACES, " ") | dict.fromkeys((0x2010, 0x2011), "-")
_PLAIN |= dict.fromkeys(_CONTROLS, "")
"""What is pasted has spaces and hyphens of other kinds inside a number, which look the same."""
PLACEHOLDER = re.compile(r"\[([\w -]+) removed\]")
"""What stands in the place of a personal detail; its first group is the kind."""
_LABELLED = re.compile(
    r"(?:\b(?:nhs|ni|national insurance|nino|upn|dob|d\.o\.b|born|date of birth|tel|telephone|phone"
    r"|mobile|mob|ring|call|text|e?-?mail|contact|case|ref|reference|id|no|num|number|address"
    r"|postcode|me|on|at|is|was|or|and)\b[ .,:#\-]*)*\[(?!name )[\w -]+ removed\][ ,;]*",
    re.IGNORECASE,
)
_SOMEONE = "someone"
_REMEMBERED = 4096
"""Of so many texts that hold no personal detail the hashes are remembered: what was asked before
is looked at again with each question that follows."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal details, and the kinds of what was taken out."""

    text: str
    kinds: tuple[str, ...]
    count: int = 0
    """How many stretches were taken out."""


class Masker:
    """Masks personal details. ``known`` spares what is in the corpus."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known or Known()
        self._names = Names(self._known)
        self._clean: set[bytes] = set()

    def mask(self, text: str) -> Masked:
        """Replace each personal detail by what it was. What cannot be seen is taken out first, and
        what looks like a space or a hyphen made one, so that neither hides anything."""
        text = UNSEEN.sub("", text).translate(_PLAIN)
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if key in self._clean:
            return Masked(text, ())
        found = self.found(text)
        if not found:
            self._remember(key)
        kinds = tuple(dict.fromkeys(f.kind for f in found))
        for one in reversed(found):
            text = f"{text[: one.start]}[{one.kind} removed]{text[one.end :]}"
        return Masked(text, kinds, len(found))

    def _remember(self, key: bytes) -> None:
        if len(self._clean) >= _REMEMBERED:
            self._clean.clear()
        self._clean.add(key)

    def found(self, text: str) -> list[Found]:
        """The personal details of a text, in order of their place. What is masked stays so."""
        kept = [*PLACEHOLDER.finditer(text), *PUBLIC.finditer(text)]
        settled = [Found(*m.span(), "") for m in kept]
        for finder in (self._numbers, self._names.find):
            settled += [f for f in finder(text) if not any(f.meets(s) for s in settled)]
        return sorted((f for f in settled if f.kind), key=lambda f: f.start)

    def _numbers(self, text: str) -> list[Found]:
        """The identifiers, but for telephone numbers that are published."""
        return [f for f in identifiers(text) if not self._is_published(text[f.start : f.end])]

    def _is_published(self, number: str) -> bool:
        return "".join(c for c in number if c.isdecimal()) in self._known.numbers


def kinds_in(masked: str) -> tuple[str, ...]:
    """What was taken out of a text, each kind once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(masked)))


def without_placeholders(text: str) -> str:
    """A masked text as it is searched: somebody for a name, nothing for a number and its label."""
    if "removed]" not in text:
        return text
    return PLACEHOLDER.sub(_SOMEONE, _LABELLED.sub("", text)).strip(" ,;:")
