"""The questions that reviews ask, across all briefings, to be collected into an agenda."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from handbook.settings import Settings
from handbook.themes import Themes
from page.asked_questions import all_questions, by_theme, theme_counts
from page.site import Shown, Site
from page.typed import Typed, address_of, typed

_HERE = "/questions"
_Text = Annotated[str, Form()]


def routes(settings: Settings) -> APIRouter:
    """``/questions``; ``words`` and ``theme`` narrow what is listed."""
    router = APIRouter()
    themes = Themes.load(settings.prompts)

    @router.get(_HERE)
    def questions(site: Shown, words: str = "", theme: str = "") -> Response:
        chosen, said = theme if theme in themes.names else "", typed(site.book, words)
        if said.has_less_than(words):
            return address_of(_HERE, words=said.words, theme=chosen)
        return listed(site, said, chosen)

    @router.post(_HERE)
    def narrow(site: Shown, words: _Text = "", theme: _Text = "") -> Response:
        chosen, said = theme if theme in themes.names else "", typed(site.book, words)
        if said.is_refused:
            return listed(site, said, chosen)
        return address_of(_HERE, words=said.words, theme=chosen)

    def listed(site: Site, said: Typed, chosen: str) -> HTMLResponse:
        asked = all_questions(site.book, themes, said.words)
        return site.page(
            "library/questions.html",
            _HERE,
            "Questions that reviews ask",
            typed=said,
            chosen=chosen,
            counts=theme_counts(asked, themes),
            groups=by_theme(asked, themes, chosen),
            total=len(asked),
        )

    return router
