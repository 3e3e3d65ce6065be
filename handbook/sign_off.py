"""Who has signed off the fixed replies, by what their file says."""

from __future__ import annotations

from handbook.dates import in_words
from handbook.replies import Replies, Reply, listed

_NOBODY = "nobody yet"
"""The owner in the file as it is shipped."""


def is_signed(reply: Reply) -> bool:
    """Whether a reply has an owner, a day on which it was checked and one for the next time."""
    return bool(_owner(reply) and reply.checked_on and reply.review_by)


def lacking(replies: Replies) -> str:
    """What the replies lack, as one sentence; empty where each is signed off."""
    every = list(replies)
    if all(map(is_signed, every)):
        return ""
    lacks = (
        (sum(not _owner(r) for r in every), "no owner"),
        (sum(r.review_by is None for r in every), "no day of review (review_by)"),
        (sum(r.checked_on is None for r in every), "no day when they were checked (checked_on)"),
    )
    told = [f"{number} have {what}" for number, what in lacks if number]
    return f"The fixed replies are not signed off: of {len(every)}, {listed(told)}."


def signed_by(replies: Replies) -> str:
    """Who has signed off how many of the replies, as a sentence."""
    every = list(replies)
    signed = [r for r in every if is_signed(r)]
    if not signed:
        return "Nobody has signed them off yet."
    owners = listed(list(dict.fromkeys(r.owner for r in signed)))
    many = f"All {len(every)}" if len(signed) == len(every) else f"{len(signed)} of {len(every)}"
    due = min(r.review_by for r in signed if r.review_by)
    be = "is" if len(signed) == 1 else "are"
    return f"{many} {be} signed off by {owners}; the next review is due by {in_words(due)}."


def _owner(reply: Reply) -> str:
    return "" if reply.owner.strip().lower() == _NOBODY else reply.owner.strip()
