"""How a server is, for the platform that runs it: alive, ready for questions, and its counts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from handbook.index import editions
from handbook.settings import Settings
from page.metrics import FORM
from page.running import Running


def routes(settings: Settings, running: Running) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``."""
    router = APIRouter()

    @router.get("/healthz")
    def health() -> dict[str, str]:
        """Whether the process lives, whatever has become of the index: to be started anew would
        mend no index."""
        return {"status": "ok", "index": editions.pointed(settings.data)}

    @router.get("/readyz")
    def ready() -> JSONResponse:
        """Whether questions may be sent here."""
        if why := running.why_not_ready():
            return JSONResponse({"error": why}, 503)
        found = {"status": "ready", "index": editions.pointed(settings.data)}
        if away := running.words_alone:  # still of more use than no answer
            found |= {"status": "ready, by words alone", "why": away}
        return JSONResponse(found)

    @router.get("/metrics")
    def metrics() -> Response:
        """The counts of this process."""
        return Response(running.metrics.written(), media_type=FORM)

    return router
