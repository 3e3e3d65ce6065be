"""How much of anything a sync takes before it stops, and who it says it is."""

from __future__ import annotations

from dataclasses import dataclass

USER_AGENT = "Handbook/0.1 (safeguarding handbook; keeps a local copy of published procedures)"
"""What is sent with every request."""
ROBOT = "handbook"
"""The name that a robots.txt may speak to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, seconds and counts. The defaults suit a council's procedures manual."""

    document_bytes: int = 60_000_000
    """Most bytes of one document, counted both as sent and unpacked."""
    run_bytes: int = 2_000_000_000
    """Most bytes that one run takes in."""
    document_seconds: float = 180.0
    """Most seconds for one document in total: redirects, tries and waits taken together, apart
    from the pauses that politeness asks for."""
    stall_seconds: float = 20.0
    """Longest wait for a connection or for the next bytes."""
    read_seconds: float = 30.0
    """Most seconds for reading one page, once it has come."""
    redirects: int = 5
    tries: int = 3
    back_off: float = 2.0
    """Seconds before the second try; each later wait is twice the one before."""
    retry_after: float = 60.0
    """Longest wait that a server may ask for; one that asks for more is left for another run."""
    crawl_delay: float = 30.0
    """Longest pause that a robots.txt may ask for between requests."""
