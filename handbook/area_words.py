"""The areas that a heading, or the opening of a sentence, says that it holds for.

"5. Leeds only" and "In Bradford and Calderdale, …" speak of those areas and of no other. A place
that is only mentioned ("as in the Leeds review") says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handbook.domain import AREAS
from handbook.places import Places

_NUMBER = re.compile(r"(?:(?:section|chapter|part)\s+)?\d+(?:\.\d+)*[.:)]?\s+", re.IGNORECASE)
_WHEREABOUTS = re.compile(
    r"\b(?:plac(?:ed|ements?)|liv(?:es?|ing)|mov(?:es?|ed|ing)|resid(?:es?|ents?|ing))\b",
    re.IGNORECASE,
)
"""Where a child is need not be where a rule holds."""
_EXCEPT = r"(?:except(?:ing)?|other than|apart from|outside|excluding|but not)(?: in| for)?"
_PEOPLE = (
    r"(?:staff|practitioners?|professionals?|workers?|social workers?|referrers?|teachers?"
    r"|schools?|agencies|health visitors?|chairs?)"
)
_MATTERS = (
    r"(?:arrangements?|procedures?|process(?:es)?|protocols?|rules?|guidance|pathways?|contacts?)"
)
_EVERYWHERE = re.compile(
    r"(?:elsewhere|everywhere|nationally|(?:in )?(?:all|every|other|each)(?: other)? (?:areas?"
    r"|councils?)|(?:under )?working together)\b",
    re.IGNORECASE,
)
"""What begins so holds for others than the sentence before it."""


class AreaWords:
    """Tells areas from the places that are known."""

    def __init__(self, places: Places) -> None:
        self._places = places
        named = sorted(places.areas, key=lambda place: (-len(place), place))
        one = f"(?:{'|'.join(map(_spaced, named))})"
        some = rf"(?:the )?{one}(?:(?:\s*[,&/]|\s+and|\s+or)+\s+(?:and |or |in |the )*{one})*"
        self._named = re.compile(rf"\b{one}\b", re.IGNORECASE)
        self._headings = _forms(_HEADINGS, some), _forms(_HEADINGS_BUT, some)
        self._sentences = _forms(_SENTENCES, some), _forms(_SENTENCES_BUT, some)
        self._items = _forms(_ITEMS, some), self._sentences[1]

    def names_one(self, text: str) -> bool:
        """Whether a text names a place at all; a quick look before a closer one."""
        return bool(self._named.search(text))

    def of_headings(self, headings: Iterable[str]) -> tuple[str, ...]:
        """The areas of the innermost heading that says some; none where none does."""
        told = (self._of_heading(heading) for heading in reversed([*headings]))
        return next(filter(None, told), ())

    def of_sentence(self, sentence: str) -> tuple[str, ...]:
        """The areas for which a sentence says at its opening that it holds; none where it says
        none, or names all."""
        return self._told(self._sentences, sentence) if self.names_one(sentence) else ()

    def of_item(self, item: str) -> tuple[str, ...]:
        """The same of an item of a list or a row of a table, which may begin with the area."""
        return self._told(self._items, item) if self.names_one(item) else ()

    def goes_on(self, sentence: str) -> bool:
        """Whether a sentence may go on about the areas of the one before it."""
        return not _EVERYWHERE.match(sentence)

    def _of_heading(self, heading: str) -> tuple[str, ...]:
        text = _NUMBER.sub("", " ".join(heading.split()), count=1)
        if not self.names_one(text) or _WHEREABOUTS.search(text):
            return ()
        return self._told(self._headings, text, text)

    def _told(
        self, forms: tuple[list[re.Pattern[str]], list[re.Pattern[str]]], text: str, whole: str = ""
    ) -> tuple[str, ...]:
        """``whole`` is a text in which no place may be named beside the list."""
        hold, leave_out = forms
        for pattern in leave_out:
            if found := pattern.match(text):
                return _part(set(AREAS) - self._places.named(found[1]))
        for pattern in hold:
            found = pattern.match(text)
            named = self._places.named(found[1]) if found else set()
            if named and self._places.named(whole) <= named:
                return _part(named)
        return ()


_HEADINGS = (
    r"(?:only )?(?:in |for |within )?<areas>(?: only| alone)?[.:]?$",
    r"(?:only )?(?:in |for |within )?<areas>(?: only| alone)?(?::| [-–—]) .+$",
    r".+(?: in| for|:| [-–—]|,| \() ?(?:only )?<areas>(?: only| alone)?\)?[.:]?$",
    r".+ <areas> (?:only|alone)[.:]?$",
    rf"<areas> {_PEOPLE}\b",
    rf"<areas>(?:['’]s?)? (?:[\w'’]+ ){{0,3}}{_MATTERS}$",
)
_HEADINGS_BUT = (rf".*\b{_EXCEPT} <areas>(?: only)?[.:]?$",)
_SENTENCES = (
    rf"(?:only )?(?:in|for|within|across) <areas>(?: {_PEOPLE})?(?: only)?\s*[,:]",
    r"(?:only )?(?:in|within|across) <areas>(?: only)? (?!and\b|or\b|but\b|v\b)(?-i:[a-z])",
    r"<areas>(?: only)?\s*(?::| [-–—|]) ",
    rf"<areas> {_PEOPLE}\b",
    rf"(?:(?:an?|the|all|any|each|every) )?(?:social |health )?{_PEOPLE} in <areas>\b",
)
_ITEMS = (*_SENTENCES, r"<areas>(?!\s+(?:and|or|but)\b)\W")
_SENTENCES_BUT = (rf"(?:everywhere )?{_EXCEPT} <areas>\s*[,:]",)


def _spaced(place: str) -> str:
    return r"\s+".join(map(re.escape, place.split()))


def _forms(forms: Iterable[str], areas: str) -> list[re.Pattern[str]]:
    spelt = (form.replace("<areas>", f"({areas})") for form in forms)
    return [re.compile(form, re.IGNORECASE) for form in spelt]


def _part(named: set[str]) -> tuple[str, ...]:
    """In the usual order; none where all are named."""
    return tuple(a for a in AREAS if a in named) if len(named) < len(AREAS) else ()
