"""Words that narrow a list: as the page may show them again, and as its address holds them.

They are sent in a form's body, masked, and then the browser is led to an address with what is left:
it can be kept, sent on and loaded again, and neither the browser's history nor the log of a server
on the way has what was masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse

from handbook.book import Handbook
from handbook.personal.asked import without_details
from handbook.personal.mask import kinds_in
from handbook.replies import listed


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed without personal details. ``said`` is what was taken out, as a sentence."""

    words: str
    said: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether it is a record, of which nothing is left."""
        return bool(self.said and not self.words)

    def has_less_than(self, words: str) -> bool:
        """Whether something was taken out of words that came in an address."""
        return bool(self.said and self.words and self.words != words)


def typed(book: Handbook, words: str) -> Typed:
    """Words without personal details; nothing is left of a record."""
    found = without_details(book.masker, words)
    if words.strip() and not found.text:
        return Typed("", book.replies.text("blocked_record"))
    if kinds := kinds_in(found.text):
        return Typed(found.text, book.replies.text("masked", kinds=listed(kinds)))
    return Typed(found.text)


def address_of(page: str, **chosen: str) -> RedirectResponse:
    """The way to a page as it was narrowed, by what was masked and what was chosen of lists."""
    said = urlencode({name: value for name, value in chosen.items() if value.strip()})
    return RedirectResponse(f"{page}?{said}" if said else page, 303)
