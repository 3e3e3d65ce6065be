"""What trainers make: handouts, quizzes and case discussions, each of quotations only.

What is typed comes in a form that is posted, so that it stands in no address and no log, and is
kept nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from handbook.domain import AREAS
from handbook.export.sheet import Booklet, Quiz
from handbook.make.discussion import discussion_of
from handbook.make.handout import handout_of_review, handout_of_topic, reviews
from handbook.make.quiz import COUNTS, quiz_of
from handbook.personal.asked import without_details
from handbook.settings import Settings
from handbook.themes import Themes
from page.asked_questions import all_questions, theme_counts
from page.paper_file import PRINT, full_address, paper_file, to_print
from page.site import Shown

_HERE = "/make"
_Words = Annotated[str, Form(max_length=10_000)]


def routes(settings: Settings) -> APIRouter:
    """``/make`` and what its forms send."""
    router = APIRouter()
    themes = Themes.load(settings.prompts)

    @router.get("/make")
    def make(site: Shown) -> HTMLResponse:
        asked = all_questions(site.book, themes)
        return site.page(
            "make/make.html",
            _HERE,
            "Make",
            areas=AREAS,
            quiz_counts=COUNTS,
            reviews=reviews(site.book),
            counts=theme_counts(asked, themes),
        )

    @router.post("/make/handout")
    def handout(
        site: Shown,
        request: Request,
        topic: _Words = "",
        review: _Words = "",
        area: str = Form(""),
        form: str = Form(PRINT),
    ) -> Response:
        def paper() -> Booklet:
            day, address_of = date.today(), full_address(request)
            if review:
                return handout_of_review(site.book, review, day, address_of)
            return handout_of_topic(site.book, topic, known(area), day, address_of)

        return paper_file(site, form, "handout", paper, to_print(site))

    @router.post("/make/quiz")
    def quiz(
        site: Shown,
        request: Request,
        topic: _Words = "",
        area: str = Form(""),
        count: int = Form(COUNTS[0], ge=1),
        form: str = Form(PRINT),
    ) -> Response:
        def paper() -> Quiz:
            most = min(count, COUNTS[-1])
            day, address_of = date.today(), full_address(request)
            return quiz_of(site.book, topic, known(area), most, day, address_of)

        def shown(made: Quiz) -> Response:
            return site.page(
                "make/quiz.html",
                _HERE,
                made.title,
                quiz=made,
                topic=without_details(site.book.masker, topic).text,
                area=area,
                count=count,
            )

        return paper_file(site, form, "quiz", paper, shown)

    @router.post("/make/discussion")
    def discussion(
        site: Shown,
        request: Request,
        scenario: _Words = "",
        area: str = Form(""),
        form: str = Form(PRINT),
    ) -> Response:
        def paper() -> Booklet:
            day, address_of = date.today(), full_address(request)
            return discussion_of(site.book, scenario, known(area), day, address_of)

        return paper_file(site, form, "discussion", paper, to_print(site))

    return router


def known(area: str) -> str | None:
    """The area that a form names; None for none."""
    return area if area in AREAS else None
