"""What a reader must know about the editions that are quoted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handbook.answer_records import Notice
from handbook.dates import in_force_from, in_words, not_yet_from
from handbook.domain import Edition
from handbook.replies import Replies


def edition_notices(
    replies: Replies, quoted: Sequence[Edition], as_of: date | None
) -> tuple[Notice, ...]:
    """Each once: what its label says, that a later edition is known of, that no date is, that it
    does not hold yet as at a date (None: today)."""
    notices: dict[tuple[str, str], Notice] = {}
    for edition in quoted:
        for label in edition.labels:
            notices[label, ""] = Notice(label, replies.text(label))
        if edition.successor:
            text = replies.text(
                "successor_not_held",
                source=edition.retells or edition.title,
                successor=edition.successor,
            )
            notices["successor_not_held", edition.successor] = Notice("successor_not_held", text)
        if in_force_from(edition) is None:
            text = replies.text("undated_edition", source=edition.title)
            notices["undated_edition", edition.source_id] = Notice("undated_edition", text)
        if starts := not_yet_from(edition, as_of or date.today()):
            text = replies.text("not_in_force_yet", source=edition.title, day=in_words(starts))
            notices["not_in_force_yet", edition.source_id] = Notice("not_in_force_yet", text)
    return tuple(notices.values())
