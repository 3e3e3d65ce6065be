"""Which role each address needs, and how often it may be asked for. What is not named here is not
served to anybody once people must sign in; a test walks all routes and looks for each."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.access.roles import Role
from page.access.rates import ASKING, OTHERWISE, SIGNING_IN_FROM, UPLOADS, Rate

MOST_BYTES = 2_000_000
"""Of what is sent to an address that sets no limit itself: a long conversation, to be exported."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for an address, and for those below it that have no rule of their own."""

    address: str
    role: Role | None
    """None: also for those who have not signed in."""
    rate: Rate = OTHERWISE
    """How often one person may send something."""
    limits_itself: bool = False
    """Whether what lies behind it refuses what is too large."""
    takes_tokens: bool = False
    """Whether a program may come with a token."""

    def holds_for(self, path: str) -> bool:
        """Whether it speaks of an address."""
        below = self.address != "/" and path.startswith(f"{self.address}/")
        return below or path == self.address


RULES = (
    Rule("/healthz", None),
    Rule("/readyz", None),
    Rule("/metrics", Role.EDITOR, takes_tokens=True),
    Rule("/page", None),
    Rule("/favicon.ico", None),
    Rule("/robots.txt", None),
    Rule("/sign-in", None, SIGNING_IN_FROM),
    Rule("/sign-out", Role.READER),
    Rule("/account", Role.READER),
    Rule("/accounts", Role.ADMIN),
    # The Ask page, and what the library that frames it serves for it.
    Rule("/", Role.READER),
    Rule("/config", Role.READER),
    Rule("/assets", Role.READER),
    Rule("/static", Role.READER),
    Rule("/svelte", Role.READER),
    Rule("/theme.css", Role.READER),
    Rule("/manifest.json", Role.READER),
    Rule("/pwa_icon", Role.READER),
    Rule("/gradio_api/queue", Role.READER, ASKING),
    Rule("/gradio_api/cancel", Role.READER),
    Rule("/gradio_api/reset", Role.READER),
    Rule("/gradio_api/heartbeat", Role.READER),
    Rule("/gradio_api/startup-events", Role.READER),
    Rule("/gradio_api/app_id", Role.READER),
    Rule("/gradio_api/info", Role.READER),
    Rule("/gradio_api/theme.css", Role.READER),
    # Of that library too, and of no use here: uploads, files, other ways to ask.
    Rule("/gradio_api", Role.ADMIN),
    Rule("/login", Role.ADMIN),
    Rule("/logout", Role.ADMIN),
    Rule("/monitoring", Role.ADMIN),
    Rule("/openapi.json", Role.ADMIN),
    # To read.
    Rule("/evidence", Role.READER),
    Rule("/documents", Role.READER),
    Rule("/pages", Role.READER),
    Rule("/library", Role.READER),
    Rule("/editions", Role.READER),
    Rule("/changes", Role.READER),
    Rule("/questions", Role.READER),
    Rule("/evaluation", Role.READER),
    Rule("/export", Role.READER, ASKING),
    Rule("/agenda", Role.READER, ASKING),
    # To check material and to make some.
    Rule("/check", Role.TRAINER, UPLOADS, limits_itself=True),
    Rule("/make", Role.TRAINER, ASKING),
    # To keep the corpus.
    Rule("/editor", Role.EDITOR),
    Rule("/editor/add", Role.EDITOR, UPLOADS, limits_itself=True),
    # For other systems.
    Rule("/api/v1", Role.READER, ASKING, limits_itself=True, takes_tokens=True),
)


def rule_for(path: str) -> Rule | None:
    """The rule of the longest address that holds for a path; None where none does."""
    holding = [rule for rule in RULES if rule.holds_for(path)]
    return max(holding, key=lambda rule: len(rule.address), default=None)
