"""Who looks on while questions are answered: nobody, unless a server counts them."""

from __future__ import annotations

from collections.abc import Callable

from handbook.answer import Told
from handbook.answer_records import Answer

Asking = Callable[[Told], Answer]
"""Answers one question, and tells of each step as it begins."""
Watch = Callable[[Asking, Told], Answer]
"""Has a question answered and looks on. What was asked does not come before it."""


def unwatched(asking: Asking, told: Told) -> Answer:
    """Nobody looks on."""
    return asking(told)
