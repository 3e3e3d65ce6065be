"""What every page shares: the handbook behind it, its frame, and the answer to a wrong address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from handbook.access.start import must_sign_in
from handbook.book import Handbook
from page.access.person import book_for
from page.render import html

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a browser may do with a page that is read: only what this server gives."""


@dataclass(frozen=True, slots=True)
class Site:
    """The pages over one handbook, as a role may read it."""

    book: Handbook

    def page(
        self, template: str, here: str, title: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A whole page; ``here`` is the address of its entry in the navigation."""
        text = html(template, here=here, title=title, **self._shared(), **values)
        return HTMLResponse(text, status, headers={"Content-Security-Policy": POLICY})

    def part(self, template: str, **values: Any) -> HTMLResponse:
        """A part of a page, to be put into one that is open."""
        text = html(template, **self._shared(), **values)
        return HTMLResponse(text, headers={"Content-Security-Policy": POLICY})

    @property
    def people_sign_in(self) -> bool:
        """Whether whoever reads has an account or comes through a proxy."""
        return must_sign_in(self.book.settings)

    def danger(self) -> str:
        """The bar that is always on screen, for a page that is framed by another library."""
        return html("danger.html", **self._shared())

    def navigation(self, here: str) -> str:
        """The ways to the other pages, for the same."""
        return html("navigation.html", here=here, people_sign_in=self.people_sign_in)

    def missing(self, what: str) -> HTMLResponse:
        """The page for an address that leads nowhere; ``what`` is a sentence."""
        return self.page("missing.html", "", "Not held here", 404, what=what)

    def _shared(self) -> dict[str, Any]:
        return {
            "contacts": self.book.contacts,
            "replies": self.book.replies,
            "people_sign_in": self.people_sign_in,
        }


def _shown_to(request: Request) -> Site:
    return Site(book_for(request))


Shown = Annotated[Site, Depends(_shown_to)]
"""The pages as whoever sends a request may read them: what each address is answered from."""
