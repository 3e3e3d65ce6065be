"""What changed since a day as one HTML file that needs nothing else, to print or to send."""

from __future__ import annotations

from typing import Any

from handbook.replies import Replies
from handbook.since.records import Reliance, Since
from handbook.since.relied import NOT_KEPT
from page.render import HERE, html


def shown(found: Since | None) -> dict[str, Any]:
    """What both templates of the changes need."""
    return {"found": found, "kinds": tuple(Reliance), "not_kept": NOT_KEPT}


def summary_html(replies: Replies, found: Since) -> str:
    """The summary as a whole HTML document, its style within it."""
    style = (HERE / "static" / "summary.css").read_text(encoding="utf-8")
    return html("library/since_summary.html", replies=replies, style=style, **shown(found))
