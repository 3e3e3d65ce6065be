"""Evaluation runs: all of them, one of them, two compared, and the report of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from handbook.errors import CaseError
from handbook.runs.figure import LESS_IS_BETTER
from handbook.runs.folder import REPORT, run_folder, runs_below
from handbook.runs.kept import list_runs
from handbook.settings import Settings
from page.evaluation.baseline import baseline_figures
from page.evaluation.compared import compare
from page.evaluation.one_run import one_run
from page.evaluation.overview import MAIN, case_sets, usual_pair
from page.routes.files import STORED_POLICY
from page.site import Shown, Site

_HERE = "/evaluation"


def routes(settings: Settings) -> APIRouter:
    """``/evaluation``, ``/evaluation/compare``, ``/evaluation/{run}`` and its ``/report``."""
    router = APIRouter()

    def runs_for(site: Site) -> Path:
        """Runs quote whatever was held: to whom something is hidden, it is as if none were kept."""
        runs = runs_below(settings.data)
        return runs if site.book.reads_all else runs / "none"

    @router.get("/evaluation")
    def overview(site: Shown) -> HTMLResponse:
        kept = list_runs(runs_for(site))
        return _page(
            site,
            "evaluation/overview.html",
            "Evaluation",
            sets=case_sets(kept.ended),
            ended=kept.ended,
            unusable=kept.unusable,
            pair=usual_pair(kept.ended) if len(kept.ended) > 1 else None,
            baseline=baseline_figures(),
            main=MAIN,
        )

    @router.get("/evaluation/compare")
    def two_runs(site: Shown, a: str = "", b: str = "") -> HTMLResponse:
        try:
            found = compare(runs_for(site), a, b)
        except CaseError as error:
            return site.missing(f"These two runs cannot be compared. {error}")
        return _page(site, "evaluation/compare.html", "Two runs compared", compared=found)

    @router.get("/evaluation/{name}")
    def run(site: Shown, name: str, cause: str = "") -> HTMLResponse:
        try:
            found = one_run(runs_for(site), name, cause)
        except CaseError as error:
            return site.missing(f"This run cannot be shown. {error}")
        return _page(site, "evaluation/run.html", "Evaluation run", run=found, cause=cause)

    @router.get("/evaluation/{name}/report")
    def report(site: Shown, name: str) -> Response:
        folder = run_folder(runs_for(site), name)
        if folder is None or not (folder / REPORT).is_file():
            return site.missing(
                "This run has no report; handbook eval writes one when the run ends."
            )
        headers = {"Content-Security-Policy": STORED_POLICY, "X-Content-Type-Options": "nosniff"}
        return FileResponse(folder / REPORT, media_type="text/html", headers=headers)

    return router


def _page(site: Site, template: str, title: str, **values: Any) -> HTMLResponse:
    return site.page(template, _HERE, title, less_is_better=LESS_IS_BETTER, **values)
