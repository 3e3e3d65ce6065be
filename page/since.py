"""What the templates of the changes need, and what changed since a day as one HTML file that needs
nothing else, to print or to send."""

from __future__ import annotations

from typing import Any

from handbook.replies import Replies
from handbook.since.present import counted, place_words, unread_words
from handbook.since.records import Looked, Reliance, Since
from handbook.since.relied import NOT_KEPT, NOT_LOOKED_FOR
from page.render import HERE, html


def shown(found: Looked | None) -> dict[str, Any]:
    """What all templates of the changes need."""
    return {
        "found": found,
        "kinds": tuple(Reliance),
        "not_kept": NOT_KEPT,
        "not_looked_for": NOT_LOOKED_FOR,
        "counted": counted,
        "place_words": place_words,
        "unread_words": unread_words,
    }


def summary_html(replies: Replies, found: Since) -> str:
    """The summary as a whole HTML document, its style within it."""
    style = (HERE / "static" / "summary.css").read_text(encoding="utf-8")
    return html("library/since_summary.html", replies=replies, style=style, **shown(found))
