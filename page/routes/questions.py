"""The questions that reviews ask, across all briefings, to be collected into an agenda."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from handbook.settings import Settings
from handbook.themes import Themes
from page.asked_questions import all_questions, by_theme, theme_counts
from page.site import Shown
from page.typed import typed


def routes(settings: Settings) -> APIRouter:
    """``/questions``; ``words`` and ``theme`` narrow what is listed."""
    router = APIRouter()
    themes = Themes.load(settings.prompts)

    @router.get("/questions")
    def questions(site: Shown, words: str = "", theme: str = "") -> HTMLResponse:
        chosen = theme if theme in themes.names else ""
        said = typed(site.book, words)
        asked = all_questions(site.book, themes, said.words)
        return site.page(
            "library/questions.html",
            "/questions",
            "Questions that reviews ask",
            typed=said,
            chosen=chosen,
            counts=theme_counts(asked, themes),
            groups=by_theme(asked, themes, chosen),
            total=len(asked),
        )

    return router
